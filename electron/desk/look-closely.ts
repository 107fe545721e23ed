import { checklistOf } from '../store/repositories/checklists.ts';
import { countIncluded } from '../store/repositories/findings.ts';
import { setOpenFindings, submissionById } from '../store/repositories/submissions.ts';
import { checkInputOf, rulesToCheck, storeAutomaticResults, tally } from './automatic-results.ts';
import { record, type DeskContext } from './desk-context.ts';
import { checklistRules } from './stored-documents.ts';

/**
 * Lets the worker look at what the quick checks cannot see, and stores what it says. A checklist that meanwhile belongs to a decided
 * submission is left alone; so is a workspace that was closed. None of it counts the revision up.
 */
export async function lookClosely(context: DeskContext, submissionId: string, how: { readonly withNetwork: boolean }): Promise<void> {
  const { checkRunner, db } = context;
  if (checkRunner === null) return;
  const row = submissionById(db, submissionId);
  const checklist = checklistOf(db, submissionId);
  if (row === undefined || checklist === undefined) return;
  const rules = checklistRules(db, checklist.rules_sha256);
  const results = await checkRunner.run({
    marketplace: row.marketplace,
    input: checkInputOf(db, row),
    ruleIds: [...rulesToCheck(rules)],
    withNetwork: how.withNetwork,
  });
  if (results === null || !db.isOpen) return;
  db.write((tx) => {
    const now = submissionById(tx, submissionId);
    if (now === undefined || (now.state !== 'queued' && now.state !== 'claimed')) return;
    storeAutomaticResults(context, tx, now, rules, 'check', null, results);
    record(context, tx, {
      type: 'checks.finished',
      submissionId: now.id,
      solutionId: now.solution_id,
      details: { ...tally(results), closely: true, network: how.withNetwork },
    });
    setOpenFindings(tx, now.seq, countIncluded(tx, now.id));
    tx.afterCommit(() => {
      context.notices.submissionChanged(now.id, now.revision);
      context.notices.queueChanged();
    });
  });
}
