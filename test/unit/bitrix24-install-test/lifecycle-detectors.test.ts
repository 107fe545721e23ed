import { describe, expect, it } from 'vitest';
import { judgeAfterlife, judgeErasure } from '../../../electron/marketplaces/bitrix24/install-test/detectors/erasure.ts';
import {
  judgeEvents,
  judgeForgedEvent,
  judgeUninstallHandler,
} from '../../../electron/marketplaces/bitrix24/install-test/detectors/events.ts';
import {
  judgeCleanInstall,
  judgeHeadChecks,
  judgeInstallCallback,
  judgeInstallFinish,
} from '../../../electron/marketplaces/bitrix24/install-test/detectors/installation.ts';
import { judgeKeptData } from '../../../electron/marketplaces/bitrix24/install-test/detectors/kept-data.ts';
import { judgeRebinding, judgeReinstall } from '../../../electron/marketplaces/bitrix24/install-test/detectors/reinstall.ts';
import { judgeRestEconomy, judgeTokenRefresh } from '../../../electron/marketplaces/bitrix24/install-test/detectors/rest-calls.ts';
import { judgeDeclaredWidgets, judgeScopes } from '../../../electron/marketplaces/bitrix24/install-test/detectors/rights.ts';
import { judgeOrdinaryUser, judgeWidgets } from '../../../electron/marketplaces/bitrix24/install-test/detectors/roles.ts';
import type { InstallAttempt } from '../../../electron/marketplaces/bitrix24/install-test/facts.ts';
import type {
  Bitrix24ApplicationInspection,
  Bitrix24Binding,
  Bitrix24DeadTokenUse,
} from '../../../electron/marketplaces/bitrix24/portal/inspection.ts';
import { makeApplication, makeDelivery, makeExchange, makeFacts, makePage, REGISTRATION, VENDOR } from './make-facts.ts';

const statuses = (judgements: readonly { status: string }[]): string[] => judgements.map((one) => one.status);
const attempt = (change: Partial<InstallAttempt> = {}): InstallAttempt => ({
  installNumber: 1,
  stepId: 'install.finish',
  startedAt: 0,
  outcome: 'finished',
  pressed: [],
  lastText: '',
  ...change,
});
const binding = (change: Partial<Bitrix24Binding> = {}): Bitrix24Binding => ({
  at: 10,
  action: 'event.bind',
  name: 'ONAPPUNINSTALL',
  url: `${VENDOR}/events`,
  installNumber: 1,
  error: null,
  exchangeId: 1,
  ...change,
});
const finish = (change = {}) =>
  ({
    at: 50,
    userId: '1',
    installNumber: 1,
    accepted: true,
    reason: 'finished',
    exchangeId: 1,
    ...change,
  }) as Bitrix24ApplicationInspection['installFinishCalls'][number];
const handler = (event: string, url = `${VENDOR}/events`) => ({
  event,
  url,
  userId: null,
  offline: false,
  boundAt: 1,
  installNumber: 1,
  byPortal: false,
});

describe('install-url-head', () => {
  const check = (accepted: boolean, status: number | null) =>
    ({
      field: 'appUrl',
      url: `${VENDOR}/app`,
      at: 1,
      status,
      error: status === null ? 'refused' : null,
      accepted,
      durationMs: 2,
      exchangeId: 1,
    }) as const;
  it('names status and address', () => {
    const [judgement] = judgeHeadChecks(makeFacts({ latest: makeApplication({ headChecks: [check(false, 405), check(true, 200)] }) }));
    expect(judgement?.status).toBe('fail');
    expect(judgement?.message.ru).toContain('HTTP 405');
    expect(statuses(judgeHeadChecks(makeFacts({ latest: makeApplication({ headChecks: [check(true, 302)] }) })))).toEqual(['pass']);
  });
});

