import { rulesOf, text, words as w } from '../../make-rule.ts';
import { NEXT_VERSION, VERSIONS } from './scopes.ts';

const install = rulesOf('install');
const uninstall = rulesOf('uninstall');
const reinstall = rulesOf('reinstall');
const rights = rulesOf('rights');

export const installRules = [
  install(
    'ms-descriptor-schema-v2',
    'blocker',
    'S',
    'MS §5.3',
    w(
      'Дескриптор соответствует схеме 2, блоки vendorApi и access есть',
      'The descriptor is valid against schema 2; vendorApi and access are present',
      'Исправьте дескриптор по схеме 2.',
      'Mend the descriptor by schema 2.',
    ),
    VERSIONS,
    {
      drift: [
        {
          until: '2024-04-23',
          says: text('Принимались дескрипторы схемы 1.x.', 'Descriptors of schema 1.x were taken.'),
          source: 'MS changelog',
        },
        {
          since: '2026-03-16',
          says: text(
            'Окна описываются блоком iframes, прежний iframe ещё читается.',
            'Frames are described by the block iframes; the old iframe is still read.',
          ),
          source: 'MS changelog',
        },
      ],
    },
  ),
  install(
    'ms-descriptor-one-widget-per-point',
    'major',
    'S',
    'MS §5.3',
    w(
      'Не больше одного виджета на точку расширения, высота в пикселях',
      'At most one widget per extension point, heights in pixels',
      'Оставьте один виджет на точку расширения и укажите высоту в пикселях.',
      'Keep one widget per extension point and give its height in pixels.',
    ),
    VERSIONS,
  ),
  install(
    'ms-descriptor-supports-real',
    'major',
    'R',
    'MS §5.2 (по смыслу)',
    w(
      'Каждый объявленный протокол supports и uses действительно используется',
      'Each protocol declared in supports and uses is really used',
      'Уберите из дескриптора протоколы, которыми решение не пользуется, или используйте их.',
      'Remove protocols that the solution does not use from the descriptor, or use them.',
    ),
    VERSIONS,
  ),
  install(
    'ms-install-put-200',
    'blocker',
    'R',
    'MS §6.2–6.3',
    w(
      'Активация получает за 10 секунд ответ 200 с допустимым статусом',
      'Activation is answered within 10 seconds with 200 and a legal status',
      'Отвечайте на активацию за 10 секунд кодом 200 и статусом Activating, SettingsRequired или Activated.',
      'Answer activation within 10 seconds with 200 and the status Activating, SettingsRequired or Activated.',
    ),
    VERSIONS,
  ),
  install(
    'ms-install-status-honest',
    'blocker',
    'R',
    'MS §6.2',
    w(
      'SettingsRequired, пока настройка не закончена, затем Activated; сразу Activated — только если всё уже работает',
      'SettingsRequired while the setup is missing, then Activated; Activated at once only if it already works',
      'Сообщайте настоящее состояние и переводите решение в Activated после настройки.',
      'Report the true state and move to Activated after the setup.',
    ),
    VERSIONS,
  ),
  install(
    'ms-install-activating-finishes',
    'blocker',
    'R',
    'MS §6.2',
    w(
      'Отложенная активация заканчивается статусом SettingsRequired или Activated',
      'A delayed activation ends in SettingsRequired or Activated',
      'Завершайте состояние Activating.',
      'Bring the state Activating to an end.',
    ),
    VERSIONS,
  ),
  install(
    'ms-install-idempotent',
    'major',
    'R',
    'MS §6.3',
    w(
      'Повтор запроса активации не создаёт дублей',
      'A repeated activation request makes no duplicates',
      'Сделайте обработчик активации повторяемым.',
      'Make the activation handler repeatable.',
    ),
    VERSIONS,
    {
      drift: [
        {
          since: '2025-10-01',
          says: text('Повтор узнаётся по заголовку с номером запроса.', 'A retry is known by the request id header.'),
          source: 'MS changelog',
        },
      ],
    },
  ),
  install(
    'ms-install-linked-account',
    'blocker',
    'R',
    'MS §7',
    w(
      'Устанавливается на связанный аккаунт разработчика',
      'Installs on a linked developer account',
      'Добейтесь установки на связанный аккаунт до отправки на модерацию.',
      'Make it install on a linked account before submitting.',
    ),
    VERSIONS,
  ),
  install(
    'ms-context-key',
    'major',
    'R',
    'MS §6.4',
    w(
      'Пользователь определяется по contextKey; ошибки 403 и 404 показаны понятным сообщением',
      'The user is known by contextKey; 403 and 404 are shown as a friendly message',
      'Получайте пользователя по contextKey и объясняйте просроченный ключ.',
      'Obtain the user by contextKey and explain an expired key.',
    ),
    VERSIONS,
  ),
  install(
    'ms-tariff-change-keeps-token',
    'major',
    'R',
    'MS §6.3 (по смыслу)',
    w(
      'TariffChanged и Autoprolongation меняют подписку и сохраняют ключ доступа',
      'TariffChanged and Autoprolongation change the subscription and keep the token',
      'Не стирайте ключ, когда в запросе нет блока access.',
      'Do not erase the token when the request has no access block.',
    ),
    VERSIONS,
  ),
  install(
    'ms-version-prod-url',
    'blocker',
    'SM',
    'MS §7',
    w(
      'Дескриптор версии указывает на рабочий сервер, а не на тестовый',
      'The descriptor of the version points to production, not to a test server',
      'Укажите в дескрипторе адрес рабочего сервера.',
      'Give the address of the production server in the descriptor.',
    ),
    NEXT_VERSION,
  ),
];

