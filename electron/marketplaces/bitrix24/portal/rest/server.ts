import { effectiveRegistration, versionValue, type PortalCore } from '../core.ts';
import { parseBody, parseForm, textField, type Fields } from '../../../portal-kit/request-body.ts';
import { bearerOf, timing, type RestAnswer, type RestRequest } from './answer.ts';
import { runBatch, type BatchStep } from './batch.ts';
import { hasScope } from './catalogue.ts';
import { calledAddress, Gate, type CalledAddress } from './gate.ts';
import { ListPage, RestError, restErrors, type RestMethod } from './method.ts';
import { bindMethods } from './methods-bind.ts';
import { commonMethods, reflectionMethods } from './methods-common.ts';
import { domainMethods } from './methods-domain.ts';
import { standInFor } from './stand-ins.ts';
import { RestV3Server } from './v3/server.ts';

/** The portal's REST interface (domain/bitrix24.md §7). */
export class RestServer {
  readonly #core: PortalCore;
  readonly #methods = new Map<string, RestMethod>();
  readonly #gate: Gate;
  readonly #v3: RestV3Server;

  constructor(core: PortalCore) {
    this.#core = core;
    this.#gate = new Gate(core);
    this.#v3 = new RestV3Server(core, this.#gate);
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
    const ofV3 = request.isAuthServer ? null : /^\/*api\/+(.*?)\/*$/.exec(request.path);
    if (ofV3 !== null) return await this.#v3.answer(request, ofV3[1] ?? '');
    const startedAt = Date.now();
    const address = calledAddress(this.#core, request.path);
    const { method, format } = splitPath(address.method);
    const name = address.prefix + method;
    try {
      const value = await this.#process(request, method, address);
      const envelope =
        value instanceof ListPage
          ? { result: value.items, ...(value.next === null ? {} : { next: value.next }), total: value.total, time: timing(startedAt) }
          : { result: value, time: timing(startedAt) };
      return render(200, envelope, format, name);
    } catch (error) {
      const refusal = error instanceof RestError ? error : restErrors.internal();
      return render(refusal.status, { error: refusal.code, error_description: refusal.message, ...refusal.extra }, format, name);
    }
  }

  async #process(request: RestRequest, methodName: string, { webhook, prefix }: CalledAddress): Promise<unknown> {
    const core = this.#core;
    const query = parseForm(request.query);
    const params: Fields = { ...query, ...parseBody(request.body, request.contentType) };
    const token = textField(params, 'auth') || bearerOf(request.authorization);
    delete params['auth'];
    const scope = this.scopeOf(methodName);
    const refusal = this.#method(methodName) === undefined ? restErrors.methodNotFound() : null;
    const admitted = this.#gate.admit({ ...request, token }, prefix + methodName, scope, refusal, webhook);
    const { application, user, record, scopes: granted } = admitted;
    if (request.isAuthServer) {
      if (methodName !== 'app.info' || application === null) {
        record(restErrors.methodNotFound().code, null, methodName);
        throw restErrors.methodNotFound();
      }
      record(null, scope, methodName);
      const registration = effectiveRegistration(application);
      return {
        client_id: registration.clientId,
        scope: granted.join(','),
        expires: Math.floor((admitted.token?.accessExpiresAt ?? 0) / 1000),
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
      const targetScope = this.scopeOf(name, granted);
      try {
        if (target === undefined) throw restErrors.methodNotFound();
        if (target.scopes.length > 0 && !target.scopes.some((needed) => hasScope(granted, needed)))
          throw restErrors.insufficientScope(webhook === null ? 'access' : 'webhook');
        if (target.adminOnly === true && !user.isAdmin) throw restErrors.accessDenied();
        const language = core.options.language;
        if (!this.#methods.has(name) && application !== null) core.observations.of(application.registration.code).standIns.add(name);
        const value = await target.run({
          core,
          get application() {
            if (application === null) throw restErrors.applicationNeeded();
            return application;
          },
          user,
          scopes: granted,
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
}

function splitPath(path: string): { method: string; format: 'json' | 'xml' } {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  const match = /^(.*?)(?:\.(json|xml))?$/i.exec(trimmed);
  return { method: (match?.[1] ?? '').toLowerCase(), format: match?.[2]?.toLowerCase() === 'xml' ? 'xml' : 'json' };
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
