import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, registrationOf, startBench, startVendor, Visitor, type Bench } from './portal-fixture.ts';

afterEach(cleanUp);

async function call(url: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(
    url,
    body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function withWebhook(scopes: readonly string[], userId = '1'): Promise<{ bench: Bench; url: string }> {
  const bench = await startBench();
  const { url } = (await bench.portal.control('create-webhook', { scopes, userId })) as { url: string };
  return { bench, url };
}

describe('an inbound webhook', () => {
  it('calls methods of both generations with the rights of its employee', async () => {
    const { bench, url } = await withWebhook(['crm', 'tasks', 'user'], '2');
    expect(await call(`${url}profile.json`)).toMatchObject({ status: 200, body: { result: { ID: '2', ADMIN: false } } });
    expect(await call(`${url}crm.deal.list?select[]=ID&filter[ID]=1`)).toMatchObject({ status: 200, body: { result: [{ ID: '1' }] } });
    const batch = await call(`${url}batch`, { halt: 0, cmd: { me: 'user.current', deal: 'crm.deal.get?id=1' } });
    expect(batch.body['result']).toMatchObject({ result: { me: { ID: '2' }, deal: { ID: '1' } } });
    const v3 = url.replace('/rest/', '/rest/api/');
    expect(await call(`${v3}tasks.task.get`, { id: 1, select: ['id'] })).toMatchObject({
      status: 200,
      body: { result: { item: { id: 1 } } },
    });
    const names = bench.exchanges.filter((one) => one.kind === 'rest').map((one) => one.name);
    expect(names).toEqual([
      '2/‹webhook_code#1›/profile',
      '2/‹webhook_code#1›/crm.deal.list',
      '2/‹webhook_code#1›/batch',
      'api/2/‹webhook_code#1›/tasks.task.get',
    ]);
    const code = url.split('/').at(-2) ?? '';
    expect(code).toMatch(/^\w{16}$/);
    expect(JSON.stringify(bench.exchanges)).not.toContain(code);
    expect(await bench.portal.secrets()).toContain(code);
  });

  it('has its scopes, no application, and no more than its address', async () => {
    const { bench, url } = await withWebhook(['crm']);
    const cases: [string, number, string][] = [
      [`${url}user.current`, 403, 'insufficient_scope'],
      [`${url}app.info`, 400, 'ACCESS_DENIED'],
      [`${url}app.option.get`, 400, 'ACCESS_DENIED'],
      [`${url}placement.get`, 403, 'insufficient_scope'],
      [`${url}event.bind?event=ONCRMDEALADD&handler=https://vendor.example/x`, 400, 'ACCESS_DENIED'],
      [`${url}no.such.method`, 404, 'ERROR_METHOD_NOT_FOUND'],
      [url.replace('/rest/1/', '/rest/2/') + 'profile', 401, 'INVALID_CREDENTIALS'],
      [url.slice(0, -2) + '/profile', 401, 'INVALID_CREDENTIALS'],
    ];
    for (const [address, status, error] of cases) {
      const answer = await call(address);
      expect({ address, status: answer.status, error: answer.body['error'] }).toEqual({ address, status, error });
    }
    const told = await call(`${url}user.current`);
    expect(told.body['error_description']).toContain('webhook token');
    const v3 = await call(`${url.replace('/rest/', '/rest/api/')}tasks.task.get`, { id: 1 });
    expect(v3).toMatchObject({ status: 403, body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION' } } });
    await bench.portal.control('set-faults', { refuseNextCalls: 1 });
    expect(await call(`${url}profile`)).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
  });

  it('is made and deleted by an administrator on the portal, its address shown once', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const admin = await Visitor.signIn(bench.portal, '1');
    expect((await admin.post('/devops/', {})).text).toContain('Отметьте хотя бы одно право');
    const made = await admin.post('/devops/', { 'scopes[]': 'crm' });
    const url = /data-role="webhook-url" name="webhook" value="([^"]+)"/.exec(made.text)?.[1] ?? '';
    expect(await call(`${url}crm.deal.get?id=1`)).toMatchObject({ status: 200 });
    const page = await admin.get('/devops/');
    expect(page.text).not.toContain(url);
    const id = /data-webhook="(\d+)"/.exec(page.text)?.[1] ?? '';
    await admin.post('/devops/remove/', { id });
    expect(await call(`${url}crm.deal.get?id=1`)).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
    const user = await Visitor.signIn(bench.portal, '2');
    expect((await user.get('/devops/')).status).toBe(403);
    expect((await user.post('/devops/', { 'scopes[]': 'crm' })).status).toBe(403);
  });
});
