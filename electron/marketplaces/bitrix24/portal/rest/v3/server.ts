import { createHash } from 'node:crypto';
import type { PortalCore } from '../../core.ts';
import { bearerOf, timing, type RestAnswer, type RestRequest } from '../answer.ts';
import { hasScope } from '../catalogue.ts';
import { calledAddress, type Admitted, type Gate } from '../gate.ts';
import { RestError, restErrors } from '../method.ts';
import { runBatchV3 } from './batch.ts';
import { RestV3Error, v3Errors } from './errors.ts';
import type { RestV3Method } from './method.ts';
import type { Params } from './query.ts';
import { standInForV3 } from './stand-ins.ts';
import { taskMethods } from './tasks.ts';

/** Where the generation stands in the HTTP log and in the inspection. */
const GENERATION = 'api/';
const OPENAPI = new Set(['documentation', 'rest.documentation.openapi']);
/** An answer is given again for so long (docs "rest-v3", "Repeated calls without duplicates"). */
const REPLAYED_MS = 24 * 60 * 60 * 1000;
const MOST_REPLAYS = 2000;

interface Kept {
  readonly request: string;
  readonly body: string;
  readonly at: number;
}

/** REST 3.0 under `/rest/api/` (docs "api-reference/rest-v3"): JSON in, one form of answers and errors out. Limits and tokens are those of all REST. */
export class RestV3Server {
  readonly #core: PortalCore;
  readonly #gate: Gate;
  readonly #methods = new Map<string, RestV3Method>(taskMethods.map((method) => [method.name, method]));
  readonly #kept = new Map<string, Kept>();

  constructor(core: PortalCore, gate: Gate) {
    this.#core = core;
    this.#gate = gate;
    this.#methods.set('rest.scope.list', { name: 'rest.scope.list', scopes: [], run: () => this.#scopes() });
  }

