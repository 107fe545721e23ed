import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { startBrowserProcess, type BrowserProcess } from '../../electron/sandbox/browser-process.ts';
import { openDisplay, type Display } from '../../electron/sandbox/display.ts';
import { runtimeInfo } from '../runtime.ts';
import { sandboxSwitches } from '../electron-app.ts';

/** The throw-away browser as the product builds and starts it. */
const root = path.resolve(import.meta.dirname, '../..');

let server: Server;
let origin: string;
let display: Display;

test.beforeAll(async () => {
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<title>vendor</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  display = await openDisplay();
});

test.afterAll(async () => {
  display.close();
  await new Promise((resolve) => server.close(resolve));
});

interface OpenBrowser {
  readonly process: BrowserProcess;
  readonly browser: Browser;
  readonly page: Page;
}

async function openBrowser(switches: readonly string[] = []): Promise<OpenBrowser> {
  const process = await startBrowserProcess({
    electron: { executablePath: runtimeInfo().executable, args: [root, ...switches] },
    egress: { allow: [new URL(origin).host] },
    ca: null,
    language: 'ru',
    environment: display.environment,
    widthPx: 800,
    heightPx: 600,
    onNote: () => undefined,
    signal: new AbortController().signal,
  });
  const browser = await chromium.connectOverCDP(process.webSocketUrl, { noDefaults: true });
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('no window');
  await page.goto(origin);
  return { process, browser, page };
}

/** "Seccomp" of every renderer of this browser: 2 means that Chromium's system call filter is on. */
function seccompOfRenderers({ process }: OpenBrowser): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!command.includes('--type=renderer') || !command.includes(process.profileDir)) return [];
        return /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? [];
      } catch {
        return [];
      }
    });
}

const isOrdinaryUser = sandboxSwitches.length === 0;

if (process.platform === 'linux') {
  // Root cannot have the sandbox; npm test runs this suite as an ordinary user.
  test(`renderers are ${isOrdinaryUser ? '' : 'as root not '}inside Chromium's sandbox, and the probe notices when they are not`, async () => {
    const guarded = await openBrowser();
    const open = await openBrowser(['--no-sandbox']);
    try {
      const seen = seccompOfRenderers(guarded);
      expect(seen.length).toBeGreaterThan(0);
      expect(new Set(seen)).toEqual(new Set([isOrdinaryUser ? '2' : '0']));
      expect(new Set(seccompOfRenderers(open))).toEqual(new Set(['0']));
    } finally {
      await Promise.all([guarded.process.close(), open.process.close()]);
    }
  });
}

test('a page has no Node, no bridge and no opener', async () => {
  const opened = await openBrowser();
  try {
    const seen = await opened.page.evaluate(() => ({
      names: ['require', 'process', 'module', 'Buffer', 'workstation', 'electron'].filter((name) => name in globalThis),
      opener: window.opener as unknown,
    }));
    expect(seen).toEqual({ names: [], opener: null });
  } finally {
    await opened.process.close();
  }
});

test('its window is never shown and takes no focus', async () => {
  const opened = await openBrowser();
  try {
    // Drawn off the screen, the page still believes that it is seen and goes on rendering.
    const seen = await opened.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => resolve([document.visibilityState, innerWidth, innerHeight]))),
    );
    expect(seen).toEqual(['visible', 800, 600]);
  } finally {
    await opened.process.close();
  }
});
