import { describe, expect, it } from 'vitest';
import { checks } from '../../../electron/marketplaces/bitrix24/checks/checks.ts';
import { rulebook } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import type { CheckInput, FileLook, LinkLook } from '../../../electron/marketplaces/marketplace.ts';
import { goodCard, goodInput, goodVersion, picture } from '../../fixtures/bitrix24/good-submission.ts';

type Ru = ReturnType<typeof goodCard>['texts']['ru'];
const ru = (change: Partial<Ru>): CheckInput =>
  goodInput({ card: (card) => ({ ...card, texts: { ru: { ...card.texts.ru, ...change } } }) });
const card = (change: Record<string, unknown>): CheckInput => goodInput({ card: (good) => ({ ...good, ...change }) });
const version = (change: Record<string, unknown>): CheckInput => goodInput({ version: (good) => ({ ...good, ...change }) });
const files = (...list: ReturnType<typeof picture>[]): CheckInput => goodInput({ input: { files: list } });
const icon = picture('icon.png', 'icon', 400, 400);
const shot = picture('shots/1.png', 'screenshot', 1280, 720);
const english = {
  ...goodCard().texts.ru,
  name: 'Invoices',
  description: 'Invoices and acts from a deal on any plan of the portal.',
  installation: 'x'.repeat(90),
  support: 'help@example.com',
};

const west = (change: Partial<Ru>): CheckInput =>
  goodInput({ card: (good) => ({ ...good, texts: { en: { ...english, ...change } } }), input: { region: 'west' } });
const archive = (path: string, sizeBytes: number): ReturnType<typeof picture> => ({
  ...picture(path, 'attachment', 1, 1),
  mime: 'application/zip',
  sizeBytes,
  image: null,
});

/** What a worker would have found out: dictionaries that know all but one word, pictures and pages as given. */
const looked = (change: {
  readonly input?: CheckInput;
  readonly file?: Partial<FileLook>;
  readonly link?: Partial<LinkLook>;
}): CheckInput => {
  const input = change.input ?? goodInput();
  const file: FileLook = { sharpness: 900, fingerprint: null, entries: null, texts: [], ...change.file };
  const link: LinkLook = {
    status: 'opened',
    httpStatus: 200,
    finalUrl: '',
    mime: 'text/html',
    isDownload: false,
    asksPassword: false,
    hasForm: true,
    text: '',
    ...change.link,
  };
  const everything = { has: () => true, get: () => link } as unknown as ReadonlyMap<string, LinkLook>;
  return {
    ...input,
    looks: {
      speller: { knows: (word) => word !== 'щётик', suggest: () => ['счётчик'] },
      files: new Map(input.files.map((each) => [each.sha256, file])),
      links: everything,
      certificates: new Map(),
    },
  };
};
const withPictures = (...prints: readonly (readonly [sharpness: number, fingerprint: string])[]): CheckInput => {
  const shots = prints.map((_, index) => ({
    ...picture(`shots/${String(index)}.png`, 'screenshot', 1280, 720),
    sha256: String(index).repeat(64),
  }));
  const input = goodInput({ input: { files: [icon, ...shots] } });
  return {
    ...input,
    looks: {
      speller: null,
      links: new Map(),
      certificates: new Map(),
      files: new Map(
        prints.map(([sharpness, fingerprint], index) => [String(index).repeat(64), { sharpness, fingerprint, entries: null, texts: [] }]),
      ),
    },
  };
};
const agreement = (text: string): CheckInput => looked({ link: { text: text.padEnd(300, '.') } });
const report = (texts: FileLook['texts']): CheckInput =>
  looked({ input: goodInput({ input: { solutionType: 'bi-report', files: [icon, archive('report.zip', 1_000)] } }), file: { texts } });
const dashboard = (title: string, more = 'filter_time'): FileLook['texts'][number] => ({
  path: 'export/dashboards/sales.yaml',
  text: `dashboard_title: ${title}\n${more}\n`,
});

