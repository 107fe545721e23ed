import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startWorkstation } from '../electron-app.ts';

/**
 * The real window tests the same submission again and again, a hundred times unless BENCH_RUNS says otherwise (at least six). After every run the garbage
 * is collected in the main process and in the window, and what both hold is noted: it must stay where it was after the first tenth.
 */
const RUNS = Math.max(6, Number(process.env['BENCH_RUNS'] ?? 100));
const WARM = Math.max(2, Math.round(RUNS / 10));
const RUN_LIMIT_MS = 180_000;
/** What the medians of the first and the last tenth may differ by: histories and lists of runs do grow, by a row for each run. */
const GROWTH_LIMIT_BYTES = 12 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

interface Held {
  readonly mainBytes: number;
  readonly windowBytes: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { app, page, close } = await startWorkstation({ args: ['--js-flags=--expose-gc'] });
const held: Held[] = [];
try {
  await page.getByLabel('Имя модератора').fill('Замер');
  await page.getByTestId('start-demo').click();
  await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached', timeout: 60_000 });
  await page.getByTestId('queue-row').filter({ hasText: 'Платежи и сверки' }).first().click();
  await page.locator('[data-action="claim.take"]').first().click();
  await page.getByTestId('tab-install-test').click();
  const devTools = await page.context().newCDPSession(page);
  for (let run = 1; run <= RUNS; run++) {
    await page.locator('.test-bar [data-action="test.run"]').click();
    await page.locator('.test-bar [data-action="test.stop"]').waitFor({ timeout: RUN_LIMIT_MS });
    await page.locator('.test-bar [data-action="test.run"]').waitFor({ timeout: RUN_LIMIT_MS });
    await devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    const mainBytes = await app.evaluate(() => {
      (globalThis as unknown as { gc(): void }).gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    });
    held.push({ mainBytes, windowBytes: usedSize });
    if (run % 10 === 0 || run === RUNS)
      console.log(`  run ${String(run)}: main ${(mainBytes / MEGABYTE).toFixed(1)} MB, window ${(usedSize / MEGABYTE).toFixed(1)} MB`);
  }
} finally {
  await close();
}

console.log(`\nmemory (${String(held.length)} runs)`);
for (const part of ['mainBytes', 'windowBytes'] as const) {
  const values = held.map((one) => one[part]);
  const first = median(values.slice(WARM, 2 * WARM));
  const last = median(values.slice(-WARM));
  const isMet = last - first <= GROWTH_LIMIT_BYTES;
  console.log(
    `  ${isMet ? 'ok  ' : 'MISS'} ${part}: ${(first / MEGABYTE).toFixed(1)} MB at first, ${(last / MEGABYTE).toFixed(1)} MB at the end; goal: at most ${String(GROWTH_LIMIT_BYTES / MEGABYTE)} MB more`,
  );
  if (!isMet || Number.isNaN(first)) process.exitCode = 1;
}
const folder = path.join(import.meta.dirname, '../../bench-results');
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'memory.json'), JSON.stringify({ runs: RUNS, held }, null, 1));
