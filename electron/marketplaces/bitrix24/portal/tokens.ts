import { createHmac, randomBytes } from 'node:crypto';
import type { Faults } from './faults.ts';
import { hashSecret, type Secrets } from '../../portal-kit/secrets.ts';
import type { ApplicationState, StateFile, TokenState } from './state.ts';

export interface IssuedTokens {
  readonly accessToken: string;
  /** '' when none was asked for. */
  readonly refreshToken: string;
  readonly expiresAt: number;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

export type TokenCheck =
  | { readonly state: 'valid'; readonly token: TokenState }
  | { readonly state: 'expired'; readonly token: TokenState }
  | { readonly state: 'used'; readonly token: TokenState }
  | { readonly state: 'revoked'; readonly token: TokenState }
  | { readonly state: 'unknown' };

interface AuthorizationCode {
  readonly code: string;
  readonly applicationCode: string;
  readonly userId: string;
  readonly expiresAt: number;
  used: boolean;
}

/** Issues and judges the tokens of the portal's applications. Tokens look like the real ones: 70 hexadecimal digits. */
export class Tokens {
  readonly #file: StateFile;
  readonly #secrets: Secrets;
  readonly #faults: Faults;
  readonly #byAccess = new Map<string, TokenState>();
  readonly #byRefresh = new Map<string, TokenState>();
  readonly #codes = new Map<string, AuthorizationCode>();

  constructor(file: StateFile, secrets: Secrets, faults: Faults) {
    this.#file = file;
    this.#secrets = secrets;
    this.#faults = faults;
    const now = Date.now();
    file.state.tokens = file.state.tokens.filter((token) => Math.max(token.refreshExpiresAt, token.accessExpiresAt) > now);
    for (const token of file.state.tokens) this.#index(token);
  }

  #index(token: TokenState): void {
    this.#byAccess.set(token.accessHash, token);
    if (token.refreshHash !== null) this.#byRefresh.set(token.refreshHash, token);
  }

  labelOfHash(hash: string): string | null {
    return this.#byAccess.get(hash)?.accessLabel ?? this.#byRefresh.get(hash)?.refreshLabel ?? null;
  }

  /** A new pair for this user, with the scopes of the version that is on the portal. */
  issue(application: ApplicationState, userId: string, withRefresh: boolean): IssuedTokens {
    const now = Date.now();
    const accessToken = randomBytes(35).toString('hex');
    const refreshToken = withRefresh ? randomBytes(35).toString('hex') : '';
    const scopes = (application.installedRegistration ?? application.registration).scopes;
    const token: TokenState = {
      code: application.registration.code,
      userId,
      scopes,
      accessHash: hashSecret(accessToken),
      accessLabel: this.#secrets.label('access_token', accessToken),
      refreshHash: withRefresh ? hashSecret(refreshToken) : null,
      refreshLabel: withRefresh ? this.#secrets.label('refresh_token', refreshToken) : null,
      issuedAt: now,
      accessExpiresAt: now + this.#faults.accessLifetimeMs,
      refreshExpiresAt: withRefresh ? now + this.#faults.refreshLifetimeMs : 0,
      refreshUsedAt: null,
      revokedAt: null,
      revokedBecause: null,
      installNumber: application.installNumber,
    };
    this.#file.state.tokens.push(token);
    this.#index(token);
    this.#file.changed();
    return {
      accessToken,
      refreshToken,
      expiresAt: token.accessExpiresAt,
      expiresInSeconds: Math.round(this.#faults.accessLifetimeMs / 1000),
      scopes,
    };
  }

  checkAccess(value: string): TokenCheck {
    const token = this.#byAccess.get(hashSecret(value));
    if (token === undefined) return { state: 'unknown' };
    if (token.revokedAt !== null) return { state: 'revoked', token };
    return { state: token.accessExpiresAt <= Date.now() ? 'expired' : 'valid', token };
  }

  checkRefresh(value: string): TokenCheck {
    const token = this.#byRefresh.get(hashSecret(value));
    if (token === undefined) return { state: 'unknown' };
    if (token.revokedAt !== null) return { state: 'revoked', token };
    if (token.refreshUsedAt !== null && !this.#faults.reusableRefreshTokens) return { state: 'used', token };
    return { state: token.refreshExpiresAt <= Date.now() ? 'expired' : 'valid', token };
  }

  refreshUsed(token: TokenState): void {
    token.refreshUsedAt = Date.now();
    this.#file.changed();
  }

  /** From this moment every token of the application answers an authorisation error. */
  revokeAll(code: string, because: 'uninstalled' | 'control'): void {
    const now = Date.now();
    for (const token of this.#file.state.tokens) {
      if (token.code === code && token.revokedAt === null) {
        token.revokedAt = now;
        token.revokedBecause = because;
      }
    }
    for (const [value, code_] of this.#codes) if (code_.applicationCode === code) this.#codes.delete(value);
    this.#file.changed();
  }

  /** Lets the access tokens of an application (all when null) expire now; refresh tokens stay good. */
  expireAccess(code: string | null): number {
    const now = Date.now();
    let expired = 0;
    for (const token of this.#file.state.tokens) {
      if ((code === null || token.code === code) && token.revokedAt === null && token.accessExpiresAt > now) {
        token.accessExpiresAt = now;
        expired += 1;
      }
    }
    this.#file.changed();
    return expired;
  }

  count(code: string): { valid: number; expired: number; revoked: number; refreshValid: number } {
    const now = Date.now();
    const counts = { valid: 0, expired: 0, revoked: 0, refreshValid: 0 };
    for (const token of this.#file.state.tokens) {
      if (token.code !== code) continue;
      if (token.revokedAt !== null) counts.revoked += 1;
      else {
        if (token.accessExpiresAt <= now) counts.expired += 1;
        else counts.valid += 1;
        if (token.refreshHash !== null && token.refreshUsedAt === null && token.refreshExpiresAt > now) counts.refreshValid += 1;
      }
    }
    return counts;
  }

  /** Same portal, same application, same value, also after a reinstall, unless it was rotated (domain/bitrix24.md §4). */
  applicationToken(application: ApplicationState): string {
    const value = createHmac('sha256', this.#file.state.seed)
      .update(`${application.registration.code} ${application.applicationTokenNumber}`)
      .digest('hex')
      .slice(0, 32);
    this.#secrets.label('application_token', value);
    return value;
  }

  issueCode(application: ApplicationState, userId: string): string {
    const code = randomBytes(35).toString('hex');
    this.#secrets.label('code', code);
    const expiresAt = Date.now() + this.#faults.codeLifetimeMs;
    this.#codes.set(code, { code, applicationCode: application.registration.code, userId, expiresAt, used: false });
    return code;
  }

  /** The user that a code stands for; null when it is unknown, used, expired or of another application. */
  redeemCode(application: ApplicationState, value: string): string | null {
    const code = this.#codes.get(value);
    if (code === undefined || code.used || code.expiresAt <= Date.now() || code.applicationCode !== application.registration.code)
      return null;
    code.used = true;
    return code.userId;
  }
}