/** For each rule, submissions that must fail it; the good one must not. */
const faulty: Readonly<Record<string, readonly CheckInput[]>> = {
  'card-fields-filled': [ru({ description: ' ' }), ru({ support: '' }), files(shot), files(icon)],
  'card-name-clear': [ru({ name: 'Тест 2' }), ru({ name: 'app' }), ru({ name: 'Новое решение' })],
  'card-name-no-foreign-marks': [
    ru({ name: 'Счета для битрикс-24' }),
    ru({ description: `${goodCard().texts.ru.description} Для Bitrix 24.` }),
    ru({ slogan: 'Документы в BITRIX24.' }),
  ],
  'card-categories-max5': [card({ categories: ['crm', 'documents', 'tasks', 'hr', 'finance', 'sites'] })],
  'card-tags-max5': [card({ tags: ['1', '2', '3', '4', '5', '6'] })],
  'card-lang-mandatory': [goodInput({ input: { region: 'west' } }), goodInput({ card: () => ({ texts: { en: english } }) })],
  'card-slogan-1-2-sentences': [
    ru({ slogan: 'Счета и акты' }),
    ru({ slogan: '' }),
    ru({ slogan: 'Первое предложение тут. Второе предложение тут. Третье предложение тут.' }),
  ],
  'card-discloses-tariff': [ru({ description: 'Помогает выставлять счета и акты менеджерам и бухгалтерам прямо из сделки.' })],
  'card-keywords-2000': [card({ keywords: 'счёт, '.repeat(400) }), card({ keywords: 'счёт акт документы оплата '.repeat(5) })],
  'card-keywords-no-spam': [
    card({ keywords: 'счёт, Битрикс24, акт' }),
    card({ keywords: 'bitrix24' }),
    card({ keywords: 'счёт, акт, счёт' }),
  ],
  'card-install-steps': [ru({ installation: 'Нажмите «Установить».' })],
  'card-fields-match-purpose': [ru({ description: 'Lorem ipsum dolor sit amet' }), ru({ installation: goodCard().texts.ru.description })],
  'card-text-language': [
    ru({ description: 'This description is written in English although the card is Russian, any plan.' }),
    card({ texts: { ru: goodCard().texts.ru, en: { ...english, description: goodCard().texts.ru.description } } }),
  ],
  'version-whats-new': [version({ whatsNew: {} }), version({ whatsNew: { ru: '  ' } })],
  'pricing-no-direct-sale': [
    ru({ description: `${goodCard().texts.ru.description} Скидка 20% по промокоду ЛЕТО.` }),
    version({ whatsNew: { ru: 'Купить напрямую дешевле.' } }),
  ],
  'icon-format': [
    files({ ...icon, mime: 'image/webp' }, shot),
    files({ ...icon, image: { widthPx: 400, heightPx: 400, hasTransparentPixels: true, isAnimated: false } }, shot),
    files(shot),
  ],
  'icon-size': [
    files(picture('icon.png', 'icon', 249, 249), shot),
    files(picture('icon.png', 'icon', 651, 651), shot),
    files(picture('icon.png', 'icon', 400, 401), shot),
  ],
  'shots-present-format': [
    files(icon),
    files(icon, picture('a.png', 'screenshot', 1281, 720)),
    files(icon, picture('a.png', 'screenshot', 1280, 721)),
    files(icon, { ...shot, mime: 'image/gif' }),
  ],
  'legal-eula-link': [
    card({ links: { privacy: 'https://scheta.example/p' } }),
    card({ links: { eula: 'http://scheta.example/e' } }),
    card({ links: { eula: 'https://clck.ru/abc' } }),
  ],
  'legal-privacy-link': [
    card({ links: { eula: 'https://scheta.example/e' } }),
    looked({ link: { asksPassword: true } }),
    looked({ link: { isDownload: true } }),
    looked({ link: { status: 'failed', httpStatus: 500 } }),
  ],
  'support-channels': [
    ru({ support: 'Пишите нам с 9:00 до 18:00, ответ в течение 4 часов.' }),
    ru({ support: `${goodCard().texts.ru.support} Почта: help@scheta` }),
    ru({ support: `${goodCard().texts.ru.support} Телефон: +7 495 000` }),
  ],
  'support-hours-reaction': [
    ru({ support: 'help@scheta.example, ответ в течение 4 часов.' }),
    ru({ support: 'help@scheta.example, с 9:00 до 18:00.' }),
  ],
  'support-lang-links': [card({ texts: { ru: goodCard().texts.ru, en: { ...english, support: 'Write at https://scheta.ru/help' } } })],
  'sec-tls-valid': [version({ appUrl: 'http://app.scheta.example/app' })],
  'rights-user-scope-min': [version({ scopes: ['crm', 'user'] })],
  'rights-menu-item-needed': [
    version({ mode: 'callback', appUrl: undefined, eventUrl: 'https://app.scheta.example/event', menuItem: true }),
  ],
  'func-external-service-testable': [goodInput({ input: { solutionType: 'integration', hasTestData: false } })],
  'func-service-links': [goodInput({ input: { solutionType: 'integration' } })],
  'pricing-extra-paid-tick': [card({ pricing: { extraPaid: true } })],
  'card-grammar': [
    ru({ description: `${goodCard().texts.ru.description} Подходит для для магазинов.` }),
    // The first letter of the last word is Latin.
    ru({ slogan: 'Выставляйте счета прямо из \u0063делки.' }),
    version({ whatsNew: { ru: 'Добавлен отбор по ответственным и и по датам.' } }),
  ],
  'content-no-prohibited': [ru({ description: `${goodCard().texts.ru.description} Порнография.` })],
  'shots-language': [
    goodInput({
      card: (good) => ({ ...good, texts: { ru: good.texts.ru, en: english } }),
      input: { files: [icon, { ...shot, language: 'ru' }] },
    }),
  ],
  'legal-contact-demo-links': [
    card({ links: { ...goodCard().links, contact: 'http://scheta.example/contact' } }),
    card({ links: { ...goodCard().links, demo: 'https://bit.ly/demo' } }),
  ],
  'install-url-head': [version({ installUrl: 'https://localhost:8443/install' })],
  'rights-scopes-minimal': [
    version({ scopes: ['crm', 'tasks_extended'] }),
    version({ scopes: ['crm', 'crm'] }),
    version({ scopes: ['user_brief', 'user_basic'] }),
  ],
  'rights-widgets-declared': [
    version({ scopes: ['crm'], placements: ['CRM_DEAL_DETAIL_TAB'] }),
    version({ placements: ['CRM_DEAL_DETAIL_TAB', 'CRM_DEAL_DETAIL_TAB'] }),
  ],
  'rights-mobile-adaptive': [version({ mobile: true, menuItem: false })],
  'card-discloses-external-payment': [card({ pricing: { externalServicePaid: true } })],
  'pricing-external-tick': [
    ru({ description: `${goodCard().texts.ru.description} Сервис рассылок оплачивается отдельно.` }),
    ru({ installation: `${goodCard().texts.ru.installation} Звонки оплачиваются по тарифам оператора.` }),
  ],
  'region-west-english': [
    goodInput({ input: { region: 'west' } }),
    west({ description: 'Invoices and acts from a deal. 990 руб per month, any plan.' }),
    west({ support: 'Write to help@scheta.ru' }),
    west({ support: 'https://help.scheta.ru/form' }),
  ],
  'card-spelling': [looked({ input: ru({ description: `${goodCard().texts.ru.description} Отправьте клиенту ещё один щётик.` }) })],
  'shots-distinct': [withPictures([20, '0'.repeat(64)]), withPictures([900, '0'.repeat(64)], [900, `${'0'.repeat(63)}f`])],
  'media-links-open': [
    ru({ description: `${goodCard().texts.ru.description} Видео: https://bit.ly/abc.` }),
    ru({ description: `${goodCard().texts.ru.description} Видео: http://video.example/abc.` }),
    looked({
      input: ru({ description: `${goodCard().texts.ru.description} Видео: https://video.example/abc` }),
      link: { status: 'failed', httpStatus: 404 },
    }),
  ],
  'legal-eula-name-licensor': [
    agreement('Лицензионное соглашение. Решение «Документы», лицензиар ООО «Счета-Сервис»'),
    agreement('Решение «Счета и акты», лицензиар ИП Петров'),
  ],
  'type-bi-naming': [
    report([dashboard('Продажи')]),
    report([dashboard('Продажи [scheta]', '')]),
    report([dashboard('Продажи [scheta]'), { path: 'export/datasets/a.yaml', text: 'table_name: revenue\nsql: SELECT 1\n' }]),
    report([dashboard('Продажи [scheta]'), { path: 'export/charts/a.yaml', text: 'slice_name: Выручка\n' }]),
  ],
  'region-by-neutral': [ru({ description: `Успейте установить. ${goodCard().texts.ru.description}` })],
  'type-crm-preset': [files(icon, shot, shot, shot)],
  'type-smart-script': [files(icon, shot, shot)],
  'type-site-archive': [
    files(icon, shot, archive('шаблон.zip', 1_000)),
    files(icon, shot, archive('my template.zip', 1_000)),
    files(icon, shot, archive('template.zip', 10 * 1024 * 1024 + 1)),
  ],
  'func-telephony-card': [
    ru({ description: 'Звонки из карточки клиента и записи разговоров.' }),
    ru({ installation: 'Подключите номер в кабинете оператора, затем установите решение и войдите по ключу линии связи.' }),
  ],
};

