import { markItem } from '../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../electron/desk/claim-desk.ts';
import { queuePage } from '../../electron/desk/queue-desk.ts';
import { getSubmission } from '../../electron/desk/submission-desk.ts';
import { decideVerdict } from '../../electron/desk/verdict-desk.ts';
import { seedWorkspace } from '../../electron/desk/seed-desk.ts';
import { bitrix24Seed } from '../../electron/cli/seed-material.ts';
import { temporaryFolder } from '../electron-app.ts';
import { busyWait, interleave, report, seededRandom } from './measure.ts';
import { openForBench } from './bench-workspace.ts';

/**
 * A decision confirmed durably (verdict, snapshot, event, chat notice and outbox in one transaction, synchronous=FULL)
 * against a bare commit of one row into the same file with the same settings.
 */
const seed = 20261123;
const rounds = 100;
const workspace = openForBench(temporaryFolder('bench-decision'));
const { context } = workspace;
seedWorkspace(context, bitrix24Seed, 2_000, () => undefined);
const { rows } = await queuePage(context, {
  query: { view: 'queue', marketplace: null, region: null, kind: null, search: null },
  start: { index: 0 },
  limit: 200,
});
const prepared = rows.slice(0, rounds + 10).map((row) => {
  takeClaim(context, { id: row.id, revision: row.revision });
  markItem(context, { submissionId: row.id, ruleId: 'card-name-clear', mark: 'fail' });
  return getSubmission(context, { id: row.id });
});
const raw = context.db.raw;
raw.exec('CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = raw.prepare('INSERT INTO bench_rows (body) VALUES (?)');
const body = 'x'.repeat(400);
let next = 0;

const samples = await interleave(
  [
    {
      name: 'decision, confirmed',
      run: () => {
        const submission = prepared[next++];
        if (submission === undefined) throw new Error('no prepared submission is left');
        const from = performance.now();
        decideVerdict(context, {
          submissionId: submission.id,
          revision: submission.revision,
          version: submission.version,
          kind: 'return',
          letter: 'Верните, пожалуйста, с исправлениями.',
          language: 'ru',
        });
        const spent = performance.now() - from;
        if (getSubmission(context, { id: submission.id }).state !== 'returned') throw new Error('not decided');
        return spent;
      },
    },
    {
      name: 'bare commit',
      run: () => {
        const from = performance.now();
        insert.run(body);
        return performance.now() - from;
      },
    },
    {
      name: 'slowed bare commit',
      run: () => {
        const from = performance.now();
        insert.run(body);
        busyWait((performance.now() - from) * 0.5);
        return performance.now() - from;
      },
    },
  ],
  rounds,
  seededRandom(seed),
  5,
);
report(
  'decision',
  seed,
  samples,
  [
    { measured: 'decision, confirmed', baseline: 'bare commit' },
    { measured: 'slowed bare commit', baseline: 'bare commit', atLeast: 1.1 },
  ],
  [],
  // A frame at 60 Hz: the decision must fit into one with its commit.
  { limits: [{ arm: 'decision, confirmed', at: 'p95', atMost: 16.7 }] },
);
await workspace.close();
