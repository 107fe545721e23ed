import { rulesOf, text, words as w } from '../../make-rule.ts';
import { VERSIONS } from './scopes.ts';

const install = rulesOf('install');
const uninstall = rulesOf('uninstall');
const reinstall = rulesOf('reinstall');
const rights = rulesOf('rights');
const security = rulesOf('security');

export const installRules = [
  install(
    'po-oauth-for-market',
    'blocker',
    'RM',
    'PD guidelines/e-commerce',
    w(
      'Подключается через OAuth или код Manage; клиент не вводит ключ вручную',
      'Connects by OAuth or a Manage code; the client never types a token',
      'Перейдите на подключение через OAuth или Manage.',
      'Move to connecting by OAuth or Manage.',
    ),
    VERSIONS,
  ),
  install(
    'po-redirect-exact',
    'blocker',
    'SR',
    'PD start/authApi',
    w(
      'redirect_uri совпадает с зарегистрированным и доступен',
      'redirect_uri equals the registered one and is reachable',
      'Укажите один и тот же доступный redirect_uri в кабинете и в запросе.',
      'Use the same reachable redirect_uri in the cabinet and in the request.',
    ),
    { ...VERSIONS, installModes: ['oauth', 'oauth-manage'] },
    {
      drift: [
        {
          says: text(
            'Старые примеры используют адреса /api/auth/* и поле client_id, новые — /api/v2/auth/* и application_id.',
            'Old samples use /api/auth/* and the field client_id, new ones /api/v2/auth/* and application_id.',
          ),
          source: 'API-PHP, MPE; PD start/authApi',
        },
      ],
    },
  ),
  install(
    'po-connect-simple',
    'major',
    'RM',
    'SEED2, демонстрация',
    w(
      'Новичок подключает интеграцию на новом аккаунте за несколько понятных шагов',
      'A newcomer connects it on a fresh account in a few clear steps',
      'Упростите подключение и объясните его шаги.',
      'Simplify connecting and explain its steps.',
    ),
    VERSIONS,
  ),
  install(
    'po-manage-spinner',
    'blocker',
    'R',
    'PD manage/index',
    w(
      'Страница в админ-панели убирает индикатор загрузки',
      'The page in the admin panel hides the loading spinner',
      'Отправьте сообщение hideSpinner после загрузки страницы.',
      'Post the message hideSpinner once the page has loaded.',
    ),
    { ...VERSIONS, installModes: ['manage', 'oauth-manage'] },
  ),
  install(
    'po-manage-verify',
    'blocker',
    'R',
    'PD manage/index',
    w(
      'Вход из админ-панели верно вычисляет verify и открывает нужный аккаунт',
      'Manage login computes verify properly and opens the right account',
      'Исправьте вычисление verify и привязку аккаунта.',
      'Mend the computing of verify and the binding of the account.',
    ),
    { ...VERSIONS, installModes: ['manage', 'oauth-manage'] },
  ),
  install(
    'po-webhook-200',
    'blocker',
    'R',
    'PD web/webhooks',
    w(
      'Адрес вебхуков отвечает кодом 200 на проверку и на события',
      'The webhook address answers 200 to the test and to real events',
      'Отвечайте на вебхуки кодом 200.',
      'Answer webhooks with 200.',
    ),
    VERSIONS,
  ),
  install(
    'po-tel-oauth-link',
    'blocker',
    'RM',
    'PD guidelines/telephony',
    w(
      'Телефония: после OAuth вход в систему разработчика связывает оба аккаунта',
      'Telephony: after OAuth a login to the vendor system links both accounts',
      'Свяжите аккаунты входом в свою систему после OAuth.',
      'Link the accounts by a login to your system after OAuth.',
    ),
    { ...VERSIONS, solutionTypes: ['telephony'] },
  ),
  install(
    'po-res-manage-connect',
    'blocker',
    'R',
    'PD guidelines/reservation',
    w(
      'Бронирование: подключение открывает страницу в админ-панели; название, адрес и телефон подставлены и правятся',
      'Reservation: connecting opens the page in the admin panel; name, address and phone are prefilled and editable',
      'Откройте страницу подключения в админ-панели и подставьте данные заведения.',
      'Open the connecting page in the admin panel and prefill the data of the place.',
    ),
    { ...VERSIONS, solutionTypes: ['reservation'] },
  ),
];

