import { crc32 } from 'node:zlib';

export function crc32Of(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** Beyond this the search would take too long; the files that need it are a few kilobytes. */
const MAXIMUM_BYTES = 64 * 1024;

/**
 * Which single byte, altered, would turn a file of this checksum into this one. CRC is linear: the difference of the two
 * checksums depends on the position and the change alone, so all positions are tried by one walk from the end.
 * @param expected CRC-32 that the file had
 * @returns candidates, most often one or none
 */
export function singleByteByCrc(bytes: Uint8Array, expected: number): readonly { readonly index: number; readonly original: number }[] {
  const wanted = (crc32(bytes) ^ expected) >>> 0;
  if (wanted === 0 || bytes.byteLength > MAXIMUM_BYTES) return [];
  const found: { index: number; original: number }[] = [];
  // Checksum difference of each change of the last byte; every step further from the end appends a zero byte.
  const differences = Uint32Array.from({ length: 256 }, (_, change) => TABLE[change] as number);
  for (let index = bytes.byteLength - 1; index >= 0; index -= 1) {
    for (let change = 1; change < 256; change += 1) {
      const difference = differences[change] as number;
      if (difference === wanted) found.push({ index, original: (bytes[index] as number) ^ change });
      differences[change] = ((difference >>> 8) ^ (TABLE[difference & 255] as number)) >>> 0;
    }
  }
  return found;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
