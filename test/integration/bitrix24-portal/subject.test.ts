import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, fieldOf, installThroughPages, pageData, registrationOf, startBench, startVendor, Visitor } from './portal-fixture.ts';

afterEach(cleanUp);

type Result = { result: Record<string, unknown> & Record<string, unknown>[]; total?: number; next?: number; error?: string };

async function finishedApplication(scopes = ['crm', 'placement', 'task', 'entity', 'bizproc', 'imbot', 'user']) {
  const vendor = await startVendor();
  const bench = await startBench();
  // Some of these tests call more often than a well-behaved solution would.
  await bench.portal.control('set-faults', { rateLimit: false });
  await bench.portal.registerSolution(registrationOf(vendor, { scopes }));
  const { admin, frame, token } = await installThroughPages(bench);
  await admin.frameCommand('setInstallFinish', frame.appSid);
  const call = async (method: string, params: object = {}): Promise<Result> => (await bench.rest(method, token, params)).body as never;
  return { vendor, bench, admin, token, call };
}

describe('crm.*', () => {
  it('lists demo entities with filter, order, select and pages', async () => {
    const { call } = await finishedApplication();
    const won = await call('crm.deal.list', { filter: { STAGE_ID: 'WON' }, select: ['ID', 'TITLE'] });
    expect(won.result).toEqual([{ ID: '4', TITLE: 'Поставка чая и кофе, первый квартал' }]);
    const large = await call('crm.deal.list', {
      filter: { '>=OPPORTUNITY': 200_000, '!STAGE_ID': ['LOSE'] },
      order: { OPPORTUNITY: 'DESC' },
    });
    expect(large.result.map((deal) => deal['OPPORTUNITY'])).toEqual(['1250000.00', '480000.00', '210000.00']);
    expect((await call('crm.deal.list', { filter: { '%TITLE': 'ПОСТАВКА' } })).total).toBe(2);
    expect((await call('crm.contact.list', { filter: { PHONE: '+7 000 000-00-20' }, select: ['ID', 'PHONE'] })).result).toMatchObject([
      { ID: '1', PHONE: [{ VALUE: '+7 000 000-00-20' }] },
    ]);
    expect((await call('crm.contact.list')).result[0]).not.toHaveProperty('PHONE');
    for (let index = 0; index < 55; index += 1) await call('crm.lead.add', { fields: { TITLE: `Лид ${index}` } });
    const first = await call('crm.lead.list', { order: { ID: 'ASC' } });
    expect(first).toMatchObject({ total: 59, next: 50 });
    expect(first.result).toHaveLength(50);
    const second = await call('crm.lead.list', { order: { ID: 'ASC' }, start: 50 });
    expect(second.result).toHaveLength(9);
    expect(second).not.toHaveProperty('next');
  });

  it('adds, changes and deletes, and tells the handlers', async () => {
    const { call, bench, vendor, token } = await finishedApplication();
    for (const event of ['ONCRMDEALADD', 'ONCRMDEALUPDATE', 'ONCRMDEALDELETE', 'ONTASKADD']) {
      await bench.rest('event.bind', token, { event, handler: `${vendor.address}/events` });
    }
    const added = await call('crm.deal.add', {
      fields: { TITLE: 'Новая сделка', OPPORTUNITY: '1500,5', UF_CRM_NUMBER: 'A-1', CREATED_BY_ID: '4' },
    });
    const id = String(added.result);
    expect((await call('crm.deal.get', { id })).result).toMatchObject({
      ID: id,
      TITLE: 'Новая сделка',
      OPPORTUNITY: '1500.50',
      STAGE_ID: 'NEW',
      UF_CRM_NUMBER: 'A-1',
      CREATED_BY_ID: '1',
    });
    expect((await call('crm.deal.update', { id, fields: { STAGE_ID: 'WON' } })).result).toBe(true);
    expect((await call('crm.item.get', { entityTypeId: 2, id })).result).toMatchObject({
      item: { id: Number(id), title: 'Новая сделка', stageId: 'WON', opportunity: 1500.5 },
    });
    expect((await call('crm.item.list', { entityTypeId: 2, filter: { '=stageId': 'WON' }, select: ['id', 'title'] })).result).toMatchObject(
      {
        items: [{ id: 4 }, { id: Number(id), title: 'Новая сделка' }],
      },
    );
    expect((await call('crm.deal.productrows.set', { id, rows: [{ PRODUCT_NAME: 'Стол', PRICE: 100, QUANTITY: 2 }] })).result).toBe(true);
    expect((await call('crm.deal.productrows.get', { id })).result).toMatchObject([{ PRODUCT_NAME: 'Стол', OWNER_ID: id }]);
    expect((await call('crm.deal.delete', { id })).result).toBe(true);
    expect(await call('crm.deal.get', { id })).toMatchObject({ error: '', error_description: 'Not found' });
    await call('tasks.task.add', { fields: { TITLE: 'Задача', RESPONSIBLE_ID: 2 } });
    await bench.portal.eventsSettled();
    for (const event of ['ONCRMDEALADD', 'ONCRMDEALUPDATE', 'ONCRMDEALDELETE']) {
      expect(vendor.events(event).map((request) => request.fields['data'])).toEqual([{ FIELDS: { ID: id } }]);
    }
    expect(vendor.events('ONTASKADD')).toHaveLength(1);
    const auth = vendor.events('ONCRMDEALADD')[0]?.fields['auth'] as Record<string, string>;
    expect(auth['user_id']).toBe('1');
    expect((await bench.rest('crm.deal.list', auth['access_token'] ?? '')).status).toBe(200);
  });

  it('finds duplicates, describes fields and words', async () => {
    const { call } = await finishedApplication();
    expect((await call('crm.duplicate.findbycomm', { type: 'EMAIL', values: ['COMPANY2@client.example'] })).result).toEqual({
      COMPANY: [2],
    });
    expect((await call('crm.deal.fields')).result).toMatchObject({
      STAGE_ID: { type: 'crm_status', statusType: 'DEAL_STAGE', title: 'Стадия сделки' },
    });
    expect((await call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE' } })).total).toBe(6);
    expect((await call('tasks.task.list', { filter: { RESPONSIBLE_ID: 4 }, select: ['ID', 'TITLE'] })).result).toMatchObject({
      tasks: [{ id: '2' }, { id: '4' }],
    });
    expect((await call('tasks.task.complete', { taskId: 2 })).result).toMatchObject({ task: { id: '2', status: '5' } });
    expect(await call('tasks.task.add', { fields: { TITLE: 'Без исполнителя' } })).toMatchObject({ error: 'ERROR_CORE' });
  });

  it('is closed to tokens without the scope', async () => {
    const { call } = await finishedApplication(['placement']);
    for (const method of ['crm.deal.list', 'tasks.task.list', 'entity.get', 'bizproc.robot.list', 'imbot.register']) {
      expect(await call(method), method).toMatchObject({ error: 'insufficient_scope' });
    }
  });
});

describe('stores and registered features', () => {
  it('live with the application and die by the tick', async () => {
    const { call, bench } = await finishedApplication();
    expect((await call('entity.add', { ENTITY: 'invoices', NAME: 'Счета' })).result).toBe(true);
    const item = await call('entity.item.add', { ENTITY: 'invoices', NAME: 'СЧ-1', PROPERTY_VALUES: { SUM: '100' } });
    await call('entity.item.update', { ENTITY: 'invoices', ID: item.result, PROPERTY_VALUES: { PAID: 'Y' } });
    expect((await call('entity.item.get', { ENTITY: 'invoices', FILTER: { NAME: 'СЧ-1' } })).result).toMatchObject([
      { NAME: 'СЧ-1', PROPERTY_VALUES: { SUM: '100', PAID: 'Y' } },
    ]);
    await call('bizproc.robot.add', { CODE: 'pay', HANDLER: 'https://vendor.example/robot', NAME: 'Оплата' });
    expect(await call('bizproc.robot.add', { CODE: 'pay' })).toMatchObject({ error: 'ERROR_ROBOT_ALREADY_INSTALLED' });
    expect((await call('bizproc.robot.list')).result).toEqual(['pay']);
    const bot = await call('imbot.register', { CODE: 'helper' });
    expect((await call('imbot.register', { CODE: 'helper' })).result).toBe(bot.result);
    expect(await bench.inspect()).toMatchObject({
      entityNames: ['invoices'],
      registrations: [
        { kind: 'robot', codes: ['pay'] },
        { kind: 'bot', codes: ['helper'] },
      ],
    });
    await bench.portal.control('uninstall', { code: 'acme.invoices', clean: false });
    expect(await bench.inspect()).toMatchObject({ entityNames: ['invoices'], registrations: [] });
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.control('uninstall', { code: 'acme.invoices', clean: true });
    expect((await bench.inspect()).entityNames).toEqual([]);
  });
});

describe('offline events', () => {
  it('are kept once per object until they are taken', async () => {
    const { call, bench, token, vendor } = await finishedApplication();
    await call('event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline', auth_connector: 'mine' });
    await bench.rest('event.bind', token, { event: 'ONOFFLINEEVENT', handler: `${vendor.address}/events` });
    for (const stage of ['NEW', 'WON', 'NEW']) await call('crm.deal.update', { id: 1, fields: { STAGE_ID: stage } });
    await call('crm.deal.update', { id: 2, fields: { TITLE: 'Моя правка' }, auth_connector: 'mine' });
    await call('crm.deal.update', { id: 3, fields: { TITLE: 'Чужая правка' } });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONOFFLINEEVENT')).toHaveLength(2);
    expect((await call('event.offline.list')).result).toMatchObject([
      { EVENT_DATA: { FIELDS: { ID: '1' } } },
      { EVENT_DATA: { FIELDS: { ID: '3' } } },
    ]);
    const held = await call('event.offline.get', { clear: 0, limit: 1 });
    expect(held.result).toMatchObject({
      process_id: expect.any(String) as string,
      events: [{ EVENT_NAME: 'ONCRMDEALUPDATE', EVENT_DATA: { FIELDS: { ID: '1' } } }],
    });
    const taken = await call('event.offline.get');
    expect(taken.result).toMatchObject({ process_id: null, events: [{ EVENT_DATA: { FIELDS: { ID: '3' } } }] });
    expect((await call('event.offline.clear', { process_id: held.result['process_id'] })).result).toBe(true);
    expect((await call('event.offline.list')).result).toEqual([]);
    expect((await bench.inspect()).events.filter((event) => event.droppedBecause === 'offline').length).toBeGreaterThan(0);
  });
});

describe('pages with entities and widgets', () => {
  it('show demo entities, take changes of a person and raise events', async () => {
    const { admin, bench, vendor, token } = await finishedApplication();
    await bench.rest('event.bind', token, { event: 'ONCRMDEALADD', handler: `${vendor.address}/events` });
    await bench.rest('event.bind', token, { event: 'ONCRMDEALUPDATE', handler: `${vendor.address}/events` });
    const list = await admin.get('/crm/deal/');
    expect(list.text).toContain('Монтаж переговорной комнаты');
    expect(list.text).toMatch(/1\s250\s000\s₽/);
    for (const path of [
      '/crm/lead/',
      '/crm/contact/',
      '/crm/company/',
      '/tasks/',
      '/tasks/task/view/1/',
      '/company/personal/user/2/',
      '/widgets/',
      '/crm/contact/details/1/',
    ]) {
      expect((await admin.get(path)).status, path).toBe(200);
    }
    for (const path of ['/crm/deal/details/999/', '/tasks/task/view/999/', '/company/personal/user/99/', '/widget/99/']) {
      expect((await admin.get(path)).status, path).toBe(404);
    }
    const added = await admin.post('/crm/deal/add/', { TITLE: 'С <b>портала</b>', STAGE_ID: 'NEW', OPPORTUNITY: '10' });
    expect(added.location).toMatch(/^\/crm\/deal\/details\/\d+\/$/);
    await admin.post(added.location, { TITLE: 'Изменена' });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONCRMDEALADD')).toHaveLength(1);
    expect(vendor.events('ONCRMDEALUPDATE')).toHaveLength(1);
    expect((await admin.get(added.location)).text).toContain('Изменена');
  });

  it('are English on an English portal, entities included', async () => {
    const bench = await startBench({ language: 'en' });
    const admin = await Visitor.signIn(bench.portal, '1');
    const shown = { deal: 'Office furniture delivery', lead: 'Web form: quote wanted', contact: 'Purchasing', company: 'Blue Frigate Ltd' };
    for (const [kind, name] of Object.entries(shown)) expect((await admin.get(`/crm/${kind}/`)).text, kind).toContain(name);
    // The only Russian word is the one that switches to it.
    const tasks = (await admin.get('/tasks/')).text.replaceAll('Русский', '');
    expect(tasks).toContain('Prepare an offer');
    expect(tasks).not.toMatch(/[а-яё]/i);
  });

  it('show a bound widget where it belongs, to everybody, once the installation is finished', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor, { scopes: ['crm', 'placement', 'task', 'user', 'telephony'] }));
    const { admin, frame, token } = await installThroughPages(bench);
    const places: [string, string][] = [
      ['CRM_DEAL_DETAIL_TAB', '/crm/deal/details/1/'],
      ['CRM_DEAL_DETAIL_TOOLBAR', '/crm/deal/details/1/'],
      ['CRM_CONTACT_LIST_MENU', '/crm/contact/'],
      ['CRM_DEAL_LIST_TOOLBAR', '/crm/deal/'],
      ['LEFT_MENU', '/'],
      ['TASK_VIEW_TAB', '/tasks/task/view/1/'],
      ['TASK_LIST_CONTEXT_MENU', '/tasks/'],
      ['USER_PROFILE_MENU', '/company/personal/user/2/'],
      ['CALL_CARD', '/widgets/'],
    ];
    for (const [PLACEMENT] of places) {
      const bound = await bench.rest('placement.bind', token, {
        PLACEMENT,
        HANDLER: `${vendor.address}/${PLACEMENT}`,
        TITLE: `Виджет ${PLACEMENT}`,
        LANG_ALL: { en: { TITLE: 'Widget' } },
      });
      expect(bound.body, PLACEMENT).toMatchObject({ result: true });
    }
    const user = await Visitor.signIn(bench.portal, '2');
    for (const [placement, path] of places) expect((await admin.get(path)).text, placement).not.toContain(`data-placement="${placement}"`);
    await admin.frameCommand('setInstallFinish', frame.appSid);
    for (const [placement, path] of places) {
      const { text } = await user.get(path);
      expect(text, placement).toContain(`data-placement="${placement}"`);
      expect(text).toContain(`Виджет ${placement}`);
    }
    const page = (await user.get('/crm/deal/details/1/')).text;
    const tab = /href="([^"]+)"\s+data-action="open-widget"\s+data-placement="CRM_DEAL_DETAIL_TAB"/.exec(page)?.[1] ?? '';
    const [shown] = pageData((await user.get(tab.replaceAll('&amp;', '&'))).text).frames;
    if (shown === undefined) throw new Error('no widget frame');
    expect(shown).toMatchObject({ placement: 'CRM_DEAL_DETAIL_TAB', purpose: 'widget', method: 'POST' });
    expect(fieldOf(shown, 'PLACEMENT')).toBe('CRM_DEAL_DETAIL_TAB');
    expect(JSON.parse(fieldOf(shown, 'PLACEMENT_OPTIONS'))).toEqual({ ID: '1' });
    expect((await bench.rest('user.admin', fieldOf(shown, 'AUTH_ID'))).body).toMatchObject({ result: false });
    expect(await user.frameCommand('getInitData', shown.appSid)).toMatchObject({
      PLACEMENT: 'CRM_DEAL_DETAIL_TAB',
      IS_ADMIN: false,
      INSTALL: false,
    });
    await bench.portal.control('uninstall', { code: 'acme.invoices', clean: true });
    expect((await user.get('/crm/deal/details/1/')).text).not.toContain('data-placement=');
  });
});
