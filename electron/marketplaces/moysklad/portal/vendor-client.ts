import { randomUUID } from 'node:crypto';
import type { OutgoingAnswer } from '../../portal-kit/outgoing.ts';
import type { PortalCore } from './core.ts';
import type { VendorCall } from './inspection.ts';
import { signJwt } from './jwt.ts';
import { note } from './observations.ts';
import type { Credentials } from './registration.ts';
import { SHORT_RETRY_ATTEMPTS, VENDOR_LIMIT_MS } from './settings.ts';
import type { SolutionState } from './state.ts';

/** Deviations from an ordinary call, for probes. */
export interface CallOptions {
  readonly probe?: string;
  /** Sent instead of a token of one's own, to repeat or forge one. */
  readonly jwt?: string;
  /** Claims that replace those of an ordinary token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Key that signs instead of the solution's. */
  readonly key?: string;
  readonly requestId?: string;
  readonly credentials?: Credentials;
  readonly accountId?: string;
}

export interface VendorAnswer {
  readonly status: number | null;
  readonly error: string | null;
  readonly contentType: string;
  readonly body: string;
  /** The body when it is a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly durationMs: number;
  readonly requestId: string;
  readonly jwt: string;
}

export type Verdict = 'done' | 'failed' | 'retry';

/** Characters of an answer that are kept: more than any answer of the protocol needs. */
const KEPT_ANSWER = 4000;

/** The portal's calls to the vendor's server (domain/moysklad.md §2): signed, limited, repeated by class. */
export class VendorClient {
  readonly #core: () => PortalCore;

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  /** One attempt. Never throws: whatever the vendor does is an answer. */
  async call(
    solution: SolutionState,
    kind: VendorCall['kind'],
    name: string,
    body: Readonly<Record<string, unknown>>,
    options: CallOptions & { readonly attempt?: number } = {},
  ): Promise<VendorAnswer> {
    const core = this.#core();
    const { registration } = solution;
    const credentials = options.credentials ?? core.keys.ofApp(registration.appId);
    if (credentials === null) throw new Error(`the secret key of ${registration.code} is not known to this process`);
    const requestId = options.requestId ?? randomUUID();
    const now = Math.floor(Date.now() / 1000);
    const claims = options.claims ?? { iat: now, exp: now + 300, jti: randomUUID() };
    const jwt = options.jwt ?? signJwt(claims, options.key ?? credentials.secretKey);
    core.secrets.label('vendor_jwt', jwt);
    const path = `${registration.descriptor.endpointBase}/api/moysklad/vendor/1.0/apps/${credentials.appId}/${options.accountId ?? core.state.accountId}`;
    const methods = { activation: 'PUT', deactivation: 'DELETE', event: 'PUT', button: 'POST', scenario: 'POST' } as const;
    const suffix = kind === 'activation' || kind === 'deactivation' ? '' : `/${kind}`;
    const at = Date.now();
    const answer = await core.outgoing.send({
      kind: 'vendor-api',
      name: `${kind} ${name}`,
      method: methods[kind],
      url: `${path}${suffix}`,
      headers: {
        authorization: `Bearer ${jwt}`,
        X_Lognex_RequestId: requestId,
        'content-type': 'application/json',
        'user-agent': 'MoySklad Vendor API (simulated)',
        // The real MoySklad never sends these: they tell a vendor's test server where this portal's interfaces are.
        'x-simulator-vendor-api': `${core.address.origin}/api/vendor/1.0`,
        'x-simulator-json-api': `${core.address.origin}/api/remap/1.2`,
      },
      body: JSON.stringify(body),
      timeoutMs: Math.min(core.options.eventTimeoutMs, VENDOR_LIMIT_MS),
      maxRedirects: 0,
    });
    const json = objectOf(answer.body);
    note(core.observations.of(registration.code).vendorCalls, {
      kind,
      name,
      requestId,
      attempt: options.attempt ?? 1,
      at,
      status: answer.status,
      error: answer.error,
      durationMs: Math.round(answer.durationMs),
      contentType: answer.contentType,
      body: core.secrets.mask(answer.body).slice(0, KEPT_ANSWER),
      answered: typeof json?.['status'] === 'string' ? json['status'].slice(0, 60) : null,
      installNumber: solution.installNumber,
      probe: options.probe ?? null,
      credentials: options.credentials === undefined ? 'version' : 'published',
      ticket: answer.ticket,
    });
    return { ...answerOf(answer), json, requestId, jwt };
  }

  /**
   * A call with the retries of its class: the same request id, a fresh token for each attempt.
   * @param judge what an answer means; "retry" where the class has attempts left is asked again
   */
  async persistently(
    solution: SolutionState,
    kind: VendorCall['kind'],
    name: string,
    body: Readonly<Record<string, unknown>>,
    retries: 'short' | 'long',
    judge: (answer: VendorAnswer) => Verdict,
    options: CallOptions = {},
  ): Promise<{ readonly answer: VendorAnswer; readonly verdict: Exclude<Verdict, 'retry'> }> {
    const { settings } = this.#core();
    const attempts = retries === 'short' ? SHORT_RETRY_ATTEMPTS : settings.longRetryAttempts;
    const intervalMs = settings.retryTotalMs / SHORT_RETRY_ATTEMPTS;
    const requestId = options.requestId ?? randomUUID();
    let timeouts = 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.call(solution, kind, name, body, { ...options, requestId, attempt });
      const verdict = judge(answer);
      if (verdict !== 'retry') return { answer, verdict };
      if (answer.error?.startsWith('timeout') === true) timeouts += 1;
      // What happens when the attempts are used up is not described; we take it for a failure [I].
      if (attempt >= attempts || timeouts >= settings.timeoutAttempts || this.#isStopped) return { answer, verdict: 'failed' };
      await this.#pause(intervalMs);
    }
  }

  #isStopped = false;
  readonly #pauses = new Set<() => void>();

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#pauses.add(end);
    });
  }

  stop(): void {
    this.#isStopped = true;
    for (const end of this.#pauses) end();
  }
}

function answerOf(answer: OutgoingAnswer): Omit<VendorAnswer, 'json' | 'requestId' | 'jwt'> {
  const { status, error, contentType, body, durationMs } = answer;
  return { status, error, contentType, body, durationMs: Math.round(durationMs) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Final failure: 4xx and the own status 551 "Lifecycle Processing Failed"; any other 5xx and no answer are asked again (MS §6.5). */
export function verdictOf(answer: VendorAnswer): Verdict {
  if (answer.error !== null || answer.status === null) return 'retry';
  if (answer.status === 551) return 'failed';
  if (answer.status >= 500) return 'retry';
  return answer.status >= 200 && answer.status < 300 ? 'done' : 'failed';
}
