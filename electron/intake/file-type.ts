/** Bytes of a file's beginning that are enough to tell its type. */
export const TYPE_HEAD_BYTES = 4096;

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export function isPictureType(mime: string): mime is PictureType {
  return (PICTURE_TYPES as readonly string[]).includes(mime);
}

/** What an instruction may be: pictures, a short film, a document, a text. */
export const INSTRUCTION_TYPES: readonly string[] = [...PICTURE_TYPES, 'video/mp4', 'video/webm', 'application/pdf', 'text/plain'];

const starts = (head: Uint8Array, bytes: readonly number[], offset = 0): boolean => bytes.every((byte, i) => head[offset + i] === byte);
const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

const SIGNATURES: readonly (readonly [string, readonly (readonly [number, readonly number[]])[]])[] = [
  ['image/png', [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]]],
  ['image/jpeg', [[0, [0xff, 0xd8, 0xff]]]],
  ['image/gif', [[0, ascii('GIF87a')]]],
  ['image/gif', [[0, ascii('GIF89a')]]],
  [
    'image/webp',
    [
      [0, ascii('RIFF')],
      [8, ascii('WEBP')],
    ],
  ],
  ['application/pdf', [[0, ascii('%PDF-')]]],
  ['application/zip', [[0, [0x50, 0x4b, 0x03, 0x04]]]],
  ['application/zip', [[0, [0x50, 0x4b, 0x05, 0x06]]]],
  ['video/mp4', [[4, ascii('ftyp')]]],
  ['video/webm', [[0, [0x1a, 0x45, 0xdf, 0xa3]]]],
];

/**
 * The type by content; the extension is only a claim. HTML and SVG are texts here: nothing downstream may take them
 * for something to be drawn.
 * @param head the first TYPE_HEAD_BYTES of the file, or all of it
 * @param isWhole whether `head` is all of it
 */
export function typeOf(head: Uint8Array, isWhole: boolean): string {
  for (const [mime, parts] of SIGNATURES) {
    if (parts.every(([offset, bytes]) => starts(head, bytes, offset))) return mime;
  }
  return isText(head, isWhole) ? 'text/plain' : 'application/octet-stream';
}

function isText(head: Uint8Array, isWhole: boolean): boolean {
  // A cut may fall inside a character of up to four bytes.
  for (let cut = 0; cut <= (isWhole ? 0 : 3); cut += 1) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.byteLength - cut));
      return !/[\0-\u0008\u000e-\u001f]/.test(text);
    } catch {
      // Try one byte less.
    }
  }
  return false;
}

/** @returns whether a text is an SVG drawing, to name it in the refusal. */
export function looksLikeSvg(head: Uint8Array): boolean {
  return /<svg[\s>]/i.test(new TextDecoder('utf-8').decode(head));
}

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png', 'apng'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
};

/** @returns whether the extension promises another picture type than the content is. */
export function extensionMisleads(path: string, mime: PictureType): boolean {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return extension === undefined || !EXTENSIONS[mime]?.includes(extension);
}
