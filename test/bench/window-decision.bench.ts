import path from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright';
import { temporaryFolder } from '../electron-app.ts';
import { seededWorkspace } from './bench-workspace.ts';
import { copyOf, openDesk, openPlainList, press, untilPainted } from './bench-window.ts';
import { interleave, isMachineQuiet, NOT_QUIET, report, seededRandom, summarise } from './measure.ts';

/**
 * From the click on "return" until the confirmation is painted in the real window at 100,000 submissions, against what cannot be avoided:
 * a durable commit of one row and the frame that shows an answer.
 */
const seed = 20261202;
const FRAME_MS = 16.7;
const isQuiet = isMachineQuiet();
const desk = await openDesk(copyOf(seededWorkspace(Number(process.env['BENCH_SIZES'] ?? 100_000))));
const plain = await openPlainList();
const db = new Database(path.join(temporaryFolder('bench-commit'), 'commit.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = db.prepare('INSERT INTO bench_rows (body) VALUES (?)');

/** Claims the open submission, fails one item and has the letter ready. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(async () => {
    interface Answer {
      readonly ok: boolean;
      readonly value?: { readonly rows?: readonly { readonly id: string; readonly revision: number }[] };
    }
    const { workstation } = window as unknown as { workstation: { invoke(channel: string, input: unknown): Promise<Answer> } };
    const id = document.querySelector<HTMLElement>('[data-submission-id]')?.dataset['submissionId'];
    const page = await workstation.invoke('queue.page', {
      query: { view: 'queue', marketplace: null, region: null, kind: null, search: null },
      start: { index: 0 },
      limit: 100,
    });
    const row = page.value?.rows?.find((each) => each.id === id);
    if (row !== undefined) await workstation.invoke('claim.take', { id, revision: row.revision });
    await workstation.invoke('checklist.mark', { submissionId: id, ruleId: 'card-name-clear', mark: 'fail' });
  });
  await page.locator('[data-action="verdict.return"]:not([aria-disabled="true"])').first().waitFor();
  await page.getByTestId('queue-list').focus();
  await press(page, 'KeyR');
  await page.waitForSelector('[data-testid="verdict-confirm"]:not([aria-disabled="true"])');
}

await desk.page.getByTestId('queue-list').focus();
await press(desk.page, 'Enter');
await desk.page.getByTestId('submission').waitFor();
let decided = '';
async function decide(slowedMs: number): Promise<number> {
  const { page } = desk;
  await page.waitForFunction(
    (last) => document.querySelector<HTMLElement>('[data-submission-id]')?.dataset['submissionId'] !== last,
    decided,
  );
  await prepare(page);
  decided = (await page.locator('[data-submission-id]').getAttribute('data-submission-id')) ?? '';
  await page.evaluate(() => document.querySelector('[data-testid="undo-bar"]')?.setAttribute('data-old', ''));
  return untilPainted(
    page,
    { click: '[data-testid="verdict-confirm"]' },
    `document.querySelector('[data-testid="undo-bar"]:not([data-old])') !== null`,
    slowedMs,
  );
}

let shown = 0;
const samples = await interleave(
  [
    { name: 'click to confirmation', run: () => decide(0) },
    {
      name: 'plain page and a bare commit',
      run: async () => {
        shown += 1;
        const from = performance.now();
        insert.run('x'.repeat(400));
        const commit = performance.now() - from;
        return (
          commit +
          (await untilPainted(plain.page, { key: 'Enter' }, `document.querySelector('#detail').dataset.shown === '${String(shown)}'`))
        );
      },
    },
    { name: 'slowed click to confirmation', run: () => decide(25) },
  ],
  Number(process.env['BENCH_ROUNDS'] ?? 30),
  seededRandom(seed),
  3,
);
await desk.close();
await plain.close();
db.close();
const floor = summarise(samples.get('plain page and a bare commit') ?? []);
report(
  'window-decision',
  seed,
  samples,
  [
    { measured: 'click to confirmation', baseline: 'plain page and a bare commit' },
    { measured: 'slowed click to confirmation', baseline: 'click to confirmation', atLeast: 1.3 },
  ],
  isQuiet ? [] : [NOT_QUIET],
  // The floor has a frame of its own; one more may be missed.
  isQuiet ? { limits: [{ arm: 'click to confirmation', at: 'median', atMost: floor.median + FRAME_MS }] } : {},
);
