import type { ReadableDb, WritableDb } from '../connection.ts';

export type UndoKind = 'mark' | 'note' | 'finding' | 'draft' | 'verdict';

export interface UndoStepRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly workstation_id: string;
  readonly kind: UndoKind;
  readonly submission_id: string | null;
  readonly key: string;
  /** JSON of what was there. */
  readonly before: string;
  /** JSON of what the action left. */
  readonly after: string;
}

/** Older steps are forgotten: nobody takes back what he did an hour ago by pressing one key. */
const KEPT_STEPS = 100;
const COLUMNS = 'id, at, actor, workstation_id, kind, submission_id, key, before, after';

export function insertUndoStep(tx: WritableDb, row: Omit<UndoStepRow, 'id'>): void {
  tx.run(
    'INSERT INTO undo_steps (at, actor, workstation_id, kind, submission_id, key, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    row.at,
    row.actor,
    row.workstation_id,
    row.kind,
    row.submission_id,
    row.key,
    row.before,
    row.after,
  );
  tx.run(
    `DELETE FROM undo_steps WHERE workstation_id = ? AND actor = ? AND id <= (
       SELECT id FROM undo_steps WHERE workstation_id = ? AND actor = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    row.workstation_id,
    row.actor,
    row.workstation_id,
    row.actor,
    KEPT_STEPS,
  );
}

/** Newest first. */
export function undoStepsOf(db: ReadableDb, workstationId: string, actor: string): UndoStepRow[] {
  return db.all<UndoStepRow>(
    `SELECT ${COLUMNS} FROM undo_steps WHERE workstation_id = ? AND actor = ? ORDER BY id DESC`,
    workstationId,
    actor,
  );
}

export function newestUndoStep(db: ReadableDb, workstationId: string, actor: string): UndoStepRow | undefined {
  return db.get<UndoStepRow>(
    `SELECT ${COLUMNS} FROM undo_steps WHERE workstation_id = ? AND actor = ? ORDER BY id DESC LIMIT 1`,
    workstationId,
    actor,
  );
}

/** The same action went on (typing): only what it leaves is another. */
export function extendUndoStep(tx: WritableDb, id: number, after: string, at: number): void {
  tx.run('UPDATE undo_steps SET after = ?, at = ? WHERE id = ?', after, at, id);
}

export function deleteUndoStep(tx: WritableDb, id: number): void {
  tx.run('DELETE FROM undo_steps WHERE id = ?', id);
}

export function deleteUndoStepsFor(tx: WritableDb, kind: UndoKind, key: string): void {
  tx.run('DELETE FROM undo_steps WHERE kind = ? AND key = ?', kind, key);
}
