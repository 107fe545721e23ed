import { crc32, createInflate } from 'node:zlib';
import { checkPixels, damaged, PictureFault, type PictureFacts } from './picture-fault.ts';

/**
 * Reads a PNG chunk by chunk and inflates it row by row, so that a picture of any allowed size costs two rows of memory
 * and never holds the event loop: pngjs would need four bytes a pixel at once (160 MB at the limit) in one go.
 */
interface Header {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: number;
  readonly colorType: number;
  readonly isInterlaced: boolean;
}

/** Samples a pixel by colour type, and the bit depths each allows (PNG specification, table 11.1). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
/** Adam7: first column, first row, column step, row step of each pass. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Real files have a few thousand at most; millions of empty ones would only hold the event loop. */
const MAXIMUM_CHUNKS = 65_536;

/** @param bytes a whole PNG file. Throws PictureFault. */
export async function scanPng(bytes: Uint8Array): Promise<PictureFacts> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  let isAnimated = false;
  let hasEnd = false;
  const data: Uint8Array[] = [];
  let chunks = 0;
  for (let at = 8; !hasEnd;) {
    chunks += 1;
    if (chunks > MAXIMUM_CHUNKS) damaged('слишком много блоков PNG', 'it has too many PNG chunks');
    if (at + 12 > bytes.byteLength) damaged('файл обрывается', 'the file is cut short');
    const length = view.getUint32(at);
    if (length > bytes.byteLength - at - 12) damaged('файл обрывается', 'the file is cut short');
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) {
      damaged('не сходится контрольная сумма PNG', 'a PNG checksum does not match');
    }
    if (!header && name !== 'IHDR') damaged('нарушен заголовок PNG', 'its PNG header is broken');
    if (name === 'IHDR') header = readHeader(body, header);
    else if (name === 'PLTE') palette = body;
    else if (name === 'tRNS') transparency = body;
    else if (name === 'acTL') isAnimated = true;
    else if (name === 'IDAT') data.push(body);
    else if (name === 'IEND') hasEnd = true;
    at += 12 + length;
  }
  if (!header || data.length === 0) damaged('в нём нет изображения', 'it holds no image');
  if (header.colorType === 3 && (!palette || palette.byteLength % 3 !== 0)) damaged('нет палитры', 'its palette is missing');
  const hasTransparentPixels = await scanRows(data, header, transparency);
  return { widthPx: header.widthPx, heightPx: header.heightPx, hasTransparentPixels, isAnimated };
}

function readHeader(body: Uint8Array, before: Header | null): Header {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (before || body.byteLength !== 13) damaged('нарушен заголовок PNG', 'its PNG header is broken');
  const header: Header = {
    widthPx: view.getUint32(0),
    heightPx: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colorType: view.getUint8(9),
    isInterlaced: view.getUint8(12) === 1,
  };
  checkPixels(header.widthPx, header.heightPx);
  const isKnown =
    DEPTHS[header.colorType]?.includes(header.bitDepth) && view.getUint8(10) === 0 && view.getUint8(11) === 0 && view.getUint8(12) <= 1;
  if (!isKnown) damaged('нарушен заголовок PNG', 'its PNG header is broken');
  return header;
}

async function scanRows(data: readonly Uint8Array[], header: Header, transparency: Uint8Array | null): Promise<boolean> {
  const bitsPerPixel = (CHANNELS[header.colorType] as number) * header.bitDepth;
  const rows = passes(header).map(({ columns, rows }) => ({ rowBytes: Math.ceil((columns * bitsPerPixel) / 8), columns, rows }));
  const expectedBytes = rows.reduce((sum, pass) => sum + pass.rows * (pass.rowBytes + 1), 0);
  const isTransparent = transparencyTest(header, transparency);
  const pixelBytes = Math.max(1, bitsPerPixel >> 3);

  let found = false;
  let total = 0;
  let pass = 0;
  let row = 0;
  let filled = 0;
  const longest = Math.max(...rows.map((each) => each.rowBytes)) + 1;
  let current = new Uint8Array(longest);
  let previous = new Uint8Array(longest);

  const take = (chunk: Uint8Array): void => {
    for (let at = 0; at < chunk.byteLength && !found;) {
      const shape = rows[pass];
      if (!shape) return;
      const needed = shape.rowBytes + 1 - filled;
      const part = chunk.subarray(at, at + needed);
      current.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
      if (filled < shape.rowBytes + 1) return;
      unfilter(current, previous, shape.rowBytes, pixelBytes);
      found = isTransparent(current, shape.columns);
      [current, previous] = [previous, current];
      filled = 0;
      row += 1;
      if (row === shape.rows) {
        row = 0;
        pass += 1;
        previous.fill(0);
      }
    }
  };

  const inflate = createInflate();
  // Fed from a generator: nothing is copied, and the pieces are inflated off the main thread one after another.
  const feeding = (async () => {
    for (const piece of data) {
      for (let at = 0; at < piece.byteLength; at += 65536) {
        if (!inflate.write(piece.subarray(at, at + 65536))) await new Promise((resolve) => inflate.once('drain', resolve));
      }
    }
    inflate.end();
  })();
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      total += chunk.byteLength;
      if (total > expectedBytes) break;
      if (isTransparent !== NEVER && !found) take(chunk);
    }
  } catch (error) {
    if (error instanceof PictureFault) throw error;
    damaged('сжатые данные PNG не читаются', 'its compressed PNG data cannot be read');
  } finally {
    inflate.destroy();
    void feeding.catch(() => undefined);
  }
  if (total !== expectedBytes) damaged('данных PNG больше или меньше, чем точек', 'its PNG data does not fit its size');
  return found;
}

