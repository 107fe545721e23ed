import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../portal-kit/secrets.ts';
import type { PortalSettings } from './settings.ts';
import type { DemoUser } from './users.ts';

export interface UserContext {
  readonly code: string;
  readonly user: DemoUser;
  readonly language: 'ru' | 'en';
  readonly expiresAt: number;
  /** Told when the vendor asks for it. */
  readonly onRead: () => void;
}

const KEPT = 2000;

/** contextKey of a frame's address, and the one-use tokens of the user-context protocol (MS §6.4). Kept in memory. */
export class Contexts {
  readonly #secrets: Secrets;
  readonly #settings: PortalSettings;
  readonly #keys = new Map<string, UserContext>();
  readonly #tokens = new Map<string, UserContext>();

  constructor(secrets: Secrets, settings: PortalSettings) {
    this.#secrets = secrets;
    this.#settings = settings;
  }

  createKey(context: Omit<UserContext, 'expiresAt'>): { key: string; label: string } {
    const key = randomBytes(24).toString('hex');
    remember(this.#keys, key, { ...context, expiresAt: Date.now() + this.#settings.contextKeyLifetimeMs });
    return { key, label: this.#secrets.label('context_key', key) };
  }

  createToken(context: Omit<UserContext, 'expiresAt'>): string {
    const token = randomBytes(24).toString('hex');
    this.#secrets.label('user_token', token);
    remember(this.#tokens, token, { ...context, expiresAt: Date.now() + this.#settings.userTokenLifetimeMs });
    return token;
  }

  /** Null when the key is not known or has expired. It may be used again until then. */
  findKey(key: string): UserContext | null {
    const context = this.#keys.get(key);
    return context === undefined || context.expiresAt <= Date.now() ? null : context;
  }

  /** Null when the token is not known, has expired or was used before. `mayUse` decides before it is used up. */
  useToken(token: string, mayUse: (context: UserContext) => boolean): UserContext | 'foreign' | null {
    const context = this.#tokens.get(token);
    if (context === undefined || context.expiresAt <= Date.now()) return null;
    if (!mayUse(context)) return 'foreign';
    this.#tokens.delete(token);
    return context;
  }
}

function remember(map: Map<string, UserContext>, key: string, context: UserContext): void {
  map.set(key, context);
  if (map.size <= KEPT) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}
