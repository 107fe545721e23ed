import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUEUE_SORTS, QUEUE_VIEWS, type QueueSort, type QueueView } from '../../../shared/domain/submission.ts';
import { QueueRow } from '../../../shared/ipc/outputs.ts';
import type { Connection } from '../../../electron/store/connection.ts';
import {
  countOf,
  everyThousandth,
  formatCursor,
  oldestOf,
  pageAfter,
  pageStatement,
  parseCursor,
  QueueAnchors,
  rowsBySeq,
  stepStatement,
  type QueueFilter,
} from '../../../electron/store/repositories/queue.ts';
import { allRangeStatements, type QueueKey, type QueueOrder } from '../../../electron/store/queue-groups.ts';
import { setDueDay } from '../../../electron/store/repositories/due-days.ts';
import { changeSubmission, setTurn, submissionById, type SubmissionRow } from '../../../electron/store/repositories/submissions.ts';
import { seedSubmissions } from '../../../electron/store/seed.ts';
import { codeOf, newFolder, open, seedMaterial } from './store-fixture.ts';

/** Seeded rows stand a minute apart and end here; the first hundred of four hundred are overdue. */
const me = { name: 'Я', workstationId: 'here', overdueBefore: 1_700_000_000_000 - 300 * 60_000 - 30_000 };
const filter = (view: QueueView, over: Partial<QueueFilter> = {}): QueueFilter => ({
  view,
  marketplace: null,
  region: null,
  kind: null,
  ...over,
});

function seeded(count: number): Connection {
  const db = open(newFolder());
  seedSubmissions(db, seedMaterial, { count, now: 1_700_000_000_000, workstationId: 'here', actor: 'seed' });
  return db;
}

