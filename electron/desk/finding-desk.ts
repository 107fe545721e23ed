import { AppError } from '../../shared/domain/errors.ts';
import type { RunReport } from '../../shared/domain/install-test.ts';
import type { LocalizedText, Rule } from '../../shared/domain/rulebook.ts';
import type { FindingDetails, Output } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { checklistOf, itemsOf } from '../store/repositories/checklists.ts';
import { boundEvidence, type BoundEvidenceRow } from '../store/repositories/evidence.ts';
import { countIncluded, findingById, findingOfRule, findingsOf, putFinding, type FindingRow } from '../store/repositories/findings.ts';
import { requireItem } from './checklist-desk.ts';
import {
  applyChange,
  record,
  rememberForUndo,
  requireMyClaim,
  requireSubmission,
  requireUnchanged,
  type DeskContext,
} from './desk-context.ts';
import { earlierFindings, seenOf } from './earlier-attempts.ts';
import { checklistRules, reportOfRun } from './stored-documents.ts';

/** A finding with all that the letter says about it. */
export interface FullFinding {
  readonly finding: FindingRow;
  readonly rule: Rule;
  /** What was seen: the person's words in both languages alike, else the machine's in each. */
  readonly seen: LocalizedText;
  readonly evidence: readonly BoundEvidenceRow[];
  /** Earlier attempts whose letters named the same rule, oldest first. */
  readonly earlierAttempts: readonly number[];
}

/** All findings of a submission in the order of its checklist. */
export function fullFindings(db: ReadableDb, submissionId: string): FullFinding[] {
  const checklist = checklistOf(db, submissionId);
  if (checklist === undefined) return [];
  const items = new Map(itemsOf(db, submissionId).map((item) => [item.rule_id, item]));
  const findings = new Map(findingsOf(db, submissionId).map((finding) => [finding.rule_id, finding]));
  const evidence = boundEvidence(db, submissionId);
  const earlier = earlierFindings(db, requireSubmission(db, submissionId));
  const full: FullFinding[] = [];
  const reports = new Map<string, RunReport | null>();
  const reportOf = (runId: string): RunReport | null => {
    const report = reports.get(runId) ?? reportOfRun(db, runId);
    reports.set(runId, report);
    return report;
  };
  for (const rule of checklistRules(db, checklist.rules_sha256)) {
    const finding = findings.get(rule.id);
    if (finding === undefined) continue;
    full.push({
      finding,
      rule,
      seen: seenOf(finding, items.get(rule.id)?.note ?? ''),
      evidence: evidenceOfFinding(
        finding,
        evidence.filter((each) => each.rule_id === rule.id),
        finding.run_id === null ? null : reportOf(finding.run_id),
      ),
      earlierAttempts: (earlier.get(rule.id) ?? []).map(({ attempt }) => attempt),
    });
  }
  return full;
}

const PICTURES_OF_A_RUN = 3;

/**
 * What proves this finding: all that a person attached, and of its own run what the run named for it, or else a few of the
 * run's pictures of this rule. Runs before that one proved an earlier state.
 */
function evidenceOfFinding(finding: FindingRow, bound: readonly BoundEvidenceRow[], report: RunReport | null): BoundEvidenceRow[] {
  const named = new Set(
    report?.findings.flatMap(({ ruleId, evidence }) => (ruleId === finding.rule_id ? evidence.map(({ id }) => id) : [])),
  );
  const ofRun = bound.filter((each) => each.run_id !== null && each.run_id === finding.run_id);
  const pictures = ofRun.filter(({ kind }) => kind === 'screenshot').slice(-PICTURES_OF_A_RUN);
  // A picture that points at the fault says more than those around it.
  const pointing = new Set(report?.evidence.flatMap(({ id, marks }) => (marks === undefined ? [] : [id])));
  const isPointed = ofRun.some(({ id }) => named.has(id) && pointing.has(id));
  const proving =
    named.size > 0 ? ofRun.filter(({ id, kind }) => named.has(id) && !(isPointed && kind === 'screenshot' && !pointing.has(id))) : pictures;
  return bound.filter((each) => each.source === 'person' || proving.includes(each));
}