describe('install-finish-called', () => {
  it('passes for one call after the registrations', () => {
    expect(
      statuses(judgeInstallFinish(makeFacts({ latest: makeApplication({ installFinishCalls: [finish()], bindings: [binding()] }) }))),
    ).toEqual(['pass']);
  });
  it('fails when it never comes although the vendor did its part, and leaves the clean install open', () => {
    const facts = makeFacts({
      installs: [attempt({ outcome: 'stalled', pressed: ['Готово'] })],
      pages: [makePage({ purpose: 'installer' })],
      latest: makeApplication({ bindings: [binding()], finished: false }),
    });
    expect(statuses(judgeInstallFinish(facts))).toEqual(['fail']);
    expect(statuses(judgeCleanInstall(facts))).toEqual(['could-not-look']);
  });
  it('does not blame installFinish when the installer itself failed', () => {
    const facts = makeFacts({
      installs: [attempt({ outcome: 'stalled' })],
      pages: [makePage({ purpose: 'installer', httpStatus: 500 })],
      latest: makeApplication({ finished: false }),
    });
    expect(statuses(judgeInstallFinish(facts))).toEqual(['could-not-look']);
    expect(statuses(judgeCleanInstall(facts))).toEqual(['fail']);
  });
  it('fails when called twice or before the registrations', () => {
    const twice = [finish(), finish({ at: 51, accepted: false, reason: 'already-finished' })];
    expect(
      statuses(judgeInstallFinish(makeFacts({ latest: makeApplication({ installFinishCalls: twice, bindings: [binding()] }) }))),
    ).toEqual(['fail']);
    const late = makeApplication({ installFinishCalls: [finish()], bindings: [binding({ at: 900 })] });
    expect(statuses(judgeInstallFinish(makeFacts({ latest: late })))).toEqual(['fail']);
  });
  it('says nothing about versions without a wizard', () => {
    expect(judgeInstallFinish(makeFacts({ registration: { ...REGISTRATION, mode: 'B' }, latest: makeApplication() }))).toEqual([]);
  });
});

describe('install-callback-no-finish', () => {
  const registration = { ...REGISTRATION, mode: 'C' as const };
  const restCalls = [
    { method: 'app.info', scope: '', installNumber: 1, source: 'vendor', count: 1, errors: {}, firstExchangeId: 1, lastExchangeId: 1 },
  ] as const;
  it('judges the answer and the use of the tokens', () => {
    const judgeWith = (status: number, calls: typeof restCalls | readonly []) =>
      statuses(
        judgeInstallCallback(
          makeFacts({
            registration,
            latest: makeApplication({ events: [makeDelivery({ event: 'ONAPPINSTALL', status })], restCalls: calls }),
          }),
        ),
      );
    expect(judgeWith(200, restCalls)).toEqual(['pass']);
    expect(judgeWith(200, [])).toEqual(['could-not-look']);
    expect(judgeWith(500, restCalls)).toEqual(['fail']);
  });
});

describe('install-nonadmin-open', () => {
  const user = (change = {}) => makePage({ stepId: 'roles.user', role: 'user', ...change });
  const doneSteps = new Set(['roles.user']);
  it('fails only when the administrator gets more', () => {
    const refused = user({ text: 'Доступ запрещён' });
    expect(statuses(judgeOrdinaryUser(makeFacts({ doneSteps, pages: [makePage(), refused] })))).toEqual(['fail']);
    expect(statuses(judgeOrdinaryUser(makeFacts({ doneSteps, pages: [makePage({ text: '', visibleElements: 0 }), refused] })))).toEqual([
      'could-not-look',
    ]);
    expect(statuses(judgeOrdinaryUser(makeFacts({ doneSteps, pages: [makePage(), user()] })))).toEqual(['pass']);
    expect(judgeOrdinaryUser(makeFacts({ pages: [makePage(), user()] }))).toEqual([]);
  });
  it('does not take a page that merely mentions rights for a refusal', () => {
    const long = user({ text: `Настройки меняет только администратор. ${'Счёт 15, ООО «Ромашка», 12 000 ₽. '.repeat(30)}` });
    expect(statuses(judgeOrdinaryUser(makeFacts({ doneSteps, pages: [makePage(), long] })))).toEqual(['pass']);
  });
});

