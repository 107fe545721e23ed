import type { ReadableDb, WritableDb } from '../connection.ts';

/** A stage that was entered. */
export interface StageRow {
  readonly solution_id: string;
  readonly stage_id: string;
  readonly owner: string;
  /** Working days; null: no term. */
  readonly days: number | null;
  readonly entered_at: number;
  readonly finished_at: number | null;
  readonly finished_by: string | null;
  readonly revision: number;
}

export interface StageRecordRow {
  readonly id: string;
  readonly solution_id: string;
  readonly stage_id: string;
  readonly condition_id: string;
  readonly text: string;
  readonly at: number;
  readonly by: string;
}

const STAGE = 'solution_id, stage_id, owner, days, entered_at, finished_at, finished_by, revision';
const RECORD = 'id, solution_id, stage_id, condition_id, text, at, by';

export function stagesOf(db: ReadableDb, solutionId: string): StageRow[] {
  return db.all<StageRow>(`SELECT ${STAGE} FROM publication_stages WHERE solution_id = ?`, solutionId);
}

/** Inserts it or replaces what it was. */
export function putStage(tx: WritableDb, row: StageRow): void {
  tx.run(
    `INSERT INTO publication_stages (${STAGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (solution_id, stage_id) DO UPDATE SET owner = excluded.owner, days = excluded.days, entered_at = excluded.entered_at,
       finished_at = excluded.finished_at, finished_by = excluded.finished_by, revision = excluded.revision`,
    row.solution_id,
    row.stage_id,
    row.owner,
    row.days,
    row.entered_at,
    row.finished_at,
    row.finished_by,
    row.revision,
  );
}

/** Oldest first. */
export function stageRecords(db: ReadableDb, solutionId: string): StageRecordRow[] {
  return db.all<StageRecordRow>(`SELECT ${RECORD} FROM stage_records WHERE solution_id = ? ORDER BY at, id`, solutionId);
}

/** @returns whether it was new: the same words for the same condition count once. */
export function insertStageRecord(tx: WritableDb, row: StageRecordRow): boolean {
  return (
    tx.run(
      `INSERT INTO stage_records (${RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      row.id,
      row.solution_id,
      row.stage_id,
      row.condition_id,
      row.text,
      row.at,
      row.by,
    ) > 0
  );
}

export function deleteStageRecord(tx: WritableDb, id: string): void {
  tx.run('DELETE FROM stage_records WHERE id = ?', id);
}
