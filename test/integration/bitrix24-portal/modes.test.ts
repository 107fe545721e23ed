import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { afterEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import {
  cleanUp,
  fieldOf,
  installThroughPages,
  registrationOf,
  startBench,
  startVendor,
  temporaryFolder,
  Visitor,
} from './portal-fixture.ts';

afterEach(cleanUp);

describe('own page without a wizard (mode B)', () => {
  it('is finished at once and opens the application', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor, { mode: 'B', installUrl: null }));
    const { admin, frame, token } = await installThroughPages(bench);
    expect(frame.purpose).toBe('application');
    expect(new URL(frame.action).pathname).toBe('/app');
    expect(await admin.frameCommand('getInitData', frame.appSid)).toMatchObject({ INSTALL: false, FIRST_RUN: true });
    await admin.frameCommand('setInstall', frame.appSid, { install: true });
    expect(await admin.frameCommand('getInitData', frame.appSid)).toMatchObject({ FIRST_RUN: false });
    expect((await bench.rest('app.info', token)).body).toMatchObject({ result: { INSTALLED: true } });
    const user = await Visitor.signIn(bench.portal, '2');
    const other = await user.openApplication('acme.invoices');
    expect(await user.frameCommand('getInitData', other.frame?.appSid ?? '')).toMatchObject({ FIRST_RUN: true, IS_ADMIN: false });
  });
});

describe('settings form (mode D)', () => {
  const form = (address: string, country: string) => ({
    title: 'Подключение <службы>',
    version: '1',
    steps: [
      {
        id: 'step1',
        title: 'Доступ',
        description: 'Ключ из личного кабинета',
        fields: [
          { id: 'key', name: 'api-key', type: 'input', label: 'Ключ', placeholder: 'Введите ключ' },
          {
            id: 'country',
            name: 'country',
            type: 'dropdown-list',
            label: 'Страна',
            value: 'RU',
            items: [
              { value: 'RU', name: 'Россия' },
              { value: 'KZ', name: 'Казахстан' },
            ],
            updateForm: true,
          },
          ...(country === 'KZ' ? [{ id: 'bin', name: 'bin', type: 'input', label: 'БИН' }] : []),
        ],
      },
    ],
    form: {
      id: 'f',
      action: `${address}/save`,
      clientId: 'app.5f00000000000.10000000',
      redirect: '/crm/deal/',
      saveCaption: 'Подключить',
      cancelCaption: 'Позже',
    },
  });

  async function settingsVendor() {
    const vendor = await startVendor((request, response) => {
      const data = (request.fields['data'] ?? {}) as Record<string, string>;
      response.setHeader('content-type', 'application/json');
      if (request.path === '/settings') {
        response.end(JSON.stringify(form(vendor.address, data['country'] ?? '')));
      } else if (request.path === '/save' && data['api-key'] === 'good') {
        response.end(JSON.stringify({ status: 'success' }));
      } else if (request.path === '/save') {
        response.statusCode = 400;
        response.end(JSON.stringify({ status: 'error', errors: [{ field: 'api-key', message: 'Ключ не подходит' }] }));
      } else {
        response.end('{}');
      }
    });
    return vendor;
  }

  it('is asked from the solution, rendered, refreshed, saved, and remembered', async () => {
    const vendor = await settingsVendor();
    const bench = await startBench();
    const registration = registrationOf(vendor, {
      mode: 'D',
      appUrl: null,
      installUrl: null,
      eventUrl: `${vendor.address}/event`,
      settingsUrl: `${vendor.address}/settings`,
    });
    await bench.portal.registerSolution(registration);
    const admin = await Visitor.signIn(bench.portal, '1');
    const installed = await admin.post('/market/install/', { code: 'acme.invoices' });
    expect(installed.location).toBe('/market/settings/acme.invoices/?install=Y');
    const shown = await admin.get(installed.location);
    expect(shown.text).toContain('Подключение &lt;службы&gt;');
    expect(shown.text).toContain('name="data[api-key]"');
    expect(vendor.received.find((request) => request.path === '/settings' && request.method === 'POST')?.fields).toMatchObject({
      event: 'OnAppSettingsInstall',
      auth: {
        client_id: registration.clientId,
        member_id: bench.portal.describe().memberId,
        application_token: expect.any(String) as string,
      },
    });
    const path_ = '/market/settings/acme.invoices/';
    const changed = await admin.post(path_, { what: 'change', 'data[country]': 'KZ', 'data[api-key]': 'x' });
    expect(changed.text).toContain('name="data[bin]"');
    const refused = await admin.post(path_, { what: 'save', 'data[country]': 'RU', 'data[api-key]': 'bad' });
    expect(refused.text).toContain('Ключ не подходит');
    expect(refused.text).toMatch(/value="bad"/);
    const saved = await admin.post(path_, { what: 'save', 'data[country]': 'RU', 'data[api-key]': 'good' });
    expect(saved).toMatchObject({ status: 303, location: '/crm/deal/' });
    expect((await admin.get(path_)).text).toMatch(/value="good"/);
    expect(vendor.received.filter((request) => request.path === '/settings').at(-1)?.fields).toMatchObject({
      event: 'OnAppSettingsDisplay',
      data: { 'api-key': 'good' },
    });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONAPPINSTALL')).toHaveLength(1);
    expect((await (await Visitor.signIn(bench.portal, '2')).get(path_)).status).toBe(403);
  });

  it('says so when the solution sends no form', async () => {
    const vendor = await startVendor((_request, response) => response.end('<html>'));
    const bench = await startBench();
    await bench.portal.registerSolution(
      registrationOf(vendor, { mode: 'D', appUrl: null, installUrl: null, settingsUrl: `${vendor.address}/settings` }),
    );
    const admin = await Visitor.signIn(bench.portal, '1');
    await admin.post('/market/install/', { code: 'acme.invoices' });
    const shown = await admin.get('/market/settings/acme.invoices/?install=Y');
    expect(shown.status).toBe(502);
    expect(shown.text).toContain('Решение не прислало форму настроек.');
  });
});

