import express, { type NextFunction, type Request, type Response } from 'express';
import { parseBody, parseForm, type Fields } from '../../portal-kit/request-body.ts';
import { captureExchanges, exchangeOf } from '../../portal-kit/web-exchange.ts';
import icon from './client/icon.svg?raw';
import styles from './client/panel.css?raw';
import script from './client/panel.js?raw';
import type { PosterCore } from './core.ts';
import { exchangeCode } from './exchange.ts';
import { WebApi } from './web-api/server.ts';
import { PosterPages } from './web-pages.ts';

/** Both generations of the exchange's paths (domain/poster.md §2, §3). */
const EXCHANGES = [
  { path: '/api/v2/auth/access_token', kind: 'oauth', generation: 'v2' },
  { path: '/api/auth/access_token', kind: 'oauth', generation: 'legacy' },
  { path: '/api/v2/auth/manage', kind: 'manage', generation: 'v2' },
  { path: '/api/auth/manage', kind: 'manage', generation: 'legacy' },
] as const;

/** Everything that the account answers over HTTP, under any host name. */
export function createWebServer(core: PosterCore): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', (text: string) => parseForm(text));
  app.use(captureExchanges(core.log));
  staticRoutes(app);
  const fieldsOf = (request: Request): Fields => ({
    ...(request.query as Fields),
    ...parseBody(exchangeOf(request).body, request.headers['content-type'] ?? ''),
  });
  for (const { path, kind, generation } of EXCHANGES) {
    app.post(path, (request, response) => {
      const exchange = exchangeOf(request);
      exchange.kind = 'oauth';
      exchange.name = kind === 'oauth' ? 'access_token' : 'manage';
      const answer = exchangeCode(core, { kind, generation, fields: fieldsOf(request), source: exchange.source, ticket: exchange.ticket });
      response.status(answer.status).json(answer.body);
    });
  }
  const api = new WebApi(core);
  app.all('/api/:method', async (request, response, next) => {
    const method = String(request.params['method']);
    if (!method.includes('.')) {
      next();
      return;
    }
    const exchange = exchangeOf(request);
    exchange.kind = 'api';
    exchange.name = method;
    // Terminals and pages call it from the browser as well.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'Content-Type');
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    const answer = await api.answer({ method, fields: fieldsOf(request), source: exchange.source, ticket: exchange.ticket });
    response.status(answer.status).json(answer.body);
  });
  new PosterPages(core).add(app);
  // Express knows an error handler by its four parameters.
  app.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: number }).status ?? 500;
    response.status(status).setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(status < 500 ? 'Bad request' : 'Internal error of the simulated account');
  });
  return app;
}

function staticRoutes(app: express.Express): void {
  const file = (paths: string | string[], type: string, text: string): void => {
    app.get(paths, (request, response) => {
      exchangeOf(request).kind = 'static';
      exchangeOf(request).logsAnswer = false;
      response.status(200).setHeader('content-type', `${type}; charset=utf-8`);
      response.setHeader('cache-control', 'no-cache');
      response.end(text);
    });
  };
  file('/portal/static/panel.js', 'text/javascript', script);
  file('/portal/static/panel.css', 'text/css', styles);
  file(['/portal/static/icon.svg', '/favicon.ico'], 'image/svg+xml', icon);
}
