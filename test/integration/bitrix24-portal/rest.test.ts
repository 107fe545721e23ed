import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, fieldOf, installThroughPages, registrationOf, startBench, startVendor, Visitor, type Bench } from './portal-fixture.ts';

afterEach(cleanUp);

async function finishedApplication(scopes = ['crm', 'placement', 'user']) {
  const vendor = await startVendor();
  const bench = await startBench();
  await bench.portal.registerSolution(registrationOf(vendor, { scopes }));
  const { admin, frame, token } = await installThroughPages(bench);
  await admin.frameCommand('setInstallFinish', frame.appSid);
  const user = await Visitor.signIn(bench.portal, '2');
  const userFrame = (await user.openApplication('acme.invoices')).frame;
  if (userFrame === null) throw new Error('no frame for the ordinary user');
  return { vendor, bench, admin, frame, token, userToken: fieldOf(userFrame, 'AUTH_ID') };
}

async function restGet(bench: Bench, pathAndQuery: string): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(`${bench.portal.describe().address}/rest/${pathAndQuery}`);
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text, headers: response.headers };
}

describe('calls', () => {
  it('takes GET, form, multipart and JSON, with and without a format, and answers the envelope with CORS', async () => {
    const { bench, token } = await finishedApplication();
    const base = bench.portal.describe().address;
    const get = await restGet(bench, `user.admin.json?auth=${token}`);
    expect(get).toMatchObject({ status: 200, body: { result: true, time: { operating: 0, duration: expect.any(Number) as number } } });
    expect(get.headers.get('access-control-allow-origin')).toBe('*');
    const form = await fetch(`${base}/rest/app.option.set`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `auth=${token}&options%5Ba%5D=1&options[b]=%D0%B4%D0%B0`,
    });
    expect(await form.json()).toMatchObject({ result: true });
    const multipart = new FormData();
    multipart.set('auth', token);
    multipart.set('option', 'c');
    multipart.set('value', 'из формы');
    expect(await (await fetch(`${base}/rest/app.option.set/`, { method: 'POST', body: multipart })).json()).toMatchObject({ result: true });
    expect((await bench.rest('app.option.get', token)).body).toMatchObject({ result: { a: '1', b: 'да', c: 'из формы' } });
    const bearer = await fetch(`${base}/rest/user.admin`, { headers: { authorization: `Bearer ${token}` } });
    expect(await bearer.json()).toMatchObject({ result: true });
    expect((await restGet(bench, `app.info.xml?auth=${token}`)).body).toContain('<CODE>acme.invoices</CODE>');
    const preflight = await fetch(`${base}/rest/app.info`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
  });

  it('answers errors with the documented codes and statuses', async () => {
    const { bench, token, userToken } = await finishedApplication(['placement']);
    const cases: [string, string, object, number, string][] = [
      ['no.such.method', token, {}, 404, 'ERROR_METHOD_NOT_FOUND'],
      ['app.info', '', {}, 401, 'NO_AUTH_FOUND'],
      ['app.info', 'a'.repeat(70), {}, 401, 'NO_AUTH_FOUND'],
      ['user.current', token, {}, 403, 'insufficient_scope'],
      ['app.option.set', userToken, { options: { a: '1' } }, 403, 'ACCESS_DENIED'],
      ['placement.bind', userToken, { PLACEMENT: 'LEFT_MENU', HANDLER: 'https://vendor.example/x' }, 403, 'ACCESS_DENIED'],
      ['placement.bind', token, { PLACEMENT: 'NOWHERE', HANDLER: 'https://vendor.example/x' }, 200, 'ERROR_PLACEMENT_NOT_FOUND'],
      [
        'placement.bind',
        token,
        { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: 'https://vendor.example/x' },
        200,
        'ERROR_PLACEMENT_NOT_FOUND',
      ],
      ['placement.bind', token, { PLACEMENT: 'LEFT_MENU' }, 200, 'ERROR_ARGUMENT'],
      ['event.bind', token, { event: 'OnNothing', handler: 'https://vendor.example/x' }, 400, 'ERROR_EVENT_NOT_FOUND'],
      ['event.bind', token, { event: 'OnCrmDealAdd', handler: 'https://vendor.example/x' }, 400, 'ERROR_EVENT_NOT_FOUND'],
      ['event.bind', token, { event: 'OnAppUpdate', handler: 'ftp://vendor.example/x' }, 400, 'ERROR_UNSUPPORTED_PROTOCOL'],
      ['event.bind', token, { event: 'OnAppUpdate', handler: 'https://intranet/x' }, 400, 'ERROR_WRONG_HANDLER_URL'],
      ['event.bind', userToken, { event: 'OnAppUpdate', handler: 'https://vendor.example/x', auth_type: 1 }, 403, 'ACCESS_DENIED'],
      ['event.bind', userToken, { event: 'OnAppUpdate', event_type: 'offline' }, 403, 'ACCESS_DENIED'],
      ['feature.get', token, {}, 400, 'CODE_EMPTY'],
      ['im.notify.personal.add', token, {}, 403, 'insufficient_scope'],
      ['crm.lead.ad', token, {}, 404, 'ERROR_METHOD_NOT_FOUND'],
      [
        'batch',
        token,
        { cmd: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [index, 'server.time'])) },
        400,
        'ERROR_BATCH_LENGTH_EXCEEDED',
      ],
    ];
    for (const [method, auth, params, status, error] of cases) {
      const answer = await bench.rest(method, auth, params);
      expect({ method, status: answer.status, error: answer.body.error }).toEqual({ method, status, error });
    }
    const webhook = await restGet(bench, '1/somekey/app.info');
    expect(webhook).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
  });

  it('takes methods of portals that it does not play, and says which', async () => {
    const { bench, token } = await finishedApplication(['im']);
    const made = await bench.rest('im.chat.add', token, { TITLE: 'Сделки', USERS: [1, 2] });
    expect(made).toMatchObject({ status: 200, body: { result: expect.any(Number) as number } });
    const listed = await bench.rest('batch', token, { cmd: { recent: 'im.recent.list?LIMIT=5' } });
    expect(listed.body).toMatchObject({ result: { result: { recent: [] } } });
    expect((await bench.rest('method.get', token, { name: 'im.chat.leave' })).body).toMatchObject({
      result: { isExisting: true, isAvailable: true },
    });
    const seen = await bench.inspect();
    expect(seen.standIns).toEqual(['im.chat.add', 'im.recent.list']);
    expect(seen.restCalls).toContainEqual(expect.objectContaining({ method: 'im.chat.add', scope: 'im', errors: {} }));
  });

  it('keeps options of the application and of each user apart', async () => {
    const { bench, token, userToken } = await finishedApplication();
    await bench.rest('user.option.set', token, { option: 'view', value: 'list' });
    await bench.rest('user.option.set', userToken, { options: { view: 'board' } });
    expect((await bench.rest('user.option.get', token, { option: 'view' })).body).toMatchObject({ result: 'list' });
    expect((await bench.rest('user.option.get', userToken)).body).toMatchObject({ result: { view: 'board' } });
    expect((await bench.rest('app.option.get', userToken)).body).toMatchObject({ result: [] });
    const seen = await bench.inspect();
    expect(seen.userOptionKeys).toEqual([
      { userId: '1', keys: ['view'] },
      { userId: '2', keys: ['view'] },
    ]);
  });

  it('gives a narrow user scope only what it is for', async () => {
    const { bench, token } = await finishedApplication(['user_brief']);
    const brief = (await bench.rest('user.current', token)).body as unknown as { result: Record<string, unknown> };
    expect(brief.result).toMatchObject({ ID: '1', NAME: 'Администратор' });
    expect(brief.result).not.toHaveProperty('EMAIL');
    expect((await bench.rest('profile', token)).body).toMatchObject({ result: { ID: '1', ADMIN: true } });
    expect((await bench.rest('scope', token)).body).toMatchObject({ result: ['user_brief'] });
    expect((await bench.rest('method.get', token, { name: 'crm.deal.list' })).body).toMatchObject({ result: { isAvailable: false } });
    expect((await bench.rest('method.get', token, { name: 'user.get' })).body).toMatchObject({
      result: { isExisting: true, isAvailable: true },
    });
  });

  it('refuses to bind the same handler twice and unbinds by count', async () => {
    const { bench, token, vendor } = await finishedApplication();
    const handler = `${vendor.address}/handler`;
    expect((await bench.rest('event.bind', token, { EVENT: 'OnCrmDealAdd', HANDLER: handler })).body).toMatchObject({ result: true });
    expect((await bench.rest('event.bind', token, { event: 'ONCRMDEALADD', handler })).body).toMatchObject({ error: 'ERROR_CORE' });
    expect((await bench.rest('event.get', token)).body).toMatchObject({ result: [{ event: 'ONCRMDEALADD', handler, auth_type: '0' }] });
    expect((await bench.rest('event.unbind', token, { event: 'OnCrmDealAdd', handler })).body).toMatchObject({ result: { count: 1 } });
    const tab = {
      PLACEMENT: 'CRM_DEAL_DETAIL_TAB',
      HANDLER: `${vendor.address}/tab`,
      TITLE: 'Счета',
      LANG_ALL: { en: { TITLE: 'Invoices' } },
    };
    expect((await bench.rest('placement.bind', token, tab)).body).toMatchObject({ result: true });
    expect((await bench.rest('placement.bind', token, tab)).body).toMatchObject({ error: 'ERROR_CORE' });
    expect((await bench.rest('placement.get', token)).body).toMatchObject({
      result: [{ placement: 'CRM_DEAL_DETAIL_TAB', handler: tab.HANDLER, title: 'Счета', langAll: { en: { TITLE: 'Invoices' } } }],
    });
    expect((await bench.rest('placement.unbind', token, { PLACEMENT: 'CRM_DEAL_DETAIL_TAB' })).body).toMatchObject({
      result: { count: 1 },
    });
    const seen = await bench.inspect();
    expect(seen.bindings.map((binding) => [binding.action, binding.error])).toEqual([
      ['event.bind', null],
      ['event.bind', 'ERROR_CORE'],
      ['event.unbind', null],
      ['placement.bind', null],
      ['placement.bind', 'ERROR_CORE'],
      ['placement.unbind', null],
    ]);
    expect(seen.addressNotes).toContainEqual({ place: 'placement.bind CRM_DEAL_DETAIL_TAB', url: tab.HANDLER, reason: 'loopback' });
  });
});

