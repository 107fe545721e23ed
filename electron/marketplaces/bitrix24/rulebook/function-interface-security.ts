import { rulesOf } from '../../make-rule.ts';

const func = rulesOf('function');
const ui = rulesOf('interface');
const security = rulesOf('security');

const versions = { kinds: ['new-solution', 'new-version'] };
const withInterface = { ...versions, installModes: ['wizard', 'interface', 'archive'] };
const withServer = { ...versions, installModes: ['wizard', 'interface', 'callback', 'settings-form'] };
const integrations = { ...versions, solutionTypes: ['integration', 'telephony', 'connector', 'data-migration'] };

export const functionRules = [
  func(
    'func-matches-claim',
    'blocker',
    'M',
    'RU-CR 2',
    {
      ru: 'Поведение соответствует названию и описанию',
      en: 'Behaviour equals name and description',
      expectedRu: 'Приведите функции в соответствие с описанием.',
      expectedEn: 'Make the functions match the description.',
    },
    versions,
  ),
  func(
    'func-admin-and-user',
    'major',
    'RM',
    'SEED0 §3B',
    {
      ru: 'Сценарии проверены администратором и обычным сотрудником',
      en: 'Scenarios are checked as administrator and as ordinary user',
      expectedRu: 'Исправьте работу решения для роли, указанной в замечании.',
      expectedEn: 'Mend how the solution works for the role named in the finding.',
    },
    versions,
  ),
  func(
    'func-extends-b24',
    'blocker',
    'M',
    'RU-CR 2',
    {
      ru: 'Решение полезно пользователю Битрикс24; внешний сайт во фрейме — не интеграция',
      en: 'It adds value for the Bitrix24 user; an external site in a frame is not an integration',
      expectedRu: 'Добавьте функции, связанные с Битрикс24.',
      expectedEn: 'Add functions that are connected with Bitrix24.',
    },
    versions,
  ),
  func(
    'func-external-service-testable',
    'blocker',
    'SRM',
    'SEED0 §4',
    {
      ru: 'Дан тестовый доступ, и модератор может подключать свои порталы по очереди',
      en: 'Test access is given and the moderator can connect portals of his own, one after another',
      expectedRu: 'Дайте тестовый доступ к сервису и возможность подключить портал модератора.',
      expectedEn: 'Give test access to the service and let the moderator connect a portal of his own.',
    },
    integrations,
  ),
  func(
    'func-no-extra-software',
    'major',
    'M',
    'SEED0 §4',
    {
      ru: 'Кроме облачного портала на верхнем тарифе ничего не нужно',
      en: 'Nothing is needed besides a cloud portal at the top plan',
      expectedRu: 'Уберите необходимость в дополнительном программном обеспечении.',
      expectedEn: 'Remove the need for extra software.',
    },
    versions,
  ),
  func(
    'func-on-premise',
    'major',
    'M',
    'RU-CR 2',
    {
      ru: 'Работает и в коробочной версии Битрикс24',
      en: 'Works in on-premise Bitrix24 as well',
      expectedRu: 'Обеспечьте работу в коробочной версии или укажите ограничение.',
      expectedEn: 'Make it work on-premise or state the limit.',
    },
    { ...versions, regions: ['ru', 'by', 'kz'] },
  ),
  func(
    'func-not-game',
    'blocker',
    'M',
    'RU-CR 2',
    {
      ru: 'Это не игра, не гороскоп и не развлечение',
      en: 'It is not a game, horoscope or entertainment',
      expectedRu: 'Такие решения в каталог не принимаются.',
      expectedEn: 'The catalogue does not accept solutions of this kind.',
    },
    { ...versions, regions: ['ru', 'by', 'kz'] },
  ),
  func('func-not-clone', 'major', 'M', 'RU-CR 2', {
    ru: 'Это не копия другого решения того же разработчика',
    en: 'It is not a copy of another solution of the same vendor',
    expectedRu: 'Объедините похожие решения или сделайте их различными.',
    expectedEn: 'Merge the similar solutions or make them different.',
  }),
  func(
    'func-chatbot-greeting',
    'major',
    'RM',
    'RU-CR 2',
    {
      ru: 'Чат-бот при приглашении здоровается, подсказывает команды и имеет свой аватар',
      en: 'The bot greets with short help on invitation and has an avatar of its own',
      expectedRu: 'Добавьте приветствие с командами и аватар бота.',
      expectedEn: 'Add a greeting with the commands and an avatar of the bot.',
    },
    { ...versions, solutionTypes: ['chat-bot'] },
  ),
  func(
    'func-telephony-scenarios',
    'blocker',
    'RM',
    'RU requirements-telephony',
    {
      ru: 'Телефония регистрирует звонок с номером линии, прикрепляет запись, обрабатывает начало звонка и обратный звонок',
      en: 'Telephony registers the call with its line number, attaches the record and handles call start and call-back',
      expectedRu: 'Реализуйте все обязательные сценарии телефонии.',
      expectedEn: 'Implement every mandatory telephony scenario.',
    },
    { ...versions, solutionTypes: ['telephony'] },
  ),
  func(
    'rights-mobile-adaptive',
    'major',
    'SR',
    'RU-CR C',
    {
      ru: 'Встраивание в мобильное приложение включено только при своей странице и адаптивной вёрстке',
      en: 'Mobile embedding is on only with an own page and a fully responsive layout',
      expectedRu: 'Отключите встраивание в мобильное приложение или сделайте вёрстку адаптивной.',
      expectedEn: 'Switch off mobile embedding or make the layout responsive.',
    },
    versions,
  ),
  func(
    'type-bi-naming',
    'major',
    'S',
    'RU requirements-superset',
    {
      ru: 'Отчёт BI: префиксы code. и [code], утверждающий, фильтры по датам, ограничение строк',
      en: 'BI report: prefixes code. and [code], approver, date filters, row limit',
      expectedRu: 'Приведите имена, фильтры и ограничение строк отчёта к требованиям.',
      expectedEn: 'Bring names, filters and row limit of the report in line with the requirements.',
    },
    { solutionTypes: ['bi-report'] },
  ),
];

