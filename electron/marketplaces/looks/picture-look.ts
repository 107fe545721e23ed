import { decode } from '@cwasm/jpeg-turbo';
import { PNG } from 'pngjs';

export interface PictureLook {
  readonly sharpness: number;
  readonly fingerprint: string;
}

/** Pictures of more pixels are not drawn; intake lets them in, no marketplace does. */
const MAXIMUM_PIXELS = 12_000_000;

/**
 * How sharp a picture is and what it looks like from afar. @param bytes a PNG or JPEG that intake has measured
 * @returns null for other formats, too large and broken ones
 */
export function lookAtPicture(bytes: Buffer, mime: string, pixels: number): PictureLook | null {
  if (pixels > MAXIMUM_PIXELS) return null;
  try {
    if (mime === 'image/png') {
      const { width, height, data } = PNG.sync.read(bytes);
      return lookAtPixels(width, height, data);
    }
    if (mime === 'image/jpeg') {
      const { width, height, data } = decode(bytes);
      return lookAtPixels(width, height, data);
    }
  } catch {
    // Decoders throw what they like on broken files: the check then says that it could not look.
  }
  return null;
}

/** @param rgba four bytes a pixel */
export function lookAtPixels(width: number, height: number, rgba: Uint8Array | Uint8ClampedArray): PictureLook {
  const grey = new Float32Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) {
    grey[i] = 0.299 * (rgba[at] as number) + 0.587 * (rgba[at + 1] as number) + 0.114 * (rgba[at + 2] as number);
  }
  return { sharpness: sharpnessOf(grey, width, height), fingerprint: fingerprintOf(grey, width, height) };
}

/**
 * Variance of the Laplacian in tiles; the mean of the sharpest tenth of them. Tiles, since most of a screen is empty surface:
 * what counts is whether anything on it is sharp.
 */
function sharpnessOf(grey: Float32Array, width: number, height: number): number {
  const TILE = 32;
  const tiles: number[] = [];
  for (let ty = 1; ty + TILE < height; ty += TILE) {
    for (let tx = 1; tx + TILE < width; tx += TILE) {
      let sum = 0;
      let squares = 0;
      for (let y = ty; y < ty + TILE; y += 1) {
        for (let x = tx; x < tx + TILE; x += 1) {
          const at = y * width + x;
          const edge =
            (grey[at - 1] as number) +
            (grey[at + 1] as number) +
            (grey[at - width] as number) +
            (grey[at + width] as number) -
            4 * (grey[at] as number);
          sum += edge;
          squares += edge * edge;
        }
      }
      const n = TILE * TILE;
      tiles.push(squares / n - (sum / n) ** 2);
    }
  }
  tiles.sort((a, b) => b - a);
  const top = tiles.slice(0, Math.max(1, Math.ceil(tiles.length / 10)));
  return top.length === 0 ? 0 : top.reduce((total, each) => total + each, 0) / top.length;
}

/** Difference hash: 16 rows of 16 comparisons of neighbouring mean brightness. */
function fingerprintOf(grey: Float32Array, width: number, height: number): string {
  const COLUMNS = 17;
  const ROWS = 16;
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  const columnOf = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * COLUMNS) / width));
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x += 1) {
      const cell = row + (columnOf[x] as number);
      sums[cell] = (sums[cell] as number) + (grey[y * width + x] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  let hex = '';
  let nibble = 0;
  for (let bit = 0; bit < ROWS * (COLUMNS - 1); bit += 1) {
    const cell = Math.floor(bit / (COLUMNS - 1)) * COLUMNS + (bit % (COLUMNS - 1));
    const here = (sums[cell] as number) / Math.max(1, counts[cell] as number);
    const next = (sums[cell + 1] as number) / Math.max(1, counts[cell + 1] as number);
    // Half a level of brightness, so that noise on an even surface sets no bits.
    nibble = (nibble << 1) | Number(next > here + 0.5);
    if (bit % 4 === 3) {
      hex += nibble.toString(16);
      nibble = 0;
    }
  }
  return hex;
}