describe('static archive (mode E)', () => {
  async function archive(files: Record<string, string>): Promise<string> {
    const zip = new yazl.ZipFile();
    for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    const file = path.join(temporaryFolder(), 'solution.zip');
    await finished(zip.outputStream.pipe(createWriteStream(file)));
    return file;
  }

  async function registered(files: Record<string, string>) {
    const vendor = await startVendor();
    const bench = await startBench();
    const archivePath = await archive(files);
    await bench.portal.registerSolution(registrationOf(vendor, { mode: 'E', appUrl: null, installUrl: null, archivePath }));
    return { bench, ...(await installThroughPages(bench)) };
  }

  it('with install.html has a wizard, is loaded by GET from an origin of its own', async () => {
    const { bench, admin, frame } = await registered({
      'index.html': '<h1>app</h1>',
      'install.html': '<h1>wizard</h1>',
      'js/app.js': 'window.ok = 1',
    });
    expect(frame).toMatchObject({ purpose: 'installer', method: 'GET' });
    expect(frame.origin).not.toBe(bench.portal.describe().address);
    expect(new URL(frame.action).searchParams.get('APP_SID')).toBe(frame.appSid);
    expect(await (await fetch(frame.action)).text()).toBe('<h1>wizard</h1>');
    const script = await fetch(new URL('js/app.js', frame.action));
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await admin.frameCommand('setInstallFinish', frame.appSid)).toEqual({ finished: true });
    const opened = (await admin.openApplication('acme.invoices')).frame;
    expect(opened?.purpose).toBe('application');
    expect(await (await fetch(opened?.action ?? '')).text()).toBe('<h1>app</h1>');
    for (const wrong of ['../../state', '%2e%2e/%2e%2e/etc/passwd', 'nothing.html', '/etc/passwd']) {
      expect((await fetch(`${frame.origin}/acme.invoices/1/${wrong}`)).status).toBe(404);
    }
    await bench.portal.stop();
    const later = await startBench({ stateDir: bench.stateDir });
    const again = (await (await Visitor.signIn(later.portal, '1')).openApplication('acme.invoices')).frame;
    expect(await (await fetch(again?.action ?? '')).text()).toBe('<h1>app</h1>');
  });

  it('without install.html is finished at once', async () => {
    const { frame, token, bench } = await registered({ 'index.html': 'app' });
    expect(frame.purpose).toBe('application');
    expect((await bench.rest('app.info', token)).body).toMatchObject({ result: { INSTALLED: true } });
  });

  it('is refused when it is not a static solution', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    const register = (archivePath: string) =>
      bench.portal.registerSolution(registrationOf(vendor, { mode: 'E', appUrl: null, installUrl: null, archivePath }));
    await expect(register(await archive({ 'readme.txt': 'no page' }))).rejects.toMatchObject({ code: 'package-refused' });
    await expect(register(path.join(temporaryFolder(), 'missing.zip'))).rejects.toMatchObject({ code: 'package-refused' });
    expect((await bench.portal.inspect()).applications).toEqual([]);
  });
});

describe('update', () => {
  it('shows the new version on the card, tells the handler, drops handlers and widgets, repeats the wizard', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { admin, frame, token } = await installThroughPages(bench);
    await bench.rest('event.bind', token, { event: 'OnAppUpdate', handler: `${vendor.address}/events` });
    await bench.rest('event.bind', token, { event: 'OnAppInstall', handler: `${vendor.address}/events` });
    await bench.rest('placement.bind', token, { PLACEMENT: 'LEFT_MENU', HANDLER: `${vendor.address}/menu` });
    await admin.frameCommand('setInstallFinish', frame.appSid);
    await bench.portal.eventsSettled();
    await bench.portal.registerSolution(registrationOf(vendor, { version: '2', scopes: ['crm', 'placement', 'user', 'task'] }));
    expect((await bench.rest('app.info', token)).body).toMatchObject({ result: { VERSION: 1 } });
    expect((await admin.get('/market/detail/acme.invoices/')).text).toContain('data-state="update-available"');
    expect((await admin.post('/market/update/', { code: 'acme.invoices' })).location).toBe('/market/app/acme.invoices/');
    await bench.portal.eventsSettled();
    const [event] = vendor.events('ONAPPUPDATE');
    expect(event?.fields).toMatchObject({
      data: { VERSION: '2', PREVIOUS_VERSION: '1', LANGUAGE_ID: 'ru' },
      auth: { refresh_token: expect.any(String) as string },
    });
    expect(vendor.events('ONAPPINSTALL')).toHaveLength(1);
    expect(await bench.inspect()).toMatchObject({ handlers: [], placements: [], finished: false, installedVersion: '2', installNumber: 1 });
    const again = await admin.openApplication('acme.invoices');
    expect(again.frame?.purpose).toBe('installer');
    expect(fieldOf(again.frame ?? frame, 'APPLICATION_SCOPE')).toBe('crm,placement,user,task');
    await admin.frameCommand('setInstallFinish', again.frame?.appSid ?? '');
    expect((await bench.inspect()).history.map((entry) => `${entry.what} ${entry.version}`)).toEqual([
      'installed 1',
      'finished 1',
      'updated 2',
      'finished 2',
    ]);
    expect((await admin.post('/market/update/', { code: 'acme.invoices' })).status).toBe(409);
  });
});
