import Database from 'better-sqlite3';
import { AppError } from '../../shared/domain/errors.ts';
import { toStorageError } from './storage-error.ts';

/** Held while the application has the workspace open; the operating system lets go of it when the process dies. */
export interface WorkspaceLock {
  release(): void;
}

/**
 * An exclusive lock by way of an open transaction on a little SQLite file: the same on every system, and nothing is left
 * behind after a crash. Throws AppError 'storage-busy' when another application holds it.
 */
export function lockWorkspace(lockFile: string): WorkspaceLock {
  let raw: Database.Database | null = null;
  try {
    raw = new Database(lockFile, { timeout: 0 });
    raw.pragma('journal_mode = DELETE');
    raw.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    raw?.close();
    const mapped = toStorageError(error);
    if (mapped instanceof AppError && mapped.code === 'storage-busy') {
      throw new AppError('storage-busy', 'The workspace is open in another window of the workstation.', { lock: lockFile });
    }
    throw mapped;
  }
  const held = raw;
  return {
    release: () => {
      held.close();
    },
  };
}
