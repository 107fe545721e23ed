import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import { launchFolder, startWorkstation, type StartedApp } from '../electron-app.ts';

/**
 * The window's guards, each with a negative control: the same probe on an application with every guard off must come
 * out the other way, or the probe proves nothing.
 */
let server: Server;
let address: string;
const hits: string[] = [];
let started: StartedApp;
let open: ElectronApplication;
let openPage: Page;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    if (request.url?.endsWith('.js') === true)
      response.setHeader('content-type', 'text/javascript').end('globalThis.remoteScriptRan = true;');
    else if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.setHeader('content-type', 'text/html').end('<title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  started = await startWorkstation();
});

test.afterAll(async () => {
  await started.close();
  await new Promise((resolve) => server.close(resolve));
});

test.beforeEach(async () => {
  hits.length = 0;
  open = await launchFolder(path.join(import.meta.dirname, '../fixtures/unguarded-app'));
  openPage = await open.firstWindow();
  await openPage.waitForSelector('[data-app-state]');
});

test.afterEach(async () => {
  await open.close();
});

/** Runs the probe in both windows. */
async function both<T>(probe: (page: Page, app: ElectronApplication) => Promise<T>): Promise<{ guarded: T; control: T }> {
  return { guarded: await probe(started.page, started.app), control: await probe(openPage, open) };
}

test('the page has no Node and only the three functions of the bridge', async () => {
  const seen = await both((page) =>
    page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer'].filter(
        (name) => (globalThis as unknown as Record<string, unknown>)[name] !== undefined,
      ),
      bridge: Object.getOwnPropertyNames((globalThis as unknown as { workstation?: object }).workstation ?? {}).sort(),
    })),
  );
  expect(seen.guarded).toEqual({ node: [], bridge: ['invoke', 'on', 'pathOf'] });
  expect(seen.control.node).toContain('require');
});

test('changing built-ins in the page does not reach the bridge', async () => {
  const answer = await started.page.evaluate(async () => {
    const calls: string[] = [];
    const push = Array.prototype.push;
    const has = Set.prototype.has;
    Set.prototype.has = function (this: Set<unknown>, value: unknown) {
      calls.push(String(value));
      return true;
    } as typeof has;
    Array.prototype.push = function (...items: unknown[]) {
      return push.apply(this, items);
    };
    const bridge = (
      window as unknown as { workstation: { invoke(channel: string, input: unknown): Promise<{ ok: boolean; code?: string }> } }
    ).workstation;
    const unknown = await bridge.invoke('no.such.channel', {});
    Set.prototype.has = has;
    Array.prototype.push = push;
    return { code: unknown.code, calls };
  });
  expect(answer).toEqual({ code: 'invalid-request', calls: [] });
});

test('the renderer process runs in the operating system sandbox', async () => {
  test.skip(process.platform !== 'linux', 'Reads /proc');
  test.skip(
    process.getuid?.() === 0,
    'Chromium has no sandbox as root: this test runs in the part of the suite that runs as an ordinary user',
  );
  const seen = await both(async (_page, app) => {
    const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
    return /^Seccomp:\s+(\d)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  });
  expect(seen).toEqual({ guarded: '2', control: '0' });
});

test('inline and remote code does not run, remote content is not fetched', async () => {
  const seen = await both(async (page) => {
    hits.length = 0;
    const ran = await page.evaluate(async (remote) => {
      const world = globalThis as unknown as Record<string, unknown>;
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const add = (tag: string, set: (element: HTMLElement) => void): void => {
        const element = document.createElement(tag);
        try {
          set(element);
          document.body.append(element);
        } catch (error) {
          violations.push(String((error as Error).name));
        }
      };
      add('script', (e) => ((e as HTMLScriptElement).textContent = 'globalThis.inlineScriptRan = true;'));
      add('script', (e) => ((e as HTMLScriptElement).src = `${remote}/remote.js`));
      add('img', (e) => ((e as HTMLImageElement).src = `${remote}/picture.png`));
      add('iframe', (e) => ((e as HTMLIFrameElement).src = `${remote}/frame.html`));
      await fetch(`${remote}/fetch`).catch(() => undefined);
      // Only the page itself may be asked to evaluate: Playwright's own evaluation is exempt from the policy.
      const script = document.createElement('button');
      try {
        script.setAttribute('onclick', 'globalThis.handlerRan = true');
      } catch {
        violations.push('attribute');
      }
      document.body.append(script);
      script.click();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return {
        inline: world['inlineScriptRan'] === true,
        remote: world['remoteScriptRan'] === true,
        handler: world['handlerRan'] === true,
        violations: violations.length > 0,
      };
    }, address);
    return { ...ran, hits: hits.filter((url) => url !== '/favicon.ico').sort() };
  });
  expect(seen.guarded).toEqual({ inline: false, remote: false, handler: false, violations: true, hits: [] });
  expect(seen.control).toEqual({
    inline: true,
    remote: true,
    handler: true,
    violations: false,
    hits: ['/fetch', '/frame.html', '/picture.png', '/remote.js'],
  });
});

