import { randomBytes } from 'node:crypto';
import type { Secrets } from './secrets.ts';

export interface PortalSession<User> {
  readonly id: string;
  readonly user: User;
  /** Sent with every form and request of the portal's own pages, so that a vendor's frame cannot act as the user. */
  readonly formKey: string;
  language: 'ru' | 'en';
}

/** Signed-in users of the portal's pages. Kept in memory: a new process asks to sign in again. */
export class Sessions<User> {
  readonly #secrets: Secrets;
  readonly #language: 'ru' | 'en';
  readonly #findUser: (id: string) => User | null;
  readonly #sessions = new Map<string, PortalSession<User>>();
  readonly #keys = new Map<string, { userId: string; path: string }>();

  constructor(secrets: Secrets, language: 'ru' | 'en', findUser: (id: string) => User | null) {
    this.#findUser = findUser;
    this.#secrets = secrets;
    this.#language = language;
  }

  /** One-use key that signs in as the user and continues at the path. */
  createKey(userId: string, path: string): string {
    const key = randomBytes(24).toString('hex');
    this.#secrets.label('sign_in_key', key);
    this.#keys.set(key, { userId, path: localPath(path) });
    return key;
  }

  useKey(key: string): { session: PortalSession<User>; path: string } | null {
    const entry = this.#keys.get(key);
    if (entry === undefined) return null;
    this.#keys.delete(key);
    const user = this.#findUser(entry.userId);
    if (user === null) return null;
    const session: PortalSession<User> = {
      id: randomBytes(24).toString('hex'),
      user,
      formKey: randomBytes(24).toString('hex'),
      language: this.#language,
    };
    this.#secrets.label('session', session.id);
    this.#secrets.label('session', session.formKey);
    this.#sessions.set(session.id, session);
    return { session, path: entry.path };
  }

  find(id: string): PortalSession<User> | null {
    return this.#sessions.get(id) ?? null;
  }

  end(id: string): void {
    this.#sessions.delete(id);
  }
}

/** Only paths of this portal: "//host" and "/\host" would lead elsewhere. */
export function localPath(path: string): string {
  return /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : '/';
}
