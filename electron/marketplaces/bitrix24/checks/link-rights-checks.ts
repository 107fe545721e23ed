import type { AutomaticCheck } from '../../marketplace.ts';
import { EXTERNAL_SERVICE_TYPES } from '../vocabulary.ts';
import { couldNotLook, fail, pass, read } from './check-texts.ts';

const SHORTENERS = /^(?:bit\.ly|goo\.gl|t\.co|clck\.ru|tinyurl\.com|vk\.cc|is\.gd|ow\.ly)$/i;
const HOURS =
  /\d{1,2}[:.]\d{2}\s*(?:до|to|[-–—])\s*\d{1,2}[:.]\d{2}|с\s*\d{1,2}(?:[:.]\d{2})?\s*до\s*\d{1,2}|круглосуточно|24\s*\/\s*7|around the clock|\d{1,2}\s*(?:am|pm)\b/iu;
const REACTION =
  /(?:реакци|ответ|отвеч|рассмотр|respon|reply|answer)\p{L}*[^.\n]{0,80}?(?:\d+|одного|двух|в течение)\s*(?:-х\s*)?(?:\p{L}+\s){0,2}(?:минут|час|д(?:ень|ня|ней)|рабоч|minute|hour|day|business)/iu;
const LINK_BAD = (address: string): { ru: string; en: string } | null => {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { ru: 'не читается', en: 'cannot be read' };
  }
  if (url.protocol !== 'https:') return { ru: 'без https', en: 'is not https' };
  if (SHORTENERS.test(url.hostname)) return { ru: 'сокращена', en: 'is a shortened link' };
  if (!url.hostname.includes('.')) return { ru: 'ведёт не в интернет', en: 'does not lead to the internet' };
  return null;
};

function linkCheck(ruleId: string, field: 'eula' | 'privacy', ru: string, en: string): AutomaticCheck {
  return {
    ruleId,
    run(input) {
      const address = read(input).card.links[field];
      const place = `links.${field}`;
      if (address === '') return fail(`Не указана ссылка: ${ru}.`, `The link is missing: ${en}.`, place);
      const bad = LINK_BAD(address);
      if (bad !== null) return fail(`Ссылка (${ru}) ${bad.ru}: ${address}`, `The link (${en}) ${bad.en}: ${address}`, place);
      return couldNotLook(
        `Ссылка (${ru}) указана верно; открывается ли она, без сети не проверить.`,
        `The link (${en}) has the right form; whether it opens cannot be checked without a network.`,
        place,
      );
    },
  };
}

