import { readFileSync } from 'node:fs';
import { seededWorkspace } from './bench-workspace.ts';
import { openDesk, scroll } from './bench-window.ts';
import { interleave, report, seededRandom, type Arm } from './measure.ts';

/**
 * Memory of all processes of the application after the same work: a million submissions, opened and scrolled from one end to the other,
 * against a workspace of eight; at most a quarter more. Shared pages count by their share (Linux: Pss).
 */
const seed = 20261201;
const count = Number(process.env['BENCH_SIZES'] ?? 1_000_000);
const MB = 1024 * 1024;

/** A few submissions, so that the same parts of the window are on the screen. */
const empty = seededWorkspace(8);

function memory(name: string, workspace: string, ballastMb = 0): Arm {
  return {
    name,
    run: async () => {
      const { app, page, close } = await openDesk(workspace);
      await scroll(page, 'fast', 60);
      await scroll(page, 'thumb', 120);
      await page.waitForFunction(() => document.querySelector('[data-testid="queue-row"][aria-busy]') === null);
      await page.getByTestId('queue-row').first().click();
      await page.getByTestId('submission').waitFor();
      const session = await page.context().newCDPSession(page);
      await page.evaluate((megabytes) => {
        (window as unknown as { ballast: Uint8Array }).ballast = new Uint8Array(megabytes * 1024 * 1024).fill(1);
      }, ballastMb);
      await session.send('HeapProfiler.collectGarbage');
      const processes = await app.evaluate(({ app: electron }) =>
        electron.getAppMetrics().map(({ pid, memory: { workingSetSize } }) => ({ pid, workingSetKb: workingSetSize })),
      );
      let bytes = 0;
      for (const { pid, workingSetKb } of processes) bytes += process.platform === 'linux' ? pssOf(pid) : workingSetKb * 1024;
      await close();
      return bytes / MB;
    },
  };
}

function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'))?.[1]) * 1024;
}

const samples = await interleave(
  [
    memory('a million submissions', seededWorkspace(count)),
    memory('eight submissions', empty),
    memory('eight submissions and ballast', empty, 200),
  ],
  Number(process.env['BENCH_ROUNDS'] ?? 5),
  seededRandom(seed),
  0,
);
report(
  `window-memory-${String(count)}`,
  seed,
  samples,
  [
    { measured: 'a million submissions', baseline: 'eight submissions', atMost: 1.25 },
    { measured: 'eight submissions and ballast', baseline: 'eight submissions', atLeast: 1.25 },
  ],
  [],
  { unit: 'MB' },
);
