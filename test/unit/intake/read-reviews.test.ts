import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPackages } from '../../../electron/intake/find-packages.ts';
import { readPackage } from '../../../electron/intake/read-package.ts';
import type { IncomingReview } from '../../../shared/domain/incoming-submission.ts';
import { testMarketplace, zipOf } from './package-builder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'reviews-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const NOW = Date.parse('2026-11-21T12:00:00Z');
const options = { marketplaces: [testMarketplace], now: () => NOW, signal: { aborted: false } };

const review = {
  externalId: 51,
  submittedAt: '2026-11-20T10:00:00+03:00',
  solution: { code: 'vektor.scheta', name: 'Счета' },
  vendor: { code: 'vektor', name: 'Вектор' },
  author: 'Мария',
  portal: { address: 'p.example', plan: 'demo' },
  text: 'Хорошо',
};
const whole = (change: object = {}, reviews: readonly unknown[] = [review]) =>
  JSON.stringify({ format: 'moderation-reviews', formatVersion: 1, marketplace: testMarketplace.id, reviews, ...change });

async function read(manifest: string | Uint8Array): ReturnType<typeof readPackage> {
  await writeFile(path.join(root, 'reviews.json'), manifest);
  return readPackage(root, options);
}

async function problemsOf(manifest: string | Uint8Array): Promise<string[]> {
  const reading = await read(manifest);
  if (reading.kind !== 'refused') throw new Error('accepted');
  return reading.problems.map(({ place, reason, remedy }) => `${place}: ${reason.ru} ${remedy.ru}`);
}

describe('a package of reviews', () => {
  it('is read from a folder, from a zip and by the name of its file', async () => {
    await writeFile(path.join(root, 'reviews.json'), whole());
    await writeFile(path.join(root, 'отзывы.zip'), zipOf(new Map([['Отзывы/reviews.json', Buffer.from(whole())]])));
    const found = await findPackages([path.join(root, 'reviews.json'), root, path.join(root, 'отзывы.zip')], { aborted: false });
    expect(found).toEqual([root, path.join(root, 'отзывы.zip')]);
    for (const each of found) {
      const reading = await readPackage(each, options);
      expect(reading).toEqual({
        kind: 'reviews',
        reviews: [
          {
            marketplace: 'market',
            externalId: '51',
            submittedAt: Date.UTC(2026, 10, 20, 7),
            solution: review.solution,
            vendor: review.vendor,
            author: 'Мария',
            portal: { address: 'p.example', plan: 'demo', installed: null },
            rating: null,
            text: 'Хорошо',
            answer: null,
            correction: null,
            dispute: null,
          } satisfies IncomingReview,
        ],
      });
    }
  });

  it('is found in a folder of folders', async () => {
    await mkdir(path.join(root, 'a/b'), { recursive: true });
    await writeFile(path.join(root, 'a/b/reviews.json'), whole());
    expect(await findPackages([root], { aborted: false })).toEqual([path.join(root, 'a/b')]);
  });

  it('is refused with every reason at its place', async () => {
    expect(await problemsOf(whole({ format: 'x' }))).toEqual([
      'format: Это не отзывы. В поле format должно стоять «moderation-reviews». Проверьте, тот ли файл выбран.',
    ]);
    expect(await problemsOf(whole({ marketplace: 'nowhere' }))).toEqual([
      'marketplace: Такой маркетплейс рабочему месту не известен. Известны: market.',
    ]);
    const bad = [
      { ...review, rating: 6, answr: {} },
      { ...review, externalId: '52', text: '' },
      { ...review, externalId: '53', portal: { address: 'p.example', plan: 'gold' } },
    ];
    expect(await problemsOf(whole({}, bad))).toEqual([
      expect.stringMatching(/^reviews\[0\]\.rating: /),
      'reviews[0].answr: Такого поля в формате нет. Вероятно, имелось в виду «answer»: исправьте имя.',
      expect.stringMatching(/^reviews\[1\]\.text: /),
      expect.stringMatching(/^reviews\[2\]\.portal\.plan: .*«commercial», «demo», «free»/),
    ]);
    expect(
      await problemsOf(
        whole({}, [
          review,
          { ...review, externalId: '51' },
          { ...review, externalId: '54', submittedAt: '2027-01-01T00:00:00Z' },
          { ...review, externalId: '55', answer: { text: 'Раньше', at: '2026-11-19T10:00:00+03:00' } },
        ]),
      ),
    ).toEqual([
      'reviews[1].externalId: Этот номер уже есть в reviews[0]. Дайте каждому отзыву свой номер.',
      expect.stringMatching(/^reviews\[2\]\.submittedAt: Момент подачи в будущем/),
      'reviews[3].answer.at: Момент раньше самого отзыва. Проверьте дату и часовой пояс.',
    ]);
  });

  it('survives whatever is in the file', async () => {
    for (const manifest of ['', '{', '[]', 'null', '"x"', whole({ reviews: [] }), whole({ reviews: 'x' }), whole({}, [null, 7, []])])
      expect((await problemsOf(manifest)).length, manifest).toBeGreaterThan(0);
    expect((await problemsOf(Buffer.alloc(3 * 1024 * 1024, 32))).length).toBe(1);
  });

  it('the published example is one', async () => {
    const bitrix24 = { ...testMarketplace, id: 'bitrix24' };
    const reading = await readPackage(path.join(import.meta.dirname, '../../../docs/examples/reviews'), {
      ...options,
      marketplaces: [bitrix24],
    });
    expect(reading).toMatchObject({ kind: 'reviews', reviews: [{ externalId: 'OT-5120' }, { externalId: 'OT-5121' }] });
  });
});
