import type { Mark } from '../../../shared/domain/submission.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { indexSaid, seqOf } from './said.ts';

export interface ChecklistRow {
  readonly submission_id: string;
  readonly rulebook_version: string;
  readonly rules_sha256: string;
  readonly begun_at: number;
  readonly begun_by: string;
}

export interface ItemRow {
  readonly rule_id: string;
  readonly mark: Mark;
  readonly marked_by: string | null;
  readonly marked_at: number | null;
  readonly note: string;
}

export interface AutomaticRow {
  readonly rule_id: string;
  readonly source: 'install-test' | 'check';
  readonly status: 'pass' | 'fail' | 'could-not-look';
  /** LocalizedText as JSON. */
  readonly message: string;
  readonly place: string | null;
  /** Findings with their places, as JSON. */
  readonly places: string;
  readonly run_id: string | null;
  readonly at: number;
}

export function checklistOf(db: ReadableDb, submissionId: string): ChecklistRow | undefined {
  return db.get<ChecklistRow>(
    'SELECT submission_id, rulebook_version, rules_sha256, begun_at, begun_by FROM checklists WHERE submission_id = ?',
    submissionId,
  );
}

export function insertChecklist(tx: WritableDb, row: ChecklistRow, ruleIds: readonly string[]): void {
  tx.run(
    'INSERT INTO checklists (submission_id, rulebook_version, rules_sha256, begun_at, begun_by) VALUES (?, ?, ?, ?, ?)',
    row.submission_id,
    row.rulebook_version,
    row.rules_sha256,
    row.begun_at,
    row.begun_by,
  );
  ruleIds.forEach((ruleId, position) => {
    tx.run('INSERT INTO checklist_items (submission_id, rule_id, position) VALUES (?, ?, ?)', row.submission_id, ruleId, position);
  });
}

export function itemsOf(db: ReadableDb, submissionId: string): ItemRow[] {
  return db.all<ItemRow>(
    'SELECT rule_id, mark, marked_by, marked_at, note FROM checklist_items WHERE submission_id = ? ORDER BY position',
    submissionId,
  );
}

export function itemOf(db: ReadableDb, submissionId: string, ruleId: string): ItemRow | undefined {
  return db.get<ItemRow>(
    'SELECT rule_id, mark, marked_by, marked_at, note FROM checklist_items WHERE submission_id = ? AND rule_id = ?',
    submissionId,
    ruleId,
  );
}

export function setMark(tx: WritableDb, submissionId: string, ruleId: string, mark: Mark, by: string | null, at: number | null): void {
  tx.run(
    'UPDATE checklist_items SET mark = ?, marked_by = ?, marked_at = ? WHERE submission_id = ? AND rule_id = ?',
    mark,
    by,
    at,
    submissionId,
    ruleId,
  );
}

export function setNote(tx: WritableDb, submissionId: string, ruleId: string, note: string): void {
  tx.run('UPDATE checklist_items SET note = ? WHERE submission_id = ? AND rule_id = ?', note, submissionId, ruleId);
  const seq = seqOf(tx, submissionId);
  if (seq !== undefined) indexSaid(tx, seq, 'note', `${submissionId} ${ruleId}`, note);
}

/** All that machines say about a submission; per rule the results of both sources. */
export function automaticOf(db: ReadableDb, submissionId: string): AutomaticRow[] {
  return db.all<AutomaticRow>(
    'SELECT rule_id, source, status, message, place, places, run_id, at FROM automatic_results WHERE submission_id = ? ORDER BY rule_id, source',
    submissionId,
  );
}

export function putAutomatic(tx: WritableDb, submissionId: string, row: AutomaticRow): void {
  tx.run(
    `INSERT INTO automatic_results (submission_id, rule_id, source, status, message, place, places, run_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (submission_id, rule_id, source) DO UPDATE SET status = excluded.status, message = excluded.message,
       place = excluded.place, places = excluded.places, run_id = excluded.run_id, at = excluded.at`,
    submissionId,
    row.rule_id,
    row.source,
    row.status,
    row.message,
    row.place,
    row.places,
    row.run_id,
    row.at,
  );
}
