import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import iconPicture from '../../portal-kit/client/icon.svg?raw';
import portalStyles from '../../portal-kit/client/portal.css?raw';
import { html, type SafeHtml } from '../../portal-kit/html.ts';
import { parseBody, parseForm, textField, type Fields } from '../../portal-kit/request-body.ts';
import { localPath } from '../../portal-kit/sessions.ts';
import { captureExchanges, exchangeOf } from '../../portal-kit/web-exchange.ts';
import { chatFrame, mainFrame } from '../descriptor/descriptor.ts';
import { DOCUMENT_TITLES } from '../vocabulary.ts';
import moyskladStyles from './client/moysklad.css?raw';
import portalScript from './client/portal-page.js?raw';
import widgetSdk from './client/widget-sdk.js?raw';
import { findSolution, type PortalCore } from './core.ts';
import { FrameHost, type HostedPage } from './frame-host.ts';
import { jsonApiRoutes } from './json-api/server.ts';
import type { LifecycleResult } from './lifecycle.ts';
import { note } from './observations.ts';
import { portalPaths } from './page-map.ts';
import { chatsPage } from './pages/chats.ts';
import { documentPage, frameElement, listPage, type CustomButton } from './pages/documents.ts';
import { messageBlock, renderPage, type PageInput } from './pages/layout.ts';
import { cardPage, cataloguePage, installedPage } from './pages/solutions.ts';
import { portalTexts } from './pages/texts.ts';
import type { SolutionState } from './state.ts';
import { DEMO_USERS, type Session } from './users.ts';
import { vendorApiRoutes } from './vendor-api.ts';

type Handler = (request: Request, response: Response, session: Session, fields: Fields) => void | Promise<void>;

/** Everything that the portal answers over HTTP. */
export function createWebServer(core: PortalCore): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', (text: string) => parseForm(text));
  app.use(captureExchanges(core.log));
  vendorApiRoutes(app, core);
  jsonApiRoutes(app, core);
  staticRoutes(app);
  new PortalPages(app, core).routes();
  // Express knows an error handler by its four parameters.
  app.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: number }).status ?? 500;
    response.status(status).setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(status < 500 ? 'Bad request' : 'Internal error of the simulated portal');
  });
  return app;
}

/** A page tells its height to MoySklad so that its window grows; the files that vendors load for it have these names (MS §5.2). */
const EXPAND_SCRIPT = `(function () {
  var last = 0;
  function tell() {
    var height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last || window.parent === window) return;
    last = height;
    window.parent.postMessage({ height: height }, '*');
  }
  window.addEventListener('load', tell);
  setInterval(tell, 250);
})();
`;

function staticRoutes(app: express.Express): void {
  const file = (path: string | RegExp, type: string, text: string): void => {
    app.get(path, (request, response) => {
      exchangeOf(request).kind = 'static';
      exchangeOf(request).logsAnswer = false;
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('cache-control', 'no-cache');
      response.status(200).setHeader('content-type', `${type}; charset=utf-8`);
      response.end(text);
    });
  };
  file('/portal/static/portal-page.js', 'text/javascript', portalScript);
  file('/portal/static/portal.css', 'text/css', portalStyles);
  file('/portal/static/moysklad.css', 'text/css', moyskladStyles);
  file('/portal/static/icon.svg', 'image/svg+xml', iconPicture);
  file('/favicon.ico', 'image/svg+xml', iconPicture);
  file('/js/ns/appstore/app/v1/:name.js', 'text/javascript', EXPAND_SCRIPT);
  file('/js/ns/appstore/app/v1/:name.css', 'text/css', 'body { font-family: Arial, sans-serif; font-size: 14px; }\n');
  // The marketplace's library for widgets, under the addresses of public file hosts from which pages load it.
  const sdk = /^\/(?:npm\/)?@moysklad(?:-official)?\/js-widget-sdk(?:@[^/]*)?(?:\/.*)?$/;
  file(sdk, 'text/javascript', widgetSdk);
  file('/css/ns/appstore/app/v1/:name.css', 'text/css', 'body { font-family: Arial, sans-serif; font-size: 14px; }\n');
}

class PortalPages {
  readonly #app: express.Express;
  readonly #core: PortalCore;
  readonly #frames: FrameHost;
  readonly #cookie: string;

  constructor(app: express.Express, core: PortalCore) {
    this.#app = app;
    this.#core = core;
    this.#frames = new FrameHost(core);
    // Cookies do not know ports: two portals on one machine must not overwrite each other's.
    this.#cookie = `moysklad_session_${core.state.accountId.slice(0, 8)}`;
  }

