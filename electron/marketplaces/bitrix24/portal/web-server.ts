import express, { type NextFunction, type Request, type Response } from 'express';
import type { PortalCore } from './core.ts';
import { PORTAL_PAGES, portalPaths } from './page-map.ts';
import { messageBlock } from './pages/layout.ts';
import { portalTexts } from './pages/texts.ts';
import { parseForm, textField, type Fields } from '../../portal-kit/request-body.ts';
import { localPath } from '../../portal-kit/sessions.ts';
import { apiRoutes } from './web-api.ts';
import { captureExchanges, exchangeOf } from '../../portal-kit/web-exchange.ts';
import { WebKit } from './web-kit.ts';
import { developerRoutes } from './web-developers.ts';
import { marketRoutes } from './web-market.ts';
import { settingsRoutes } from './web-settings.ts';
import { subjectRoutes } from './web-subject.ts';

/** Everything that the portal answers over HTTP. */
export function createWebServer(core: PortalCore): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', (text: string) => parseForm(text));
  app.use(captureExchanges(core.log));
  if (core.options.tls) app.use(secureOnly(core));
  apiRoutes(app, core);
  const kit = new WebKit(core);
  frontRoutes(app, kit);
  marketRoutes(app, kit);
  settingsRoutes(app, kit);
  subjectRoutes(app, kit);
  developerRoutes(app, kit);
  app.use((request: Request, response: Response) => {
    const session = kit.sessionOf(request);
    if (session === null) kit.signIn(response, 401, false);
    else kit.notFound(response, session);
  });
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

/** A portal with TLS answers nothing else, except for the script that pages load by a hard-coded plain address (domain/bitrix24.md §7). */
function secureOnly(core: PortalCore): express.RequestHandler {
  return (request, response, next) => {
    if (request.secure || request.path.startsWith('/api/v1')) {
      next();
    } else if (/^\/(auth-server\/)?(rest|oauth)\//.test(request.path)) {
      exchangeOf(request).kind = request.path.includes('/rest/') ? 'rest' : 'oauth';
      response.status(400).json({ error: 'INVALID_REQUEST', error_description: 'Https required.' });
    } else {
      response.redirect(301, `${core.address.origin}${request.originalUrl}`);
    }
  };
}

/** Signing in, the first page, the language of the session. */
function frontRoutes(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  app.get('/sign-in/', (request, response) => {
    const used = core.sessions.useKey(textField(request.query as Fields, 'key'));
    if (used === null) {
      kit.signIn(response, 403, true);
      return;
    }
    kit.setSession(response, used.session);
    response.redirect(302, used.path);
  });
  app.get(
    portalPaths.home,
    kit.signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const content = messageBlock(t.welcome, t.welcomeText, { href: portalPaths.catalogue, label: t.market });
      kit.show(response, session, { page: PORTAL_PAGES.home, title: t.home, current: portalPaths.home, content });
    }),
  );
  app.post(
    '/portal/language/',
    kit.posted((request, response, session, fields) => {
      session.language = textField(fields, 'language') === 'en' ? 'en' : 'ru';
      const back = request.headers.referer;
      response.redirect(303, localPath(back !== undefined && URL.canParse(back) ? new URL(back).pathname : '/'));
    }),
  );
}
