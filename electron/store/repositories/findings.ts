import type { Severity } from '../../../shared/domain/rulebook.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { indexSaid, seqOf } from './said.ts';

export interface FindingRow {
  readonly id: string;
  readonly submission_id: string;
  readonly rule_id: string;
  readonly severity: Severity;
  readonly source: 'person' | 'install-test' | 'check';
  readonly included: 0 | 1;
  readonly included_by: string | null;
  /** LocalizedText as JSON, by a machine. */
  readonly message: string | null;
  /** By a person. */
  readonly seen: string | null;
  readonly steps: string;
  readonly run_id: string | null;
  readonly at: number;
}

const COLUMNS = 'id, submission_id, rule_id, severity, source, included, included_by, message, seen, steps, run_id, at';

export function findingsOf(db: ReadableDb, submissionId: string): FindingRow[] {
  return db.all<FindingRow>(`SELECT ${COLUMNS} FROM findings WHERE submission_id = ? ORDER BY at, id`, submissionId);
}

export function findingOfRule(db: ReadableDb, submissionId: string, ruleId: string): FindingRow | undefined {
  return db.get<FindingRow>(`SELECT ${COLUMNS} FROM findings WHERE submission_id = ? AND rule_id = ?`, submissionId, ruleId);
}

export function findingById(db: ReadableDb, id: string): FindingRow | undefined {
  return db.get<FindingRow>(`SELECT ${COLUMNS} FROM findings WHERE id = ?`, id);
}

/** One finding per rule of a submission: inserts it or replaces all but its id. */
export function putFinding(tx: WritableDb, row: FindingRow): void {
  tx.run(
    `INSERT INTO findings (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (submission_id, rule_id) DO UPDATE SET severity = excluded.severity, source = excluded.source,
       included = excluded.included, included_by = excluded.included_by, message = excluded.message, seen = excluded.seen,
       steps = excluded.steps, run_id = excluded.run_id, at = excluded.at`,
    row.id,
    row.submission_id,
    row.rule_id,
    row.severity,
    row.source,
    row.included,
    row.included_by,
    row.message,
    row.seen,
    row.steps,
    row.run_id,
    row.at,
  );
  const seq = seqOf(tx, row.submission_id);
  // Both languages of what a machine saw, then the words of a person.
  const machine = row.message === null ? '' : Object.values(JSON.parse(row.message) as Record<string, string>).join(' ');
  if (seq !== undefined) indexSaid(tx, seq, 'finding', `${row.submission_id} ${row.rule_id}`, `${machine} ${row.seen ?? ''} ${row.steps}`);
}

export function countIncluded(db: ReadableDb, submissionId: string): number {
  return db.value<number>('SELECT count(*) FROM findings WHERE submission_id = ? AND included = 1', submissionId) ?? 0;
}