  routes(): void {
    const app = this.#app;
    const core = this.#core;
    app.get('/sign-in/', (request, response) => {
      const used = core.sessions.useKey(textField(request.query as Fields, 'key'));
      if (used === null) {
        this.#signIn(response, 403, true);
        return;
      }
      used.session.language = core.settings.language ?? used.session.language;
      response.setHeader(
        'set-cookie',
        `${this.#cookie}=${used.session.id}; Path=/; HttpOnly; SameSite=Lax${core.address.isTls ? '; Secure' : ''}`,
      );
      response.redirect(302, used.path);
    });
    app.get('/', (_request, response) => response.redirect(302, portalPaths.home));
    app.get(
      portalPaths.home,
      this.#signedIn((_request, response, session) => {
        const t = portalTexts[session.language];
        this.#show(response, session, {
          page: 'home',
          title: t.home,
          current: portalPaths.home,
          content: messageBlock(t.welcome, t.welcomeText, { href: portalPaths.catalogue, label: t.toApps }),
        });
      }),
    );
    app.get(
      portalPaths.employees,
      this.#signedIn((_request, response, session) => {
        const t = portalTexts[session.language];
        const rows = DEMO_USERS.map(
          (user) =>
            html`<tr>
              <td>${user.name[session.language]}</td>
              <td>${user.login}@${core.state.accountName}</td>
              <td>${t.roles[user.role]}</td>
            </tr>`,
        );
        const content = html`<h1>${t.employees}</h1>
          <div class="card table-card">
            <table>
              <thead>
                <tr>
                  <th>${t.employee}</th>
                  <th>${t.login}</th>
                  <th>${t.role}</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`;
        this.#show(response, session, { page: 'employees', title: t.employees, current: portalPaths.employees, content });
      }),
    );
    this.#solutionRoutes();
    this.#documentRoutes();
    app.post(
      '/portal/language/',
      this.#posted((request, response, session, fields) => {
        session.language = textField(fields, 'language') === 'en' ? 'en' : 'ru';
        const back = request.headers.referer;
        response.redirect(303, localPath(back !== undefined && URL.canParse(back) ? new URL(back).pathname : '/app/'));
      }),
    );
    app.post('/portal/frame/', this.#frameCommands());
    app.use((request: Request, response: Response) => {
      const session = this.#sessionOf(request);
      if (session === null) this.#signIn(response, 401, false);
      else this.#notFound(response, session);
    });
  }

  #solutionRoutes(): void {
    const app = this.#app;
    const core = this.#core;
    const all = (): readonly SolutionState[] => Object.values(core.state.solutions);
    app.get(
      portalPaths.catalogue,
      this.#signedIn((_request, response, session) => {
        this.#show(response, session, {
          page: 'catalogue',
          title: portalTexts[session.language].apps,
          current: portalPaths.catalogue,
          content: cataloguePage(all(), session),
        });
      }),
    );
    app.get(
      portalPaths.installed,
      this.#signedIn((_request, response, session) => {
        this.#show(response, session, {
          page: 'installed',
          title: portalTexts[session.language].installed,
          current: portalPaths.installed,
          content: installedPage(all(), session),
        });
      }),
    );
    app.get(
      '/app/apps/:code/',
      this.#signedIn((request, response, session) => {
        const solution = findSolution(core, String(request.params['code']));
        if (solution === null) {
          this.#notFound(response, session);
          return;
        }
        this.#show(response, session, {
          page: 'card',
          title: solution.registration.name,
          current: portalPaths.catalogue,
          content: cardPage(solution, session),
        });
      }),
    );
    app.get(
      '/app/embed-apps/:code/',
      this.#signedIn((request, response, session) => {
        const solution = findSolution(core, String(request.params['code']));
        if (solution === null) {
          this.#notFound(response, session);
          return;
        }
        this.#show(response, session, this.#window(solution, session));
      }),
    );
    const showChats: Handler = (request, response, session) => {
      const chats = all().filter(({ status, registration }) => status === 'Activated' && chatFrame(registration.descriptor) !== null);
      const code = request.params['code'];
      const shown = code === undefined ? (chats[0] ?? null) : (chats.find((one) => one.registration.code === String(code)) ?? null);
      if (code !== undefined && shown === null) {
        this.#notFound(response, session);
        return;
      }
      this.#show(response, session, this.#chats(chats, shown, session));
    };
    app.get(portalPaths.chats, this.#signedIn(showChats));
    app.get('/app/chats/:code/', this.#signedIn(showChats));
    const step = (name: string, work: (code: string, isAdmin: boolean) => Promise<LifecycleResult>): void => {
      app.post(
        `/app/do/${name}/`,
        this.#posted(async (_request, response, session, fields) => {
          const code = textField(fields, 'code');
          const working = work(code, session.user.isAdmin);
          // The page does not wait for the end of it, so nobody else would hear of a failure.
          working.catch(() => undefined);
          const result = await Promise.race([working, afterMoment()]);
          if (result.ok) {
            response.redirect(303, portalPaths.card(code));
            return;
          }
          const t = portalTexts[session.language];
          const status = result.refusal === 'not-allowed' ? 403 : result.refusal === 'unknown-solution' ? 404 : 409;
          this.#message(response, session, status, t.refusedTitle, t.refused[result.refusal]);
        }),
      );
    };
    const { lifecycle } = core;
    step('install', (code, isAdmin) => lifecycle.install(code, isAdmin));
    step('uninstall', (code, isAdmin) => lifecycle.uninstall(code, isAdmin));
    step('suspend', (code, isAdmin) => lifecycle.suspend(code, isAdmin));
    step('resume', (code, isAdmin) => lifecycle.resume(code, isAdmin));
    step('change-tariff', (code, isAdmin) => lifecycle.changeSubscription(code, 'TariffChanged', isAdmin));
    step('prolong', (code, isAdmin) => lifecycle.changeSubscription(code, 'Autoprolongation', isAdmin));
    step('change-rights', (code, isAdmin) => lifecycle.changePermissions(code, null, isAdmin));
    step('forget', (code, isAdmin) => Promise.resolve(isAdmin ? lifecycle.forget(code) : { ok: false, refusal: 'not-allowed' }));
  }

  #window(solution: SolutionState, session: Session): PageInput {
    const t = portalTexts[session.language];
    const { registration, status } = solution;
    const frame = mainFrame(registration.descriptor);
    const page = { page: 'window', title: registration.name, current: portalPaths.installed };
    const card = { href: portalPaths.card(registration.code), label: registration.name };
    if (frame === null) return { ...page, content: messageBlock(registration.name, t.noWindow, card) };
    if (status !== 'SettingsRequired' && status !== 'Activated')
      return { ...page, content: messageBlock(registration.name, t.windowLocked, card) };
    const hosted = this.#frames.open(
      solution,
      session,
      { purpose: 'main', place: 'main', heightPx: null, expand: true, supports: [], objectId: null },
      frame,
    );
    const content = html`<div class="ms-window" data-role="solution-state" data-state="${status}">
      ${frameElement(hosted, 'solution-frame')}
    </div>`;
    const folders = this.#core.entities.list('productfolder').map((one) => ({ id: one['id'], name: one['name'] }));
    return { ...page, content, data: { frames: [hosted], folders } };
  }

  /** The chat windows stand among MoySklad's chats once their solution is connected; they do not grow (MS, окна). */
  #chats(chats: readonly SolutionState[], shown: SolutionState | null, session: Session): PageInput {
    const frame = shown === null ? null : chatFrame(shown.registration.descriptor);
    const what = { purpose: 'chat', place: 'chat', heightPx: null, expand: false, supports: [], objectId: null } as const;
    const hosted = shown === null || frame === null ? null : this.#frames.open(shown, session, what, frame);
    return {
      page: 'chats',
      title: portalTexts[session.language].chats,
      current: portalPaths.chats,
      content: chatsPage(
        chats.map(({ registration }) => registration),
        hosted,
        session,
      ),
      data: { frames: hosted === null ? [] : [hosted] },
    };
  }

  #documentRoutes(): void {
    const app = this.#app;
    const core = this.#core;
    const titleOf = (type: string, session: Session): string => DOCUMENT_TITLES[type]?.[session.language] ?? type;
    const entityPoint = (type: string): string => (type === 'counterparty' || type === 'product' ? 'entity' : 'document');
    app.get(
      '/app/:type/',
      this.#signedIn((request, response, session) => {
        const type = String(request.params['type']);
        if (!Object.hasOwn(DOCUMENT_TITLES, type)) {
          this.#notFound(response, session);
          return;
        }
        const content = listPage(type, core.entities.list(type), this.#buttons(`${entityPoint(type)}.${type}.list`), session);
        this.#show(response, session, { page: 'list', title: titleOf(type, session), current: portalPaths.list(type), content });
      }),
    );
    const showDocument = (request: Request, response: Response, session: Session): void => {
      const type = String(request.params['type']);
      const id = typeof request.params['id'] === 'string' ? request.params['id'] : null;
      const entity = id === null ? null : core.entities.get(type, id);
      if (!Object.hasOwn(DOCUMENT_TITLES, type) || (id !== null && entity === null)) {
        this.#notFound(response, session);
        return;
      }
      const point = `${entityPoint(type)}.${type}.${id === null ? 'create' : 'edit'}`;
      // Asked for by the page's script: the widgets are loaded already.
      const widgets = request.headers['x-form-key'] === session.formKey ? [] : this.#widgets(point, id, session);
      const all = core.entities.list(type);
      const next = entity === null ? undefined : all[(all.findIndex((one) => one['id'] === id) + 1) % all.length];
      const nextId = next === undefined || next['id'] === id ? null : String(next['id']);
      const content = documentPage(type, entity, widgets, this.#buttons(point), nextId, session);
      const saved = textField(request.query as Fields, 'saved') === '1';
      this.#show(response, session, {
        page: 'document',
        title: titleOf(type, session),
        current: portalPaths.list(type),
        content,
        notice: saved ? { kind: 'status', text: portalTexts[session.language].saved } : null,
        data: {
          frames: widgets,
          objectState: entity === null ? newObjectState(type) : { positions: noPositions(type), ...entity },
          folders: core.entities.list('productfolder').map((one) => ({ id: one['id'], name: one['name'] })),
        },
      });
    };
    app.get('/app/:type/create/', this.#signedIn(showDocument));
    app.get('/app/:type/edit/:id/', this.#signedIn(showDocument));
    app.post(
      '/app/do/save-document/',
      this.#posted((request, response, session, fields) => {
        const type = textField(fields, 'type');
        const id = textField(fields, 'id');
        const values = { name: textField(fields, 'name'), description: textField(fields, 'description') };
        if (!Object.hasOwn(DOCUMENT_TITLES, type)) {
          this.#notFound(response, session);
          return;
        }
        const entity = id === '' ? core.entities.create(type, { ...values, sum: 0 }) : core.entities.update(type, id, values);
        const key = String(entity?.['id'] ?? '');
        core.webhooks.raise(type, id === '' ? 'CREATE' : 'UPDATE', core.entities.href(type, key));
        const path = `${portalPaths.edit(type, key)}?saved=1`;
        // The page's script saves without leaving the page, so that its widgets stay.
        if (request.headers.accept === 'application/json') response.status(200).json({ path });
        else response.redirect(303, path);
      }),
    );
  }

  /** Widgets are shown for solutions that are connected, and only for those (§6). */
  #widgets(point: string, objectId: string | null, session: Session): HostedPage[] {
    return Object.values(this.#core.state.solutions)
      .filter((solution) => solution.status === 'Activated')
      .flatMap((solution) =>
        solution.registration.descriptor.widgets
          .filter((widget) => widget.point === point)
          .slice(0, 1)
          .map((widget) =>
            this.#frames.open(
              solution,
              session,
              { purpose: 'widget', place: point, heightPx: widget.heightPx, expand: false, supports: widget.supports, objectId },
              widget,
            ),
          ),
      );
  }

  #buttons(point: string): CustomButton[] {
    return Object.values(this.#core.state.solutions)
      .filter((solution) => solution.status === 'Activated')
      .flatMap(({ registration: { code, descriptor } }) =>
        descriptor.buttons
          .filter((button) => button.locations.includes(point))
          .map(({ name, title, usesSelected }) => ({ code, name, title, point, usesSelected })),
      );
  }

  /** What the pages' script asks. */
  #frameCommands(): RequestHandler {
    return async (request, response) => {
      const session = this.#sessionOf(request);
      const exchange = exchangeOf(request);
      exchange.kind = 'api';
      if (session === null || request.headers['x-form-key'] !== session.formKey) {
        response.status(403).end();
        return;
      }
      const fields = parseBody(exchange.body, request.headers['content-type'] ?? '');
      const command = textField(fields, 'command');
      exchange.name = command;
      const result = await this.#frameCommand(command, fields, session);
      if (result === null) response.status(404).end();
      else response.status(200).json(result);
    };
  }

  async #frameCommand(command: string, fields: Fields, session: Session): Promise<Record<string, unknown> | HostedPage | null> {
    const core = this.#core;
    const solution = findSolution(core, textField(fields, 'code'));
    switch (command) {
      case 'status':
        return solution === null ? null : { status: solution.status };
      case 'user-token': {
        const token = this.#frames.userToken(textField(fields, 'frame'));
        return token === null ? null : { token };
      }
      case 'note': {
        const page = this.#frames.find(textField(fields, 'frame'));
        if (page === null) return null;
        const { purpose, place } = page;
        const error = textField(fields, 'error');
        note(core.observations.of(page.code).messages, {
          frameId: page.id,
          at: Date.now(),
          purpose,
          place,
          name: textField(fields, 'name').slice(0, 60),
          error: error === '' ? null : error.slice(0, 200),
        });
        return {};
      }
      case 'popup': {
        const popup = solution?.registration.descriptor.popups.find((one) => one.name === textField(fields, 'name'));
        if (solution === null || popup === undefined) return null;
        return this.#frames.open(
          solution,
          session,
          { purpose: 'popup', place: popup.name, heightPx: null, expand: false, supports: [], objectId: null },
          popup,
        );
      }
      case 'button': {
        const objectId = textField(fields, 'objectId');
        const selected = Array.isArray(fields['selected']) ? (fields['selected'] as { id: string; type: string }[]).slice(0, 100) : [];
        const answer = await core.lifecycle.pressButton(
          textField(fields, 'code'),
          textField(fields, 'name'),
          textField(fields, 'point'),
          objectId !== '' ? { objectId } : selected.length > 0 ? { selected } : null,
          { employeeId: session.user.id, role: session.user.role },
        );
        if (answer === null) return null;
        const error = answer.json?.['error'] as { errorMessage?: unknown } | undefined;
        if (answer.status !== 200 || answer.json === null)
          return { error: typeof error?.errorMessage === 'string' ? error.errorMessage : portalTexts[session.language].buttonFailed };
        return { error: null, action: answer.json['action'] ?? null, params: answer.json['params'] ?? {} };
      }
      default:
        return null;
    }
  }

  // ---- sessions and pages

  #sessionOf(request: Request): Session | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.#cookie) return this.#core.sessions.find(pair.slice(at + 1).trim());
    }
    return null;
  }

  #signedIn(handler: Handler): RequestHandler {
    return async (request, response) => {
      const session = this.#sessionOf(request);
      if (session === null) this.#signIn(response, 401, false);
      else await handler(request, response, session, {});
    };
  }

  /** A form of the portal's own pages; others are refused. */
  #posted(handler: Handler): RequestHandler {
    return this.#signedIn(async (request, response, session) => {
      const fields = parseBody(exchangeOf(request).body, request.headers['content-type'] ?? '');
      if (textField(fields, 'formKey') !== session.formKey) {
        const t = portalTexts[session.language];
        this.#message(response, session, 403, t.refusedTitle, t.staleForm);
        return;
      }
      await handler(request, response, session, fields);
    });
  }

  #show(response: Response, session: Session, input: PageInput, status = 200): void {
    sendPage(response, status, renderPage(input, session, session.language));
  }

  #message(response: Response, session: Session, status: number, title: string, text: string): void {
    const content: SafeHtml = messageBlock(title, text, { href: portalPaths.catalogue, label: portalTexts[session.language].apps });
    this.#show(response, session, { page: 'message', title, content, notice: { kind: 'alert', text } }, status);
  }

  #notFound(response: Response, session: Session): void {
    const t = portalTexts[session.language];
    this.#show(
      response,
      session,
      { page: 'message', title: t.notFoundTitle, content: messageBlock(t.notFoundTitle, t.notFoundText, null) },
      404,
    );
  }

  #signIn(response: Response, status: number, isUsed: boolean): void {
    const { language } = this.#core.options;
    const t = portalTexts[language];
    const content = messageBlock(t.signInTitle, isUsed ? t.signInUsed : t.signInText, null);
    sendPage(response, status, renderPage({ page: 'sign-in', title: t.signInTitle, content }, null, language));
  }
}

/** Positions as the JSON API shows them when a document has none. */
function noPositions(type: string): Record<string, unknown> {
  return { meta: { type: `${type}position`, mediaType: 'application/json', size: 0, limit: 1000, offset: 0 }, rows: [] };
}

/** A document that was not saved yet: what saving gives is null (MS, change-handler). */
function newObjectState(type: string): Record<string, unknown> {
  return { meta: null, id: null, accountId: null, created: null, externalCode: null, name: null, positions: noPositions(type) };
}

/** The page comes back while the vendor is still being asked, as it does in earnest; then it shows the state and waits for its change. */
async function afterMoment(): Promise<LifecycleResult> {
  await new Promise((resolve) => setTimeout(resolve, 150));
  return { ok: true };
}

function sendPage(response: Response, status: number, text: string): void {
  response.status(status);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src http: https:; form-action 'self'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'",
  );
  response.end(text);
}
