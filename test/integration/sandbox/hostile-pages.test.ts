import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../../shared/domain/install-test.ts';
import { createAuthority } from './certificates.ts';
import { startHostileVendor, type HostileVendor } from './hostile-vendor.ts';
import { buildSandboxApp, type SandboxApp } from './sandbox-app.ts';
import { leftProcesses, leftFiles, startSandboxRun, type SandboxRun, type SandboxRunInput } from './sandbox-run.ts';

// Real Electron processes against real servers. Every page is opened, then the same role must be able to open a quiet page.
let app: SandboxApp;
let vendor: HostileVendor;
let portal: HostileVendor;
let elsewhere: HostileVendor;
let run: SandboxRun | null = null;

beforeAll(async () => {
  app = await buildSandboxApp();
  elsewhere = await startHostileVendor('http://127.0.0.1:1');
  vendor = await startHostileVendor(elsewhere.origin);
  portal = await startHostileVendor(elsewhere.origin);
}, 120_000);

afterEach(async () => {
  await run?.remove();
  run = null;
  // Whatever the page did: no process and no profile outlives its run, and nobody outside the test was reached.
  await expect.poll(() => leftProcesses(app), { timeout: 10_000 }).toEqual([]);
  expect(await leftFiles(app)).toEqual([]);
  expect(elsewhere.requests).toEqual([]);
});

afterAll(async () => {
  await Promise.all([vendor, portal, elsewhere].map((server) => server.close()));
  await app.remove();
});

async function open(
  path: string,
  more: Partial<SandboxRunInput> & { readonly waitFor?: string; readonly click?: boolean } = {},
): Promise<RunReport> {
  run = await startSandboxRun(app, {
    test: 'open',
    registration: { portalAddress: portal.origin, appUrl: vendor.origin + path, waitFor: more.waitFor, click: more.click },
    ...more,
  });
  return run.done;
}

/** The plain test reports what its browser observed as declared scopes. */
function observed(report: RunReport, kind: string): string[] {
  return report.scopes.declared.filter((line) => line.startsWith(`${kind} `));
}

function states(report: RunReport): string[] {
  return report.steps.map((step) => step.state);
}

