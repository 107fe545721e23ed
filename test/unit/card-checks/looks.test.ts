import http from 'node:http';
import type { AddressInfo } from 'node:net';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { ZipFile } from 'yazl';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLURRED_BELOW, NEAR_DUPLICATE_BITS } from '../../../electron/marketplaces/card-checks/pictures.ts';
import { misspellings } from '../../../electron/marketplaces/card-checks/spelling.ts';
import { lookIntoArchive } from '../../../electron/marketplaces/looks/archive-look.ts';
import { loadSpeller } from '../../../electron/marketplaces/looks/dictionaries.ts';
import { lookAtLink } from '../../../electron/marketplaces/looks/link-look.ts';
import { isPrivateAddress } from '../../../electron/marketplaces/looks/outside.ts';
import { lookAtPicture, lookAtPixels } from '../../../electron/marketplaces/looks/picture-look.ts';
import type { Speller } from '../../../electron/marketplaces/marketplace.ts';

/** A screen with a table: lines of "text" in dark strokes, cells shifted by the seed. */
function screen(width: number, height: number, seed: number): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isText = y % 24 < 10 && (x * 7 + Math.floor(y / 24) * (13 + seed * 5)) % 11 < 4 && x > 40 && x < width - ((seed * 97) % 400);
      const isBar = Math.floor((y + seed * 61) / 90) % 3 === 0 && x < 200 + ((seed * 131) % 500);
      const value = isText ? 30 : isBar ? 190 : 250;
      rgba.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return rgba;
}

/** Averages blocks of so many pixels and draws them large again: what an enlarged thumbnail looks like. */
function enlarged(rgba: Uint8Array, width: number, height: number, factor: number): Uint8Array {
  const out = new Uint8Array(rgba.length);
  const mean = (bx: number, by: number): number => {
    let sum = 0;
    let n = 0;
    for (let y = by * factor; y < Math.min(height, (by + 1) * factor); y += 1)
      for (let x = bx * factor; x < Math.min(width, (bx + 1) * factor); x += 1, n += 1) sum += rgba[(y * width + x) * 4] as number;
    return n === 0 ? 255 : sum / n;
  };
  const columns = Math.ceil(width / factor);
  const rows = Math.ceil(height / factor);
  const small = Array.from({ length: rows + 1 }, (_, by) =>
    Array.from({ length: columns + 1 }, (__, bx) => mean(Math.min(bx, columns - 1), Math.min(by, rows - 1))),
  );
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fx, fy] = [x / factor, y / factor];
      const [x0, y0] = [Math.floor(fx), Math.floor(fy)];
      const at = (row: number, column: number): number => small[row]?.[column] ?? 255;
      const value =
        (at(y0, x0) * (1 - (fx - x0)) + at(y0, x0 + 1) * (fx - x0)) * (1 - (fy - y0)) +
        (at(y0 + 1, x0) * (1 - (fx - x0)) + at(y0 + 1, x0 + 1) * (fx - x0)) * (fy - y0);
      out.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return out;
}

function bits(a: string, b: string): number {
  return [...a].reduce(
    (sum, digit, index) => sum + (Number.parseInt(digit, 16) ^ Number.parseInt(b[index] ?? '0', 16)).toString(2).replaceAll('0', '').length,
    0,
  );
}

describe('pictures', () => {
  const [width, height] = [640, 360];
  const sharp = screen(width, height, 1);

  it('are sharp when drawn and blurred when enlarged', () => {
    expect(lookAtPixels(width, height, sharp).sharpness).toBeGreaterThan(BLURRED_BELOW * 3);
    expect(lookAtPixels(width, height, enlarged(sharp, width, height, 6)).sharpness).toBeLessThan(BLURRED_BELOW);
  });

  it('are recognised when saved again as JPEG, and told apart from other screens', () => {
    const png = new PNG({ width, height });
    png.data.set(sharp);
    const asPng = lookAtPicture(PNG.sync.write(png), 'image/png', width * height);
    const asJpeg = lookAtPicture(jpeg.encode({ width, height, data: Buffer.from(sharp) }, 80).data, 'image/jpeg', width * height);
    expect(bits(asPng?.fingerprint ?? '', asJpeg?.fingerprint ?? '')).toBeLessThanOrEqual(NEAR_DUPLICATE_BITS);
    const other = lookAtPixels(width, height, screen(width, height, 2));
    expect(bits(asPng?.fingerprint ?? '', other.fingerprint)).toBeGreaterThan(NEAR_DUPLICATE_BITS);
  });

  it('that are broken, too large or of another format are not looked at', () => {
    expect(lookAtPicture(Buffer.from('no picture'), 'image/png', 100)).toBeNull();
    expect(lookAtPicture(Buffer.from('no picture'), 'image/jpeg', 100)).toBeNull();
    expect(lookAtPicture(Buffer.alloc(0), 'image/webp', 100)).toBeNull();
    expect(lookAtPicture(Buffer.alloc(0), 'image/png', 1e9)).toBeNull();
  });
});

