import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { newId } from './ids.ts';
import { mapStorageErrors } from './storage-error.ts';

export interface StoredBlob {
  readonly sha256: string;
  readonly sizeBytes: number;
}

const SHA256 = /^[0-9a-f]{64}$/;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Files by the hash of their content: evidence and submitted media. A file appears whole or not at all, is never
 * overwritten by other content, and is hashed again whenever it is read.
 */
export class EvidenceStore {
  constructor(private readonly root: string) {}

  /** Where a blob lies; does not look whether it is there. Throws AppError 'invalid-request' for what is no hash. */
  pathOf(sha256: string): string {
    if (!SHA256.test(sha256)) throw new AppError('invalid-request', 'That is not a content hash.');
    return path.join(this.root, sha256.slice(0, 2), sha256);
  }

  /** Durable when it resolves. The same content is stored once; a damaged copy is replaced by the good one. */
  async put(bytes: Uint8Array): Promise<StoredBlob> {
    const sha256 = await hashOf(bytes);
    await mapStorageErrors(() => this.store(sha256, bytes.byteLength, (temporary) => writeDurably(temporary, bytes)));
    return { sha256, sizeBytes: bytes.byteLength };
  }

  /** Takes a file that a run left behind; the original stays where it is. Throws when it does not have this hash. */
  async putFile(file: string, expectedSha256: string): Promise<StoredBlob> {
    return mapStorageErrors(async () => {
      const bytes = await readFile(file);
      const sha256 = await hashOf(bytes);
      if (sha256 !== expectedSha256) {
        throw new AppError('storage-corrupt', 'A file of the run is not the one that the run reported.', { sha256, expectedSha256 });
      }
      await this.store(sha256, bytes.byteLength, (temporary) => writeDurably(temporary, bytes));
      return { sha256, sizeBytes: bytes.byteLength };
    });
  }

  /** Throws AppError 'not-found' or, when the content no longer has its hash, 'storage-corrupt'. */
  async read(sha256: string): Promise<Uint8Array> {
    const file = this.pathOf(sha256);
    return mapStorageErrors(async () => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(file);
      } catch (error) {
        if (isMissing(error)) throw new AppError('not-found', 'The file is not in the evidence store.', { sha256 });
        throw error;
      }
      if ((await hashOf(bytes)) !== sha256) {
        throw new AppError('storage-corrupt', 'A file in the evidence store was changed: its content does not fit its hash.', { sha256 });
      }
      return bytes;
    });
  }

  async has(sha256: string): Promise<boolean> {
    return (await sizeOf(this.pathOf(sha256))) !== null;
  }

  private async store(sha256: string, sizeBytes: number, write: (temporary: string) => Promise<void>): Promise<void> {
    const target = this.pathOf(sha256);
    if ((await sizeOf(target)) === sizeBytes && (await hashOfFile(target)) === sha256) return;
    const directory = path.dirname(target);
    await mkdir(directory, { recursive: true });
    const temporary = path.join(directory, `${newId()}.part`);
    try {
      await write(temporary);
      await rename(temporary, target);
      await syncDirectory(directory);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

/** In pieces, so that the window keeps answering while a large file is hashed. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    hash.update(bytes.subarray(at, at + CHUNK_BYTES));
    if (at + CHUNK_BYTES < bytes.byteLength) await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest('hex');
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is; systems that cannot open a folder do that by themselves. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
