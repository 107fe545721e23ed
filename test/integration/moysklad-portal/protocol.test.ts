import { mkdtempSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moyskladVendor, ORDER_SYNC } from '../../../electron/demo/vendors/moysklad/sample-solutions.ts';
import { readJwt, signJwt } from '../../../electron/marketplaces/moysklad/portal/jwt.ts';
import { createMoyskladPortal, type MoyskladPortal } from '../../../electron/marketplaces/moysklad/portal/portal.ts';

// The protocol between the portal and a vendor's server, without any browser.
interface Seen {
  readonly method: string;
  readonly requestId: string;
  readonly jti: string;
  readonly token: string | null;
  readonly additional: unknown;
  /** What the JSON API said about the token while the call was under way. */
  readonly tokenStatus: number;
}

let portal: MoyskladPortal;
let vendor: Server;
let folder = '';
let address = '';
let lastToken = '';
const seen: Seen[] = [];
let answer: (seen: Seen) => { status: number; body: string };

const { appId, appUid, secretKey } = ORDER_SYNC;
const code = appUid;

/** A call as a vendor makes it; `gzip` false leaves the header out. */
async function call(
  method: string,
  url: string,
  token: string,
  body?: unknown,
  gzip = true,
): Promise<{ status: number; code: number | null; headers: http.IncomingHttpHeaders }> {
  return await new Promise((resolve, reject) => {
    const request = http.request(
      address + url,
      { method, headers: { authorization: `Bearer ${token}`, ...(gzip ? { 'accept-encoding': 'gzip' } : {}) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          void (async () => {
            const { gunzipSync } = await import('node:zlib');
            const bytes = Buffer.concat(chunks);
            const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
            const errors = text === '' ? undefined : (JSON.parse(text) as { errors?: { code: number }[] }).errors;
            resolve({ status: response.statusCode ?? 0, code: errors?.[0]?.code ?? null, headers: response.headers });
          })();
        });
      },
    );
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const orders = (token: string, gzip = true): ReturnType<typeof call> =>
  call('GET', '/api/remap/1.2/entity/customerorder', token, undefined, gzip);
const vendorToken = (claims: object = {}): string => {
  const iat = Math.floor(Date.now() / 1000);
  return signJwt({ sub: appUid, iat, jti: String(Math.random()), ...claims }, secretKey);
};

async function takeCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { access?: { access_token?: string }[]; additional?: unknown };
  const token = body.access?.[0]?.access_token ?? null;
  if (token !== null) lastToken = token;
  const jwt = readJwt((request.headers.authorization ?? '').replace('Bearer ', ''));
  const one: Seen = {
    method: request.method ?? '',
    requestId: String(request.headers['x_lognex_requestid']),
    jti: String(jwt?.claims['jti']),
    token,
    additional: body.additional,
    tokenStatus: (await orders(lastToken)).status,
  };
  seen.push(one);
  const { status, body: text } = answer(one);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

const statusNow = async (): Promise<string | null> => (await portal.inspect()).solutions[0]?.status ?? null;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'moysklad-portal-'));
  seen.length = 0;
  answer = () => ({ status: 200, body: '{"status":"SettingsRequired"}' });
  vendor = http.createServer((request, response) => void takeCall(request, response));
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const vendorAddress = `http://127.0.0.1:${String((vendor.address() as AddressInfo).port)}`;
  portal = await createMoyskladPortal(
    { stateDir: folder, host: '127.0.0.1', port: 0, tls: false, language: 'ru', eventDelayMs: 0, eventTimeoutMs: 2000 },
    () => undefined,
  );
  address = portal.describe().address;
  await portal.control('set', { retryTotalMs: 180 });
  await portal.registerSolution(moyskladVendor(ORDER_SYNC).registration(vendorAddress));
});
afterEach(async () => {
  await portal.stop();
  vendor.closeAllConnections();
  await new Promise((resolve) => vendor.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** The order exchange registered again with a wider descriptor. */
async function widen(more: object): Promise<void> {
  const vendorAddress = `http://127.0.0.1:${String((vendor.address() as AddressInfo).port)}`;
  const registration = moyskladVendor(ORDER_SYNC).registration(vendorAddress) as { code: string; version: string; descriptor: object };
  await portal.registerSolution({ ...registration, descriptor: { ...registration.descriptor, ...more } });
}

describe('portal of MoySklad', () => {
  it('gives a token that works before PUT arrives and is dead before DELETE does', async () => {
    await portal.control('install', { code });
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', tokenStatus: 200 });
    expect(seen.at(-1)?.token).toMatch(/^[0-9a-f]{40}$/);
    await portal.control('suspend', { code });
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', tokenStatus: 401 });
    const first = lastToken;
    await portal.control('resume', { code });
    expect(lastToken).not.toBe(first);
    await portal.control('change-tariff', { code });
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', token: null, tokenStatus: 200 });
    await portal.control('uninstall', { code });
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', tokenStatus: 401 });
    expect(await statusNow()).toBeNull();
  });

  it('asks again after 5xx with the same request id and a fresh token, and never after 551', async () => {
    answer = () => (seen.length < 3 ? { status: 503, body: '' } : { status: 200, body: '{"status":"Activated"}' });
    await portal.control('install', { code });
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((one) => one.requestId)).size).toBe(1);
    expect(new Set(seen.map((one) => one.jti)).size).toBe(3);
    expect(await statusNow()).toBe('Activated');
    await portal.control('uninstall', { code });
    seen.length = 0;
    answer = () => ({ status: 551, body: '' });
    await portal.control('install', { code });
    expect(seen).toHaveLength(1);
    expect(await statusNow()).toBe('ActivationFailed');
    expect((await orders(lastToken)).status).toBe(401);
    seen.length = 0;
    answer = () => ({ status: 500, body: '' });
    await portal.control('install', { code });
    expect(seen).toHaveLength(18);
    expect(await statusNow()).toBe('ActivationFailed');
  });

  it('checks the vendor’s tokens, wants gzip, and refuses transitions that there are not', async () => {
    await portal.control('install', { code });
    const { accountId } = await portal.inspect();
    const url = `/api/vendor/1.0/apps/${appId}/${accountId}/status`;
    const good = vendorToken();
    expect(await call('GET', url, good)).toMatchObject({ status: 200 });
    expect(await call('GET', url, good)).toMatchObject({ status: 401, code: 1056 });
    expect(await call('GET', url, vendorToken(), undefined, false)).toMatchObject({ status: 415, code: 1062 });
    expect(await call('GET', url, vendorToken({ iat: Math.floor(Date.now() / 1000) - 301, exp: 4_000_000_000 }))).toMatchObject({
      status: 401,
    });
    expect(await call('GET', url, signJwt({ sub: appUid, iat: Math.floor(Date.now() / 1000), jti: 'x' }, 'wrong'))).toMatchObject({
      status: 401,
    });
    expect(await call('PUT', url, vendorToken(), { status: 'Activated' })).toMatchObject({ status: 200 });
    expect(await call('PUT', url, vendorToken(), { status: 'Activated' })).toMatchObject({ status: 200 });
    expect(await call('PUT', url, vendorToken(), { status: 'SettingsRequired' })).toMatchObject({ status: 409 });
    expect(await call('PUT', url.replace(accountId, appId), vendorToken(), { status: 'Activated' })).toMatchObject({
      status: 404,
      code: 2004,
    });
    expect(await call('POST', '/api/vendor/1.0/context/unknown', vendorToken(), {})).toMatchObject({ status: 404 });
  });

  it('enforces the rights of the descriptor and the rate limit', async () => {
    await portal.control('install', { code });
    const { headers, status } = await orders(lastToken);
    expect(status).toBe(200);
    expect(headers['x-ratelimit-limit']).toBe('45');
    expect(await orders(lastToken, false)).toMatchObject({ status: 415 });
    expect(await call('GET', '/api/remap/1.2/entity/employee', lastToken)).toMatchObject({ status: 403, code: 1016 });
    expect(await call('POST', '/api/remap/1.2/entity/customerorder', lastToken, {})).toMatchObject({ status: 403, code: 1017 });
    expect(await call('GET', '/api/remap/1.2/entity/nothing', lastToken)).toMatchObject({ status: 404, code: 1005 });
    await portal.control('set', { refuseNextCalls: 1 });
    const refused = await orders(lastToken);
    expect(refused).toMatchObject({ status: 429, code: 1049 });
    expect(Number(refused.headers['x-lognex-retry-after'])).toBeGreaterThan(0);
  });

  it('takes the end of an asynchronous button once, and only of one that was begun', async () => {
    await widen({ buttons: [{ name: 'send', title: 'Отправить', locations: ['document.customerorder.list'], usesSelected: false }] });
    answer = () => ({ status: 200, body: '{"status":"Activated"}' });
    await portal.control('install', { code });
    const complete = (asyncProcessId: string, notification: object = { text: 'Готово' }): ReturnType<typeof call> =>
      call('POST', `/api/vendor/1.0/apps/${appId}/button/complete`, vendorToken(), { asyncProcessId, notification });
    expect(await complete('one')).toMatchObject({ status: 404, code: 2004 });
    answer = () => ({ status: 200, body: '{"action":"showNotification","async":true,"params":{"text":"Начали","asyncProcessId":"one"}}' });
    await portal.control('press-button', { code, name: 'send', point: 'document.customerorder.list' });
    expect(await complete('one', { text: '' })).toMatchObject({ status: 400, code: 2001 });
    expect(await complete('one', { text: 'Готово', urlText: 'Открыть' })).toMatchObject({ status: 400, code: 2001 });
    expect(await complete('one')).toMatchObject({ status: 200 });
    expect(await complete('one')).toMatchObject({ status: 409, code: 2005 });
  });

  it('takes the loyalty settings of a connected solution that declares them', async () => {
    const { accountId } = await portal.inspect();
    const loyalty = (body: object): ReturnType<typeof call> =>
      call('PUT', `/api/vendor/1.0/apps/${appId}/${accountId}/loyalty`, vendorToken(), body);
    const settings = { url: 'https://loyalty.vendor.test', token: 'loyalty-token-0001', externalSearch: true };
    await portal.control('install', { code });
    expect(await loyalty(settings)).toMatchObject({ status: 400, code: 2006 });
    await widen({ loyaltyApi: true });
    expect(await loyalty({ ...settings, url: 'loyalty' })).toMatchObject({ status: 400, code: 2001 });
    expect(await loyalty(settings)).toMatchObject({ status: 200 });
    await portal.control('suspend', { code });
    expect(await loyalty(settings)).toMatchObject({ status: 400, code: 2007 });
  });

  it('tells a fiscal solution its register and token when it connects, the same until it leaves', async () => {
    await portal.control('install', { code });
    expect(seen.at(-1)?.additional).toBeUndefined();
    await portal.control('uninstall', { code });
    await widen({ fiscalApi: true });
    await portal.control('install', { code });
    const first = seen.at(-1)?.additional;
    expect(first).toMatchObject({ fiscalApi: { id: expect.any(String) as string, token: expect.any(String) as string } });
    await portal.control('change-tariff', { code });
    expect(seen.at(-1)?.additional).toBeUndefined();
    await portal.control('suspend', { code });
    await portal.control('resume', { code });
    expect(seen.at(-1)?.additional).toEqual(first);
    await portal.control('uninstall', { code });
    await portal.control('install', { code });
    expect(seen.at(-1)?.additional).not.toEqual(first);
  });
});
