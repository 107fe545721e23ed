import { B24OAuth, BatchRefV3, EnumAppStatus } from '@bitrix24/b24jssdk';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, fieldOf, installThroughPages, registrationOf, startBench, startVendor, Visitor, type Bench } from './portal-fixture.ts';

afterEach(cleanUp);

async function finishedApplication(scopes = ['tasks']) {
  const vendor = await startVendor();
  const bench = await startBench();
  await bench.portal.registerSolution(registrationOf(vendor, { scopes }));
  const { admin, frame, token } = await installThroughPages(bench);
  await admin.frameCommand('setInstallFinish', frame.appSid);
  return { bench, token, frame, base: `${bench.portal.describe().address}/rest/api` };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly result?: Record<string, unknown>; readonly error?: unknown; readonly time?: unknown };
  readonly headers: Headers;
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'], headers: response.headers };
}

const PREFIX = 'BITRIX_REST_V3_EXCEPTION_';

/** The vendors' own library on a server, with the tokens of the application's frame. */
function library(bench: Bench, frame: Parameters<typeof fieldOf>[0], accessToken = fieldOf(frame, 'AUTH_ID')): B24OAuth {
  const { address } = bench.portal.describe();
  return new B24OAuth(
    {
      applicationToken: fieldOf(frame, 'APPLICATION_TOKEN'),
      userId: 1,
      memberId: fieldOf(frame, 'member_id'),
      accessToken,
      refreshToken: fieldOf(frame, 'REFRESH_ID'),
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: 'tasks',
      domain: new URL(address).host,
      clientEndpoint: `${address}/rest/`,
      serverEndpoint: fieldOf(frame, 'SERVER_ENDPOINT'),
      status: EnumAppStatus.Free,
    },
    { clientId: 'app.5f00000000000.10000000', clientSecret: 'SecretOfTheVendor0123456789' },
  );
}

