import type { ReadableDb, WritableDb } from '../connection.ts';

export interface AcceptedRow {
  readonly id: string;
  readonly solution_id: string;
  readonly rule_id: string;
  /** Field, file or link; empty where it is about the whole. */
  readonly place: string;
  readonly content_sha256: string;
  readonly reason: string;
  readonly accepted_by: string;
  readonly accepted_at: number;
  readonly expires_at: number;
}

const COLUMNS = 'id, solution_id, rule_id, place, content_sha256, reason, accepted_by, accepted_at, expires_at';

/** What holds at this moment. @param at ms UTC */
export function acceptedOf(db: ReadableDb, solutionId: string, at: number): AcceptedRow[] {
  return db.all<AcceptedRow>(`SELECT ${COLUMNS} FROM accepted_findings WHERE solution_id = ? AND expires_at > ?`, solutionId, at);
}

/** Accepting the same thing again renews it. */
export function putAccepted(tx: WritableDb, row: AcceptedRow): void {
  tx.run(
    `INSERT INTO accepted_findings (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (solution_id, rule_id, place, content_sha256) DO UPDATE SET reason = excluded.reason,
       accepted_by = excluded.accepted_by, accepted_at = excluded.accepted_at, expires_at = excluded.expires_at`,
    row.id,
    row.solution_id,
    row.rule_id,
    row.place,
    row.content_sha256,
    row.reason,
    row.accepted_by,
    row.accepted_at,
    row.expires_at,
  );
}