const leave: readonly { name: string; act: (url: string) => void }[] = [
  { name: 'location', act: (url) => (location.href = url) },
  {
    name: 'link',
    act: (url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
    },
  },
  {
    name: 'form',
    act: (url) => {
      const form = document.createElement('form');
      form.action = url;
      form.method = 'post';
      document.body.append(form);
      form.submit();
    },
  },
  {
    name: 'meta refresh',
    act: (url) => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0;url=${url}`;
      document.head.append(meta);
    },
  },
];

for (const { name, act } of leave) {
  test(`the window stays where it is: ${name}`, async () => {
    const before = started.page.url();
    await started.page.evaluate(act, `${address}/redirect`);
    await openPage.evaluate(act, `${address}/redirect`);
    await openPage.waitForURL(`${address}/elsewhere`);
    expect(started.page.url()).toBe(before);
    expect(await started.page.evaluate(() => document.querySelector('[data-app-state]') !== null)).toBe(true);
    const onlyControl = hits.filter((url) => url === '/redirect').length;
    expect(onlyControl).toBe(1);
  });
}

test('no second window opens', async () => {
  const count = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const act = (url: string): void => {
    window.open(url);
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.click();
  };
  const appeared = open.waitForEvent('window');
  await started.page.evaluate(act, `${address}/popup`);
  await openPage.evaluate(act, `${address}/popup`);
  await appeared;
  expect(await count(started.app)).toBe(1);
  expect(await count(open)).toBeGreaterThan(1);
});

test('permissions are denied', async () => {
  const seen = await both((page) =>
    page.evaluate(async () => {
      const state = async (name: string): Promise<string> => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return {
        geolocation: await state('geolocation'),
        notifications: await state('notifications'),
        camera: await state('camera'),
        midi: await state('midi'),
      };
    }),
  );
  expect(seen.guarded).toEqual({ geolocation: 'denied', notifications: 'denied', camera: 'denied', midi: 'denied' });
  expect(seen.control.notifications).toBe('granted');
});

test('app:// serves the interface and nothing beside it', async () => {
  const paths = [
    'app://ui/../../../package.json',
    'app://ui/%2e%2e/%2e%2e/package.json',
    'app://ui/..%2f..%2fpackage.json',
    'app://ui/..%5c..%5cpackage.json',
    'app://ui/%00',
    'app://ui//etc/passwd',
    'app://ui/assets',
    'app://other/index.html',
    'app://blob/../../package.json',
    `app://blob/${'0'.repeat(64)}`,
  ];
  const statuses = await started.app.evaluate(async ({ net }, urls) => {
    const answers: number[] = [];
    for (const url of urls) answers.push((await net.fetch(url).catch(() => ({ status: 0 }))).status);
    answers.push((await net.fetch('app://ui/index.html', { method: 'POST' }).catch(() => ({ status: 0 }))).status);
    answers.push((await net.fetch('app://ui/index.html')).status);
    return answers;
  }, paths);
  expect(statuses.at(-1)).toBe(200);
  expect(statuses.at(-2)).toBe(405);
  for (const status of statuses.slice(0, -2)) expect([403, 404]).toContain(status);
  const control = await open.evaluate(async ({ net }) => (await net.fetch('app://ui/..%2funguarded-app%2fpackage.json')).status);
  expect(control).toBe(200);
});

test('every answer of app:// carries the policy', async () => {
  const policy = (app: ElectronApplication) =>
    app.evaluate(async ({ net }) => (await net.fetch('app://ui/index.html')).headers.get('content-security-policy'));
  expect(await policy(open)).toBeNull();
  const text = (await policy(started.app)) ?? '';
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/unsafe|\*|https?:/);
});

test('every channel refuses a sender that is not the window', async () => {
  const preload = path.resolve(import.meta.dirname, '../..', process.env['WORKSTATION_OUT'] ?? 'out', 'preload/preload.cjs');
  const answers = await started.app.evaluate(
    async ({ BrowserWindow }, { preloadFile, channels }) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload: preloadFile, sandbox: true, contextIsolation: true } });
      await stranger.loadURL('data:text/html,<title>stranger</title>');
      const script = `Promise.all(${JSON.stringify(channels)}.map((name) => workstation.invoke(name, {})))`;
      const result = (await stranger.webContents.executeJavaScript(script)) as { ok: boolean; code: string }[];
      stranger.destroy();
      return result.map((answer) => answer.code);
    },
    { preloadFile: preload, channels: [...CHANNELS] },
  );
  expect(new Set(answers)).toEqual(new Set(['untrusted-sender']));
  expect(answers).toHaveLength(CHANNELS.length);
  const own = await started.page.evaluate(() =>
    (window as unknown as { workstation: { invoke(c: string, i: unknown): Promise<{ ok: boolean }> } }).workstation.invoke('app.info', {}),
  );
  expect(own.ok).toBe(true);
});

test('a huge or cyclic message leaves the application alive', async () => {
  const codes = await started.page.evaluate(async () => {
    const bridge = (window as unknown as { workstation: { invoke(c: string, i: unknown): Promise<{ code?: string }> } }).workstation;
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const answers = [
      await bridge.invoke('x'.repeat(10_000_000), {}),
      await bridge.invoke('draft.save', { key: 'k', text: 'x'.repeat(10_000_000) }),
    ];
    answers.push(await bridge.invoke('draft.save', cyclic).catch(() => ({ code: 'invalid-request' })));
    return answers.map((answer) => answer.code);
  });
  expect(codes).toEqual(['invalid-request', 'invalid-request', 'invalid-request']);
});
