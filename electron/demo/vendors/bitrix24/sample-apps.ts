import type { RunningVendor, SampleRegistration, SampleVendor, VendorOptions } from '../sample-vendor.ts';
import { startAppServer, type AppDescription } from './app-server.ts';
import { GOOD_BEHAVIOUR, type VendorBehaviour } from './behaviour.ts';

export interface SampleApp {
  readonly name: string;
  readonly code: string;
  readonly version: string;
  readonly company: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly description: AppDescription;
}

/** Mode A: an application with a wizard, a page of its own and a tab in the deal card. */
export const INVOICES: SampleApp = {
  name: 'bitrix24-invoices',
  code: 'severlab.invoices',
  version: '4',
  company: 'ООО «Северная лаборатория»',
  clientId: 'app.6601f0c25a8e41.20417735',
  clientSecret: 'Qm4vT9zLr2XcK8sWdY1nB6hFgJ3pEu7aRo5iVxNtZqMlCkSy',
  scopes: ['crm', 'placement', 'user_brief'],
  description: {
    mode: 'A',
    storage: 'json',
    texts: {
      title: 'Счета и акты',
      purpose: 'Счета, акты и напоминания об оплате рядом со сделкой',
      documentName: 'Номер и контрагент',
      documentsTitle: 'Счета',
      addTitle: 'Новый счёт',
      placeholder: 'Счёт 15, ООО «Ромашка»',
      installSteps: ['Связать приложение с порталом', 'Добавить вкладку «Счета» в карточку сделки', 'Открыть рабочее место'],
    },
    defaults: { organisation: '', prefix: 'СЧ' },
    events: ['ONAPPUNINSTALL', 'ONCRMDEALADD'],
    firstCalls: [],
    placements: [{ placement: 'CRM_DEAL_DETAIL_TAB', title: 'Счета' }],
  },
};

/** Mode B: pages rendered by the server, no wizard, the vendor's own SQLite. */
export const AGREEMENTS: SampleApp = {
  name: 'bitrix24-agreements',
  code: 'polekadr.agreements',
  version: '2',
  company: 'ИП «Полекадр»',
  clientId: 'app.66127be90d3c57.81520364',
  clientSecret: 'Hn7cW2yPq5RkD9tXbV4mLs8ZfJ1gAe6uTo3iKxQvNrEyBwCz',
  scopes: ['user_brief'],
  description: {
    mode: 'B',
    storage: 'sqlite',
    texts: {
      title: 'Реестр договоров',
      purpose: 'Сроки, суммы и ответственные по договорам компании',
      documentName: 'Договор',
      documentsTitle: 'Договоры',
      addTitle: 'Новый договор',
      placeholder: 'Поставка бумаги, АО «Листок»',
      installSteps: [],
    },
    defaults: { organisation: '', prefix: 'Д' },
    events: ['ONAPPUNINSTALL', 'ONAPPUPDATE'],
    firstCalls: [],
    placements: [],
  },
};

/** Mode C: no page; keeps contacts in order from its own server. */
export const CONTACTS: SampleApp = {
  name: 'bitrix24-contacts',
  code: 'tihiybereg.contacts',
  version: '1',
  company: 'ООО «Тихий берег»',
  clientId: 'app.661a44d7f8b1e3.55903127',
  clientSecret: 'Zt3rK6wNp9QyH2sLcX7vMb4GdF8jUe1aWo5iRnBqTxVzYkEm',
  scopes: ['crm'],
  description: {
    mode: 'C',
    storage: 'json',
    texts: {
      title: 'Чистые контакты',
      purpose: 'Находит повторы среди контактов',
      documentName: '',
      documentsTitle: '',
      addTitle: '',
      placeholder: '',
      installSteps: [],
    },
    defaults: {},
    events: ['ONAPPUNINSTALL', 'ONCRMCONTACTADD'],
    firstCalls: [],
    placements: [],
  },
};

export function registrationOf(app: SampleApp, address: string): SampleRegistration {
  const { mode } = app.description;
  return {
    code: app.code,
    name: app.description.texts.title,
    vendorName: app.company,
    version: app.version,
    mode,
    appUrl: mode === 'C' || mode === 'D' ? null : `${address}/app`,
    installUrl: mode === 'A' ? `${address}/install` : null,
    eventUrl: mode === 'C' || mode === 'D' ? `${address}/events` : null,
    ...(mode === 'D' ? { settingsUrl: `${address}/settings` } : {}),
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    scopes: [...app.scopes],
    placements: app.description.placements.map((one) => one.placement),
  };
}

/** Starts a sample application; `behaviour` replaces single decisions of the good one. */
export async function startSampleApp(
  app: SampleApp,
  options: VendorOptions,
  behaviour: Partial<VendorBehaviour> = {},
): Promise<RunningVendor> {
  return await startAppServer(app.description, { ...GOOD_BEHAVIOUR, ...behaviour }, options);
}

/** `makeBehaviour` is called at each start, so that what a faulty vendor remembers dies with its server. */
export function sampleVendor(app: SampleApp, makeBehaviour: () => Partial<VendorBehaviour> = () => ({})): SampleVendor {
  return {
    name: app.name,
    marketplace: 'bitrix24',
    title: app.description.texts.title,
    company: app.company,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    registration: (address) => registrationOf(app, address),
    start: (options) => startSampleApp(app, options, makeBehaviour()),
  };
}
