import fc from 'fast-check';
import { PNG } from 'pngjs';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { measurePicture } from '../../../electron/intake/picture.ts';
import { PictureFault } from '../../../electron/intake/picture-fault.ts';
import { png } from './package-builder.ts';

function chunk(name: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.byteLength);
  head.write(name, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body, crc32(head.subarray(4))));
  return Buffer.concat([head, body, tail]);
}

interface Spec {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly interlace?: number;
  readonly extra?: readonly Buffer[];
  /** Inflated rows with their filter bytes. */
  readonly rows: Uint8Array;
}

function rawPng(spec: Spec): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(spec.width, 0);
  header.writeUInt32BE(spec.height, 4);
  header.set([spec.depth, spec.colorType, 0, 0, spec.interlace ?? 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(spec.extra ?? []),
    chunk('IDAT', deflateSync(spec.rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

const scan = (bytes: Uint8Array) => measurePicture(bytes, 'image/png');

describe('PNG', () => {
  it('finds a single transparent pixel wherever it is, whatever the filters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(),
        fc.integer({ min: -1, max: 4 }),
        async (width, height, alpha, at, filterType) => {
          const image = new PNG({ width, height });
          for (let i = 0; i < width * height; i += 1) image.data.set([(i * 7919) & 255, (i * 104729) & 255, (i * 31) & 255, 255], i * 4);
          image.data[(at % (width * height)) * 4 + 3] = alpha;
          const facts = await scan(PNG.sync.write(image, { filterType: filterType as 0 }));
          expect(facts).toEqual({ widthPx: width, heightPx: height, hasTransparentPixels: alpha < 255, isAnimated: false });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads 16-bit samples, where only the low byte may differ', async () => {
    const rows = (low: number) => Buffer.from([0, 1, 2, 3, 4, 5, 6, 255, low]);
    expect((await scan(rawPng({ width: 1, height: 1, depth: 16, colorType: 6, rows: rows(255) }))).hasTransparentPixels).toBe(false);
    expect((await scan(rawPng({ width: 1, height: 1, depth: 16, colorType: 6, rows: rows(254) }))).hasTransparentPixels).toBe(true);
  });

  it('asks which palette entries are used', async () => {
    const extra = [chunk('PLTE', Buffer.from([0, 0, 0, 9, 9, 9])), chunk('tRNS', Buffer.from([0]))];
    const spec = { width: 4, height: 1, depth: 2, colorType: 3, extra };
    expect((await scan(rawPng({ ...spec, rows: Buffer.from([0, 0b01010101]) }))).hasTransparentPixels).toBe(false);
    expect((await scan(rawPng({ ...spec, rows: Buffer.from([0, 0b01010001]) }))).hasTransparentPixels).toBe(true);
  });

  it('knows the transparent colour of pictures without an alpha channel', async () => {
    const extra = [chunk('tRNS', Buffer.from([0, 10, 0, 20, 0, 30]))];
    const spec = { width: 2, height: 1, depth: 8, colorType: 2, extra };
    expect((await scan(rawPng({ ...spec, rows: Buffer.from([0, 10, 20, 31, 10, 21, 30]) }))).hasTransparentPixels).toBe(false);
    expect((await scan(rawPng({ ...spec, rows: Buffer.from([0, 1, 2, 3, 10, 20, 30]) }))).hasTransparentPixels).toBe(true);
  });

  it('reads interlaced pictures', async () => {
    // 3 x 3 grey with alpha: the passes that are not empty hold 1, 1, 2, 1 + 1 and 3 pixels.
    const rows = (alpha: number) =>
      Buffer.from([0, 9, 255, 0, 9, 255, 0, 9, 255, 9, 255, 0, 9, 255, 0, 9, 255, 0, 9, 255, 9, 255, 9, alpha]);
    expect((await scan(rawPng({ width: 3, height: 3, depth: 8, colorType: 4, interlace: 1, rows: rows(255) }))).hasTransparentPixels).toBe(
      false,
    );
    expect((await scan(rawPng({ width: 3, height: 3, depth: 8, colorType: 4, interlace: 1, rows: rows(7) }))).hasTransparentPixels).toBe(
      true,
    );
  });

  it('begins every pass of an interlaced picture above nothing', async () => {
    // The same picture with the filter "up" in every row: where a pass begins, what stands above is zero.
    const rows = Buffer.from([2, 9, 255, 2, 9, 255, 2, 9, 255, 9, 255, 2, 9, 255, 2, 0, 0, 2, 9, 255, 9, 255, 9, 255]);
    expect((await scan(rawPng({ width: 3, height: 3, depth: 8, colorType: 4, interlace: 1, rows }))).hasTransparentPixels).toBe(false);
  });

  it('notices animation', async () => {
    const still = rawPng({ width: 1, height: 1, depth: 8, colorType: 0, rows: Buffer.from([0, 5]) });
    const moving = rawPng({
      width: 1,
      height: 1,
      depth: 8,
      colorType: 0,
      rows: Buffer.from([0, 5]),
      extra: [chunk('acTL', Buffer.alloc(8))],
    });
    expect((await scan(still)).isAnimated).toBe(false);
    expect((await scan(moving)).isAnimated).toBe(true);
  });

  it('refuses by the header alone what would fill the memory', async () => {
    const bomb = rawPng({ width: 50_000, height: 50_000, depth: 8, colorType: 6, rows: Buffer.alloc(10) });
    await expect(scan(bomb)).rejects.toThrow('exceeds 40 megapixels');
  });

  it('refuses rows that are more or fewer than the header says', async () => {
    const spec = { width: 2, height: 2, depth: 8, colorType: 0 };
    await expect(scan(rawPng({ ...spec, rows: Buffer.alloc(6) }))).resolves.toBeDefined();
    await expect(scan(rawPng({ ...spec, rows: Buffer.alloc(5) }))).rejects.toThrow(PictureFault);
    await expect(scan(rawPng({ ...spec, rows: Buffer.alloc(5_000_000) }))).rejects.toThrow(PictureFault);
  });

  it('refuses every picture that is cut short and every one with a damaged byte in its data', async () => {
    const good = png(16, 16, 3);
    for (let length = 8; length < good.byteLength; length += 7) await expect(scan(good.subarray(0, length))).rejects.toThrow(PictureFault);
    for (let at = 8; at < good.byteLength; at += 5) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] as number) ^ 0x10;
      await expect(scan(bad), `byte ${at}`).rejects.toThrow(PictureFault);
    }
  });

  it('leaves the event loop free while a large picture is read', async () => {
    const width = 2000;
    const height = 1500;
    const large = rawPng({
      width,
      height,
      depth: 8,
      colorType: 6,
      rows: Buffer.alloc(height * (width * 4 + 1))
        .fill(255)
        .map((byte, i) => (i % (width * 4 + 1) === 0 ? 0 : byte)),
    });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    last = performance.now();
    const facts = await scan(large);
    clearInterval(timer);
    expect(facts.hasTransparentPixels).toBe(false);
    expect(longest).toBeLessThan(300);
  });
});

describe('JPEG', () => {
  const jpeg = Buffer.from([
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3,
    0xff, 0xd9,
  ]);
  it('reads the size of a progressive picture', async () => {
    expect(await measurePicture(jpeg, 'image/jpeg')).toEqual({ widthPx: 40, heightPx: 30, hasTransparentPixels: false, isAnimated: false });
  });
  it('refuses what is cut short', async () => {
    for (let length = 2; length < jpeg.byteLength; length += 1)
      await expect(measurePicture(jpeg.subarray(0, length), 'image/jpeg')).rejects.toThrow(PictureFault);
  });
});

describe('GIF', () => {
  const gif = (frames: number, transparent: boolean): Buffer => {
    const frame = [0x21, 0xf9, 4, transparent ? 1 : 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 2, 0x44, 1, 0];
    return Buffer.concat([
      Buffer.from('GIF89a', 'latin1'),
      Buffer.from([2, 0, 3, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
      ...Array.from({ length: frames }, () => Buffer.from(frame)),
      Buffer.from([0x3b]),
    ]);
  };
  it('tells still and moving, opaque and transparent', async () => {
    expect(await measurePicture(gif(1, false), 'image/gif')).toEqual({
      widthPx: 2,
      heightPx: 3,
      hasTransparentPixels: false,
      isAnimated: false,
    });
    expect(await measurePicture(gif(3, true), 'image/gif')).toEqual({
      widthPx: 2,
      heightPx: 3,
      hasTransparentPixels: true,
      isAnimated: true,
    });
  });
  it('refuses what is cut short or holds no picture', async () => {
    const whole = gif(2, true);
    for (let length = 6; length < whole.byteLength; length += 1)
      await expect(measurePicture(whole.subarray(0, length), 'image/gif')).rejects.toThrow(PictureFault);
    await expect(measurePicture(gif(0, false), 'image/gif')).rejects.toThrow(PictureFault);
  });
});

describe('WebP', () => {
  const riff = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(20);
    head.write('RIFF', 0, 'latin1');
    head.writeUInt32LE(12 + body.byteLength, 4);
    head.write('WEBP', 8, 'latin1');
    head.write(name, 12, 'latin1');
    head.writeUInt32LE(body.byteLength, 16);
    return Buffer.concat([head, body]);
  };
  it('reads the three kinds of header', async () => {
    expect(await measurePicture(riff('VP8X', Buffer.from([0x12, 0, 0, 0, 99, 0, 0, 49, 0, 0])), 'image/webp')).toEqual({
      widthPx: 100,
      heightPx: 50,
      hasTransparentPixels: true,
      isAnimated: true,
    });
    const bits = 99 | (49 << 14) | (1 << 28);
    expect(
      await measurePicture(
        riff('VP8L', Buffer.from([0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24, 0, 0, 0, 0, 0])),
        'image/webp',
      ),
    ).toEqual({
      widthPx: 100,
      heightPx: 50,
      hasTransparentPixels: true,
      isAnimated: false,
    });
    expect(await measurePicture(riff('VP8 ', Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 100, 0, 50, 0])), 'image/webp')).toEqual({
      widthPx: 100,
      heightPx: 50,
      hasTransparentPixels: false,
      isAnimated: false,
    });
  });
  it('refuses other contents', async () => {
    await expect(measurePicture(riff('ABCD', Buffer.alloc(20)), 'image/webp')).rejects.toThrow(PictureFault);
  });
});
