import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressAgree, pressConnect, pressRemove } from '../../../electron/marketplaces/poster/install-test/drive-portal.ts';
import type { PosterInspection } from '../../../electron/marketplaces/poster/portal/inspection.ts';
import { portalPaths, portalSelectors } from '../../../electron/marketplaces/poster/portal/page-map.ts';
import { createPosterPortal, type PosterPortal } from '../../../electron/marketplaces/poster/portal/portal.ts';
import { openWorkshop, type Workshop } from '../bitrix24-portal/browser-fixture.ts';

// The admin panel around an application's window, in the real sandbox browser: consent, code and verify, spinner (domain/poster.md §2, §3).
const CODE = 'vendor.window';
const SECRET = 'sim-app-secret';
const OWNER = '7';
const MANAGER = '8';

let workshop: Workshop;
let portal: PosterPortal;
let vendor: Server;
let folder = '';
let page: Page;
let close: () => Promise<void>;
/** What the account answered the vendor's exchanges, newest last. */
const exchanges: Record<string, unknown>[] = [];
const codes: string[] = [];
let secretInVerify = SECRET;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** As a vendor's server signs in: the code of the window with a digest of both sides' secret. */
async function exchange(code: string): Promise<void> {
  const body = new FormData();
  const verify = md5(`777:${secretInVerify}:${code}`);
  for (const [name, value] of Object.entries({ application_id: '777', application_secret: SECRET, code, verify })) body.append(name, value);
  const response = await fetch(`${portal.describe().address}/api/v2/auth/manage`, { method: 'POST', body });
  exchanges.push((await response.json()) as Record<string, unknown>);
}

beforeAll(async () => {
  workshop = await openWorkshop();
  folder = mkdtempSync(path.join(os.tmpdir(), 'poster-browser-'));
  vendor = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const code = url.searchParams.get('code');
    const answer = (): void => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      // A frame of the window's own frame talks to the top as well.
      const inner = url.pathname === '/manage' ? '<iframe src="/inner"></iframe>' : '';
      response.end(`<!doctype html><link rel="icon" href="data:,"><p>${url.pathname}</p>${inner}<script>
        window.say = (message) => top.postMessage(message, '*');</script>`);
    };
    if (url.pathname !== '/manage' || code === null) {
      answer();
      return;
    }
    codes.push(code);
    exchange(code).then(answer, () => response.destroy());
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  portal = await createPosterPortal(
    { stateDir: folder, host: '127.0.0.1', port: 0, tls: false, language: 'ru', eventDelayMs: 0, eventTimeoutMs: 2000 },
    () => undefined,
  );
  const registration = {
    code: CODE,
    name: 'Окно приложения',
    vendorName: 'Vendor',
    version: '1',
    mode: 'manage',
    applicationId: '777',
    applicationSecret: SECRET,
    redirectUri: null,
    manageUrl: `${base}/manage`,
    webhookUrl: null,
    webhookEntities: null,
    accesses: ['menu', 'clients'],
  };
  await portal.registerSolution(registration);
  ({ page, close } = await workshop.open({ portal }, registration));
});
afterAll(async () => {
  await close();
  await portal.stop();
  vendor.closeAllConnections();
  vendor.close();
  rmSync(folder, { recursive: true, force: true });
  await workshop.close();
});

async function open(userId: string, place: string): Promise<void> {
  await page.goto(await portal.signInUrl(userId, place));
  await page.locator(portalSelectors.ready).waitFor();
}

async function application(): Promise<PosterInspection['applications'][number] | undefined> {
  return ((await portal.inspect()) as PosterInspection).applications.find((one) => one.code === CODE);
}

const spinner = () => page.locator(portalSelectors.spinner);

/** Says something from the frame whose page is at this path. */
async function say(pathname: string, message: unknown): Promise<void> {
  await page.frameLocator(portalSelectors.applicationFrame).locator('p').first().waitFor();
  await expect.poll(() => page.frames().some((one) => new URL(one.url()).pathname === pathname)).toBe(true);
  const frame = page.frames().find((one) => new URL(one.url()).pathname === pathname);
  await frame?.waitForFunction('window.say !== undefined');
  await frame?.evaluate(`window.say(${JSON.stringify(message)})`);
}

describe('the window of an application in the admin panel', () => {
  it('is opened by the owner alone, who sees the accesses before he agrees', async () => {
    await open(MANAGER, portalPaths.card(CODE));
    await pressConnect(page);
    await pressAgree(page);
    await page.locator(portalSelectors.refused).waitFor();
    expect((await application())?.isConnected).toBe(false);
    await open(OWNER, portalPaths.card(CODE));
    await pressConnect(page);
    expect(
      await page.locator(portalSelectors.accessItems).evaluateAll((items) => items.map((item) => item.getAttribute('data-access'))),
    ).toEqual(['menu', 'clients']);
    await pressAgree(page);
    await page.locator(portalSelectors.applicationFrame).waitFor();
    await expect.poll(() => exchanges.length).toBe(1);
    expect(exchanges[0]).toMatchObject({ access_token: expect.stringMatching(/^\d{6}:[0-9a-f]{32}$/) as string, user: { role_id: 3 } });
    expect((await application())?.isFinished).toBe(true);
  });

  it('keeps its spinner until the page says that it has loaded', async () => {
    await open(OWNER, portalPaths.window(CODE));
    expect(await spinner().isVisible()).toBe(true);
    await say('/manage', { hideSpinner: false });
    await say('/manage', 'hideSpinner');
    // The panel itself is no application.
    await page.evaluate(`window.postMessage({ hideSpinner: true }, '*')`);
    await page.evaluate(
      `new Promise((resolve) => { window.addEventListener('message', resolve, { once: true }); window.postMessage('last', '*'); })`,
    );
    expect(await spinner().isVisible()).toBe(true);
    await say('/manage', { hideSpinner: true });
    await spinner().waitFor({ state: 'hidden' });
    await expect.poll(async () => (await application())?.windows.at(-1)?.spinnerHiddenAfterMs).toEqual(expect.any(Number));
  });

  it('may be told by a frame inside of it, and is new each time it is opened', async () => {
    const before = codes.length;
    await open(MANAGER, portalPaths.window(CODE));
    await say('/inner', { hideSpinner: true });
    await spinner().waitFor({ state: 'hidden' });
    expect(codes).toHaveLength(before + 1);
    expect(new Set(codes).size).toBe(codes.length);
    expect(exchanges.at(-1)).toMatchObject({ user: { role_id: 2 } });
  });

  it('refuses a wrong digest and a code that was used, and shows which sign-in it was', async () => {
    secretInVerify = 'another';
    await open(OWNER, portalPaths.window(CODE));
    await expect.poll(() => exchanges.at(-1)).toMatchObject({ error: 142, field: 'verify' });
    secretInVerify = SECRET;
    await exchange(codes.at(-2) ?? '');
    expect(exchanges.at(-1)).toHaveProperty('error');
    expect((await application())?.windows.at(-1)?.isCodeExchanged).toBe(false);
  });

  it('goes with the application, and nothing opens it afterwards', async () => {
    await open(OWNER, portalPaths.connected);
    await pressRemove(page, CODE);
    await open(OWNER, portalPaths.window(CODE));
    await page.locator(portalSelectors.refused).waitFor();
    expect(await page.locator(portalSelectors.applicationFrame).count()).toBe(0);
  });
});
