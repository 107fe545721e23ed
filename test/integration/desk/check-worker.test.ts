import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCheckRunner, type CheckRunner } from '../../../electron/desk/check-runner.ts';
import { cardSchema } from '../../../electron/marketplaces/moysklad/card-schema.ts';
import { versionSchema } from '../../../electron/marketplaces/moysklad/version-schema.ts';
import type { CheckInput, InspectedFile } from '../../../electron/marketplaces/marketplace.ts';

/** The worker as it is shipped: dictionaries, pictures and archives must be found from the built file. */
const script = path.resolve(import.meta.dirname, '../../..', process.env['WORKSTATION_OUT'] ?? 'out', 'main/check-worker.js');

let evidence: string;
let runner: CheckRunner;
beforeAll(() => {
  evidence = mkdtempSync(path.join(tmpdir(), 'check-worker-'));
  runner = startCheckRunner(script, evidence);
});
afterAll(async () => {
  await runner.close();
  rmSync(evidence, { recursive: true, force: true });
});

/** Keeps bytes where the evidence store does. */
function keep(name: string, bytes: Buffer): InspectedFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(path.join(evidence, sha256.slice(0, 2)), { recursive: true });
  writeFileSync(path.join(evidence, sha256.slice(0, 2), sha256), bytes);
  return {
    path: name,
    role: 'screenshot',
    language: 'ru',
    mime: 'image/png',
    sizeBytes: bytes.length,
    sha256,
    image: { widthPx: 1280, heightPx: 720, hasTransparentPixels: false, isAnimated: false },
  };
}

/** @param shade brightness by pixel, 0 to 255 */
function picture(shade: (x: number, y: number) => number): Buffer {
  const png = new PNG({ width: 1280, height: 720 });
  for (let y = 0; y < 720; y += 1) {
    for (let x = 0; x < 1280; x += 1) {
      const at = (y * 1280 + x) * 4;
      png.data.fill(shade(x, y), at, at + 3);
      png.data[at + 3] = 255;
    }
  }
  return PNG.sync.write(png, { deflateLevel: 1 });
}

const SHARP = (x: number, y: number): number => (((x >> 3) + (y >> 4)) % 2 === 0 ? 20 : (x * 200) / 1280 + 40);
const input = (description: string, files: readonly InspectedFile[]): CheckInput => ({
  kind: 'new-solution',
  region: 'ru',
  solutionType: 'server',
  isFirstVersion: true,
  card: cardSchema.parse({ texts: { ru: { name: 'Склад', description } } }),
  version: versionSchema.parse({ number: '1', mode: 'phone-api' }),
  vendor: {},
  hasTestData: false,
  files,
  approvedCard: null,
  isPublished: false,
});

async function look(description: string, files: readonly InspectedFile[]): Promise<Record<string, string>> {
  const ruleIds = ['ms-images-distinct', 'ms-texts-spelling', 'ms-manual-zip'];
  const results = await runner.run({ marketplace: 'moysklad', input: input(description, files), ruleIds, withNetwork: false });
  return Object.fromEntries((results ?? []).map(({ ruleId, status }) => [ruleId, status]));
}

describe('the built check worker', () => {
  it('finds misspelled words, blurred and repeated pictures, and passes what is good', async () => {
    const sharp = keep('1.png', picture(SHARP));
    const other = keep(
      '2.png',
      picture((x, y) => SHARP(y, x)),
    );
    const again = keep(
      '3.png',
      picture((x, y) => Math.min(255, SHARP(x, y) + 2)),
    );
    const blurred = keep(
      '4.png',
      picture((x) => (x * 255) / 1280),
    );
    const words = 'Решение показывает остатки товаров в заказе покупателя.';
    expect(await look(words, [sharp, other])).toMatchObject({ 'ms-images-distinct': 'pass', 'ms-texts-spelling': 'pass' });
    expect(await look(words, [sharp, again])).toMatchObject({ 'ms-images-distinct': 'fail' });
    expect(await look(words, [sharp, blurred])).toMatchObject({ 'ms-images-distinct': 'fail' });
    expect(await look('Решение показывает астатки таваров в заказе.', [])).toMatchObject({ 'ms-texts-spelling': 'fail' });
  });

  it('could not look at what is broken or gone, and goes on', async () => {
    const broken = keep('5.png', Buffer.from('no picture'));
    const gone = { ...broken, path: '6.png', sha256: 'f'.repeat(64) };
    const archive = {
      ...keep('manual.zip', Buffer.from('no archive')),
      role: 'instruction' as const,
      mime: 'application/zip',
      image: null,
    };
    expect(await look('', [broken, gone])).toMatchObject({ 'ms-images-distinct': 'could-not-look' });
    expect(await look('', [archive])).toMatchObject({ 'ms-manual-zip': expect.not.stringMatching('pass') as string });
    expect(await runner.run({ marketplace: 'nowhere', input: input('', []), ruleIds: [], withNetwork: false })).toBeNull();
    expect(await look('Слово', [])).toMatchObject({ 'ms-texts-spelling': 'pass' });
  });

  it('answers requests that come at once each with its own results', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => look(index % 2 === 0 ? 'Показывает остатки товаров' : 'Показывает астатки таваров', [])),
    );
    expect(answers.map((answer) => answer['ms-texts-spelling'])).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'pass' : 'fail')),
    );
  });
});
