import express, { type Request, type Response } from 'express';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import http from 'node:http';
import type { RunningVendor, VendorOptions } from '../sample-vendor.ts';
import { appPage, installPage, messagePage, widgetPage, type AppTexts } from './app-pages.ts';
import { APP_SCRIPT, INSTALL_SCRIPT, WIDGET_SCRIPT } from './app-scripts.ts';
import { APP_STYLES } from './app-styles.ts';
import {
  describeFailure,
  type FrameForm,
  type PageKind,
  type PageView,
  type PortalEvent,
  type Registrations,
  type VendorBehaviour,
} from './behaviour.ts';
import { openJsonStore, openSqliteStore, type Installation, type MemberRecord, type MemberStore } from './member-store.ts';
import { PortalClient, type PortalAccess, type RestParameters } from './portal-client.ts';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#1b75bc"/><path d="M12 9h12l5 5v17H12z" fill="#fff"/></svg>`;
const SESSION_MS = 60 * 60 * 1000;

export interface AppDescription {
  readonly mode: 'A' | 'B' | 'C' | 'D';
  readonly texts: AppTexts;
  readonly storage: 'json' | 'sqlite';
  /** Settings of a portal that has just been connected. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** Methods called once after a portal was connected without a page. */
  readonly firstCalls: readonly (readonly [method: string, parameters: RestParameters])[];
  readonly placements: readonly { readonly placement: string; readonly title: string }[];
}

interface Session {
  readonly memberId: string;
  readonly access: PortalAccess;
  readonly installation: Installation;
  readonly expiresAt: number;
}

function field(form: Readonly<Record<string, unknown>>, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

function textRecord(value: unknown): Record<string, string> {
  const result: Record<string, string> = {};
  if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) if (typeof inner === 'string') result[name] = inner;
  }
  return result;
}

/** Reads the portal's form and query into what has to be kept; null when something is missing. */
function readInstallation(form: FrameForm, query: FrameForm): Installation | null {
  const domain = field(query, 'DOMAIN');
  const memberId = field(form, 'member_id');
  const accessToken = field(form, 'AUTH_ID');
  const refreshToken = field(form, 'REFRESH_ID');
  if (!/^[A-Za-z0-9.-]+(:\d+)?$/.test(domain) || !/^[A-Za-z0-9]{8,64}$/.test(memberId) || accessToken === '' || refreshToken === '')
    return null;
  const portalUrl = `${field(query, 'PROTOCOL') === '1' ? 'https' : 'http'}://${domain}`;
  const now = Date.now();
  return {
    memberId,
    domain,
    applicationToken: field(form, 'APPLICATION_TOKEN'),
    installedAt: now,
    access: {
      clientEndpoint: `${portalUrl}/rest/`,
      serverEndpoint: field(form, 'SERVER_ENDPOINT') || `${portalUrl}/rest/`,
      accessToken,
      refreshToken,
      expiresAt: now + Number(field(form, 'AUTH_EXPIRES') || '3600') * 1000 - 60_000,
    },
  };
}

function installationFromEvent(event: PortalEvent): Installation | null {
  const { auth } = event;
  const memberId = field(auth, 'member_id');
  if (!/^[A-Za-z0-9]{8,64}$/.test(memberId) || field(auth, 'access_token') === '') return null;
  const now = Date.now();
  return {
    memberId,
    domain: field(auth, 'domain'),
    applicationToken: field(auth, 'application_token'),
    installedAt: now,
    access: {
      clientEndpoint: field(auth, 'client_endpoint'),
      serverEndpoint: field(auth, 'server_endpoint'),
      accessToken: field(auth, 'access_token'),
      refreshToken: field(auth, 'refresh_token'),
      expiresAt: now + Number(field(auth, 'expires_in') || '3600') * 1000 - 60_000,
    },
  };
}