/** Checks that cannot judge offline at all: they say so. */
const blind = ['type-bi-naming', 'legal-eula-name-licensor', 'card-spelling', 'shots-distinct'];

/** What realistic good cards say; none of it is a fault. */
const innocent: Readonly<Record<string, readonly CheckInput[]>> = {
  'support-hours-reaction': [
    'Почта help@scheta.example. Пн–Пт с 9 до 18 (МСК), отвечаем в течение рабочего дня.',
    'help@scheta.example, пн-пт 9-18, время реакции — 1 раб. день.',
    'Поддержка круглосуточно, первый ответ за 30 минут: help@scheta.example',
    'help@scheta.example. График: 10.00–19.00 по будням. Срок ответа до двух рабочих дней.',
    'Форма https://scheta.example/help работает 24/7, среднее время ответа 2 часа.',
    'Обращения рассматриваем в тот же день, с 09:00 до 21:00, help@scheta.example',
  ].map((support) => ru({ support })),
  'pricing-no-direct-sale': [
    'Приложение создаёт промокоды и считает скидки по акциям магазина.',
    'Скидка 10% при повторном заказе ставится в сделку роботом.',
    'Показывает, какие товары клиент может купить по акции поставщика.',
    'Менеджер выставляет счёт из сделки, скидка подставляется из карточки компании.',
  ].map((text) => ru({ description: `${goodCard().texts.ru.description} ${text}` })),
  'card-fields-match-purpose': [
    'Откройте https://xxx.bitrix24.ru и нажмите «Установить». Здесь будет список заявок, его можно отфильтровать по ответственному.',
    'В шаблоне документа поставьте поле {{Название компании}} и поле {{Сумма}}, затем сохраните шаблон и создайте документ из сделки.',
    'Укажите адрес вида ххх.bitrix24.ru и номер счёта, затем выберите воронку и сохраните настройки решения.',
  ].map((installation) => ru({ installation })),
  'card-grammar': [
    'IP-телефония, SMS-рассылка и web-формы: B2B-заказы попадают в CRM, 1С-ник не нужен.',
    'Что-то пошло не так? Что ж, напишите нам. Для кого: для отделов продаж.',
    'Версия 2.0: REST API, e-mail, QR-код на чеке и т. д.',
  ].map((text) => ru({ description: `${goodCard().texts.ru.description} ${text}` })),
  'card-name-no-foreign-marks': [
    ru({ description: `${goodCard().texts.ru.description} Адрес портала: mycompany.bitrix24.ru, почта help@bitrix24.example.` }),
    ru({ description: `${goodCard().texts.ru.description} Устанавливается из «Битрикс24 Маркетплейс».` }),
  ],
  'region-by-neutral': [
    ru({ installation: 'Нажмите «Установить», откройте настройки и выберите воронку; звоните из карточки клиента кнопкой вызова.' }),
  ],
  'pricing-external-tick': [
    ru({
      description: `${goodCard().texts.ru.description} Оплата счёта отмечается в сделке, доставка рассчитывается по тарифам компании.`,
    }),
  ],
  'rights-widgets-declared': [version({ placements: ['CRM_DEAL_DETAIL_TAB'] })],
  'card-discloses-external-payment': [
    'Связь оплачивается по тарифам оператора.',
    'Для работы нужен платный аккаунт сервиса рассылок.',
    'Стоимость одного SMS — от 3 руб.',
  ].map((text) =>
    goodInput({
      card: (good) => ({
        ...good,
        texts: { ru: { ...good.texts.ru, description: `${good.texts.ru.description} ${text}` } },
        pricing: { externalServicePaid: true },
      }),
    }),
  ),
};

