import type { ReadableDb, WritableDb } from '../connection.ts';

/** The day that the team agreed on for one submission, "YYYY-MM-DD" of the local calendar. */
export function dueDayOf(db: ReadableDb, submissionId: string): { readonly day: string; readonly set_by: string } | undefined {
  return db.get<{ day: string; set_by: string }>('SELECT day, set_by FROM due_days WHERE submission_id = ?', submissionId);
}

/** @param day null takes it back */
export function setDueDay(tx: WritableDb, submissionId: string, day: string | null, by: string, at: number): void {
  if (day === null) tx.run('DELETE FROM due_days WHERE submission_id = ?', submissionId);
  else
    tx.run(
      `INSERT INTO due_days (submission_id, day, set_by, set_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET day = excluded.day, set_by = excluded.set_by, set_at = excluded.set_at`,
      submissionId,
      day,
      by,
      at,
    );
}
