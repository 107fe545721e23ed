import { describe, expect, it } from 'vitest';
import { judgeBlankPages, judgeServerErrors } from '../../../electron/marketplaces/bitrix24/install-test/detectors/page-content.ts';
import { judgeScrollbars } from '../../../electron/marketplaces/bitrix24/install-test/detectors/page-layout.ts';
import { judgePasswordRequests, judgeSecretsInBrowser } from '../../../electron/marketplaces/bitrix24/install-test/detectors/secrets.ts';
import {
  findServerError,
  findUnnamedEncoding,
  findWrongEncoding,
  isBlank,
} from '../../../electron/marketplaces/page-watch/page-content.ts';
import { judgeBrokenLinks, judgeScriptErrors } from '../../../electron/marketplaces/page-watch/page-errors.ts';
import type { FrameLayout } from '../../../electron/marketplaces/page-watch/page-facts.ts';
import { makeFacts, makeObservation, makePage, PORTAL, REGISTRATION, VENDOR } from './make-facts.ts';

const statuses = (judgements: readonly { status: string }[]): string[] => judgements.map((one) => one.status);

describe('server errors in texts', () => {
  it.each([
    ['Warning: Undefined variable $rows in /var/www/list.php on line 12'],
    ['<b>Fatal error</b>:  Uncaught Error: Call to a member function get() on null in /srv/a.php:3'],
    ["You have an error in your SQL syntax; check the manual near 'FROM' at line 1"],
    ['SQLSTATE[HY000] [2002] Connection refused'],
    ['ERROR: relation "acts" does not exist'],
    ['ORA-00942: table or view does not exist'],
    ['Traceback (most recent call last):\n  File "app.py", line 3'],
    ['ReferenceError: rows is not defined\n    at list (/srv/app/list.js:3:9)'],
    ["Server Error in '/' Application."],
    ['Whoops, looks like something went wrong.'],
    // As a string of a JSON answer.
    [String.raw`{"ok":false,"stack":"TypeError: rows is undefined\n    at list (\/srv\/app\/list.js:12:3)\n    at next"}`],
    [String.raw`{"html":"<br \/>\n<b>Warning<\/b>:  Undefined variable in <b>\/srv\/a.php<\/b> on line <b>12<\/b>"}`],
  ])('recognises %s', (text) => {
    expect(findServerError(text)).not.toBeNull();
  });

  it.each([
    ['Warning: проверьте реквизиты'],
    ['Предупреждение: счёт просрочен'],
    ['Если видите ошибку SQL, напишите нам'],
    ['Error: укажите сумму'],
    ['Как исправить ошибку на строке 12'],
    ['Notice: the invoice was sent on line 2 of the plan'],
  ])('lets ordinary text alone: %s', (text) => {
    expect(findServerError(text)).toBeNull();
  });
});

describe('a document in an encoding that it does not name', () => {
  const body = '<title>\ufffd\ufffd\ufffd\ufffd</title>';
  it('is found by the bytes that are no UTF-8', () => {
    expect(findUnnamedEncoding(body, 'text/html')).not.toBeNull();
    expect(findUnnamedEncoding(body, '')).not.toBeNull();
  });
  it('is in order when the header or the page names it, and in UTF-8', () => {
    expect(findUnnamedEncoding(body, 'text/html; charset=windows-1251')).toBeNull();
    expect(findUnnamedEncoding(`<meta http-equiv="Content-Type" content="text/html; charset=cp1251">${body}`, 'text/html')).toBeNull();
    expect(findUnnamedEncoding('<title>Счета</title>', 'text/html')).toBeNull();
  });
});

describe('wrong encoding', () => {
  it('recognises Windows-1251 read as UTF-8, and UTF-8 read as Windows-1251 or Latin-1', () => {
    expect(findWrongEncoding('\uFFFD\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD')).not.toBeNull();
    const utf8 = Buffer.from('Счета и акты, новый счёт', 'utf8');
    expect(findWrongEncoding(new TextDecoder('windows-1251').decode(utf8))).not.toBeNull();
    expect(findWrongEncoding(utf8.toString('latin1'))).not.toBeNull();
  });

  it('lets good Russian, English and mixed text alone', () => {
    for (const text of [
      'Счета и акты — СРО, РЖД, «Ромашка»',
      'Ñandú, Ðuro and Łódź',
      'СССР РСФСР СНГ, Ростов-на-Дону',
      'Plain English',
      'С™ Р§',
    ]) {
      expect(findWrongEncoding(text)).toBeNull();
    }
  });
});

