import express, { type NextFunction, type Request, type Response } from 'express';
import { readFile } from 'node:fs/promises';
import bx24Script from './client/bx24.js?raw';
import iconPicture from './client/icon.svg?raw';
import portalScript from './client/portal-page.js?raw';
import portalStyles from './client/portal.css?raw';
import { effectiveRegistration, findApplication, findApplicationByClientId, type PortalCore } from './core.ts';
import { FrameApi } from './frame-api.ts';
import { needsWizard, type LifecycleResult } from './lifecycle.ts';
import { OAuthServer } from './oauth.ts';
import { PORTAL_PAGES, PORTAL_STATES, portalPaths } from './page-map.ts';
import { html, type SafeHtml } from './pages/html.ts';
import { messageBlock, renderPage, type PageInput } from './pages/layout.ts';
import { cardPage, cataloguePage, installedPage } from './pages/market.ts';
import { usersPage } from './pages/people.ts';
import { frameBlock, frameData, slider, type FrameData } from './pages/slider.ts';
import { portalTexts } from './pages/texts.ts';
import { parseBody, parseForm, textField, type Fields } from './request-body.ts';
import { RestServer } from './rest/server.ts';
import { localPath, type Session } from './sessions.ts';
import { captureExchanges, exchangeOf } from './web-exchange.ts';

/** Hosts that vendors hard-code for the authorisation server; they are served from the same port (domain/bitrix24.md (ii).1). */
const AUTH_HOSTS = /^oauth\.bitrix(24\.tech|24\.com|\.info)(:\d+)?$/i;
/** Prefix of the authorisation server on the portal's own host. */
export const AUTH_PREFIX = '/auth-server';