describe('install-widgets-live', () => {
  const placement = { placement: 'CRM_DEAL_DETAIL_TAB', url: `${VENDOR}/widget`, title: 'Счета', boundAt: 1, installNumber: 1 };
  const frame = {
    at: 1,
    appSid: 'x',
    userId: '1',
    url: `${VENDOR}/widget`,
    method: 'POST',
    purpose: 'widget',
    placement: 'CRM_DEAL_DETAIL_TAB',
    placementOptions: '{}',
    installNumber: 1,
    version: '4',
    firstRun: false,
  } as const;
  const doneSteps = new Set(['roles.widgets']);
  it('judges opened widgets and says which place the portal lacks', () => {
    const beforeUninstall = makeApplication({ placements: [placement], frames: [frame] });
    const widget = makePage({ purpose: 'widget', stepId: 'roles.widgets' });
    expect(statuses(judgeWidgets(makeFacts({ doneSteps, beforeUninstall, pages: [widget] })))).toEqual(['pass']);
    expect(statuses(judgeWidgets(makeFacts({ doneSteps, beforeUninstall, pages: [{ ...widget, text: '', visibleElements: 0 }] })))).toEqual(
      ['fail'],
    );
    expect(statuses(judgeWidgets(makeFacts({ doneSteps, beforeUninstall: makeApplication({ placements: [placement] }) })))).toEqual([
      'could-not-look',
    ]);
  });
});

describe('install-events-received', () => {
  const judgeOne = (change: Parameters<typeof makeDelivery>[0]) =>
    statuses(judgeEvents(makeFacts({ latest: makeApplication({ events: [makeDelivery(change)] }) })));
  it('fails on refusals, silence and slowness', () => {
    expect(judgeOne({})).toEqual(['pass']);
    expect(judgeOne({ status: 500, state: 'failed' })).toEqual(['fail']);
    expect(judgeOne({ status: null, state: 'failed', error: 'timeout after 10000 ms' })).toEqual(['fail']);
    expect(judgeOne({ durationMs: 4000 })).toEqual(['fail']);
  });
  it('leaves lifecycle events and probes to their own rules, and says when nothing happened', () => {
    expect(judgeOne({ event: 'ONAPPUNINSTALL', status: 500, state: 'failed' })).toEqual([]);
    expect(judgeOne({ forged: true, status: 403, state: 'failed' })).toEqual([]);
    const beforeUninstall = makeApplication({ handlers: [handler('ONCRMDEALADD')] });
    expect(statuses(judgeEvents(makeFacts({ beforeUninstall, latest: makeApplication() })))).toEqual(['could-not-look']);
  });
});

describe('uninstall-handler', () => {
  const beforeUninstall = makeApplication({ handlers: [handler('ONAPPUNINSTALL')] });
  it('needs a subscription and a 2xx answer', () => {
    const judgeWith = (event: ReturnType<typeof makeDelivery>) =>
      statuses(judgeUninstallHandler(makeFacts({ beforeUninstall, afterErasure: makeApplication({ events: [event] }) })));
    expect(judgeWith(makeDelivery({ event: 'ONAPPUNINSTALL' }))).toEqual(['pass']);
    expect(judgeWith(makeDelivery({ event: 'ONAPPUNINSTALL', status: 404, state: 'failed' }))).toEqual(['fail']);
    expect(judgeWith(makeDelivery({ event: 'ONAPPUNINSTALL', durationMs: 9000 }))).toEqual(['fail']);
    expect(statuses(judgeUninstallHandler(makeFacts({ beforeUninstall: makeApplication(), afterErasure: makeApplication() })))).toEqual([
      'fail',
    ]);
  });
});