describe('REST 3.0', () => {
  it('makes, shows, lists, changes and deletes tasks in its own form', async () => {
    const { bench, token, base } = await finishedApplication();
    const call = (method: string, params: object): Promise<Answer> => post(`${base}/${method}`, { ...params, auth: token });
    const fields = { title: 'Позвонить', creatorId: 1, responsibleId: 2, deadline: '2027-01-01T10:00:00+03:00', priority: 'high' };
    const made = await call('tasks.task.add', { fields });
    expect(made).toMatchObject({ status: 200, body: { result: { item: { title: 'Позвонить', status: 'pending', priority: 'high' } } } });
    expect(made.body.time).toMatchObject({ operating: 0 });
    const { id } = made.body.result?.['item'] as { id: number };
    expect(id).toBeTypeOf('number');
    const got = await call('tasks.task.get', { id, select: ['id', 'title', 'nothing', 'responsible.name', 'responsible.email'] });
    expect(got.body.result).toEqual({
      item: { id, title: 'Позвонить', responsible: { name: 'Сотрудник отдела продаж', email: 'sales@company.example' } },
    });
    expect((await call('tasks.task.update', { id, fields: { title: 'Написать', status: 'completed' } })).body.result).toEqual({
      result: true,
    });
    const listed = await call('tasks.task.list', {
      select: ['id', 'title', 'status', 'closed'],
      filter: [
        {
          logic: 'or',
          conditions: [
            ['id', [id]],
            ['id', '=', 1],
          ],
        },
      ],
      order: { id: 'DESC' },
    });
    const items = listed.body.result?.['items'] as { id: number; title: string; status: string; closed: string | null }[];
    expect(items.map((one) => one.id)).toEqual([id, 1]);
    expect(items[0]).toMatchObject({ title: 'Написать', status: 'completed', closed: expect.any(String) as string });
    const page = await call('tasks.task.list', { pagination: { page: 2, limit: 2 } });
    expect(page.body.result).toEqual({ items: [{ id: 3 }, { id: 4 }] });
    // The same task, as the earlier generation shows it.
    expect((await bench.rest('tasks.task.get', token, { taskId: id })).body).toMatchObject({
      result: { task: { title: 'Написать', status: '5' } },
    });
    expect((await call('tasks.task.delete', { id })).body.result).toEqual({ result: true });
    expect(await call('tasks.task.get', { id })).toMatchObject({
      status: 400,
      body: { error: { code: `${PREFIX}ENTITYNOTFOUNDEXCEPTION` } },
    });
    const described = await call('tasks.task.field.list', { select: ['name', 'filterable', 'sortable'] });
    expect(described.body.result?.['items']).toContainEqual({ name: 'title', filterable: false, sortable: true });
    const seen = await bench.inspect();
    expect(seen.restCalls).toContainEqual(expect.objectContaining({ method: 'api/tasks.task.add', scope: 'tasks', count: 1, errors: {} }));
    expect(bench.exchanges.find((one) => one.name === 'api/tasks.task.add')?.requestBody).toContain('‹access_token');
  });

  it('answers errors with the documented codes, statuses and fields', async () => {
    const { bench, token, base } = await finishedApplication();
    const cases: [string, unknown, number, string, string?][] = [
      ['tasks.task.get', { auth: token }, 400, 'VALIDATION_REQUESTVALIDATION', 'id'],
      ['tasks.task.get', { id: '1', auth: token }, 400, 'VALIDATION_REQUESTVALIDATION', 'id'],
      ['tasks.task.get', { id: 999, auth: token }, 400, 'ENTITYNOTFOUND'],
      ['tasks.task.get', { id: 1, select: ['responsible.stageId'], auth: token }, 400, 'UNKNOWNDTOPROPERTY'],
      ['tasks.task.get', { id: 1, select: 'title', auth: token }, 400, 'INVALIDSELECT'],
      ['tasks.task.add', { fields: { title: 'x' }, auth: token }, 400, 'VALIDATION_REQUESTVALIDATION', 'creatorId'],
      [
        'tasks.task.add',
        { fields: { title: 'x', creatorId: 1, responsibleId: 77 }, auth: token },
        400,
        'VALIDATION_REQUESTVALIDATION',
        'responsibleId',
      ],
      ['tasks.task.update', { id: 1, fields: { creatorId: 2 }, auth: token }, 400, 'VALIDATION_REQUESTVALIDATION', 'creatorId'],
      ['tasks.task.update', { id: 999, fields: { title: 'x' }, auth: token }, 403, 'ACCESSDENIED'],
      ['tasks.task.list', { filter: [['title', '=', 'x']], auth: token }, 400, 'VALIDATION_REQUESTVALIDATION', 'title'],
      ['tasks.task.list', { filter: [['nothing', 1]], auth: token }, 400, 'UNKNOWNDTOPROPERTY'],
      ['tasks.task.list', { filter: [['id', '~', 1]], auth: token }, 400, 'UNKNOWNFILTEROPERATOR'],
      ['tasks.task.list', { filter: { '>id': 1 }, auth: token }, 400, 'INVALIDFILTER'],
      ['tasks.task.list', { order: { id: 'up' }, auth: token }, 400, 'INVALIDORDER'],
      ['tasks.task.list', { pagination: { limit: 'abc' }, auth: token }, 400, 'INVALIDPAGINATION'],
      ['tasks.task.ge', { auth: token }, 400, 'METHODNOTFOUND'],
      ['crm.deal.list', { auth: token }, 400, 'METHODNOTFOUND'],
      ['mail.message.list', { auth: token }, 403, 'INSUFFICIENTSCOPE'],
      ['tasks.task.get', '{"id":', 400, 'INVALIDJSON'],
      ['batch', { cmd: { a: 'tasks.task.get?id=1' }, auth: token }, 400, 'INVALIDSELECT'],
    ];
    for (const [method, body, status, name, field] of cases) {
      const answer = await post(`${base}/${method}`, body);
      const { code, validation } = answer.body.error as { code: string; validation?: { field: string }[] };
      expect({ method, status: answer.status, code, field: validation?.[0]?.field }).toEqual({
        method,
        status,
        code: `${PREFIX}${name}EXCEPTION`,
        field,
      });
    }
    const form = await fetch(`${base}/tasks.task.get`, { method: 'POST', body: new URLSearchParams({ id: '1', auth: token }) });
    expect(await form.json()).toMatchObject({ error: { code: `${PREFIX}INVALIDJSONEXCEPTION` } });
    // What all REST has in common keeps its form.
    expect(await post(`${base}/tasks.task.get`, { id: 1 })).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } });
    await bench.portal.control('expire-tokens', {});
    expect(await post(`${base}/tasks.task.get`, { id: 1, auth: token })).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    const calls = (await bench.inspect()).restCalls;
    expect(calls.find((one) => one.method === 'api/tasks.task.ge')?.errors).toEqual({ ERROR_METHOD_NOT_FOUND: 1 });
    expect(calls.find((one) => one.method === 'api/mail.message.list')?.errors).toEqual({ insufficient_scope: 1 });
  });

  it('asks for the scope, takes methods that it does not play, and says which', async () => {
    const { bench, token, base } = await finishedApplication(['crm', 'mail']);
    expect((await post(`${base}/tasks.task.get`, { id: 1, auth: token })).status).toBe(403);
    expect((await post(`${base}/mail.message.list`, { auth: token })).body.result).toEqual({ items: [] });
    expect((await bench.inspect()).standIns).toEqual(['api/mail.message.list']);
    expect((await post(`${base}/rest.scope.list`, {}, { authorization: `Bearer ${token}` })).body.result).toMatchObject({
      tasks: { task: { get: { scope: 'tasks.task.get' } } },
    });
    const open = await fetch(`${base}/documentation`, { headers: { authorization: `Bearer ${token}` } });
    expect(await open.json()).toMatchObject({ openapi: '3.0.0', paths: { '/tasks.task.get': {} } });
  });

  it('gives the answer of a repeated call again when it carries the same key', async () => {
    const { token, base } = await finishedApplication();
    const body = { fields: { title: 'Один раз', creatorId: 1, responsibleId: 1 }, auth: token };
    const keyed = (key: string, sent: object = body): Promise<Answer> => post(`${base}/tasks.task.add`, sent, { 'idempotency-key': key });
    const first = await keyed('k-1');
    const again = await keyed('k-1');
    expect(first.headers.get('idempotency-key')).toBe('k-1');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await keyed('k-2')).body).not.toEqual(first.body);
    expect(await keyed('k-1', { ...body, fields: { ...body.fields, title: 'Другое' } })).toMatchObject({
      status: 422,
      body: { error: { code: `${PREFIX}IDEMPOTENCYKEYREUSEDEXCEPTION` } },
    });
    expect((await keyed('k'.repeat(256))).body.error).toMatchObject({ code: `${PREFIX}INVALIDIDEMPOTENCYKEYEXCEPTION` });
  });

  it('does not know the webhook of another portal, and hides its code', async () => {
    const { bench, base } = await finishedApplication();
    const code = 'q1w2e3r4T5y6u7i8';
    for (const url of [`${base}/1/${code}/tasks.task.get`, `${base.replace('/api', '')}/1/${code}/tasks.task.get`])
      expect(await post(url, { id: 1 })).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
    expect(JSON.stringify(bench.exchanges)).not.toMatch(new RegExp(code, 'i'));
    expect(JSON.stringify(await bench.portal.inspect())).not.toMatch(new RegExp(code, 'i'));
  });
});

