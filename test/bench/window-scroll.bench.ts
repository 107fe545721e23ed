import { seededWorkspace } from './bench-workspace.ts';
import { openDesk, openPlainList, scroll, tasksDuring, type BenchWindow, type Scrolling } from './bench-window.ts';
import { interleave, report, seededRandom, type Arm } from './measure.ts';

/**
 * The queue of a million submissions is scrolled in the real window, steadily, by screens and by its thumb from one end to the other,
 * beside a plain list of a thousand rows. No frame may cost the page more than two frames of the display, and none may come later
 * than that on a machine where the plain list keeps it too.
 */
const seed = 20261128;
const FRAMES = 120;
const LONG_MS = 32;
const count = Number(process.env['BENCH_SIZES'] ?? 1_000_000);
const desk = await openDesk(seededWorkspace(count));
const plain = await openPlainList();

const intervals = new Map<string, number[]>();
const gaps = new Map<string, number>();
function arm(name: string, window: BenchWindow, scrolling: Scrolling, slowedMs = 0): Arm {
  intervals.set(name, []);
  return {
    name: `${name}: longest task`,
    run: async (round) => {
      const tasks = await tasksDuring(window, async () => {
        const seen = await scroll(window.page, scrolling, FRAMES, slowedMs);
        if (round < 0) return;
        intervals.get(name)?.push(...seen.intervals);
        gaps.set(name, (gaps.get(name) ?? 0) + seen.withGaps);
      });
      return Math.max(...tasks);
    },
  };
}
const kinds: readonly Scrolling[] = ['steady', 'fast', 'thumb'];
const arms = [
  ...kinds.map((kind) => arm(`queue, ${kind}`, desk, kind)),
  ...kinds.map((kind) => arm(`plain list, ${kind}`, plain, kind)),
  arm('slowed queue, steady', desk, 'steady', 40),
];
// Three rounds to warm up: the engine compiles what scrolling uses during the first ones, and a frame in a thousand waits for that.
const tasks = await interleave(arms, Number(process.env['BENCH_ROUNDS'] ?? 8), seededRandom(seed), 3);
await desk.close();
await plain.close();

const longOnes = (name: string): number => (intervals.get(name) ?? []).filter((ms) => ms > LONG_MS).length;
const isQuiet = kinds.every((kind) => longOnes(`plain list, ${kind}`) === 0);
report(
  `window-scroll-${String(count)}`,
  seed,
  new Map([...intervals, ...tasks]),
  [
    ...kinds.map((kind) => ({ measured: `queue, ${kind}`, baseline: `plain list, ${kind}`, atMost: 1.1 })),
    { measured: 'slowed queue, steady: longest task', baseline: 'queue, steady: longest task', atLeast: 1.5 },
  ],
  [
    ...[...intervals].map(
      ([name, all]) =>
        `${name}: ${String(longOnes(name))} of ${String(all.length)} frames later than ${String(LONG_MS)} ms, ${String(gaps.get(name) ?? 0)} with rows still to come`,
    ),
    ...(isQuiet ? [] : ['Other programs kept the plain list from its frames, so late frames of the queue are not judged in this run.']),
  ],
  {
    limits: kinds.flatMap((kind) => [
      { arm: `queue, ${kind}: longest task`, at: 'max', atMost: LONG_MS } as const,
      ...(isQuiet ? [{ arm: `queue, ${kind}`, at: 'max', atMost: LONG_MS } as const] : []),
    ]),
  },
);