describe('batch', () => {
  it('runs commands in order with the results of earlier ones', async () => {
    const { bench, token } = await finishedApplication();
    const { body } = await bench.rest('batch', token, {
      cmd: {
        me: 'user.current',
        same: 'user.get?FILTER[ID]=$result[me][ID]',
        option: 'app.option.set?options[name]=Пользователь $result[me][NAME]',
        read: 'app.option.get?option=name',
        broken: 'no.such.method',
        nested: 'batch?cmd[a]=server.time',
      },
    });
    expect(body).toMatchObject({
      result: {
        result: { me: { ID: '1' }, same: [{ ID: '1' }], option: true, read: 'Пользователь Администратор' },
        result_error: { broken: { error: 'ERROR_METHOD_NOT_FOUND' }, nested: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } },
        result_total: { same: 1 },
      },
    });
  });

  it('stops at the first error when asked to, and answers lists for lists', async () => {
    const { bench, token } = await finishedApplication();
    const halted = await bench.rest('batch', token, { halt: 1, cmd: ['server.time', 'no.such.method', 'user.admin'] });
    expect(halted.body).toMatchObject({
      result: { result: [expect.any(String)], result_error: { '1': { error: 'ERROR_METHOD_NOT_FOUND' } } },
    });
    const objects = await bench.rest('batch', token, { cmd: [{ method: 'user.admin' }, ['user.get', { FILTER: { ID: 2 } }]] });
    expect(objects.body).toMatchObject({ result: { result: [true, [{ ID: '2' }]], result_error: [] } });
  });

  it('counts every command as a call of its own', async () => {
    const { bench, token } = await finishedApplication();
    await bench.rest('batch', token, { cmd: ['user.current', 'user.current', 'crm.no'] });
    const calls = (await bench.inspect()).restCalls.filter((call) => call.source === 'vendor');
    expect(calls).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'user.current', scope: 'user', count: 2, errors: {} }),
        expect.objectContaining({ method: 'crm.no', scope: null, count: 1, errors: { ERROR_METHOD_NOT_FOUND: 1 } }),
        expect.objectContaining({ method: 'batch', scope: '', count: 1 }),
      ]),
    );
    expect((await bench.inspect()).scopesUsed).toEqual(['user']);
  });
});