describe('automatic checks of the Bitrix24 card', () => {
  it('exist for every rule that is judged from the submission', () => {
    const judged = new Set(checks.map(({ ruleId }) => ruleId));
    expect(rulebook.rules.filter((rule) => rule.checks.includes('submission') && !judged.has(rule.id)).map(({ id }) => id)).toEqual([]);
  });

  it('judge rules of the rulebook that are judged from the submission', () => {
    for (const check of checks) {
      const rule = rulebook.rules.find((each) => each.id === check.ruleId);
      expect(rule?.checks, check.ruleId).toContain('submission');
    }
    expect(new Set(checks.map((check) => check.ruleId)).size).toBe(checks.length);
    expect(Object.keys(faulty).sort()).toEqual(checks.map((check) => check.ruleId).sort());
  });

  it.each(checks)('$ruleId: finds nothing wrong with a good card', (check) => {
    const result = check.run(goodInput());
    // Their rules apply to other types and regions than those of this card.
    if (['func-service-links', 'region-west-english', 'type-crm-preset', 'type-smart-script'].includes(check.ruleId)) return;
    expect(result.status, result.message.ru).not.toBe('fail');
    expect(result.message.ru).toMatch(/\p{Script=Cyrillic}/u);
    // Names stay as the vendor wrote them.
    expect(result.message.en.replace(/“[^”]*”|ООО «[^»]*»/g, '')).not.toMatch(/\p{Script=Cyrillic}{4}/u);
  });

  it.each(Object.entries(faulty).flatMap(([ruleId, inputs]) => inputs.map((input, index) => ({ ruleId, index, input }))))(
    '$ruleId: finds fault $index',
    ({ ruleId, input }) => {
      const result = checks.find((check) => check.ruleId === ruleId)?.run(input);
      expect(result?.status).toBe('fail');
      expect(result?.place).not.toBeNull();
    },
  );

  it.each(Object.entries(innocent).flatMap(([ruleId, inputs]) => inputs.map((input, index) => ({ ruleId, index, input }))))(
    '$ruleId: no false alarm on innocent text $index',
    ({ ruleId, input }) => {
      const result = checks.find((check) => check.ruleId === ruleId)?.run(input);
      expect(result?.status, result?.message.ru).not.toBe('fail');
    },
  );

  it.each<[string, CheckInput]>([
    ['legal-privacy-link', looked({})],
    ['legal-contact-demo-links', looked({ input: card({ links: { ...goodCard().links, contact: 'https://scheta.example/c' } }) })],
    ['card-spelling', looked({})],
    ['shots-distinct', withPictures([900, '0'.repeat(64)], [900, 'f'.repeat(64)])],
    ['media-links-open', looked({ input: ru({ description: `${goodCard().texts.ru.description} Видео: https://video.example/abc` }) })],
    ['legal-eula-name-licensor', agreement('Соглашение: решение «Счета и акты», лицензиар — ООО «Счета-Сервис».')],
  ])('%s passes when everything could be looked at', (ruleId, input) => {
    const result = checks.find((check) => check.ruleId === ruleId)?.run(input);
    expect(result?.status, result?.message.ru).toBe('pass');
  });

  it('say where each finding is, by characters of the field', () => {
    const text = `${goodCard().texts.ru.description} Подходит для для магазинов, и и ещё.`;
    const result = checks.find((check) => check.ruleId === 'card-grammar')?.run(ru({ description: text }));
    expect(result?.findings.map(({ field, range }) => [field, text.slice(...(range ?? [0, 0]))])).toEqual([
      ['texts.ru.description', 'для для'],
      ['texts.ru.description', 'и и'],
    ]);
    expect(result?.message.ru).toContain('И ещё: 1');
  });

  it('judge an English card for West by its English texts', () => {
    expect(checks.find((check) => check.ruleId === 'region-west-english')?.run(west({})).status).toBe('could-not-look');
  });

  it('name permissions that the documentation does not list, without calling them wrong', () => {
    const result = checks.find((check) => check.ruleId === 'rights-scopes-minimal')?.run(version({ scopes: ['crm', 'hologram'] }));
    expect(result?.status).toBe('could-not-look');
    expect(result?.message.ru).toContain('hologram');
  });

  it.each([
    ['type-crm-preset', files(icon, shot, shot, shot, shot)],
    ['type-smart-script', files(icon, shot, shot, shot)],
    ['type-site-archive', files(icon, shot, archive('template-2.zip', 10 * 1024 * 1024))],
  ])('%s: leaves to the moderator what has the right shape', (ruleId, input) => {
    expect(checks.find((check) => check.ruleId === ruleId)?.run(input).status).toBe('could-not-look');
  });

  it.each(blind)('%s: says that it could not look', (ruleId) => {
    expect(checks.find((check) => check.ruleId === ruleId)?.run(goodInput()).status).toBe('could-not-look');
  });

  it('asks for "what is new" only of later versions', () => {
    const first = goodInput({ version: () => ({ ...goodVersion(), whatsNew: {} }), input: { isFirstVersion: true } });
    expect(checks.find((check) => check.ruleId === 'version-whats-new')?.run(first).status).toBe('pass');
  });
});
