import type { LocalizedText } from '../../../shared/domain/rulebook.ts';

/** Closed word lists of the Poster catalogue of applications: what a submission may name, with the words a moderator reads. */
export interface Term<Id extends string> {
  readonly id: Id;
  readonly title: LocalizedText;
}

function terms<const Id extends string>(entries: Readonly<Record<Id, readonly [ru: string, en: string]>>): readonly Term<Id>[] {
  return (Object.keys(entries) as Id[]).map((id) => ({ id, title: { ru: entries[id][0], en: entries[id][1] } }));
}

export const MARKETPLACE_ID = 'poster';

/** Poster publishes no list of its catalogues by country; these are our queues (domain/poster.md, Gaps). */
export const REGIONS = terms({
  ua: ['Украина', 'Ukraine'],
  kz: ['Казахстан и Средняя Азия', 'Kazakhstan and Central Asia'],
  eu: ['Европа', 'Europe'],
  other: ['Другие страны', 'Other countries'],
});

/** Categories that have integration guidelines of their own («гайдлайны»; PD market/guidelines), and the rest. */
export const SOLUTION_TYPES = terms({
  'e-commerce': ['Сайты и онлайн-заказы', 'Sites and online orders'],
  loyalty: ['Программы лояльности', 'Loyalty'],
  telephony: ['Телефония', 'Telephony'],
  reservation: ['Бронирование', 'Reservations'],
  delivery: ['Доставка', 'Delivery'],
  analytics: ['Аналитика и отчёты', 'Analytics and reports'],
  accounting: ['Учёт и склад', 'Accounting and stock'],
  payments: ['Оплата и чаевые', 'Payments and tips'],
  staff: ['Персонал', 'Staff'],
  other: ['Другое', 'Other'],
});

/** How the application is connected (domain/poster.md §1). `pos` has nothing but a bundle on the terminal. */
export const INSTALL_MODES = ['oauth', 'manage', 'oauth-manage', 'webhook', 'pos'] as const;
export type InstallMode = (typeof INSTALL_MODES)[number];

export const INSTALL_MODE_TITLES: Readonly<Record<InstallMode, LocalizedText>> = {
  oauth: { ru: 'OAuth: сайт разработчика', en: 'OAuth: the vendor’s own site' },
  manage: { ru: 'Окно в админ-панели (Manage)', en: 'Window in the admin panel (Manage)' },
  'oauth-manage': { ru: 'OAuth и окно в админ-панели', en: 'OAuth and a window in the admin panel' },
  webhook: { ru: 'Только вебхуки', en: 'Webhooks only' },
  pos: { ru: 'Только терминал (POS)', en: 'Terminal only (POS)' },
};

/** Modes in which the browser is sent to the vendor's redirect_uri. */
export const OAUTH_MODES: readonly InstallMode[] = ['oauth', 'oauth-manage'];
/** Modes with a window in the admin panel. */
export const MANAGE_MODES: readonly InstallMode[] = ['manage', 'oauth-manage'];

/**
 * Accesses («доступы») that an application may ask for: the sections of the Web API, which are the prefixes of its methods
 * (domain/poster.md §4). `application` needs none.
 */
export const ACCESSES = terms({
  access: ['Заведения и сотрудники', 'Spots and employees'],
  clients: ['Клиенты и лояльность', 'Clients and loyalty'],
  dash: ['Статистика', 'Statistics'],
  finance: ['Финансы', 'Finance'],
  franchise: ['Франшиза', 'Franchise'],
  incomingOrders: ['Онлайн-заказы и бронирования', 'Online orders and reservations'],
  menu: ['Меню', 'Menu'],
  payments: ['Способы оплаты', 'Payment methods'],
  settings: ['Настройки', 'Settings'],
  spots: ['Залы и столы', 'Halls and tables'],
  storage: ['Склад', 'Stock'],
  transactions: ['Чеки', 'Receipts'],
});
export type Access = (typeof ACCESSES)[number]['id'];

/** Entities of which a webhook may be asked for (PD web/webhooks). `application` is the application's own life. */
export const WEBHOOK_ENTITIES = [
  'application',
  'category',
  'client',
  'client_bonus',
  'client_ewallet',
  'client_payed_sum',
  'clients_group',
  'dish',
  'incoming_order',
  'ingredient',
  'prepack',
  'product',
  'stock',
  'transaction',
  'discount',
  'table',
  'supplier',
] as const;
export type WebhookEntity = (typeof WEBHOOK_ENTITIES)[number];