describe('limits and faults', () => {
  it('answers 503 after a burst of fifty calls', async () => {
    const { bench, token } = await finishedApplication();
    const statuses: number[] = [];
    for (let call = 0; call < 60; call += 1) statuses.push((await bench.rest('server.time', token)).status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(48);
    expect(statuses.at(-1)).toBe(503);
    expect((await bench.rest('server.time', token)).body.error).toBe('QUERY_LIMIT_EXCEEDED');
  });

  it('lets access tokens expire while refresh tokens live, and refuses the next calls on demand', async () => {
    const { bench, token } = await finishedApplication();
    await bench.portal.control('set-faults', { refuseNextCalls: 1 });
    expect((await bench.rest('user.admin', token)).status).toBe(503);
    expect((await bench.rest('user.admin', token)).status).toBe(200);
    expect(await bench.portal.control('expire-tokens', { code: 'acme.invoices' })).toMatchObject({ expired: expect.any(Number) as number });
    expect(await bench.rest('user.admin', token)).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    const seen = await bench.inspect();
    expect(seen.tokens.valid).toBe(0);
    expect(seen.tokens.refreshValid).toBeGreaterThan(0);
    expect(seen.deadTokenUses).toEqual([]);
  });

  it('sends a forged event with another application_token', async () => {
    const { bench, token, vendor, frame } = await finishedApplication();
    await bench.rest('event.bind', token, { event: 'OnAppUninstall', handler: `${vendor.address}/handler` });
    expect(await bench.portal.control('forge-event', { code: 'acme.invoices' })).toMatchObject({ sent: true, status: 200 });
    const auth = vendor.events('ONAPPUNINSTALL')[0]?.fields['auth'] as Record<string, string>;
    expect(auth['application_token']).not.toBe(fieldOf(frame, 'APPLICATION_TOKEN'));
    const seen = await bench.inspect();
    expect(seen.active).toBe(true);
    expect(seen.events.at(-1)).toMatchObject({ event: 'ONAPPUNINSTALL', forged: true, state: 'delivered' });
  });
});
