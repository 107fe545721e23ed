import { textField, type Fields } from '../../../portal-kit/request-body.ts';
import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import { ACCESSES } from '../../vocabulary.ts';
import { findApplication, type PosterCore } from '../core.ts';
import { note } from '../observations.ts';
import type { ApplicationState, TokenState } from '../state.ts';
import { accountMethods } from './account-methods.ts';
import { ApiError, type ApiCall, type ApiMethod, type ApiMethods } from './method.ts';
import { tradeMethods } from './trade-methods.ts';

const METHODS: ApiMethods = { ...accountMethods, ...tradeMethods };
const SECTIONS: ReadonlySet<string> = new Set(['application', ...ACCESSES.map((access) => access.id)]);
/** Their fields are kept: rules are judged by them. */
const NOTED_METHODS = /^(?:incomingOrders\.create|clients\.create)/;

export interface ApiRequest {
  /** e.g. "menu.getProducts". */
  readonly method: string;
  /** Of the query and of the body together. */
  readonly fields: Fields;
  readonly source: 'vendor' | 'browser';
  readonly ticket: ExchangeTicket;
}

/** The Web API: `/api/{section}.{method}` (domain/poster.md §4). */
export class WebApi {
  readonly #core: PosterCore;

  constructor(core: PosterCore) {
    this.#core = core;
  }

  async answer(request: ApiRequest): Promise<{ readonly status: number; readonly body: unknown }> {
    const core = this.#core;
    if (core.behaviour.apiDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, core.behaviour.apiDelayMs));
    const check = core.tokens.check(textField(request.fields, 'token', 'access_token'));
    const application = check.token === null ? null : findApplication(core, check.token.code);
    const section = request.method.slice(0, Math.max(0, request.method.indexOf('.')));
    const method = Object.hasOwn(METHODS, request.method) ? (METHODS[request.method] ?? null) : null;
    let errorCode: number | null = null;
    let body: unknown;
    try {
      if (check.state === 'missing') throw new ApiError(10, 'access_token is not given');
      if (check.state === 'expired') throw new ApiError(12, 'access_token has expired');
      if (check.state !== 'valid' || check.token === null || application === null) throw new ApiError(11, 'Bad access token');
      body = { response: this.#call(request, section, method, application, check.token) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errorCode = error.code;
      body = { error: { code: error.code, message: error.message } };
    }
    if (application === null) {
      note(core.observations.unattributed, {
        at: Date.now(),
        method: request.method,
        token: check.state,
        source: request.source,
        ticket: request.ticket,
      });
    } else {
      core.observations.of(application.registration.code).call({
        method: request.method,
        section,
        writes: method?.writes ?? isWrite(request.method),
        installNumber: application.installNumber,
        source: request.source,
        token: check.state,
        tokenInstallNumber: check.token?.installNumber ?? null,
        errorCode,
      });
      if (NOTED_METHODS.test(request.method)) this.#noteOrder(request, application, errorCode, body);
    }
    return { status: errorCode === null ? 200 : core.behaviour.errorStatus, body };
  }

  #call(request: ApiRequest, section: string, method: ApiMethod | null, application: ApplicationState, token: TokenState): unknown {
    const core = this.#core;
    if (!SECTIONS.has(section)) throw new ApiError(400, 'Unknown method');
    const { accesses } = application.registration;
    const isGranted = section === 'application' || accesses === null || (accesses as readonly string[]).includes(section);
    if (!isGranted || core.behaviour.refusedSections.includes(section))
      throw new ApiError(20, 'The application has no right to this method');
    if (core.behaviour.tariffExpired && section !== 'application') throw new ApiError(700, 'Limited by the tariff');
    const { token: _token, access_token: _old, format: _format, ...fields } = request.fields;
    const context = {
      by: { kind: 'application', code: application.registration.code },
      installNumber: application.installNumber,
      how: request.method,
    } as const;
    const call: ApiCall = { core, application, token, fields, context };
    return method === null ? unmodelled(call, request.method) : method.run(call);
  }

  #noteOrder(request: ApiRequest, application: ApplicationState, errorCode: number | null, body: unknown): void {
    const { token: _token, ...fields } = request.fields;
    const { response } = (body ?? {}) as { response?: unknown };
    const id =
      typeof response === 'number' ? response : Number((response as Record<string, unknown> | undefined)?.['incoming_order_id'] ?? 0);
    note(this.#core.observations.of(application.registration.code).orders, {
      at: Date.now(),
      method: request.method,
      installNumber: application.installNumber,
      fields: JSON.parse(this.#core.secrets.mask(JSON.stringify(fields))) as Record<string, unknown>,
      errorCode,
      id: id > 0 ? id : null,
    });
  }
}

/**
 * A method of a section that exists, for which this account has no data of its own: reading finds nothing, writing is kept among the
 * account's other records, so that the comparison tells it.
 */
function unmodelled(call: ApiCall, method: string): unknown {
  if (!isWrite(method)) return [];
  const record = call.core.account.add('others', { method, fields: call.fields }, call.context);
  return /\.create/.test(method) ? Number(record['id']) : true;
}

function isWrite(method: string): boolean {
  return !/\.(?:get|find|search)/.test(method);
}
