import type { RunFacts } from '../../../electron/marketplaces/bitrix24/install-test/facts.ts';
import type { PageSnapshot } from '../../../electron/marketplaces/page-watch/page-facts.ts';
import type { Bitrix24ApplicationInspection, Bitrix24EventDelivery } from '../../../electron/marketplaces/bitrix24/portal/inspection.ts';
import { bitrix24RegistrationSchema } from '../../../electron/marketplaces/bitrix24/portal/registration.ts';
import type { BrowserObservation } from '../../../electron/sandbox/run-context.ts';
import type { HttpExchange } from '../../../shared/domain/install-test.ts';

export const PORTAL = 'http://127.0.0.1:4000';
export const VENDOR = 'http://127.0.0.1:5000';

export const REGISTRATION = bitrix24RegistrationSchema.parse({
  code: 'severlab.invoices',
  name: 'Счета и акты',
  vendorName: 'ООО «Северная лаборатория»',
  version: '4',
  mode: 'A',
  appUrl: `${VENDOR}/app`,
  installUrl: `${VENDOR}/install`,
  clientId: 'app.1',
  clientSecret: 'client-secret-of-this-test',
  scopes: ['crm'],
});

export function makePage(change: Partial<PageSnapshot> = {}): PageSnapshot {
  return {
    stepId: 'roles.administrator',
    role: 'administrator',
    purpose: 'application',
    installNumber: 1,
    at: 1000,
    url: `${VENDOR}/app?DOMAIN=x`,
    httpStatus: 200,
    title: 'Счета',
    text: 'Счета и акты. Новый счёт',
    html: '<body>Счета и акты</body>',
    visibleElements: 4,
    layouts: [],
    brokenImages: [],
    links: [],
    checkedLinks: [],
    insecureParts: [],
    passwordFields: [],
    fieldValues: [],
    storage: [],
    hiddenCookies: [],
    debugMarks: [],
    ...change,
  };
}

export function makeApplication(change: Partial<Bitrix24ApplicationInspection> = {}): Bitrix24ApplicationInspection {
  return {
    code: REGISTRATION.code,
    name: REGISTRATION.name,
    mode: 'A',
    status: 'F',
    registeredVersion: '4',
    installedVersion: '4',
    everInstalled: true,
    installNumber: 1,
    active: true,
    finished: true,
    history: [],
    headChecks: [],
    addressNotes: [],
    handlers: [],
    placements: [],
    bindings: [],
    appOptionKeys: [],
    userOptionKeys: [],
    entityNames: [],
    registrations: [],
    tokens: { valid: 1, expired: 0, revoked: 0, refreshValid: 1 },
    deadTokenUses: [],
    installFinishCalls: [],
    frames: [],
    events: [],
    restCalls: [],
    standIns: [],
    oauthCalls: [],
    scopesDeclared: ['crm'],
    scopesUsed: ['crm'],
    frameMessages: [],
    ...change,
  };
}

export function makeDelivery(change: Partial<Bitrix24EventDelivery> = {}): Bitrix24EventDelivery {
  return {
    id: 1,
    event: 'ONCRMDEALADD',
    url: `${VENDOR}/events`,
    installNumber: 1,
    raisedAt: 100,
    state: 'delivered',
    droppedBecause: null,
    startedAt: 110,
    status: 200,
    durationMs: 15,
    redirects: 0,
    error: null,
    exchangeId: 1,
    clean: null,
    forged: false,
    ...change,
  };
}

export function makeObservation(change: Partial<BrowserObservation> = {}): BrowserObservation {
  return {
    at: 1,
    stepId: 'roles.administrator',
    role: 'administrator',
    kind: 'console-error',
    url: `${VENDOR}/assets/app.js`,
    text: 'нет',
    ...change,
  };
}

export function makeExchange(change: Partial<HttpExchange> = {}): HttpExchange {
  return {
    id: 1,
    at: 100,
    direction: 'vendor-to-portal',
    kind: 'rest',
    name: 'user.current',
    method: 'POST',
    url: `${PORTAL}/rest/user.current.json`,
    requestHeaders: {},
    requestBody: 'auth=‹access_token#1›',
    status: 200,
    responseHeaders: {},
    responseBody: '{}',
    durationMs: 3,
    error: null,
    ...change,
  };
}

export function makeFacts(change: Partial<RunFacts> = {}): RunFacts {
  return {
    registration: REGISTRATION,
    clean: true,
    portalAddress: PORTAL,
    vendorOrigins: new Set([VENDOR]),
    secrets: [],
    pages: [],
    unopened: [],
    bodies: [],
    failedResponses: [],
    observations: [],
    exchanges: [],
    installs: [{ installNumber: 1, stepId: 'install.finish', startedAt: 0, outcome: 'finished', pressed: ['Начать работу'], lastText: '' }],
    beforeUninstall: null,
    afterErasure: null,
    afterReinstall: null,
    installedTwice: null,
    update: null,
    secondPortal: null,
    latest: null,
    canary: null,
    optionCanary: null,
    watchMs: 2000,
    forged: null,
    doneSteps: new Set(),
    stepAt: () => null,
    slowEventMs: 3000,
    ...change,
  };
}
