import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { z } from 'zod';
import type { MarketplaceFormat } from '../../../electron/intake/read-package.ts';

/** A marketplace that exists for these tests only; the real ones have tests of their own. */
export const testMarketplace: MarketplaceFormat = {
  id: 'market',
  regions: [{ id: 'ru', title: { ru: 'Россия', en: 'Russia' } }],
  solutionTypes: [{ id: 'application', title: { ru: 'Приложение', en: 'Application' } }],
  cardSchema: z.strictObject({
    texts: z.record(z.string(), z.strictObject({ name: z.string().min(1).max(20), description: z.string().optional() })),
    price: z.number().min(0).max(100).optional(),
  }),
  versionSchema: z.strictObject({ number: z.string(), mode: z.enum(['wizard', 'callback']) }),
};

export const NOW = Date.UTC(2026, 10, 21);

export function manifest(): Record<string, unknown> {
  return {
    format: 'moderation-submission',
    formatVersion: 1,
    marketplace: 'market',
    kind: 'new-solution',
    externalId: 'M-1001',
    submittedAt: '2026-11-20T14:05:00+03:00',
    region: 'ru',
    solutionType: 'application',
    solution: { code: 'vektor.scheta' },
    vendor: { code: 'vektor', name: 'Вектор', legalName: 'ООО «Вектор»', email: 'help@vektor.example' },
    version: { number: '2.4.1', mode: 'wizard' },
    card: { texts: { ru: { name: 'Счета и акты' } } },
    testData: { note: 'Войдите под демо-учётной записью', values: { password: 'очень-тайно-42' } },
    media: {
      icon: 'icon.png',
      screenshots: [{ file: 'screens/1.png', language: 'ru', title: 'Список счетов' }],
      instruction: [{ file: 'howto.txt', language: 'ru' }],
      attachments: [{ file: 'extra.zip' }],
    },
  };
}

/** @param alpha 0 to 255, of the pixel in the middle */
export function png(width = 8, height = 8, alpha = 255): Buffer {
  const image = new PNG({ width, height });
  for (let i = 0; i < width * height; i += 1) image.data.set([(i * 37) & 255, (i * 11) & 255, 90, 255], i * 4);
  image.data[(((height >> 1) * width + (width >> 1)) << 2) + 3] = alpha;
  return PNG.sync.write(image);
}

export function packageFiles(change: (value: Record<string, unknown>) => void = () => undefined): Map<string, Buffer> {
  const value = manifest();
  change(value);
  return new Map([
    ['submission.json', Buffer.from(JSON.stringify(value))],
    ['icon.png', png(64, 64, 0)],
    ['screens/1.png', png(128, 80)],
    ['howto.txt', Buffer.from('Откройте приложение и нажмите «Подключить».')],
    ['extra.zip', Buffer.from('PK\u0003\u0004 nested')],
  ]);
}

export interface RawEntry {
  readonly name: string | Buffer;
  readonly data: Uint8Array;
  /** Default: deflated when `deflate`, else stored; UTF-8 flag; made by Unix; regular file. */
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly mode?: number;
  readonly crc?: number;
  readonly declaredBytes?: number;
}

/** Writes a zip byte by byte, so that it can be as wrong as a test needs. */
export function zip(entries: Iterable<RawEntry>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let count = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const body = entry.deflate ? deflateRawSync(entry.data) : Buffer.from(entry.data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(entry.method ?? (entry.deflate ? 8 : 0), 4);
    common.writeUInt32LE(entry.crc ?? crc32(Buffer.from(entry.data)), 10);
    common.writeUInt32LE(body.byteLength, 14);
    common.writeUInt32LE(entry.declaredBytes ?? entry.data.byteLength, 18);
    common.writeUInt16LE(name.byteLength, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    common.copy(central, 6);
    central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, name, body]);
    parts.push(local);
    directory.push(central, name);
    offset += local.byteLength;
    count += 1;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(list.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

export function zipOf(files: ReadonlyMap<string, Buffer>, prefix = ''): Buffer {
  return zip([...files].map(([name, data]) => ({ name: prefix + name, data, deflate: true })));
}

export async function writeFolder(root: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
  for (const [name, data] of files) {
    const target = path.join(root, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, data);
  }
  return root;
}
