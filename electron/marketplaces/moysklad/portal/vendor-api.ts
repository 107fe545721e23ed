import type express from 'express';
import type { Request, Response } from 'express';
import { gzipSync } from 'node:zlib';
import { exchangeOf } from '../../portal-kit/web-exchange.ts';
import { ACTIVATION_STATUSES } from '../vocabulary.ts';
import type { UserContext } from './contexts.ts';
import { findSolution, findSolutionByAppId, type PortalCore } from './core.ts';
import type { InboundCall } from './inspection.ts';
import { employeeContext } from './json-api/employee.ts';
import { readJwt } from './jwt.ts';
import { guestCode } from './lifecycle.ts';
import { note } from './observations.ts';

export const VENDOR_API = '/api/vendor/1.0';
/** Life of a vendor's token at most (domain/moysklad.md §3), with some room for clocks that differ. */
const TOKEN_LIFE_S = 300;
const CLOCK_SKEW_S = 60;
/** An asynchronous button may take so long (§5). */
const PROCESS_LIFE_MS = 24 * 3_600_000;

/** Errors of the interfaces on MoySklad's side, in the form of the JSON API. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly more: Readonly<Record<string, string>>;
  constructor(status: number, code: number, text: string, more: Readonly<Record<string, string>> = {}) {
    super(text);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** Both interfaces want gzip and answer in it (MS §6.4, REMAP). */
export function requireGzip(request: Request): void {
  const accepted = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase());
  if (accepted.some((part) => /^(?:gzip|\*)(?:;q=(?!0(?:\.0*)?$).*)?$/.test(part))) return;
  throw new ApiError(415, 1062, 'Необходимо указать HTTP-заголовок Accept-Encoding: gzip');
}

