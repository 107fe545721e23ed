import type { LocalizedText } from '../../../shared/domain/rulebook.ts';

/** Closed word lists of the Bitrix24 Marketplace: what a submission may name, with the words a moderator reads. */
export interface Term<Id extends string> {
  readonly id: Id;
  readonly title: LocalizedText;
}

function terms<const Id extends string>(entries: Readonly<Record<Id, readonly [ru: string, en: string]>>): readonly Term<Id>[] {
  return (Object.keys(entries) as Id[]).map((id) => ({ id, title: { ru: entries[id][0], en: entries[id][1] } }));
}

export const MARKETPLACE_ID = 'bitrix24';

export const SUBMISSION_KINDS = ['new-solution', 'new-version', 'card-change'] as const;
/** Kinds that bring a version to install; a card change has none. */
export const VERSION_KINDS = ['new-solution', 'new-version'] as const;

/** Each region of the catalogue has a queue of its own. */
export const REGIONS = terms({
  ru: ['Россия', 'Russia'],
  by: ['Беларусь', 'Belarus'],
  kz: ['Казахстан', 'Kazakhstan'],
  west: ['Запад', 'West'],
});

/** Language without which a card cannot be published in the region (RU-CR; how-to-add-app). */
export const MANDATORY_LANGUAGE: Readonly<Record<string, 'ru' | 'en'>> = { ru: 'ru', by: 'ru', kz: 'ru', west: 'en' };

export const SOLUTION_TYPES = terms({
  application: ['Приложение', 'Application'],
  integration: ['Интеграция с внешним сервисом', 'Integration with an external service'],
  telephony: ['Телефония', 'Telephony'],
  'chat-bot': ['Чат-бот', 'Chat bot'],
  connector: ['Коннектор открытых линий', 'Open channel connector'],
  automation: ['Роботы, триггеры и действия процессов', 'Robots, triggers and process activities'],
  'data-migration': ['Перенос данных', 'Data migration'],
  'crm-preset': ['Отраслевое решение', 'Industry CRM preset'],
  'site-template': ['Шаблон сайта', 'Site template'],
  'smart-script': ['Умный сценарий', 'Smart script'],
  'bi-report': ['Отчёт для BI-конструктора', 'BI builder report'],
});

/** Types that stand on somebody else's service, so that a moderator needs access to it (SEED0 §4). */
export const EXTERNAL_SERVICE_TYPES = ['integration', 'telephony', 'connector', 'data-migration'] as const;

/** How a version is installed: modes A to E of the lifecycle protocol, in this order. */
export const INSTALL_MODES = ['wizard', 'interface', 'callback', 'settings-form', 'archive'] as const;
export type InstallMode = (typeof INSTALL_MODES)[number];

export const INSTALL_MODE_TITLES: Readonly<Record<InstallMode, LocalizedText>> = {
  wizard: { ru: 'Интерфейс и мастер установки', en: 'Interface with an installation wizard' },
  interface: { ru: 'Интерфейс без мастера установки', en: 'Interface without a wizard' },
  callback: { ru: 'Без интерфейса, установка по событию', en: 'No interface, installed by an event' },
  'settings-form': { ru: 'Без интерфейса, с формой настроек', en: 'No interface, with a settings form' },
  archive: { ru: 'Архив с готовыми файлами', en: 'Archive of static files' },
};

/** Modes in which a page of the solution is opened in a frame. */
export const INTERFACE_MODES = ['wizard', 'interface', 'archive'] as const;
/** Modes in which the vendor runs a server that keeps tokens. */
export const SERVER_MODES = ['wizard', 'interface', 'callback', 'settings-form'] as const;

export const CATEGORIES = terms({
  crm: ['CRM', 'CRM'],
  telephony: ['Телефония', 'Telephony'],
  messengers: ['Мессенджеры и открытые линии', 'Messengers and open channels'],
  'chat-bots': ['Чат-боты', 'Chat bots'],
  'robots-triggers': ['Роботы и триггеры', 'Robots and triggers'],
  'business-processes': ['Бизнес-процессы', 'Workflows'],
  'industry-crm': ['Готовые CRM', 'Ready CRM presets'],
  sites: ['Сайты', 'Sites'],
  'online-store': ['Интернет-магазин', 'Online store'],
  'smart-scripts': ['Умные сценарии', 'Smart scripts'],
  'bi-reports': ['BI-отчёты', 'BI reports'],
  analytics: ['Аналитика', 'Analytics'],
  documents: ['Документы и подписание', 'Documents and signing'],
  tasks: ['Задачи и проекты', 'Tasks and projects'],
  'time-tracking': ['Учёт рабочего времени', 'Time tracking'],
  hr: ['Персонал', 'Human resources'],
  finance: ['Финансы и оплата', 'Finance and payments'],
  delivery: ['Доставка', 'Delivery'],
  warehouse: ['Склад', 'Warehouse'],
  marketing: ['Маркетинг и рассылки', 'Marketing and mailings'],
  communication: ['Общение в компании', 'Communication'],
  migration: ['Перенос данных', 'Data migration'],
  ai: ['Искусственный интеллект', 'Artificial intelligence'],
  miscellaneous: ['Разное', 'Miscellaneous'],
});

/** Permissions a version may ask for; the table of the REST documentation (EN api-reference/scopes/permissions). */
export const SCOPES = [
  'ai_admin',
  'appform',
  'basic',
  'biconnector',
  'bizproc',
  'booking',
  'calendar',
  'calendarmobile',
  'call',
  'cashbox',
  'catalog',
  'catalogmobile',
  'contact_center',
  'configuration.import',
  'crm',
  'crm.documentgenerator',
  'delivery',
  'department',
  'disk',
  'documentgenerator',
  'entity',
  'faceid',
  'forum',
  'humanresources.hcmlink',
  'iblock',
  'im',
  'im.import',
  'imbot',
  'imconnector',
  'imopenlines',
  'intranet',
  'landing',
  'landing_cloud',
  'lists',
  'log',
  'mailservice',
  'main',
  'messageservice',
  'mobile',
  'notifications',
  'pay_system',
  'placement',
  'pull',
  'pull_channel',
  'rating',
  'rpa',
  'sale',
  'salescenter',
  'sign.b2e',
  'sonet_group',
  'smile',
  'socialnetwork',
  'sonet',
  'task',
  'tasks',
  'tasks_extended',
  'tasksmobile',
  'telephony',
  'timeman',
  'user',
  'user.userfield',
  'user_basic',
  'user_brief',
  'userconsent',
  'userfieldconfig',
  'vote',
] as const;

/** Withdrawn permissions and what stands in their place (same source, note on tasks). */
export const WITHDRAWN_SCOPES: Readonly<Record<string, string>> = { tasks: 'task', tasks_extended: 'task', tasksmobile: 'task' };
