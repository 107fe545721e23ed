import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markItem } from '../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../electron/desk/claim-desk.ts';
import { sendMessage } from '../../electron/desk/correspondence-desk.ts';
import { getSubmission } from '../../electron/desk/submission-desk.ts';
import { decideVerdict } from '../../electron/desk/verdict-desk.ts';
import { openBench, type Bench } from '../unit/desk/desk-fixture.ts';
import { halfDone } from './decision-invariants.ts';

/** The check that the crash tests rely on must itself notice each half-done thing. */
let bench: Bench;
beforeEach(async () => {
  bench = openBench();
  const { context } = bench.workspace;
  const [decided, open] = [await bench.accept(), await bench.accept()];
  for (const { id } of [decided, open]) {
    takeClaim(context, { id, revision: 1 });
    markItem(context, { submissionId: id, ruleId: 'card-contacts', mark: 'fail' });
  }
  const { revision, version, solution } = getSubmission(context, { id: decided.id });
  sendMessage(context, { solutionId: solution.id, submissionId: decided.id, kind: 'to-vendor', text: 'Вопрос' });
  decideVerdict(context, { submissionId: decided.id, revision, version, kind: 'return', letter: 'Письмо', language: 'ru' });
});
afterEach(() => bench.end());

const LOOSE_EVENTS = 'DROP TRIGGER events_are_not_updated; DROP TRIGGER events_are_not_deleted;';

describe('the check for half-done things', () => {
  it('is content with whole ones', () => {
    expect(halfDone(bench.workspace.context.db)).toEqual([]);
  });

  it.each([
    ['a verdict without its notice', "DELETE FROM outbox WHERE kind = 'verdict'", 'verdict without'],
    ['a verdict with another letter', "UPDATE messages SET text = 'x' WHERE kind = 'system'", 'verdict without'],
    [
      'a verdict without a snapshot',
      'DROP TRIGGER documents_are_not_updated; DELETE FROM documents WHERE sha256 = (SELECT snapshot_sha256 FROM verdicts)',
      'verdict without',
    ],
    [
      'an event without its verdict',
      'DROP TRIGGER verdicts_are_not_deleted; DELETE FROM outbox; DELETE FROM verdicts',
      'event of a verdict',
    ],
    [
      'a decision without a verdict',
      'DROP TRIGGER verdicts_are_not_deleted; DELETE FROM outbox; DELETE FROM verdicts',
      'decided submission',
    ],
    [
      'a verdict on an open submission',
      "UPDATE submissions SET state = 'queued', decided_at = NULL WHERE decided_at IS NOT NULL",
      'still open',
    ],
    ['a mark that nothing records', "UPDATE checklist_items SET mark = 'pass' WHERE rule_id = 'install-works'", 'mark without'],
    ['a claim that nothing records', `${LOOSE_EVENTS} DELETE FROM events WHERE type = 'submission.claimed'`, 'claim without'],
    ['a message that nothing records', `${LOOSE_EVENTS} DELETE FROM events WHERE type = 'message.written'`, 'message without'],
    ['a broken chain', `${LOOSE_EVENTS} UPDATE events SET actor = 'x' WHERE rank = 3`, 'chain broken'],
    ['wrong counts', 'UPDATE queue_counts SET n = n + 1', 'counts'],
  ])('notices %s', (_, sql, word) => {
    const { db } = bench.workspace.context;
    db.raw.exec('PRAGMA foreign_keys = OFF');
    db.raw.exec(sql);
    expect(halfDone(db).join('\n')).toContain(word);
  });
});
