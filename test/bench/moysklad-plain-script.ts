import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type FrameLocator, type Page } from 'playwright';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/moysklad/install-test/install-test.ts';
import type { MoyskladInspection } from '../../electron/marketplaces/moysklad/portal/inspection.ts';
import { portalPaths, portalSelectors } from '../../electron/marketplaces/moysklad/portal/page-map.ts';
import type { MoyskladRegistration } from '../../electron/marketplaces/moysklad/portal/registration.ts';
import { startPortal } from '../../electron/portals/portal-host.ts';
import { startBrowserProcess } from '../../electron/sandbox/browser-process.ts';
import { openDisplay } from '../../electron/sandbox/display.ts';
import { egressOf } from '../../electron/sandbox/egress.ts';
import type { PlainScriptPlace } from './measure-install-test.ts';

export interface MoyskladScriptOptions extends PlainScriptPlace {
  readonly registration: MoyskladRegistration;
}

/**
 * The steps of the MoySklad install test as somebody would write them down as a script: same portal process, same kind of browser process, same
 * clicks, same waits; no pictures, no logs, no looking at pages. Throws when the solution is not connected at the end.
 */
export async function runMoyskladScript(options: MoyskladScriptOptions): Promise<void> {
  const { registration, electron, portalEntry } = options;
  const { code } = registration;
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'bench-portal-'));
  const end = new AbortController();
  const [portal, display] = await Promise.all([
    startPortal({ marketplace: 'moysklad', options: { ...options.portal, stateDir }, entry: portalEntry, onExchange: () => undefined }),
    openDisplay(),
  ]);
  try {
    const { address, users } = portal.describe();
    const open = async (): Promise<Page> => {
      const browser = await startBrowserProcess({
        electron,
        egress: egressOf(address, { ...registration }, []),
        ca: null,
        language: 'ru',
        environment: display.environment,
        widthPx: 1280,
        heightPx: 900,
        onNote: () => undefined,
        signal: end.signal,
      });
      const connected = await chromium.connectOverCDP(browser.webSocketUrl, { noDefaults: true });
      const page = connected.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the browser has no window');
      return page;
    };
    const starting = open();
    starting.catch(() => undefined);
    const administrator = await open();
    const go = async (page: Page, role: 'administrator' | 'user', where: string): Promise<void> => {
      const id = users.find((user) => user.role === role)?.id ?? '';
      await page.goto(await portal.signInUrl(id, where));
      await page.locator(portalSelectors.ready).waitFor();
    };
    const window = async (page: Page, role: 'administrator' | 'user'): Promise<FrameLocator> => {
      await go(page, role, portalPaths.mainWindow(code));
      const frame = page.frameLocator(portalSelectors.mainFrame);
      await frame.locator('h1').waitFor();
      return frame;
    };
    const press = async (button: string, dialog: string, confirm: string): Promise<void> => {
      await go(administrator, 'administrator', portalPaths.card(code));
      await administrator.locator(button).click();
      await administrator.locator(dialog).waitFor();
      await administrator.locator(confirm).click();
      await administrator.locator(portalSelectors.state).waitFor();
      await portal.eventsSettled();
    };
    const connect = (): Promise<void> => press(portalSelectors.connect, portalSelectors.consentDialog, portalSelectors.confirmConnect);

    await portal.registerSolution({ ...registration });
    await connect();
    const settings = await window(administrator, 'administrator');
    await settings.locator('[name="message"]').fill('Проба');
    await settings.locator('button').click();
    await settings.getByText('Настройки сохранены').waitFor();
    await window(administrator, 'administrator');
    await window(await starting, 'user');
    const { id } = (await portal.control('first-entity', { entityType: 'customerorder' })) as { id: string };
    await go(administrator, 'administrator', portalPaths.edit('customerorder', id));
    await administrator.frameLocator(portalSelectors.widgetFrame('document.customerorder.edit')).getByText('сумма').waitFor();
    await portal.control('press-button', { code, name: 'check-stock', point: 'document.customerorder.edit' });
    await portal.control('change-permissions', { code });
    await portal.control('change-tariff', { code });
    await portal.control('prolong', { code });
    await window(administrator, 'administrator');
    await portal.control('suspend', { code });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await portal.control('resume', { code });
    await window(administrator, 'administrator');
    await press(portalSelectors.remove, portalSelectors.removeDialog, portalSelectors.confirmRemove);
    await new Promise((resolve) => setTimeout(resolve, DEFAULT_SETTINGS.watchMs));
    await connect();
    await window(administrator, 'administrator');
    for (const probe of ['wrong-signature', 'expired-token']) await portal.control('probe', { code, probe });
    const { solutions } = (await portal.inspect()) as MoyskladInspection;
    const last = solutions.find((one) => one.code === code);
    if (last?.installNumber !== 2 || last.status !== 'Activated') throw new Error('the solution is not connected for the second time');
  } finally {
    end.abort();
    await portal.stop();
    display.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}
