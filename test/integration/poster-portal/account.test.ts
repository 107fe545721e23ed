import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPosterPortal, type PosterPortal } from '../../../electron/marketplaces/poster/portal/portal.ts';

const SECRET = 'sim-app-secret';
const REDIRECT = 'http://127.0.0.1:9/callback';
const CODE = 'vendor.app';

let folder: string;
let portal: PosterPortal;
let address: string;
let receiver: http.Server;
let received: { body: Record<string, unknown>; raw: string }[] = [];
let answer = 200;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'poster-account-'));
  receiver = http.createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk: Buffer) => (raw += chunk.toString()));
    request.on('end', () => {
      received.push({ raw, body: JSON.parse(raw) as Record<string, unknown> });
      response.writeHead(answer).end('{"status":"accept"}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const options = {
    stateDir: folder,
    host: '127.0.0.1',
    port: 0,
    tls: false,
    language: 'ru',
    eventDelayMs: 0,
    eventTimeoutMs: 2000,
  } as const;
  portal = await createPosterPortal(options, () => undefined);
  ({ address } = portal.describe());
  await portal.registerSolution({
    code: CODE,
    name: 'App',
    vendorName: 'Vendor',
    version: '1',
    mode: 'oauth-manage',
    applicationId: '777',
    applicationSecret: SECRET,
    redirectUri: REDIRECT,
    manageUrl: 'http://127.0.0.1:9/manage',
    webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    webhookEntities: ['application', 'product', 'dish', 'incoming_order'],
    accesses: ['menu', 'incomingOrders'],
  });
  await portal.control('connect', { code: CODE });
});
afterAll(async () => {
  await portal.stop();
  receiver.close();
  await rm(folder, { recursive: true, force: true });
});

async function codeOf(kind: 'oauth' | 'manage'): Promise<string> {
  return ((await portal.control('issue-code', { code: CODE, kind })) as { code: string }).code;
}

async function post(route: string, fields: Record<string, string>, asForm = true): Promise<Record<string, unknown>> {
  let body: FormData | URLSearchParams = new URLSearchParams(fields);
  if (asForm) {
    body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
  }
  return (await (await fetch(address + route, { method: 'POST', body })).json()) as Record<string, unknown>;
}

async function newToken(): Promise<string> {
  const fields = { application_id: '777', application_secret: SECRET, grant_type: 'authorization_code', redirect_uri: REDIRECT };
  return (await post('/api/v2/auth/access_token', { ...fields, code: await codeOf('oauth') }))['access_token'] as string;
}

async function call(method: string, token: string, fields?: unknown): Promise<{ response?: unknown; error?: { code: number } }> {
  const init =
    fields === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
  return (await (await fetch(`${address}/api/${method}?format=json&token=${token}`, init)).json()) as { error?: { code: number } };
}

