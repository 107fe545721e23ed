import { createHash, type Hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/**
 * A hash of a whole file says that it was altered, not where. So the manifest also keeps, for every block of a file,
 * eight bytes of its SHA-256 and two sums modulo a prime: of the bytes, and of the bytes times their positions. One
 * altered byte changes the first sum by its difference and the second by difference times position; the quotient is the
 * position. Several altered bytes in a block are placed at the block's beginning.
 */
export interface FileSums {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly crc32: number;
  readonly blockBytes: number;
  /** Base64 of 12 bytes a block: hash (8), sum (2), weighted sum (2), big-endian. */
  readonly blocks: string;
}

/** Larger than any block and than any byte, below 2^16. */
const PRIME = 65_521;
const RECORD_BYTES = 12;
const HASH_BYTES = 8;
const SMALL_FILE_BYTES = 256 * 1024;
const SMALL_BLOCK_BYTES = 256;
const LARGE_BLOCK_BYTES = 4096;
const PIECE_BYTES = 512 * 1024;

/** The only block size that a file of this size may have. */
export function blockBytesFor(sizeBytes: number): number {
  return sizeBytes <= SMALL_FILE_BYTES ? SMALL_BLOCK_BYTES : LARGE_BLOCK_BYTES;
}

function recordOf(block: Uint8Array): Buffer {
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < block.byteLength; i += 1) {
    const byte = block[i] as number;
    sum += byte;
    // At most 255 * 4096 * 4097 / 2: far from where numbers lose their last digit.
    weighted += byte * (i + 1);
  }
  const record = Buffer.alloc(RECORD_BYTES);
  createHash('sha256').update(block).digest().copy(record, 0, 0, HASH_BYTES);
  record.writeUInt16BE(sum % PRIME, HASH_BYTES);
  record.writeUInt16BE(weighted % PRIME, HASH_BYTES + 2);
  return record;
}

/** Takes a file in pieces of any size. */
export class Summing {
  private readonly whole: Hash = createHash('sha256');
  private readonly records: Buffer[] = [];
  private readonly block: Buffer;
  private filled = 0;
  private size = 0;
  private crc = 0;

  constructor(sizeBytes: number) {
    this.block = Buffer.alloc(blockBytesFor(sizeBytes));
  }

  update(chunk: Uint8Array): void {
    this.whole.update(chunk);
    this.crc = crc32(chunk, this.crc);
    this.size += chunk.byteLength;
    for (let at = 0; at < chunk.byteLength;) {
      const part = chunk.subarray(at, at + this.block.byteLength - this.filled);
      this.block.set(part, this.filled);
      this.filled += part.byteLength;
      at += part.byteLength;
      if (this.filled === this.block.byteLength) this.closeBlock();
    }
  }

  private closeBlock(): void {
    this.records.push(recordOf(this.block.subarray(0, this.filled)));
    this.filled = 0;
  }

  finish(): FileSums {
    if (this.filled > 0) this.closeBlock();
    return {
      sizeBytes: this.size,
      sha256: this.whole.digest('hex'),
      crc32: this.crc,
      blockBytes: this.block.byteLength,
      blocks: Buffer.concat(this.records).toString('base64'),
    };
  }
}

/** Sums of content that is at hand as a whole. */
export function sumsOf(bytes: Uint8Array): FileSums {
  const summing = new Summing(bytes.byteLength);
  summing.update(bytes);
  return summing.finish();
}

/** The same for contents that may be large: gives way between pieces, so that a window keeps answering. */
export async function sumsInPieces(bytes: Uint8Array): Promise<FileSums> {
  const summing = new Summing(bytes.byteLength);
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
    summing.update(bytes.subarray(at, at + PIECE_BYTES));
    await nextTurn();
  }
  return summing.finish();
}

/** Where an altered file first differs, counted in bytes from its beginning. */
export interface FirstDifference {
  readonly offset: number;
  /** The offset is that of the byte itself and not of the block that holds it. */
  readonly isExact: boolean;
  /** What the byte was, when it is the only one altered in its block. */
  readonly original: number | null;
}

/**
 * @param expected sums of the file as it was written
 * @param actual sums of the file as it is
 * @param readBlock gives the bytes of the altered file from an offset on, at most that many
 * @returns null when both are the same
 */
export async function firstDifference(
  expected: FileSums,
  actual: FileSums,
  readBlock: (offset: number, lengthBytes: number) => Promise<Uint8Array>,
): Promise<FirstDifference | null> {
  if (expected.sha256 === actual.sha256 && expected.sizeBytes === actual.sizeBytes) return null;
  const before = Buffer.from(expected.blocks, 'base64');
  const after = Buffer.from(actual.blocks, 'base64');
  const shorter = Math.min(expected.sizeBytes, actual.sizeBytes);
  if (expected.blockBytes !== actual.blockBytes) return { offset: 0, isExact: false, original: null };
  for (let at = 0; at < Math.min(before.byteLength, after.byteLength); at += RECORD_BYTES) {
    if (before.compare(after, at, at + RECORD_BYTES, at, at + RECORD_BYTES) === 0) continue;
    const start = (at / RECORD_BYTES) * expected.blockBytes;
    const lengthBytes = Math.min(expected.blockBytes, expected.sizeBytes - start);
    const block = Buffer.from(await readBlock(start, lengthBytes));
    const single = block.byteLength === lengthBytes ? findSingle(block, before.subarray(at, at + RECORD_BYTES)) : null;
    if (single) return { offset: start + single.index, isExact: true, original: single.original };
    // A last block that only lost its end differs where it ends.
    return { offset: start, isExact: false, original: null };
  }
  return { offset: shorter, isExact: true, original: null };
}

function findSingle(block: Buffer, expected: Buffer): { index: number; original: number } | null {
  const actual = recordOf(block);
  const modulo = (value: number): number => ((value % PRIME) + PRIME) % PRIME;
  const difference = modulo(actual.readUInt16BE(HASH_BYTES) - expected.readUInt16BE(HASH_BYTES));
  const weighted = modulo(actual.readUInt16BE(HASH_BYTES + 2) - expected.readUInt16BE(HASH_BYTES + 2));
  if (difference === 0) return null;
  const index = modulo(weighted * inverse(difference)) - 1;
  const change = difference > 255 ? difference - PRIME : difference;
  const original = (block[index] ?? 0) - change;
  if (index < 0 || index >= block.byteLength || original < 0 || original > 255) return null;
  const mended = Buffer.from(block);
  mended[index] = original;
  return recordOf(mended).equals(expected) ? { index, original } : null;
}

/** Fermat: a^(p-2) is the inverse of a modulo the prime p. */
function inverse(value: number): number {
  let result = 1;
  let base = value;
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
