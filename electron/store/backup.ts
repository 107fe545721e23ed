import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { Connection } from './connection.ts';
import { APPLICATION_ID } from './open-database.ts';
import { toStorageError } from './storage-error.ts';
import type { WorkspaceFolder } from './workspace-folder.ts';

export const BACKUPS_KEPT = 10;
export const BACKUP_INTERVAL_MS = 15 * 60_000;
/** Copies of a large workspace must not fill the disk: beyond this the oldest go, but never the last two. */
const BACKUP_BYTES_KEPT = 4 * 1024 ** 3;
const BACKUPS_ALWAYS_KEPT = 2;

export interface Backup {
  readonly path: string;
  readonly name: string;
  readonly at: number;
  readonly sizeBytes: number;
}

const NAME = /^workspace-(\d{13})-[a-z0-9-]+\.sqlite$/;

/** Newest first. */
export function listBackups(folder: WorkspaceFolder): Backup[] {
  if (!existsSync(folder.backups)) return [];
  const found: Backup[] = [];
  for (const name of readdirSync(folder.backups)) {
    const at = NAME.exec(name)?.[1];
    if (at === undefined) continue;
    const file = path.join(folder.backups, name);
    found.push({ path: file, name, at: Number(at), sizeBytes: statSync(file).size });
  }
  return found.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

/**
 * A whole copy by `VACUUM INTO`: copying the file under WAL would lose what is not checkpointed. Verified (opened,
 * checked, counted) before it counts as a backup, with its SHA-256 beside it. Takes seconds on large workspaces: run it
 * in the worker. @param reason part of the name, e.g. "schedule", "before-migration-20".
 */
export function makeBackup(connection: Connection, folder: WorkspaceFolder, now: number, reason: string): Backup {
  if (!/^[a-z0-9-]+$/.test(reason)) throw new AppError('invalid-request', 'The reason of a backup is a part of its name.', { reason });
  const name = `workspace-${String(now).padStart(13, '0')}-${reason}.sqlite`;
  const target = path.join(folder.backups, name);
  const temporary = `${target}.part`;
  try {
    rmSync(temporary, { force: true });
    requireRoom(folder);
    connection.runAlone('VACUUM INTO ?', temporary);
    const events = connection.value<number>('SELECT count(*) FROM events') ?? 0;
    const copied = checkBackupFile(temporary);
    // Others may have written between the copy and the count, but nothing that was there may be missing.
    if (copied.events > events) throw new AppError('storage-corrupt', 'The backup does not fit the workspace.');
    syncFile(temporary);
    writeFileSync(`${target}.sha256`, `${hashFile(temporary)}  ${name}\n`);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    rmSync(`${target}.sha256`, { force: true });
    throw toStorageError(error);
  }
  dropOld(folder);
  return { path: target, name, at: now, sizeBytes: statSync(target).size };
}

/** A copy that fills the disk would take the room that the next decision needs. Throws AppError 'storage-full'. */
function requireRoom(folder: WorkspaceFolder): void {
  const { bavail, bsize } = statfsSync(folder.root);
  const sizeBytes = statSync(folder.database).size;
  if (bavail * bsize < 2 * sizeBytes) {
    throw new AppError('storage-full', 'There is not enough room on the disk for a backup.', { freeBytes: bavail * bsize, sizeBytes });
  }
}

function dropOld(folder: WorkspaceFolder): void {
  let keptBytes = 0;
  listBackups(folder).forEach((backup, index) => {
    keptBytes += backup.sizeBytes;
    if (index < BACKUPS_ALWAYS_KEPT || (index < BACKUPS_KEPT && keptBytes <= BACKUP_BYTES_KEPT)) return;
    rmSync(backup.path, { force: true });
    rmSync(`${backup.path}.sha256`, { force: true });
  });
}

/** Throws AppError 'storage-corrupt' when the backup is not whole or its hash does not fit. */
export function verifyBackup(backup: Backup): { readonly events: number; readonly submissions: number } {
  const recorded = existsSync(`${backup.path}.sha256`) ? readFileSync(`${backup.path}.sha256`, 'utf8').slice(0, 64) : null;
  if (recorded !== null && recorded !== hashFile(backup.path)) {
    throw new AppError('storage-corrupt', `The backup ${backup.name} was changed after it was made.`, { path: backup.path });
  }
  return checkBackupFile(backup.path);
}

/** The newest backup that is whole, or null. */
export function newestGoodBackup(folder: WorkspaceFolder): Backup | null {
  for (const backup of listBackups(folder)) {
    try {
      verifyBackup(backup);
      return backup;
    } catch {
      // An unusable backup is passed over; the one before it may be good.
    }
  }
  return null;
}

/**
 * Puts a backup in the place of the database. What was there is kept beside it under a name with the time.
 * @returns paths of what was set aside. Nobody may have the workspace open.
 */
export function restoreBackup(folder: WorkspaceFolder, backup: Backup, now: number): readonly string[] {
  verifyBackup(backup);
  const aside: string[] = [];
  try {
    const restored = `${folder.database}.restored`;
    copyFileSync(backup.path, restored);
    syncFile(restored);
    for (const suffix of ['-wal', '-shm', '']) {
      const file = `${folder.database}${suffix}`;
      if (!existsSync(file)) continue;
      const kept = path.join(folder.root, `workspace.damaged-${String(now)}.sqlite${suffix}`);
      renameSync(file, kept);
      aside.push(kept);
    }
    renameSync(restored, folder.database);
  } catch (error) {
    throw toStorageError(error);
  }
  return aside;
}

function checkBackupFile(file: string): { readonly events: number; readonly submissions: number } {
  let raw: Database.Database | null = null;
  try {
    raw = new Database(file, { readonly: true, fileMustExist: true });
    const whole = raw.pragma('quick_check', { simple: true });
    const ours = raw.pragma('application_id', { simple: true }) === APPLICATION_ID;
    if (whole !== 'ok' || !ours) throw new AppError('storage-corrupt', `The backup ${path.basename(file)} is damaged.`, { path: file });
    const count = (table: string): number => Number(raw?.prepare(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0);
    return { events: count('events'), submissions: count('submissions') };
  } catch (error) {
    throw toStorageError(error);
  } finally {
    raw?.close();
  }
}

function hashFile(file: string): string {
  const hash = createHash('sha256');
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(1024 * 1024);
    for (;;) {
      const size = readSync(handle, chunk, 0, chunk.length, null);
      if (size === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, size));
    }
  } finally {
    closeSync(handle);
  }
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