describe('archives', () => {
  it('are listed with their short texts', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('<h2>Начало</h2>'), 'index.html');
    zip.addBuffer(Buffer.alloc(400_000), 'big.png');
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(part as Buffer);
    const look = await lookIntoArchive(Buffer.concat(parts));
    expect(look?.entries).toEqual([
      { path: 'index.html', sizeBytes: 21 },
      { path: 'big.png', sizeBytes: 400_000 },
    ]);
    expect(look?.texts).toEqual([{ path: 'index.html', text: '<h2>Начало</h2>' }]);
    expect(await lookIntoArchive(Buffer.from('no zip'))).toBeNull();
  });
});

describe('spelling', () => {
  let speller: Speller;
  beforeAll(async () => {
    speller = await loadSpeller();
  });
  const found = (text: string, language: 'ru' | 'en' = 'ru', own: readonly string[] = []): string[] =>
    [...misspellings(speller, [{ path: 'f', language, text }], new Set(own))].map(({ range }) => text.slice(...(range ?? [0, 0])));

  it('finds misspelled words with their places and suggestions', () => {
    expect(found('Выставляйте счета прямо из сделкм, опплата отмечается сама.')).toEqual(['сделкм', 'опплата']);
    expect(found('Recieve invoices and acknowlege payments', 'en')).toEqual(['acknowlege']);
    const [first] = misspellings(speller, [{ path: 'f', language: 'ru', text: 'опплата' }], new Set());
    expect(first?.suggestion?.ru).toContain('оплата');
  });

  it('knows the words of the trade, names, addresses and codes', () => {
    expect(
      found(
        'Вебхуки, эквайринг и чат-бот в Битрикс24; лиды, воронки, дашборды, маркировка и ЭДО, сверка оплат. Пишите на help@sdelkm.example.',
      ),
    ).toEqual([]);
    expect(found('Chatbots, webhooks and dashboards for CRM; see https://recieve.example/x', 'en')).toEqual([]);
    expect(found('Решение документус хранит акты.', 'ru', ['документус'])).toEqual([]);
  });
});

describe('links', () => {
  let server: http.Server;
  let base = '';
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const pages: Record<string, [number, Record<string, string>, string]> = {
        '/eula': [200, { 'content-type': 'text/html' }, '<h1>Соглашение</h1><script>var x = "нет";</script><form></form>'],
        '/login': [200, { 'content-type': 'text/html' }, '<input type="password">'],
        '/file': [200, { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename=a.pdf' }, 'x'],
        '/doc': [200, { 'content-type': 'application/msword' }, 'x'],
        '/moved': [302, { location: '/eula' }, ''],
        '/loop': [302, { location: '/loop' }, ''],
        '/gone': [404, { 'content-type': 'text/html' }, ''],
        '/busy': [503, {}, ''],
      };
      const [status, headers, body] = pages[request.url ?? ''] ?? [404, {}, ''];
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => void server.close());

  it.each([
    ['/eula', { status: 'opened', asksPassword: false, isDownload: false, hasForm: true, text: 'Соглашение' }],
    ['/moved', { status: 'opened', text: 'Соглашение' }],
    ['/login', { status: 'opened', asksPassword: true }],
    ['/file', { status: 'opened', isDownload: true }],
    ['/doc', { status: 'opened', isDownload: true }],
    ['/gone', { status: 'failed', httpStatus: 404 }],
    ['/loop', { status: 'failed' }],
    ['/busy', { status: 'not-reached', httpStatus: 503 }],
  ])('%s', async (path, expected) => {
    expect(await lookAtLink(`${base}${path}`, true)).toMatchObject(expected);
  });

  it('of this machine and its network are never opened', async () => {
    let asked = 0;
    server.on('request', () => (asked += 1));
    expect((await lookAtLink(`${base}/eula`)).status).toBe('not-reached');
    expect((await lookAtLink(`${base.replace('127.0.0.1', 'localhost')}/eula`)).status).toBe('not-reached');
    expect((await lookAtLink('file:///etc/passwd')).status).toBe('not-reached');
    expect(asked).toBe(0);
    for (const address of [
      '10.1.2.3',
      '192.168.0.1',
      '172.20.0.1',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      'nonsense',
    ])
      expect(isPrivateAddress(address), address).toBe(true);
    for (const address of ['93.184.216.34', '2606:2800:220:1::1']) expect(isPrivateAddress(address), address).toBe(false);
  });
});
