import type { ReadableDb, WritableDb } from '../connection.ts';

export function insertKeptMark(tx: WritableDb, submissionId: string, ruleId: string, fromSubmissionId: string): void {
  tx.run('INSERT INTO kept_marks (submission_id, rule_id, from_submission_id) VALUES (?, ?, ?)', submissionId, ruleId, fromSubmissionId);
}

/** A person marked the item himself: it no longer stands on the earlier attempt. */
export function forgetKeptMark(tx: WritableDb, submissionId: string, ruleId: string): void {
  tx.run('DELETE FROM kept_marks WHERE submission_id = ? AND rule_id = ?', submissionId, ruleId);
}

/** Rule id -> the submission that its mark was taken over from. */
export function keptMarksOf(db: ReadableDb, submissionId: string): ReadonlyMap<string, string> {
  return new Map(
    db
      .all<{
        rule_id: string;
        from_submission_id: string;
      }>('SELECT rule_id, from_submission_id FROM kept_marks WHERE submission_id = ?', submissionId)
      .map((row) => [row.rule_id, row.from_submission_id]),
  );
}