export const uninstallRules = [
  uninstall(
    'po-uninstall-handled',
    'major',
    'R',
    'PD web/webhooks (по смыслу)',
    w(
      'Событие application/removed принято, аккаунт отвязан, вызовов со старым ключом нет',
      'application/removed is received, the account is detached, the old token is not used',
      'Обработайте удаление приложения и забудьте ключ аккаунта.',
      'Handle the removal and forget the token of the account.',
    ),
    VERSIONS,
  ),
  uninstall(
    'po-uninstall-data',
    'minor',
    'M',
    'собственная проверка: открытого правила нет',
    w(
      'Разработчик описал, что происходит с данными после удаления',
      'The vendor says what becomes of stored data after removal',
      'Опишите, что происходит с данными после удаления.',
      'Say what becomes of the data after removal.',
    ),
    VERSIONS,
    { isAdvice: true },
  ),
];

export const reinstallRules = [
  reinstall(
    'po-reinstall-works',
    'blocker',
    'R',
    'собственная проверка повторной установки',
    w(
      'Повторное подключение того же аккаунта удаётся с новым ключом и без дублей',
      'A second connect of the same account succeeds with the new token and without doubles',
      'Исправьте повторное подключение.',
      'Mend the second connection.',
    ),
    VERSIONS,
  ),
];

export const rightsRules = [
  rights(
    'po-rights-minimal',
    'blocker',
    'SR',
    'SEED2, альфа-тест',
    w(
      'Доступ только к данным, которые нужны',
      'Access only to the data needed',
      'Уберите лишние доступы.',
      'Remove the accesses that are not needed.',
    ),
    VERSIONS,
  ),
];

export const securityRules = [
  security(
    'po-https',
    'blocker',
    'S',
    'собственная проверка: примеры документации разные',
    w(
      'Адреса redirect, Manage и вебхуков начинаются с https и имеют действующий сертификат',
      'Redirect, Manage and webhook addresses are https with a valid certificate',
      'Замените адреса на https с действующим сертификатом.',
      'Use https addresses with a valid certificate.',
    ),
    VERSIONS,
  ),
  security(
    'po-code-exchange-server-side',
    'blocker',
    'R',
    'PD start/authApi (по смыслу)',
    w(
      'application_secret не попадает в браузер',
      'The application_secret never reaches the browser',
      'Обменивайте код на ключ только на сервере.',
      'Exchange the code for the token on the server only.',
    ),
    { ...VERSIONS, installModes: ['oauth', 'manage', 'oauth-manage'] },
  ),
  security(
    'po-prod-mode',
    'blocker',
    'R',
    'SEED2, альфа-тест',
    w(
      'Сервер в рабочем режиме, отладка отключена',
      'The server is in production mode, debug is off',
      'Переведите сервер в рабочий режим и отключите отладку.',
      'Switch the server to production mode and debug off.',
    ),
    VERSIONS,
  ),
  security(
    'po-webhook-verify',
    'major',
    'R',
    'PD web/webhooks',
    w(
      'События с неверным verify не обрабатываются',
      'Events with a wrong verify are ignored',
      'Проверяйте verify каждого события.',
      'Check the verify of each event.',
    ),
    VERSIONS,
  ),
  security(
    'po-pos-dev-bundle-off',
    'major',
    'SM',
    'PD pos/* (по смыслу)',
    w(
      'Касса: сборка рабочая, показ только тестировщикам отключён к выпуску',
      'POS: the bundle comes from a production build; showing to testers only is off at release',
      'Загрузите рабочую сборку и отключите режим для тестировщиков.',
      'Deploy a production build and switch the testers’ mode off.',
    ),
    VERSIONS,
  ),
];
