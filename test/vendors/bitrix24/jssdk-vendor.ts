import express, { type Request, type Response } from 'express';
import { createWriteStream, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';
import type { SampleRegistration, SampleVendor, VendorOptions } from '../../../electron/demo/vendors/sample-vendor.ts';

/**
 * Two vendors whose pages work with the real @bitrix24/b24jssdk: one is an archive of static files (mode E), the other serves the same files and
 * keeps the portals that installed it (mode A). Notes of a person live in the portal's user options, so they go with the solution.
 */
const SDK_FILE = path.resolve(import.meta.dirname, '../../../node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js');

const STYLE = `body { margin: 0; padding: 20px; font: 15px/1.5 system-ui, sans-serif; color: #223; background: #f6f8fa; }
main { display: grid; gap: 12px; max-width: 640px; } label { display: grid; gap: 4px; }
input, button { font: inherit; padding: 8px 12px; } button { border: 0; border-radius: 6px; background: #1b75bc; color: #fff; }`;

function page(title: string, body: string, script: string): string {
  return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">
<script src="b24jssdk.js"></script></head>
<body><main><h1>${title}</h1>${body}</main><script src="${script}"></script></body></html>`;
}

const INSTALL_JS = (bindsUninstall: boolean): string => `(async () => {
  const b24 = await B24Js.initializeB24Frame();
  const button = document.getElementById('finish');
  button.disabled = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    ${
      bindsUninstall
        ? `await b24.actions.v2.call.make({ method: 'event.bind', params: { event: 'ONAPPUNINSTALL', handler: new URL('/events', location.href).href } });`
        : ''
    }
    void b24.installFinish();
  });
})();`;

const APP_JS = `(async () => {
  const b24 = await B24Js.initializeB24Frame();
  const deals = await b24.actions.v2.call.make({ method: 'crm.deal.list', params: { select: ['ID', 'TITLE'] } });
  const list = document.getElementById('deals');
  for (const deal of deals.getData().result.slice(0, 5)) list.append(Object.assign(document.createElement('li'), { textContent: deal.TITLE }));
  const note = document.getElementById('note');
  const show = (text) => { document.getElementById('saved').textContent = text === '' ? 'Заметки ещё нет' : text; };
  let before = '';
  try { before = b24.options.userGet('note'); } catch { /* the library throws for an option that nobody has set */ }
  show(before);
  document.getElementById('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = note.value;
    void b24.options.userSet('note', text).then(() => show(text));
  });
  void b24.parent.fitWindow();
})();`;

function files(bindsUninstall: boolean): ReadonlyMap<string, string> {
  return new Map([
    [
      'install.html',
      page(
        'Заметки к сделкам: установка',
        '<p>Заметки останутся на вашем портале.</p><button id="finish" disabled>Завершить</button>',
        'install.js',
      ),
    ],
    [
      'index.html',
      page(
        'Заметки к сделкам',
        '<ul id="deals"></ul><p id="saved"></p><form id="form"><label>Заметка<input id="note" name="note" maxlength="200"></label><button>Сохранить</button></form>',
        'app.js',
      ),
    ],
    ['install.js', INSTALL_JS(bindsUninstall)],
    ['app.js', APP_JS],
    ['style.css', STYLE],
    ['b24jssdk.js', readFileSync(SDK_FILE, 'utf8')],
  ]);
}

const KEYS = { clientId: 'app.66c0ffee000000.10203040', clientSecret: 'Jk2vNs8yTq4RmX7wLb1cZf9gHd6pUe3aWo5iKtBxVzYnCqMr' };

function card(code: string, title: string, mode: 'A' | 'E', address: string): SampleRegistration {
  return {
    code,
    name: title,
    vendorName: 'ООО «Заметка»',
    version: '1',
    mode,
    appUrl: mode === 'A' ? `${address}/index.html` : null,
    installUrl: mode === 'A' ? `${address}/install.html` : null,
    eventUrl: null,
    ...KEYS,
    scopes: ['crm'],
    placements: [],
  };
}

/** Mode E: nothing but files; no server of the vendor's stands behind it. */
export function archiveVendor(): SampleVendor {
  let archivePath = '';
  return {
    name: 'bitrix24-notes-archive',
    marketplace: 'bitrix24',
    title: 'Заметки к сделкам',
    company: 'ООО «Заметка»',
    ...KEYS,
    registration: (address) => ({ ...card('zametka.archive', 'Заметки к сделкам', 'E', address), archivePath }),
    start: async ({ dataDir }: VendorOptions) => {
      archivePath = path.join(dataDir, 'solution.zip');
      const zip = new yazl.ZipFile();
      for (const [name, text] of files(false)) zip.addBuffer(Buffer.from(text), name);
      zip.end();
      await finished(zip.outputStream.pipe(createWriteStream(archivePath)));
      return { address: 'http://127.0.0.1', stop: () => Promise.resolve() };
    },
  };
}

/** Mode A: the same pages from the vendor's own server, which forgets a portal when it removes the solution. */
export function jssdkVendor(): SampleVendor {
  return {
    name: 'bitrix24-notes-jssdk',
    marketplace: 'bitrix24',
    title: 'Заметки к сделкам',
    company: 'ООО «Заметка»',
    ...KEYS,
    registration: (address) => card('zametka.jssdk', 'Заметки к сделкам', 'A', address),
    start: async ({ port, host }: VendorOptions) => {
      const app = express();
      const portals = new Map<string, string>();
      app.use(express.urlencoded({ extended: true }));
      for (const [name, text] of files(true)) {
        app.all(`/${name}`, (request: Request, response: Response) => {
          const form = (request.body ?? {}) as Record<string, string>;
          if (form['member_id'] !== undefined) portals.set(form['member_id'], form['APPLICATION_TOKEN'] ?? '');
          response.type(path.extname(name)).send(text);
        });
      }
      app.post('/events', (request: Request, response: Response) => {
        const auth = ((request.body ?? {}) as { auth?: Record<string, string> }).auth ?? {};
        const memberId = auth['member_id'] ?? '';
        if (portals.get(memberId) !== auth['application_token']) {
          response.status(403).end();
          return;
        }
        portals.delete(memberId);
        response.end('OK');
      });
      const server = http.createServer(app);
      await new Promise<void>((resolve) => server.listen(port, host, resolve));
      return {
        address: `http://${host}:${(server.address() as AddressInfo).port}`,
        stop: async () => {
          server.closeAllConnections();
          await new Promise<void>((resolve) => server.close(() => resolve()));
        },
      };
    },
  };
}