/** Everything that the portal answers over HTTP. */
export function createWebServer(core: PortalCore): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', (text: string) => parseForm(text));
  const rest = new RestServer(core);
  const oauth = new OAuthServer(core);
  const frameApi = new FrameApi(core);
  const cookieName = `portal_session_${core.state.memberId.slice(0, 8)}`;

  app.use(captureExchanges(core.log));
  apiRoutes(app, rest, oauth);
  staticRoutes(app);

  const signedIn = (handler: (request: Request, response: Response, session: Session) => void | Promise<void>) => {
    return async (request: Request, response: Response): Promise<void> => {
      const session = sessionOf(core, cookieName, request);
      if (session === null) {
        send(response, 401, signInPage(core, false));
        return;
      }
      await handler(request, response, session);
    };
  };
  const posted = (handler: (response: Response, session: Session, fields: Fields) => void) =>
    signedIn((request, response, session) => {
      const fields = parseBody(exchangeOf(request).body, request.headers['content-type'] ?? '');
      exchangeOf(request).kind = 'page';
      if (textField(fields, 'formKey') !== session.formKey) {
        const t = portalTexts[session.language];
        send(
          response,
          403,
          page(core, session, {
            page: PORTAL_PAGES.message,
            title: t.forbiddenTitle,
            content: messageBlock(t.forbiddenTitle, t.staleForm, null),
          }),
        );
        return;
      }
      handler(response, session, fields);
    });

  app.get('/sign-in/', (request, response) => {
    const used = core.sessions.useKey(textField(request.query as Fields, 'key'));
    if (used === null) {
      send(response, 403, signInPage(core, true));
      return;
    }
    response.setHeader(
      'set-cookie',
      `${cookieName}=${used.session.id}; Path=/; HttpOnly; SameSite=Lax${core.address.isTls ? '; Secure' : ''}`,
    );
    response.redirect(302, used.path);
  });

  app.get(
    '/',
    signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const content = messageBlock(t.welcome, t.welcomeText, { href: portalPaths.catalogue, label: t.market });
      send(response, 200, page(core, session, { page: PORTAL_PAGES.home, title: t.home, current: portalPaths.home, content }));
    }),
  );

  app.get(
    portalPaths.catalogue,
    signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const content = cataloguePage(Object.values(core.state.applications), session.language);
      send(response, 200, page(core, session, { page: PORTAL_PAGES.catalogue, title: t.market, current: portalPaths.catalogue, content }));
    }),
  );

  app.get(
    '/market/icon/:code',
    signedIn(async (request, response) => {
      exchangeOf(request).kind = 'static';
      exchangeOf(request).logsAnswer = false;
      const path = findApplication(core, String(request.params['code']))?.registration.iconPath ?? null;
      const bytes = path === null ? null : await readFile(path).catch(() => null);
      const isPng = bytes?.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) === true;
      const isJpeg = bytes?.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) === true;
      if (bytes === null || (!isPng && !isJpeg)) response.status(404).end();
      else
        response
          .status(200)
          .type(isPng ? 'image/png' : 'image/jpeg')
          .end(bytes);
    }),
  );

  app.get(
    '/market/detail/:code/',
    signedIn((request, response, session) => {
      const application = findApplication(core, String(request.params['code']));
      if (application === null) {
        send(response, 404, notFoundPage(core, session));
        return;
      }
      const content = cardPage({
        application,
        session,
        language: session.language,
        mayInstall: core.lifecycle.mayInstall(application, session.user),
      });
      const notice = noticeOf(request, session, application.registration.name);
      const title = application.registration.name;
      send(response, 200, page(core, session, { page: PORTAL_PAGES.card, title, current: portalPaths.catalogue, content, notice }));
    }),
  );

  const afterChange = (response: Response, session: Session, result: LifecycleResult, then: (code: string) => string): void => {
    if (result.ok) {
      response.redirect(303, then(result.application.registration.code));
      return;
    }
    const t = portalTexts[session.language];
    const content = messageBlock(t.forbiddenTitle, t.refused[result.refusal], { href: portalPaths.catalogue, label: t.market });
    const status = result.refusal === 'not-allowed' ? 403 : result.refusal === 'unknown-solution' ? 404 : 409;
    const notice = { kind: 'alert' as const, text: t.refused[result.refusal] };
    send(response, status, page(core, session, { page: PORTAL_PAGES.message, title: t.forbiddenTitle, content, notice }));
  };
  /** After an installation the portal opens the solution, or its card when it has no page. */
  const openAfter = (done: 'installed' | 'updated') => (code: string) => {
    const application = findApplication(core, code);
    const hasPage = application !== null && !['C', 'D'].includes(effectiveRegistration(application).mode);
    return hasPage ? portalPaths.application(code) : `${portalPaths.card(code)}?done=${done}`;
  };
  app.post(
    '/market/install/',
    posted((response, session, fields) => {
      afterChange(
        response,
        session,
        core.lifecycle.install(textField(fields, 'code'), session.user, session.language),
        openAfter('installed'),
      );
    }),
  );
  app.post(
    '/market/update/',
    posted((response, session, fields) => {
      afterChange(
        response,
        session,
        core.lifecycle.update(textField(fields, 'code'), session.user, session.language),
        openAfter('updated'),
      );
    }),
  );
  app.post(
    '/market/remove/',
    posted((response, session, fields) => {
      const result = core.lifecycle.uninstall(
        textField(fields, 'code'),
        session.user,
        textField(fields, 'clean') === '1',
        session.language,
      );
      afterChange(response, session, result, (code) => `${portalPaths.installed}?done=removed&code=${encodeURIComponent(code)}`);
    }),
  );
  app.post(
    '/portal/language/',
    posted((response, session, fields) => {
      session.language = textField(fields, 'language') === 'en' ? 'en' : 'ru';
      const back = response.req.headers.referer;
      const path = back !== undefined && URL.canParse(back) ? new URL(back).pathname : '/';
      response.redirect(303, localPath(path));
    }),
  );

  app.get(
    portalPaths.installed,
    signedIn((request, response, session) => {
      const t = portalTexts[session.language];
      if (!session.user.isAdmin) {
        const content = messageBlock(t.forbiddenTitle, t.forbiddenText, null);
        send(response, 403, page(core, session, { page: PORTAL_PAGES.message, title: t.forbiddenTitle, content }));
        return;
      }
      const active = Object.values(core.state.applications).filter((application) => application.active);
      const removed = findApplication(core, textField(request.query as Fields, 'code'));
      const notice = removed === null ? null : noticeOf(request, session, removed.registration.name);
      const content = installedPage(active, session, session.language);
      send(
        response,
        200,
        page(core, session, { page: PORTAL_PAGES.installed, title: t.installedTitle, current: portalPaths.installed, content, notice }),
      );
    }),
  );

  app.get(
    portalPaths.users,
    signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      send(
        response,
        200,
        page(core, session, {
          page: PORTAL_PAGES.users,
          title: t.usersTitle,
          current: portalPaths.users,
          content: usersPage(session.language),
        }),
      );
    }),
  );

  app.get(
    '/market/app/:code/',
    signedIn((request, response, session) => {
      applicationPage(core, request, response, session);
    }),
  );

  app.post(
    '/portal/frame/',
    signedIn((request, response, session) => {
      const exchange = exchangeOf(request);
      exchange.kind = 'api';
      const body = parseBody(exchange.body, 'application/json');
      const command = textField(body, 'command');
      exchange.name = command;
      if (request.headers['x-form-key'] !== session.formKey) {
        response.status(403).json({ error: 'form-key' });
        return;
      }
      const result = frameApi.answer(session, command, textField(body, 'appSid'), body['params'], exchange.ticket);
      if (result === undefined) response.status(404).json({ error: 'unknown-frame' });
      else response.json({ result });
    }),
  );

  app.get(
    ['/oauth/authorize', '/oauth/authorize/'],
    signedIn((request, response, session) => {
      exchangeOf(request).kind = 'oauth';
      exchangeOf(request).name = 'authorize';
      const query = request.query as Fields;
      const application = findApplicationByClientId(core, textField(query, 'client_id'));
      const registration = application === null ? null : effectiveRegistration(application);
      const target = registration === null ? null : (registration.appUrl ?? registration.eventUrl);
      if (application === null || !application.active || target === null) {
        const t = portalTexts[session.language];
        const content = messageBlock(t.notInstalledTitle, t.authorizeRefused, null);
        send(response, 400, page(core, session, { page: PORTAL_PAGES.message, title: t.notInstalledTitle, content }));
        return;
      }
      const address = new URL(target);
      const fields = {
        code: core.tokens.issueCode(application, session.user.id),
        state: textField(query, 'state'),
        domain: core.address.domain,
        member_id: core.state.memberId,
        scope: effectiveRegistration(application).scopes.join(','),
        server_domain: new URL(core.address.serverEndpoint).host,
      };
      for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
      response.redirect(302, address.href);
    }),
  );

  app.use((request: Request, response: Response) => {
    const session = sessionOf(core, cookieName, request);
    send(response, session === null ? 401 : 404, session === null ? signInPage(core, false) : notFoundPage(core, session));
  });
  // Express knows an error handler by its four parameters.
  app.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: number }).status ?? 500;
    response
      .status(status)
      .type('text/plain')
      .send(status < 500 ? 'Bad request' : 'Internal error of the simulated portal');
  });
  return app;
}

