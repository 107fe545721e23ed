import { mainFrame } from '../../../marketplaces/moysklad/descriptor/descriptor.ts';
import { readDescriptor } from '../../../marketplaces/moysklad/descriptor/read-descriptor.ts';
import type { MoyskladRegistration } from '../../../marketplaces/moysklad/portal/registration.ts';
import { tariffsOf } from '../../../marketplaces/moysklad/registration.ts';
import type { SampleVendor } from '../sample-vendor.ts';
import type { Behaviour } from './behaviour.ts';
import { startVendorServer, type SampleSolution } from './vendor-server.ts';

const NAMESPACE = 'https://apps-api.moysklad.ru/xml/ns/appstore/app/v2';

function descriptor(address: string, rights: string, blocks: string): string {
  const scope = rights === '' ? '<scope>admin</scope>' : `<scope>custom</scope><permissions>${rights}</permissions>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<ServerApplication xmlns="${NAMESPACE}">
  <vendorApi>
    <endpointBase>${address}</endpointBase>
    <additionalEvents><updatePermissions/></additionalEvents>
  </vendorApi>
  <access>
    <resource>https://api.moysklad.ru/api/remap/1.2</resource>
    ${scope}
  </access>
  ${blocks}
</ServerApplication>
`;
}

/** Settings are needed; a window, a widget with a popup, a button, only the rights that it uses. */
export const STOCK_BOT: SampleSolution = {
  name: 'moysklad-stock-bot',
  title: 'Складской помощник',
  company: 'Ромашка Софт',
  appId: '3b0c0000-0000-4000-8000-00000000a001',
  appUid: 'stockbot.romashka',
  secretKey: 'demo-secret-key-stock-bot-0001',
  published: null,
  start: 'settings',
  window: 'key',
  webhooks: [],
  descriptor: (address) =>
    descriptor(
      address,
      '<warehouse><view/></warehouse><customerOrder><view/></customerOrder>',
      `<iframes><iframe type="main" sourceUrl="${address}/main"/></iframes>
  <widgets>
    <document.customerorder.edit>
      <sourceUrl>${address}/widget</sourceUrl>
      <height><fixed>150px</fixed></height>
      <supports><open-feedback/></supports>
    </document.customerorder.edit>
  </widgets>
  <popups><popup><name>details</name><sourceUrl>${address}/popup</sourceUrl></popup></popups>
  <buttons>
    <button name="check-stock" title="Проверить остатки"><locations><document.customerorder.edit/></locations></button>
  </buttons>`,
    ),
};

/** Works at once; its window asks for the user by message; it also stands among the chats. */
export const LABELS: SampleSolution = {
  name: 'moysklad-labels',
  title: 'Этикетки и ценники',
  company: 'Печатный двор',
  appId: '3b0c0000-0000-4000-8000-00000000a002',
  appUid: 'labels.print-yard',
  secretKey: 'demo-secret-key-labels-0002',
  published: null,
  start: 'ready',
  window: 'message',
  webhooks: [],
  descriptor: (address) =>
    descriptor(
      address,
      '<good><view/></good>',
      `<iframes>
    <iframe type="main" sourceUrl="${address}/main" useContextKey="false"><uses><user-context/></uses></iframe>
    <iframe type="chat" sourceUrl="${address}/chat"/>
  </iframes>`,
    ),
};

/** No window at all: webhooks and a scenario action. */
export const ORDER_SYNC: SampleSolution = {
  name: 'moysklad-order-sync',
  title: 'Обмен заказами',
  company: 'Мост интеграций',
  appId: '3b0c0000-0000-4000-8000-00000000a003',
  appUid: 'ordersync.bridge',
  secretKey: 'demo-secret-key-order-sync-0003',
  published: {
    appId: '3b0c0000-0000-4000-8000-00000000a103',
    appUid: 'ordersync-published.bridge',
    secretKey: 'demo-secret-key-order-sync-0103',
  },
  start: 'ready',
  window: null,
  webhooks: [{ entityType: 'customerorder', action: 'UPDATE' }],
  descriptor: (address) =>
    descriptor(
      address,
      '<customerOrder><view/></customerOrder><useOwnWebhooks/>',
      `<scenario><action name="send-order" title="Отправить заказ"/></scenario>`,
    ),
};

/** Takes its time to connect; the older form of the descriptor, administrator's access. */
export const DELIVERY: SampleSolution = {
  name: 'moysklad-delivery',
  title: 'Доставка по городу',
  company: 'Курьер и Ко',
  appId: '3b0c0000-0000-4000-8000-00000000a004',
  appUid: 'delivery.courier',
  secretKey: 'demo-secret-key-delivery-0004',
  published: null,
  start: 'slow',
  window: 'key',
  webhooks: [],
  descriptor: (address) => descriptor(address, '', `<iframe><sourceUrl>${address}/main</sourceUrl><expand>true</expand></iframe>`),
};

export type MoyskladVendor = SampleVendor<MoyskladRegistration>;

/** A vendor of this solution; `changes` are the decisions that it makes otherwise than a good one. */
export function moyskladVendor(
  solution: SampleSolution,
  changes: () => Partial<Behaviour> = () => ({}),
  card: (registration: MoyskladRegistration) => MoyskladRegistration = (registration) => registration,
): MoyskladVendor {
  return {
    name: solution.name,
    marketplace: 'moysklad',
    title: solution.title,
    company: solution.company,
    clientId: solution.appId,
    clientSecret: solution.secretKey,
    registration: (address) => card(registrationOf(solution, address)),
    start: (options) => startVendorServer(solution, options, changes()),
  };
}

function registrationOf(solution: SampleSolution, address: string): MoyskladRegistration {
  const { descriptor: read, problems } = readDescriptor(solution.descriptor(address));
  if (read === null) throw new Error(`the descriptor of ${solution.name} cannot be read`);
  return {
    code: solution.appUid,
    name: solution.title,
    vendorName: solution.company,
    version: '1',
    mode: mainFrame(read) === null ? 'no-window' : 'main-window',
    appId: solution.appId,
    appUid: solution.appUid,
    secretKey: solution.secretKey,
    descriptor: read,
    descriptorProblems: [...problems],
    paid: true,
    trialDays: 14,
    tariffs: tariffsOf(solution.appId),
    published: null,
  };
}
