import { rulesOf } from '../../make-rule.ts';

const install = rulesOf('install');
const uninstall = rulesOf('uninstall');
const reinstall = rulesOf('reinstall');

const versions = { kinds: ['new-solution', 'new-version'] };
const withInterface = { ...versions, installModes: ['wizard', 'interface', 'archive'] };
const withServer = { ...versions, installModes: ['wizard', 'interface', 'callback', 'settings-form'] };

export const installRules = [
  install(
    'install-url-head',
    'blocker',
    'SR',
    'RU faq',
    {
      ru: 'Адреса решения и мастера отвечают на HEAD кодом 200, 301 или 302',
      en: 'Application and installer URLs answer HEAD with 200, 301 or 302',
      expectedRu: 'Обеспечьте ответ 200, 301 или 302 на запрос HEAD по указанным адресам.',
      expectedEn: 'Make the given addresses answer a HEAD request with 200, 301 or 302.',
    },
    versions,
  ),
  install(
    'install-clean-portal',
    'blocker',
    'R',
    'SEED0 §3A',
    {
      ru: 'Устанавливается на портал, где решения никогда не было',
      en: 'Installs on a portal that never had the solution',
      expectedRu: 'Исправьте установку на чистый портал.',
      expectedEn: 'Mend the installation on a clean portal.',
    },
    versions,
  ),
  install(
    'install-finish-called',
    'blocker',
    'R',
    'EN installation-finish',
    {
      ru: 'Мастер вызывает installFinish один раз, после всех регистраций; портал считает решение установленным',
      en: 'The wizard calls installFinish once, after all registrations; the portal then has it installed',
      expectedRu: 'Вызовите BX24.installFinish один раз в конце мастера.',
      expectedEn: 'Call BX24.installFinish once, at the end of the wizard.',
    },
    { ...versions, installModes: ['wizard', 'archive'] },
  ),
  install(
    'install-callback-no-finish',
    'blocker',
    'R',
    'EN installation-callback',
    {
      ru: 'Решение без интерфейса сохраняет токены из события и отвечает 2xx',
      en: 'A solution without interface stores the tokens of the event and answers 2xx',
      expectedRu: 'Обработайте событие ONAPPINSTALL и ответьте кодом 2xx.',
      expectedEn: 'Handle the event ONAPPINSTALL and answer with 2xx.',
    },
    { ...versions, installModes: ['callback', 'settings-form'] },
  ),
  install(
    'install-no-blank-page',
    'blocker',
    'R',
    'RU-CR 2',
    {
      ru: 'Нет пустого окна и тупика, после установки открывается решение',
      en: 'No empty frame and no dead end; the solution opens after installation',
      expectedRu: 'Покажите содержимое во фрейме и переведите пользователя в решение после установки.',
      expectedEn: 'Show content in the frame and lead the user into the solution after installation.',
    },
    withInterface,
  ),
  install(
    'install-widgets-live',
    'major',
    'R',
    'EN checklist',
    {
      ru: 'После установки встроенные виджеты видны и загружаются',
      en: 'After installation, bound widgets appear and load',
      expectedRu: 'Зарегистрируйте виджеты и проверьте их загрузку.',
      expectedEn: 'Register the widgets and make sure that they load.',
    },
    withServer,
  ),
  install(
    'install-events-received',
    'major',
    'R',
    'EN checklist',
    {
      ru: 'Обработчики событий получают события и быстро отвечают 2xx',
      en: 'Event handlers receive events and answer 2xx quickly',
      expectedRu: 'Отвечайте на события сразу кодом 2xx, долгую работу выполняйте отдельно.',
      expectedEn: 'Answer events at once with 2xx and do long work separately.',
    },
    withServer,
  ),
  install(
    'install-nonadmin-open',
    'major',
    'R',
    'EN checklist; SEED0 §3B',
    {
      ru: 'Открывается сотрудником без прав администратора',
      en: 'Opens for an employee without administrator rights',
      expectedRu: 'Обеспечьте работу для сотрудника без прав администратора или понятное сообщение.',
      expectedEn: 'Make it work for an employee without administrator rights, or show a clear message.',
    },
    withInterface,
  ),
  install(
    'rights-menu-item-needed',
    'major',
    'SR',
    'RU-CR C',
    {
      ru: 'Пункт меню включён, только если у решения есть своя страница',
      en: 'The menu item is on only if the solution has a page',
      expectedRu: 'Отключите пункт меню или добавьте страницу.',
      expectedEn: 'Switch off the menu item or add a page.',
    },
    versions,
  ),
  install(
    'update-rebinds',
    'major',
    'R',
    'EN event.bind; PR370',
    {
      ru: 'Мастер новой версии заново регистрирует обработчики, роботов и виджеты',
      en: 'The installer of a new version registers handlers, robots and widgets again',
      expectedRu: 'Регистрируйте обработчики и виджеты при каждой установке и обновлении.',
      expectedEn: 'Register handlers and widgets on every installation and update.',
    },
    { ...withServer, kinds: ['new-version'] },
  ),
];

export const uninstallRules = [
  uninstall(
    'uninstall-handler',
    'major',
    'R',
    'EN app-uninstallation',
    {
      ru: 'Решение подписано на ONAPPUNINSTALL и отвечает 2xx',
      en: 'The solution subscribes to ONAPPUNINSTALL and answers 2xx',
      expectedRu: 'Подпишитесь на ONAPPUNINSTALL и отвечайте кодом 2xx.',
      expectedEn: 'Subscribe to ONAPPUNINSTALL and answer with 2xx.',
    },
    withServer,
  ),
  uninstall(
    'uninstall-data-removed',
    'blocker',
    'RM',
    'SEED0 §3A',
    {
      ru: 'После удаления сервер стирает пользовательские и авторизационные данные портала',
      en: 'After removal the server deletes the portal’s user and authorisation data',
      expectedRu: 'Удаляйте данные и токены портала по событию удаления с признаком CLEAN=1.',
      expectedEn: 'Delete the portal’s data and tokens on the uninstall event with CLEAN=1.',
    },
    withServer,
  ),
  uninstall(
    'uninstall-no-afterlife',
    'major',
    'R',
    'EN app-uninstallation',
    {
      ru: 'После удаления нет запросов REST и OAuth по этому порталу',
      en: 'No REST or OAuth calls for that portal after removal',
      expectedRu: 'Прекращайте запросы к порталу после удаления решения.',
      expectedEn: 'Stop calling the portal after the solution was removed.',
    },
    withServer,
  ),
];

export const reinstallRules = [
  reinstall(
    'reinstall-works',
    'blocker',
    'R',
    'SEED0 §3A/B',
    {
      ru: 'Повторная установка на тот же портал проходит, решение работает',
      en: 'A second installation on the same portal succeeds and works',
      expectedRu: 'Исправьте повторную установку на портал, с которого решение удалили.',
      expectedEn: 'Mend the repeated installation on a portal from which the solution was removed.',
    },
    versions,
  ),
  reinstall(
    'reinstall-rebinds',
    'major',
    'R',
    'EN event.bind',
    {
      ru: 'Обработчики и виджеты зарегистрированы снова и без повторов',
      en: 'Handlers and widgets are registered again, without duplicates',
      expectedRu: 'При повторной установке регистрируйте обработчики и виджеты ровно один раз.',
      expectedEn: 'On reinstallation register handlers and widgets exactly once.',
    },
    withServer,
  ),
];
