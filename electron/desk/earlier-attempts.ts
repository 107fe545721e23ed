import type { LocalizedText, Rule } from '../../shared/domain/rulebook.ts';
import type { Mark } from '../../shared/domain/submission.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { checklistOf, itemsOf, setMark, setNote, type ItemRow } from '../store/repositories/checklists.ts';
import { bindEvidence, boundEvidence } from '../store/repositories/evidence.ts';
import { findingsOf, putFinding, type FindingRow } from '../store/repositories/findings.ts';
import { insertKeptMark } from '../store/repositories/kept-marks.ts';
import { submissionsOfChain, type SubmissionRow } from '../store/repositories/submissions.ts';
import { standingVerdict } from '../store/repositories/verdicts.ts';
import { marketplaceOf, record, type DeskContext } from './desk-context.ts';
import { contentOf, isUnchanged } from './rule-inputs.ts';
import { checklistRules } from './stored-documents.ts';

/** Attempts of the same thing before this one, newest first. */
function attemptsBefore(db: ReadableDb, row: SubmissionRow): SubmissionRow[] {
  if (row.attempt === 1) return [];
  return submissionsOfChain(db, row.chain_id)
    .filter(({ attempt }) => attempt < row.attempt)
    .reverse();
}

/** The newest earlier attempt on which a person decided anything; undefined when nobody has looked at any. */
export function lastLookedAt(db: ReadableDb, row: SubmissionRow): SubmissionRow | undefined {
  return attemptsBefore(db, row).find(
    ({ id }) => standingVerdict(db, id) !== undefined || itemsOf(db, id).some(({ mark }) => mark !== 'not-checked'),
  );
}

/**
 * Takes over the marks, notes and evidence of items that would be judged by the very same things: same rule to the letter, same
 * card fields, same files. A kept failure brings its finding along: the vendor changed nothing about it. Who marked it and when
 * stay as they were. Items of what machines saw in a running solution always start anew (see `isUnchanged`).
 */
export function keepUnchanged(context: DeskContext, tx: WritableDb, row: SubmissionRow, rules: readonly Rule[]): void {
  const before = lastLookedAt(tx, row);
  const checklist = before === undefined ? undefined : checklistOf(tx, before.id);
  if (before === undefined || checklist === undefined) return;
  const marketplace = marketplaceOf(context, row.marketplace);
  const [then, now] = [contentOf(tx, before), contentOf(tx, row)];
  const items = new Map(itemsOf(tx, before.id).map((item) => [item.rule_id, item]));
  const rulesThen = new Map(checklistRules(tx, checklist.rules_sha256).map((rule) => [rule.id, canonicalJson(rule)]));
  const findings = new Map(findingsOf(tx, before.id).map((finding) => [finding.rule_id, finding]));
  const evidence = boundEvidence(tx, before.id).filter(({ source }) => source === 'person');
  const kept: string[] = [];
  for (const rule of rules) {
    const item = items.get(rule.id);
    if (item === undefined || item.mark === 'not-checked' || rulesThen.get(rule.id) !== canonicalJson(rule)) continue;
    if (!isUnchanged(marketplace, rule, then, now)) continue;
    setMark(tx, row.id, rule.id, item.mark, item.marked_by, item.marked_at);
    if (item.note !== '') setNote(tx, row.id, rule.id, item.note);
    for (const { id, rule_id: ruleId } of evidence) if (ruleId === rule.id) bindEvidence(tx, row.id, rule.id, id);
    insertKeptMark(tx, row.id, rule.id, before.id);
    const finding = findings.get(rule.id);
    if (item.mark === 'fail' && finding !== undefined) putFinding(tx, { ...finding, id: newId(), submission_id: row.id, run_id: null });
    kept.push(rule.id);
  }
  record(context, tx, {
    type: 'checklist.keptMarks',
    submissionId: row.id,
    solutionId: row.solution_id,
    details: { fromSubmissionId: before.id, fromAttempt: before.attempt, rules: kept },
  });
}

/** A finding of which the vendor was told on an earlier attempt. */
export interface EarlierFinding {
  readonly submissionId: string;
  readonly attempt: number;
  readonly seen: LocalizedText;
}

/** By rule, oldest attempt first: what the letters of earlier returns named. */
export function earlierFindings(db: ReadableDb, row: SubmissionRow): ReadonlyMap<string, readonly EarlierFinding[]> {
  const byRule = new Map<string, EarlierFinding[]>();
  for (const before of attemptsBefore(db, row).reverse()) {
    if (before.state !== 'returned') continue;
    const notes = new Map(itemsOf(db, before.id).map((item) => [item.rule_id, item.note]));
    for (const finding of findingsOf(db, before.id)) {
      if (finding.included === 0) continue;
      const told = { submissionId: before.id, attempt: before.attempt, seen: seenOf(finding, notes.get(finding.rule_id) ?? '') };
      byRule.set(finding.rule_id, [...(byRule.get(finding.rule_id) ?? []), told]);
    }
  }
  return byRule;
}

/** What was seen: the person's words in both languages alike, else the machine's in each. */
export function seenOf(finding: FindingRow, note: string): LocalizedText {
  const words = finding.seen ?? (finding.source === 'person' ? note : '');
  if (words !== '' || finding.message === null) return { ru: words, en: words };
  return JSON.parse(finding.message) as LocalizedText;
}

/**
 * How an item stands to the findings of earlier attempts. says-fixed: the vendor resubmitted, which says that it is mended, and
 * nobody has looked yet. unchanged: nothing that the rule is judged by has changed. returned: it is there again. fixed: a person
 * says that it is met now.
 */
export type Standing = 'says-fixed' | 'unchanged' | 'returned' | 'fixed';

export function standingOf(item: Pick<ItemRow, 'mark'>, machine: 'pass' | 'fail' | 'could-not-look' | null, isKept: boolean): Standing {
  const byMark: Readonly<Record<Mark, Standing>> = {
    fail: isKept ? 'unchanged' : 'returned',
    pass: 'fixed',
    'not-applicable': 'fixed',
    'not-checked': machine === 'fail' ? 'returned' : 'says-fixed',
  };
  return byMark[item.mark];
}
