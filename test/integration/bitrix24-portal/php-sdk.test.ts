import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, registrationOf, startBench, startVendor, Visitor, type Bench, type ReceivedRequest } from './portal-fixture.ts';

// What a local application on bitrix24/b24phpsdk sends and what it reads (src/Core/ApiClient.php, EndpointUrlFormatter.php, Response/DTO,
// Application/Requests): the same addresses, headers and bodies, without PHP.
afterEach(cleanUp);

const KEYS = { client_id: 'app.5f00000000000.10000000', client_secret: 'SecretOfTheVendor0123456789' };

/** One request of the library: JSON, its own headers, the number of the request in address and header. */
async function send(
  method: 'GET' | 'POST',
  address: string,
  body: object | null,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const requestId = randomUUID();
  const response = await fetch(`${address}${address.includes('?') ? '&' : '?'}bx24_request_id=${requestId}`, {
    method,
    headers: {
      accept: 'application/json',
      'accept-charset': 'utf-8',
      'user-agent': 'b24-php-sdk-vendor-v-3.2.0-php-8.4.1',
      'x-bitrix24-php-sdk-php-version': '8.4.1',
      'x-bitrix24-php-sdk-version': '3.2.0',
      'x-request-id': requestId,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
    redirect: 'manual',
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface Token {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The local application's own file: what it keeps of the install event. */
async function installed(): Promise<{
  bench: Bench;
  admin: Visitor;
  event: ReceivedRequest;
  token: Token;
  portal: string;
  authServer: string;
}> {
  const vendor = await startVendor();
  const bench = await startBench();
  const eventUrl = `${vendor.address}/event-handler.php`;
  const mode = { mode: 'C', appUrl: null, installUrl: null, eventUrl } as const;
  await bench.portal.registerSolution(registrationOf(vendor, { ...mode, scopes: ['crm', 'tasks', 'user'] }));
  const admin = await Visitor.signIn(bench.portal, '1');
  await admin.post('/market/install/', { code: 'acme.invoices' });
  await bench.portal.eventsSettled();
  const event = vendor.events('ONAPPINSTALL')[0];
  if (event === undefined) throw new Error('the install event did not come');
  const token = event.fields['auth'] as Token & { server_endpoint: string; client_endpoint: string };
  // The library writes the method behind the portal's own address, and the token's address behind the authorisation server's.
  const [portal, authServer] = [token.client_endpoint, token.server_endpoint].map((url) => url.replace(/\/rest\/$/, '')) as [
    string,
    string,
  ];
  return { bench, admin, event, token, portal, authServer };
}

describe('a local application on b24phpsdk', () => {
  it('finds in the install event what its event classes read', async () => {
    const { event } = await installed();
    const { auth, data, ...rest } = event.fields as { auth: Record<string, string>; data: object };
    expect(event.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(rest).toMatchObject({ event: 'ONAPPINSTALL', ts: expect.stringMatching(/^\d{10}$/) as string });
    expect(data).toMatchObject({ VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'ru' });
    for (const name of ['access_token', 'refresh_token', 'domain', 'member_id', 'application_token'])
      expect(auth[name], name).toMatch(/\S/);
    for (const name of ['expires', 'expires_in', 'user_id']) expect(auth[name], name).toMatch(/^\d+$/);
    for (const name of ['server_endpoint', 'client_endpoint']) expect(URL.canParse(auth[name] ?? ''), name).toBe(true);
    expect(auth['status']).toMatch(/^[FDTPLS]$/);
    expect((auth['scope'] ?? '').split(',').sort()).toEqual(['crm', 'tasks', 'user']);
  });

  it('calls methods of both generations and batches, and reads their times', async () => {
    const { bench, token, portal, authServer } = await installed();
    const auth = token.access_token;
    const profile = await send('POST', `${portal}/rest/profile`, { auth });
    expect(profile).toMatchObject({ status: 200, body: { result: { ID: '1', ADMIN: true } } });
    const time = profile.body['time'] as Record<string, string | number>;
    for (const name of ['start', 'finish', 'duration', 'processing', 'operating']) expect(time[name], name).toBeTypeOf('number');
    for (const name of ['date_start', 'date_finish']) expect(Number.isNaN(Date.parse(String(time[name]))), name).toBe(false);
    const cmd = { one: 'crm.lead.get?ID=1', two: 'crm.deal.list?order%5BID%5D=ASC&filter%5B%3EID%5D=0&select%5B0%5D=ID&start=0' };
    const batch = await send('POST', `${portal}/rest/batch`, { halt: false, cmd, auth });
    expect(batch.body['result']).toMatchObject({ result: { one: { ID: '1' }, two: expect.any(Array) as unknown[] }, result_error: [] });
    const task = await send('POST', `${portal}/rest/api/tasks.task.get`, { id: 1, select: ['id', 'title'], auth });
    expect(task.body['result']).toMatchObject({ item: { id: 1 } });
    expect(task.body['time']).toMatchObject({ operating: 0 });
    // What came with a request of somebody else's portal is asked about at the authorisation server.
    const checked = await send('POST', `${authServer}/rest/app.info`, { IS_NEED_OAUTH_SECURE_CHECK: true, auth });
    expect(checked.body['result']).toMatchObject({ client_id: KEYS.client_id, install: { installed: true } });
    const webhook = await send('POST', `${portal}/rest/1/w3bh00kc0de12345/crm.lead.get/`, { ID: 1 });
    expect(webhook).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
    expect((await bench.inspect()).restCalls.map((call) => call.method).sort()).toEqual([
      'api/tasks.task.get',
      'app.info',
      'batch',
      'crm.deal.list',
      'crm.lead.get',
      'profile',
    ]);
  });

  it('renews its token by GET when a call says that it has expired, and repeats the call', async () => {
    const { bench, token, portal, authServer } = await installed();
    await bench.portal.control('expire-tokens', {});
    for (const place of ['profile', 'api/tasks.task.list'])
      expect(await send('POST', `${portal}/rest/${place}`, { auth: token.access_token })).toMatchObject({
        status: 401,
        body: { error: 'expired_token' },
      });
    const renew = (fields: object): Promise<{ status: number; body: Record<string, unknown> }> =>
      send(
        'GET',
        `${authServer}/oauth/token/?${new URLSearchParams({ grant_type: 'refresh_token', ...KEYS, ...fields }).toString()}`,
        null,
      );
    const renewed = await renew({ refresh_token: token.refresh_token });
    expect(renewed.status).toBe(200);
    for (const name of ['access_token', 'refresh_token', 'member_id', 'client_endpoint', 'server_endpoint', 'status', 'domain'])
      expect(renewed.body[name], name).toEqual(expect.stringMatching(/\S/));
    expect(renewed.body['expires']).toBeTypeOf('number');
    const again = await send('POST', `${portal}/rest/profile`, { auth: renewed.body['access_token'] });
    expect(again).toMatchObject({ status: 200, body: { result: { ID: '1' } } });
    // The library tells these two apart by their statuses.
    expect(await renew({ refresh_token: token.refresh_token })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const stranger = await renew({ refresh_token: renewed.body['refresh_token'], client_secret: 'another' });
    expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});
