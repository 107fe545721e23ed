import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { verifyBundle } from '../../electron/export/verify-bundle.ts';
import { writeBundle } from '../../electron/export/write-bundle.ts';
import { bundleInput } from '../unit/export/sample-bundle.ts';
import { fuzzMs, fuzzSeed, mutate, Random } from './mutation.ts';

it('a bundle mutated in any way is never called valid, and always answered', async () => {
  const seed = fuzzSeed();
  console.log(`bundle fuzz seed ${seed}`);
  const random = new Random(seed);
  const root = await mkdtemp(path.join(os.tmpdir(), 'fuzz-'));
  let checked = 0;
  let slowest = 0;
  try {
    const good = await readFile((await writeBundle(bundleInput(), path.join(root, 'good.zip'))).path);
    const target = path.join(root, 'bad.zip');
    for (const end = Date.now() + fuzzMs() / 2; Date.now() < end;) {
      const bad = mutate(random, good);
      await writeFile(target, bad);
      const begun = performance.now();
      const result = await verifyBundle(target).catch((error: unknown) => {
        throw new Error(`seed ${seed}, case ${checked}: ${String(error)}`, { cause: error });
      });
      slowest = Math.max(slowest, performance.now() - begun);
      expect(result.valid, `seed ${seed}, case ${checked}`).toBe(bad.equals(good));
      for (const check of result.checks) {
        if (check.ok) continue;
        expect(check.file).not.toBeNull();
        expect(check.offset).toBeGreaterThanOrEqual(0);
      }
      checked += 1;
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  console.log(`bundle fuzz: ${checked} checked, slowest ${Math.round(slowest)} ms`);
  expect(checked).toBeGreaterThan(10);
  // A few hundred milliseconds at most on an idle machine.
  expect(slowest).toBeLessThan(5000);
});