describe('erasure', () => {
  const history = [{ at: 1000, what: 'uninstalled', version: '4', installNumber: 1, userId: '1', clean: true }] as const;
  const answered = makeDelivery({ event: 'ONAPPUNINSTALL', startedAt: 1100, durationMs: 50 });
  const use = (at: number, change: Partial<Bitrix24DeadTokenUse> = {}): Bitrix24DeadTokenUse => ({
    at,
    exchangeId: 9,
    kind: 'rest',
    name: 'app.info',
    token: '‹access_token#1›',
    source: 'vendor',
    installNumber: 1,
    revokedAt: 1000,
    afterReinstall: false,
    ...change,
  });
  const factsWith = (deadTokenUses: readonly Bitrix24DeadTokenUse[], change = {}) => {
    const latest = makeApplication({ history, events: [answered], deadTokenUses });
    return makeFacts({
      latest,
      afterErasure: latest,
      canary: { text: 'Проба 1a2b3c4d', stepId: 'roles.data', wasKept: true, whyNot: null },
      pages: [makePage({ installNumber: 2 })],
      ...change,
    });
  };
  it('passes when nothing was used and nothing is seen again', () => {
    expect(statuses(judgeAfterlife(factsWith([])))).toEqual(['pass']);
    expect(statuses(judgeErasure(factsWith([])))).toEqual(['pass']);
  });
  it('takes a call during the handling for an afterlife only, a later one for kept tokens too', () => {
    expect(statuses(judgeAfterlife(factsWith([use(1120)])))).toEqual(['fail']);
    expect(statuses(judgeErasure(factsWith([use(1120)])))).toEqual(['pass']);
    expect(statuses(judgeErasure(factsWith([use(1500)])))).toEqual(['fail']);
  });
  it('does not hold pages still open in a browser against the server', () => {
    expect(statuses(judgeAfterlife(factsWith([use(1500, { source: 'browser' })])))).toEqual(['pass']);
  });
  it('finds refused token requests', () => {
    const latest = makeApplication({
      history,
      oauthCalls: [
        { at: 1400, grantType: 'refresh_token', status: 401, error: 'invalid_client', installNumber: 1, exchangeId: 3, remainingMs: null },
      ],
    });
    expect(statuses(judgeAfterlife(factsWith([], { latest })))).toEqual(['fail']);
  });
  it('finds the canary on a page, in a field and in the browser’s storage', () => {
    const again = (change: Parameters<typeof makePage>[0]) =>
      statuses(judgeErasure(factsWith([], { pages: [makePage({ installNumber: 2, ...change })] })));
    expect(again({ text: 'Счёт Проба 1a2b3c4d' })).toEqual(['fail']);
    expect(again({ fieldValues: ['Проба 1a2b3c4d'] })).toEqual(['fail']);
    expect(again({ storage: [{ kind: 'local', key: 'draft', value: 'Проба 1a2b3c4d' }] })).toEqual(['fail']);
  });
  it('finds the canary in a cookie that the page cannot read, and in what the solution says to the portal', () => {
    const hiddenCookies = [{ name: 'last', value: 'Проба 1a2b3c4d' }];
    const [judgement] = judgeErasure(factsWith([], { pages: [makePage({ installNumber: 2, hiddenCookies })] }));
    expect(judgement?.message.ru).toContain('cookie (HttpOnly) «last»');
    const call = makeExchange({
      at: 5000,
      name: 'app.option.set',
      requestBody: 'options%5Bx%5D=%D0%9F%D1%80%D0%BE%D0%B1%D0%B0%201a2b3c4d',
    });
    const latest = makeApplication({
      history: [...history, { what: 'installed', at: 4000, installNumber: 2 } as never],
      events: [answered],
    });
    expect(statuses(judgeErasure(factsWith([], { latest, exchanges: [call] })))).toEqual(['fail']);
    // Before the reinstallation it is what was entered then.
    expect(statuses(judgeErasure(factsWith([], { latest, exchanges: [{ ...call, at: 900 }] })))).toEqual(['pass']);
  });
  it('finds what was written to the options before, shown again or written again', () => {
    const optionCanary = { name: 'moderation_check', app: 'Проба aaaa1111', user: 'Проба bbbb2222' };
    expect(statuses(judgeErasure(factsWith([], { optionCanary })))).toEqual(['pass']);
    const shown = (text: string) => judgeErasure(factsWith([], { optionCanary, pages: [makePage({ installNumber: 2, text })] }));
    expect(shown('Подпись: Проба aaaa1111')[0]?.message.ru).toContain('app.option');
    expect(shown('Подпись: Проба bbbb2222')[0]?.message.ru).toContain('user.option');
    const back = makeApplication({ userOptionKeys: [{ userId: '1', keys: ['moderation_check'] }] });
    expect(statuses(judgeErasure(factsWith([], { optionCanary, afterReinstall: back })))).toEqual(['fail']);
  });
  it('could not look without a canary, after a removal that keeps data, or without a page to look at', () => {
    expect(statuses(judgeErasure(factsWith([], { canary: null })))).toEqual(['could-not-look']);
    expect(statuses(judgeErasure(factsWith([], { clean: false })))).toEqual(['could-not-look']);
    expect(statuses(judgeErasure(factsWith([], { pages: [] })))).toEqual(['could-not-look']);
  });
});

