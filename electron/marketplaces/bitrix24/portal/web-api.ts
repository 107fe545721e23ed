import type express from 'express';
import type { Response } from 'express';
import bx24Script from './client/bx24.js?raw';
import iconPicture from '../../portal-kit/client/icon.svg?raw';
import portalScript from './client/portal-page.js?raw';
import portalStyles from '../../portal-kit/client/portal.css?raw';
import type { PortalCore } from './core.ts';
import { OAuthServer } from './oauth.ts';
import { parseBody, type Fields } from '../../portal-kit/request-body.ts';
import { RestServer } from './rest/server.ts';
import { exchangeOf } from '../../portal-kit/web-exchange.ts';

/** Hosts that vendors hard-code for the authorisation server; they are served from the same port (domain/bitrix24.md (ii).1). */
const AUTH_HOSTS = /^oauth\.bitrix(24\.tech|24\.com|\.info)(:\d+)?$/i;
/** Prefix of the authorisation server on the portal's own host. */
export const AUTH_PREFIX = '/auth-server';

function allowAnyOrigin(response: Response): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  response.setHeader('access-control-allow-headers', 'Origin, X-Requested-With, Content-Type, Accept, Authorization, X-Request-ID');
  response.setHeader('access-control-max-age', '600');
}

/** REST, the token address, and what is the same for everybody: for vendors' servers and browsers alike, under any host name. */
export function apiRoutes(app: express.Express, core: PortalCore): void {
  const rest = new RestServer(core);
  const oauth = new OAuthServer(core);
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
    const key = request.headers['idempotency-key'];
    const answer = await rest.answer({
      path: Array.isArray(segments) ? segments.join('/') : String(segments as string),
      query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
      body: exchange.body,
      contentType: request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? '',
      sourceIp: request.socket.remoteAddress ?? '',
      source: exchange.source,
      ticket: exchange.ticket,
      idempotencyKey: typeof key === 'string' ? key : null,
      isAuthServer: request.path.startsWith(AUTH_PREFIX) || AUTH_HOSTS.test(request.headers.host ?? ''),
    });
    exchange.name = answer.name;
    response.status(answer.status).setHeader('content-type', answer.contentType);
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    response.end(answer.body);
  });
  staticRoutes(app);
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
