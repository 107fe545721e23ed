import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import { findApplication, type PortalCore } from '../core.ts';
import { note } from '../observations.ts';
import type { ApplicationState, TokenState } from '../state.ts';
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

/** A call with a good token. */
export interface Admitted {
  readonly token: TokenState;
  readonly application: ApplicationState;
  readonly user: DemoUser;
  /** Notes a call of the application; a batch notes each of its commands. @param error code of REST, null for success */
  record(error: string | null, scope: string | null, name: string): void;
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
   * @param refusal what is wrong with the address itself; it is answered before the token is looked at
   * @throws RestError
   */
  admit(caller: Caller, name: string, scope: string | null, refusal: RestError | null): Admitted {
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
    if (refusal !== null) return fail(refusal, null);
    if (check.state === 'revoked') {
      return fail(core.faults.deadTokenError === 'expired_token' ? restErrors.expired() : restErrors.noAuth(), scope);
    }
    if (check.state === 'expired') return fail(restErrors.expired(), scope);
    if (check.state !== 'valid') return fail(restErrors.noAuth(), scope);
    const application = findApplication(core, check.token.code);
    const user = findUser(check.token.userId);
    if (application === null || !application.active || user === null) return fail(restErrors.noAuth(), scope);
    return { token: check.token, application, user, record };
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

/**
 * The address of a webhook, `USER/CODE/method`, as the log and the notes show it; null for any other. This portal has no webhooks, but the code
 * is a secret of some portal all the same.
 */
export function webhookAddress(core: PortalCore, path: string): string | null {
  const match = /^\/*(\d+)\/([^/]+)(\/.*)?$/.exec(path);
  if (match === null) return null;
  const [, user = '', code = '', rest = ''] = match;
  return `${user}/${core.secrets.label('webhook_code', code)}${rest}`;
}