/** The form of mode D as the portal draws it; saved values are filled in. */
function settingsForm(description: AppDescription, clientId: string, address: string, record: MemberRecord | null): object {
  const fields = Object.keys(description.defaults).map((name) => ({
    id: name,
    name,
    type: 'input',
    label: name === 'organisation' ? 'Организация' : 'Подпись',
    value: record?.settings[name] ?? '',
  }));
  return {
    title: description.texts.title,
    version: '1',
    steps: [{ id: 'main', title: description.texts.purpose, fields }],
    form: { id: 'settings', action: `${address}/settings/save`, clientId, saveCaption: 'Подключить', cancelCaption: 'Позже' },
  };
}

/** Starts one vendor's server. */
export async function startAppServer(
  description: AppDescription,
  behaviour: VendorBehaviour,
  options: VendorOptions,
): Promise<RunningVendor> {
  const store: MemberStore = description.storage === 'sqlite' ? openSqliteStore(options.dataDir) : openJsonStore(options.dataDir);
  const credentials = { clientId: options.clientId, clientSecret: options.clientSecret };
  const sessions = new Map<string, Session>();
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(express.urlencoded({ extended: true, limit: '256kb' }));
  app.use(express.json({ limit: '256kb' }));
  const server = http.createServer(app);
  let address = '';

  const clientOf = (access: PortalAccess, memberId: string | null): PortalClient =>
    new PortalClient(access, credentials, options.ca, (fresh) => {
      const record = memberId === null ? null : store.read(memberId);
      if (record !== null && record.installation !== null)
        store.write({ ...record, installation: { ...record.installation, access: fresh } });
    });

  const wanted = (): Registrations => ({
    events: description.events.map((event) => ({ event, handler: `${address}/events` })),
    placements: description.placements.map(({ placement, title }) => ({ placement, title, handler: `${address}/widget` })),
  });

  /** Stores the portal and registers handlers and widgets on it. */
  const connect = async (installation: Installation): Promise<MemberRecord> => {
    const known = store.read(installation.memberId);
    const record = known === null ? behaviour.firstRecord(installation, description.defaults) : { ...known, installation };
    store.write(record);
    const client = clientOf(installation.access, installation.memberId);
    await behaviour.beforeWork(client);
    await behaviour.register(client, wanted(), installation.memberId);
    return record;
  };

  const sendPage = (view: PageView, response: Response, html: string, status = 200): void => {
    const { body, headers } = behaviour.encode(view, behaviour.html(view, html));
    response.status(status).set(headers).end(body);
  };

  const openPage =
    (kind: PageKind) =>
    async (request: Request, response: Response): Promise<void> => {
      const form = textRecord(request.body);
      const installation = readInstallation(form, textRecord(request.query));
      const portalUrl = installation === null ? null : installation.access.clientEndpoint.replace(/\/rest\/$/, '');
      const userClient = installation === null ? null : clientOf(installation.access, null);
      const record = installation === null ? null : store.read(installation.memberId);
      const view: PageView = {
        kind: installation === null ? 'landing' : kind,
        method: request.method,
        address,
        credentials,
        portalUrl,
        memberId: installation?.memberId ?? null,
        form,
        record,
        userClient,
      };
      if (await behaviour.beforePage(view, response)) return;
      if (installation === null || portalUrl === null || userClient === null) {
        sendPage(view, response, messagePage(description.texts, 'Откройте приложение в Битрикс24: левое меню, раздел «Приложения».'));
        return;
      }
      const session = randomBytes(24).toString('base64url');
      sessions.set(session, {
        memberId: installation.memberId,
        access: installation.access,
        installation,
        expiresAt: Date.now() + SESSION_MS,
      });
      const library = `${portalUrl}/api/v1/`;
      if (kind === 'install') {
        sendPage(view, response, installPage(description.texts, session, library));
        return;
      }
      if (kind === 'widget') {
        sendPage(view, response, widgetPage(description.texts, session, library));
        return;
      }
      let person = '';
      if (description.mode === 'B') {
        // Without a wizard the first administrator who opens the application connects the portal.
        const about = await userClient.batch({ admin: ['user.admin', {}], user: ['user.current', {}] });
        const user = about['user'] as { NAME?: string; LAST_NAME?: string };
        person = [user.NAME, user.LAST_NAME].filter(Boolean).join(' ');
        if ((record?.installation ?? null) === null && about['admin'] === true) await connect(installation);
      }
      if ((store.read(installation.memberId)?.installation ?? null) === null) {
        sendPage(
          view,
          response,
          messagePage(description.texts, 'Приложение ещё не подключено. Попросите администратора портала открыть его первым.'),
        );
        return;
      }
      sendPage(view, response, appPage(description.texts, session, library, person));
    };

  const withSession =
    (work: (session: Session, request: Request) => Promise<unknown>) =>
    async (request: Request, response: Response): Promise<void> => {
      const session = sessions.get(request.get('x-session') ?? '');
      if (session === undefined || session.expiresAt < Date.now()) {
        response.status(401).json({ message: 'Сеанс закончился, откройте приложение ещё раз' });
        return;
      }
      try {
        response.json(await work(session, request));
      } catch (error) {
        response.status(502).json({ message: `Не получилось: ${describeFailure(error)}` });
      }
    };

  const recordOf = (session: Session): MemberRecord => {
    const record = store.read(session.memberId);
    if (record === null || record.installation === null) throw new Error('портал не подключён');
    return record;
  };

  app.get('/assets/app.css', (_request, response) => void response.type('text/css').send(behaviour.asset('app.css', APP_STYLES)));
  app.get('/assets/icon.svg', (_request, response) => void response.type('image/svg+xml').send(ICON));
  for (const [name, text] of [
    ['install.js', INSTALL_SCRIPT],
    ['app.js', APP_SCRIPT],
    ['widget.js', WIDGET_SCRIPT],
  ] as const) {
    app.get(`/assets/${name}`, (_request, response) => void response.type('text/javascript').send(behaviour.asset(name, text)));
  }

  const hasPage = description.mode === 'A' || description.mode === 'B';
  if (hasPage) {
    app.all('/app', openPage('app'));
    app.all('/widget', openPage('widget'));
    if (description.mode === 'A') app.all('/install', openPage('install'));
  } else {
    app.get('/events', (_request, response) => void response.type('text/plain').send('OK'));
  }

  app.post(
    '/api/connect',
    withSession(async (session) => {
      await connect(session.installation);
      return {};
    }),
  );
  app.get(
    '/api/state',
    withSession((session) => {
      const { settings, documents } = recordOf(session);
      return Promise.resolve({ settings, documents });
    }),
  );
  app.post(
    '/api/documents',
    withSession((session, request) => {
      const record = recordOf(session);
      const values = textRecord(request.body);
      const title = field(values, 'title').slice(0, 120);
      if (title === '') throw new Error('укажите название');
      const amount = Math.min(Math.max(Number(field(values, 'amount')) || 0, 0), 100_000_000);
      const next: MemberRecord = {
        ...record,
        documents: [
          ...record.documents,
          { id: record.documents.length + 1, title, amount, author: field(values, 'author').slice(0, 120), createdAt: Date.now() },
        ],
      };
      store.write(next);
      return Promise.resolve({ settings: next.settings, documents: next.documents });
    }),
  );
  app.post(
    '/api/settings',
    withSession(async (session, request) => {
      const record = recordOf(session);
      const isAdmin = await clientOf(session.access, null).call('user.admin');
      if (isAdmin !== true) throw new Error('настройки меняет администратор портала');
      const values = textRecord(request.body);
      const settings = Object.fromEntries(Object.keys(description.defaults).map((name) => [name, field(values, name).slice(0, 120)]));
      store.write({ ...record, settings });
      return { settings, documents: record.documents };
    }),
  );

  if (description.mode === 'D') {
    // The portal asks for the form when the settings are opened, and sends what was typed in to its action.
    const recordOfForm = (request: Request): MemberRecord | null => {
      const auth = textRecord((request.body as Record<string, unknown> | undefined)?.['auth']);
      const memberId = field(auth, 'member_id');
      return /^[A-Za-z0-9]{8,64}$/.test(memberId) ? store.read(memberId) : null;
    };
    app.get(['/settings', '/settings/save'], (_request, response) => void response.type('text/plain').send('OK'));
    app.post('/settings', (request: Request, response: Response) => {
      response.json(settingsForm(description, credentials.clientId, address, recordOfForm(request)));
    });
    app.post('/settings/save', (request: Request, response: Response) => {
      const record = recordOfForm(request);
      const values = textRecord((request.body as Record<string, unknown>)['data']);
      if (record === null) {
        response.status(400).json({ status: 'error', errors: [{ field: 'organisation', message: 'Портал не подключён' }] });
        return;
      }
      store.write({ ...record, settings: { ...record.settings, ...values } });
      response.json({ status: 'success' });
    });
  }

  app.post('/events', async (request: Request, response: Response) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const event: PortalEvent = {
      name: field(body, 'event').toUpperCase(),
      data: (body['data'] ?? {}) as Record<string, unknown>,
      auth: textRecord(body['auth']),
    };
    const memberId = field(event.auth, 'member_id');
    const record = /^[A-Za-z0-9]{8,64}$/.test(memberId) ? store.read(memberId) : null;
    const status = await behaviour.answerEvent(event);
    if (status === null) return;
    if (status >= 300) {
      response.status(status).type('text/plain').send('Ошибка обработчика');
      return;
    }
    try {
      if (event.name === 'ONAPPINSTALL' && !hasPage) {
        const installation = installationFromEvent(event);
        const isKnown = record !== null && record.installation !== null;
        if (installation === null || (isKnown && !behaviour.trusts(record, event))) {
          response.status(403).json({ message: 'Событие отклонено' });
          return;
        }
        // The tokens are proved by using them: a forged installation stops at the portal.
        const client = clientOf(installation.access, null);
        await behaviour.beforeWork(client);
        await client.call('app.info');
        await connect(installation);
        if (description.firstCalls.length > 0) {
          await client.batch(Object.fromEntries(description.firstCalls.map((call, index) => [`call${index}`, call])));
        }
        response.json({ accepted: true });
        return;
      }
      if (record === null || record.installation === null || !behaviour.trusts(record, event)) {
        response.status(403).json({ message: 'Событие отклонено' });
        return;
      }
      if (event.name === 'ONAPPUPDATE') {
        // An update drops every handler and may bring a new application_token.
        const installation = installationFromEvent(event);
        if (installation !== null) await connect(installation);
      }
      if (event.name === 'ONAPPUNINSTALL') {
        for (const [id, session] of sessions) if (session.memberId === memberId) sessions.delete(id);
        // A client that is not bound to the record: what it refreshes must not bring the record back.
        const client = clientOf(record.installation.access, null);
        behaviour.erase(store, record, field(event.data, 'CLEAN') === '1');
        await behaviour.afterUninstall(client, record);
      }
      response.json({ accepted: true });
    } catch (error) {
      response.status(500).json({ message: `Не получилось: ${describeFailure(error)}` });
    }
  });

  app.use((_request: Request, response: Response) => void response.status(404).type('text/plain').send('Нет такой страницы'));
  app.use((error: unknown, _request: Request, response: Response, next: (error?: unknown) => void) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    response
      .status(500)
      .type('html')
      .send(messagePage(description.texts, `Сервис временно недоступен: ${describeFailure(error)}.`));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  address = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  return {
    address,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      store.close();
    },
  };
}
