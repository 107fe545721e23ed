import Database from 'better-sqlite3';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PortalAccess } from './portal-client.ts';

export interface Installation {
  readonly memberId: string;
  readonly domain: string;
  readonly access: PortalAccess;
  readonly applicationToken: string;
  readonly installedAt: number;
}

export interface VendorDocument {
  readonly id: number;
  readonly title: string;
  readonly amount: number;
  readonly author: string;
  readonly createdAt: number;
}

/** Everything a vendor keeps about one portal. */
export interface MemberRecord {
  readonly memberId: string;
  /** Null after an uninstallation that asked to keep the data: settings stay, access does not. */
  readonly installation: Installation | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly documents: readonly VendorDocument[];
}

/** The vendor's storage, one record for each portal (member_id). */
export interface MemberStore {
  read(memberId: string): MemberRecord | null;
  write(record: MemberRecord): void;
  remove(memberId: string): void;
  close(): void;
}

function isMemberId(memberId: string): boolean {
  return /^[A-Za-z0-9]{8,64}$/.test(memberId);
}

/** One JSON file for each portal, replaced atomically. */
export function openJsonStore(dataDir: string): MemberStore {
  mkdirSync(dataDir, { recursive: true });
  const fileOf = (memberId: string): string => {
    // The id comes from the network and becomes a file name.
    if (!isMemberId(memberId)) throw new Error('member_id is not an identifier');
    return path.join(dataDir, `${memberId}.json`);
  };
  return {
    read(memberId) {
      try {
        return JSON.parse(readFileSync(fileOf(memberId), 'utf8')) as MemberRecord;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write(record) {
      const file = fileOf(record.memberId);
      writeFileSync(`${file}.new`, JSON.stringify(record, null, 2));
      renameSync(`${file}.new`, file);
    },
    remove(memberId) {
      rmSync(fileOf(memberId), { force: true });
    },
    close() {
      // Files are closed after each use.
    },
  };
}

/** The same in one SQLite file of the vendor's own. */
export function openSqliteStore(dataDir: string): MemberStore {
  mkdirSync(dataDir, { recursive: true });
  const database = new Database(path.join(dataDir, 'portals.sqlite'));
  database.pragma('secure_delete = ON');
  database.exec('CREATE TABLE IF NOT EXISTS portal (member_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT');
  const select = database.prepare('SELECT record FROM portal WHERE member_id = ?').pluck();
  const upsert = database.prepare(
    'INSERT INTO portal (member_id, record) VALUES (?, ?) ON CONFLICT (member_id) DO UPDATE SET record = excluded.record',
  );
  const erase = database.prepare('DELETE FROM portal WHERE member_id = ?');
  return {
    read(memberId) {
      const text = select.get(memberId) as string | undefined;
      return text === undefined ? null : (JSON.parse(text) as MemberRecord);
    },
    write(record) {
      if (!isMemberId(record.memberId)) throw new Error('member_id is not an identifier');
      upsert.run(record.memberId, JSON.stringify(record));
    },
    remove(memberId) {
      erase.run(memberId);
    },
    close() {
      database.close();
    },
  };
}
