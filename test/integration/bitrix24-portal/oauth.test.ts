import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, fieldOf, installThroughPages, registrationOf, startBench, startVendor, type Bench } from './portal-fixture.ts';

afterEach(cleanUp);

const KEYS = { client_id: 'app.5f00000000000.10000000', client_secret: 'SecretOfTheVendor0123456789' };

async function finishedApplication() {
  const vendor = await startVendor();
  const bench = await startBench();
  await bench.portal.registerSolution(registrationOf(vendor));
  const { admin, frame, token } = await installThroughPages(bench);
  await admin.frameCommand('setInstallFinish', frame.appSid);
  return { vendor, bench, admin, frame, token };
}

async function ask(bench: Bench, fields: Record<string, string>, how: 'GET' | 'POST' | 'auth-server' = 'GET') {
  const { address } = bench.portal.describe();
  const query = new URLSearchParams(fields).toString();
  const response =
    how === 'GET'
      ? await fetch(`${address}/oauth/token/?${query}`)
      : await fetch(`${address}${how === 'auth-server' ? '/auth-server' : ''}/oauth/token/`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: query,
        });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function authorize(bench: Bench, admin: { get(path: string): Promise<{ status: number; text: string }> }, state = 'st4te') {
  await admin.get(`/oauth/authorize/?client_id=${KEYS.client_id}&state=${state}`);
  const exchange = bench.exchanges.findLast((candidate) => candidate.name === 'authorize');
  return exchange?.responseHeaders['location'] ?? '';
}

describe('the authorisation server', () => {
  it('renews by GET and by form, each time with new tokens, and kills the used one', async () => {
    const { bench, frame } = await finishedApplication();
    const refresh = fieldOf(frame, 'REFRESH_ID');
    const first = await ask(bench, { grant_type: 'refresh_token', ...KEYS, refresh_token: refresh });
    const { address, memberId } = bench.portal.describe();
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      access_token: expect.stringMatching(/^[0-9a-f]{70}$/) as string,
      expires_in: 3600,
      client_endpoint: `${address}/rest/`,
      member_id: memberId,
      scope: 'crm,placement,user',
      status: 'F',
      user_id: 1,
    });
    expect((await bench.rest('user.admin', first.body['access_token'] ?? '')).status).toBe(200);
    const again = await ask(bench, { grant_type: 'refresh_token', ...KEYS, refresh_token: refresh }, 'POST');
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const second = await ask(
      bench,
      { grant_type: 'refresh_token', ...KEYS, refresh_token: first.body['refresh_token'] ?? '' },
      'auth-server',
    );
    expect(second.status).toBe(200);
    expect((await bench.inspect()).oauthCalls).toMatchObject([
      { grantType: 'refresh_token', status: 200, error: null },
      { status: 400, error: 'invalid_grant' },
      { status: 200 },
    ]);
    expect((await bench.inspect()).oauthCalls[0]?.remainingMs).toBeGreaterThan(3_500_000);
  });

  it('answers the documented errors', async () => {
    const { bench, frame } = await finishedApplication();
    const refresh_token = fieldOf(frame, 'REFRESH_ID');
    const cases: [Record<string, string>, number, string][] = [
      [{ ...KEYS, refresh_token }, 400, 'invalid_request'],
      [{ grant_type: 'refresh_token', refresh_token }, 400, 'invalid_request'],
      [{ grant_type: 'refresh_token', ...KEYS }, 400, 'invalid_request'],
      [{ grant_type: 'refresh_token', ...KEYS, client_id: 'app.unknown', refresh_token }, 401, 'invalid_client'],
      [{ grant_type: 'refresh_token', ...KEYS, client_secret: 'wrong secret', refresh_token }, 401, 'invalid_client'],
      [{ grant_type: 'refresh_token', ...KEYS, refresh_token: 'e'.repeat(70) }, 400, 'invalid_grant'],
      [{ grant_type: 'authorization_code', ...KEYS, code: 'e'.repeat(70) }, 400, 'invalid_grant'],
    ];
    for (const [fields, status, error] of cases) {
      const answer = await ask(bench, fields);
      expect([answer.status, answer.body['error']]).toEqual([status, error]);
    }
    await bench.portal.control('set-faults', { paymentExpired: true });
    expect(await ask(bench, { grant_type: 'refresh_token', ...KEYS, refresh_token })).toMatchObject({
      status: 402,
      body: { error: 'PAYMENT_REQUIRED' },
    });
  });

  it('gives a code for the signed-in user that works once and not for long', async () => {
    const { bench, admin, vendor } = await finishedApplication();
    const location = await authorize(bench, admin);
    expect(location).toContain(`${vendor.address}/app?code=`);
    // The label of the code holds a "#", so the logged address is read as text.
    expect(location).toMatch(/\?code=‹code#\d+›&state=st4te&/);
    expect(location).toContain(`member_id=${bench.portal.describe().memberId}`);

    const secrets = await bench.portal.secrets();
    const codes: string[] = [];
    for (const secret of secrets) {
      const answer = await ask(bench, { grant_type: 'authorization_code', ...KEYS, code: secret });
      if (answer.status === 200) codes.push(secret);
    }
    expect(codes).toHaveLength(1);
    expect((await ask(bench, { grant_type: 'authorization_code', ...KEYS, code: codes[0] ?? '' })).body['error']).toBe('invalid_grant');
  });

  it('is told apart from the portal by its host or path', async () => {
    const { bench, token, frame } = await finishedApplication();
    const server = fieldOf(frame, 'SERVER_ENDPOINT');
    const own = (await (await fetch(`${server}app.info?auth=${token}`)).json()) as { result: Record<string, unknown> };
    expect(own.result).toMatchObject({
      client_id: KEYS.client_id,
      install: { installed: true, version: '1', status: 'F', member_id: bench.portal.describe().memberId },
    });
    expect((await bench.rest('app.info', token)).body).not.toHaveProperty('result.client_id');
  });
});