describe('ui-no-server-errors', () => {
  it('passes on clean pages and says nothing without pages', () => {
    expect(statuses(judgeServerErrors(makeFacts({ pages: [makePage()] })))).toEqual(['pass']);
    expect(judgeServerErrors(makeFacts())).toEqual([]);
  });
  it('reads documents that moved on before they could be looked at, but not the words of their scripts', () => {
    const document = {
      stepId: 'install.start',
      role: 'administrator',
      url: `${VENDOR}/install.php`,
      status: 200,
      resourceType: 'document',
      contentType: 'text/html',
    } as const;
    const warning = '<b>Warning</b>:  Undefined array key "event" in <b>/srv/crest.php</b> on line <b>31</b><br />';
    expect(statuses(judgeServerErrors(makeFacts({ bodies: [{ ...document, body: `${warning}<body>Готово</body>` }] })))).toEqual(['fail']);
    const quoted = `<script>const sample = '${warning}';</script><body>Готово</body>`;
    expect(
      statuses(judgeServerErrors(makeFacts({ pages: [makePage({ html: quoted })], bodies: [{ ...document, body: quoted }] }))),
    ).toEqual(['pass']);
    const page = makePage({ url: `${VENDOR}/install.php`, text: 'Warning: Undefined array key "event" in /srv/crest.php on line 31' });
    expect(judgeServerErrors(makeFacts({ pages: [page], bodies: [{ ...document, body: warning }] }))).toHaveLength(1);
  });
  it('fails on HTTP 500, on debug tools and on a failed request of the page', () => {
    expect(statuses(judgeServerErrors(makeFacts({ pages: [makePage({ httpStatus: 503 })] })))).toEqual(['fail']);
    expect(statuses(judgeServerErrors(makeFacts({ pages: [makePage({ debugMarks: ['Tracy'] })] })))).toEqual(['fail']);
    const body = {
      stepId: null,
      role: 'administrator',
      url: `${VENDOR}/api`,
      status: 502,
      resourceType: 'fetch',
      contentType: 'application/json',
      body: '{}',
    } as const;
    expect(statuses(judgeServerErrors(makeFacts({ pages: [makePage()], bodies: [body] })))).toEqual(['fail']);
  });
  it('does not read error texts in scripts', () => {
    const body = {
      stepId: null,
      role: 'administrator',
      url: `${VENDOR}/a.js`,
      status: 200,
      resourceType: 'script',
      contentType: 'text/javascript',
      body: 'if (x) throw "SQLSTATE[42S02]"',
    } as const;
    expect(statuses(judgeServerErrors(makeFacts({ pages: [makePage()], bodies: [body] })))).toEqual(['pass']);
  });
});

describe('install-no-blank-page', () => {
  it('knows an empty page, an endless "loading" and a page with only a picture', () => {
    expect(isBlank(makePage({ text: ' \n ', visibleElements: 0 }))).toBe(true);
    expect(isBlank(makePage({ text: 'Загрузка…', visibleElements: 0 }))).toBe(true);
    expect(isBlank(makePage({ text: '', visibleElements: 1 }))).toBe(false);
    expect(isBlank(makePage({ text: 'Загрузка договоров из 1С', visibleElements: 0 }))).toBe(false);
  });
  it('fails for an empty application page and HTTP 404, passes otherwise', () => {
    expect(statuses(judgeBlankPages(makeFacts({ pages: [makePage({ text: '', visibleElements: 0 })] })))).toEqual(['fail']);
    expect(statuses(judgeBlankPages(makeFacts({ pages: [makePage({ httpStatus: 404 })] })))).toEqual(['fail']);
    expect(statuses(judgeBlankPages(makeFacts({ pages: [makePage()] })))).toEqual(['pass']);
  });
  it('names the reason when a page did not come into its frame', () => {
    const unopened = {
      stepId: 'roles.administrator',
      role: 'administrator',
      purpose: 'application',
      installNumber: 1,
      url: `${VENDOR}/app?x=1`,
    } as const;
    const [judgement] = judgeBlankPages(makeFacts({ unopened: [{ ...unopened, reason: 'net::ERR_BLOCKED_BY_RESPONSE' }] }));
    expect(judgement?.status).toBe('fail');
    expect(judgement?.message.ru).toContain('X-Frame-Options');
  });
  it('leaves an employee who is turned away to the rule about employees', () => {
    const pages = [makePage(), makePage({ role: 'user', stepId: 'roles.user', httpStatus: 403 })];
    expect(statuses(judgeBlankPages(makeFacts({ pages })))).toEqual(['pass']);
  });
  it('could not look when the installation never finished', () => {
    const installs = [{ installNumber: 1, stepId: 'install.finish', startedAt: 0, outcome: 'stalled', pressed: [], lastText: '' } as const];
    expect(statuses(judgeBlankPages(makeFacts({ pages: [makePage({ purpose: 'installer' })], installs })))).toEqual(['could-not-look']);
  });
});

