import { effectiveRegistration, findApplication, versionValue, type PortalCore } from '../core.ts';
import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import { note } from '../observations.ts';
import { parseBody, parseForm, textField, type Fields } from '../../../portal-kit/request-body.ts';
import type { TokenCheck } from '../tokens.ts';
import { findUser } from '../users.ts';
import { runBatch, type BatchStep } from './batch.ts';
import { hasScope } from './catalogue.ts';
import { ListPage, RestError, restErrors, type RestMethod } from './method.ts';
import { bindMethods } from './methods-bind.ts';
import { commonMethods, isoTime, reflectionMethods } from './methods-common.ts';
import { domainMethods } from './methods-domain.ts';
import { RateLimit } from './rate-limit.ts';
import { standInFor } from './stand-ins.ts';

export interface RestRequest {
  /** Path after /rest/, e.g. "crm.deal.list.json". */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly authorization: string;
  readonly sourceIp: string;
  readonly source: 'vendor' | 'browser';
  readonly ticket: ExchangeTicket;
  /** The request came to the authorisation server's host or path. */
  readonly isAuthServer: boolean;
}

export interface RestAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Name for the HTTP log. */
  readonly name: string;
}

/** The portal's REST interface (domain/bitrix24.md §7). */
export class RestServer {
  readonly #core: PortalCore;
  readonly #methods = new Map<string, RestMethod>();
  readonly #rateLimit = new RateLimit();

  constructor(core: PortalCore) {
    this.#core = core;
    for (const method of [
      ...commonMethods,
      ...bindMethods,
      ...domainMethods,
      ...reflectionMethods(
        () => this.#methods,
        (name) => this.#method(name),
      ),
    ]) {
      this.#methods.set(method.name, method);
    }
    this.#methods.set('batch', { name: 'batch', scopes: [], run: () => null });
  }

  /**
   * Scope that a method needs: '' for none, null for a method that the portal does not know. Where any one of several is enough,
   * it is the one that was granted, so that reports name a scope which the solution really asked for.
   */
  scopeOf(name: string, granted: readonly string[] = []): string | null {
    const method = this.#method(name);
    if (method === undefined) return null;
    return granted.find((scope) => method.scopes.some((needed) => hasScope([scope], needed))) ?? method.scopes[0] ?? '';
  }

