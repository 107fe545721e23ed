import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';

const KINDS = { profile: 'moderation-sandbox-', portal: 'moderation-portal-' } as const;

/**
 * A new folder among the temporary files that goes with this process: who made it removes it, and what a killed process leaves is swept.
 * @throws AppError not-allowed or storage-full, naming the folder
 */
export function makeThrowawayFolder(kind: keyof typeof KINDS): string {
  try {
    return mkdtempSync(path.join(os.tmpdir(), `${KINDS[kind]}${process.pid}-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    throw new AppError(
      isFull ? 'storage-full' : 'not-allowed',
      `No temporary folder can be made in ${os.tmpdir()} (${code ?? String(error)}).`,
    );
  }
}

/** Removes folders whose process was killed before it could. Never rejects. */
export async function sweepThrowawayFolders(): Promise<void> {
  const folder = os.tmpdir();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const prefix = Object.values(KINDS).find((one) => name.startsWith(one));
    const owner = prefix === undefined ? undefined : /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
