import { app } from 'electron';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const LIMIT_BYTES = 2 * 1024 * 1024;

/**
 * Writes an unexpected error in full to the log file of this profile; the window only learns 'internal'.
 * Payloads are never written: they may hold secrets.
 */
export function logUnexpected(where: string, error: unknown): void {
  try {
    const folder = app.getPath('logs');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'workstation.log');
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LIMIT_BYTES) renameSync(file, `${file}.1`);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    appendFileSync(file, `${new Date().toISOString()} ${where}: ${text}\n`, { mode: 0o600 });
  } catch {
    // A log that cannot be written (full disk) must not take the answer with it.
  }
}
