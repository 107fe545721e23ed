import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import type { Portal } from '../../electron/portals/portal.ts';
import { startPortal } from '../../electron/portals/portal-host.ts';
import { startBrowserProcess } from '../../electron/sandbox/browser-process.ts';
import { openDisplay } from '../../electron/sandbox/display.ts';
import { egressOf } from '../../electron/sandbox/egress.ts';
import type { PlainScriptPlace } from './measure-install-test.ts';

/** What a plain script plays on: the same portal process and the same kind of browser process as the install test has, and nothing else. */
export interface ScriptStage {
  readonly portal: Portal;
  readonly administrator: Page;
  /** The employee's browser, which starts beside the administrator's. */
  user(): Promise<Page>;
  /** Signs this person in and opens a page of the portal; `ready` is what shows that its scripts ran. */
  go(page: Page, role: 'administrator' | 'user', where: string): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** Sets the stage, plays, and takes everything down again. `ready`: selector of a portal's page whose scripts ran. */
export async function onStage(
  place: PlainScriptPlace & { readonly registration: object },
  marketplace: string,
  ready: string,
  play: (stage: ScriptStage) => Promise<void>,
): Promise<void> {
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'bench-portal-'));
  const end = new AbortController();
  const [portal, display] = await Promise.all([
    startPortal({ marketplace, options: { ...place.portal, stateDir }, entry: place.portalEntry, onExchange: () => undefined }),
    openDisplay(),
  ]);
  try {
    const { address, users } = portal.describe();
    const traced: BrowserContext[] = [];
    const open = async (): Promise<Page> => {
      const browser = await startBrowserProcess({
        electron: place.electron,
        egress: egressOf(address, { ...place.registration }, []),
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
      if (place.isTraced === true) {
        await page.context().tracing.start({ screenshots: true, snapshots: true, sources: true });
        traced.push(page.context());
      }
      return page;
    };
    const starting = open();
    starting.catch(() => undefined);
    const administrator = await open();
    await play({
      portal,
      administrator,
      user: () => starting,
      go: async (page, role, where) => {
        await page.goto(await portal.signInUrl(users.find((user) => user.role === role)?.id ?? '', where));
        await page.locator(ready).waitFor();
      },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    await Promise.all(traced.map((context, index) => context.tracing.stop({ path: path.join(stateDir, `trace-${String(index)}.zip`) })));
  } finally {
    end.abort();
    await portal.stop();
    display.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}
