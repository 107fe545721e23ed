import { rulesOf, words as w } from '../../make-rule.ts';
import { NEXT_VERSION, VERSIONS } from './scopes.ts';

const func = rulesOf('function');
const ui = rulesOf('interface');
const security = rulesOf('security');

export const functionRules = [
  func(
    'ms-useful-for-users',
    'blocker',
    'M',
    'MS §3',
    w(
      'Решение приносит пользу пользователям МоегоСклада; форма для сбора заявок не подходит',
      'It brings value to MoySklad users; a form that only collects leads is refused',
      'Добавьте функции, полезные пользователю МоегоСклада, а не только форму заявки.',
      'Add functions that help a MoySklad user, not only a request form.',
    ),
    VERSIONS,
  ),
  func(
    'ms-no-jsonapi11',
    'blocker',
    'R',
    'MS §3',
    w(
      'JSON API 1.1 не используется',
      'JSON API 1.1 is not used',
      'Переведите все вызовы на JSON API 1.2.',
      'Move every call to JSON API 1.2.',
    ),
    VERSIONS,
  ),
  func(
    'ms-settings-in-main-window',
    'blocker',
    'RM',
    'MS §3; REG п. 6',
    w(
      'Настройки делаются в главном окне внутри МоегоСклада, а не только во внешнем сервисе',
      'Settings are made in the main window inside MoySklad, not only in an outside service',
      'Перенесите настройку интеграции в главное окно решения.',
      'Bring the settings of the integration into the main window of the solution.',
    ),
    VERSIONS,
  ),
  func(
    'ms-not-mere-link',
    'blocker',
    'M',
    'MS §3',
    w(
      'Это не просто ссылка на внешний сервис, который настраивает интеграцию сам',
      'It is not merely a link to an outside service that sets the integration up itself',
      'Дайте пользователю работать с интеграцией внутри МоегоСклада.',
      'Let the user work with the integration inside MoySklad.',
    ),
    VERSIONS,
  ),
  func(
    'ms-unlink-in-settings',
    'major',
    'RM',
    'REG п. 9',
    w(
      'В настройках можно отключить внешнюю учётную запись',
      'The settings offer to disconnect the outside account',
      'Добавьте в настройки кнопку отключения внешней учётной записи.',
      'Add a button that disconnects the outside account to the settings.',
    ),
    VERSIONS,
  ),
  func(
    'ms-stable-service',
    'blocker',
    'R',
    'MS §3',
    w(
      'Сервис работает без сбоев, в том числе при установке и удалении',
      'The service works without failures, on installation and removal as well',
      'Устраните сбои, указанные в замечании.',
      'Mend the failures named in the finding.',
    ),
    VERSIONS,
  ),
  func(
    'ms-buttons-answer',
    'major',
    'R',
    'MS §6.3–6.4',
    w(
      'Каждая своя кнопка отвечает за 10 секунд допустимым действием, долгие операции завершаются',
      'Each custom button answers within 10 seconds with a legal action; long ones are completed',
      'Отвечайте на нажатие кнопки за 10 секунд одним из действий протокола и завершайте долгие операции.',
      'Answer a button within 10 seconds with an action of the protocol and complete long operations.',
    ),
    VERSIONS,
  ),
  func(
    'ms-scenario-answer',
    'major',
    'R',
    'MS §6.3',
    w(
      'Каждое объявленное действие сценария отвечает кодом 200',
      'Each declared scenario action answers 200',
      'Отвечайте кодом 200 на каждое объявленное действие сценария.',
      'Answer each declared scenario action with 200.',
    ),
    VERSIONS,
  ),
  func(
    'ms-version-two-credentials',
    'blocker',
    'RM',
    'MS §7',
    w(
      'Рабочий сервер обслуживает сразу ключи опубликованной и новой версии, с обратной совместимостью',
      'The production server serves the credentials of the published and of the new version together, backwards compatible',
      'Обеспечьте одновременную работу опубликованной и новой версии на рабочем сервере.',
      'Make the published and the new version work at the same time on the production server.',
    ),
    NEXT_VERSION,
  ),
  func(
    'ms-telephony-type',
    'major',
    'S',
    'MS §2',
    w(
      'Телефония работает через Phone API: бесплатна и без дескриптора; на аккаунте одна',
      'Telephony uses the Phone API: free and without descriptor; an account has only one',
      'Разместите телефонию как решение Phone API: без тарифов и без дескриптора.',
      'Place the telephony as a Phone API solution: without tariffs and descriptor.',
    ),
    { ...VERSIONS, solutionTypes: ['telephony'] },
  ),
  func(
    'ms-loyalty-configured',
    'major',
    'RM',
    'MS §2, §6.4',
    w(
      'Решение лояльности передаёт адрес и ключ и работает с приложением кассы',
      'A loyalty solution sets its address and key and works with the cash-desk application',
      'Передайте настройки лояльности и проверьте работу с кассой.',
      'Set the loyalty settings and check it with the cash desk.',
    ),
    VERSIONS,
  ),
];

