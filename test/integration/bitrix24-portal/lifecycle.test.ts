import { afterEach, describe, expect, it } from 'vitest';
import { portalPaths } from '../../../electron/marketplaces/bitrix24/portal/page-map.ts';
import { cleanUp, fieldOf, installThroughPages, registrationOf, startBench, startVendor, Visitor } from './portal-fixture.ts';

afterEach(cleanUp);

describe('installation with a wizard (mode A)', () => {
  it('shows the installer by the documented form until installFinish, and the application after it', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { admin, frame } = await installThroughPages(bench);

    const { memberId, address } = bench.portal.describe();
    const domain = new URL(address).host;
    expect(frame.purpose).toBe('installer');
    const action = new URL(frame.action);
    expect(action.pathname).toBe('/install');
    expect(Object.fromEntries(action.searchParams)).toEqual({
      from: 'card',
      DOMAIN: domain,
      PROTOCOL: '0',
      LANG: 'ru',
      APP_SID: frame.appSid,
    });
    expect(frame.appSid).toMatch(/^[0-9a-f]{32}$/);
    expect(frame.name).toBe(`${domain}|0|${frame.appSid}`);
    expect(frame.fields.map(([name]) => name)).toEqual([
      'AUTH_ID',
      'AUTH_EXPIRES',
      'REFRESH_ID',
      'SERVER_ENDPOINT',
      'APPLICATION_TOKEN',
      'APPLICATION_SCOPE',
      'member_id',
      'status',
      'PLACEMENT',
      'PLACEMENT_OPTIONS',
    ]);
    expect(fieldOf(frame, 'AUTH_EXPIRES')).toBe('3600');
    expect(fieldOf(frame, 'member_id')).toBe(memberId);
    expect(fieldOf(frame, 'APPLICATION_SCOPE')).toBe('crm,placement,user');
    expect(fieldOf(frame, 'PLACEMENT')).toBe('DEFAULT');
    expect(JSON.parse(fieldOf(frame, 'PLACEMENT_OPTIONS'))).toEqual({ IFRAME: 'Y' });
    expect(fieldOf(frame, 'SERVER_ENDPOINT')).toMatch(/\/rest\/$/);

    const again = await admin.openApplication('acme.invoices');
    expect(again.frame?.purpose).toBe('installer');
    expect(again.frame?.appSid).not.toBe(frame.appSid);
    expect((await bench.rest('app.info', fieldOf(frame, 'AUTH_ID'))).body).toMatchObject({
      result: { INSTALLED: false, VERSION: 1, CODE: 'acme.invoices' },
    });

    expect(await admin.frameCommand('getInitData', frame.appSid)).toMatchObject({
      INSTALL: true,
      FIRST_RUN: true,
      IS_ADMIN: true,
      MEMBER_ID: memberId,
      AUTH_ID: fieldOf(frame, 'AUTH_ID'),
      PLACEMENT: 'DEFAULT',
      PATH: '/rest',
    });
    expect(await admin.frameCommand('setInstallFinish', frame.appSid)).toEqual({ finished: true });
    const opened = await admin.openApplication('acme.invoices');
    expect(opened).toMatchObject({ state: 'application', frame: { purpose: 'application' } });
    expect(await admin.frameCommand('getInitData', opened.frame?.appSid ?? '')).toMatchObject({ INSTALL: false });

    await admin.frameCommand('setInstallFinish', opened.frame?.appSid ?? '');
    const seen = await bench.inspect();
    expect(seen.installFinishCalls.map((call) => call.reason)).toEqual(['finished', 'already-finished']);
    expect(seen.history.map((entry) => entry.what)).toEqual(['installed', 'finished']);
    expect(seen.frames.map((render) => render.purpose)).toEqual(['installer', 'installer', 'application']);
  });

  it('keeps an ordinary user out until it is finished, and never lets him finish', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { admin, frame } = await installThroughPages(bench);
    const user = await Visitor.signIn(bench.portal, '2');

    const closed = await user.openApplication('acme.invoices');
    expect(closed.state).toBe('not-finished');
    expect(closed.frame).toBeNull();
    expect(closed.text).toContain('Решение установлено не полностью');
    expect(await user.frameCommand('setInstallFinish', frame.appSid)).toEqual({ error: 'unknown-frame' });
    expect((await bench.inspect()).finished).toBe(false);

    await admin.frameCommand('setInstallFinish', frame.appSid);
    expect((await user.openApplication('acme.invoices')).state).toBe('application');
  });

  it('lets only an administrator install, see the installed page and remove', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const user = await Visitor.signIn(bench.portal, '2');
    expect((await user.post('/market/install/', { code: 'acme.invoices' })).status).toBe(403);
    expect((await user.get(portalPaths.card('acme.invoices'))).text).not.toContain('data-action="install"');
    expect((await user.get(portalPaths.installed)).status).toBe(403);
    await installThroughPages(bench);
    expect((await user.post('/market/remove/', { code: 'acme.invoices', clean: '1' })).status).toBe(403);
    expect((await bench.inspect()).active).toBe(true);
  });

  it('lets any user install where the version says so', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor, { userInstall: true }));
    const user = await Visitor.signIn(bench.portal, '2');
    expect((await user.post('/market/install/', { code: 'acme.invoices' })).status).toBe(303);
    const { frame } = await user.openApplication('acme.invoices');
    expect(await user.frameCommand('setInstallFinish', frame?.appSid ?? '')).toEqual({ finished: true });
  });

  it('refuses forms that were not printed for this session', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const admin = await Visitor.signIn(bench.portal, '1');
    expect((await admin.post('/market/install/', { code: 'acme.invoices', formKey: 'f'.repeat(48) })).status).toBe(403);
    expect((await bench.inspect()).active).toBe(false);
  });

  it('sends nothing before the installation is finished, and says why', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { admin, frame, token } = await installThroughPages(bench);
    await bench.rest('event.bind', token, { event: 'ONCRMDEALADD', handler: `${vendor.address}/handler` });
    await bench.rest('event.bind', token, { event: 'OnAppInstall', handler: `${vendor.address}/handler` });
    await bench.portal.control('raise-event', { code: 'acme.invoices', event: 'ONCRMDEALADD', data: { FIELDS: { ID: '1' } } });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONCRMDEALADD')).toHaveLength(0);
    expect((await bench.inspect()).events).toMatchObject([{ event: 'ONCRMDEALADD', state: 'dropped', droppedBecause: 'not-finished' }]);

    await admin.frameCommand('setInstallFinish', frame.appSid);
    await bench.portal.control('raise-event', { code: 'acme.invoices', event: 'ONCRMDEALADD', data: { FIELDS: { ID: '1' } } });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONAPPINSTALL')).toHaveLength(1);
    const [added] = vendor.events('ONCRMDEALADD');
    expect(added?.fields).toMatchObject({ event_handler_id: expect.any(String) as string, data: { FIELDS: { ID: '1' } } });
    const auth = added?.fields['auth'] as Record<string, string>;
    expect(auth['access_token']).toMatch(/^[0-9a-f]{70}$/);
    expect(auth['refresh_token']).toBeUndefined();
  });
});

