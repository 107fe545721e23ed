import { createHash } from 'node:crypto';

/** The few forms of ASN.1 DER (ITU-T X.690) that a certificate is written in. */

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

export function sequence(parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

export function set(parts: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0x00]));
}

/** A small number, 0 to 127. */
export function integer(value: number): Buffer {
  return element(0x02, Buffer.from([value]));
}

/** A long positive number whose first byte is below 0x80. */
export function unsigned(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

export function octetString(bytes: Buffer): Buffer {
  return element(0x04, bytes);
}

export function bitString(bytes: Buffer, unusedBits: number): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes]));
}

export function utf8(text: string): Buffer {
  return element(0x0c, Buffer.from(text, 'utf8'));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** UTCTime up to 2049, GeneralizedTime after, as RFC 5280 asks. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(digits.slice(2), 'ascii')) : element(0x18, Buffer.from(digits, 'ascii'));
}

/** A context-specific tag, around other elements or in place of one. */
export function context(tag: number, isConstructed: boolean, parts: readonly Buffer[]): Buffer {
  return element(0x80 | (isConstructed ? 0x20 : 0) | tag, Buffer.concat(parts));
}

/** For key identifiers only, where RFC 5280 names this hash. */
export function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