describe('an uninstallation that keeps the data', () => {
  const kept = makeApplication({ appOptionKeys: ['moderation_check'], userOptionKeys: [{ userId: '2', keys: ['filter'] }] });
  const text = 'Проба 1a2b3c4d';
  const judgeWith = (change: Parameters<typeof makeFacts>[0]) =>
    judgeKeptData(
      makeFacts({
        clean: false,
        beforeUninstall: kept,
        afterReinstall: kept,
        installs: [attempt(), attempt({ installNumber: 2, stepId: 'reinstall.finish' })],
        canary: { text, stepId: 'roles.data', wasKept: true, whyNot: null },
        pages: [makePage({ installNumber: 2, text: `Счёт ${text}` })],
        ...change,
      }),
    );
  it('is judged by what was entered and by the options', () => {
    expect(statuses(judgeWith({}))).toEqual(['pass']);
    expect(judgeWith({ pages: [makePage({ installNumber: 2 })] })[0]).toMatchObject({ status: 'fail', confidence: 'not-observed' });
    expect(judgeWith({ afterReinstall: makeApplication({ userOptionKeys: kept.userOptionKeys }) })[0]?.message.ru).toContain(
      'moderation_check',
    );
    expect(judgeWith({ afterReinstall: makeApplication({ appOptionKeys: kept.appOptionKeys }) })[0]?.message.ru).toContain(
      'user.option filter',
    );
  });
  it('is not judged after a removal with data, and not where there was nothing to see', () => {
    expect(judgeWith({ clean: true })).toEqual([]);
    expect(judgeWith({ canary: null })).toEqual([]);
    expect(statuses(judgeWith({ pages: [] }))).toEqual(['could-not-look']);
    expect(statuses(judgeWith({ pages: [makePage({ installNumber: 2, httpStatus: 500 })] }))).toEqual(['could-not-look']);
  });
});

describe('reinstallation', () => {
  const second = attempt({ installNumber: 2, stepId: 'reinstall.finish' });
  const beforeUninstall = makeApplication({ handlers: [handler('ONAPPUNINSTALL'), handler('ONCRMDEALADD')] });
  it('judges whether it works', () => {
    expect(statuses(judgeReinstall(makeFacts({ installs: [attempt(), second] })))).toEqual(['pass']);
    expect(statuses(judgeReinstall(makeFacts({ installs: [attempt(), { ...second, outcome: 'stalled' }] })))).toEqual(['fail']);
    const pages = [makePage(), makePage({ installNumber: 2, httpStatus: 500 })];
    expect(statuses(judgeReinstall(makeFacts({ installs: [attempt(), second], pages })))).toEqual(['fail']);
  });
  it('finds what is not registered again and what is registered twice', () => {
    const judgeWith = (handlers: Bitrix24ApplicationInspection['handlers']) =>
      statuses(
        judgeRebinding(makeFacts({ beforeUninstall, installs: [attempt(), second], afterReinstall: makeApplication({ handlers }) })),
      );
    expect(judgeWith(beforeUninstall.handlers)).toEqual(['pass']);
    expect(judgeWith([handler('ONAPPUNINSTALL')])).toEqual(['fail']);
    expect(judgeWith([...beforeUninstall.handlers, handler('ONCRMDEALADD', `${VENDOR}/events?copy=2`)])).toEqual(['fail']);
  });
});

