import type { PortalCore } from '../core.ts';
import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import type { Fields } from '../../../portal-kit/request-body.ts';
import type { ApplicationState } from '../state.ts';
import type { DemoUser } from '../users.ts';

/** A call of one method with a valid token. */
export interface RestCall {
  readonly core: PortalCore;
  readonly application: ApplicationState;
  readonly user: DemoUser;
  /** Scopes of the token. */
  readonly scopes: readonly string[];
  readonly params: Fields;
  readonly language: 'ru' | 'en';
  readonly ticket: ExchangeTicket;
}

export interface RestMethod {
  readonly name: string;
  /** Any one of these is enough; none needed when empty. The first names the method's scope in reports. */
  readonly scopes: readonly string[];
  readonly adminOnly?: boolean;
  run(call: RestCall): unknown;
}

/** A page of a list: `total` and `next` stand beside `result` in the answer. */
export class ListPage {
  readonly items: unknown;
  readonly total: number;
  readonly next: number | null;
  constructor(items: unknown, total: number, next: number | null) {
    this.items = items;
    this.total = total;
    this.next = next;
  }
}

/** An error as REST answers it: `{ error, error_description }` and a status (domain/bitrix24.md §7). */
export class RestError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: string, description: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(description);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

export const restErrors = {
  methodNotFound: () => new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404),
  noAuth: () => new RestError('NO_AUTH_FOUND', 'Wrong authorization data', 401),
  expired: () => new RestError('expired_token', 'The access token provided has expired.', 401),
  insufficientScope: (by: 'access' | 'webhook' = 'access') =>
    new RestError('insufficient_scope', `The request requires higher privileges than provided by the ${by} token`, 403),
  /** Of methods that only applications have, called by a webhook (domain/bitrix24.md §7, `app.info`). */
  applicationNeeded: () => new RestError('ACCESS_DENIED', 'Application context required', 400),
  invalidCredentials: () => new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', 401),
  accessDenied: (description = 'Access denied! Administrator rights required') => new RestError('ACCESS_DENIED', description, 403),
  tooManyRequests: () => new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503),
  internal: () => new RestError('INTERNAL_SERVER_ERROR', 'Internal server error', 500),
  missingArgument: (argument: string, status = 400) =>
    new RestError('ERROR_ARGUMENT', `Argument '${argument}' is null or empty`, status, { argument }),
} as const;