export const interfaceRules = [
  ui(
    'ms-frame-auto-height',
    'major',
    'R',
    'MS §3, §5.2',
    w(
      'Если окно настроек прокручивается по вертикали, включена автоматическая высота',
      'If the settings window would scroll vertically, automatic height is on',
      'Передавайте высоту содержимого, чтобы окно не прокручивалось.',
      'Send the height of the content, so that the window does not scroll.',
    ),
    VERSIONS,
  ),
  ui(
    'ms-frame-min-768',
    'minor',
    'R',
    'MS §5.2',
    w(
      'Главным окном можно пользоваться при высоте 768 пикселей; чат до 1096 пикселей без горизонтальной прокрутки',
      'The main window is usable at a height of 768 pixels; the chat has no horizontal scroll up to 1096',
      'Приспособьте вёрстку к этим размерам.',
      'Fit the layout to these sizes.',
    ),
    VERSIONS,
  ),
  ui(
    'ms-ui-style',
    'minor',
    'M',
    'MS §3',
    w(
      'Интерфейс похож на МойСклад',
      'The interface looks close to MoySklad',
      'Приблизьте оформление к МоемуСкладу.',
      'Bring the design closer to MoySklad.',
    ),
    VERSIONS,
    { isAdvice: true },
  ),
  ui(
    'ms-errors-in-russian',
    'major',
    'RM',
    'REG п. 10',
    w(
      'Сообщения об ошибках понятны и на русском языке',
      'Error messages are understandable and in Russian',
      'Переведите сообщения об ошибках на русский и объясните в них, что делать.',
      'Translate the error messages into Russian and say in them what to do.',
    ),
    VERSIONS,
  ),
  ui(
    'ms-locale-aware',
    'minor',
    'R',
    'MS §5.2 (по смыслу)',
    w(
      'Окно следует языку userLocale, если заявлен английский',
      'The frame follows userLocale where English is claimed',
      'Показывайте интерфейс на языке из userLocale.',
      'Show the interface in the language of userLocale.',
    ),
    VERSIONS,
    {
      drift: [
        {
          since: '2026-04-03',
          says: { ru: 'Параметр userLocale появился в протоколе.', en: 'The parameter userLocale came into the protocol.' },
          source: 'MS changelog',
        },
      ],
    },
  ),
  ui(
    'ms-sandbox-compatible',
    'major',
    'R',
    'MS §5.2',
    w(
      'Работает без перехода всего окна и внутри ограничений sandbox',
      'Works without top navigation and inside the sandbox flags',
      'Откажитесь от перехода верхнего окна и от запрещённых в sandbox действий.',
      'Do without top navigation and without what the sandbox forbids.',
    ),
    VERSIONS,
  ),
  ui(
    'ms-no-js-errors',
    'major',
    'R',
    'по смыслу MS §3',
    w(
      'В окне и виджетах нет ошибок консоли и неудачных собственных запросов',
      'No console errors and no failed own requests in frame and widgets',
      'Исправьте ошибки страниц решения.',
      'Mend the errors of the solution’s pages.',
    ),
    VERSIONS,
  ),
];

export const securityRules = [
  security(
    'ms-jsonapi12-token-only',
    'blocker',
    'RM',
    'MS §3',
    w(
      'Данные пользователя берутся только через JSON API 1.2 с ключом, выданным при установке',
      'User data comes only through JSON API 1.2 with the token issued on installation',
      'Обращайтесь к данным только через JSON API 1.2 с ключом установки.',
      'Reach data only through JSON API 1.2 with the token of the installation.',
    ),
    VERSIONS,
  ),
  security(
    'ms-no-login-password',
    'blocker',
    'RM',
    'MS §3',
    w(
      'Решение не просит логин и пароль МоегоСклада',
      'It never asks for the MoySklad login and password',
      'Уберите запрос логина и пароля МоегоСклада.',
      'Remove the request for the MoySklad login and password.',
    ),
    VERSIONS,
  ),
  security(
    'ms-https-only',
    'blocker',
    'S',
    'MS §5.3, §6.3',
    w(
      'Все адреса дескриптора начинаются с https и имеют действующий сертификат',
      'Every address of the descriptor is https with a valid certificate',
      'Замените адреса на https с действующим сертификатом.',
      'Use https addresses with a valid certificate.',
    ),
    VERSIONS,
  ),
  security(
    'ms-user-rights-check',
    'major',
    'RM',
    'MS §6.4 (по смыслу)',
    w(
      'Сотрудник без прав администратора не может менять настройки аккаунта',
      'An employee without administrator rights cannot change account settings',
      'Проверяйте права сотрудника перед изменением настроек.',
      'Check the employee’s rights before settings are changed.',
    ),
    VERSIONS,
  ),
  security(
    'ms-jwt-verified',
    'blocker',
    'R',
    'MS §6.1',
    w(
      'Запросы с неверной подписью, просроченные и с повторным jti отклоняются',
      'Requests with a bad signature, expired or with a used jti are refused',
      'Проверяйте подпись, срок и однократность jti.',
      'Verify signature, expiry and that a jti is used once.',
    ),
    VERSIONS,
  ),
];
