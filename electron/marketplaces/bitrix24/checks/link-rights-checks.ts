import type { AutomaticCheck } from '../../marketplace.ts';
import { EXTERNAL_SERVICE_TYPES, SCOPES, WITHDRAWN_SCOPES } from '../vocabulary.ts';
import { judgeServers, wholeFields } from '../../card-checks/certificates.ts';
import { addressesIn, badLinks, judgeLinks } from '../../card-checks/links.ts';
import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import { CHANNEL, malformedContacts, namesHours, namesReaction } from '../../card-checks/support-field.ts';
import { matches, wordsOf } from '../../card-checks/texts.ts';
import { cardTexts, read } from './check-texts.ts';

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
function linkCheck(ruleId: string, name: 'eula' | 'privacy', ru: string, en: string): AutomaticCheck {
  return {
    ruleId,
    run(input) {
      const url = read(input).card.links[name];
      const field = `links.${name}`;
      if (url === '') return fail(`Не указана ссылка: ${ru}.`, `The link is missing: ${en}.`, field);
      return judgeLinks(input, [{ field, url, ru, en }]);
    },
  };
}

const squeeze = (text: string): string => wordsOf(text).join(' ');

export const linkRightsChecks: readonly AutomaticCheck[] = [
  linkCheck('legal-eula-link', 'eula', 'лицензионное соглашение', 'licence agreement'),
  linkCheck('legal-privacy-link', 'privacy', 'политика конфиденциальности', 'privacy policy'),
  {
    ruleId: 'legal-eula-name-licensor',
    run(input) {
      const { card, languages } = read(input);
      const name = languages[0]?.texts.name ?? '';
      const licensor = typeof input.vendor['legalName'] === 'string' ? input.vendor['legalName'] : '';
      const look = input.looks?.links.get(card.links.eula);
      if (look?.status === 'opened' && look.text.length > 200) {
        const page = squeeze(look.text);
        const missing = [
          ...(languages.some(({ texts }) => page.includes(squeeze(texts.name)))
            ? []
            : [
                finding(`Соглашение не называет решение «${name}».`, `The agreement does not name the solution “${name}”.`, 'links.eula', {
                  link: card.links.eula,
                }),
              ]),
          ...(licensor === '' || page.includes(squeeze(licensor))
            ? []
            : [
                finding(
                  `Соглашение не называет лицензиара: ${licensor}.`,
                  `The agreement does not name the licensor: ${licensor}.`,
                  'links.eula',
                  { link: card.links.eula },
                ),
              ]),
        ];
        return judge(
          missing,
          pass('Соглашение называет решение и лицензиара.', 'The agreement names solution and licensor.', 'links.eula'),
        );
      }
      return couldNotLook(
        `Откройте соглашение: решение в нём должно называться «${name}», лицензиар — ${licensor === '' ? 'как в кабинете' : licensor}.`,
        `Open the agreement: it must name the solution “${name}” and the licensor ${licensor === '' ? 'as in the cabinet' : licensor}.`,
        'links.eula',
      );
    },
  },
  {
    ruleId: 'media-links-open',
    run(input) {
      const links = cardTexts(input, ['description', 'installation']).flatMap(({ path, text }) =>
        [...addressesIn(text)].map(({ url, range }) => ({ field: path, url, range, ru: 'в тексте', en: 'in the text' })),
      );
      if (links.length === 0) return pass('Ссылок в текстах нет.', 'The texts have no links.');
      const placed = [...badLinks(input, links)].map((each) => ({
        ...each,
        range: links.find(({ url, field }) => url === each.link && field === each.field)?.range ?? null,
      }));
      return judge(placed, judgeLinks(input, links));
    },
  },
  {
    ruleId: 'support-channels',
    run(input) {
      const fields = cardTexts(input, ['support']);
      const without = fields
        .filter(({ text }) => !CHANNEL.test(text))
        .map(({ path }) =>
          finding('В поле поддержки нет ни почты, ни телефона, ни формы.', 'The support field has neither mail nor phone nor form.', path),
        );
      return judge(
        [...without, ...malformedContacts(fields)],
        pass(
          'Канал поддержки указан; полноту списка оценивает модератор.',
          'A support channel is given; whether the list is complete is for the moderator to judge.',
        ),
      );
    },
  },
  {
    ruleId: 'support-hours-reaction',
    run(input) {
      const missing = cardTexts(input, ['support']).flatMap(({ path, text }) => [
        ...(namesHours(text)
          ? []
          : [
              finding('Не указаны часы работы поддержки.', 'The working hours of support are not given.', path, {
                suggestion: ['Например: по будням с 9:00 до 18:00 (МСК).', 'For example: on weekdays from 9:00 to 18:00 (UTC+3).'],
              }),
            ]),
        ...(namesReaction(text)
          ? []
          : [
              finding('Не указано время реакции поддержки.', 'The reaction time of support is not given.', path, {
                suggestion: ['Например: ответ в течение 4 рабочих часов.', 'For example: an answer within 4 working hours.'],
              }),
            ]),
      ]);
      return judge(missing, pass('Часы работы и время реакции указаны.', 'Working hours and reaction time are given.'));
    },
  },
  {
    ruleId: 'support-lang-links',
    run: (input) =>
      judge(
        matches(
          cardTexts(input, ['support']).filter(({ language }) => language === 'en'),
          /https?:\/\/[^\s/]*\.(?:ru|рф|su|by)(?:[/\s]|$)\S*|https?:\/\/\S+\/ru(?:\/|\s|$)/giu,
          (found) => [`Ссылка на русскоязычную страницу: ${found}`, `A link to a Russian-language page: ${found}`],
        ),
        pass('Русскоязычных ссылок нет.', 'There are no Russian-language links.'),
      ),
  },
  {
    ruleId: 'sec-tls-valid',
    run(input) {
      return judgeServers(input, wholeFields(['appUrl', 'installUrl', 'eventUrl', 'settingsUrl'], read(input).version));
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
      const given = [
        { field: 'links.contact', url: links.contact, ru: 'связаться', en: 'contact' },
        { field: 'links.demo', url: links.demo, ru: 'демонстрация', en: 'demo' },
      ].filter(({ url }) => url !== '');
      if (given.length === 0) return pass('Ссылки не указаны, они необязательны.', 'No links are given; they are optional.');
      const formless = given.flatMap(({ field, url }) =>
        input.looks?.links.get(url)?.status === 'opened' && input.looks.links.get(url)?.hasForm === false
          ? [finding(`На странице нет формы связи: ${url}`, `The page has no contact form: ${url}`, field, { link: url })]
          : [],
      );
      const result = judgeLinks(input, given);
      return result.status === 'fail' || formless.length === 0 ? result : judge(formless, result);
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