describe('the vendors’ library', () => {
  it('calls, pages through lists, and runs a batch whose commands refer to each other', async () => {
    const { bench, frame } = await finishedApplication();
    const b24 = library(bench, frame);
    const got = await b24.actions.v3.call.make<{ item: { id: number; title: string } }>({
      method: 'tasks.task.get',
      params: { id: 1, select: ['id', 'title'] },
    });
    expect(got.isSuccess).toBe(true);
    expect(Object.keys(got.getData()?.result.item ?? {})).toEqual(['id', 'title']);
    const missing = await b24.actions.v3.call.make({ method: 'tasks.task.get', params: { id: 999 } });
    expect(missing.isSuccess).toBe(false);
    expect(missing.getErrorMessages().join()).toContain('Record with ID');
    const all = await b24.actions.v3.callList.make<{ id: number }>({
      method: 'tasks.task.list',
      params: { select: ['id'], filter: [['id', '>', 1]] },
      idKey: 'id',
      customKeyForResult: 'items',
      limit: 2,
    });
    const ids = (all.getData() ?? []).map((one) => one.id);
    // More than one page of two.
    expect(ids.length).toBeGreaterThan(2);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const batch = await b24.actions.v3.batch.make({
      calls: [
        { method: 'tasks.task.get', params: { id: 1, select: ['id'] }, as: 'first' },
        { method: 'tasks.task.list', params: { select: ['id'], filter: [['id', 'in', [BatchRefV3.ref('first.id'), 2]]] }, as: 'both' },
        { method: 'tasks.task.list', params: { select: ['id'], filter: [['id', 'in', BatchRefV3.refArray('both.id')]] } },
      ],
      options: { isHaltOnError: true },
    });
    expect(batch.isSuccess, batch.getErrorMessages().join()).toBe(true);
    const said = JSON.stringify(batch.getData());
    expect(said.match(/\[\{"id":1\},\{"id":2\}\]/g)).toHaveLength(2);
    b24.destroy();
  });

  it('takes a list as the body of a batch and stops at its first error', async () => {
    const { token, base } = await finishedApplication();
    const bearer = { authorization: `Bearer ${token}` };
    const one = { method: 'tasks.task.get', query: { id: 1, select: ['id'] }, as: 'a' };
    expect(
      (await post(`${base}/batch`, [one, { method: 'tasks.task.get', query: { id: { $ref: 'a.id' }, select: ['id'] } }], bearer)).body,
    ).toMatchObject({ result: [{ item: { id: 1 } }, { item: { id: 1 } }] });
    const wrong: [unknown[], string][] = [
      [[one, { method: 'tasks.task.get', query: { id: { $ref: 'a.item.id' } } }], 'INVALIDSELECT'],
      [[one, one], 'INVALIDSELECT'],
      [[{ method: 'tasks.task.get' }], 'VALIDATION_REQUESTVALIDATION'],
      [[{ method: 'batch', query: {} }], 'METHODNOTFOUND'],
      [[{ method: 'tasks.task.get', query: { id: 999 } }, one], 'ENTITYNOTFOUND'],
    ];
    for (const [body, name] of wrong) {
      const answer = await post(`${base}/batch`, body, bearer);
      expect(answer.body.result).toBeUndefined();
      expect(answer.body.error).toMatchObject({ code: `${PREFIX}${name}EXCEPTION` });
    }
  });

  it('works as an ordinary employee too', async () => {
    const { bench } = await finishedApplication();
    const user = await Visitor.signIn(bench.portal, '2');
    const { frame } = await user.openApplication('acme.invoices');
    if (frame === null) throw new Error('no frame for the ordinary user');
    const b24 = library(bench, frame);
    const made = await b24.actions.v3.call.make<{ item: { id: number } }>({
      method: 'tasks.task.add',
      params: { fields: { title: 'От сотрудника', creatorId: 2, responsibleId: 2 } },
    });
    expect(made.getData()?.result.item.id).toBeTypeOf('number');
    b24.destroy();
  });
});