export function sendJson(request: Request, response: Response, status: number, body: unknown): void {
  response.status(status);
  if (body === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  exchangeOf(request).plainAnswer = text;
  response.setHeader('content-type', 'application/json;charset=utf-8');
  // A caller that did not ask for gzip gets its refusal readable.
  if (status === 415) {
    response.end(text);
    return;
  }
  response.setHeader('content-encoding', 'gzip');
  response.end(gzipSync(text));
}

export function sendError(request: Request, response: Response, error: ApiError): void {
  const code = String(error.code);
  if (error.status === 401) {
    response.setHeader('x-lognex-auth', code);
    response.setHeader('x-lognex-auth-message', encodeURIComponent(error.message));
  }
  sendJson(request, response, error.status, {
    errors: [
      { error: error.message, code: error.code, moreInfo: `https://dev.moysklad.ru/doc/api/remap/1.2/#error_${code}`, ...error.more },
    ],
  });
}

interface Caller {
  readonly code: string;
  readonly appId: string;
}

/** What the vendor's server calls: status, loyalty, context, completion of buttons (domain/moysklad.md §5). */
export function vendorApiRoutes(app: express.Express, core: PortalCore): void {
  const usedTokens = new Map<string, number>();

  /** Who calls, by the token; a jti counts once. */
  const caller = (request: Request): Caller => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const denied = (why: string): ApiError => new ApiError(401, 1056, `Ошибка аутентификации: ${why}`);
    const jwt = readJwt(token);
    if (jwt === null) throw denied('нет токена JWT');
    core.secrets.label('vendor_jwt', token);
    const { sub, iat, exp, jti } = jwt.claims;
    const known = typeof sub === 'string' ? core.keys.ofUid(sub) : null;
    if (known === null) throw denied('sub не известен');
    if (!jwt.matches(known.credentials.secretKey)) throw denied('неверная подпись');
    if (typeof iat !== 'number') throw denied('нет iat');
    if (typeof jti !== 'string' || jti === '') throw denied('нет jti');
    const now = Date.now() / 1000;
    const end = Math.min(typeof exp === 'number' ? exp : Infinity, iat + TOKEN_LIFE_S);
    if (end < now) throw denied('срок действия токена истёк');
    if (iat > now + CLOCK_SKEW_S) throw denied('iat в будущем');
    for (const [used, until] of usedTokens) if (until < now) usedTokens.delete(used);
    if (usedTokens.has(`${sub as string} ${jti}`)) throw denied('jti уже использован');
    usedTokens.set(`${sub as string} ${jti}`, end);
    return { code: known.which === 'published' ? guestCode(known.code) : known.code, appId: known.credentials.appId };
  };

  const route = (
    method: 'get' | 'put' | 'patch' | 'post',
    path: string,
    resource: string,
    handle: (request: Request, who: Caller, fields: Readonly<Record<string, unknown>>) => unknown,
  ): void => {
    app[method](`${VENDOR_API}${path}`, (request, response) => {
      const exchange = exchangeOf(request);
      exchange.kind = 'vendor-api';
      exchange.name = resource;
      let code: string | null = null;
      let status = 200;
      let errorCode: number | null = null;
      const fields = jsonOf(exchange.body);
      try {
        requireGzip(request);
        const who = caller(request);
        code = who.code;
        sendJson(request, response, 200, handle(request, who, fields));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        ({ status, code: errorCode } = error);
        sendError(request, response, error);
      }
      const solution = code === null ? null : findSolution(core, code);
      const call: Omit<InboundCall, 'exchangeId'> & { ticket: typeof exchange.ticket } = {
        at: Date.now(),
        api: 'vendor',
        method: request.method,
        resource,
        status,
        errorCode,
        source: exchange.source,
        right: '',
        token: code === null ? 'unknown' : 'valid',
        tokenLabel: null,
        tokenInstallNumber: null,
        installNumber: solution?.installNumber ?? 0,
        installation: solution?.status ?? null,
        requested: typeof fields['status'] === 'string' ? fields['status'].slice(0, 60) : null,
        ticket: exchange.ticket,
      };
      note(code === null ? core.observations.unattributed : core.observations.of(code).inbound, call);
    });
  };

  const installation = (request: Request, who: Caller) => {
    const { appId, accountId } = request.params;
    const guest = core.lifecycle.guest(who.code);
    const solution = guest?.solution ?? findSolutionByAppId(core, String(appId));
    const isHere = who.appId === appId && accountId === (guest?.accountId ?? core.state.accountId);
    if (solution === null || solution.status === null || !isHere) throw new ApiError(404, 2004, 'Решение не подключено на данном аккаунте');
    return solution;
  };

  route('get', '/apps/:appId/:accountId/status', 'apps/status', (request, who) => core.lifecycle.statusBody(installation(request, who)));
  route('put', '/apps/:appId/:accountId/status', 'apps/status', (request, who, fields) => {
    const solution = installation(request, who);
    const wanted = ACTIVATION_STATUSES.find((one) => one === fields['status']);
    if (wanted === undefined) throw new ApiError(400, 2001, 'Неизвестный статус', { parameter: 'status' });
    const answer = core.lifecycle.setStatus(solution, wanted);
    if (answer === 404) throw new ApiError(404, 2004, 'Решение не подключено на данном аккаунте');
    if (answer === 409) throw new ApiError(409, 2005, `Переход из ${String(solution.status)} в ${wanted} не предусмотрен`);
    return undefined;
  });
  for (const method of ['put', 'patch'] as const) {
    route(method, '/apps/:appId/:accountId/loyalty', 'apps/loyalty', (request, who, fields) => {
      const solution = installation(request, who);
      if (!solution.registration.descriptor.loyaltyApi) throw new ApiError(400, 2006, 'В дескрипторе решения нет loyaltyApi');
      if (solution.status !== 'SettingsRequired' && solution.status !== 'Activated')
        throw new ApiError(400, 2007, 'Решение ещё не подключено или уже приостановлено');
      const {
        url = solution.loyalty?.url,
        token = solution.loyalty?.token,
        externalSearch = solution.loyalty?.externalSearch,
      } = method === 'patch' ? fields : { url: fields['url'], token: fields['token'], externalSearch: fields['externalSearch'] };
      if (typeof url !== 'string' || !/^https?:\/\//.test(url)) throw new ApiError(400, 2001, 'Нужен url', { parameter: 'url' });
      if (typeof token !== 'string' || token === '') throw new ApiError(400, 2001, 'Нужен token', { parameter: 'token' });
      if (typeof externalSearch !== 'boolean') throw new ApiError(400, 2001, 'Нужен externalSearch', { parameter: 'externalSearch' });
      core.secrets.label('loyalty_token', token);
      solution.loyalty = { url, token, externalSearch };
      core.file.changed();
      return undefined;
    });
  }
  const foreign = (): ApiError => new ApiError(403, 3006, 'Решение не авторизовано на доступ по данному ключу');
  const unknown = (): ApiError => new ApiError(404, 3007, 'Контекст не найден или время его жизни истекло');
  const userContext = (who: Caller, fields: Readonly<Record<string, unknown>>): UserContext => {
    const token = typeof fields['token'] === 'string' ? fields['token'].trim() : '';
    if (token === '') throw new ApiError(400, 3008, 'Токен контекста пользователя пуст', { parameter: 'token' });
    const found = core.contexts.useToken(token, (context) => context.code === who.code);
    // A token of another solution is answered like one that there is not; it stays good for its own.
    if (found === null || found === 'foreign') throw unknown();
    found.onRead();
    return found;
  };
  route('post', '/context/user', 'context/user', (_request, who, fields) => {
    const { user } = userContext(who, fields);
    return { accountId: core.state.accountId, userId: user.id, userUid: `${user.login}@${core.state.accountName}`, role: user.role };
  });
  route('post', '/context/user/expand', 'context/user', (_request, who, fields) => {
    const { user, language } = userContext(who, fields);
    return employeeContext(core, user, language);
  });
  route('post', '/context/:contextKey', 'context', (request, who) => {
    const found = core.contexts.findKey(String(request.params['contextKey']));
    if (found === null) throw unknown();
    if (found.code !== who.code) throw foreign();
    found.onRead();
    return employeeContext(core, found.user, found.language);
  });
  route('post', '/apps/:appId/button/complete', 'button/complete', (request, who, fields) => {
    const solution = findSolutionByAppId(core, who.appId);
    if (request.params['appId'] !== who.appId || solution === null || solution.status === null)
      throw new ApiError(404, 2004, 'Решение не подключено');
    const { asyncProcessId, notification } = fields;
    if (typeof asyncProcessId !== 'string' || asyncProcessId === '')
      throw new ApiError(400, 2001, 'Нужен asyncProcessId', { parameter: 'asyncProcessId' });
    const { text, url, urlText } = (typeof notification === 'object' && notification !== null ? notification : {}) as Record<
      string,
      unknown
    >;
    if (typeof text !== 'string' || text === '' || text.length > 255)
      throw new ApiError(400, 2001, 'Текст уведомления: от 1 до 255 символов', { parameter: 'notification.text' });
    if (url !== undefined && !(typeof url === 'string' && url.length <= 255 && /^(?:https:\/\/|[#/])/.test(url)))
      throw new ApiError(400, 2001, 'Ссылка: https или относительная, до 255 символов', { parameter: 'notification.url' });
    if (urlText !== undefined && !(typeof urlText === 'string' && urlText.length <= 30 && url !== undefined))
      throw new ApiError(400, 2001, 'Текст ссылки: до 30 символов, вместе со ссылкой', { parameter: 'notification.urlText' });
    const process = core.processes.find(who.code, asyncProcessId);
    if (process === null) throw new ApiError(404, 2004, 'Нет такого асинхронного процесса');
    if (process.completedAt !== null) throw new ApiError(409, 2005, 'Процесс уже завершён');
    if (process.startedAt + PROCESS_LIFE_MS < Date.now()) throw new ApiError(410, 2008, 'С начала процесса прошло больше 24 часов');
    process.completedAt = Date.now();
    return undefined;
  });
  app.all(`${VENDOR_API}/*rest`, (request, response) => {
    exchangeOf(request).kind = 'vendor-api';
    sendError(request, response, new ApiError(404, 1002, `Неопознанный путь: ${request.path}`));
  });
}

function jsonOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