function apiRoutes(app: express.Express, rest: RestServer, oauth: OAuthServer): void {
  const allowAnyOrigin = (response: Response): void => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
    response.setHeader('access-control-allow-headers', 'Origin, X-Requested-With, Content-Type, Accept, Authorization');
    response.setHeader('access-control-max-age', '600');
  };
  app.all([`${AUTH_PREFIX}/oauth/token`, `${AUTH_PREFIX}/oauth/token/`, '/oauth/token', '/oauth/token/'], (request, response) => {
    const exchange = exchangeOf(request);
    exchange.kind = 'oauth';
    allowAnyOrigin(response);
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    const fields = { ...(request.query as Fields), ...parseBody(exchange.body, request.headers['content-type'] ?? '') };
    const answer = oauth.token(fields, exchange.source, exchange.ticket);
    exchange.name = answer.grantType === '' ? null : answer.grantType;
    response.status(answer.status).json(answer.body);
  });
  app.all(['/rest/*path', `${AUTH_PREFIX}/rest/*path`], async (request, response) => {
    const exchange = exchangeOf(request);
    exchange.kind = 'rest';
    allowAnyOrigin(response);
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    const segments: unknown = request.params['path'];
    const url = request.originalUrl;
    const answer = await rest.answer({
      httpMethod: request.method,
      path: Array.isArray(segments) ? segments.join('/') : String(segments as string),
      query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
      body: exchange.body,
      contentType: request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? '',
      sourceIp: request.socket.remoteAddress ?? '',
      source: exchange.source,
      ticket: exchange.ticket,
      isAuthServer: request.path.startsWith(AUTH_PREFIX) || AUTH_HOSTS.test(request.headers.host ?? ''),
    });
    exchange.name = answer.name;
    response.status(answer.status).setHeader('content-type', answer.contentType);
    response.end(answer.body);
  });
}

function staticRoutes(app: express.Express): void {
  const file = (paths: string | string[], type: string, text: string): void => {
    app.get(paths, (request, response) => {
      exchangeOf(request).kind = 'static';
      exchangeOf(request).logsAnswer = false;
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('cache-control', 'no-cache');
      response.status(200).setHeader('content-type', `${type}; charset=utf-8`);
      response.end(text);
    });
  };
  file(['/api/v1', '/api/v1/', '/api/v1/*rest'], 'text/javascript', bx24Script);
  file('/portal/static/portal-page.js', 'text/javascript', portalScript);
  file('/portal/static/portal.css', 'text/css', portalStyles);
  file(['/portal/static/icon.svg', '/favicon.ico'], 'image/svg+xml', iconPicture);
}

function sessionOf(core: PortalCore, cookieName: string, request: Request): Session | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === cookieName) return core.sessions.find(pair.slice(at + 1).trim());
  }
  return null;
}

function send(response: Response, status: number, text: string): void {
  response.status(status);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src http: https:; form-action http: https:; frame-ancestors 'self'; base-uri 'none'; object-src 'none'",
  );
  response.end(text);
}

function page(core: PortalCore, session: Session, input: Omit<PageInput, 'session' | 'language'>): string {
  return renderPage({ ...input, session, language: session.language, menuWidgets: menuWidgets(core, session) });
}

