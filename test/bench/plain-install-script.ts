import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type FrameLocator, type Page } from 'playwright';
import type { SampleRegistration } from '../../electron/demo/vendors/sample-vendor.ts';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/bitrix24/install-test/install-test.ts';
import type { Bitrix24Inspection } from '../../electron/marketplaces/bitrix24/portal/inspection.ts';
import { portalPaths, portalSelectors } from '../../electron/marketplaces/bitrix24/portal/page-map.ts';
import { startPortal } from '../../electron/portals/portal-host.ts';
import { startBrowserProcess } from '../../electron/sandbox/browser-process.ts';
import { openDisplay } from '../../electron/sandbox/display.ts';
import { egressOf } from '../../electron/sandbox/egress.ts';
import type { PlainScriptPlace } from './measure-install-test.ts';

export interface PlainScriptOptions extends PlainScriptPlace {
  readonly registration: SampleRegistration;
}

/**
 * The steps of the install test as somebody would write them down as a script: same portal process, same kind of browser process, same
 * clicks, same waiting for the vendor after the removal; no pictures, no logs, no looking at pages. Throws when the vendor misbehaves or the solution
 * is not installed for the second time at the end.
 */
export async function runPlainScript(options: PlainScriptOptions): Promise<void> {
  const { registration, electron, portalEntry } = options;
  const { code } = registration;
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'bench-portal-'));
  const end = new AbortController();
  const [portal, display] = await Promise.all([
    startPortal({ marketplace: 'bitrix24', options: { ...options.portal, stateDir }, entry: portalEntry, onExchange: () => undefined }),
    openDisplay(),
  ]);
  try {
    const { address, users } = portal.describe();
    const idOf = (role: 'administrator' | 'user'): string => users.find((user) => user.role === role)?.id ?? '';
    const traced: BrowserContext[] = [];
    const open = async (width: number, height: number): Promise<Page> => {
      const browser = await startBrowserProcess({
        electron,
        egress: egressOf(address, { ...registration }, []),
        ca: null,
        language: 'ru',
        environment: display.environment,
        widthPx: 1280,
        heightPx: 800,
        onNote: () => undefined,
        signal: end.signal,
      });
      const connected = await chromium.connectOverCDP(browser.webSocketUrl, { noDefaults: true });
      const page = connected.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the browser has no window');
      await page.setViewportSize({ width, height });
      if (options.isTraced === true) {
        await page.context().tracing.start({ screenshots: true, snapshots: true, sources: true });
        traced.push(page.context());
      }
      return page;
    };
    const starting = open(1920, 1080);
    starting.catch(() => undefined);
    const administrator = await open(1280, 800);
    const go = async (page: Page, role: 'administrator' | 'user', where: string): Promise<FrameLocator> => {
      await page.goto(await portal.signInUrl(idOf(role), where));
      await page.locator(portalSelectors.ready).waitFor();
      return page.frameLocator(portalSelectors.applicationFrame);
    };

    const install = async (): Promise<void> => {
      const frame = await go(administrator, 'administrator', portalPaths.card(code));
      await administrator.locator(portalSelectors.installButton).click();
      await administrator.locator(portalSelectors.confirmInstallButton).click();
      await frame.locator('#connect:enabled').click();
      await frame.locator('#add').waitFor();
    };
    const opensApplication = async (page: Page, role: 'administrator' | 'user'): Promise<FrameLocator> => {
      const frame = await go(page, role, portalPaths.application(code));
      // The name comes from the portal with the last answer that the page waits for.
      await frame.locator('#person:not(:empty)').waitFor();
      return frame;
    };
    const addsDocument = async (title: string): Promise<void> => {
      const frame = await opensApplication(administrator, 'administrator');
      await frame.locator('#add [name="title"]').fill(title);
      await frame.locator('#add button').click();
      await frame.locator('#rows').getByText(title).waitFor();
      await (await opensApplication(administrator, 'administrator')).locator('#rows').getByText(title).waitFor();
    };

    await portal.registerSolution({ ...registration });
    await install();
    await portal.eventsSettled();
    await addsDocument('Проба');
    await opensApplication(await starting, 'user');
    const widget = await go(administrator, 'administrator', portalPaths.crmItem('deal', '1'));
    const tab = administrator.locator(portalSelectors.widget('CRM_DEAL_DETAIL_TAB')).first();
    if ((await tab.count()) > 0) {
      await tab.click();
      await widget.locator('#summary').waitFor();
    }
    await portal.control('raise-event', { code, event: 'ONCRMDEALADD', data: { FIELDS: { ID: '1' } }, userId: idOf('administrator') });
    await portal.eventsSettled();

    await go(administrator, 'administrator', portalPaths.installed);
    await administrator.locator(portalSelectors.removeButton(code)).click();
    await administrator.locator(portalSelectors.removeDataCheckbox).setChecked(true);
    await administrator.locator(portalSelectors.confirmRemoveButton).click();
    await administrator.locator(portalSelectors.installedRow(code)).waitFor({ state: 'detached' });
    await portal.eventsSettled();
    await new Promise((resolve) => setTimeout(resolve, DEFAULT_SETTINGS.watchMs));

    await install();
    await portal.eventsSettled();
    await addsDocument('Проба 2');
    await portal.control('forge-event', { code, event: 'ONAPPUNINSTALL' });
    const frame = await opensApplication(administrator, 'administrator');
    await frame.locator('#rows').getByText('Проба 2').waitFor();

    const { applications } = (await portal.inspect()) as Bitrix24Inspection;
    const last = applications.find((one) => one.code === code);
    if (last?.installNumber !== 2 || !last.finished) throw new Error('the solution is not installed for the second time');
    await Promise.all(traced.map((context, index) => context.tracing.stop({ path: path.join(stateDir, `trace-${String(index)}.zip`) })));
  } finally {
    end.abort();
    await portal.stop();
    display.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}
