import { randomBytes } from 'node:crypto';
import { hashSecret, type Secrets } from '../../portal-kit/secrets.ts';
import type { Behaviour } from './behaviour.ts';
import type { PosterTokenState } from './inspection.ts';
import type { ApplicationState, PosterStateFile, TokenState } from './state.ts';

interface CodeState {
  readonly code: string;
  readonly kind: 'oauth' | 'manage';
  readonly userId: string;
  readonly installNumber: number;
  readonly expiresAt: number;
  used: boolean;
}

export interface TokenCheck {
  readonly state: PosterTokenState;
  readonly token: TokenState | null;
}

/** Codes and tokens of the account's applications. A token is "{account_number}:{32 hexadecimal digits}" (domain/poster.md §2). */
export class Tokens {
  readonly #file: PosterStateFile;
  readonly #secrets: Secrets;
  readonly #behaviour: Behaviour;
  readonly #byHash = new Map<string, TokenState>();
  readonly #codes = new Map<string, CodeState>();
  readonly #forged = new Set<string>();

  constructor(file: PosterStateFile, secrets: Secrets, behaviour: Behaviour) {
    this.#file = file;
    this.#secrets = secrets;
    this.#behaviour = behaviour;
    file.state.tokens = file.state.tokens.filter((token) => token.expiresAt > Date.now());
    for (const token of file.state.tokens) this.#byHash.set(token.hash, token);
  }

  labelOfHash(hash: string): string | null {
    return this.#byHash.get(hash)?.label ?? null;
  }

  issue(application: ApplicationState, userId: string): string {
    const digits = randomBytes(16).toString('hex');
    const now = Date.now();
    const token: TokenState = {
      code: application.registration.code,
      userId,
      hash: hashSecret(digits),
      label: this.#secrets.label('access_token', digits),
      issuedAt: now,
      expiresAt: now + this.#behaviour.tokenLifetimeMs,
      installNumber: application.installNumber,
      endedBecause: null,
    };
    this.#file.state.tokens.push(token);
    this.#byHash.set(token.hash, token);
    this.#file.changed();
    return `${this.#file.state.accountNumber}:${digits}`;
  }

  /** A token that no exchange ever gave, for a forged webhook; whoever uses it is recognised. */
  forge(): string {
    const digits = randomBytes(16).toString('hex');
    this.#secrets.label('forged_token', digits);
    this.#forged.add(digits);
    return `${this.#file.state.accountNumber}:${digits}`;
  }

  /** Old tokens are written with or without the account's number before them. */
  check(value: string): TokenCheck {
    if (value === '') return { state: 'missing', token: null };
    const digits = value.includes(':') ? value.slice(value.indexOf(':') + 1) : value;
    if (this.#forged.has(digits)) return { state: 'forged', token: null };
    const token = this.#byHash.get(hashSecret(digits)) ?? null;
    if (token === null) return { state: 'unknown', token: null };
    const prefix = value.includes(':') ? value.slice(0, value.indexOf(':')) : this.#file.state.accountNumber;
    if (prefix !== this.#file.state.accountNumber) return { state: 'unknown', token: null };
    if (token.endedBecause !== null) return { state: token.endedBecause, token };
    return { state: this.#behaviour.tokensExpired || token.expiresAt <= Date.now() ? 'expired' : 'valid', token };
  }

  /** From this moment the tokens of the application answer error 11 (domain/poster.md §6 [I]). */
  end(code: string, because: 'replaced' | 'removed'): void {
    for (const token of this.#file.state.tokens) if (token.code === code && token.endedBecause === null) token.endedBecause = because;
    for (const [value, state] of this.#codes) if (state.code === code) this.#codes.delete(value);
    this.#file.changed();
  }

  issueCode(application: ApplicationState, kind: 'oauth' | 'manage', userId: string): string {
    const value = randomBytes(16).toString('hex');
    this.#secrets.label('code', value);
    this.#codes.set(value, {
      code: application.registration.code,
      kind,
      userId,
      installNumber: application.installNumber,
      expiresAt: Date.now() + this.#behaviour.codeLifetimeMs,
      used: false,
    });
    return value;
  }

  /** The code's owner, or why it is not good. */
  redeem(application: ApplicationState, kind: 'oauth' | 'manage', value: string): { readonly userId: string } | { readonly why: string } {
    const code = this.#codes.get(value);
    if (code === undefined || code.code !== application.registration.code || code.kind !== kind) return { why: 'unknown code' };
    if (code.used && this.#behaviour.singleUseCodes) return { why: 'the code was used before' };
    if (code.expiresAt <= Date.now()) return { why: 'the code has expired' };
    code.used = true;
    return { userId: code.userId };
  }

  count(code: string): { readonly valid: number; readonly ended: number } {
    const own = this.#file.state.tokens.filter((token) => token.code === code);
    const valid = own.filter((token) => token.endedBecause === null && token.expiresAt > Date.now()).length;
    return { valid, ended: own.length - valid };
  }
}