function menuWidgets(core: PortalCore, session: Session): { placement: string; id: string; title: string }[] {
  return Object.values(core.state.applications)
    .filter((application) => application.active && (application.finished || session.user.isAdmin))
    .flatMap((application) =>
      application.placements
        .filter((bound) => bound.placement === 'LEFT_MENU')
        .map((bound) => ({
          placement: bound.placement,
          id: bound.id,
          title: bound.titles[session.language] ?? bound.titles[''] ?? effectiveRegistration(application).name,
        })),
    );
}

function signInPage(core: PortalCore, isUsed: boolean): string {
  const language = core.options.language;
  const t = portalTexts[language];
  const content = messageBlock(t.signInTitle, isUsed ? t.signInUsed : t.signInText, null);
  return renderPage({ page: PORTAL_PAGES.signIn, title: t.signInTitle, session: null, language, content });
}

function notFoundPage(core: PortalCore, session: Session): string {
  const t = portalTexts[session.language];
  return page(core, session, {
    page: PORTAL_PAGES.message,
    title: t.notFoundTitle,
    content: messageBlock(t.notFoundTitle, t.notFoundText, null),
  });
}

function noticeOf(request: Request, session: Session, name: string): NonNullable<PageInput['notice']> | null {
  const t = portalTexts[session.language];
  const done = textField(request.query as Fields, 'done');
  if (done === 'installed') return { kind: 'status', text: t.noticeInstalled(name) };
  if (done === 'updated') return { kind: 'status', text: t.noticeUpdated(name) };
  if (done === 'removed') return { kind: 'status', text: t.noticeRemoved(name) };
  return null;
}

/** The solution's page: its application or, until the installation is finished, its installer (domain/bitrix24.md §1). */
function applicationPage(core: PortalCore, request: Request, response: Response, session: Session): void {
  const { language, user } = session;
  const t = portalTexts[language];
  const code = String(request.params['code']);
  const application = findApplication(core, code);
  if (application === null) {
    send(response, 404, notFoundPage(core, session));
    return;
  }
  const registration = effectiveRegistration(application);
  const title = registration.name;
  const closeHref = user.isAdmin ? portalPaths.installed : portalPaths.catalogue;
  const query = request.query as Fields;
  const notice = textField(query, 'install_finished') === 'N' ? { kind: 'alert' as const, text: t.noticeFinishRefused } : null;
  const show = (status: number, state: string, content: SafeHtml, frame: FrameData | null): void => {
    const overlay = slider(
      title,
      closeHref,
      language,
      html`<div class="slider-content" data-role="solution-state" data-state="${state}">
        ${notice === null ? null : html`<p class="notice notice-alert" data-role="notice" role="alert">${notice.text}</p>`}${content}
      </div>`,
    );
    const data = { frames: frame === null ? [] : [frame], texts: { ...dialogTexts(t) } };
    const behind = cataloguePage(Object.values(core.state.applications), language);
    const current = portalPaths.catalogue;
    send(response, status, page(core, session, { page: PORTAL_PAGES.application, title, current, content: behind, overlay, data }));
  };
  const card = { href: portalPaths.card(code), label: t.toCard };
  if (!application.active) {
    show(200, PORTAL_STATES.notInstalled, messageBlock(t.notInstalledTitle, t.notInstalledText, card), null);
    return;
  }
  if (registration.mode === 'C' || registration.mode === 'D') {
    show(200, PORTAL_STATES.noPage, messageBlock(t.noPageTitle, t.noPageText, card), null);
    return;
  }
  const isInstaller = !application.finished;
  if (isInstaller && !core.lifecycle.mayFinish(application, user)) {
    show(200, PORTAL_STATES.notFinished, messageBlock(t.notFinishedTitle, t.notFinishedText, null, html`data-role="not-finished"`), null);
    return;
  }
  const url = isInstaller && needsWizard(registration) ? registration.installUrl : registration.appUrl;
  if (url === null) {
    show(200, PORTAL_STATES.noPage, messageBlock(t.noPageTitle, t.noPageText, card), null);
    return;
  }
  const parameters = query['params'];
  const frame = core.frames.render({
    application,
    user,
    language,
    purpose: isInstaller ? 'installer' : 'application',
    url,
    method: 'POST',
    placement: 'DEFAULT',
    placementOptions: { ...(typeof parameters === 'object' && parameters !== null ? parameters : {}), IFRAME: 'Y' },
  });
  const shown = frameData(frame, title, closeHref);
  show(200, isInstaller ? PORTAL_STATES.installer : PORTAL_STATES.application, frameBlock(shown, language), shown);
}

function dialogTexts(t: (typeof portalTexts)['ru']): Record<string, string> {
  return {
    close: t.close,
    cancel: t.cancel,
    choose: t.choose,
    chooseUser: t.chooseUser,
    chooseAccess: t.chooseAccess,
    chooseCrm: t.chooseCrm,
  };
}
