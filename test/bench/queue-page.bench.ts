import { queuePage } from '../../electron/desk/queue-desk.ts';
import type { Workspace } from '../../electron/desk/workspace.ts';
import { busyWait, interleave, report, seededRandom, type Arm } from './measure.ts';
import { openForBench, seededWorkspace } from './bench-workspace.ts';

/**
 * A page of 100 rows at the start, in the middle and at the end of the queue, against the same rows read by a bare
 * prepared statement through the same binding. Both sides must return the same ids in the same order.
 */
const query = { view: 'queue', marketplace: null, region: null, kind: null, search: null } as const;
const COLUMNS =
  'id, solution_name, solution_code, vendor_name, version, marketplace, region, kind, state, attempt, submitted_at, queued_at, claim_by, claim_workstation, claim_expires_at, open_findings, revision';
const seed = 20261121;
const sizes = process.env['BENCH_SIZES'] === undefined ? [100_000, 1_000_000] : process.env['BENCH_SIZES'].split(',').map(Number);

async function measure(workspace: Workspace, count: number): Promise<void> {
  const { context } = workspace;
  const bare = context.db.raw.prepare(
    `SELECT ${COLUMNS} FROM submissions INDEXED BY submissions_in_state WHERE state = 'queued' AND (queued_at, seq) > (?, ?) ORDER BY queued_at, seq LIMIT 100`,
  );
  const first = await queuePage(context, { query, start: { index: 0 }, limit: 1 });
  const arms: Arm[] = [];
  const goals = [];
  for (const [place, index] of [
    ['start', 0],
    ['middle', Math.floor(first.total / 2)],
    ['end', first.total - 100],
  ] as const) {
    const anchor = index === 0 ? null : (await queuePage(context, { query, start: { index: index - 1 }, limit: 1 })).rows[0];
    const cursor = anchor?.cursor ?? '-1_-1';
    const [order, seq] = cursor.split('_').map(Number);
    const expected = (bare.all(order, seq) as { id: string }[]).map((row) => row.id);
    if (expected.length !== 100) throw new Error(`the bare statement returned ${String(expected.length)} rows at the ${place}`);
    const same = (ids: readonly string[]): void => {
      if (ids.join() !== expected.join()) throw new Error(`other rows at the ${place}`);
    };
    const product = `queue.page ${place}`;
    const baseline = `bare SQLite ${place}`;
    arms.push(
      {
        name: product,
        run: async () => {
          const from = performance.now();
          const page = await queuePage(context, {
            query,
            start: anchor === null || anchor === undefined ? { index: 0 } : { after: cursor },
            limit: 100,
          });
          const spent = performance.now() - from;
          same(page.rows.map((row) => row.id));
          return spent;
        },
      },
      {
        name: baseline,
        run: () => {
          const from = performance.now();
          const rows = bare.all(order, seq) as { id: string }[];
          const spent = performance.now() - from;
          same(rows.map((row) => row.id));
          return spent;
        },
      },
    );
    // Named fields, a true total and the cursor of every row cost about twice the bare read; more would be a regression.
    goals.push({ measured: product, baseline, atMost: 4 });
  }
  arms.push({
    name: 'slowed bare SQLite start',
    run: () => {
      const from = performance.now();
      const rows = bare.all(-1, -1);
      busyWait((performance.now() - from) * 0.5);
      if (rows.length !== 100) throw new Error('other rows');
      return performance.now() - from;
    },
  });
  goals.push(
    { measured: 'queue.page end', baseline: 'queue.page start', atMost: 1.5 },
    { measured: 'slowed bare SQLite start', baseline: 'bare SQLite start', atLeast: 1.2 },
  );
  const samples = await interleave(arms, 200, seededRandom(seed), 20);
  report(`queue-page-${String(count)}`, seed, samples, goals);
}

for (const count of sizes) {
  const workspace = openForBench(seededWorkspace(count));
  try {
    await measure(workspace, count);
  } finally {
    await workspace.close();
  }
}
