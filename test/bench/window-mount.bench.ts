import { seededWorkspace } from './bench-workspace.ts';
import { openDesk, press, untilPainted, type BenchWindow } from './bench-window.ts';
import { interleave, report, seededRandom, type Arm } from './measure.ts';

/**
 * The queue comes onto the screen in the real window: from another screen, and as another view whose first page and count are read
 * anew. A million submissions may take a fifth longer than a thousand.
 */
const seed = 20261130;
const count = Number(process.env['BENCH_SIZES'] ?? 1_000_000);
const [many, few] = [await openDesk(seededWorkspace(count)), await openDesk(seededWorkspace(1_000))];

const ROWS = `document.querySelectorAll('[data-testid="queue-row"]:not([aria-busy])').length > 10`;
function mounting(name: string, { page }: BenchWindow, from: readonly [string, string], slowedMs = 0): Arm {
  const [key, left] = from;
  return {
    name,
    run: async () => {
      // A window behind another one waits longer for its frames.
      await page.bringToFront();
      await press(page, 'KeyG');
      await press(page, key);
      await page.waitForSelector(left);
      await press(page, 'KeyG');
      return untilPainted(
        page,
        { key: 'KeyQ' },
        `document.querySelector('[data-testid="view-queue"]').getAttribute('aria-current') === 'page' && ${ROWS}`,
        slowedMs,
      );
    },
  };
}
const SCREEN = ['KeyH', '[data-testid="help"]'] as const;
const VIEW = ['KeyA', `[data-testid="view-all"][aria-current="page"]`] as const;
const samples = await interleave(
  [
    mounting('from another screen, a million', many, SCREEN),
    mounting('from another screen, a thousand', few, SCREEN),
    mounting('another view, a million', many, VIEW),
    mounting('another view, a thousand', few, VIEW),
    mounting('slowed view, a thousand', few, VIEW, 20),
  ],
  Number(process.env['BENCH_ROUNDS'] ?? 60),
  seededRandom(seed),
  5,
);
for (const window of [many, few]) await window.close();
report(`window-mount-${String(count)}`, seed, samples, [
  { measured: 'from another screen, a million', baseline: 'from another screen, a thousand', atMost: 1.2 },
  { measured: 'another view, a million', baseline: 'another view, a thousand', atMost: 1.2 },
  { measured: 'slowed view, a thousand', baseline: 'another view, a thousand', atLeast: 1.2 },
]);
