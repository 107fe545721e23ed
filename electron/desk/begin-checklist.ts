import { z } from 'zod';
import { rulesForSubject, type Rule } from '../../shared/domain/rulebook.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import { checklistOf, insertChecklist } from '../store/repositories/checklists.ts';
import { putDocument, setOpenFindings, type SubmissionRow } from '../store/repositories/submissions.ts';
import { countIncluded } from '../store/repositories/findings.ts';
import { runAutomaticChecks, storeAutomaticResults, tally } from './automatic-results.ts';
import { marketplaceOf, record, type DeskContext } from './desk-context.ts';
import { lookClosely } from './look-closely.ts';
import { keepUnchanged } from './earlier-attempts.ts';
import { storedVersion } from './stored-documents.ts';

const VersionWithMode = z.looseObject({ mode: z.string().optional() });

/**
 * Lays the rules that apply beside the submission, once. The checklist keeps the words of the rulebook it was begun with,
 * so that a later version of the application does not change what was already judged. A further attempt keeps the marks of what
 * did not change. The automatic checks look at once; none of it counts the revision up.
 */
export function beginChecklist(context: DeskContext, tx: WritableDb, row: SubmissionRow): void {
  if (checklistOf(tx, row.id) !== undefined) return;
  const { rulebook } = marketplaceOf(context, row.marketplace);
  const rules = rulesFor(context, tx, row);
  const body = canonicalJson(rules);
  const rulesSha256 = sha256Hex(body);
  putDocument(tx, rulesSha256, body);
  insertChecklist(
    tx,
    {
      submission_id: row.id,
      rulebook_version: rulebook.version,
      rules_sha256: rulesSha256,
      begun_at: context.now(),
      begun_by: context.actor(),
    },
    rules.map(({ id }) => id),
  );
  record(context, tx, {
    type: 'checklist.begun',
    submissionId: row.id,
    solutionId: row.solution_id,
    details: { rulebookVersion: rulebook.version, rulesSha256, items: rules.length },
  });
  keepUnchanged(context, tx, row, rules);
  const results = runAutomaticChecks(context, tx, row, rules);
  storeAutomaticResults(context, tx, row, rules, 'check', null, results);
  record(context, tx, { type: 'checks.finished', submissionId: row.id, solutionId: row.solution_id, details: tally(results) });
  setOpenFindings(tx, row.seq, countIncluded(tx, row.id));
  tx.afterCommit(() => {
    context.notices.queueChanged();
    void lookClosely(context, row.id, { withNetwork: false });
  });
}

/** Rules that apply by what decides it, for each rulebook; another rulebook is another list. */
const applying = new WeakMap<readonly Rule[], Map<string, readonly Rule[]>>();

/** The rules of today's rulebook that apply to a submission, graded for it. The same list for all submissions of a kind. */
export function rulesFor(context: DeskContext, db: ReadableDb, row: SubmissionRow): readonly Rule[] {
  const installMode = VersionWithMode.safeParse(storedVersion(db, row)).data?.mode ?? null;
  const about = { kind: row.kind, region: row.region, solutionType: row.solution_type, installMode };
  const { rules } = marketplaceOf(context, row.marketplace).rulebook;
  let known = applying.get(rules);
  if (known === undefined) applying.set(rules, (known = new Map()));
  const key = JSON.stringify(about);
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = rulesForSubject(rules, about)));
  return found;
}
