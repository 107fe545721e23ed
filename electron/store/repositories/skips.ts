import type { SkipReason } from '../../../shared/domain/submission.ts';
import type { WritableDb } from '../connection.ts';

/** The newest word of a moderator about a submission that he puts aside. */
export function putSkip(tx: WritableDb, seq: number, by: string, at: number, reason: SkipReason, note: string): void {
  tx.run(
    `INSERT INTO skips (seq, by, at, reason, note) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (seq, by) DO UPDATE SET at = excluded.at, reason = excluded.reason, note = excluded.note`,
    seq,
    by,
    at,
    reason,
    note,
  );
}

/** He looks at it after all. @returns whether it had been put aside. */
export function deleteSkip(tx: WritableDb, seq: number, by: string): boolean {
  return tx.run('DELETE FROM skips WHERE seq = ? AND by = ?', seq, by) > 0;
}
