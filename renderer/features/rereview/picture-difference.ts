import pixelmatch from 'pixelmatch';

export interface PictureDifference {
  /** The newer picture, pale, with every pixel that differs in red. Size of the larger of both in each direction. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  /** How many pixels differ, those that only one picture has included. */
  readonly differing: number;
  /** differing out of all, 0 to 1. */
  readonly share: number;
}

export type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>;

/** Pixels of more than this are not compared here: it would hold the window up. */
export const COMPARED_PIXELS = 16_000_000;

/** How far two colours must be apart to count, 0 to 1: compression noise of a picture saved twice stays below it. */
const THRESHOLD = 0.1;

/** Lays a picture at the top left of a larger, transparent one. */
function padded({ data, width, height }: Pixels, widthPx: number, heightPx: number): Uint8ClampedArray {
  if (width === widthPx && height === heightPx) return data;
  const pixels = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < height; y += 1) pixels.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * widthPx * 4);
  return pixels;
}

/** Proportions that differ by less come from rounding to whole pixels. */
const SAME_PROPORTIONS = 0.01;

/** Whether one picture can be the other at another size: the sizes differ, the proportions do not. */
export function isScaled(before: Pick<Pixels, 'width' | 'height'>, now: Pick<Pixels, 'width' | 'height'>): boolean {
  if (before.width === now.width && before.height === now.height) return false;
  const [a, b] = [before.width / before.height, now.width / now.height];
  return Math.abs(a - b) / b < SAME_PROPORTIONS;
}

/** Compares two pictures pixel by pixel, from their top left corners; what lies outside the smaller one differs. */
export function pictureDifference(before: Pixels, now: Pixels): PictureDifference {
  const widthPx = Math.max(before.width, now.width);
  const heightPx = Math.max(before.height, now.height);
  const pixels = new Uint8ClampedArray(widthPx * heightPx * 4);
  const outside = new Uint8Array(widthPx * heightPx);
  const isIn = (picture: Pixels, x: number, y: number): boolean => x < picture.width && y < picture.height;
  let onlyInOne = 0;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      if (isIn(before, x, y) && isIn(now, x, y)) continue;
      outside[y * widthPx + x] = 1;
      if (isIn(before, x, y) || isIn(now, x, y)) onlyInOne += 1;
    }
  }
  const differing =
    onlyInOne +
    pixelmatch(padded(before, widthPx, heightPx), padded(now, widthPx, heightPx), pixels, widthPx, heightPx, {
      threshold: THRESHOLD,
      ignoreMask: outside,
    });
  outside.forEach((is, at) => {
    if (is === 1) pixels.set([255, 0, 0, 255], at * 4);
  });
  return { pixels, widthPx, heightPx, differing, share: differing / (widthPx * heightPx) };
}
