import type { QueueSort } from '../../shared/domain/submission.ts';
import { queuePage } from '../../electron/desk/queue-desk.ts';
import type { Workspace } from '../../electron/desk/workspace.ts';
import { busyWait, interleave, isMachineQuiet, NOT_QUIET, report, seededRandom, type Arm } from './measure.ts';
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

const ORDERS: readonly QueueSort[] = ['oldest', 'newest', 'name', 'vendor', 'attempts', 'due'];

/** Pages one after another in every order, from a place that is different in each round. */
async function measureOrders(workspace: Workspace, count: number): Promise<void> {
  const { context } = workspace;
  const arms: Arm[] = [];
  for (const sort of ORDERS) {
    let after: string | null = null;
    const seen = new Set<string>();
    arms.push({
      name: `page by ${sort}`,
      run: async () => {
        const from = performance.now();
        const page = await queuePage(context, { query: { ...query, sort }, start: after === null ? { index: 0 } : { after }, limit: 100 });
        const spent = performance.now() - from;
        for (const { id } of page.rows) {
          if (seen.has(id)) throw new Error(`${id} was on an earlier page by ${sort}`);
          seen.add(id);
        }
        if (page.rows.length !== 100) throw new Error(`a page by ${sort} has ${String(page.rows.length)} rows`);
        after = page.rows.at(-1)?.cursor ?? null;
        return spent;
      },
    });
  }
  // Rows that stand together by name lie apart in the file: their pages are compared with a hundred rows from anywhere.
  const bare = context.db.raw.prepare(`SELECT ${COLUMNS} FROM submissions WHERE seq IN (SELECT value FROM json_each(?))`);
  const random = seededRandom(seed + 2);
  arms.push({
    name: 'bare SQLite, rows from anywhere',
    run: () => {
      const first = Math.floor(random() * count);
      const keys = JSON.stringify(Array.from({ length: 100 }, (_, n) => 1 + ((first + n * 9_973) % count)));
      const from = performance.now();
      const rows = bare.all(keys);
      const spent = performance.now() - from;
      if (rows.length !== 100) throw new Error('other rows');
      return spent;
    },
  });
  const samples = await interleave(arms, 200, seededRandom(seed), 20);
  const isQuiet = isMachineQuiet();
  report(
    `queue-orders-${String(count)}`,
    seed,
    samples,
    ORDERS.map((sort) => ({ measured: `page by ${sort}`, baseline: 'bare SQLite, rows from anywhere', atMost: 4 })),
    isQuiet ? [] : [NOT_QUIET],
    { limits: isQuiet ? ORDERS.map((sort) => ({ arm: `page by ${sort}`, at: 'p95', atMost: FRAME_MS }) as const) : [] },
  );
}

const FRAME_MS = 16;
const RARE_ROWS = 20;

/** All rows of a region that holds twenty of them, spread over the whole queue, against a walk along the index of the view. */
async function measureRareRegion(workspace: Workspace, count: number): Promise<void> {
  const { context } = workspace;
  const { db } = context;
  const rareQuery = { ...query, region: 'rare' };
  // Rolled back below: the seeded workspace stays as it is.
  db.raw.exec('BEGIN');
  try {
    const { lane } = db.raw
      .prepare("INSERT INTO lanes (marketplace, region, kind) VALUES ('bitrix24', 'rare', 'new-version') RETURNING id AS lane")
      .get() as { lane: number };
    db.raw
      .prepare(
        `INSERT INTO submissions (id, lane, marketplace, external_id, region, kind, solution_type, solution_id, solution_name, solution_code,
           vendor_name, version, chain_id, attempt, state, revision, submitted_at, queued_at, card_sha256, version_sha256, package_sha256)
         SELECT 'rare' || seq, ?, marketplace, 'rare' || seq, 'rare', 'new-version', solution_type, solution_id, solution_name, solution_code,
           vendor_name, version, 'rare' || seq, 1, 'queued', 1, submitted_at, queued_at, card_sha256, version_sha256, randomblob(32)
         FROM submissions WHERE seq % ? = 1 ORDER BY seq LIMIT ?`,
      )
      .run(lane, Math.floor(count / RARE_ROWS), RARE_ROWS);
    const walk = db.raw.prepare(
      `SELECT ${COLUMNS} FROM submissions INDEXED BY submissions_for_us WHERE state = 'queued' AND turn = 'us' AND lane = ? ORDER BY queued_at, seq LIMIT 100`,
    );
    const expected = (walk.all(lane) as { id: string }[]).map(({ id }) => id).join();
    const arms: Arm[] = [
      {
        name: 'page of a rare region',
        run: async () => {
          const from = performance.now();
          const page = await queuePage(context, { query: rareQuery, start: { index: 0 }, limit: 100 });
          const spent = performance.now() - from;
          if (page.rows.map(({ id }) => id).join() !== expected || page.rows.length !== RARE_ROWS) throw new Error('other rows');
          return spent;
        },
      },
      {
        name: 'walk along the index of the view',
        run: () => {
          const from = performance.now();
          const rows = walk.all(lane) as { id: string }[];
          const spent = performance.now() - from;
          if (rows.map(({ id }) => id).join() !== expected) throw new Error('other rows');
          return spent;
        },
      },
    ];
    const samples = await interleave(arms, 50, seededRandom(seed), 5);
    report(`queue-rare-region-${String(count)}`, seed, samples, [
      { measured: 'page of a rare region', baseline: 'walk along the index of the view', atMost: 0.1 },
    ]);
  } finally {
    db.raw.exec('ROLLBACK');
  }
}

for (const count of sizes) {
  const workspace = openForBench(seededWorkspace(count));
  try {
    await measure(workspace, count);
    await measureOrders(workspace, count);
    await measureRareRegion(workspace, count);
  } finally {
    await workspace.close();
  }
}