describe('installation without a page (mode C)', () => {
  it('posts ONAPPINSTALL with tokens to the handler and is finished at once', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(
      registrationOf(vendor, { mode: 'C', appUrl: null, installUrl: null, eventUrl: `${vendor.address}/callback` }),
    );
    const admin = await Visitor.signIn(bench.portal, '1');
    const answer = await admin.post('/market/install/', { code: 'acme.invoices' });
    expect(answer.location).toBe('/market/detail/acme.invoices/?done=installed');
    expect((await admin.get(answer.location)).text).toContain('Решение «Счета и акты» установлено.');
    await bench.portal.eventsSettled();
    const [event] = vendor.events('ONAPPINSTALL');
    const { memberId, address } = bench.portal.describe();
    expect(event?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(event?.fields).toMatchObject({
      data: { VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'ru' },
      auth: {
        access_token: expect.stringMatching(/^[0-9a-f]{70}$/) as string,
        refresh_token: expect.stringMatching(/^[0-9a-f]{70}$/) as string,
        expires_in: '3600',
        scope: 'crm,placement,user',
        domain: new URL(address).host,
        client_endpoint: `${address}/rest/`,
        member_id: memberId,
        user_id: '1',
        status: 'F',
        application_token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    });
    const auth = event?.fields['auth'] as Record<string, string>;
    expect((await bench.rest('app.info', auth['access_token'] ?? '')).body).toMatchObject({ result: { INSTALLED: true } });
    expect((await admin.openApplication('acme.invoices')).state).toBe('no-page');
    expect((await bench.inspect()).events).toMatchObject([{ event: 'ONAPPINSTALL', state: 'delivered', status: 200 }]);
  });
});

describe('removal', () => {
  async function installed(clean: '1' | '') {
    const deadAnswers: number[] = [];
    const held: { token: string; base: string } = { token: '', base: '' };
    const vendor = await startVendor((request, response) => {
      if (request.fields['event'] !== 'ONAPPUNINSTALL') {
        response.end('ok');
        return;
      }
      void fetch(`${held.base}/rest/app.info?auth=${held.token}`).then((answer) => {
        deadAnswers.push(answer.status);
        response.end('ok');
      });
    });
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const first = await installThroughPages(bench);
    held.token = first.token;
    held.base = bench.portal.describe().address;
    await bench.rest('event.bind', first.token, { event: 'ONAPPUNINSTALL', handler: `${vendor.address}/handler` });
    await bench.rest('placement.bind', first.token, { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: `${vendor.address}/tab`, TITLE: 'Счета' });
    await bench.rest('app.option.set', first.token, { options: { prefix: 'СЧ' } });
    await first.admin.frameCommand('setInstallFinish', first.frame.appSid);
    const answer = await first.admin.post('/market/remove/', { code: 'acme.invoices', clean });
    expect(answer.location).toBe('/market/installed/?done=removed&code=acme.invoices');
    await bench.portal.eventsSettled();
    return { bench, vendor, deadAnswers, ...first };
  }

  it('tells the handler without tokens, after the tokens have died', async () => {
    const { bench, vendor, deadAnswers, frame } = await installed('1');
    const [event] = vendor.events('ONAPPUNINSTALL');
    expect(event?.fields['data']).toEqual({ LANGUAGE_ID: 'ru', CLEAN: '1' });
    expect(Object.keys(event?.fields['auth'] as object).sort()).toEqual([
      'application_token',
      'client_endpoint',
      'domain',
      'member_id',
      'server_endpoint',
    ]);
    expect((event?.fields['auth'] as Record<string, string>)['application_token']).toBe(fieldOf(frame, 'APPLICATION_TOKEN'));
    expect(deadAnswers).toEqual([401]);
    const seen = await bench.inspect();
    expect(seen).toMatchObject({ active: false, finished: false, everInstalled: true, handlers: [], placements: [], appOptionKeys: [] });
    expect(seen.tokens).toMatchObject({ valid: 0, refreshValid: 0 });
    expect(seen.deadTokenUses).toMatchObject([
      { kind: 'rest', name: 'app.info', source: 'vendor', installNumber: 1, afterReinstall: false },
    ]);
    const exchange = bench.exchanges.find((candidate) => candidate.id === seen.deadTokenUses[0]?.exchangeId);
    expect(exchange).toMatchObject({ kind: 'rest', name: 'app.info', status: 401 });
    expect(exchange?.url).toContain(seen.deadTokenUses[0]?.token);
  });

  it('keeps options without the tick and shows them after a reinstall with the same identity', async () => {
    const { bench, vendor, frame, admin } = await installed('');
    expect(vendor.events('ONAPPUNINSTALL')[0]?.fields['data']).toMatchObject({ CLEAN: '0' });
    expect((await bench.inspect()).appOptionKeys).toEqual(['prefix']);
    const second = await installThroughPages(bench);
    expect(fieldOf(second.frame, 'member_id')).toBe(fieldOf(frame, 'member_id'));
    expect(fieldOf(second.frame, 'APPLICATION_TOKEN')).toBe(fieldOf(frame, 'APPLICATION_TOKEN'));
    expect(second.token).not.toBe(fieldOf(frame, 'AUTH_ID'));
    expect((await bench.rest('app.option.get', second.token, { option: 'prefix' })).body).toMatchObject({ result: 'СЧ' });
    expect(await admin.frameCommand('getInitData', second.frame.appSid)).toMatchObject({ FIRST_RUN: true, INSTALL: true });
    expect((await bench.inspect()).installNumber).toBe(2);

    expect((await bench.rest('app.info', fieldOf(frame, 'AUTH_ID'))).status).toBe(401);
    expect((await bench.inspect()).deadTokenUses.at(-1)).toMatchObject({ afterReinstall: true, installNumber: 1 });
  });

  it('refuses to renew the old tokens and notes the attempt', async () => {
    const { bench, frame } = await installed('1');
    const query = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'app.5f00000000000.10000000',
      client_secret: 'SecretOfTheVendor0123456789',
      refresh_token: fieldOf(frame, 'REFRESH_ID'),
    });
    const renew = async () => (await fetch(`${bench.portal.describe().address}/oauth/token/?${query}`)).status;
    expect(await renew()).toBe(401);
    await installThroughPages(bench);
    expect(await renew()).toBe(400);
    const uses = (await bench.inspect()).deadTokenUses.filter((use) => use.kind === 'oauth');
    expect(uses).toMatchObject([{ afterReinstall: false }, { afterReinstall: true }]);
    expect(uses[0]?.token).toMatch(/^‹refresh_token#\d+›$/);
  });
});

describe('memory of the portal', () => {
  it('knows in a later process where the solution was installed', async () => {
    const vendor = await startVendor();
    const first = await startBench();
    await first.portal.registerSolution(registrationOf(vendor));
    const { token } = await installThroughPages(first);
    await first.rest('app.option.set', token, { options: { prefix: 'СЧ' } });
    const { memberId } = first.portal.describe();
    await expect(startBench({ stateDir: first.stateDir })).rejects.toMatchObject({ code: 'portal-busy' });
    await first.portal.stop();

    const second = await startBench({ stateDir: first.stateDir });
    expect(second.portal.describe().memberId).toBe(memberId);
    expect(await second.inspect()).toMatchObject({ everInstalled: true, active: true, appOptionKeys: ['prefix'] });
    expect((await second.rest('app.info', token)).status).toBe(200);
    expect(JSON.stringify(second.exchanges)).not.toContain(token);
  });

  it('says what is wrong when the port is taken', async () => {
    const first = await startBench();
    const port = Number(new URL(first.portal.describe().address).port);
    await expect(startBench({ port })).rejects.toMatchObject({ code: 'port-taken' });
  });
});
