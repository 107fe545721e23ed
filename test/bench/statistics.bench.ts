import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '../../electron/store/connection.ts';
import { openDatabase } from '../../electron/store/open-database.ts';
import { COUNTED_EVENTS } from '../../electron/store/statistics-events.ts';
import { StatisticsBook, type StatisticsFilter } from '../../electron/store/statistics.ts';
import { prepareWorkspaceFolder, workspaceFolder } from '../../electron/store/workspace-folder.ts';
import { busyWait, interleave, isMachineQuiet, NOT_QUIET, report, seededRandom, type Arm } from './measure.ts';

/**
 * Statistics over a log of a hundred thousand submissions with the events of their reviews, against a bare reading of the same rows.
 * The first question reads the whole log, later ones what has come since; both run in a worker, so that this is how long a person
 * waits, not how long the window stands.
 */
const seed = 20261127;
const COUNT = Number(process.env['BENCH_SUBMISSIONS'] ?? 100_000);
const MODERATORS = ['Анна', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна', 'Захар'];
const REASONS = Array.from({ length: 40 }, (_, n) => `rule-${String(n)}`);
const MARKS = 8;
const START = Date.UTC(2022, 0, 10, 6);
const SPACING_MS = 20 * 60_000;
const HOUR_MS = 3_600_000;

/** Each submission: in, claimed, marked, in a third a question and its answer, decided; a returned one comes again. */
function fill(db: Connection): void {
  const insert = db.raw.prepare(
    'INSERT INTO events (id, workstation_id, sequence, at, actor, type, submission_id, solution_id, details, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const random = seededRandom(seed);
  let sequence = 0;
  let hash = '0'.repeat(64);
  const add = (at: number, actor: string, type: string, submission: string, solution: string, details: object): void => {
    sequence += 1;
    const previous = hash;
    // Nothing here is proof of anything: the chain is not what is measured.
    hash = sequence.toString(16).padStart(64, '0');
    insert.run(
      `event-${String(sequence)}`,
      'bench',
      sequence,
      at,
      actor,
      type,
      submission,
      solution,
      JSON.stringify(details),
      previous,
      hash,
    );
  };
  const again: { solution: string; attempt: number; place: object }[] = [];
  db.raw.exec('BEGIN');
  for (let n = 0; n < COUNT; n += 1) {
    const at = START + n * SPACING_MS;
    const submission = `submission-${String(n)}`;
    const fresh = {
      solution: `solution-${String(n)}`,
      attempt: 1,
      place: [
        { marketplace: 'bitrix24', region: ['ru', 'kz', 'by', 'west'][n % 4] },
        { marketplace: 'moysklad', region: 'ru' },
        { marketplace: 'poster', region: 'world' },
      ][n % 3] as object,
    };
    const { solution, attempt, place } = (random() < 0.4 ? again.shift() : undefined) ?? fresh;
    add(at, 'system', 'submission.accepted', submission, solution, { ...place, kind: 'new-version', attempt, queuedAt: at });
    if (n > COUNT * 0.98) continue;
    const by = MODERATORS[Math.floor(random() * MODERATORS.length)] ?? '';
    const claimedAt = at + Math.floor(random() * 72) * HOUR_MS;
    add(claimedAt, by, 'submission.claimed', submission, solution, {});
    for (let mark = 0; mark < MARKS; mark += 1) {
      const details = { ruleId: REASONS[(n + mark) % 40], mark: 'pass', previous: 'not-checked' };
      add(claimedAt + mark * 60_000, by, 'checklistItem.marked', submission, solution, details);
    }
    if (random() < 0.3) {
      add(claimedAt + HOUR_MS, by, 'message.written', submission, solution, { kind: 'to-vendor' });
      add(claimedAt + 5 * HOUR_MS, 'vendor', 'message.received', submission, solution, {});
    }
    const isReturned = random() < 0.45;
    add(claimedAt + 6 * HOUR_MS, by, isReturned ? 'submission.returned' : 'submission.approved', submission, solution, {
      verdictId: `verdict-${String(n)}`,
      reasons: isReturned ? [REASONS[n % 40], REASONS[(n * 7) % 40]] : [],
    });
    if (isReturned) again.push({ solution, attempt: attempt + 1, place });
    else if (random() < 0.02)
      add(claimedAt + 6 * HOUR_MS + 5_000, by, 'verdict.undone', submission, solution, { verdictId: `verdict-${String(n)}` });
  }
  db.raw.exec('COMMIT');
}

function filled(): Connection {
  const root = path.join(import.meta.dirname, '../../.cache/bench', `statistics-${String(COUNT)}`);
  const marker = path.join(root, 'filled');
  const isThere = existsSync(marker);
  if (!isThere) rmSync(root, { recursive: true, force: true });
  const folder = workspaceFolder(path.join(root, 'workspace'));
  mkdirSync(root, { recursive: true });
  prepareWorkspaceFolder(folder, true);
  const db = openDatabase(folder, { appVersion: '0.0.0-bench' });
  if (!isThere) {
    fill(db);
    writeFileSync(marker, '');
  }
  return db;
}

const db = filled();
try {
  const now = START + COUNT * SPACING_MS;
  const ever: StatisticsFilter = { from: 0, to: now + 1, marketplace: null, region: null, moderator: null };
  const year: StatisticsFilter = { ...ever, from: now - 365 * 24 * HOUR_MS };
  const scan = db.raw.prepare(
    `SELECT rank, at, actor, type, submission_id, solution_id, details FROM events WHERE type IN (${COUNTED_EVENTS}) AND rank > 0 ORDER BY rank`,
  );
  const read = (): number => {
    let rows = 0;
    for (const _ of scan.iterate()) rows += 1;
    return rows;
  };
  const expected = read();
  const asked = new StatisticsBook(db);
  const first = asked.answer(ever, now);
  if (first.events !== expected || first.submitted !== COUNT) throw new Error('not everything was counted');
  const same = (answer: { events: number }): void => {
    if (answer.events !== expected) throw new Error('other events');
  };
  const arms: Arm[] = [
    {
      name: 'first question',
      run: () => {
        same(new StatisticsBook(db).answer(ever, now));
        return undefined;
      },
    },
    {
      name: 'the whole time, asked again',
      run: () => {
        same(asked.answer(ever, now));
        return undefined;
      },
    },
    {
      name: 'a year of one moderator, asked again',
      run: () => {
        same(asked.answer({ ...year, moderator: 'Вера' }, now));
        return undefined;
      },
    },
    {
      name: 'bare reading of the events',
      run: () => {
        same({ events: read() });
        return undefined;
      },
    },
    {
      name: 'slowed bare reading',
      run: () => {
        const from = performance.now();
        read();
        busyWait((performance.now() - from) * 0.5);
        return performance.now() - from;
      },
    },
  ];
  const samples = await interleave(arms, 12, seededRandom(seed));
  const isQuiet = isMachineQuiet();
  report(
    `statistics-${String(COUNT)}`,
    seed,
    samples,
    [
      { measured: 'first question', baseline: 'bare reading of the events', atMost: 5 },
      { measured: 'the whole time, asked again', baseline: 'bare reading of the events', atMost: 1.5 },
      { measured: 'slowed bare reading', baseline: 'bare reading of the events', atLeast: 1.2 },
    ],
    isQuiet ? [] : [NOT_QUIET],
    { limits: isQuiet ? [{ arm: 'the whole time, asked again', at: 'p95', atMost: 1_000 }] : [] },
  );
} finally {
  db.close();
}
