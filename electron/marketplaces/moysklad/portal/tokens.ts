import { randomBytes } from 'node:crypto';
import { hashSecret, type Secrets } from '../../portal-kit/secrets.ts';
import type { SolutionState, StateFile, TokenState } from './state.ts';

/** Access tokens of the JSON API: they work before the activation reaches the vendor and are dead before the deactivation does (§2). */
export class Tokens {
  readonly #file: StateFile;
  readonly #secrets: Secrets;

  constructor(file: StateFile, secrets: Secrets) {
    this.#file = file;
    this.#secrets = secrets;
  }

  /** A new token of 40 hexadecimal digits. */
  issue(solution: SolutionState): string {
    const value = randomBytes(20).toString('hex');
    const { code } = solution.registration;
    this.#file.state.tokens.push({
      code,
      hash: hashSecret(value),
      label: this.#secrets.label('access_token', value),
      issuedAt: Date.now(),
      installNumber: solution.installNumber,
      revokedAt: null,
      revokedBecause: null,
    });
    this.#file.flush();
    return value;
  }

  revokeAll(code: string, because: NonNullable<TokenState['revokedBecause']>): void {
    for (const token of this.#file.state.tokens) {
      if (token.code !== code || token.revokedAt !== null) continue;
      token.revokedAt = Date.now();
      token.revokedBecause = because;
    }
    this.#file.flush();
  }

  find(value: string): TokenState | null {
    if (!/^[0-9a-f]{40}$/.test(value)) return null;
    const hash = hashSecret(value);
    return this.#file.state.tokens.find((token) => token.hash === hash) ?? null;
  }

  labelOfHash(hash: string): string | null {
    return this.#file.state.tokens.find((token) => token.hash === hash)?.label ?? null;
  }
}
