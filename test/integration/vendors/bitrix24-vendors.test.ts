import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningVendor } from '../../../electron/demo/vendors/sample-vendor.ts';
import { BITRIX24_VENDORS, findSampleVendor } from '../../../electron/demo/vendors/sample-vendors.ts';

let dataDir = '';
let running: RunningVendor | null = null;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'sample-vendor-'));
});
afterEach(async () => {
  await running?.stop();
  running = null;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(name: string): Promise<RunningVendor> {
  const vendor = findSampleVendor(name);
  if (vendor === null) throw new Error(`no vendor ${name}`);
  running = await vendor.start({
    port: 0,
    host: '127.0.0.1',
    dataDir,
    clientId: vendor.clientId,
    clientSecret: vendor.clientSecret,
    ca: null,
  });
  return running;
}

describe('sample vendors', () => {
  it.each(BITRIX24_VENDORS.map((vendor) => vendor.name))('%s answers HEAD on every address of its version card', async (name) => {
    const { address } = await start(name);
    const registration = findSampleVendor(name)?.registration(address);
    const urls = [registration?.appUrl, registration?.installUrl, registration?.eventUrl].filter((url) => typeof url === 'string');
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  });

  it('shows a plain sentence to somebody who opens the address outside a portal', async () => {
    const { address } = await start('bitrix24-invoices');
    const answer = await fetch(`${address}/app`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('Откройте приложение в Битрикс24');
  });

  it('refuses an event of a portal that never installed it', async () => {
    const { address } = await start('bitrix24-invoices');
    const body = 'event=ONAPPUNINSTALL&data[CLEAN]=1&auth[member_id]=0123456789abcdef&auth[application_token]=guess';
    const answer = await fetch(`${address}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(answer.status).toBe(403);
  });

  it('never takes a path for a member_id', async () => {
    const { address } = await start('bitrix24-contacts');
    const body = 'event=ONAPPINSTALL&auth[member_id]=../../escape&auth[access_token]=x';
    const answer = await fetch(`${address}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(answer.status).toBe(403);
  });
});
