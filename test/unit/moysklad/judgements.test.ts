import { describe, expect, it } from 'vitest';
import { moyskladVendor, STOCK_BOT } from '../../../electron/demo/vendors/moysklad/sample-solutions.ts';
import { judgeStatus } from '../../../electron/marketplaces/moysklad/install-test/detectors/access.ts';
import type { RunFacts, SavedSettings } from '../../../electron/marketplaces/moysklad/install-test/facts.ts';
import type { InboundCall, SolutionInspection } from '../../../electron/marketplaces/moysklad/portal/inspection.ts';

// What the detectors say of facts that the sample vendors do not bring about.
const registration = moyskladVendor(STOCK_BOT).registration('http://127.0.0.1:1');

function solution(more: Partial<SolutionInspection>): SolutionInspection {
  return {
    code: registration.code,
    name: registration.name,
    mode: 'main-window',
    version: '1',
    status: 'SettingsRequired',
    cause: 'Install',
    everInstalled: true,
    installNumber: 1,
    history: [],
    vendorCalls: [],
    inbound: [],
    webhooks: [],
    attributes: [],
    frames: [],
    messages: [],
    rightsGranted: [],
    rightsUsed: [],
    scope: 'custom',
    hasLoyaltySettings: false,
    ...more,
  };
}

function facts(more: Partial<RunFacts>): RunFacts {
  return {
    registration,
    portalAddress: 'http://127.0.0.1:2',
    vendorOrigins: new Set(['http://127.0.0.1:1']),
    secrets: [],
    pages: [],
    unopened: [],
    bodies: [],
    failedResponses: [],
    observations: [],
    solution: null,
    beforeRemoval: null,
    afterReinstall: null,
    unattributed: [],
    saved: null,
    employee: null,
    expiredKey: null,
    visits: {},
    feedback: [],
    repeated: null,
    watchMs: 100,
    doneSteps: new Set(['settings.window', 'settings.state']),
    stepAt: () => 'settings.window',
    ...more,
  };
}

function statusCall(requested: string, status = 200): InboundCall {
  return {
    at: 1,
    api: 'vendor',
    method: 'PUT',
    resource: 'apps/status',
    status,
    errorCode: null,
    source: 'vendor',
    right: '',
    token: 'valid',
    tokenLabel: null,
    tokenInstallNumber: null,
    installNumber: 1,
    installation: 'SettingsRequired',
    requested,
    exchangeId: 0,
  };
}

describe('honest status', () => {
  const saved: SavedSettings = {
    stepId: 'settings.window',
    text: 'Проба 1',
    wasSent: true,
    wasKept: true,
    statusBefore: 'SettingsRequired',
    statusAfter: 'SettingsRequired',
  };
  const verdicts = (more: Partial<SavedSettings>, calls: readonly InboundCall[] = []): string[] =>
    judgeStatus(facts({ saved: { ...saved, ...more }, solution: solution({ inbound: calls }) })).map((one) => one.status);

  it('is broken by settings that were kept and never reported', () => {
    expect(verdicts({})).toEqual(['fail']);
  });

  it('cannot be seen when a sample value was not good enough', () => {
    expect(verdicts({ wasKept: false })).toEqual(['could-not-look']);
    expect(verdicts({}, [statusCall('SettingsRequired')])).toEqual(['could-not-look']);
  });

  it('is kept when the solution reports that it is set up', () => {
    expect(verdicts({ statusAfter: 'Activated' }, [statusCall('Activated')])).toEqual(['pass']);
  });
});