describe('simulated Poster account', () => {
  it('gives a token for a code in both generations, once, and only with the registered redirect_uri', async () => {
    const fields = { application_id: '777', application_secret: SECRET, grant_type: 'authorization_code', redirect_uri: REDIRECT };
    const code = await codeOf('oauth');
    const first = await post('/api/v2/auth/access_token', { ...fields, code });
    expect(first['access_token']).toMatch(/^\d{6}:[0-9a-f]{32}$/);
    expect(first['user']).toMatchObject({ id: 7, role_id: 3 });
    expect(first['tariff']).toBeUndefined();
    expect(await post('/api/v2/auth/access_token', { ...fields, code })).toMatchObject({ error_type: 'OAuthException' });
    const other = await post('/api/v2/auth/access_token', { ...fields, redirect_uri: `${REDIRECT}/`, code: await codeOf('oauth') });
    expect(other['access_token']).toBeUndefined();
    const legacy = { client_id: '777', client_secret: SECRET, grant_type: 'authorization_code', redirect_uri: REDIRECT };
    const old = await post('/api/auth/access_token', { ...legacy, code: await codeOf('oauth') }, false);
    expect(old).toMatchObject({ account_name: 'sim-cafe' });
  });

  it('answers the manage exchange with the documented errors', async () => {
    const code = await codeOf('manage');
    const fields = { application_id: '777', application_secret: SECRET, code };
    expect(await post('/api/v2/auth/manage', fields)).toMatchObject({ error: 34, field: 'verify' });
    expect(await post('/api/v2/auth/manage', { ...fields, verify: 'x'.repeat(32) })).toMatchObject({ error: 142, field: 'verify' });
    expect(await post('/api/v2/auth/manage', { ...fields, application_id: '778', verify: 'x' })).toMatchObject({ error: 143 });
    expect(await post('/api/auth/manage', { ...fields, verify: md5(`777:${SECRET}:${code}`) })).toHaveProperty('access_token');
  });

  it('keeps to the accesses and names errors by their numbers', async () => {
    const token = await newToken();
    const codes = async (method: string, value: string, fields?: unknown): Promise<number | undefined> =>
      (await call(method, value, fields)).error?.code;
    expect(await codes('menu.getProducts', token)).toBeUndefined();
    expect(await codes('menu.getProducts', '')).toBe(10);
    expect(await codes('menu.getProducts', 'nonsense')).toBe(11);
    expect(await codes('clients.getClients', token)).toBe(20);
    expect(await codes('menu.getProduct', token)).toBe(34);
    expect(await codes('menu.createProduct', token, { product_name: 'Латте' })).toBe(38);
    const order = { spot_id: 1, phone: '+380000000001', products: [{ product_id: 1, count: 1 }] };
    expect(await codes('incomingOrders.createIncomingOrder', token, { ...order, products: 'x' })).toBe(36);
    expect(await codes('incomingOrders.createIncomingOrder', token, { ...order, payment: { type: 1, sum: 1, currency: 'RUB' } })).toBe(
      4001,
    );
    await portal.control('set-behaviour', { tariffExpired: true });
    expect(await codes('menu.getProducts', token)).toBe(700);
    await portal.control('reset-behaviour', {});
    await portal.control('set-behaviour', { tokensExpired: true });
    expect(await codes('menu.getProducts', token)).toBe(12);
    await portal.control('reset-behaviour', {});
  });

  it('signs webhooks, repeats them byte for byte until 200, and tells every change with who made it', async () => {
    await portal.eventsSettled();
    const token = await newToken();
    await portal.eventsSettled();
    received = [];
    answer = 500;
    await portal.control('set-behaviour', { clockCompression: 2_000_000 });
    await portal.control('change-menu', { action: 'changed', productId: '2' });
    await portal.eventsSettled();
    answer = 200;
    expect(received).toHaveLength(16);
    expect(new Set(received.map((one) => one.raw)).size).toBe(1);
    const { account, object, object_id: id, action, time, verify } = received[0]?.body ?? {};
    expect([object, id, action]).toEqual(['dish', 2, 'changed']);
    expect(verify).toBe(md5([account, object, id, action, time, SECRET].join(';')));
    await call('menu.removeProduct', token, { product_id: 6 });
    const { differences } = await portal.inspect();
    const removed = differences.find((one) => one.action === 'removed');
    expect(removed).toMatchObject({
      table: 'products',
      name: 'Сок яблочный',
      authors: [{ by: { kind: 'application', code: CODE }, how: 'menu.removeProduct' }],
    });
    expect(differences.find((one) => one.id === '2')?.authors[0]?.by).toEqual({ kind: 'owner' });
  });

  it('a removed application’s token answers 11, and the webhook tells it with data as text', async () => {
    const token = await newToken();
    received = [];
    await portal.control('remove', { code: CODE });
    await portal.eventsSettled();
    expect((await call('menu.getProducts', token)).error?.code).toBe(11);
    expect(received.map((one) => [one.body['object'], one.body['action'], one.body['data']])).toEqual([
      ['application', 'removed', '{"user_id":7}'],
    ]);
  });
});
