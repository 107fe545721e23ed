import { SUBMISSION_STATES, TURNS } from '../../shared/domain/submission.ts';
import type { ReadableDb, SqlValue } from './connection.ts';

/** How far the numbers of two lanes are apart; more than all states, turns and "again" together. */
const PER_LANE = 64;

const numbered = (column: string, values: readonly string[]): string =>
  `CASE ${column} ${values.map((value, n) => `WHEN '${value}' THEN ${String(n)}`).join(' ')} END`;

/**
 * SQL of the number of a group: submissions of one lane in one state with the same turn, first attempts apart from further ones.
 * Part of a released schema: states and turns may only be added at the end of their lists.
 *
 * @param again SQL term that is 1 for a further attempt
 */
export function groupNumber(again: string): string {
  return `lane * ${String(PER_LANE)} + ${numbered('state', SUBMISSION_STATES)} * 6 + ${numbered('turn', TURNS)} * 2 + (${again})`;
}

/** What rows can be ordered by. */
export type QueueOrder = 'queued_at' | 'turn_at' | 'decided_rank' | 'name' | 'vendor' | 'attempts' | 'due';

/** Where a row stands in its view: smaller keys come first. */
export interface QueueKey {
  readonly order: number | string;
  readonly seq: number;
}

/** The direction of a walk along an index. */
export interface Walk {
  readonly start: QueueKey;
  readonly compare: '>' | '<';
  readonly direction: 'ASC' | 'DESC';
}

/** A range of one index that holds rows of a group in order. */
interface Stream {
  readonly index: string;
  readonly column: string;
  readonly where: string;
}

const WITHOUT_DUE_DAY: Stream = { index: 'submissions_by_queued', column: 'queued_at', where: ' AND due_day IS NULL' };
const BY_QUEUED: Stream = { ...WITHOUT_DUE_DAY, where: '' };

/**
 * Rows with nothing to order them by (no day, no further attempt) follow those that have it, the longest wait first: a moment is a
 * greater number than any day or attempt.
 */
function streamsOf(order: QueueOrder, isAgain: boolean): readonly Stream[] {
  switch (order) {
    case 'queued_at':
      return [BY_QUEUED];
    case 'turn_at':
      return [{ index: 'submissions_by_turn', column: 'turn_at', where: " AND turn = 'vendor'" }];
    case 'decided_rank':
      return [{ index: 'submissions_by_decision', column: 'decided_rank', where: ' AND decided_rank IS NOT NULL' }];
    case 'name':
      return [{ index: 'submissions_by_name', column: 'name_order', where: '' }];
    case 'vendor':
      return [{ index: 'submissions_by_vendor', column: 'vendor_order', where: '' }];
    case 'attempts':
      return isAgain ? [{ index: 'submissions_by_attempt', column: 'attempt_rank', where: ' AND attempt > 1' }] : [BY_QUEUED];
    case 'due':
      return [{ index: 'submissions_by_due_day', column: 'due_day', where: ' AND due_day IS NOT NULL' }, WITHOUT_DUE_DAY];
  }
}

/** The same order as one SQL term over a row. */
export const ORDER_TERMS: Readonly<Record<QueueOrder, string>> = {
  queued_at: 'queued_at',
  turn_at: 'turn_at',
  decided_rank: 'decided_rank',
  name: 'name_order',
  vendor: 'vendor_order',
  attempts: 'iif(attempt > 1, attempt_rank, queued_at)',
  due: 'coalesce(due_day, queued_at)',
};

/** A term that every row must fit and that no group decides by itself, with its values; over `queued_at` alone. */
export interface Residue {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The statement that reads one range; exported so that a test can ask for its plan. */
export function rangeStatement({ index, column, where }: Stream, walk: Walk, residue: string, isBounded: boolean): string {
  const bound = isBounded ? ` AND (${column}, seq) ${walk.compare === '>' ? '<' : '>'} (?, ?)` : '';
  return `SELECT ${column} AS "order", seq FROM submissions INDEXED BY ${index}
    WHERE group_no = ?${where}${residue} AND (${column}, seq) ${walk.compare} (?, ?)${bound}
    ORDER BY ${column} ${walk.direction}, seq ${walk.direction} LIMIT ?`;
}

/** Groups that hold rows. @param terms over queue_counts */
export function groupsOf(db: ReadableDb, terms: string): { readonly number: number; readonly again: number }[] {
  return db.all(`SELECT ${groupNumber('again')} AS number, again FROM queue_counts WHERE n > 0 AND ${terms} ORDER BY n DESC`);
}

/** Every statement that `keysBehind` may run, for a test of their plans. */
export function allRangeStatements(order: QueueOrder, walk: Walk, residue: string): string[] {
  return [false, true].flatMap((isAgain) =>
    streamsOf(order, isAgain).flatMap((stream) => [false, true].map((isBounded) => rangeStatement(stream, walk, residue, isBounded))),
  );
}

/**
 * The first `limit` keys behind `after` in the given groups. Reads the beginning of every range, and of each only what still comes
 * before the last of those already found: with many groups most of them give a row or none.
 */
export function keysBehind(
  db: ReadableDb,
  groups: readonly { readonly number: number; readonly again: number }[],
  order: QueueOrder,
  walk: Walk,
  residue: Residue,
  after: QueueKey | null,
  limit: number,
): QueueKey[] {
  const from = after ?? walk.start;
  let found: QueueKey[] = [];
  for (const { number, again } of groups) {
    for (const stream of streamsOf(order, again === 1)) {
      const last = found.length < limit ? undefined : found.at(-1);
      const bound = last === undefined ? [] : [last.order, last.seq];
      const sql = rangeStatement(stream, walk, residue.sql, last !== undefined);
      const more = db.all<QueueKey>(sql, number, ...residue.values, from.order, from.seq, ...bound, limit);
      if (more.length > 0) found = merged(found, more, walk, limit);
    }
  }
  return found;
}

function merged(a: readonly QueueKey[], b: readonly QueueKey[], walk: Walk, limit: number): QueueKey[] {
  const result: QueueKey[] = [];
  for (let i = 0, j = 0; result.length < limit;) {
    const [first, second] = [a[i], b[j]];
    if (first === undefined && second === undefined) break;
    if (second === undefined || (first !== undefined && isBefore(first, second, walk))) {
      result.push(first as QueueKey);
      i += 1;
    } else {
      result.push(second);
      j += 1;
    }
  }
  return result;
}

/** Whether a walk comes to `a` before it comes to `b`; texts are compared as SQLite compares them, by their bytes. */
export function isBefore(a: QueueKey, b: QueueKey, { compare }: Walk): boolean {
  const [first, second] = compare === '>' ? [a, b] : [b, a];
  if (first.order === second.order) return first.seq < second.seq;
  if (typeof first.order === 'string' && typeof second.order === 'string') {
    return Buffer.compare(Buffer.from(first.order), Buffer.from(second.order)) < 0;
  }
  return first.order < second.order;
}
