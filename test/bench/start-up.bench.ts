import path from 'node:path';
import { rmSync } from 'node:fs';
import { launchFolder, temporaryFolder } from '../electron-app.ts';
import { seededWorkspace } from './bench-workspace.ts';
import { interleave, report, seededRandom, type Arm } from './measure.ts';

/** Cold start to the first queue row at 100,000 submissions, against an empty Electron window of the same runtime. */
const seed = 20261122;
const count = Number(process.env['BENCH_START_ROWS'] ?? 100_000);
const root = path.join(import.meta.dirname, '../..');
const workspace = seededWorkspace(count);

function arm(name: string, folder: string, args: readonly string[], ready: string, extraMs = 0): Arm {
  return {
    name,
    run: async () => {
      const profile = temporaryFolder('bench-profile');
      const from = performance.now();
      const app = await launchFolder(folder, [`--user-data-dir=${profile}`, ...args]);
      const page = await app.firstWindow();
      // In every frame: waitForSelector looks at growing intervals, up to 100 ms, and would measure those.
      await page.waitForFunction((selector) => document.querySelector(selector) !== null, ready, { polling: 'raf', timeout: 60_000 });
      if (extraMs > 0) await page.waitForTimeout(extraMs);
      const spent = performance.now() - from;
      await app.close();
      rmSync(profile, { recursive: true, force: true });
      return spent;
    },
  };
}

const empty = path.join(import.meta.dirname, '../fixtures/empty-window');
const samples = await interleave(
  [
    arm('workstation, first queue row', root, [`--workspace=${workspace}`], '[data-testid="queue-row"]'),
    arm('empty Electron window', empty, [], '[data-app-state="loaded"]'),
    arm('slowed empty Electron window', empty, [], '[data-app-state="loaded"]', 400),
  ],
  Number(process.env['BENCH_ROUNDS'] ?? 40),
  seededRandom(seed),
);
report('start-up', seed, samples, [
  { measured: 'workstation, first queue row', baseline: 'empty Electron window', atMost: 1.5 },
  { measured: 'slowed empty Electron window', baseline: 'empty Electron window', atLeast: 1.2 },
]);
