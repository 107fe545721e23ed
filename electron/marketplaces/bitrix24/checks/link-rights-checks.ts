import type { AutomaticCheck } from '../../marketplace.ts';
import { EXTERNAL_SERVICE_TYPES, SCOPES, WITHDRAWN_SCOPES } from '../vocabulary.ts';
import { couldNotLook, fail, pass, read } from './check-texts.ts';

const SHORTENERS = /^(?:bit\.ly|goo\.gl|t\.co|clck\.ru|tinyurl\.com|vk\.cc|is\.gd|ow\.ly)$/i;
/** "9:00–18:00", "с 9 до 18", "9-18", "10.00 to 19.00", "круглосуточно", "24/7", "9 am". */
const HOURS =
  /(?<![\d.:])\d{1,2}[:.]\d{2}\s*(?:до|to|[-–—])\s*\d{1,2}[:.]\d{2}|(?:с|from)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:час\p{L}*\s*)?(?:до|to|till|until)\s*\d{1,2}|(?<![\d+()-])\d{1,2}\s?[-–—]\s?(?:1[2-9]|2[0-4])(?![\d-])|круглосуточно|24\s*[/×x]\s*7|around the clock|\d{1,2}\s*(?:am|pm)(?!\p{L})/iu;
const TIME_WORD =
  '(?:мин(?:ут\\p{L}*|\\.)|час\\p{L}*|ч\\.|дн\\p{L}*|день|суток|сутки|раб\\p{L}*\\.?|minutes?|hours?|days?|business|working)';
