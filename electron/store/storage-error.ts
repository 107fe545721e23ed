import { AppError, type ErrorCode } from '../../shared/domain/errors.ts';

/** The one place where faults of SQLite and of the file system become codes of the product. */
const BY_PREFIX: readonly (readonly [prefix: string, code: ErrorCode, sentence: string])[] = [
  ['SQLITE_BUSY', 'storage-busy', 'Another process holds the workspace database.'],
  ['SQLITE_LOCKED', 'storage-busy', 'Another connection holds the workspace database.'],
  // The index of the write-ahead log cannot grow: SQLite tells it as a fault of the disk, but it is only full.
  ['SQLITE_IOERR_SHMSIZE', 'storage-full', 'No space is left for the workspace database.'],
  ['SQLITE_FULL', 'storage-full', 'No space is left for the workspace database.'],
  ['SQLITE_CORRUPT', 'storage-corrupt', 'The workspace database is damaged.'],
  ['SQLITE_NOTADB', 'storage-corrupt', 'The workspace database is not a database any more.'],
  ['SQLITE_IOERR', 'storage-corrupt', 'The disk failed while the workspace database was used.'],
  ['SQLITE_READONLY', 'workspace-read-only', 'The workspace database cannot be written.'],
  ['SQLITE_CANTOPEN', 'workspace-read-only', 'The workspace database cannot be opened.'],
  ['SQLITE_PERM', 'workspace-read-only', 'The workspace database cannot be opened.'],
  ['SQLITE_AUTH', 'workspace-read-only', 'The workspace database cannot be opened.'],
  ['SQLITE_TOOBIG', 'invalid-request', 'The text is too long to be stored.'],
];

const BY_ERRNO: Readonly<Record<string, readonly [code: ErrorCode, sentence: string]>> = {
  ENOSPC: ['storage-full', 'No space is left on the disk of the workspace.'],
  EDQUOT: ['storage-full', 'The disk quota of the workspace is used up.'],
  EFBIG: ['storage-full', 'The file is larger than this disk allows.'],
  EROFS: ['workspace-read-only', 'The disk of the workspace is read-only.'],
  EACCES: ['workspace-read-only', 'The folder of the workspace cannot be written.'],
  EPERM: ['workspace-read-only', 'The folder of the workspace cannot be written.'],
  EIO: ['storage-corrupt', 'The disk of the workspace failed.'],
};

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** @returns an AppError where the fault is a known one of the storage, otherwise the error as it was. */
export function toStorageError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === null) return error;
  const errno = BY_ERRNO[code];
  if (errno !== undefined) return withCause(new AppError(errno[0], errno[1], { cause: code }), error);
  for (const [prefix, mapped, sentence] of BY_PREFIX) {
    if (code === prefix || code.startsWith(`${prefix}_`)) return withCause(new AppError(mapped, sentence, { cause: code }), error);
  }
  return error;
}

function withCause(mapped: AppError, cause: unknown): AppError {
  mapped.cause = cause;
  return mapped;
}

/** Runs `work` and translates what it throws. */
export async function mapStorageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}
