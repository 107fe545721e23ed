import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/domain/errors.ts';
import { toStorageError } from '../../../electron/store/storage-error.ts';

describe('faults of SQLite and of the file system', () => {
  it.each([
    ['SQLITE_FULL', 'storage-full'],
    // What SQLite 3 throws when the index of the write-ahead log finds no room on a full disk.
    ['SQLITE_IOERR_SHMSIZE', 'storage-full'],
    ['ENOSPC', 'storage-full'],
    ['SQLITE_IOERR_READ', 'storage-corrupt'],
    ['SQLITE_BUSY_SNAPSHOT', 'storage-busy'],
    ['SQLITE_READONLY_DBMOVED', 'workspace-read-only'],
  ])('%s is told as %s', (code, expected) => {
    const told = toStorageError(Object.assign(new Error('fault'), { code }));
    expect(told).toBeInstanceOf(AppError);
    expect(told).toMatchObject({ code: expected, details: { cause: code } });
  });

  it('leaves other errors as they are', () => {
    const fault = new Error('something else');
    expect(toStorageError(fault)).toBe(fault);
  });
});
