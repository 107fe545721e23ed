import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { SubmissionPackage } from '../../electron/intake/package-schema.ts';
import { readPackage } from '../../electron/intake/read-package.ts';
import { marketplaces } from '../../electron/marketplaces/list.ts';
import { LIMITS } from '../../shared/limits.ts';
import { manifest, NOW, packageFiles, png, testMarketplace, writeFolder, zip, zipOf } from '../unit/intake/package-builder.ts';
import { fuzzMs, fuzzSeed, mutate, mutateValue, Random } from './mutation.ts';

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const JPEG = Buffer.from([255, 216, 255, 192, 0, 11, 8, 0, 3, 0, 4, 1, 1, 17, 0, 255, 218, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 255, 217]);
const WEBP = Buffer.concat([
  Buffer.from('RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0', 'latin1'),
  Buffer.from([99, 0, 0, 49, 0, 0]),
  Buffer.alloc(10),
]);

/** At least fifty packages of different shape: pictures of every kind and size, kinds, names, compressed and stored. */
function seeds(): Map<string, Buffer>[] {
  const pictures = [png(), png(64, 64, 0), png(33, 7, 128), png(200, 100), GIF, JPEG, WEBP];
  const kinds = ['new-solution', 'new-version', 'card-change'];
  return Array.from({ length: 56 }, (_, i) =>
    packageFiles((value) => {
      value['kind'] = kinds[i % 3];
      value['externalId'] = i % 2 ? i : `S-${i}`;
      if (i % 5 === 0) delete value['testData'];
      if (i % 7 === 0) value['media'] = { icon: 'icon.png' };
    })
      .set('icon.png', pictures[i % pictures.length] as Buffer)
      .set('screens/1.png', pictures[(i * 3 + 1) % pictures.length] as Buffer),
  );
}

it('a package mutated in any way is refused with reasons or read as something valid; nothing is written, nothing hangs', async () => {
  const seed = fuzzSeed();
  console.log(`intake fuzz seed ${seed}`);
  const random = new Random(seed);
  const root = await mkdtemp(path.join(os.tmpdir(), 'fuzz-'));
  const target = path.join(root, 'package.zip');
  const all = seeds();
  const options = { marketplaces: [testMarketplace, ...marketplaces], now: () => NOW, signal: { aborted: false } };
  const rss = process.memoryUsage().rss;
  let read = 0;
  let refused = 0;
  let slowest = 0;
  try {
    for (const end = Date.now() + fuzzMs(); Date.now() < end;) {
      const files = new Map(random.pick(all));
      const name = random.pick([...files.keys()]);
      const content = files.get(name) as Buffer;
      let bytes: Buffer | null;
      const way = random.below(5);
      if (way === 0) bytes = mutate(random, zipOf(files));
      else if (way === 1) bytes = zipOf(files.set(name, mutate(random, content)));
      else if (way === 2) bytes = zipOf(files.set('submission.json', Buffer.from(JSON.stringify(mutateValue(random, manifest())))));
      else if (way === 3)
        bytes = zip(
          [...files].map(([each, data]) => ({
            name: each === name ? mutate(random, Buffer.from(each)) : each,
            data,
            deflate: random.below(2) === 0,
          })),
        );
      else bytes = null;
      let place = target;
      if (bytes) await writeFile(target, bytes);
      else {
        place = path.join(root, 'folder');
        await rm(place, { recursive: true, force: true });
        await writeFolder(place, files.set(name, mutate(random, content)));
      }
      const begun = performance.now();
      const reading = await readPackage(place, options).catch((error: unknown) => {
        throw new Error(`seed ${seed}, case ${read + refused}: ${String(error)}`, { cause: error });
      });
      slowest = Math.max(slowest, performance.now() - begun);
      if (reading.kind === 'refused') {
        refused += 1;
        expect(reading.code).toBe('package-refused');
        expect(reading.problems.length).toBeGreaterThan(0);
        expect(reading.problems.length).toBeLessThanOrEqual(LIMITS.packageProblems);
        for (const { place: where, reason, remedy } of reading.problems) {
          for (const text of [where, reason.ru, reason.en, remedy.ru, remedy.en]) {
            expect(text, `seed ${seed}`).not.toBe('');
            expect(text, `seed ${seed}`).not.toMatch(/undefined|\[object|NaN/);
            expect(text.length, `seed ${seed}`).toBeLessThan(3000);
          }
        }
      } else {
        read += 1;
        if (reading.kind !== 'read') throw new Error('a submission was read as messages');
        const { submission } = reading;
        expect(SubmissionPackage.shape.kind.safeParse(submission.kind).success).toBe(true);
        expect(Number.isSafeInteger(submission.submittedAt)).toBe(true);
        expect(submission.packageSha256).toMatch(/^[0-9a-f]{64}$/);
        for (const file of submission.files) expect((await file.read()).byteLength).toBe(file.sizeBytes);
        await submission.close();
      }
    }
    expect((await readdir(root)).filter((each) => each !== 'folder' && each !== 'package.zip')).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  console.log(`intake fuzz: ${read} read, ${refused} refused, slowest ${Math.round(slowest)} ms`);
  expect(read).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  // A few hundred milliseconds at most on an idle machine.
  expect(slowest).toBeLessThan(5000);
  expect(process.memoryUsage().rss - rss).toBeLessThan(256 * 1024 * 1024);
});