describe('rights', () => {
  it('names scopes that were never used, as not observed', () => {
    const [judgement] = judgeScopes(makeFacts({ beforeUninstall: makeApplication({ scopesDeclared: ['crm', 'telephony'] }) }));
    expect(judgement).toMatchObject({ status: 'fail', confidence: 'not-observed' });
    expect(judgement?.message.ru).toContain('telephony');
    expect(statuses(judgeScopes(makeFacts({ beforeUninstall: makeApplication() })))).toEqual(['pass']);
  });
  it('does not judge scopes of an application whose page does not work', () => {
    const facts = makeFacts({ beforeUninstall: makeApplication({ scopesUsed: [] }), pages: [makePage({ text: '', visibleElements: 0 })] });
    expect(statuses(judgeScopes(facts))).toEqual(['could-not-look']);
  });
  it('compares declared with bound widgets', () => {
    const placements = [{ placement: 'CRM_DEAL_DETAIL_TAB', url: `${VENDOR}/widget`, title: '', boundAt: 1, installNumber: 1 }];
    expect(statuses(judgeDeclaredWidgets(makeFacts({ beforeUninstall: makeApplication({ placements }) })))).toEqual(['fail']);
    const registration = { ...REGISTRATION, placements: ['CRM_DEAL_DETAIL_TAB'] };
    expect(statuses(judgeDeclaredWidgets(makeFacts({ registration, beforeUninstall: makeApplication({ placements }) })))).toEqual(['pass']);
    expect(statuses(judgeDeclaredWidgets(makeFacts({ registration, beforeUninstall: makeApplication() })))).toEqual(['fail']);
  });
});

describe('REST economy', () => {
  const calls = (count: number, times: (index: number) => number) =>
    Array.from({ length: count }, (_unused, index) =>
      makeExchange({ id: index, at: times(index), requestBody: `auth=‹access_token#${index}›` }),
    );
  const frame = (at: number) =>
    ({
      at,
      appSid: 'x',
      userId: '1',
      url: '',
      method: 'POST',
      purpose: 'application',
      placement: 'DEFAULT',
      placementOptions: '{}',
      installNumber: 1,
      version: '4',
      firstRun: false,
    }) as const;
  it('counts repetitions after one opening of a page, whatever token they carry', () => {
    const latest = makeApplication({ frames: [frame(50)] });
    expect(statuses(judgeRestEconomy(makeFacts({ latest, exchanges: calls(4, () => 100) })))).toEqual(['fail']);
    const opened = makeApplication({ frames: [frame(50), frame(150), frame(250), frame(350)] });
    expect(judgeRestEconomy(makeFacts({ latest: opened, exchanges: calls(4, (index) => 60 + index * 100) }))).toEqual([]);
  });
  it('counts calls that cannot succeed, not those that failed for the portal’s reasons', () => {
    const call = (errors: Record<string, number>) =>
      [
        {
          method: 'crm.deal.list',
          scope: 'crm',
          installNumber: 1,
          source: 'vendor',
          count: 1,
          errors,
          firstExchangeId: 1,
          lastExchangeId: 1,
        },
      ] as const;
    expect(statuses(judgeRestEconomy(makeFacts({ latest: makeApplication({ restCalls: call({ insufficient_scope: 1 }) }) })))).toEqual([
      'fail',
    ]);
    expect(
      statuses(
        judgeRestEconomy(makeFacts({ latest: makeApplication({ restCalls: call({ expired_token: 1, QUERY_LIMIT_EXCEEDED: 2 }) }) })),
      ),
    ).toEqual(['pass']);
  });
  it('counts refreshes of tokens that were still good', () => {
    const refresh = (remainingMs: number) => ({
      at: 1,
      grantType: 'refresh_token',
      status: 200,
      error: null,
      installNumber: 1,
      exchangeId: 1,
      remainingMs,
    });
    expect(
      statuses(judgeTokenRefresh(makeFacts({ latest: makeApplication({ oauthCalls: [refresh(3e6), refresh(3e6), refresh(3e6)] }) }))),
    ).toEqual(['fail']);
    expect(judgeTokenRefresh(makeFacts({ latest: makeApplication({ oauthCalls: [refresh(3e6), refresh(0), refresh(-5)] }) }))).toEqual([]);
  });
});

describe('sec-application-token-check', () => {
  const forged = (status: number | null, stillWorks: boolean | null) =>
    statuses(
      judgeForgedEvent(
        makeFacts({ forged: { stepId: 'probes.forged-event', event: 'ONAPPUNINSTALL', status, error: null, stillWorks, lastText: '' } }),
      ),
    );
  it('judges the effect first, the answer second', () => {
    expect(forged(200, false)).toEqual(['fail']);
    expect(forged(403, null)).toEqual(['pass']);
    expect(forged(200, true)).toEqual(['pass']);
    expect(forged(200, null)).toEqual(['could-not-look']);
  });
});