/** What a view holds, worked out row by row the slow way. */
function slowly(db: Connection, wanted: QueueFilter): SubmissionRow[] {
  const inView: Readonly<Record<QueueView, (row: SubmissionRow) => boolean>> = {
    mine: (row) => row.claim_by === me.name && row.claim_workstation === me.workstationId,
    queue: (row) => row.state === 'queued' && row.turn === 'us',
    'waiting-vendor': (row) => row.turn === 'vendor',
    overdue: (row) => row.turn === 'us' && (row.state === 'queued' || row.state === 'claimed') && row.queued_at < me.overdueBefore,
    claimed: (row) => row.state === 'claimed',
    'returned-again': (row) => row.attempt > 1 && (row.state === 'queued' || row.state === 'claimed'),
    decided: (row) => row.decided_at !== null,
    all: () => true,
  };
  const waits = (row: SubmissionRow): number =>
    wanted.view === 'decided' ? -(row.decided_at ?? 0) : wanted.view === 'waiting-vendor' ? row.turn_at : row.queued_at;
  const days = new Map(
    db.all<{ id: string; day: string }>('SELECT submission_id AS id, day FROM due_days').map(({ id, day }) => [id, day]),
  );
  const plain = (text: string): string =>
    text
      .replace(/^[ «»"„“”'()[\]]+/, '')
      .toLowerCase()
      .replaceAll('ё', 'е');
  const byText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const orders: Readonly<Partial<Record<QueueSort, (a: SubmissionRow, b: SubmissionRow) => number>>> = {
    name: (a, b) => byText(plain(a.solution_name), plain(b.solution_name)),
    vendor: (a, b) => byText(plain(a.vendor_name), plain(b.vendor_name)),
    attempts: (a, b) => b.attempt - a.attempt || (a.attempt === 1 ? a.queued_at - b.queued_at : 0),
    due: (a, b) => {
      const [first, second] = [days.get(a.id), days.get(b.id)];
      if (first === undefined && second === undefined) return a.queued_at - b.queued_at;
      return first === second ? 0 : first === undefined ? 1 : second === undefined ? -1 : byText(first, second);
    },
  };
  const order = (wanted.sort === undefined ? undefined : orders[wanted.sort]) ?? ((a, b) => waits(a) - waits(b));
  const rows = db
    .all<SubmissionRow>('SELECT * FROM submissions')
    .filter(
      (row) =>
        inView[wanted.view](row) &&
        (wanted.region === null || row.region === wanted.region) &&
        (wanted.kind === null || row.kind === wanted.kind) &&
        (wanted.marketplace === null || row.marketplace === wanted.marketplace),
    )
    .sort((a, b) => order(a, b) || a.seq - b.seq);
  // The other direction than the view's own.
  return wanted.sort === (wanted.view === 'decided' ? 'oldest' : 'newest') ? rows.reverse() : rows;
}

const claimRows = (db: Connection, seqs: readonly number[], name = me.name): void => {
  for (const seq of seqs) {
    db.write((tx) => {
      const row = tx.get<SubmissionRow>('SELECT * FROM submissions WHERE seq = ?', seq);
      if (row?.state === 'queued') {
        changeSubmission(tx, row, { state: 'claimed', claim: { by: name, workstationId: me.workstationId, at: 1, expiresAt: 2 } });
      }
    });
  }
};

const askVendor = (db: Connection, seqs: readonly number[]): void => {
  db.write((tx) => {
    seqs.forEach((seq, n) => {
      const row = tx.get<SubmissionRow>('SELECT * FROM submissions WHERE seq = ?', seq);
      if (row !== undefined) setTurn(tx, row, 'vendor', 'asked', 1_700_000_000_000 - n * 1_000);
    });
  });
};

/** Names and vendors as people write them, further attempts of all heights, days that the team agreed on. */
function makeVarious(db: Connection): void {
  const names = [
    '«Ёлка»',
    'ежи',
    'Ель',
    'Склад',
    'склад',
    'СКЛАД 2',
    'zeta',
    'Zebra',
    '"Арка',
    'Їжак',
    '10 дней',
    '\u{1f600} радость',
    '\ue000 знак',
  ];
  db.write((tx) => {
    tx.all<{ seq: number; id: string }>('SELECT seq, id FROM submissions').forEach(({ seq, id }) => {
      const name = names[(seq * 7) % names.length] ?? '';
      tx.run('UPDATE submissions SET solution_name = ?, vendor_name = ? WHERE seq = ?', name, names[(seq * 5) % names.length] ?? '', seq);
      if (seq % 11 === 3) setDueDay(tx, id, `2026-1${String(seq % 3)}-0${String(1 + (seq % 9))}`, 'Я', 1);
    });
    // Attempts are counted when a row enters, so the counters follow by hand here.
    tx.run('UPDATE submissions SET attempt = attempt + seq % 5 WHERE attempt > 1');
  });
}

describe('pages of the queue', () => {
  it('walk every view and filter exactly once, in order', () => {
    const db = seeded(400);
    makeVarious(db);
    claimRows(db, [2, 3, 6, 7, 10, 11]);
    claimRows(db, [14, 15], 'Другой');
    askVendor(db, [18, 19, 22, 2]);
    const filters = QUEUE_VIEWS.flatMap((view) => [
      filter(view),
      ...QUEUE_SORTS.flatMap((sort) => [
        filter(view, { sort }),
        filter(view, { sort, region: 'kz' }),
        filter(view, { sort, kind: 'new-version' }),
      ]),
      filter(view, { region: 'kz' }),
      filter(view, { kind: 'card-change' }),
      filter(view, { marketplace: 'testmarket', region: 'ru', kind: 'new-solution' }),
      filter(view, { marketplace: 'elsewhere' }),
    ]);
    for (const each of filters) {
      const expected = slowly(db, each).map(({ id }) => id);
      const walked: string[] = [];
      for (let after: QueueKey | null = null; ;) {
        const rows = pageAfter(db, each, me, after, 7);
        if (rows.length === 0) break;
        walked.push(...rows.map(({ id }) => id));
        after = parseCursor(rows.at(-1)?.cursor ?? '');
      }
      expect(walked, JSON.stringify(each)).toEqual(expected);
      expect(countOf(db, each, me), JSON.stringify(each)).toBe(expected.length);
      if (each.view === 'decided') continue;
      const waits = slowly(db, { ...each, sort: undefined })[0];
      const since = each.view === 'waiting-vendor' ? waits?.turn_at : waits?.queued_at;
      expect(oldestOf(db, each, me), JSON.stringify(each)).toBe(since ?? null);
    }
  });

  it('hold rows as the contract wants them', () => {
    const db = seeded(40);
    claimRows(db, [2]);
    const rows = pageAfter(db, filter('all'), me, null, 40);
    expect(rows).toHaveLength(40);
    for (const row of rows) expect(QueueRow.safeParse(row).error).toBeUndefined();
    expect(rows[1]).toMatchObject({ claimedBy: 'Я', claimedByMe: true, state: 'claimed' });
    expect(pageAfter(db, filter('all'), { ...me, name: 'Другой' }, null, 2)[1]).toMatchObject({ claimedBy: 'Я', claimedByMe: false });
    expect(oldestOf(db, filter('queue'), me)).toBe(slowly(db, filter('queue'))[0]?.queued_at);
    expect(rowsBySeq(db, me, [9, 3, 5]).map(({ id }) => id)).toEqual(
      [9, 3, 5].map((seq) => slowly(db, filter('all')).find((row) => row.seq === seq)?.id),
    );
  });

  it('refuse places that this application did not make', () => {
    for (const cursor of ['', '1', '1_2_3', '"_1', '"a"b"_1', "1_2'; DROP TABLE facts", 'NaN_1', '99999999999999999_1'])
      expect(codeOf(() => parseCursor(cursor))).toBe('invalid-request');
    for (const order of [-5, 'a_1_"\n«', '']) expect(parseCursor(formatCursor({ order, seq: 7 }))).toEqual({ order, seq: 7 });
  });

  it('count by trigger what counting would find', () => {
    const db = seeded(200);
    claimRows(db, [2, 6, 10]);
    askVendor(db, [2, 7, 11]);
    const counted = db.all(
      'SELECT state, attempt > 1 AS again, turn, lane, count(*) AS n FROM submissions GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4',
    );
    expect(db.all('SELECT state, again, turn, lane, n FROM queue_counts WHERE n > 0 ORDER BY 1, 2, 3, 4')).toEqual(counted);
  });
});

describe('jumps into the queue', () => {
  it('find the row at a position whatever was claimed, decided or returned meanwhile', () => {
    const db = seeded(6_000);
    makeVarious(db);
    const views: readonly QueueFilter[] = [
      filter('queue'),
      filter('all'),
      filter('decided'),
      filter('returned-again'),
      filter('queue', { region: 'kz' }),
      filter('waiting-vendor'),
      filter('all', { sort: 'newest' }),
      filter('queue', { sort: 'newest' }),
      filter('queue', { sort: 'name' }),
      filter('all', { sort: 'vendor', region: 'kz' }),
      filter('returned-again', { sort: 'attempts' }),
      filter('queue', { sort: 'due' }),
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ jump: fc.nat(6_100), view: fc.nat(views.length - 1) }),
            fc.record({ move: fc.integer({ min: 1, max: 6_000 }), decide: fc.boolean() }),
            fc.record({ day: fc.integer({ min: 1, max: 6_000 }), of: fc.integer({ min: 1, max: 9 }) }),
          ),
          { maxLength: 30 },
        ),
        (steps) => {
          const anchors = new QueueAnchors(db);
          const lists = new Map<QueueFilter, string[]>();
          for (const step of steps) {
            if ('jump' in step) {
              const view = views[step.view] ?? filter('queue');
              if (!lists.has(view))
                lists.set(
                  view,
                  slowly(db, view).map(({ id }) => id),
                );
              const before = anchors.keyBefore(view, me, step.jump);
              const found = before === 'beyond' ? [] : pageAfter(db, view, me, before, 3).map(({ id }) => id);
              expect(found).toEqual(lists.get(view)?.slice(step.jump, step.jump + 3));
            } else if ('day' in step) {
              lists.clear();
              db.write((tx) => {
                const id = tx.value<string>('SELECT id FROM submissions WHERE seq = ?', step.day);
                if (id !== undefined) setDueDay(tx, id, step.of === 9 ? null : `2026-11-0${String(step.of)}`, 'Я', 1);
              });
              anchors.forgetDays();
            } else {
              lists.clear();
              const moved = db.write((tx) => {
                const row = tx.get<SubmissionRow>('SELECT * FROM submissions WHERE seq = ?', step.move);
                if (row === undefined) return null;
                const change = step.decide
                  ? ({ state: 'returned', claim: null, decidedAt: row.queued_at + 5_000 } as const)
                  : ({ state: 'queued', claim: null, decidedAt: null } as const);
                return [row, changeSubmission(tx, row, change)] as const;
              });
              if (moved !== null) anchors.moved(...moved);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('find it where a team’s day has moved a row past them', () => {
    const db = seeded(4_000);
    const anchors = new QueueAnchors(db);
    const byDay = filter('queue', { sort: 'due' });
    const at = (index: number): string | undefined => {
      const before = anchors.keyBefore(byDay, me, index);
      return before === 'beyond' ? undefined : pageAfter(db, byDay, me, before, 1)[0]?.id;
    };
    expect(at(2_500)).toBe(slowly(db, byDay)[2_500]?.id);
    // From behind what is remembered to the very start: everything between moves on by one.
    const last = slowly(db, byDay).at(-1)?.id ?? '';
    db.write((tx) => setDueDay(tx, last, '2026-12-01', 'Я', 1));
    anchors.forgetDays();
    expect(at(0)).toBe(last);
    expect(at(2_500)).toBe(slowly(db, byDay)[2_500]?.id);
  });

  it('forget what they knew when another process has written', () => {
    const folder = newFolder();
    const db = open(folder);
    seedSubmissions(db, seedMaterial, { count: 4_000, now: 1_700_000_000_000, workstationId: 'here', actor: 'seed' });
    const anchors = new QueueAnchors(db);
    const at = (index: number): string | undefined => {
      const before = anchors.keyBefore(filter('queue'), me, index);
      return before === 'beyond' ? undefined : pageAfter(db, filter('queue'), me, before, 1)[0]?.id;
    };
    at(2_900);
    const other = open(folder);
    claimRows(other, [2, 3, 4, 6, 7, 8]);
    expect(at(2_500)).toBe(slowly(db, filter('queue'))[2_500]?.id);
    expect(at(2_994)).toBeUndefined();
  });

  it('take what the worker found only when nothing moved meanwhile', () => {
    const db = seeded(5_000);
    const anchors = new QueueAnchors(db);
    expect(anchors.distanceTo(filter('all'), 4_321)).toBe(4_321);
    const keys = everyThousandth(db, filter('all'), me);
    expect(keys).toHaveLength(5);
    const stale = anchors.mark();
    const row = submissionById(db, slowly(db, filter('queue'))[0]?.id ?? '');
    if (row === undefined) throw new Error('no row');
    anchors.moved(row, row);
    expect(anchors.adopt(filter('all'), keys, stale)).toBe(false);
    expect(anchors.adopt(filter('all'), keys, anchors.mark())).toBe(true);
    expect(anchors.distanceTo(filter('all'), 4_321)).toBe(321);
    const before = anchors.keyBefore(filter('all'), me, 4_321);
    expect(before !== 'beyond' && pageAfter(db, filter('all'), me, before, 1)[0]?.id).toBe(slowly(db, filter('all'))[4_321]?.id);
  });
});

describe('plans of the queue', () => {
  // After ANALYZE and with the values that are really bound: under STAT4 the plan depends on them.
  it('walk one index at every depth and never sort', () => {
    const db = seeded(20_000);
    claimRows(
      db,
      Array.from({ length: 300 }, (_, n) => 2 + n * 4),
    );
    db.raw.exec('ANALYZE');
    const expected: Readonly<Record<QueueView, string>> = {
      mine: 'submissions_held (claim_workstation=? AND claim_by=? AND queued_at>?)',
      queue: 'submissions_for_us (queued_at>?)',
      'waiting-vendor': 'submissions_for_vendor (turn_at>?)',
      overdue: 'submissions_open (queued_at>? AND queued_at<?)',
      claimed: 'submissions_in_state (state=? AND queued_at>?)',
      'returned-again': 'submissions_again (queued_at>?)',
      decided: 'submissions_decided (decided_rank>?)',
      all: 'submissions_in_order (queued_at>?)',
    };
    const planOf = (sql: string, ...values: (string | number)[]): string[] =>
      db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail);
    for (const view of QUEUE_VIEWS) {
      const rows = slowly(db, filter(view));
      for (const lanes of [null, [1], [1, 3]]) {
        for (const depth of [0, 0.5, 0.99]) {
          const row = rows[Math.floor(rows.length * depth)];
          const key = [view === 'decided' ? -(row?.decided_at ?? 0) : (row?.queued_at ?? 0), row?.seq ?? 0];
          const own = view === 'mine' ? [me.workstationId, me.name] : view === 'overdue' ? [me.overdueBefore] : [];
          const looking = [me.workstationId, me.name, me.overdueBefore, me.name];
          const plan = planOf(pageStatement(view, lanes), ...looking, ...own, ...key, 100);
          expect(plan.slice(0, 3)).toEqual(['CO-ROUTINE s', `SEARCH submissions USING INDEX ${expected[view]}`, 'SCAN s']);
          // Whether it was put aside: one look per row.
          expect(plan.slice(3)).toEqual(['CORRELATED SCALAR SUBQUERY 1', 'SEARCH skips USING PRIMARY KEY (seq=? AND by=?)']);
          const backward = planOf(pageStatement(view, lanes, view === 'decided' ? 'oldest' : 'newest'), ...looking, ...own, ...key, 100);
          expect(backward.slice(0, 2).map((line) => line.replace(/ \(.*/, ''))).toEqual([
            'CO-ROUTINE s',
            `SEARCH submissions USING INDEX ${expected[view].replace(/ \(.*/, '')}`,
          ]);
          expect(backward.join()).not.toContain('TEMP B-TREE');
          const steps = planOf(stepStatement(view, lanes), ...own, ...key, 999);
          expect(steps).toHaveLength(1);
          expect(steps[0]?.replace('COVERING ', '')).toBe(`SEARCH submissions USING INDEX ${expected[view]}`);
        }
      }
    }
  });

  it('of another order or a filter read ranges of one index and never the table', () => {
    const db = seeded(2_000);
    db.raw.exec('ANALYZE');
    const forward = { start: { order: 0, seq: 0 }, compare: '>', direction: 'ASC' } as const;
    const backward = { ...forward, compare: '<', direction: 'DESC' } as const;
    const orders: readonly QueueOrder[] = ['queued_at', 'turn_at', 'decided_rank', 'name', 'vendor', 'attempts', 'due'];
    for (const order of orders) {
      for (const walk of [forward, backward]) {
        for (const residue of order === 'turn_at' || order === 'decided_rank' ? [''] : ['', ' AND queued_at < ?']) {
          for (const sql of allRangeStatements(order, walk, residue)) {
            const values = Array.from({ length: sql.split('?').length - 1 }, () => 1);
            const plan = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail);
            expect(plan, sql).toHaveLength(1);
            expect(plan[0], sql).toMatch(/^SEARCH submissions USING (COVERING )?INDEX \w+ \(group_no=\? AND \w+[<>]\?/);
            // The plan does not call an index with a generated column covering; its code tells whether a row of the table (cursor 0) is read.
            const code = db.all<{ opcode: string; p1: number }>(`EXPLAIN ${sql}`, ...values);
            expect(
              code.some(({ opcode }) => opcode === 'Column'),
              sql,
            ).toBe(true);
            expect(
              code.filter(({ opcode, p1 }) => opcode === 'Column' && p1 === 0),
              sql,
            ).toEqual([]);
          }
        }
      }
    }
  });

  it('fail loudly when an index goes', () => {
    const db = seeded(40);
    db.raw.exec('DROP INDEX submissions_for_us');
    expect(codeOf(() => pageAfter(db, filter('queue'), me, null, 10))).not.toBe('none');
  });
});
