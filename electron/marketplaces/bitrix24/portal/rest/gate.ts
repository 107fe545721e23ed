import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import { findApplication, type PortalCore } from '../core.ts';
import { note } from '../observations.ts';
import type { ApplicationState, TokenState, WebhookState } from '../state.ts';
import type { TokenCheck } from '../tokens.ts';
import { findUser, type DemoUser } from '../users.ts';
import { restErrors, type RestError } from './method.ts';
import { RateLimit } from './rate-limit.ts';

/** Who calls, as both generations of REST see it. */
export interface Caller {
  /** Access token; '' when none was sent. */
  readonly token: string;
  readonly sourceIp: string;
  readonly source: 'vendor' | 'browser';
  readonly ticket: ExchangeTicket;
}

/** A call with a good token, or by a webhook's address. */
export interface Admitted {
  readonly scopes: readonly string[];
  readonly user: DemoUser;
  /** Null: a webhook's call, which no application makes. */
  readonly application: ApplicationState | null;
  readonly token: TokenState | null;
  /** Tells the callers of all calls apart, for what is kept for one of them. */
  readonly caller: string;
  /** Notes a call of the application; a batch notes each of its commands. @param error code of REST, null for success */
  record(error: string | null, scope: string | null, name: string): void;
}

/** A called address, apart from what belongs to a webhook: `USER/CODE/method`. */
export interface CalledAddress {
  readonly method: string;
  /** unknown: the address of a webhook that this portal does not have. */
  readonly webhook: WebhookState | 'unknown' | null;
  /** Stands before the method in the HTTP log and in notes; the code is a secret, be it of another portal. */
  readonly prefix: string;
}

export function calledAddress(core: PortalCore, path: string): CalledAddress {
  const match = /^\/*(\d+)\/([^/]+)(?:\/+(.*))?$/.exec(path);
  if (match === null) return { method: path, webhook: null, prefix: '' };
  const [, user = '', code = '', method = ''] = match;
  return {
    method,
    webhook: core.webhooks.find(user, code) ?? 'unknown',
    prefix: `${user}/${core.secrets.label('webhook_code', code)}/`,
  };
}

/** Limits, faults that were asked for, and tokens: what stands before every method (domain/bitrix24.md §7). */
export class Gate {
  readonly #core: PortalCore;
  readonly #rateLimit = new RateLimit();

  constructor(core: PortalCore) {
    this.#core = core;
  }

  /**
   * @param name as it stands in the HTTP log and in the inspection
   * @param scope that the method needs, for the notes
   * @param refusal what is wrong with the method; it is answered before the token is looked at
   * @param webhook of the address, see calledAddress
   * @throws RestError
   */
  admit(caller: Caller, name: string, scope: string | null, refusal: RestError | null, webhook: CalledAddress['webhook'] = null): Admitted {
    const core = this.#core;
    const { token, ticket, source } = caller;
    if (token !== '') core.secrets.label('access_token', token);
    const check: TokenCheck = token === '' ? { state: 'unknown' } : core.tokens.checkAccess(token);
    const record: Admitted['record'] = (error, ofScope, ofName) => {
      if (check.state === 'unknown') {
        note(core.observations.unattributed, { at: Date.now(), kind: 'rest', name: ofName, error: error ?? '', ticket });
        return;
      }
      const { code, installNumber } = check.token;
      core.observations.of(code).restCall({ method: ofName, scope: ofScope, installNumber, source, error, ticket });
    };
    const fail = (error: RestError, ofScope: string | null): never => {
      record(error.code, ofScope, name);
      throw error;
    };
    if (check.state === 'revoked' && check.token.revokedBecause === 'uninstalled') this.#noteDeadToken(caller, name, check.token);
    if (core.faults.rateLimit && !this.#rateLimit.take(caller.sourceIp, Date.now())) return fail(restErrors.tooManyRequests(), scope);
    if (core.faults.refuseNextCalls > 0) {
      core.faults.refuseNextCalls -= 1;
      return fail(restErrors.tooManyRequests(), scope);
    }
    if (core.faults.breakNextCalls > 0) {
      core.faults.breakNextCalls -= 1;
      return fail(restErrors.internal(), scope);
    }
    if (webhook === 'unknown') return fail(restErrors.invalidCredentials(), null);
    if (refusal !== null) return fail(refusal, null);
    if (webhook !== null) {
      const owner = findUser(webhook.userId);
      if (owner === null) return fail(restErrors.invalidCredentials(), null);
      const { scopes, id } = webhook;
      return { scopes, user: owner, application: null, token: null, caller: `webhook ${id}`, record: () => undefined };
    }
    if (check.state === 'revoked') {
      return fail(core.faults.deadTokenError === 'expired_token' ? restErrors.expired() : restErrors.noAuth(), scope);
    }
    if (check.state === 'expired') return fail(restErrors.expired(), scope);
    if (check.state !== 'valid') return fail(restErrors.noAuth(), scope);
    const application = findApplication(core, check.token.code);
    const user = findUser(check.token.userId);
    if (application === null || !application.active || user === null) return fail(restErrors.noAuth(), scope);
    const { scopes, code } = check.token;
    return { scopes, user, application, token: check.token, caller: code, record };
  }

  #noteDeadToken(caller: Caller, name: string, token: TokenState): void {
    const core = this.#core;
    note(core.observations.of(token.code).deadTokenUses, {
      at: Date.now(),
      kind: 'rest',
      name,
      token: core.secrets.label('access_token', caller.token),
      source: caller.source,
      installNumber: token.installNumber,
      revokedAt: token.revokedAt ?? 0,
      afterReinstall: findApplication(core, token.code)?.active === true,
      ticket: caller.ticket,
    });
  }
}
