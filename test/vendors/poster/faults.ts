import type { Behaviour } from '../../../electron/demo/vendors/poster/behaviour.ts';
import {
  LOYALTY,
  MENU_COPY,
  posterVendor,
  REPORT,
  RESERVATION,
  SHOP,
  type PosterApp,
} from '../../../electron/demo/vendors/poster/sample-apps.ts';
import type { PosterSampleRegistration } from '../../../electron/demo/vendors/poster/sample-apps.ts';
import type { SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';

/** A vendor with one fault, and the rules under which it has to be found. */
export interface Fault {
  readonly name: string;
  readonly app: PosterApp;
  readonly changes?: Partial<Behaviour>;
  /** Settings of the application that differ. */
  readonly settings?: Partial<Pick<PosterApp, 'accesses' | 'webhookEntities'>>;
  readonly expected: readonly string[];
}

const inPage = (html: string): Partial<Behaviour> => ({ pageExtra: () => html });

export const FAULTS: readonly Fault[] = [
  {
    name: 'manage-verify-reversed',
    app: LOYALTY,
    changes: { manageVerify: (id, secret, code) => `${id}${secret}${code}`.length.toString().padStart(32, '0') },
    expected: ['po-manage-verify'],
  },
  { name: 'spinner-stays', app: LOYALTY, changes: { hidesSpinner: false }, expected: ['po-manage-spinner'] },
  {
    name: 'secret-in-page',
    app: LOYALTY,
    changes: { pageExtra: ({ secret }) => `<script>const settings = { key: "${secret}" };</script>` },
    expected: ['po-code-exchange-server-side'],
  },
  {
    name: 'exchange-in-browser',
    app: REPORT,
    changes: { exchangesInBrowser: true },
    // The token never reaches the server, so it uses none of its accesses either.
    expected: ['po-code-exchange-server-side', 'po-rights-minimal'],
  },
  {
    name: 'stack-trace',
    app: LOYALTY,
    changes: {
      isDebug: true,
      onOpen: (_client, person) => (person.roleId === 3 ? Promise.resolve() : Promise.reject(new Error('Cannot read role'))),
    },
    expected: ['po-prod-mode'],
  },
  { name: 'empty-for-employee', app: LOYALTY, changes: { isBlankFor: (roleId) => roleId !== 3 }, expected: ['po-usable'] },
  {
    name: 'script-error',
    app: REPORT,
    changes: inPage('<script>document.getElementById("missing").focus();</script>'),
    expected: ['po-usable'],
  },
  { name: 'broken-picture', app: REPORT, changes: inPage('<img src="/logo.png" alt="" />'), expected: ['po-usable'] },
  {
    name: 'dialog-on-opening',
    app: LOYALTY,
    changes: inPage('<script>alert("Оцените приложение!");</script>'),
    expected: ['po-no-break-poster'],
  },
  { name: 'asks-for-token', app: REPORT, changes: { asksForToken: true }, expected: ['po-oauth-for-market'] },
  {
    name: 'other-redirect-uri',
    app: REPORT,
    changes: { redirectUriOf: (registered) => `${registered}/` },
    expected: ['po-redirect-exact'],
  },
  { name: 'webhook-answers-500', app: MENU_COPY, changes: { webhookStatus: 500 }, expected: ['po-connect-simple', 'po-webhook-200'] },
  {
    name: 'webhook-answers-202',
    app: SHOP,
    changes: { webhookStatus: 202 },
    expected: ['po-uninstall-handled', 'po-webhook-200'],
  },
  { name: 'webhook-slow', app: LOYALTY, changes: { webhookDelayMs: 1300 }, expected: ['po-webhook-200'] },
  { name: 'verify-not-checked', app: MENU_COPY, changes: { checksWebhookVerify: false }, expected: ['po-webhook-verify'] },
  { name: 'bonus-twice', app: LOYALTY, changes: { remembersEvents: false }, expected: ['po-webhook-idempotent'] },
  {
    name: 'works-on-after-removal',
    app: LOYALTY,
    changes: { polls: true, detachesOnRemoval: false, keepsFirstToken: false },
    expected: ['po-uninstall-handled'],
  },
  {
    name: 'keeps-old-token',
    app: MENU_COPY,
    changes: { keepsFirstToken: true, detachesOnRemoval: false },
    expected: ['po-reinstall-works'],
  },
  { name: 'second-group', app: LOYALTY, changes: { looksBeforeCreating: false }, expected: ['po-reinstall-works'] },
  { name: 'needless-access', app: REPORT, settings: { accesses: ['access', 'menu', 'finance'] }, expected: ['po-rights-minimal'] },
  {
    name: 'beyond-its-access',
    app: LOYALTY,
    changes: { onOpen: async (client) => void (await client.get('finance.getAccounts').catch(() => undefined)) },
    expected: ['po-rights-minimal'],
  },
  {
    name: 'removes-a-product',
    app: SHOP,
    changes: { onConnect: async (client) => void (await client.post('menu.removeProduct', { product_id: 6 }).catch(() => undefined)) },
    expected: ['po-no-data-damage'],
  },
  {
    name: 'changes-prices',
    app: SHOP,
    changes: { onConnect: async (client) => void (await client.post('menu.updateProduct', { product_id: 5, price: 9900 })) },
    expected: ['po-no-data-damage'],
  },
  { name: 'wrong-currency', app: SHOP, changes: { orderCurrency: () => 'RUB' }, expected: ['po-ec-order-sent'] },
  {
    name: 'deaf-to-decisions',
    app: SHOP,
    settings: { webhookEntities: ['application', 'product', 'dish'] },
    expected: ['po-ec-order-status'],
  },
  {
    name: 'doubled-guest',
    app: LOYALTY,
    changes: {
      onConnect: async (client) =>
        void (await client
          .post('clients.createClient', { client_name: 'Гостья Вторая', phone: '+380 00 000 0002' })
          .catch(() => undefined)),
    },
    expected: ['po-loy-no-dup-clients'],
  },
];

export function faultyVendor(fault: Fault): SampleVendor<PosterSampleRegistration> {
  return posterVendor({ ...fault.app, ...fault.settings }, fault.changes);
}

/** Clean variants: OAuth, Manage, webhooks alone, e-commerce, OAuth with Manage. */
export const CLEAN: readonly PosterApp[] = [REPORT, LOYALTY, MENU_COPY, SHOP, RESERVATION];
