import { rulesOf } from '../../make-rule.ts';

const media = rulesOf('media');
const support = rulesOf('support');
const legal = rulesOf('legal');

export const mediaRules = [
  media('icon-format', 'blocker', 'S', 'RU-CR desc.10', {
    ru: 'Логотип в JPEG или PNG без прозрачности',
    en: 'The logo is JPEG or PNG without transparency',
    expectedRu: 'Загрузите логотип в JPEG или PNG на непрозрачном фоне.',
    expectedEn: 'Upload the logo as JPEG or PNG on an opaque background.',
  }),
  media('icon-size', 'blocker', 'S', 'RU-CR desc.10', {
    ru: 'Логотип квадратный, от 250 до 650 пикселей',
    en: 'The logo is square, 250 to 650 pixels',
    expectedRu: 'Загрузите квадратный логотип со стороной от 250 до 650 пикселей.',
    expectedEn: 'Upload a square logo with a side of 250 to 650 pixels.',
  }),
  media('icon-quality-marks', 'major', 'M', 'RU-CR desc.10', {
    ru: 'Логотип чёткий, без чужих знаков и знаков 1С-Битрикс',
    en: 'The logo is sharp and carries no third-party or 1C-Bitrix marks',
    expectedRu: 'Замените логотип на чёткий и без чужих знаков.',
    expectedEn: 'Replace the logo by a sharp one without foreign marks.',
  }),
  media('shots-present-format', 'blocker', 'S', 'RU-CR desc.11', {
    ru: 'Скриншоты есть: JPEG или PNG, не больше 1280×720',
    en: 'Screenshots exist: JPEG or PNG, at most 1280×720',
    expectedRu: 'Загрузите скриншоты в JPEG или PNG размером не больше 1280×720.',
    expectedEn: 'Upload screenshots as JPEG or PNG of at most 1280×720.',
  }),
  media('shots-in-context', 'major', 'M', 'RU-CR desc.11; RU-CL', {
    ru: 'На скриншотах видно решение внутри Битрикс24, свой интерфейс — в слайдере',
    en: 'Screenshots show the solution inside Bitrix24, its own interface in the slider',
    expectedRu: 'Покажите решение целиком в окне Битрикс24.',
    expectedEn: 'Show the whole solution inside the Bitrix24 window.',
  }),
  media('shots-realistic-data', 'major', 'M', 'RU-CR desc.11', {
    ru: 'На скриншотах правдоподобные данные, нет пустых форм и «тестового пользователя»',
    en: 'Screenshots show realistic data, no empty forms and no “test user”',
    expectedRu: 'Заполните примеры правдоподобными данными и переснимите скриншоты.',
    expectedEn: 'Fill in realistic example data and take the screenshots again.',
  }),
  media(
    'shots-distinct',
    'minor',
    'S',
    'RU-CR desc.11',
    {
      ru: 'Скриншоты чёткие и не повторяют друг друга',
      en: 'Screenshots are sharp and do not repeat each other',
      expectedRu: 'Замените нечёткие и повторяющиеся скриншоты.',
      expectedEn: 'Replace blurred and repeated screenshots.',
    },
    undefined,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  media('shots-language', 'major', 'SM', 'RU-CR 11, D', {
    ru: 'Язык на скриншотах совпадает с языком карточки',
    en: 'The language in the screenshots is that of the card',
    expectedRu: 'Замените скриншоты снимками на языке карточки.',
    expectedEn: 'Replace the screenshots by pictures in the language of the card.',
  }),
  media('media-links-open', 'major', 'S', 'RU-CL', {
    ru: 'Картинки и видео из описания открываются',
    en: 'Pictures and videos in the description open',
    expectedRu: 'Исправьте ссылки на картинки и видео: они не должны быть закрытыми или битыми.',
    expectedEn: 'Mend the links to pictures and videos: none may be private or broken.',
  }),
  media(
    'type-crm-preset',
    'major',
    'SM',
    'RU requirements-vertical-crm',
    {
      ru: 'Для отраслевой CRM есть все снимки, список решений и таблица тарифов',
      en: 'An industry CRM has all required pictures, the list of solutions and the plan matrix',
      expectedRu: 'Добавьте снимки стадий, роботов, карточек и задач, список решений и таблицу тарифов.',
      expectedEn: 'Add pictures of stages, robots, cards and tasks, the list of solutions and the plan matrix.',
    },
    { solutionTypes: ['crm-preset'] },
  ),
  media(
    'type-site-archive',
    'minor',
    'SM',
    'RU requirements-sites',
    {
      ru: 'Архив шаблона до 10 МБ, имя латиницей без пробелов, картинки до 300 КБ и свободны для использования',
      en: 'Template archive up to 10 MB, Latin name without spaces, images up to 300 KB and free to use',
      expectedRu: 'Уменьшите архив до 10 МБ, переименуйте его латиницей без пробелов и облегчите картинки.',
      expectedEn: 'Bring the archive under 10 MB, name it in Latin letters without spaces and lighten the images.',
    },
    { solutionTypes: ['site-template'] },
  ),
];

export const supportRules = [
  support('support-channels', 'major', 'SM', 'RU-CR desc.9', {
    ru: 'Перечислены все каналы поддержки',
    en: 'All support channels are listed',
    expectedRu: 'Перечислите каналы поддержки: почту, телефон, форму или чат.',
    expectedEn: 'List the support channels: mail, phone, form or chat.',
  }),
  support('support-hours-reaction', 'major', 'SM', 'RU-CR desc.9', {
    ru: 'Указаны дни, часы работы и время реакции поддержки',
    en: 'Working days, hours and reaction time are given',
    expectedRu: 'Укажите дни и часы работы поддержки и время реакции.',
    expectedEn: 'Give working days and hours of support and the reaction time.',
  }),
  support('support-lang-links', 'major', 'S', 'RU-CR desc.9', {
    ru: 'В английской карточке поддержка не ссылается на русскоязычные страницы',
    en: 'Support of the English card has no links to Russian-language pages',
    expectedRu: 'Замените ссылки в английском блоке поддержки на англоязычные.',
    expectedEn: 'Replace the links in the English support block by English ones.',
  }),
  support('support-chat-only-product', 'major', 'RM', 'RU-PR 2026 §7', {
    ru: 'Чат поддержки понятно назван, приветствует, консультирует только по продукту и ничего не продаёт',
    en: 'The support chat is clearly named, greets, consults on the product only and sells nothing',
    expectedRu: 'Дайте чату понятное название и приветствие и уберите из него продажи и рекламу.',
    expectedEn: 'Give the chat a clear name and greeting and remove sales and advertising from it.',
  }),
  support('support-rest-faults', 'minor', 'M', 'SEED0 §7', {
    ru: 'Сбои REST разработчик решает с поддержкой 1С-Битрикс сам, не перекладывая на пользователя',
    en: 'The vendor settles REST faults with 1C-Bitrix support and does not leave it to the user',
    expectedRu:
      'Обращайтесь в поддержку 1С-Битрикс сами, с запросами и всеми их параметрами, и уберите из текстов совет писать туда пользователю.',
    expectedEn: 'Contact 1C-Bitrix support yourself, with the requests and all their parameters, and do not send the user there.',
  }),
  support('review-reply', 'minor', 'M', 'SEED4', {
    ru: 'Разработчик отвечает на отзывы',
    en: 'The vendor answers reviews',
    expectedRu: 'Ответьте на отзывы без ответа.',
    expectedEn: 'Answer the reviews that have no answer.',
  }),
];

export const legalRules = [
  legal('legal-eula-link', 'blocker', 'S', 'RU-CR 12', {
    ru: 'Есть своя ссылка на лицензионное соглашение, открывается в браузере без входа и скачивания',
    en: 'An own licence agreement link opens in the browser without log-in or download',
    expectedRu: 'Дайте ссылку на своё лицензионное соглашение в html, pdf или txt, которая открывается без входа.',
    expectedEn: 'Give a link to your own licence agreement (html, pdf or txt) that opens without logging in.',
  }),
  legal('legal-eula-name-licensor', 'blocker', 'SM', 'RU-CR 12; RU-CL', {
    ru: 'Соглашение называет решение как в карточке и лицензиара как юридическое лицо из кабинета',
    en: 'The agreement names the solution as the card does and the licensor as the legal entity of the cabinet',
    expectedRu: 'Назовите в соглашении решение точно как в карточке и лицензиара как в кабинете.',
    expectedEn: 'Name the solution in the agreement exactly as on the card and the licensor as in the cabinet.',
  }),
  legal('legal-privacy-link', 'blocker', 'SM', 'RU-CR 12', {
    ru: 'Есть своя политика конфиденциальности по праву региона',
    en: 'There is an own privacy policy that fits the region’s law',
    expectedRu: 'Дайте ссылку на свою политику конфиденциальности, которая открывается без входа.',
    expectedEn: 'Give a link to your own privacy policy that opens without logging in.',
  }),
  legal('legal-agreements-signed', 'blocker', 'M', 'RU documents/index', {
    ru: 'Подписаны оферта или лицензионный договор для размещения и региона',
    en: 'The offer or licence agreement for placement and region is signed',
    expectedRu: 'Подпишите договор для этого вида размещения и региона.',
    expectedEn: 'Sign the agreement for this kind of placement and region.',
  }),
  legal(
    'legal-counterparty',
    'blocker',
    'M',
    'RU faq',
    {
      ru: 'Для монетизации в России: действующее юридическое лицо или ИП на УСН с ОКВЭД разработчика',
      en: 'For monetisation in Russia: an active legal entity or sole trader on simplified taxation with a developer’s activity code',
      expectedRu: 'Приведите данные контрагента в соответствие с требованиями монетизации.',
      expectedEn: 'Bring the counterparty data in line with the monetisation requirements.',
    },
    { regions: ['ru'] },
  ),
  legal('content-no-prohibited', 'blocker', 'SM', 'RU-CR D', {
    ru: 'Нет запрещённого содержания в карточке, интерфейсе и примерах',
    en: 'No prohibited content in card, interface or examples',
    expectedRu: 'Удалите запрещённое содержание.',
    expectedEn: 'Remove the prohibited content.',
  }),
  legal('content-ad-competition-law', 'blocker', 'M', 'RU-CR D.2', {
    ru: 'Описание не нарушает законов о рекламе и конкуренции',
    en: 'The description does not break advertising or competition law',
    expectedRu: 'Уберите сравнения и утверждения, нарушающие закон о рекламе.',
    expectedEn: 'Remove the comparisons and claims that break advertising law.',
  }),
  legal('privacy-law', 'blocker', 'M', 'RU-CR 2', {
    ru: 'Персональные данные обрабатываются по закону, согласие на рассылку отдельное',
    en: 'Personal data is handled by law; consent to mailings is separate',
    expectedRu: 'Приведите обработку персональных данных в соответствие с законом, отделите согласие на рассылку.',
    expectedEn: 'Handle personal data according to law and separate the consent to mailings.',
  }),
];