export const interfaceRules = [
  ui(
    'ui-modern-design',
    'major',
    'M',
    'RU-CR 2',
    {
      ru: 'Современный вид, близкий к Битрикс24; голый HTML не принимается',
      en: 'A modern look close to Bitrix24; plain HTML is refused',
      expectedRu: 'Оформите интерфейс в стиле, близком к Битрикс24.',
      expectedEn: 'Design the interface in a style close to Bitrix24.',
    },
    withInterface,
  ),
  ui(
    'ui-no-scrollbars',
    'major',
    'R',
    'RU-CR 2',
    {
      ru: 'Во фрейме нет полос прокрутки при ширине от 1280 пикселей, вёрстка не ломается',
      en: 'No frame scrollbars at 1280 pixels and wider; the layout does not break',
      expectedRu: 'Подгоните размер содержимого под фрейм (BX24.fitWindow) и исправьте вёрстку.',
      expectedEn: 'Fit the content to the frame (BX24.fitWindow) and mend the layout.',
    },
    withInterface,
  ),
  ui(
    'ui-no-js-errors',
    'blocker',
    'R',
    'RU-CR 2',
    {
      ru: 'Нет ошибок JavaScript',
      en: 'No JavaScript errors',
      expectedRu: 'Исправьте ошибки JavaScript.',
      expectedEn: 'Mend the JavaScript errors.',
    },
    withInterface,
  ),
  ui(
    'ui-no-server-errors',
    'blocker',
    'R',
    'RU-CR 2',
    {
      ru: 'Нет сообщений сервера и базы данных, кодировка верна',
      en: 'No server warnings or database errors; the encoding is right',
      expectedRu: 'Уберите сообщения об ошибках сервера и исправьте их причину и кодировку.',
      expectedEn: 'Remove the server error messages and mend their cause and the encoding.',
    },
    versions,
  ),
  ui(
    'ui-no-broken-links',
    'major',
    'R',
    'RU-CR 2',
    {
      ru: 'Нет ссылок на отсутствующие страницы, картинки и стили',
      en: 'No links to missing pages, images or styles',
      expectedRu: 'Исправьте ссылки на отсутствующие файлы и страницы.',
      expectedEn: 'Mend the links to missing files and pages.',
    },
    withInterface,
  ),
  ui(
    'ui-demo-data-fictional',
    'major',
    'RM',
    'RU-CR 2',
    {
      ru: 'В примерах нет настоящих телефонов, почты и страниц в соцсетях',
      en: 'Examples contain no real phones, mails or social links',
      expectedRu: 'Замените настоящие контакты в примерах на вымышленные.',
      expectedEn: 'Replace real contacts in the examples by fictional ones.',
    },
    versions,
  ),
];