const AMOUNT = '(?:\\d+|одн\\p{L}+|дву?х|два|тр[её]х|три|четыр\\p{L}+|пят\\p{L}+|полу|one|two|three|four)';
/** A word about answering, and behind it within the sentence an amount of time: "ответ в течение 4 часов", "reply within a day". */
const REACTION = new RegExp(
  `(?:реакци|ответ|отвеч|рассм[ао]тр|обработ|respon|repl|answer)\\p{L}*[^\\n]{0,80}?(?:${AMOUNT}[-–—\\s\\d]*(?:-?[хй]\\s+)?(?:\\p{L}+\\.?\\s+)?${TIME_WORD}|(?:в течение|within)\\s+(?:(?:a|one|рабочего|одного|ближайшего)\\s+)*(?:дня|часа|суток|day|hour|business day|working day)|в (?:тот же|день обращения|рабочий) день|the same day)`,
  'iu',
);
/** Within a sentence: who is paid and that he is paid, in either order; or an amount of money. */
const PAYMENT = new RegExp(
  [
    '(?:сервис|оператор|провайдер|поставщик|услуг|связ|доставк|звонк|сообщени|аккаунт|ключ|service|provider|operator|account|api)\\p{L}*[^.!?\\n]{0,80}(?:оплач|оплат|платн|платит|тариф|цен[аыуе]|стоимост|paid|\\bpay|price|fee|cost)',
    '(?:оплач|оплат|платн|платит|тариф|цен[аыуе]|стоимост|paid|\\bpay|prices?|fees?|costs?)\\p{L}*[^.!?\\n]{0,80}(?:сервис|оператор|провайдер|поставщик|услуг|связ|доставк|звонк|сообщени|аккаунт|service|provider|operator|account|api)',
    '\\d[\\d\\s]*(?:₽|руб|\\$|€|usd|eur)|[$€]\\s?\\d',
  ].join('|'),
  'iu',
);
/** A plain statement that somebody else is paid; mentions of payments in general are the business of many solutions. */
const EXTERNAL_PAID =
  /(?:сервис|связь|услуг\p{L}+|доставк\p{L}*|звонки|сообщения|трафик|минуты|аккаунт)\s(?:\p{L}+\s){0,3}оплачива\p{L}+ (?:отдельно|по тариф\p{L}+)|оплачива\p{L}+ (?:отдельно|напрямую) (?:оператору|провайдеру|сервису|поставщику)|(?:service|calls|messages|traffic) (?:is|are) (?:paid|charged|billed) (?:separately|by the provider)/iu;
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
  if (/\.(?:docx?|rtf|odt|zip|rar|7z)$/i.test(url.pathname)) return { ru: 'ведёт на скачивание', en: 'leads to a download' };
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
    ruleId: 'legal-eula-name-licensor',
    run(input) {
      const name = read(input).languages[0]?.texts.name ?? '';
      const licensor = typeof input.vendor['legalName'] === 'string' ? input.vendor['legalName'] : '';
      return couldNotLook(
        `Откройте соглашение: решение в нём должно называться «${name}», лицензиар — ${licensor === '' ? 'как в кабинете' : licensor}.`,
        `Open the agreement: it must name the solution “${name}” and the licensor ${licensor === '' ? 'as in the cabinet' : licensor}.`,
        'links.eula',
      );
    },
  },
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
    ruleId: 'legal-contact-demo-links',
    run(input) {
      const { links } = read(input).card;
      for (const field of ['contact', 'demo'] as const) {
        if (links[field] === '') continue;
        const bad = LINK_BAD(links[field]);
        if (bad !== null) return fail(`Ссылка ${bad.ru}: ${links[field]}`, `The link ${bad.en}: ${links[field]}`, `links.${field}`);
      }
      if (links.contact === '' && links.demo === '')
        return pass('Ссылки не указаны, они необязательны.', 'No links are given; they are optional.');
      return couldNotLook(
        'Ссылки указаны верно; есть ли на странице форма связи, без сети не проверить.',
        'The links have the right form; whether the page has a contact form cannot be checked without a network.',
      );
    },
  },
  {
    ruleId: 'install-url-head',
    run(input) {
      const { version } = read(input);
      for (const field of ['appUrl', 'installUrl', 'eventUrl', 'settingsUrl'] as const) {
        const address = version[field];
        if (address === undefined) continue;
        const { hostname } = new URL(address);
        // A portal takes no handler on a host without a dot, whatever answers there (domain/bitrix24.md §4).
        if (!hostname.includes('.') && !hostname.startsWith('['))
          return fail(
            `Портал не примет адрес с таким именем сервера: ${address}`,
            `A portal does not take an address on such a host: ${address}`,
            field,
          );
      }
      return couldNotLook('Отвечают ли адреса, покажет тест установки.', 'Whether the addresses answer is shown by the install test.');
    },
  },
  {
    ruleId: 'rights-scopes-minimal',
    run(input) {
      const { scopes } = read(input).version;
      const withdrawn = scopes.find((scope) => WITHDRAWN_SCOPES[scope] !== undefined);
      if (withdrawn !== undefined) {
        const now = WITHDRAWN_SCOPES[withdrawn] ?? '';
        return fail(`Право ${withdrawn} устарело, вместо него ${now}.`, `The permission ${withdrawn} is withdrawn; use ${now}.`, 'scopes');
      }
      const twice = scopes.find((scope, index) => scopes.indexOf(scope) !== index);
      if (twice !== undefined) return fail(`Право указано дважды: ${twice}.`, `A permission is given twice: ${twice}.`, 'scopes');
      const users = scopes.filter((scope) => scope === 'user' || scope === 'user_basic' || scope === 'user_brief');
      if (users.length > 1) {
        return fail(
          `Права на пользователей перекрывают друг друга: ${users.join(', ')}.`,
          `The permissions to users overlap: ${users.join(', ')}.`,
          'scopes',
        );
      }
      const unknown = scopes.filter((scope) => !(SCOPES as readonly string[]).includes(scope));
      if (unknown.length > 0) {
        return couldNotLook(
          `Права, которых нет в списке документации: ${unknown.join(', ')}. Проверьте, нет ли опечатки.`,
          `Permissions that the documentation does not list: ${unknown.join(', ')}. Look whether they are misspelled.`,
          'scopes',
        );
      }
      return couldNotLook(
        'Какими правами версия пользуется, покажет тест установки.',
        'Which permissions the version uses is shown by the install test.',
        'scopes',
      );
    },
  },
  {
    ruleId: 'rights-widgets-declared',
    run(input) {
      const { placements, scopes } = read(input).version;
      const twice = placements.find((place, index) => placements.indexOf(place) !== index);
      if (twice !== undefined)
        return fail(`Место встраивания указано дважды: ${twice}.`, `A widget place is given twice: ${twice}.`, 'placements');
      if (placements.length > 0 && !scopes.includes('placement')) {
        return fail(
          'Места встраивания указаны, а права placement нет: зарегистрировать виджеты нельзя.',
          'Widget places are given without the permission placement: the widgets cannot be registered.',
          'scopes',
        );
      }
      return couldNotLook(
        'Какие виджеты решение встраивает на деле, покажет тест установки.',
        'Which widgets the solution really binds is shown by the install test.',
        'placements',
      );
    },
  },
  {
    ruleId: 'rights-mobile-adaptive',
    run(input) {
      const { version } = read(input);
      if (!version.mobile) return pass('Встраивание в мобильное приложение выключено.', 'Mobile embedding is off.', 'mobile');
      if (!version.menuItem)
        return fail(
          'Встраивание в мобильное приложение включено без своей страницы.',
          'Mobile embedding is on without an own page.',
          'mobile',
        );
      return couldNotLook(
        'Своя страница есть; адаптивность вёрстки смотрит модератор.',
        'There is an own page; whether its layout is responsive is for the moderator to see.',
        'mobile',
      );
    },
  },
  {
    ruleId: 'card-discloses-external-payment',
    run(input) {
      const { card, languages } = read(input);
      if (!card.pricing.externalServicePaid)
        return pass(
          'По карточке внешний сервис не оплачивается.',
          'By its card no external service is paid for.',
          'pricing.externalServicePaid',
        );
      if (card.links.servicePrices !== '')
        return pass('Дана ссылка на цены сервиса.', 'A link to the prices of the service is given.', 'links.servicePrices');
      for (const { language, texts } of languages) {
        if (!PAYMENT.test(`${texts.description}\n${texts.installation}`)) {
          return fail(
            'Отмечена оплата внешнего сервиса, а в описании о ней ничего нет.',
            'Payment for an external service is ticked, but the description says nothing about it.',
            `texts.${language}.description`,
          );
        }
      }
      return pass('Оплата внешнего сервиса в описании названа.', 'The description names the payment for the external service.');
    },
  },
  {
    ruleId: 'pricing-external-tick',
    run(input) {
      const { card, languages } = read(input);
      if (card.pricing.externalServicePaid) return pass('Отметка стоит.', 'The tick is set.', 'pricing.externalServicePaid');
      for (const { texts } of languages) {
        const said = EXTERNAL_PAID.exec(`${texts.description}\n${texts.installation}`)?.[0];
        if (said !== undefined) {
          return fail(
            `В тексте сказано об оплате внешнего сервиса («${said}»), а отметки нет.`,
            `The text speaks of paying an external service (“${said}”), but the tick is missing.`,
            'pricing.externalServicePaid',
          );
        }
      }
      return pass('Об оплате внешнего сервиса в тексте не сказано.', 'The text does not speak of paying an external service.');
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
