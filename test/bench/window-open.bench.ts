import { seededWorkspace } from './bench-workspace.ts';
import { openDesk, openPlainList, press, untilPainted, type BenchWindow } from './bench-window.ts';
import { interleave, isMachineQuiet, NOT_QUIET, report, seededRandom, type Arm } from './measure.ts';

/**
 * From the key that opens the next submission until its card, its conversation and the count of its checklist are painted, in the real
 * window at a million submissions: at most 50 ms at the 95th percentile. Beside it the same at a thousand, and a plain page that changes
 * one text at a key: what the machine needs for any answer at all.
 */
const seed = 20261129;
const GOAL_MS = 50;
const count = Number(process.env['BENCH_SIZES'] ?? 1_000_000);
const isQuiet = isMachineQuiet();
const [many, few, plain] = [await openDesk(seededWorkspace(count)), await openDesk(seededWorkspace(1_000)), await openPlainList()];

function opening(name: string, { page }: BenchWindow, slowedMs = 0): Arm {
  return {
    name,
    run: async () => {
      const before = await page.evaluate(() => document.querySelector<HTMLElement>('[data-submission-id]')?.dataset['submissionId'] ?? '');
      await page.getByTestId('queue-list').focus();
      await press(page, 'KeyJ');
      return untilPainted(
        page,
        { key: 'Enter' },
        `(() => {
          const open = document.querySelector('[data-submission-id]');
          return open !== null && open.dataset.submissionId !== ${JSON.stringify(before)} && open.querySelector('[aria-busy], .skeleton') === null
            && open.querySelector('.chat .state-title, .chat .chat-message') !== null && /[0-9]+\\/[0-9]+/.test(open.querySelector('[role=tablist]').textContent);
        })()`,
        slowedMs,
      );
    },
  };
}
let shown = 0;
const samples = await interleave(
  [
    opening('open next of a million', many),
    opening('open next of a thousand', few),
    {
      name: 'plain page, one text',
      run: async () => {
        shown += 1;
        return untilPainted(plain.page, { key: 'Enter' }, `document.querySelector('#detail').dataset.shown === '${String(shown)}'`);
      },
    },
    opening('slowed open next of a million', many, GOAL_MS),
  ],
  Number(process.env['BENCH_ROUNDS'] ?? 40),
  seededRandom(seed),
  5,
);
for (const window of [many, few, plain]) await window.close();
report(
  `window-open-${String(count)}`,
  seed,
  samples,
  [
    { measured: 'open next of a million', baseline: 'open next of a thousand', atMost: 1.2 },
    { measured: 'open next of a million', baseline: 'plain page, one text' },
    { measured: 'slowed open next of a million', baseline: 'open next of a million', atLeast: 1.3 },
  ],
  isQuiet ? [] : [NOT_QUIET],
  isQuiet ? { limits: [{ arm: 'open next of a million', at: 'p95', atMost: GOAL_MS }] } : {},
);
