import { describe, expect, it } from 'vitest';
import { moyskladVendor, STOCK_BOT } from '../../../electron/demo/vendors/moysklad/sample-solutions.ts';
import {
  judgeAfterlife,
  judgeLoyalty,
  judgeReinstall,
  judgeStatus,
} from '../../../electron/marketplaces/moysklad/install-test/detectors/access.ts';
import {
  judgeChatWindow,
  judgeContextKey,
  judgeErrorTexts,
  judgeLocale,
  judgePageErrors,
  judgePages,
  judgeSmallestWindow,
  judgeSupports,
  judgeUnlink,
} from '../../../electron/marketplaces/moysklad/install-test/detectors/pages.ts';
import {
  judgeButtons,
  judgeLinkedAccount,
  judgeScenarios,
  judgeWebhooks,
} from '../../../electron/marketplaces/moysklad/install-test/detectors/vendor-calls.ts';
import type { RunFacts, SavedSettings } from '../../../electron/marketplaces/moysklad/install-test/facts.ts';
import type {
  FrameRender,
  InboundCall,
  SolutionInspection,
  VendorCall,
} from '../../../electron/marketplaces/moysklad/portal/inspection.ts';
import { makePage } from '../page-watch/make-page.ts';

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
    processes: [],
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
    english: null,
    language: 'ru',
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

function vendorCall(kind: VendorCall['kind'], status: number, body: unknown): VendorCall {
  return {
    kind,
    name: 'check',
    requestId: 'r',
    attempt: 1,
    at: 1,
    status,
    error: null,
    durationMs: 5,
    contentType: 'application/json',
    body: JSON.stringify(body),
    answered: null,
    installNumber: 1,
    probe: null,
    credentials: 'version',
    exchangeId: 1,
  };
}

const statuses = (judgements: readonly { readonly status: string }[]): string[] => judgements.map((one) => one.status);

describe('the token of the first installation, used during the second one', () => {
  const call = (token: InboundCall['token'], tokenInstallNumber: number): InboundCall => ({
    ...statusCall(''),
    api: 'json',
    method: 'GET',
    resource: 'entity/product',
    token,
    tokenInstallNumber,
    installNumber: 2,
    at: 50,
  });
  const rulesBroken = (calls: readonly InboundCall[]): string[] => {
    const install: VendorCall = {
      ...vendorCall('activation', 200, { status: 'Activated' }),
      name: 'Install',
      installNumber: 2,
      contentType: 'application/json',
      answered: 'Activated',
    };
    const all = facts({
      doneSteps: new Set(['uninstall.watch', 'reinstall.connect']),
      solution: solution({ status: 'Activated', installNumber: 2, vendorCalls: [install], inbound: calls }),
    });
    return [...judgeAfterlife(all), ...judgeReinstall(all)].flatMap((one) => (one.status === 'fail' ? [one.ruleId] : []));
  };

  it('is something left running when the new token is in use too', () => {
    expect(rulesBroken([call('revoked', 1), call('valid', 2)])).toEqual(['ms-uninstall-stops-access']);
  });

  it('is a reinstallation that does not work when the new token is not in use', () => {
    expect(rulesBroken([call('revoked', 1)])).toEqual(['ms-reinstall-works']);
    expect(rulesBroken([call('valid', 2)])).toEqual([]);
  });
});

describe('webhooks of the solution', () => {
  const failing = (url: string, status: number | null) => ({
    id: 'w',
    url,
    event: 'customerorder CREATE',
    enabled: true,
    installNumber: 1,
    failure: { at: 1, status, error: status === null ? 'ECONNREFUSED' : null },
  });
  const verdicts = (...webhooks: ReturnType<typeof failing>[]): string[] =>
    judgeWebhooks(facts({ beforeRemoval: solution({ webhooks }) })).map((one) => one.status);

  it('have to be taken by the address that the solution gave', () => {
    expect(verdicts(failing('http://127.0.0.1:1/hook', 500), failing('https://hooks.vendor.test/hook', 404))).toEqual(['fail', 'fail']);
    expect(verdicts(failing('http://127.0.0.1:1/hook', null))).toEqual(['fail']);
  });

  it('are not judged where the address may be out of reach of this machine', () => {
    expect(verdicts(failing('https://hooks.vendor.test/hook', null))).toEqual([]);
    expect(verdicts({ ...failing('http://127.0.0.1:1/hook', 200), failure: null } as never)).toEqual([]);
  });
});

describe('a page that wants to move the window of MoySklad', () => {
  it('is told of once, under the rule of the sandbox', () => {
    const told = [
      [
        'console-error',
        "Unsafe attempt to initiate navigation for frame with URL 'http://127.0.0.1:2/' from frame with URL 'http://127.0.0.1:1/'.",
      ],
      [
        'page-error',
        "SecurityError: Failed to set the 'href' property on 'Location': The current window does not have permission to navigate the target frame to 'http://127.0.0.1:1/x'.\n    at http://127.0.0.1:1/main:1:2",
      ],
      ['page-error', ''],
    ] as const;
    const all = facts({
      pages: [makePage()],
      observations: told.map(
        ([kind, text]) => ({ kind, text, url: 'http://127.0.0.1:1/main', at: 1, stepId: 's', role: 'administrator' }) as never,
      ),
    });
    const broken = [...judgePages(all), ...judgePageErrors(all)].flatMap((one) => (one.status === 'fail' ? [one.ruleId] : []));
    expect(broken).toEqual(['ms-sandbox-compatible']);
  });
});

