import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Everything a vendor keeps about one account of MoySklad. */
export interface AccountRecord {
  readonly appId: string;
  readonly accountId: string;
  accountName: string;
  /** Null while the solution is suspended or removed: access goes, settings stay (the marketplace's advice). */
  token: string | null;
  status: 'Activating' | 'SettingsRequired' | 'Activated' | 'Suspended' | 'Removed';
  tariffId: string;
  settings: { store: string; message: string } | null;
  /** Request ids that were carried out, newest last. */
  handled: string[];
}

const KEPT_REQUESTS = 50;

/** One JSON file for each account, replaced atomically. */
export class AccountStore {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  read(appId: string, accountId: string): AccountRecord | null {
    try {
      return JSON.parse(readFileSync(this.#file(appId, accountId), 'utf8')) as AccountRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  write(record: AccountRecord): void {
    const file = this.#file(record.appId, record.accountId);
    writeFileSync(`${file}.new`, JSON.stringify({ ...record, handled: record.handled.slice(-KEPT_REQUESTS) }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  remove(appId: string, accountId: string): void {
    rmSync(this.#file(appId, accountId), { force: true });
  }

  /** Identifiers come from the network and become a file name. */
  #file(appId: string, accountId: string): string {
    if (!/^[0-9a-f-]{36}$/i.test(appId) || !/^[0-9a-f-]{36}$/i.test(accountId)) throw new Error('not an identifier');
    return path.join(this.#folder, `${appId}.${accountId}.json`);
  }
}
