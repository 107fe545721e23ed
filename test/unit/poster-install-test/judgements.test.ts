import { describe, expect, it } from 'vitest';
import { judgeBookingConnection, judgeSpots, judgeTariff } from '../../../electron/marketplaces/poster/install-test/detectors/account.ts';
import { judgeTelephonyLink, judgeTouchAreas } from '../../../electron/marketplaces/poster/install-test/detectors/beyond-account.ts';
import { judgeReconnecting } from '../../../electron/marketplaces/poster/install-test/detectors/data.ts';
import { judgeRemoval } from '../../../electron/marketplaces/poster/install-test/detectors/webhooks.ts';
import type { RunFacts } from '../../../electron/marketplaces/poster/install-test/facts.ts';
import { posterRegistrationSchema } from '../../../electron/marketplaces/poster/portal/registration.ts';
import { makePage } from '../page-watch/make-page.ts';

// What the detectors say of facts that the sample applications do not bring about.
const registration = posterRegistrationSchema.parse({
  code: 'vendor.app',
  name: 'App',
  vendorName: 'Vendor',
  version: '1',
  mode: 'manage',
  applicationId: '777',
  applicationSecret: 'sim-app-secret',
  redirectUri: null,
  manageUrl: 'http://127.0.0.1:1/manage',
  webhookUrl: null,
  webhookEntities: null,
  accesses: null,
});

type Latest = NonNullable<RunFacts['latest']>;

function facts(more: Partial<RunFacts>, latest: Partial<Latest> = {}): RunFacts {
  return {
    registration,
    pages: [],
    inspection: null,
    latest: { calls: [], orders: [], ...latest } as unknown as Latest,
    ...more,
  } as unknown as RunFacts;
}

const statuses = (judgements: readonly { readonly status: string }[]): string[] => judgements.map((one) => one.status);

describe('what lies beyond the account', () => {
  const oauth = { ...registration, mode: 'oauth', redirectUri: 'http://127.0.0.1:1/callback', solutionType: 'telephony' } as const;
  const connect = { installNumber: 1, stepId: 'connect.finish', outcome: 'finished', url: '', httpStatus: 200, lastText: '' } as const;
  const judged = (more: Partial<RunFacts>): readonly { readonly status: string; readonly message: { readonly en: string } }[] =>
    judgeTelephonyLink(facts({ registration: oauth, connects: [connect], ...more }));

  it('the login to the telephony system is named where there is one, and left to a person', () => {
    const login = makePage({ stepId: 'connect.finish', passwordFields: [{ name: 'password', context: 'Вход в АТС' }] });
    expect(judged({ pages: [login] })).toMatchObject([{ status: 'could-not-look', stepId: 'connect.finish' }]);
    expect(judged({ pages: [login] })[0]?.message.en).toContain('Вход в АТС');
    expect(judged({})[0]?.message.en).toContain('show no login');
    expect(judged({ connects: [{ ...connect, outcome: 'stalled' }] })).toEqual([]);
    expect(judged({ registration: { ...oauth, solutionType: 'delivery' } })).toEqual([]);
  });

  it('the screens of a terminal are left to a person where the application has some', () => {
    expect(statuses(judgeTouchAreas(facts({ registration: { ...registration, hasPosBundle: true } })))).toEqual(['could-not-look']);
    expect(judgeTouchAreas(facts({}))).toEqual([]);
  });
});

describe('the token of the first installation, used during the second one', () => {
  const call = (token: string, tokenInstallNumber: number, at = 9000) => ({
    method: 'menu.getProducts',
    section: 'menu',
    writes: false,
    installNumber: 2,
    source: 'vendor',
    token,
    tokenInstallNumber,
    count: 1,
    errors: {},
    firstAt: at,
    lastAt: at,
  });
  const removed = {
    object: 'application',
    action: 'removed',
    kind: 'genuine',
    state: 'accepted',
    attempts: [{ at: 2000, status: 200, error: null }],
  };
  const rulesBroken = (...calls: ReturnType<typeof call>[]): string[] => {
    const all = facts(
      {
        registration: { ...registration, webhookUrl: 'http://127.0.0.1:1/hook' },
        removedAt: 1000,
        doneSteps: new Set(['remove.webhook', 'reconnect.state']),
        connects: [{ installNumber: 2, stepId: 'reconnect.finish', outcome: 'finished', url: '', httpStatus: 200, lastText: '' }],
        stepAt: () => 'reconnect.state',
      },
      { calls, webhooks: [removed], history: [{ at: 5000, what: 'finished', installNumber: 2 }] } as unknown as Partial<Latest>,
    );
    return [...judgeRemoval(all), ...judgeReconnecting(all)].flatMap((one) => (one.status === 'fail' ? [one.ruleId] : []));
  };

  it('is something left running when the new token is in use too', () => {
    expect(rulesBroken(call('removed', 1), call('valid', 2))).toEqual(['po-uninstall-handled']);
  });

  it('is a reconnection that does not work when the new token is not in use', () => {
    expect(rulesBroken(call('removed', 1))).toEqual(['po-reinstall-works']);
    expect(rulesBroken(call('valid', 2))).toEqual([]);
  });
});

describe('an account with several spots', () => {
  it('is served where the page names each of them; otherwise a person looks', () => {
    const spots = (text: string): string[] => statuses(judgeSpots(facts({ pages: [makePage({ text })] })));
    expect(spots('Кофейня на Садовой\nКофейня на Речной')).toEqual(['pass']);
    expect(spots('Кофейня на Садовой')).toEqual(['could-not-look']);
    expect(judgeSpots(facts({}))).toEqual([]);
  });
});

describe('a tariff of Poster that has run out', () => {
  const billed = { ...registration, posterBilling: true };
  const judged = (limited: string | null): string[] => {
    const pages = [makePage({ text: 'Отчёт' }), ...(limited === null ? [] : [makePage({ stepId: 'probes.tariff-limit', text: limited })])];
    return statuses(judgeTariff(facts({ registration: billed, pages })));
  };

  it('is seen on the page, or the run did not try', () => {
    expect(judged('Оплатите тариф')).toEqual(['pass']);
    expect(judged('Отчёт')).toEqual(['fail']);
    expect(judged(null)).toEqual(['could-not-look']);
    expect(judgeTariff(facts({ pages: [makePage()] }))).toEqual([]);
  });
});

describe('connecting a booking service', () => {
  const orders = [{ method: 'incomingOrders.createReservation' }] as unknown as Latest['orders'];
  it('happens in the admin panel, with the spot’s data filled in', () => {
    const judged = (more: Partial<RunFacts>): string[] => statuses(judgeBookingConnection(facts(more, { orders })));
    expect(judged({ pages: [makePage({ fieldValues: ['Кофейня на Речной'] })] })).toEqual(['pass']);
    expect(judged({ pages: [makePage({ fieldValues: ['+380 000 000 000'] })] })).toEqual(['pass']);
    expect(judged({ pages: [makePage({ fieldValues: [''] })] })).toEqual(['could-not-look']);
    expect(judged({ registration: { ...registration, manageUrl: null } })).toEqual(['fail']);
    expect(judgeBookingConnection(facts({}))).toEqual([]);
  });
});
