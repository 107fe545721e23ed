import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a vendor keeps of one account. */
export interface StoredAccount {
  readonly number: string;
  base: string;
  token: string;
  isConnected: boolean;
  orders: { id: number; status: string }[];
  /** Copy of the menu: id -> name. */
  menu: Record<string, string>;
  greeted: string[];
  seenEvents: string[];
  greeting: string;
}

const KEPT_EVENTS = 500;

/** One JSON file with all accounts. */
export class AccountStore {
  readonly #file: string;
  readonly #accounts: Record<string, StoredAccount>;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#file = path.join(dataDir, 'accounts.json');
    this.#accounts = read(this.#file);
  }

  find(number: string): StoredAccount | null {
    return Object.hasOwn(this.#accounts, number) ? (this.#accounts[number] ?? null) : null;
  }

  get all(): readonly StoredAccount[] {
    return Object.values(this.#accounts);
  }

  /** The account with this token from now on. @param keepsToken leaves a token that is there already */
  connect(number: string, base: string, token: string, keepsToken: boolean): StoredAccount {
    const known = this.find(number);
    if (known === null) {
      this.#accounts[number] = { number, base, token, isConnected: true, orders: [], menu: {}, greeted: [], seenEvents: [], greeting: '' };
    } else {
      known.base = base;
      if (!keepsToken) known.token = token;
      known.isConnected = true;
    }
    this.save();
    return this.#accounts[number] as StoredAccount;
  }

  /** Remembers an event; false when it has been here before. */
  isNew(account: StoredAccount, event: string): boolean {
    if (account.seenEvents.includes(event)) return false;
    account.seenEvents = [...account.seenEvents.slice(-KEPT_EVENTS), event];
    this.save();
    return true;
  }

  save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#accounts));
  }
}

function read(file: string): Record<string, StoredAccount> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, StoredAccount>;
  } catch {
    return {};
  }
}