describe('answers of buttons and scenario actions', () => {
  const pressed = (status: number, body: unknown, more: Partial<SolutionInspection> = {}): string[] =>
    statuses(
      judgeButtons(
        facts({ solution: solution({ vendorCalls: [vendorCall('button', status, body)], ...more }), doneSteps: new Set(['work.buttons']) }),
      ),
    );

  it.each([
    ['a notification', { action: 'showNotification', params: { text: 'Готово' } }, 'pass'],
    ['a popup of the descriptor', { action: 'showPopup', params: { popupName: 'details' } }, 'pass'],
    ['an address', { action: 'navigateTo', params: { url: 'https://example.org/' } }, 'pass'],
    ['a notification without text', { action: 'showNotification', params: {} }, 'fail'],
    ['an address that is none', { action: 'navigateTo', params: { url: 'example' } }, 'fail'],
    ['a popup that there is not', { action: 'showPopup', params: { popupName: 'other' } }, 'fail'],
    ['an unknown action', { action: 'ShowNotification', params: { text: 'x' } }, 'fail'],
    ['async without a process', { action: 'showNotification', async: true, params: { text: 'x' } }, 'fail'],
  ])('%s', (_name, body, expected) => {
    expect(pressed(200, body)).toEqual([expected]);
  });

  it('a refusal in words is for a person, one without words is a fault', () => {
    const refusal = { error: { errorMessage: 'Заполните склад' } };
    expect(pressed(400, refusal)).toEqual(['could-not-look']);
    expect(pressed(400, {})).toEqual(['fail']);
    const ran = (body: unknown): string[] =>
      statuses(judgeScenarios(facts({ solution: solution({ vendorCalls: [vendorCall('scenario', 400, body)] }) })));
    expect(ran(refusal)).toEqual(['could-not-look']);
    expect(ran({})).toEqual(['fail']);
  });

  it('the end of an asynchronous button has to be reported, and properly', () => {
    const body = { action: 'showNotification', async: true, params: { text: 'x', asyncProcessId: '1' } };
    const process = { button: 'check', id: '1', startedAt: 1, completedAt: 2 };
    expect(pressed(200, body, { processes: [process] })).toEqual(['pass']);
    expect(pressed(200, body, { processes: [{ ...process, completedAt: null }] })).toEqual(['pass', 'fail']);
    const inbound = [{ ...statusCall('', 409), resource: 'button/complete' }];
    expect(pressed(200, body, { processes: [process], inbound })).toEqual(['pass', 'fail']);
  });
});

describe('context of the user', () => {
  const saved: SavedSettings = {
    stepId: 'settings.window',
    text: 'Проба 77',
    wasSent: true,
    wasKept: true,
    statusBefore: 'Activated',
    statusAfter: 'Activated',
  };
  const frame = (wasContextRead: boolean): FrameRender => ({
    id: 'f',
    at: 1,
    purpose: 'main',
    place: 'main',
    url: '',
    userId: 'u',
    installNumber: 1,
    contextKey: null,
    wasContextRead,
  });
  const judged = (body: string, wasContextRead = true): string[] =>
    statuses(judgeContextKey(facts({ saved, expiredKey: { status: 200, body }, solution: solution({ frames: [frame(wasContextRead)] }) })));

  it('is asked for, and without it nothing of the account is shown', () => {
    expect(judged('<p>Откройте решение заново</p>')).toEqual(['pass']);
    expect(judged('<p>Откройте решение заново</p>', false)).toEqual(['fail']);
    expect(judged('<input value="Проба 77">')).toEqual(['fail']);
  });

  it('that is refused is explained, unless scripts explain it', () => {
    expect(judged('<html><head><title>App</title></head><body></body></html>')).toEqual(['fail']);
    expect(judged('<div id="root"></div><script src="/app.js"></script>')).toEqual(['pass']);
  });
});