describe('ui-no-js-errors', () => {
  const page = makePage();
  it('takes an exception of the vendor, told with the address of the portal page around it', () => {
    const text = `TypeError: x is undefined\n    at ${VENDOR}/assets/app.js:10:3`;
    const facts = makeFacts({ pages: [page], observations: [makeObservation({ kind: 'page-error', url: `${PORTAL}/market/`, text })] });
    const [judgement] = judgeScriptErrors(facts, 'ui-no-js-errors');
    expect(judgement?.status).toBe('fail');
    expect(judgement?.message.ru).toContain(`${VENDOR}/assets/app.js`);
  });
  it('leaves exceptions of the portal alone, and what the browser writes about requests', () => {
    const observations = [
      makeObservation({ kind: 'page-error', url: `${PORTAL}/market/`, text: `Error: no\n    at ${PORTAL}/portal.js:1:1` }),
      makeObservation({
        text: 'Failed to load resource: the server responded with a status of 404 (Not Found)',
        url: `${VENDOR}/favicon.ico`,
      }),
      makeObservation({ url: `${PORTAL}/portal.js`, text: 'внутреннее' }),
    ];
    expect(statuses(judgeScriptErrors(makeFacts({ pages: [page], observations }), 'ui-no-js-errors'))).toEqual(['pass']);
  });
  it('takes what the page writes to the console as an error', () => {
    expect(statuses(judgeScriptErrors(makeFacts({ pages: [page], observations: [makeObservation()] }), 'ui-no-js-errors'))).toEqual([
      'fail',
    ]);
  });
});