function findingView({ finding, rule, seen, evidence, earlierAttempts }: FullFinding, locale: 'ru' | 'en'): FindingDetails {
  return {
    id: finding.id,
    ruleId: finding.rule_id,
    severity: finding.severity,
    source: finding.source,
    included: finding.included === 1,
    expected: rule.expected[locale],
    seen: seen[locale],
    steps: finding.steps,
    evidenceIds: evidence.map(({ id }) => id),
    runId: finding.run_id,
    at: finding.at,
    earlierAttempts: [...earlierAttempts],
  };
}

export function listFindings(context: DeskContext, input: { submissionId: string }): Output<'finding.list'> {
  requireSubmission(context.db, input.submissionId);
  return { findings: fullFindings(context.db, input.submissionId).map((each) => findingView(each, context.locale())) };
}

function viewOf(context: DeskContext, db: ReadableDb, submissionId: string, ruleId: string): FindingDetails {
  const full = fullFindings(db, submissionId).find(({ rule }) => rule.id === ruleId);
  if (full === undefined) throw new AppError('not-found', 'There is no finding on this rule.', { ruleId });
  return findingView(full, context.locale());
}

/** A person's words about a rule that is not met. */
export function saveFinding(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; seen: string; steps: string; was?: { seen: string; steps: string } | undefined },
  how: { readonly isUndo: boolean } = { isUndo: false },
): FindingDetails {
  return context.db.write((tx) => {
    const { row, item, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    const known = findingOfRule(tx, row.id, rule.id);
    const id = known?.id ?? newId();
    const told = { submissionId: row.id, ruleId: rule.id, event: 'finding.saved' };
    // What the person saw where nobody had written yet are the words of the machine.
    const shown = known === undefined ? '' : seenOf(known, item.note)[context.locale()];
    requireUnchanged(tx, input.was?.seen, { ...told, value: shown, wanted: input.seen });
    requireUnchanged(tx, input.was?.steps, { ...told, value: known?.steps ?? '', wanted: input.steps });
    if (!how.isUndo && (input.seen !== (known?.seen ?? '') || input.steps !== (known?.steps ?? ''))) {
      rememberForUndo(context, tx, {
        kind: 'finding',
        submissionId: row.id,
        key: rule.id,
        before: { seen: known?.seen ?? '', steps: known?.steps ?? '' },
        after: { seen: input.seen, steps: input.steps },
      });
    }
    putFinding(tx, {
      id,
      submission_id: row.id,
      rule_id: rule.id,
      severity: rule.severity,
      source: known?.source ?? 'person',
      included: known?.included ?? 1,
      included_by: known?.included_by ?? null,
      message: known?.message ?? null,
      // Taking back the first words gives the word to the machine again.
      seen: how.isUndo && input.seen === '' ? null : input.seen,
      steps: input.steps,
      run_id: known?.run_id ?? null,
      at: known?.at ?? context.now(),
    });
    record(context, tx, {
      type: 'finding.saved',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: {
        findingId: id,
        ruleId: rule.id,
        seenSha256: sha256Hex(input.seen),
        stepsSha256: sha256Hex(input.steps),
        ...(how.isUndo ? { undo: true } : {}),
      },
    });
    applyChange(context, tx, row, { openFindings: countIncluded(tx, row.id) });
    return viewOf(context, tx, row.id, rule.id);
  });
}

/** Whether it goes into the letter; a person's choice that no machine changes. */
export function setFindingIncluded(
  context: DeskContext,
  input: { submissionId: string; findingId: string; included: boolean },
): FindingDetails {
  return context.db.write((tx) => {
    const row = requireSubmission(tx, input.submissionId);
    requireMyClaim(context, row);
    const finding = findingById(tx, input.findingId);
    if (finding?.submission_id !== row.id) throw new AppError('not-found', 'There is no such finding.', { id: input.findingId });
    putFinding(tx, { ...finding, included: input.included ? 1 : 0, included_by: context.actor() });
    record(context, tx, {
      type: input.included ? 'finding.included' : 'finding.excluded',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { findingId: finding.id, ruleId: finding.rule_id },
    });
    applyChange(context, tx, row, { openFindings: countIncluded(tx, row.id) });
    return viewOf(context, tx, row.id, finding.rule_id);
  });
}