  /** @param path after /rest/api/ */
  async answer(request: RestRequest, path: string): Promise<RestAnswer> {
    const startedAt = Date.now();
    const { prefix, webhook, ...address } = calledAddress(this.#core, path);
    const method = address.method.toLowerCase();
    const name = GENERATION + prefix + method;
    const headers: Record<string, string> = {};
    const answer = (status: number, value: unknown): RestAnswer => ({
      status,
      contentType: 'application/json; charset=utf-8',
      body: typeof value === 'string' ? value : JSON.stringify(value),
      name,
      headers,
    });
    try {
      const { body, token } = bodyOf(request);
      const admitted = this.#gate.admit({ ...request, token }, name, null, null, webhook);
      if (OPENAPI.has(method)) {
        admitted.record(null, '', GENERATION + method);
        return answer(200, this.#openApi());
      }
      const key = this.#keyOf(request, method, admitted);
      if (key !== null) headers['Idempotency-Key'] = request.idempotencyKey ?? '';
      const content = createHash('sha256').update(JSON.stringify(body)).digest('hex');
      const kept = key === null ? undefined : this.#kept.get(key);
      if (kept !== undefined && Date.now() - kept.at < REPLAYED_MS) {
        if (kept.request !== content) throw v3Errors.reusedKey();
        admitted.record(null, this.#scopeOf(method, admitted), GENERATION + method);
        headers['Idempotent-Replayed'] = 'true';
        return answer(200, kept.body);
      }
      const result = method === 'batch' ? await this.#batch(body, admitted) : this.#run(method, body, admitted);
      const good = JSON.stringify({ result, time: timing(startedAt) });
      if (key !== null && this.#kept.size < MOST_REPLAYS) this.#kept.set(key, { request: content, body: good, at: startedAt });
      return answer(200, good);
    } catch (error) {
      if (error instanceof RestV3Error) {
        const { code, message, validation } = error;
        return answer(error.status, { error: { code, message, ...(validation.length > 0 ? { validation } : {}) } });
      }
      // What all REST has in common is answered as it always was (docs "_includes/system-errors").
      const refusal = error instanceof RestError ? error : restErrors.internal();
      return answer(refusal.status, { error: refusal.code, error_description: refusal.message });
    }
  }

  #method(name: string): RestV3Method | null {
    return this.#methods.get(name) ?? standInForV3(name);
  }

  #scopeOf(name: string, admitted: Admitted): string | null {
    const method = this.#method(name);
    if (method === null) return null;
    return admitted.scopes.find((scope) => method.scopes.some((needed) => hasScope([scope], needed))) ?? method.scopes[0] ?? '';
  }

  #run(name: string, body: unknown, admitted: Admitted): unknown {
    const { scopes, application, user, record } = admitted;
    const scope = this.#scopeOf(name, admitted);
    try {
      const method = this.#method(name);
      if (method === null) throw v3Errors.methodNotFound(name);
      if (method.scopes.length > 0 && !method.scopes.some((needed) => hasScope(scopes, needed))) throw v3Errors.insufficientScope();
      if (!this.#methods.has(name) && application !== null)
        this.#core.observations.of(application.registration.code).standIns.add(GENERATION + name);
      const params = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Params) : {};
      const result = method.run({ core: this.#core, user, params, language: this.#core.options.language });
      record(null, scope, GENERATION + name);
      return result;
    } catch (error) {
      record(error instanceof RestV3Error ? error.kin : 'INTERNAL_SERVER_ERROR', scope, GENERATION + name);
      throw error;
    }
  }

  async #batch(body: unknown, admitted: Admitted): Promise<unknown> {
    const name = `${GENERATION}batch`;
    try {
      const results = await runBatchV3(body, (method, params) => Promise.resolve(this.#run(method, params, admitted)));
      admitted.record(null, '', name);
      return results;
    } catch (error) {
      admitted.record(error instanceof RestV3Error ? error.kin : 'INTERNAL_SERVER_ERROR', '', name);
      throw error;
    }
  }

  /** Under which an answer is kept; null where the header does not count. @throws RestV3Error */
  #keyOf(request: RestRequest, method: string, admitted: Admitted): string | null {
    const { idempotencyKey } = request;
    if (idempotencyKey === null || this.#method(method)?.changes !== true) return null;
    if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) throw v3Errors.invalidKey();
    return JSON.stringify([admitted.caller, admitted.user.id, method, idempotencyKey]);
  }

  /** Methods by module and controller. */
  #scopes(): Record<string, Record<string, Record<string, unknown>>> {
    const tree: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const name of this.#methods.keys()) {
      const [module = '', controller = '', ...action] = name.split('.');
      ((tree[module] ??= {})[controller] ??= {})[action.join('.')] = { scope: name, title: name, description: '', fields: null };
    }
    return tree;
  }

  #openApi(): Record<string, unknown> {
    const names = [...this.#methods.keys()];
    return {
      openapi: '3.0.0',
      info: { title: 'Bitrix24 REST V3 API', version: '1.0.0' },
      tags: [...new Set(names.map((name) => name.split('.')[0] ?? ''))].map((name) => ({ name, description: `${name} module methods` })),
      paths: Object.fromEntries(names.map((name) => [`/${name}`, { post: { tags: [name.split('.')[0]], responses: {} } }])),
      components: { schemas: {} },
    };
  }
}

/** The body without its token. REST 3.0 reads nothing but JSON. @throws RestV3Error */
function bodyOf({ body, contentType, authorization }: RestRequest): { readonly body: unknown; readonly token: string } {
  const bearer = bearerOf(authorization);
  if (body.length === 0) return { body: {}, token: bearer };
  if (!/^application\/json\b/i.test(contentType)) throw v3Errors.invalidJson();
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw v3Errors.invalidJson();
  }
  if (typeof value !== 'object' || value === null) throw v3Errors.invalidJson();
  if (Array.isArray(value)) return { body: value, token: bearer };
  const { auth, ...rest } = value as Record<string, unknown>;
  return { body: rest, token: typeof auth === 'string' && auth !== '' ? auth : bearer };
}