describe('pages that misbehave', { timeout: 120_000 }, () => {
  it('passes a good page', async () => {
    const report = await open('/good');
    expect(report).toMatchObject({ outcome: 'passed', problem: null });
  });

  it('gives up a page in an endless loop and goes on with a fresh browser', async () => {
    const report = await open('/endless-loop', { waitFor: '#never', options: { stepTimeoutMs: 5_000 } });
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'vendor-timeout' } });
    expect(states(report)).toEqual(['failed', 'passed']);
    expect(observed(report, 'hang')).toHaveLength(1);
  });

  it('gives up a page that never stops asking', async () => {
    const report = await open('/alert-loop', { waitFor: '#never' });
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'vendor-timeout' } });
    expect(states(report)).toEqual(['failed', 'passed']);
    expect(observed(report, 'dialog').length).toBeGreaterThan(20);
    expect(observed(report, 'hang')).toHaveLength(1);
  });

  it('answers dialogs with no and records them', async () => {
    const report = await open('/dialogs', { waitFor: '#done:has-text("false null")' });
    expect(report.outcome).toBe('passed');
    expect(observed(report, 'dialog').map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'alert: a',
      'confirm: b',
      'confirm: prompt: c',
      'confirm: print',
    ]);
  });

  it('blocks a storm of windows', async () => {
    const report = await open('/popup-storm', { waitFor: '#done:has-text("0")' });
    expect(report.outcome).toBe('passed');
    const popups = observed(report, 'popup');
    expect(popups.length).toBeGreaterThan(100);
    expect(popups.length).toBeLessThanOrEqual(200);
    expect(vendor.requests.filter((request) => request.includes('/quiet?'))).toEqual([]);
  });

  it('cancels a storm of downloads and records name and size', async () => {
    const report = await open('/download-storm', { waitFor: '#done' });
    expect(report.outcome).toBe('passed');
    const downloads = observed(report, 'download');
    expect(downloads.length).toBeGreaterThan(0);
    expect(downloads.join('\n')).toContain('100000 bytes');
    expect(downloads.join('\n')).toContain('.exe"');
  });

  it('keeps a page from leaving for another host', async () => {
    const report = await open('/leaves', { waitFor: '#never', options: { stepTimeoutMs: 4_000 } });
    expect(states(report)).toEqual(['failed', 'passed']);
    expect(observed(report, 'blocked-request').join('\n')).toContain('/taken');
  });

  it('sees a frame take the place of the page around it', async () => {
    const report = await open('/framed', { waitFor: '#never', options: { stepTimeoutMs: 4_000 } });
    expect(states(report)).toEqual(['failed', 'passed']);
    expect(vendor.requests).toContain('GET /good?busted');
  });

  it('opens no other program and no local file', async () => {
    const report = await open('/other-programs', { waitFor: '#done' });
    expect(report.outcome).toBe('passed');
    expect(observed(report, 'permission').join('\n')).toContain('openExternal');
  });

  it('lets no request out by any way a page has', async () => {
    const report = await open('/reaches-out', { waitFor: '#done:has-text("fetch=refused image=refused socket=refused worker=refused")' });
    expect(report.outcome).toBe('passed');
    const blocked = observed(report, 'blocked-request').join('\n');
    for (const way of ['/fetch', '/socket', '/image', '/frame', '/worker', '/beacon']) expect(blocked).toContain(way);
  });

  it('reaches a host that the moderator allowed', async () => {
    const other = await startHostileVendor('http://127.0.0.1:1');
    const reaching = await startHostileVendor(other.origin);
    try {
      const report = await open('', {
        registration: {
          portalAddress: portal.origin,
          appUrl: `${reaching.origin}/reaches-out`,
          waitFor: '#done:has-text("fetch=open image=refused socket=refused worker=open")',
        },
        allowHosts: [new URL(other.origin).host],
      });
      expect(report.outcome).toBe('passed');
      expect(other.requests).toContain('GET /fetch');
    } finally {
      await Promise.all([other.close(), reaching.close()]);
    }
  });

  it('grants nothing', async () => {
    const report = await open('/asks-for-everything', { waitFor: '#done:text-is("[]")' });
    expect(report.outcome).toBe('passed');
    expect(observed(report, 'permission').join('\n')).toMatch(/notifications[\s\S]*geolocation/);
  });

  it('starts every run and every role without memory', async () => {
    for (let round = 0; round < 2; round++) {
      const report = await open('/remembers', { waitFor: '#done:text-is("[|]")' });
      expect(report.outcome).toBe('passed');
      await run?.remove();
    }
  });

  it('stays open when a page closes its window, and leaves a page that asks to stay', async () => {
    expect((await open('/closes-itself', { waitFor: '#done' })).outcome).toBe('passed');
    await run?.remove();
    const report = await open('/before-unload', { waitFor: 'button', click: true });
    expect(report.outcome).toBe('passed');
    expect(observed(report, 'dialog').join('\n')).toContain('beforeunload');
  });

  it('cancels HTTP authentication', async () => {
    const report = await open('/login', { waitFor: '#done' });
    expect(report.outcome).toBe('passed');
    expect(observed(report, 'http-auth')).toHaveLength(1);
  });

  it('records script errors, console errors, failed and faulty requests', async () => {
    const report = await open('/faulty-script', { waitFor: 'img' });
    expect(observed(report, 'page-error').join('\n')).toContain('nothing is not defined');
    expect(observed(report, 'console-error').join('\n')).toContain('console words');
    expect(observed(report, 'response-error').join('\n')).toMatch(/missing\.png.*HTTP 404/);
  });

  it.each([
    ['/redirects', 'vendor-redirect-loop'],
    ['/error-500', 'vendor-server-error'],
    ['/never', 'vendor-timeout'],
    ['/drip', 'vendor-timeout'],
    ['/huge', 'vendor-timeout'],
  ])('names the fault of %s', async (path, code) => {
    const report = await open(path, { waitFor: '#done', options: { stepTimeoutMs: 4_000 } });
    expect(report.outcome).toBe('incomplete');
    expect(report.problem?.code).toBe(code);
    expect(states(report)).toEqual(['failed', 'passed']);
    expect(report.durationMs).toBeLessThan(40_000);
  });

  it('names a server that is down', async () => {
    const gone = await startHostileVendor('http://127.0.0.1:1');
    await gone.close();
    const report = await open('/', { registration: { portalAddress: portal.origin, appUrl: `${gone.origin}/` } });
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'vendor-unreachable' } });
  });
});

describe('certificates', { timeout: 120_000 }, () => {
  const authority = createAuthority();
  const DAY_MS = 24 * 3600 * 1000;
  const cases = [
    ['of the portal’s own authority', authority.issue({ ip: '127.0.0.1' }), 'passed'],
    ['of that authority for another host', authority.issue({ ip: '127.0.0.2' }), 'incomplete'],
    ['of that authority, run out', authority.issue({ ip: '127.0.0.1', until: new Date(Date.now() - DAY_MS) }), 'incomplete'],
    ['of another authority of the same name', createAuthority().issue({ ip: '127.0.0.1' }), 'incomplete'],
  ] as const;

  it.each(cases)('%s', async (_name, certificate, outcome) => {
    const server = await startHostileVendor(elsewhere.origin, certificate);
    const caFile = path.join(app.temporaryDir, 'sandbox-run-ca.pem');
    await writeFile(caFile, authority.cert);
    try {
      const report = await open('', { registration: { portalAddress: portal.origin, appUrl: `${server.origin}/good`, caFile } });
      expect(report.outcome).toBe(outcome);
      if (outcome === 'incomplete') expect(report.problem?.code).toBe('vendor-unreachable');
      expect(observed(report, 'certificate')).toHaveLength(outcome === 'passed' ? 0 : 1);
    } finally {
      await server.close();
    }
  });
});
