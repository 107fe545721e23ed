import type express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { html, type SafeHtml } from '../../portal-kit/html.ts';
import { parseBody, textField, type Fields } from '../../portal-kit/request-body.ts';
import { localPath } from '../../portal-kit/sessions.ts';
import { exchangeOf } from '../../portal-kit/web-exchange.ts';
import { ACCESSES, OAUTH_MODES } from '../vocabulary.ts';
import { decideOrder } from './control.ts';
import { withQuery } from './connections.ts';
import { findApplication, findApplicationById, type PosterCore } from './core.ts';
import { note } from './observations.ts';
import { portalPaths } from './page-map.ts';
import { changesPage, clientsPage, menuPage, ordersPage, stockPage } from './pages/account-pages.ts';
import { formKey, messageBlock, renderPage, tableBlock, type PageInput, type Session } from './pages/layout.ts';
import { portalTexts } from './pages/texts.ts';
import type { ApplicationState } from './state.ts';

type Shown = Pick<PageInput, 'page' | 'title' | 'content'> &
  Partial<Pick<PageInput, 'notice' | 'current' | 'data'>> & { readonly status?: number };

/** Pages of the account: the market, the consent, the admin panel with its windows, the data. */
export class PosterPages {
  readonly #core: PosterCore;
  readonly #cookieName: string;

  constructor(core: PosterCore) {
    this.#core = core;
    // Cookies do not know ports: two portals on one machine must not overwrite each other's.
    this.#cookieName = `poster_session_${core.state.accountNumber}`;
  }