export const securityRules = [
  security(
    'sec-no-password-request',
    'blocker',
    'RM',
    'RU-CR 2',
    {
      ru: 'Решение не просит логин и пароль Битрикс24, только OAuth 2.0',
      en: 'It never asks for the Bitrix24 login or password; OAuth 2.0 only',
      expectedRu: 'Уберите запрос логина и пароля, используйте OAuth 2.0.',
      expectedEn: 'Remove the request for login and password and use OAuth 2.0.',
    },
    versions,
  ),
  security(
    'sec-tls-valid',
    'blocker',
    'S',
    'RU-CR 2',
    {
      ru: 'Сервер работает по HTTPS с действующим сертификатом не ниже DV',
      en: 'The server uses HTTPS with a valid certificate, at least DV',
      expectedRu: 'Установите действующий сертификат и укажите адреса с https.',
      expectedEn: 'Install a valid certificate and give https addresses.',
    },
    withServer,
  ),
  security(
    'sec-scanner-clean',
    'blocker',
    'M',
    'RU-CR 2',
    {
      ru: 'Сканер безопасности не нашёл проблем, сервер не заражён',
      en: 'The security scanner finds nothing and the host is not infected',
      expectedRu: 'Устраните проблемы, найденные сканером безопасности.',
      expectedEn: 'Remove the problems that the security scanner found.',
    },
    withServer,
  ),
  security(
    'sec-rest-economy',
    'major',
    'R',
    'RU-CR 2',
    {
      ru: 'Нет ошибочных и бесполезно повторяемых вызовов REST, используется batch',
      en: 'No invalid or uselessly repeated REST calls; batch where possible',
      expectedRu: 'Уберите лишние вызовы REST, объединяйте их в batch и обрабатывайте ошибки.',
      expectedEn: 'Remove superfluous REST calls, use batch and handle errors.',
    },
    versions,
  ),
  security(
    'sec-token-refresh-sane',
    'major',
    'R',
    'EN auto-renewal',
    {
      ru: 'Токен обновляется по истечении, а не перед каждым вызовом и не по таймеру',
      en: 'The token is refreshed when it has expired, not before each call or on a timer',
      expectedRu: 'Обновляйте токен только после ошибки expired_token.',
      expectedEn: 'Refresh the token only after the error expired_token.',
    },
    withServer,
  ),
  security(
    'sec-secret-not-in-browser',
    'blocker',
    'R',
    'EN security-recommendations',
    {
      ru: 'client_secret и токены не попадают в код страницы',
      en: 'client_secret and tokens are not delivered to browser code',
      expectedRu: 'Храните секрет и токены только на сервере.',
      expectedEn: 'Keep the secret and the tokens on the server only.',
    },
    versions,
  ),
  security(
    'sec-application-token-check',
    'major',
    'R',
    'EN safe-event-handlers',
    {
      ru: 'Поддельное событие с чужим application_token отклоняется',
      en: 'A forged event with a wrong application_token is refused',
      expectedRu: 'Сверяйте application_token в каждом событии с сохранённым при установке.',
      expectedEn: 'Compare application_token of every event with the one saved at installation.',
    },
    withServer,
  ),
  security(
    'sec-api-logs-3days',
    'major',
    'M',
    'RU-CR 2',
    {
      ru: 'Журнал запросов REST хранится не меньше трёх дней',
      en: 'Logs of REST requests are kept for at least three days',
      expectedRu: 'Храните журнал запросов и ответов REST не меньше трёх дней.',
      expectedEn: 'Keep the log of REST requests and answers for at least three days.',
    },
    withServer,
  ),
];