export const uninstallRules = [
  uninstall(
    'ms-suspend-resume',
    'blocker',
    'R',
    'MS §6.2',
    w(
      'Платное решение: Suspend останавливает работу, Resume возвращает её с новым ключом и прежними настройками',
      'Paid: Suspend stops the work, Resume restores it with the new token and the old settings',
      'Обработайте Suspend и Resume с сохранением настроек.',
      'Handle Suspend and Resume and keep the settings.',
    ),
    VERSIONS,
  ),
  uninstall(
    'ms-uninstall-delete-2xx',
    'blocker',
    'R',
    'MS §6.3',
    w(
      'Удаление получает за 10 секунд ответ 200 или 204',
      'Removal is answered within 10 seconds with 200 or 204',
      'Отвечайте на удаление кодом 200 или 204.',
      'Answer removal with 200 or 204.',
    ),
    VERSIONS,
    {
      drift: [
        {
          until: '2026-03-12',
          says: text('Ответ 404 на удаление тоже принимался.', 'A 404 on removal was accepted as well.'),
          source: 'MS changelog',
        },
      ],
    },
  ),
  uninstall(
    'ms-uninstall-stops-access',
    'major',
    'R',
    'MS §6.2; PHPDEMO, PYDEMO (по смыслу)',
    w(
      'После удаления ключ забыт, вызовов JSON API нет',
      'After removal the token is forgotten and JSON API is not called',
      'Удаляйте ключ доступа и прекращайте вызовы после удаления.',
      'Erase the token and stop calling after removal.',
    ),
    VERSIONS,
  ),
  uninstall(
    'ms-uninstall-keep-settings-note',
    'minor',
    'M',
    'MS §7; PHPDEMO, PYDEMO',
    w(
      'Настройки аккаунта некоторое время хранятся после удаления; это совет, удаление их — не нарушение',
      'Account settings are kept some time after removal; an advice, erasing them is no fault',
      'Желательно сохранять настройки аккаунта для повторной установки или описать, что они стираются.',
      'Keep account settings for a reinstallation, or say that they are erased.',
    ),
    VERSIONS,
    {
      isAdvice: true,
      drift: [
        {
          says: text(
            'Примеры расходятся: одни стирают запись целиком, другие хранят настройки и стирают только ключ.',
            'The samples differ: some erase the whole record, others keep the settings and erase the token only.',
          ),
          source: 'DUMMY, NODEDEMO; PHPDEMO, PYDEMO',
        },
      ],
    },
  ),
];

export const reinstallRules = [
  reinstall(
    'ms-reinstall-works',
    'blocker',
    'R',
    'MS §3, §7',
    w(
      'Повторная установка на тот же аккаунт удаётся и работает',
      'A second installation on the same account succeeds and works',
      'Исправьте повторную установку.',
      'Mend the reinstallation.',
    ),
    VERSIONS,
  ),
  reinstall(
    'ms-reinstall-no-duplicates',
    'major',
    'R',
    'MS §5.1 (по смыслу)',
    w(
      'Нет двойных вебхуков, дополнительных полей и настроек лояльности',
      'No double webhooks, attributes or loyalty settings',
      'Не создавайте вебхуки и поля второй раз.',
      'Do not make webhooks and attributes a second time.',
    ),
    VERSIONS,
  ),
];

export const rightsRules = [
  rights(
    'ms-scope-custom',
    'blocker',
    'SM',
    'MS §7; REG п. 5',
    w(
      'Права вида custom; admin только когда нужного права среди них нет',
      'Rights of the kind custom; admin only if a needed right is not among them',
      'Замените права admin перечнем custom или объясните, какого права не хватает.',
      'Replace admin by a custom list, or explain which right is missing.',
    ),
    VERSIONS,
  ),
  rights(
    'ms-rights-minimal',
    'major',
    'SR',
    'REG п. 5',
    w(
      'Запрошены только права, которыми решение пользуется',
      'Only rights that are used are asked for',
      'Уберите лишние права.',
      'Remove the rights that are not used.',
    ),
    VERSIONS,
  ),
  rights(
    'ms-rights-consistent',
    'blocker',
    'S',
    'MS §5.3',
    w(
      'view вместе с любым другим правом, update вместе с delete; свои и все вебхуки и поля не сочетаются',
      'view with any other right, update with delete; own and all webhooks or attributes are not combined',
      'Сделайте перечень прав согласованным.',
      'Make the list of rights consistent.',
    ),
    VERSIONS,
  ),
  rights(
    'ms-rights-old-installs',
    'major',
    'RM',
    'MS §7',
    w(
      'Работает и с установками, у которых остались прежние права',
      'Works with installations that still have older rights',
      'Учтите установки с прежними правами.',
      'Take installations with older rights into account.',
    ),
    NEXT_VERSION,
  ),
];