  add(app: express.Express): void {
    app.get('/sign-in/', (request, response) => this.#signIn(request, response));
    app.get('/api/auth', (request, response) => this.#authorise(request, response));
    app.post(
      portalPaths.language,
      this.#posted((request, response, session, fields) => {
        session.language = textField(fields, 'language') === 'en' ? 'en' : 'ru';
        const back = request.headers.referer;
        response.redirect(303, localPath(back !== undefined && URL.canParse(back) ? new URL(back).pathname : '/'));
      }),
    );
    this.#marketRoutes(app);
    this.#panelRoutes(app);
    this.#dataRoutes(app);
    app.use((request: Request, response: Response) => {
      const session = this.#sessionOf(request);
      if (session === null) this.#askToSignIn(response, 401, false);
      else {
        const t = portalTexts[session.language];
        this.#show(response, session, {
          page: 'message',
          title: t.notFoundTitle,
          content: messageBlock(t.notFoundTitle, t.notFoundText),
          status: 404,
        });
      }
    });
  }

  #marketRoutes(app: express.Express): void {
    const core = this.#core;
    app.get(
      portalPaths.catalogue,
      this.#signedIn((_request, response, session) => {
        const t = portalTexts[session.language];
        const rows = Object.values(core.state.applications).map(
          ({ registration, isConnected }) =>
            html`<tr data-code="${registration.code}">
              <td><a href="${portalPaths.card(registration.code)}">${registration.name}</a></td>
              <td>${registration.vendorName}</td>
              <td>${isConnected ? t.isConnected : t.isNotConnected}</td>
            </tr>`,
        );
        const content = tableBlock('applications', [t.name, t.vendor, t.status], rows, t.noApplications);
        this.#show(response, session, { page: 'catalogue', title: t.catalogue, content, current: portalPaths.catalogue });
      }),
    );
    app.get(
      '/applications/:code/',
      this.#withApplication((request, response, session, application) => {
        const t = portalTexts[session.language];
        const { registration } = application;
        const state = application.isConnected ? (application.isFinished ? t.isConnected : t.connecting) : t.isNotConnected;
        const hasWindow = registration.manageUrl !== null;
        const content = html`<section class="card application" data-code="${registration.code}">
          <p class="meta">
            ${t.vendor}: ${registration.vendorName} · ${t.version}: ${registration.version} · <b data-role="state">${state}</b>
          </p>
          ${accessBlock(application, session)}
          <p class="buttons">
            ${
              application.isConnected
                ? hasWindow
                  ? html`<a class="button" data-action="open-window" href="${portalPaths.window(registration.code)}">${t.open}</a>`
                  : null
                : html`<a class="button" data-action="connect" href="${connectAddress(application)}">${t.connect}</a>`
            }
          </p>
        </section>`;
        const notice = (request.query as Fields)['connected'] === '1' ? t.webhookSent : null;
        this.#show(response, session, { page: 'card', title: registration.name, content, notice, current: portalPaths.catalogue });
      }),
    );
    app.get(
      '/applications/:code/connect/',
      this.#withApplication((_request, response, session, application) => {
        this.#consent(response, session, application, '');
      }),
    );
    app.post(
      '/applications/:code/connect/',
      this.#posted((request, response, session, fields) => {
        const application = findApplication(core, String(request.params['code']));
        const t = portalTexts[session.language];
        if (application === null) this.#refuse(response, session, t.wrongApplication, 404);
        else if (!session.user.isOwner) this.#refuse(response, session, t.onlyOwner, 403);
        else this.#agree(response, session, application, textField(fields, 'state'));
      }),
    );
  }

  /** The first step of OAuth, reached from the market or from the vendor's own site (domain/poster.md §2). */
  #authorise(request: Request, response: Response): void {
    const core = this.#core;
    const query = request.query as Fields;
    exchangeOf(request).kind = 'oauth';
    exchangeOf(request).name = 'authorise';
    const session = this.#sessionOf(request);
    if (session === null) {
      // The session's cookie belongs to the portal's own address; a vendor may have sent the browser to a hard-coded one.
      const isOwnHost = request.headers.host === new URL(core.origin).host;
      if (isOwnHost) this.#askToSignIn(response, 401, false);
      else response.redirect(302, `${core.origin}${request.originalUrl}`);
      return;
    }
    const t = portalTexts[session.language];
    const applicationId = textField(query, 'application_id', 'client_id');
    const application = findApplicationById(core, applicationId);
    if (application === null) {
      this.#refuse(response, session, t.wrongApplication, 400);
      return;
    }
    const refuse = (reason: string, given: string, text: string): void => {
      note(core.observations.of(application.registration.code).refusedConsents, {
        at: Date.now(),
        reason,
        given: core.secrets.mask(given),
      });
      this.#refuse(response, session, text, 400);
    };
    const redirectUri = textField(query, 'redirect_uri');
    if (redirectUri !== application.registration.redirectUri) refuse('redirect-uri', redirectUri, t.wrongRedirect);
    else if (textField(query, 'response_type') !== 'code') refuse('response-type', textField(query, 'response_type'), t.wrongResponseType);
    else if (!session.user.isOwner) this.#refuse(response, session, t.onlyOwner, 403);
    else this.#consent(response, session, application, textField(query, 'state'));
  }

  #consent(response: Response, session: Session, application: ApplicationState, state: string): void {
    const t = portalTexts[session.language];
    const { registration } = application;
    const content = html`<section class="card" data-role="consent">
      <h2>${registration.name}</h2>
      <p class="meta">${t.vendor}: ${registration.vendorName}</p>
      ${accessBlock(application, session)}
      <form method="post" action="${portalPaths.connect(registration.code)}" class="buttons">
        ${formKey(session)}<input type="hidden" name="state" value="${state}" />
        <button type="submit" class="button" data-action="agree">${t.agree}</button>
        <a class="quiet" href="${portalPaths.card(registration.code)}">${t.cancel}</a>
      </form>
    </section>`;
    this.#show(response, session, { page: 'consent', title: t.consentTitle, content });
  }

  #agree(response: Response, session: Session, application: ApplicationState, state: string): void {
    const core = this.#core;
    const { registration } = application;
    core.connections.connect(application, session.user);
    if (OAUTH_MODES.includes(registration.mode) && registration.redirectUri !== null) {
      const code = core.tokens.issueCode(application, 'oauth', session.user.id);
      const echoed = state !== '' && core.behaviour.echoesState ? { state } : {};
      response.redirect(302, withQuery(registration.redirectUri, { code, account: core.state.account, ...echoed }));
    } else if (registration.manageUrl !== null) response.redirect(303, portalPaths.window(registration.code));
    else response.redirect(303, `${portalPaths.card(registration.code)}?connected=1`);
  }

  #panelRoutes(app: express.Express): void {
    const core = this.#core;
    app.get(
      portalPaths.connected,
      this.#signedIn((request, response, session) => {
        const t = portalTexts[session.language];
        const rows = Object.values(core.state.applications)
          .filter((application) => application.isConnected)
          .map(({ registration }) => {
            const { code } = registration;
            return html`<tr data-code="${code}">
              <td>${registration.name}</td>
              <td>${registration.vendorName}</td>
              <td class="buttons">
                ${registration.manageUrl === null ? null : html`<a class="button" data-action="open-window" href="${portalPaths.window(code)}">${t.open}</a>`}
                ${session.user.isOwner ? html`<button type="button" class="quiet" data-action="remove" data-opens="remove-${code}">${t.remove}</button>` : null}
                <dialog id="remove-${code}" data-role="remove-dialog">
                  <h2>${t.removeTitle}</h2>
                  <p>${t.removeText}</p>
                  <form method="post" action="${portalPaths.remove(code)}" class="buttons">
                    ${formKey(session)}<button type="submit" class="button" data-action="confirm-remove">${t.remove}</button>
                    <button type="submit" class="quiet" formmethod="dialog">${t.cancel}</button>
                  </form>
                </dialog>
              </td>
            </tr>`;
          });
        const notice = (request.query as Fields)['removed'] === '1' ? t.removed : null;
        const content = tableBlock('connected', [t.name, t.vendor, t.actions], rows, t.noApplications);
        this.#show(response, session, { page: 'connected', title: t.connected, content, notice, current: portalPaths.connected });
      }),
    );
    app.post(
      '/manage/applications/:code/remove/',
      this.#posted((request, response, session) => {
        const application = findApplication(core, String(request.params['code']));
        const t = portalTexts[session.language];
        if (application === null) this.#refuse(response, session, t.wrongApplication, 404);
        else if (!session.user.isOwner) this.#refuse(response, session, t.onlyOwner, 403);
        else {
          core.connections.remove(application, session.user);
          response.redirect(303, `${portalPaths.connected}?removed=1`);
        }
      }),
    );
    app.get(
      '/manage/applications/:code/',
      this.#withApplication((_request, response, session, application) => {
        const t = portalTexts[session.language];
        if (!application.isConnected || application.registration.manageUrl === null) {
          this.#refuse(response, session, t.notConnected, 404);
          return;
        }
        const window = core.connections.openWindow(application, session.user);
        const content = html`<div class="window">
          <iframe data-role="application-frame" src="${window.src}" title="${application.registration.name}"></iframe>
          <div class="spinner" data-role="spinner" role="status"><span class="wheel" aria-hidden="true"></span>${t.loading}</div>
        </div>`;
        const { name, code } = application.registration;
        this.#show(response, session, {
          page: 'window',
          title: name,
          content,
          data: { windowId: window.id },
          current: portalPaths.window(code),
        });
      }),
    );
    app.post(
      portalPaths.spinner,
      this.#posted((_request, response, _session, fields) => {
        core.connections.spinnerHidden(textField(fields, 'windowId'));
        response.status(204).end();
      }),
    );
  }

  #dataRoutes(app: express.Express): void {
    const core = this.#core;
    const page = (path: string, title: keyof (typeof portalTexts)['ru'], content: (session: Session) => SafeHtml): void => {
      app.get(
        path,
        this.#signedIn((_request, response, session) => {
          this.#show(response, session, {
            page: title,
            title: portalTexts[session.language][title],
            content: content(session),
            current: path,
          });
        }),
      );
    };
    page(portalPaths.home, 'home', ({ language }) => messageBlock(portalTexts[language].welcome, portalTexts[language].welcomeText));
    page(portalPaths.menu, 'menu', ({ language }) => menuPage(core, language));
    page(portalPaths.clients, 'clients', ({ language }) => clientsPage(core, language));
    page(portalPaths.stock, 'stock', ({ language }) => stockPage(core, language));
    page(portalPaths.orders, 'orders', (session) => ordersPage(core, session));
    page(portalPaths.changes, 'changes', ({ language }) => changesPage(core, language));
    app.post(
      portalPaths.orders,
      this.#posted((_request, response, _session, fields) => {
        const decision = textField(fields, 'decision');
        if (decision === 'accept' || decision === 'reject' || decision === 'close')
          decideOrder(core, textField(fields, 'orderId'), decision);
        response.redirect(303, portalPaths.orders);
      }),
    );
  }

  #signIn(request: Request, response: Response): void {
    const used = this.#core.sessions.useKey(textField(request.query as Fields, 'key'));
    if (used === null) {
      this.#askToSignIn(response, 403, true);
      return;
    }
    const secure = this.#core.options.tls ? '; Secure' : '';
    response.setHeader('set-cookie', `${this.#cookieName}=${used.session.id}; Path=/; HttpOnly; SameSite=Lax${secure}`);
    response.redirect(302, used.path);
  }

  #sessionOf(request: Request): Session | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.#cookieName) return this.#core.sessions.find(pair.slice(at + 1).trim());
    }
    return null;
  }

  #signedIn(handler: (request: Request, response: Response, session: Session) => void): RequestHandler {
    return (request, response) => {
      const session = this.#sessionOf(request);
      if (session === null) this.#askToSignIn(response, 401, false);
      else handler(request, response, session);
    };
  }

  #withApplication(
    handler: (request: Request, response: Response, session: Session, application: ApplicationState) => void,
  ): RequestHandler {
    return this.#signedIn((request, response, session) => {
      const application = findApplication(this.#core, String(request.params['code']));
      if (application === null) this.#refuse(response, session, portalTexts[session.language].wrongApplication, 404);
      else handler(request, response, session, application);
    });
  }

  /** A form of the portal's own pages; others are refused. */
  #posted(handler: (request: Request, response: Response, session: Session, fields: Fields) => void): RequestHandler {
    return this.#signedIn((request, response, session) => {
      const fields = parseBody(exchangeOf(request).body, request.headers['content-type'] ?? '');
      if (textField(fields, 'formKey') === session.formKey) handler(request, response, session, fields);
      else this.#refuse(response, session, portalTexts[session.language].staleForm, 403);
    });
  }

  #refuse(response: Response, session: Session, text: string, status: number): void {
    const title = portalTexts[session.language].refusedTitle;
    this.#show(response, session, { page: 'message', title, content: messageBlock(title, text, html`data-role="refused"`), status });
  }

  #askToSignIn(response: Response, status: number, isUsed: boolean): void {
    const { language } = this.#core.options;
    const t = portalTexts[language];
    const content = messageBlock(t.signInTitle, isUsed ? t.signInUsed : t.signInText);
    send(
      response,
      status,
      renderPage({ page: 'sign-in', title: t.signInTitle, session: null, language, account: this.#core.state.account, content }),
    );
  }

  #show(response: Response, session: Session, { status, ...shown }: Shown): void {
    const page = renderPage({ ...shown, session, language: session.language, account: this.#core.state.account });
    send(response, status ?? 200, page);
  }
}

function connectAddress({ registration }: ApplicationState): string {
  if (!OAUTH_MODES.includes(registration.mode) || registration.redirectUri === null) return portalPaths.connect(registration.code);
  const query = { application_id: registration.applicationId, redirect_uri: registration.redirectUri, response_type: 'code' };
  return `/api/auth?${new URLSearchParams(query).toString()}`;
}

/** The accesses of the application's settings, for comparing them with their use. */
function accessBlock({ registration }: ApplicationState, session: Session): SafeHtml {
  const t = portalTexts[session.language];
  if (registration.accesses === null) return html`<p>${t.unknownAccesses}</p>`;
  if (registration.accesses.length === 0) return html`<p>${t.noAccesses}</p>`;
  const titles = new Map<string, string>(ACCESSES.map(({ id, title }) => [id, title[session.language]]));
  return html`<p>${t.accesses}:</p>
    <ul class="accesses">
      ${registration.accesses.map((id) => html`<li data-access="${id}">${titles.get(id) ?? id} <code>${id}</code></li>`)}
    </ul>`;
}

function send(response: Response, status: number, text: string): void {
  response.status(status);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  // Windows and redirects tell the vendor which account they come from, as the host name of a real account does.
  response.setHeader('referrer-policy', 'origin');
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src http: https:; form-action http: https:; frame-ancestors 'self'; base-uri 'none'; object-src 'none'",
  );
  response.end(text);
}