describe('ui-no-broken-links', () => {
  it('fails on a 404 and a refused connection of the vendor, once for each address', () => {
    const missing = (query: string) => ({ stepId: null, url: `${VENDOR}/assets/a.png${query}`, status: 404, resourceType: 'image' });
    const observations = [
      makeObservation({
        kind: 'request-failed',
        url: `${VENDOR}/assets/b.css`,
        text: 'GET stylesheet: net::ERR_CONNECTION_REFUSED',
      }),
    ];
    const facts = makeFacts({ pages: [makePage()], observations, failedResponses: [missing('?1'), missing('?2')] });
    expect(statuses(judgeBrokenLinks(facts, 'ui-no-broken-links'))).toEqual(['fail', 'fail']);
  });
  it('leaves favicons, aborted requests, refusals by design and what the sandbox blocked alone', () => {
    const observations = [
      makeObservation({ kind: 'request-failed', url: `${VENDOR}/a`, text: 'GET fetch: net::ERR_ABORTED' }),
      makeObservation({ kind: 'blocked-request', url: 'https://fonts.example/a.woff', text: 'not allowed' }),
      makeObservation({ kind: 'request-failed', url: 'https://cdn.example/a.js', text: 'GET script: net::ERR_NAME_NOT_RESOLVED' }),
      makeObservation({ kind: 'blocked-request', url: 'https://cdn.example/logo.png', text: 'not allowed' }),
    ];
    const pages = [
      makePage({ brokenImages: ['https://cdn.example/logo.png'], checkedLinks: [{ href: `${VENDOR}/private`, status: 403, error: null }] }),
    ];
    const failedResponses = [
      { stepId: null, url: `${VENDOR}/favicon.ico`, status: 404, resourceType: 'other' },
      { stepId: null, url: `${VENDOR}/api/me`, status: 401, resourceType: 'fetch' },
    ];
    expect(statuses(judgeBrokenLinks(makeFacts({ pages, observations, failedResponses }), 'ui-no-broken-links'))).toEqual(['pass']);
  });
  it('names the step in which the missing part was asked for, also when it was asked for between two steps before', () => {
    const missing = { url: `${VENDOR}/stamp.png`, status: 404, resourceType: 'image' };
    const failedResponses = [null, 'roles.administrator'].map((stepId) => ({ ...missing, stepId }));
    const judgements = judgeBrokenLinks(makeFacts({ pages: [makePage()], failedResponses }), 'ui-no-broken-links');
    expect(judgements.map((one) => one.stepId)).toEqual(['roles.administrator']);
  });
  it('fails on a dead link, a broken picture and a part over plain HTTP', () => {
    const page = makePage({
      brokenImages: [`${VENDOR}/a.png`],
      checkedLinks: [{ href: `${VENDOR}/help`, status: 404, error: null }],
      insecureParts: [{ tag: 'img', url: 'http://cdn.example/logo.png' }],
    });
    expect(statuses(judgeBrokenLinks(makeFacts({ pages: [page] }), 'ui-no-broken-links'))).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('ui-no-scrollbars', () => {
  const layout = (change: Partial<FrameLayout>): FrameLayout => ({
    windowWidth: 1280,
    frameWidth: 1000,
    frameHeight: 700,
    contentWidth: 1000,
    contentHeight: 700,
    scrollsHorizontally: false,
    scrollsVertically: false,
    ...change,
  });
  it('fails on either scrollbar and passes without', () => {
    expect(statuses(judgeScrollbars(makeFacts({ pages: [makePage({ layouts: [layout({})] })] })))).toEqual(['pass']);
    expect(statuses(judgeScrollbars(makeFacts({ pages: [makePage({ layouts: [layout({ scrollsVertically: true })] })] })))).toEqual([
      'fail',
    ]);
    expect(judgeScrollbars(makeFacts({ pages: [makePage()] }))).toEqual([]);
  });
});

describe('sec-secret-not-in-browser', () => {
  const body = (text: string, url = `${VENDOR}/app`) =>
    ({
      stepId: 'roles.administrator',
      role: 'administrator',
      url,
      status: 200,
      resourceType: 'document',
      contentType: 'text/html',
      body: text,
    }) as const;
  const secrets = [REGISTRATION.clientSecret, 'a-refresh-token-of-32-characters', 'short'];
  it('fails on the client secret, on a token, and on a token in the browser’s storage', () => {
    expect(statuses(judgeSecretsInBrowser(makeFacts({ secrets, bodies: [body(`key: '${REGISTRATION.clientSecret}'`)] })))).toEqual([
      'fail',
    ]);
    expect(statuses(judgeSecretsInBrowser(makeFacts({ secrets, bodies: [body('a-refresh-token-of-32-characters')] })))).toEqual(['fail']);
    const page = makePage({ storage: [{ kind: 'local', key: 'auth', value: '{"t":"a-refresh-token-of-32-characters"}' }] });
    expect(statuses(judgeSecretsInBrowser(makeFacts({ secrets, pages: [page] })))).toEqual(['fail']);
  });
  it('fails on the client secret in base64 at any place, in HTML and JSON escapes and in percent codes', () => {
    const clientSecret = 'Secret<"&">/0123456789';
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const told = [
      ...['', 'a', 'ab'].map((before) => `atob("${base64(`${before}{"secret":"${clientSecret}"}`)}")`),
      `<div data-config='Secret&lt;&quot;&amp;&quot;&#62;&#x2F;0123456789'>`,
      String.raw`{"s":"Secret\u003c\"\u0026\">\/0123456789"}`,
      encodeURIComponent(clientSecret),
    ];
    const judge = (text: string): string[] =>
      statuses(judgeSecretsInBrowser(makeFacts({ registration: { ...REGISTRATION, clientSecret }, bodies: [body(text)] })));
    for (const text of told) expect(judge(text), text).toEqual(['fail']);
    expect(judge(base64('{"secret":"of somebody else, and long enough"}'))).toEqual(['pass']);
  });
  it('lets the portal’s own pages and short values alone', () => {
    const bodies = [body('a-refresh-token-of-32-characters', `${PORTAL}/market/app/`), body('short')];
    expect(statuses(judgeSecretsInBrowser(makeFacts({ secrets, bodies })))).toEqual(['pass']);
  });
  it('never quotes a secret', () => {
    const [judgement] = judgeSecretsInBrowser(
      makeFacts({ secrets, bodies: [body(REGISTRATION.clientSecret, `${VENDOR}/app?key=${REGISTRATION.clientSecret}`)] }),
    );
    expect(JSON.stringify(judgement)).not.toContain(REGISTRATION.clientSecret);
  });
});

describe('sec-no-password-request', () => {
  it('fails when the portal’s password is asked for, leaves other passwords to a person', () => {
    const ours = makePage({ passwordFields: [{ name: 'p', context: 'Войдите в Битрикс24: логин и пароль' }] });
    const theirs = makePage({ passwordFields: [{ name: 'p', context: 'Пароль от личного кабинета банка' }] });
    expect(statuses(judgePasswordRequests(makeFacts({ pages: [ours] })))).toEqual(['fail']);
    expect(statuses(judgePasswordRequests(makeFacts({ pages: [theirs] })))).toEqual(['could-not-look']);
    expect(statuses(judgePasswordRequests(makeFacts({ pages: [makePage()] })))).toEqual(['pass']);
  });
});
