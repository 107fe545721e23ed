/**
 * Behaviour of the portal where the documentation is silent, and faults that a run can switch on; the defaults are what a healthy portal
 * does. Marked [I] in domain/moysklad.md: our proposal, so it can be changed by control().
 */
export interface PortalSettings {
  /** Life of a contextKey, 5 minutes (MS §6.4). */
  contextKeyLifetimeMs: number;
  /** Life of a one-use token of the user-context protocol; not documented beyond "short". */
  userTokenLifetimeMs: number;
  /** What a class of retries with 3 minutes in all takes here; attempts stay 18, their interval shrinks with it [I]. */
  retryTotalMs: number;
  /** Attempts of the classes with 24 hours and 5 minutes: 288 in earnest. Their interval is that of the short class. */
  longRetryAttempts: number;
  /** A vendor that does not answer in time is asked so often before the portal gives up; in earnest as often as its class says. */
  timeoutAttempts: number;
  /** An answer to an activation that is no JSON, has another content type or an unknown status: final failure, or a reason to retry [?]. */
  malformedAnswer: 'fails' | 'retries';
  /** Requests to the JSON API that one token may make in 3 seconds (REMAP). */
  rateLimit: number;
  /** The next N requests to the JSON API are answered 429. */
  refuseNextCalls: number;
  /** Language of whoever signs in from now on; null: the portal's own. */
  language: 'ru' | 'en' | null;
}

export function healthyPortal(): PortalSettings {
  return {
    contextKeyLifetimeMs: 300_000,
    userTokenLifetimeMs: 60_000,
    retryTotalMs: 6000,
    longRetryAttempts: 18,
    timeoutAttempts: 2,
    malformedAnswer: 'fails',
    rateLimit: 45,
    refuseNextCalls: 0,
    language: null,
  };
}

/** Attempts of the short class: every 10 seconds for 3 minutes (MS §6.5). */
export const SHORT_RETRY_ATTEMPTS = 18;
/** No answer within this is no answer (MS §6.3). */
export const VENDOR_LIMIT_MS = 10_000;
