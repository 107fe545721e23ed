import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { portalPaths, portalSelectors } from '../../../electron/marketplaces/bitrix24/portal/page-map.ts';
import { serverIdentity } from '../../../electron/marketplaces/portal-kit/authority.ts';
import { openWorkshop, type Workshop } from './browser-fixture.ts';
import { cleanUp, registrationOf, startBench, startVendor, type Bench, type VendorStub } from './portal-fixture.ts';

const sdk = readFileSync(path.resolve(import.meta.dirname, '../../../node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js'), 'utf8');

let workshop: Workshop;
const closers: (() => Promise<void>)[] = [];
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await cleanUp();
});
afterAll(async () => {
  await workshop.close();
});

/** A vendor whose pages are given as scripts; what they find out is kept in `window.found`. */
async function scriptedVendor(scripts: Record<string, string>, identity: { key: string; cert: string } | null = null): Promise<VendorStub> {
  return startVendor((request, response) => {
    if (request.path === '/sdk.js') {
      response.setHeader('content-type', 'text/javascript');
      response.end(sdk);
      return;
    }
    const script = scripts[request.path] ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>vendor</title><link rel="icon" href="data:,"><body><h1>${request.path}</h1>${script}</body>`);
  }, identity);
}

async function open(bench: Bench, registration: object): Promise<{ page: Page; notes: string[] }> {
  const opened = await workshop.open(bench, registration);
  closers.push(opened.close);
  return opened;
}

async function installByClicks(bench: Bench, page: Page, code: string): Promise<void> {
  await page.goto(await bench.portal.signInUrl('1', portalPaths.card(code)));
  await page.click(portalSelectors.installButton);
  await page.waitForSelector(portalSelectors.installDialog);
  await page.click(portalSelectors.confirmInstallButton);
}

/** What the vendor's page put into `window.found`. */
async function found(page: Page, purpose: string): Promise<Record<string, unknown>> {
  const handle = await page.waitForSelector(`iframe[data-purpose="${purpose}"]`, { state: 'attached' });
  const frame = (await handle.contentFrame()) as Frame;
  await frame.waitForFunction(() => (window as unknown as { found?: { done?: boolean } }).found?.done === true, undefined, {
    timeout: 30_000,
  });
  return frame.evaluate(() => (window as unknown as { found: Record<string, unknown> }).found);
}

const frameOf = async (page: Page, purpose: string): Promise<Frame> => {
  const handle = await page.waitForSelector(`iframe[data-purpose="${purpose}"]`, { state: 'attached' });
  return (await handle.contentFrame()) as Frame;
};

describe('BX24.js from its hard-coded address', () => {
  it('installs, calls, keeps options and talks with the portal’s page', async () => {
    const vendor = await scriptedVendor({
      '/install': `<script src="//api.bitrix24.com/api/v1/"></script><script>
        window.found = {};
        BX24.install(() => { found.firstRun = true; });
        BX24.init(() => {
          BX24.callBatch({
            me: ['user.current', {}],
            tab: { method: 'placement.bind', params: { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', HANDLER: location.origin + '/tab', TITLE: 'Счета: «новые»' } },
            event: ['event.bind', { event: 'ONCRMDEALADD', handler: location.origin + '/events' }],
          }, (results) => {
            found.me = results.me.data().ID;
            found.tab = results.tab.data();
            BX24.appOption.set('prefix', 'СЧ:1', () => {
              BX24.callMethod('no.such.method', {}, (failed) => {
                found.error = String(failed.error());
                found.done = true;
              });
            });
          });
        });
      </script><button onclick="BX24.installFinish()">Готово</button>`,
      '/app': `<script src="https://api.bitrix24.com/api/v1/"></script><script>
        window.found = {};
        BX24.init(() => {
          found.isAdmin = BX24.isAdmin();
          found.lang = BX24.getLang();
          found.domain = BX24.getDomain();
          found.prefix = BX24.appOption.get('prefix');
          found.placement = BX24.placement.info();
          BX24.installFinish();
          BX24.setTitle('Счета: всё "важное"');
          BX24.resizeWindow(900, 640, (size) => {
            found.size = size;
            BX24.callMethod('crm.deal.list', { select: ['ID'], order: { ID: 'ASC' } }, (deals) => {
              found.deals = deals.total();
              found.more = deals.more();
              BX24.refreshAuth((auth) => {
                found.token = auth.access_token.length;
                BX24.openPath('/etc/passwd', (answer) => {
                  found.path = answer.errorCode;
                  found.done = true;
                });
              });
            });
          });
        });
      </script><button id="user" onclick="BX24.selectUser((user) => { found.user = user; })">user</button>
      <button id="crm" onclick="BX24.selectCRM({ entityType: ['deal'], multiple: true }, (crm) => { found.crm = crm; })">crm</button>
      <button id="again" onclick="BX24.openApplication({ screen: 'two' }, () => { found.closed = true; })">again</button>
      <button id="path" onclick="BX24.openPath('/crm/deal/details/2/', (answer) => { found.opened = answer; })">path</button>
      <button id="close" onclick="BX24.closeApplication()">close</button>`,
      '/tab': `<script src="//api.bitrix24.com/api/v1/"></script><script>
        window.found = {};
        BX24.init(() => { found.placement = BX24.placement.info(); found.done = true; });
      </script>`,
    });
    const bench = await startBench();
    const registration = registrationOf(vendor);
    await bench.portal.registerSolution(registration);
    const { page, notes } = await open(bench, registration);
    await installByClicks(bench, page, registration.code);

    expect(await found(page, 'installer')).toMatchObject({
      firstRun: true,
      me: '1',
      tab: true,
      error: 'ERROR_METHOD_NOT_FOUND: Method not found! (404)',
    });
    await (await frameOf(page, 'installer')).click('button');
    await page.waitForURL(/install_finished=Y/);

    const app = await found(page, 'application');
    expect(app).toMatchObject({
      isAdmin: true,
      lang: 'ru',
      domain: new URL(bench.portal.describe().address).host,
      prefix: 'СЧ:1',
      placement: { placement: 'DEFAULT', options: { IFRAME: 'Y' } },
      deals: 8,
      more: false,
      token: 70,
      size: { width: 900, height: 640 },
      path: 'PATH_NOT_AVAILABLE',
    });
    expect(await page.textContent('[data-role="slider-title"]')).toBe('Счета: всё "важное"');
    const seen = await bench.inspect();
    expect(seen.installFinishCalls.map((call) => call.reason)).toEqual(['finished']);
    expect(seen.placements).toMatchObject([{ placement: 'CRM_DEAL_DETAIL_TAB', title: 'Счета: «новые»' }]);

    const frame = await frameOf(page, 'application');
    await frame.click('#user');
    await page.click(`${portalSelectors.choiceDialog} [data-choice="2"]`);
    await page.click(portalSelectors.confirmChoiceButton);
    await frame.waitForFunction(() => (window as unknown as { found: { user?: { id: string } } }).found.user?.id === '2');
    await frame.click('#crm');
    for (const id of ['D_1', 'D_3']) await page.click(`${portalSelectors.choiceDialog} [data-choice="${id}"]`);
    await page.click(portalSelectors.confirmChoiceButton);
    await frame.waitForFunction(() => (window as unknown as { found: { crm?: { deal: unknown[] } } }).found.crm?.deal.length === 2);

    await frame.click('#path');
    await page.waitForSelector('iframe[src*="/crm/deal/details/2/"]');
    await page.locator('button[data-action="close-slider"]').last().click();
    await frame.waitForFunction(() => (window as unknown as { found: { opened?: { result: string } } }).found.opened?.result === 'close');

    await frame.click('#again');
    await page.waitForFunction(() => document.querySelectorAll('iframe[data-role="application-frame"]').length === 2);
    const second = (await (await page.$$(portalSelectors.applicationFrame)).at(-1)?.contentFrame()) ?? null;
    await second?.waitForURL(/\/app\?/);
    await second?.waitForFunction(() => (window as unknown as { found?: { done?: boolean } }).found?.done === true);
    expect(await second?.evaluate(() => (window as unknown as { found: { placement: unknown } }).found.placement)).toEqual({
      placement: 'DEFAULT',
      options: { screen: 'two', IFRAME: 'Y' },
    });
    await second?.click('#close');
    await frame.waitForFunction(() => (window as unknown as { found: { closed?: boolean } }).found.closed === true);

    await page.goto(bench.portal.describe().address + portalPaths.crmItem('deal', '3'));
    await page.click(portalSelectors.widget('CRM_DEAL_DETAIL_TAB'));
    expect(await found(page, 'widget')).toMatchObject({ placement: { placement: 'CRM_DEAL_DETAIL_TAB', options: { ID: '3' } } });
    expect((await bench.inspect()).frameMessages).toEqual(expect.arrayContaining([{ command: 'selectUser', count: 1 }]));
    expect(notes.filter((note) => !note.includes('404'))).toEqual([]);
  });

  it('is told apart from another page in the frame: foreign origins get no answers', async () => {
    const stranger = await scriptedVendor({
      '/steal': `<script>
        window.found = { answers: [] };
        const parts = window.name.split('|');
        addEventListener('message', (event) => found.answers.push(event.data));
        parent.postMessage('getInitData::cb1:' + parts[2], '*');
        parent.postMessage('setInstallFinish:{}::' + parts[2], '*');
        setTimeout(() => { found.done = true; }, 800);
      </script>`,
    });
    const vendor = await scriptedVendor({ '/install': `<script>location.href = '${stranger.address}/steal';</script>` });
    const bench = await startBench();
    const registration = registrationOf(vendor);
    await bench.portal.registerSolution(registration);
    const { page } = await open(bench, { ...registration, also: stranger.address });
    await installByClicks(bench, page, registration.code);
    const frame = await frameOf(page, 'installer');
    await frame.waitForURL(/steal/);
    await frame.waitForFunction(() => (window as unknown as { found?: { done?: boolean } }).found?.done === true);
    expect(await frame.evaluate(() => (window as unknown as { found: { answers: unknown[] } }).found.answers)).toEqual([]);
    expect((await bench.inspect()).finished).toBe(false);
  });
});

describe('the real @bitrix24/b24jssdk', () => {
  it('installs, calls, keeps options, renews, opens and selects', async () => {
    const vendor = await scriptedVendor({
      '/install': `<script src="/sdk.js"></script><script>
        window.found = {};
        (async () => {
          const b24 = await B24Js.initializeB24Frame();
          found.isInstallMode = b24.isInstallMode;
          found.isFirstRun = b24.isFirstRun;
          const bound = await b24.actions.v2.call.make({ method: 'placement.bind', params: { PLACEMENT: 'LEFT_MENU', HANDLER: location.origin + '/menu', TITLE: 'Меню' } });
          found.bound = bound.getData().result;
          await b24.options.appSet('prefix', 'СЧ');
          found.done = true;
          window.b24 = b24;
        })().catch((error) => { found.failure = String(error); found.done = true; });
      </script><button onclick="void b24.installFinish()">Готово</button>`,
      '/app': `<script src="/sdk.js"></script><script>
        window.found = {};
        (async () => {
          const b24 = await B24Js.initializeB24Frame();
          window.b24 = b24;
          found.isInstallMode = b24.isInstallMode;
          found.prefix = b24.options.appGet('prefix');
          found.isDefault = b24.placement.isDefault;
          found.isAdmin = b24.auth.isAdmin;
          found.origin = b24.getTargetOrigin();
          const deals = await b24.actions.v2.call.make({ method: 'crm.deal.list', params: { select: ['ID', 'TITLE'] } });
          found.deals = deals.getData().result.length;
          const batch = await b24.actions.v2.batch.make({ calls: { me: { method: 'user.current' }, one: { method: 'crm.deal.get', params: { id: 1 } } }, options: { isHaltOnError: true } });
          found.me = batch.getData().me.ID;
          const fresh = await b24.auth.refreshAuth();
          found.fresh = fresh.access_token.length;
          await b24.parent.setTitle('Из SDK');
          await b24.options.userSet('view', 'list').catch(() => undefined);
          try { await b24.installFinish(); } catch (error) { found.finishRefused = true; }
          found.done = true;
        })().catch((error) => { found.failure = String(error); found.done = true; });
      </script><button id="user" onclick="b24.dialog.selectUser().then((user) => { found.user = user; })">user</button>
      <button id="path" onclick="b24.slider.openPath(b24.slider.getUrl('/crm/deal/details/1/')).then((answer) => { found.opened = answer; })">path</button>
      <button id="foreign" onclick="b24.slider.openPath(b24.slider.getUrl('/stream/')).then(() => { found.foreign = 'opened'; }, (error) => { found.foreign = error.message; })">foreign</button>`,
    });
    const bench = await startBench();
    const registration = registrationOf(vendor);
    await bench.portal.registerSolution(registration);
    const { page, notes } = await open(bench, registration);
    await installByClicks(bench, page, registration.code);
    expect(await found(page, 'installer')).toMatchObject({ isInstallMode: true, isFirstRun: true, bound: true });
    await (await frameOf(page, 'installer')).click('button');
    await page.waitForURL(/install_finished=Y/);
    const app = await found(page, 'application');
    expect(app['failure']).toBeUndefined();
    expect(app).toMatchObject({
      isInstallMode: false,
      prefix: 'СЧ',
      isDefault: true,
      isAdmin: true,
      origin: bench.portal.describe().address,
      deals: 8,
      me: '1',
      fresh: 70,
      finishRefused: true,
    });
    expect(await page.textContent('[data-role="slider-title"]')).toBe('Из SDK');
    expect(await page.isVisible(portalSelectors.widget('LEFT_MENU'))).toBe(true);

    const frame = await frameOf(page, 'application');
    await frame.click('#user');
    await page.click(`${portalSelectors.choiceDialog} [data-choice="3"]`);
    await page.click(portalSelectors.confirmChoiceButton);
    await frame.waitForFunction(() => (window as unknown as { found: { user?: { id: string } } }).found.user?.id === '3');
    await frame.click('#foreign');
    await frame.waitForFunction(() => (window as unknown as { found: { foreign?: string } }).found.foreign === 'PATH_NOT_AVAILABLE');
    await frame.click('#path');
    await page.waitForSelector('iframe[src*="/crm/deal/details/1/"]');
    await page.locator('button[data-action="close-slider"]').last().click();
    await frame.waitForFunction(() => (window as unknown as { found: { opened?: { isClose: boolean } } }).found.opened?.isClose === true);
    expect((await bench.inspect()).installFinishCalls.map((call) => call.reason)).toEqual(['finished']);
    expect(notes).toEqual([]);
  });
});

describe('a portal with a name and TLS', () => {
  it.each([
    ['a vendor with a certificate', true],
    ['a vendor’s plain test server on this machine', false],
  ])('opens in the sandbox browser though no network knows the name: %s', async (_name, hasCertificate) => {
    const bench = await startBench({ tls: true, host: 'portal-a.sim.test' });
    const identity = hasCertificate ? serverIdentity(bench.stateDir, 'portal-a.sim.test') : null;
    const scripts = {
      '/app': `<script src="//api.bitrix24.com/api/v1/"></script><script>
        window.found = {};
        BX24.init(() => BX24.callMethod('user.current', {}, (result) => { found.id = result.data().ID; found.domain = BX24.getDomain(); found.done = true; }));
      </script>`,
    };
    const vendor = await scriptedVendor(scripts, identity);
    const registration = registrationOf(vendor, { mode: 'B', installUrl: null });
    await bench.portal.registerSolution(registration);
    const { page, notes } = await open(bench, registration);
    await installByClicks(bench, page, registration.code);
    expect(await found(page, 'application')).toMatchObject({ id: '1', domain: new URL(bench.portal.describe().address).host });
    expect(notes).toEqual([]);
    expect(page.url()).toMatch(/^https:\/\/portal-a\.sim\.test:\d+\/market\/app\//);
  });
});
