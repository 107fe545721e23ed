import { randomInt } from 'node:crypto';
import { hashSecret, type Secrets } from '../../portal-kit/secrets.ts';
import type { StateFile, WebhookState } from './state.ts';

/** More than anybody needs; a script that presses the button again and again must not fill the memory. */
const MOST_PER_USER = 100;
const ALPHABET = 'ghijklmnopqrstuvwxyz0123456789';
const CODE_LENGTH = 16;

/**
 * Inbound webhooks: REST by a secret address, with the rights of the employee who made it and the scopes he chose
 * (docs "local-integrations/local-webhooks"). Codes are kept as hashes, so an address is shown once.
 */
export class Webhooks {
  readonly #file: StateFile;
  readonly #secrets: Secrets;

  constructor(file: StateFile, secrets: Secrets) {
    this.#file = file;
    this.#secrets = secrets;
  }

  /** @returns the secret code; null when this employee has too many */
  create(userId: string, scopes: readonly string[]): string | null {
    const { state } = this.#file;
    if (this.of(userId).length >= MOST_PER_USER) return null;
    const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    this.#secrets.label('webhook_code', code);
    state.webhooks.push({ id: String(state.nextId), userId, codeHash: hashSecret(code), scopes: [...scopes], createdAt: Date.now() });
    state.nextId += 1;
    this.#file.changed();
    return code;
  }

  of(userId: string): readonly WebhookState[] {
    return this.#file.state.webhooks.filter((webhook) => webhook.userId === userId);
  }

  find(userId: string, code: string): WebhookState | null {
    const hash = hashSecret(code);
    return this.of(userId).find((webhook) => webhook.codeHash === hash) ?? null;
  }

  /** Only the employee who made it. */
  remove(userId: string, id: string): boolean {
    const { state } = this.#file;
    const before = state.webhooks.length;
    state.webhooks = state.webhooks.filter((webhook) => webhook.id !== id || webhook.userId !== userId);
    this.#file.changed();
    return state.webhooks.length < before;
  }
}
