/** Behaviour that a run can change through control(); the defaults are what a healthy portal does. */
export interface Faults {
  /** Error for a token that an uninstall revoked; the real one is not documented, so both are offered (domain/bitrix24.md (ii).6). */
  deadTokenError: 'NO_AUTH_FOUND' | 'expired_token';
  accessLifetimeMs: number;
  refreshLifetimeMs: number;
  codeLifetimeMs: number;
  /** The next N REST calls are answered 503 QUERY_LIMIT_EXCEEDED. */
  refuseNextCalls: number;
  /** The next N REST calls are answered 500 INTERNAL_SERVER_ERROR. */
  breakNextCalls: number;
  rateLimit: boolean;
  /** Event names (upper case) that get lost instead of being sent. */
  loseEvents: string[];
  /** Event name (upper case) to delay in addition, in milliseconds. */
  extraDelayMs: Record<string, number>;
  /** Event names (upper case) that are sent twice. */
  duplicateEvents: string[];
  /** A refresh token may be used more than once. */
  reusableRefreshTokens: boolean;
  /** A new application_token on the next installation. */
  rotateApplicationToken: boolean;
  /** The wizard is shown again after an update; undocumented (domain/bitrix24.md, Gaps). */
  wizardOnUpdate: boolean;
  /** ONAPPINSTALL is raised after an update of a wizard application as well (§5, PR370). */
  installEventOnUpdate: boolean;
  paymentExpired: boolean;
}

export function healthyPortal(): Faults {
  return {
    deadTokenError: 'NO_AUTH_FOUND',
    accessLifetimeMs: 3_600_000,
    refreshLifetimeMs: 180 * 86_400_000,
    codeLifetimeMs: 30_000,
    refuseNextCalls: 0,
    breakNextCalls: 0,
    rateLimit: true,
    loseEvents: [],
    extraDelayMs: {},
    duplicateEvents: [],
    reusableRefreshTokens: false,
    rotateApplicationToken: false,
    wizardOnUpdate: true,
    installEventOnUpdate: false,
    paymentExpired: false,
  };
}