function passes(header: Header): readonly { columns: number; rows: number }[] {
  if (!header.isInterlaced) return [{ columns: header.widthPx, rows: header.heightPx }];
  return PASSES.map(([x, y, dx, dy]) => ({
    columns: Math.ceil((header.widthPx - x) / dx),
    rows: Math.ceil((header.heightPx - y) / dy),
  })).filter(({ columns, rows }) => columns > 0 && rows > 0);
}

type RowTest = (row: Uint8Array, columns: number) => boolean;
const NEVER: RowTest = () => false;

/** Rows begin with their filter byte, so samples start at offset 1. */
function transparencyTest(header: Header, transparency: Uint8Array | null): RowTest {
  const { bitDepth, colorType } = header;
  if (colorType === 4 || colorType === 6) {
    const channels = CHANNELS[colorType] as number;
    const sampleBytes = bitDepth / 8;
    const step = channels * sampleBytes;
    const alphaAt = (channels - 1) * sampleBytes;
    return (row, columns) => {
      for (let i = 1 + alphaAt, end = 1 + columns * step; i < end; i += step) {
        if (row[i] !== 255 || (sampleBytes === 2 && row[i + 1] !== 255)) return true;
      }
      return false;
    };
  }
  if (!transparency || transparency.byteLength === 0) return NEVER;
  if (colorType === 3) {
    return (row, columns) => {
      for (let i = 0; i < columns; i += 1) {
        if ((transparency[sample(row, i, bitDepth)] ?? 255) !== 255) return true;
      }
      return false;
    };
  }
  // One colour is declared transparent: two bytes per channel whatever the depth.
  const key: number[] = [];
  for (let i = 0; i + 1 < transparency.byteLength; i += 2) key.push(((transparency[i] as number) << 8) | (transparency[i + 1] as number));
  const channels = CHANNELS[colorType] as number;
  if (key.length < channels) return NEVER;
  return (row, columns) => {
    for (let i = 0; i < columns; i += 1) {
      let isKey = true;
      for (let channel = 0; channel < channels && isKey; channel += 1)
        isKey = sample(row, i * channels + channel, bitDepth) === key[channel];
      if (isKey) return true;
    }
    return false;
  };
}

function sample(row: Uint8Array, index: number, bitDepth: number): number {
  if (bitDepth === 8) return row[1 + index] as number;
  if (bitDepth === 16) return ((row[1 + 2 * index] as number) << 8) | (row[2 + 2 * index] as number);
  const bit = index * bitDepth;
  return ((row[1 + (bit >> 3)] as number) >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

/** Undoes the row's filter in place (PNG specification, section 9). */
function unfilter(row: Uint8Array, above: Uint8Array, rowBytes: number, pixelBytes: number): void {
  const filter = row[0];
  if (filter === 0) return;
  if (filter === undefined || filter > 4) damaged('неизвестный фильтр строки PNG', 'a PNG row has an unknown filter');
  for (let i = 1; i <= rowBytes; i += 1) {
    const left = i > pixelBytes ? (row[i - pixelBytes] as number) : 0;
    const up = above[i] as number;
    const raw = row[i] as number;
    if (filter === 1) row[i] = raw + left;
    else if (filter === 2) row[i] = raw + up;
    else if (filter === 3) row[i] = raw + ((left + up) >> 1);
    else {
      const corner = i > pixelBytes ? (above[i - pixelBytes] as number) : 0;
      const estimate = left + up - corner;
      const toLeft = Math.abs(estimate - left);
      const toUp = Math.abs(estimate - up);
      const toCorner = Math.abs(estimate - corner);
      row[i] = raw + (toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
  }
}
