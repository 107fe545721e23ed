import type { RunningVendor, SampleVendor, VendorOptions } from '../sample-vendor.ts';
import { PROPER, type Behaviour } from './behaviour.ts';
import { startPosterApp } from './app-server.ts';

/** What a vendor enters in the developer's account of Poster; addresses are absolute. */
export interface PosterSampleRegistration {
  readonly [field: string]: unknown;
  readonly code: string;
  readonly name: string;
  readonly vendorName: string;
  readonly version: string;
  readonly mode: 'oauth' | 'manage' | 'oauth-manage' | 'webhook';
  readonly applicationId: string;
  readonly applicationSecret: string;
  readonly redirectUri: string | null;
  readonly manageUrl: string | null;
  readonly webhookUrl: string | null;
  readonly webhookEntities: readonly string[] | null;
  readonly accesses: readonly string[] | null;
}

/** One of the fictional vendors' applications. */
export interface PosterApp {
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly code: string;
  readonly mode: PosterSampleRegistration['mode'];
  /** What it is for; the server behaves accordingly. */
  readonly kind: 'report' | 'loyalty' | 'menu-copy' | 'shop' | 'reservation';
  readonly accesses: readonly string[];
  readonly webhookEntities: readonly string[];
  readonly hasWebhook: boolean;
  readonly applicationId: string;
  readonly applicationSecret: string;
}

/** OAuth alone: a site that shows figures of the account. */
export const REPORT: PosterApp = {
  name: 'poster-report',
  title: 'Отчёт по меню',
  company: 'Тихая Гавань',
  code: 'tihaya-gavan.report',
  mode: 'oauth',
  kind: 'report',
  accesses: ['access', 'menu'],
  webhookEntities: [],
  hasWebhook: false,
  applicationId: '3101',
  applicationSecret: 'demo-secret-report-3101',
};

/** Manage: a window in the admin panel with settings, a client group of its own, a welcome bonus. */
export const LOYALTY: PosterApp = {
  name: 'poster-loyalty',
  title: 'Клуб гостей',
  company: 'Зёрна и Ко',
  code: 'zyorna.club',
  mode: 'manage',
  kind: 'loyalty',
  accesses: ['clients', 'settings'],
  webhookEntities: ['application', 'client'],
  hasWebhook: true,
  applicationId: '3102',
  applicationSecret: 'demo-secret-loyalty-3102',
};

/** No pages at all: keeps a copy of the menu by webhooks. */
export const MENU_COPY: PosterApp = {
  name: 'poster-menu-copy',
  title: 'Электронное меню',
  company: 'Два Экрана',
  code: 'dva-ekrana.menu',
  mode: 'webhook',
  kind: 'menu-copy',
  accesses: ['menu'],
  webhookEntities: ['application', 'product', 'dish'],
  hasWebhook: true,
  applicationId: '3103',
  applicationSecret: 'demo-secret-menu-3103',
};

/** E-commerce: a shop with prepaid orders and their states. */
export const SHOP: PosterApp = {
  name: 'poster-shop',
  title: 'Заказ на дом',
  company: 'Быстрый Поднос',
  code: 'podnos.shop',
  mode: 'oauth',
  kind: 'shop',
  accesses: ['menu', 'incomingOrders', 'settings'],
  webhookEntities: ['application', 'product', 'dish', 'incoming_order'],
  hasWebhook: true,
  applicationId: '3104',
  applicationSecret: 'demo-secret-shop-3104',
};

/** OAuth and a window together: bookings of tables. */
export const RESERVATION: PosterApp = {
  name: 'poster-reservation',
  title: 'Столик у окна',
  company: 'Бронь и Точка',
  code: 'bron.tables',
  mode: 'oauth-manage',
  kind: 'reservation',
  accesses: ['incomingOrders', 'spots'],
  webhookEntities: ['application', 'incoming_order'],
  hasWebhook: true,
  applicationId: '3105',
  applicationSecret: 'demo-secret-tables-3105',
};

export const CLEAN_APPS: readonly PosterApp[] = [REPORT, LOYALTY, MENU_COPY, SHOP, RESERVATION];

/** Makes a vendor of an application. @param changes what it does otherwise than it should */
export function posterVendor(app: PosterApp, changes: Partial<Behaviour> = {}): SampleVendor<PosterSampleRegistration> {
  const behaviour: Behaviour = { ...PROPER, ...changes };
  return {
    name: app.name,
    marketplace: 'poster',
    title: app.title,
    company: app.company,
    clientId: app.applicationId,
    clientSecret: app.applicationSecret,
    registration: (address) => ({
      code: app.code,
      name: app.title,
      vendorName: app.company,
      version: '1.0',
      mode: app.mode,
      applicationId: app.applicationId,
      applicationSecret: app.applicationSecret,
      redirectUri: app.mode.startsWith('oauth') ? `${address}/poster/callback` : null,
      manageUrl: app.mode.endsWith('manage') ? `${address}/poster/manage` : null,
      webhookUrl: app.hasWebhook ? `${address}/poster/webhook` : null,
      webhookEntities: app.webhookEntities,
      accesses: app.accesses,
    }),
    start: (options: VendorOptions): Promise<RunningVendor> => startPosterApp(app, behaviour, options),
  };
}
