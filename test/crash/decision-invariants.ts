import type { Connection } from '../../electron/store/connection.ts';
import { verifyChain } from '../../electron/store/event-log.ts';

/** One sentence for each thing in a workspace that is half done; empty when all is whole. */
export function halfDone(db: Connection): string[] {
  const faults: string[] = [];
  const { broken } = verifyChain(db);
  if (broken !== null) faults.push(`chain broken at ${String(broken.sequence)}: ${broken.reason}`);
  const none = (what: string, sql: string): void => {
    const rows = db.all<Record<string, unknown>>(sql);
    if (rows.length > 0) faults.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`);
  };
  const wholeVerdict = `EXISTS (SELECT 1 FROM events WHERE events.id = verdicts.event_id AND json_extract(details, '$.verdictId') = verdicts.id)
    AND EXISTS (SELECT 1 FROM documents WHERE sha256 = snapshot_sha256)
    AND EXISTS (SELECT 1 FROM outbox JOIN messages ON messages.id = outbox.message_id WHERE verdict_id = verdicts.id AND text = letter)`;
  none('verdict without its event, snapshot, letter or notice', `SELECT id FROM verdicts WHERE NOT (${wholeVerdict})`);
  none(
    'event of a verdict that is not there',
    `SELECT id, type FROM events WHERE json_extract(details, '$.snapshotSha256') IS NOT NULL AND id NOT IN (SELECT event_id FROM verdicts)`,
  );
  none(
    'decided submission without a standing verdict',
    `SELECT id, state FROM submissions WHERE decided_at IS NOT NULL AND revision > 1
       AND id NOT IN (SELECT submission_id FROM verdicts WHERE undone_at IS NULL)`,
  );
  none(
    'standing verdict on a submission that is still open',
    `SELECT verdicts.id FROM verdicts JOIN submissions ON submissions.id = submission_id WHERE undone_at IS NULL AND decided_at IS NULL`,
  );
  none(
    'mark without its event',
    `SELECT submission_id, rule_id FROM checklist_items AS item WHERE mark <> 'not-checked' AND NOT EXISTS (
       SELECT 1 FROM events WHERE events.submission_id = item.submission_id AND type = 'checklistItem.marked'
         AND json_extract(details, '$.ruleId') = item.rule_id AND json_extract(details, '$.mark') = item.mark)`,
  );
  none(
    'claim without its event',
    `SELECT id FROM submissions WHERE state = 'claimed' AND NOT EXISTS (
       SELECT 1 FROM events WHERE events.submission_id = submissions.id AND type IN ('submission.claimed', 'submission.takenOver', 'verdict.undone'))`,
  );
  none(
    'message without its event',
    `SELECT id FROM messages WHERE kind = 'to-vendor' AND NOT EXISTS (
       SELECT 1 FROM events WHERE type = 'message.written' AND json_extract(details, '$.messageId') = messages.id)`,
  );
  none(
    'counts that do not add up',
    `SELECT state, again, turn, lane, n FROM queue_counts WHERE n > 0 EXCEPT
       SELECT state, attempt > 1, turn, lane, count(*) FROM submissions GROUP BY 1, 2, 3, 4`,
  );
  const integrity = db.value<string>('PRAGMA quick_check');
  if (integrity !== 'ok') faults.push(`quick_check: ${String(integrity)}`);
  return faults;
}
