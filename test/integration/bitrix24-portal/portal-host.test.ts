import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../../shared/domain/install-test.ts';
import type { Bitrix24Inspection } from '../../../electron/marketplaces/bitrix24/portal/inspection.ts';
import { startPortal, type HostedPortal } from '../../../electron/portals/portal-host.ts';
import { cleanUp, registrationOf, startVendor, temporaryFolder } from './portal-fixture.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-process-'));
const entry = path.join(folder, 'portal-process.js');
const portals: HostedPortal[] = [];

/** The process as the application's build makes it. */
beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      minify: false,
      rollupOptions: {
        input: { 'portal-process': path.join(root, 'electron/portals/portal-process.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: ['zod'] },
  });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});

afterEach(async () => {
  for (const portal of portals.splice(0)) await portal.stop();
  await cleanUp();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function host(
  changes: { marketplace?: string; port?: number; stateDir?: string; onExchange?: (exchange: HttpExchange) => void } = {},
) {
  const portal = await startPortal({
    marketplace: changes.marketplace ?? 'bitrix24',
    options: {
      stateDir: changes.stateDir ?? temporaryFolder(),
      host: '127.0.0.1',
      port: changes.port ?? 0,
      tls: false,
      language: 'ru',
      eventDelayMs: 0,
      eventTimeoutMs: 5000,
    },
    entry,
    onExchange: changes.onExchange ?? (() => undefined),
  });
  portals.push(portal);
  return portal;
}

describe('a portal in its own process', () => {
  it('offers the whole interface across the border', async () => {
    const exchanges: HttpExchange[] = [];
    const vendor = await startVendor();
    const portal = await host({ onExchange: (exchange) => exchanges.push(exchange) });
    expect(portal.pid).not.toBe(process.pid);
    await portal.registerSolution(
      registrationOf(vendor, { mode: 'C', appUrl: null, installUrl: null, eventUrl: `${vendor.address}/callback` }),
    );
    expect(await portal.control('install', { code: 'acme.invoices' })).toEqual({ ok: true });
    await portal.eventsSettled();
    expect(vendor.events('ONAPPINSTALL')).toHaveLength(1);
    const { applications } = (await portal.inspect()) as Bitrix24Inspection;
    expect(applications).toMatchObject([{ code: 'acme.invoices', active: true, finished: true }]);
    expect((await portal.exchanges(0)).map((exchange) => exchange.kind)).toEqual(['head', 'event']);
    expect(exchanges.map((exchange) => exchange.id)).toEqual([1, 2]);
    const secrets = await portal.secrets();
    const auth = vendor.events('ONAPPINSTALL')[0]?.fields['auth'] as Record<string, string>;
    expect(secrets).toContain(auth['access_token']);
    const signIn = await fetch(await portal.signInUrl('1', '/market/'), { redirect: 'manual' });
    expect(signIn.headers.get('location')).toBe('/market/');
    const styles = await (await fetch(`${portal.describe().address}/portal/static/portal.css`)).text();
    expect(styles).toContain('.slider');
  });

  it('passes refusals on with their codes', async () => {
    const first = await host();
    await expect(host({ port: Number(new URL(first.describe().address).port) })).rejects.toMatchObject({ code: 'port-taken' });
    await expect(host({ marketplace: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(first.control('no-such-command', {})).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(first.registerSolution({ code: 'x', version: '1' })).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('tells those who wait when the process dies, and frees the folder for the next one', async () => {
    const stateDir = temporaryFolder();
    const portal = await host({ stateDir });
    process.kill(portal.pid, 'SIGKILL');
    expect(await portal.exited).toMatchObject({ signal: 'SIGKILL' });
    await expect(portal.inspect()).rejects.toMatchObject({ code: 'unavailable' });
    const next = await host({ stateDir });
    expect(next.describe().memberId).toBe(portal.describe().memberId);
  });
});