describe('words of a solution', () => {
  const errors = (body: string): string[] => statuses(judgeErrorTexts(facts({ pages: [makePage()], expiredKey: { status: 401, body } })));

  it('errors are in Russian', () => {
    expect(errors('<p>Ошибка авторизации</p>')).toEqual(['pass']);
    expect(errors('Unauthorized')).toEqual(['fail']);
    expect(errors('<script src="/app.js"></script>')).toEqual(['could-not-look']);
    const employee = makePage({ role: 'user', httpStatus: 403, text: 'Forbidden' });
    expect(statuses(judgeErrorTexts(facts({ pages: [employee] })))).toEqual(['fail']);
    expect(statuses(judgeErrorTexts(facts({ pages: [employee], language: 'en' })))).toEqual(['could-not-look']);
  });

  it('the window is English where MoySklad is', () => {
    const english = (text: string): string[] =>
      statuses(judgeLocale(facts({ pages: [makePage()], english: { stepId: 'probes.english-window', page: makePage({ text }) } })));
    expect(english('Settings of the stock bot')).toEqual(['pass']);
    expect(english('Настройки')).toEqual(['could-not-look']);
    expect(statuses(judgeLocale(facts({ pages: [makePage()] })))).toEqual(['could-not-look']);
  });

  it('an outside account can be disconnected', () => {
    const unlink = (html: string): string[] => statuses(judgeUnlink(facts({ pages: [makePage({ html })] })));
    expect(unlink('<button type="button"><b>Отключить</b> магазин</button>')).toEqual(['pass']);
    expect(unlink('<input type="submit" value="Отвязать аккаунт">')).toEqual(['pass']);
    expect(unlink('<p>Отключить нельзя</p><button>Сохранить</button>')).toEqual(['could-not-look']);
  });
});

describe('protocols of the host window', () => {
  const message = (error: string | null): SolutionInspection['messages'][number] => ({
    frameId: 'f',
    at: 1,
    purpose: 'widget',
    place: 'document.customerorder.edit',
    name: 'NavigateRequest',
    error,
  });
  const judged = (error: string | null): string[] => statuses(judgeSupports(facts({ solution: solution({ messages: [message(error)] }) })));

  it('what the descriptor does not name, or what is malformed, is a fault', () => {
    expect(judged('1004 Виджет не поддерживает протокол')).toEqual(['fail']);
    expect(judged('1001 Отсутствует обязательный параметр messageId')).toEqual(['fail']);
    expect(judged('unknown message')).toEqual([]);
    expect(judged(null)).toEqual([]);
  });

  it('a widget is opened more than once', () => {
    const feedback = { point: 'p', stepId: 'work.widgets', wasSent: true, missing: null };
    expect(statuses(judgeSupports(facts({ feedback: [{ ...feedback, wasSentAgain: true }] })))).toEqual(['pass']);
    expect(statuses(judgeSupports(facts({ feedback: [{ ...feedback, wasSentAgain: null }] })))).toEqual(['pass']);
    expect(statuses(judgeSupports(facts({ feedback: [{ ...feedback, wasSentAgain: false }] })))).toEqual(['fail']);
  });
});

describe('size of the main window', () => {
  const layout = {
    windowWidth: 1280,
    frameWidth: 1240,
    frameHeight: 768,
    contentWidth: 1240,
    contentHeight: 1400,
    scrollsHorizontally: false,
  };
  const judged = (scrollsVertically: boolean): string[] =>
    statuses(judgeSmallestWindow(facts({ pages: [makePage({ layouts: [{ ...layout, scrollsVertically }] })] })));

  it('nothing of it is out of reach', () => {
    expect(judged(true)).toEqual(['pass']);
    expect(judged(false)).toEqual(['fail']);
  });
});

describe('the chat window', () => {
  const layout = { windowWidth: 1280, frameWidth: 1096, frameHeight: 600, contentWidth: 1096, contentHeight: 900, scrollsVertically: true };
  const judged = (scrollsHorizontally: boolean): string[] =>
    statuses(judgeChatWindow(facts({ pages: [makePage({ purpose: 'chat', layouts: [{ ...layout, scrollsHorizontally }] })] })));

  it('may scroll downwards but not sideways', () => {
    expect(judged(false)).toEqual(['pass']);
    expect(judged(true)).toEqual(['fail']);
    expect(judgeChatWindow(facts({ pages: [makePage({ layouts: [{ ...layout, scrollsHorizontally: true }] })] }))).toEqual([]);
  });
});

describe('a linked account', () => {
  const judged = (status: 'Activated' | 'ActivationFailed', steps: readonly string[] = ['install.connect']): string[] =>
    statuses(
      judgeLinkedAccount(
        facts({
          doneSteps: new Set(steps),
          solution: solution({ history: [{ at: 1, status, cause: 'Install', by: 'answer', installNumber: 1 }] }),
        }),
      ),
    );

  it('is judged by whether the solution could be connected, and a person looks where it could not', () => {
    expect(judged('Activated')).toEqual(['pass']);
    expect(judged('ActivationFailed')).toEqual(['could-not-look']);
    expect(judged('Activated', [])).toEqual([]);
  });
});

describe('loyalty settings', () => {
  const withLoyalty = { ...registration, descriptor: { ...registration.descriptor, loyaltyApi: true } };
  const judged = (calls: readonly InboundCall[]): string[] =>
    statuses(judgeLoyalty(facts({ registration: withLoyalty, solution: solution({ inbound: calls }) })));

  it('are taken, refused or not sent', () => {
    const call = { ...statusCall(''), resource: 'apps/loyalty' };
    expect(judged([call])).toEqual(['pass']);
    expect(judged([{ ...call, status: 400, errorCode: 2001 }])).toEqual(['fail']);
    expect(judged([])).toEqual(['could-not-look']);
    expect(judgeLoyalty(facts({ solution: solution({ inbound: [call] }) }))).toEqual([]);
  });
});