export const linkRightsChecks: readonly AutomaticCheck[] = [
  linkCheck('legal-eula-link', 'eula', 'лицензионное соглашение', 'licence agreement'),
  linkCheck('legal-privacy-link', 'privacy', 'политика конфиденциальности', 'privacy policy'),
  {
    ruleId: 'support-channels',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        if (!/[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d\s()-]{8,}\d|https?:\/\/\S+|\bt\.me\/|чат/iu.test(texts.support)) {
          return fail(
            'В поле поддержки нет ни почты, ни телефона, ни формы.',
            'The support field has neither mail nor phone nor form.',
            `texts.${language}.support`,
          );
        }
      }
      return pass(
        'Канал поддержки указан; полноту списка оценивает модератор.',
        'A support channel is given; whether the list is complete is for the moderator to judge.',
      );
    },
  },
  {
    ruleId: 'support-hours-reaction',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const place = `texts.${language}.support`;
        if (!HOURS.test(texts.support))
          return fail('Не указаны часы работы поддержки.', 'The working hours of support are not given.', place);
        if (!REACTION.test(texts.support))
          return fail('Не указано время реакции поддержки.', 'The reaction time of support is not given.', place);
      }
      return pass('Часы работы и время реакции указаны.', 'Working hours and reaction time are given.');
    },
  },
  {
    ruleId: 'support-lang-links',
    run(input) {
      const text = read(input).card.texts.en?.support;
      if (text === undefined) return pass('Английской карточки нет.', 'There is no English card.');
      const link = /https?:\/\/[^\s/]*\.(?:ru|рф|su|by)(?:[/\s]|$)\S*|https?:\/\/\S+\/ru(?:\/|\s|$)/iu.exec(text)?.[0];
      if (link !== undefined)
        return fail(`Ссылка на русскоязычную страницу: ${link}`, `A link to a Russian-language page: ${link}`, 'texts.en.support');
      return pass('Русскоязычных ссылок нет.', 'There are no Russian-language links.');
    },
  },
  {
    ruleId: 'sec-tls-valid',
    run(input) {
      const { version } = read(input);
      for (const field of ['appUrl', 'installUrl', 'eventUrl', 'settingsUrl'] as const) {
        const address = version[field];
        if (address === undefined) continue;
        const { protocol, hostname } = new URL(address);
        const isLoopback = hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]';
        if (protocol !== 'https:' && !isLoopback) return fail(`Адрес без https: ${address}`, `The address is not https: ${address}`, field);
      }
      return couldNotLook('Сертификат без сети не проверить.', 'The certificate cannot be checked without a network.');
    },
  },
  {
    ruleId: 'rights-user-scope-min',
    run(input) {
      const wide = read(input).version.scopes.filter((scope) => scope === 'user' || scope === 'user_basic');
      if (wide.length > 0)
        return fail(
          `Запрошено право ${wide.join(', ')}: убедитесь, что user_brief недостаточно.`,
          `The permission ${wide.join(', ')} is asked for: make sure that user_brief is not enough.`,
          'scopes',
        );
      return pass('Широкий доступ к пользователям не запрошен.', 'No wide access to users is asked for.', 'scopes');
    },
  },
  {
    ruleId: 'rights-menu-item-needed',
    run(input) {
      const { version } = read(input);
      if (version.menuItem && version.appUrl === undefined && version.mode !== 'archive')
        return fail('Пункт меню включён, а страницы нет.', 'The menu item is on, but there is no page.', 'menuItem');
      return pass('Пункт меню и страница согласованы.', 'Menu item and page agree.', 'menuItem');
    },
  },
  {
    ruleId: 'func-external-service-testable',
    run(input) {
      const needed = (EXTERNAL_SERVICE_TYPES as readonly string[]).includes(input.solutionType);
      if (!needed) return pass('Внешнего сервиса по типу решения нет.', 'By its type the solution has no external service.');
      if (!input.hasTestData)
        return fail(
          'Интеграция без тестовых данных: доступ к сервису не дан.',
          'An integration without test data: no access to the service is given.',
          'testData',
        );
      return couldNotLook(
        'Тестовые данные есть; подключение нескольких порталов проверьте сами.',
        'Test data is there; check yourself that several portals can be connected.',
        'testData',
      );
    },
  },
  {
    ruleId: 'func-service-links',
    run(input) {
      const { card, languages } = read(input);
      const inText = languages.some(({ texts }) => /https?:\/\//i.test(texts.description));
      if (card.links.service === '' && !inText)
        return fail('Нет ссылки на сайт внешнего сервиса.', 'There is no link to the external service.', 'links.service');
      if (
        card.links.servicePrices === '' &&
        !languages.some(({ texts }) => /цен|тариф|стоимост|pric|tariff|free of charge|бесплатн/iu.test(texts.description))
      ) {
        return fail(
          'Нет ссылки на цены внешнего сервиса.',
          'There is no link to the prices of the external service.',
          'links.servicePrices',
        );
      }
      return pass('Ссылки на сервис и цены указаны.', 'Service and prices are linked.');
    },
  },
  {
    ruleId: 'pricing-extra-paid-tick',
    run(input) {
      const { card, languages } = read(input);
      if (!card.pricing.extraPaid)
        return pass(
          'Дополнительный платный функционал не отмечен; проверьте описание.',
          'No extra paid functions are ticked; compare with the description.',
          'pricing.extraPaid',
        );
      if (!languages.every(({ texts }) => /\d[\d\s]*(?:₽|руб|р\.|\$|€|usd|eur|тенге|₸|byn)|цены|prices/iu.test(texts.description))) {
        return fail(
          'Отмечен платный функционал, но цен в описании нет.',
          'Extra paid functions are ticked, but the description has no prices.',
          'pricing.extraPaid',
        );
      }
      return pass('Цены указаны в описании.', 'The description has the prices.', 'pricing.extraPaid');
    },
  },
];
