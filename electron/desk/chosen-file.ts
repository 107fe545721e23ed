import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/limits.ts';
import { mapStorageErrors } from '../store/storage-error.ts';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.txt': 'text/plain',
  '.log': 'text/plain',
  '.json': 'application/json',
  '.har': 'application/json',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.zip': 'application/zip',
};

/**
 * A file that the moderator chose in the system's dialog. @param file absolute path
 * Throws AppError 'invalid-request' when it is larger than `LIMITS.evidenceBytes`.
 */
export async function readChosenFile(
  file: string,
): Promise<{ readonly name: string; readonly mime: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const bytes = await mapStorageErrors(async () => {
    if ((await stat(file)).size > LIMITS.evidenceBytes)
      throw new AppError('invalid-request', 'The file is too large.', { name: path.basename(file) });
    return new Uint8Array(await readFile(file));
  });
  return { name: path.basename(file), mime: BY_EXTENSION[path.extname(file).toLowerCase()] ?? 'application/octet-stream', bytes };
}

/** Writes what the moderator wants to keep where the system's dialog said. */
export async function writeChosenFile(file: string, bytes: Uint8Array): Promise<void> {
  await mapStorageErrors(() => writeFile(file, bytes));
}