  #method(name: string): RestMethod | undefined {
    return this.#methods.get(name) ?? standInFor(name) ?? undefined;
  }

  async answer(request: RestRequest): Promise<RestAnswer> {
    const startedAt = Date.now();
    const { method, format } = splitPath(request.path);
    try {
      const value = await this.#process(request, method);
      const envelope =
        value instanceof ListPage
          ? { result: value.items, ...(value.next === null ? {} : { next: value.next }), total: value.total, time: timing(startedAt) }
          : { result: value, time: timing(startedAt) };
      return render(200, envelope, format, method);
    } catch (error) {
      const refusal = error instanceof RestError ? error : restErrors.internal();
      return render(refusal.status, { error: refusal.code, error_description: refusal.message, ...refusal.extra }, format, method);
    }
  }

  async #process(request: RestRequest, methodName: string): Promise<unknown> {
    const core = this.#core;
    const query = parseForm(request.query);
    const params: Fields = { ...query, ...parseBody(request.body, request.contentType) };
    const token = textField(params, 'auth') || /^Bearer\s+(\S+)/i.exec(request.authorization)?.[1] || '';
    delete params['auth'];
    if (token !== '') core.secrets.label('access_token', token);
    const check: TokenCheck = token === '' ? { state: 'unknown' } : core.tokens.checkAccess(token);
    const record = (error: string | null, scope: string | null, name: string): void => {
      if (check.state === 'unknown') {
        note(core.observations.unattributed, { at: Date.now(), kind: 'rest', name, error: error ?? '', ticket: request.ticket });
        return;
      }
      const { code, installNumber } = check.token;
      core.observations.of(code).restCall({ method: name, scope, installNumber, source: request.source, error, ticket: request.ticket });
    };
    const fail = (error: RestError, scope: string | null): never => {
      record(error.code, scope, methodName);
      throw error;
    };
    if (check.state === 'revoked' && check.token.revokedBecause === 'uninstalled') this.#noteDeadToken(request, methodName, check, token);
    const scope = this.scopeOf(methodName);
    if (core.faults.rateLimit && !this.#rateLimit.take(request.sourceIp, Date.now())) return fail(restErrors.tooManyRequests(), scope);
    if (core.faults.refuseNextCalls > 0) {
      core.faults.refuseNextCalls -= 1;
      return fail(restErrors.tooManyRequests(), scope);
    }
    if (core.faults.breakNextCalls > 0) {
      core.faults.breakNextCalls -= 1;
      return fail(restErrors.internal(), scope);
    }
    if (methodName.includes('/')) return fail(new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', 401), null);
    const method = this.#method(methodName);
    if (method === undefined) return fail(restErrors.methodNotFound(), null);
    if (check.state === 'revoked') {
      return fail(core.faults.deadTokenError === 'expired_token' ? restErrors.expired() : restErrors.noAuth(), scope);
    }
    if (check.state === 'expired') return fail(restErrors.expired(), scope);
    if (check.state !== 'valid') return fail(restErrors.noAuth(), scope);
    const application = findApplication(core, check.token.code);
    const user = findUser(check.token.userId);
    if (application === null || !application.active || user === null) return fail(restErrors.noAuth(), scope);
    if (request.isAuthServer) {
      if (methodName !== 'app.info') return fail(restErrors.methodNotFound(), null);
      record(null, scope, methodName);
      const registration = effectiveRegistration(application);
      return {
        client_id: registration.clientId,
        scope: check.token.scopes.join(','),
        expires: Math.floor(check.token.accessExpiresAt / 1000),
        install: {
          installed: application.finished,
          version: String(versionValue(registration.version)),
          status: registration.status,
          scope: registration.scopes.join(','),
          domain: core.address.domain,
          client_endpoint: core.address.clientEndpoint,
          member_id: core.state.memberId,
          member_type: 'cp',
        },
      };
    }
    const runOne = async (name: string, values: Fields): Promise<unknown> => {
      const target = this.#method(name);
      const targetScope = this.scopeOf(name, check.token.scopes);
      try {
        if (target === undefined) throw restErrors.methodNotFound();
        if (target.scopes.length > 0 && !target.scopes.some((needed) => hasScope(check.token.scopes, needed)))
          throw restErrors.insufficientScope();
        if (target.adminOnly === true && !user.isAdmin) throw restErrors.accessDenied();
        const language = core.options.language;
        if (!this.#methods.has(name)) core.observations.of(check.token.code).standIns.add(name);
        const value = await target.run({
          core,
          application,
          user,
          scopes: check.token.scopes,
          params: values,
          language,
          ticket: request.ticket,
        });
        record(null, targetScope, name);
        return value;
      } catch (error) {
        record(error instanceof RestError ? error.code : 'INTERNAL_SERVER_ERROR', targetScope, name);
        throw error;
      }
    };
    if (methodName !== 'batch') return runOne(methodName, params);
    try {
      const result = await runBatch(params, async (name, values): Promise<BatchStep> => {
        const startedAt = Date.now();
        return { value: await runOne(name, values), time: timing(startedAt) };
      });
      record(null, '', 'batch');
      return result;
    } catch (error) {
      record(error instanceof RestError ? error.code : 'INTERNAL_SERVER_ERROR', '', 'batch');
      throw error;
    }
  }

  #noteDeadToken(request: RestRequest, name: string, check: Extract<TokenCheck, { state: 'revoked' }>, token: string): void {
    const core = this.#core;
    const application = findApplication(core, check.token.code);
    note(core.observations.of(check.token.code).deadTokenUses, {
      at: Date.now(),
      kind: 'rest',
      name,
      token: core.secrets.label('access_token', token),
      source: request.source,
      installNumber: check.token.installNumber,
      revokedAt: check.token.revokedAt ?? 0,
      afterReinstall: application?.active === true,
      ticket: request.ticket,
    });
  }
}

function splitPath(path: string): { method: string; format: 'json' | 'xml' } {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  const match = /^(.*?)(?:\.(json|xml))?$/i.exec(trimmed);
  return { method: (match?.[1] ?? '').toLowerCase(), format: match?.[2]?.toLowerCase() === 'xml' ? 'xml' : 'json' };
}

function timing(startedAt: number): Record<string, unknown> {
  const now = Date.now();
  const seconds = (now - startedAt) / 1000;
  return {
    start: startedAt / 1000,
    finish: now / 1000,
    duration: seconds,
    processing: seconds,
    date_start: isoTime(startedAt),
    date_finish: isoTime(now),
    operating_reset_at: Math.floor(now / 1000) + 600,
    operating: 0,
  };
}

function render(status: number, value: Record<string, unknown>, format: 'json' | 'xml', name: string): RestAnswer {
  if (format === 'json') return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value), name };
  return {
    status,
    contentType: 'text/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<response>${xmlOf(value)}</response>`,
    name,
  };
}

function xmlOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value === true) return '1';
  if (value === false) return '0';
  if (Array.isArray(value)) return value.map((item) => `<item>${xmlOf(item)}</item>`).join('');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => {
        const tag = /^[A-Za-z_][\w.-]*$/.test(key) ? key : 'item';
        return `<${tag}>${xmlOf(item)}</${tag}>`;
      })
      .join('');
  }
  return String(value as string | number)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
