import type { PictureType } from './file-type.ts';
import { checkPixels, damaged, type PictureFacts } from './picture-fault.ts';
import { scanPng } from './png-scan.ts';

/**
 * Measures a picture without drawing it. Sizes come from the header and are held against LIMITS.imagePixels before
 * anything is inflated. Transparency: PNG by its pixels; GIF and WebP by what the file declares; JPEG never.
 * @param bytes the whole file
 * Throws PictureFault.
 */
export async function measurePicture(bytes: Uint8Array, mime: PictureType): Promise<PictureFacts> {
  switch (mime) {
    case 'image/png':
      return scanPng(bytes);
    case 'image/jpeg':
      return measureJpeg(bytes);
    case 'image/gif':
      return measureGif(bytes);
    case 'image/webp':
      return measureWebp(bytes);
  }
}

const cutShort = (): never => damaged('файл обрывается', 'the file is cut short');

function measureJpeg(bytes: Uint8Array): PictureFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { widthPx: number; heightPx: number } | null = null;
  let at = 2;
  for (;;) {
    if (at + 4 > bytes.byteLength) cutShort();
    if (bytes[at] !== 0xff) damaged('нарушены блоки JPEG', 'its JPEG segments are broken');
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Markers without a length: TEM, restart, start and end of image.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) damaged('в нём нет изображения', 'it holds no image');
    const length = view.getUint16(at + 2);
    if (length < 2) damaged('нарушены блоки JPEG', 'its JPEG segments are broken');
    // Start of frame: C0 to CF without tables (C4), extension (C8) and arithmetic conditioning (CC).
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (at + 9 > bytes.byteLength) cutShort();
      size = { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
      checkPixels(size.widthPx, size.heightPx);
    }
    if (marker === 0xda) break;
    at += 2 + length;
  }
  if (!size) damaged('не указан размер', 'its size is not stated');
  // Other bytes may follow the end marker (cameras add previews), so the last one is looked for.
  let end = bytes.byteLength - 2;
  while (end > at && !(bytes[end] === 0xff && bytes[end + 1] === 0xd9)) end -= 1;
  if (end <= at) cutShort();
  return { ...size, hasTransparentPixels: false, isAnimated: false };
}

function measureGif(bytes: Uint8Array): PictureFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 14) cutShort();
  const widthPx = view.getUint16(6, true);
  const heightPx = view.getUint16(8, true);
  checkPixels(widthPx, heightPx);
  const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(bytes[10] as number);
  let frames = 0;
  let hasTransparentPixels = false;
  const skipBlocks = (): void => {
    for (;;) {
      const size = bytes[at];
      if (size === undefined) cutShort();
      at += 1 + (size as number);
      if (size === 0) return;
    }
  };
  for (;;) {
    const kind = bytes[at];
    if (kind === undefined) cutShort();
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      // Graphic control extension: its first flag bit says that one colour index is transparent.
      if (bytes[at + 1] === 0xf9 && ((bytes[at + 3] ?? 0) & 1) === 1) hasTransparentPixels = true;
      at += 2;
      skipBlocks();
    } else if (kind === 0x2c) {
      if (at + 10 > bytes.byteLength) cutShort();
      frames += 1;
      at += 10 + tableBytes(bytes[at + 9] as number) + 1;
      skipBlocks();
    } else damaged('нарушены блоки GIF', 'its GIF blocks are broken');
  }
  if (frames === 0) damaged('в нём нет изображения', 'it holds no image');
  return { widthPx, heightPx, hasTransparentPixels, isAnimated: frames > 1 };
}

function measureWebp(bytes: Uint8Array): PictureFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 30) cutShort();
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.byteLength) cutShort();
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  const facts = (widthPx: number, heightPx: number, hasTransparentPixels: boolean, isAnimated: boolean): PictureFacts => {
    checkPixels(widthPx, heightPx);
    return { widthPx, heightPx, hasTransparentPixels, isAnimated };
  };
  const u24 = (at: number): number => view.getUint16(at, true) | ((bytes[at + 2] as number) << 16);
  switch (name(12)) {
    case 'VP8X': {
      const flags = bytes[20] as number;
      return facts(u24(24) + 1, u24(27) + 1, (flags & 0x10) !== 0, (flags & 0x02) !== 0);
    }
    case 'VP8L': {
      if (bytes[20] !== 0x2f) damaged('нарушен заголовок WebP', 'its WebP header is broken');
      const bits = view.getUint32(21, true);
      return facts((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, ((bits >>> 28) & 1) === 1, false);
    }
    case 'VP8 ': {
      if (bytes[23] !== 0x9d || bytes[24] !== 0x01 || bytes[25] !== 0x2a) damaged('нарушен заголовок WebP', 'its WebP header is broken');
      return facts(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff, false, false);
    }
    default:
      return damaged('нарушен заголовок WebP', 'its WebP header is broken');
  }
}
