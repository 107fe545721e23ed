import { AppError } from '../../shared/domain/errors.ts';
import { changesOfRules, type RuleChange } from '../../shared/domain/rule-changes.ts';
import { DEFAULT_AUTOMATIC, type LocalizedText, type Rule } from '../../shared/domain/rulebook.ts';
import type { Mark } from '../../shared/domain/submission.ts';
import type { ChecklistItemView, ChecklistView, EvidenceDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import {
  automaticOf,
  checklistOf,
  itemOf,
  itemsOf,
  setMark,
  setNote,
  type AutomaticRow,
  type ChecklistRow,
  type ItemRow,
} from '../store/repositories/checklists.ts';
import { boundEvidence, type BoundEvidenceRow, type EvidenceRow } from '../store/repositories/evidence.ts';
import { countIncluded, findingOfRule, putFinding } from '../store/repositories/findings.ts';
import { forgetKeptMark, keptMarksOf } from '../store/repositories/kept-marks.ts';
import { standingsOf, type RegionStanding } from '../store/repositories/publications.ts';
import { submissionById, type SubmissionRow } from '../store/repositories/submissions.ts';
import type { StoredFinding } from './accepted-findings.ts';
import { isAnswered, runAutomaticChecks, storeAutomaticResults, tally } from './automatic-results.ts';
import { beginChecklist, rulesFor } from './begin-checklist.ts';
import { earlierFindings, standingOf, type EarlierFinding } from './earlier-attempts.ts';
import {
  applyChange,
  marketplaceOf,
  record,
  rememberForUndo,
  requireMyClaim,
  requireSubmission,
  requireUnchanged,
  type DeskContext,
} from './desk-context.ts';
import { driftViews } from './field-views.ts';
import { checklistRules } from './stored-documents.ts';

const UNMARKED: Omit<ItemRow, 'rule_id'> = { mark: 'not-checked', marked_by: null, marked_at: null, note: '' };

/**
 * The rulebook as it applies to the submission. Opening a waiting submission begins its checklist; a decided one that
 * never had a checklist is shown against today's rules without storing anything.
 */
export function getChecklist(context: DeskContext, input: { submissionId: string }): ChecklistView {
  const row = requireSubmission(context.db, input.submissionId);
  const begun = checklistOf(context.db, row.id);
  if (begun !== undefined) return checklistView(context, context.db, row, begun);
  if (row.state === 'queued' || row.state === 'claimed') {
    const made = context.db.write((tx) => {
      beginChecklist(context, tx, requireSubmission(tx, row.id));
      const checklist = checklistOf(tx, row.id);
      return checklist === undefined ? null : checklistView(context, tx, row, checklist);
    });
    if (made !== null) return made;
  }
  const surroundings = surroundingsOf(context.db, row);
  const items = rulesFor(context, context.db, row).map((rule) => itemView(rule, { rule_id: rule.id, ...UNMARKED }, surroundings));
  const { version } = marketplaceOf(context, row.marketplace).rulebook;
  return { submissionId: row.id, rulebookVersion: version, items, newer: null, decided: 0, total: items.length };
}

function checklistView(context: DeskContext, db: ReadableDb, row: SubmissionRow, checklist: ChecklistRow): ChecklistView {
  const marks = new Map(itemsOf(db, row.id).map((item) => [item.rule_id, item]));
  const surroundings = surroundingsOf(db, row);
  const rules = checklistRules(db, checklist.rules_sha256);
  const items = rules.map((rule) => itemView(rule, marks.get(rule.id) ?? { rule_id: rule.id, ...UNMARKED }, surroundings));
  return {
    submissionId: row.id,
    rulebookVersion: checklist.rulebook_version,
    items,
    newer: newerRules(context, db, row, rules),
    decided: items.filter(({ mark }) => mark !== 'not-checked').length,
    total: items.length,
  };
}

/** Two lists of rules never change: what differs between them is found once. */
const differences = new WeakMap<readonly Rule[], WeakMap<readonly Rule[], readonly RuleChange[]>>();

function differencesOf(before: readonly Rule[], now: readonly Rule[]): readonly RuleChange[] {
  let known = differences.get(before);
  if (known === undefined) differences.set(before, (known = new WeakMap()));
  let found = known.get(now);
  if (found === undefined) known.set(now, (found = changesOfRules(before, now)));
  return found;
}

/** What the rulebook of today would lay beside the submission instead. A marketplace that this build does not know has none. */
function newerRules(context: DeskContext, db: ReadableDb, row: SubmissionRow, begunWith: readonly Rule[]): ChecklistView['newer'] {
  const marketplace = context.marketplaces.find(({ id }) => id === row.marketplace);
  if (marketplace === undefined) return null;
  const changes = differencesOf(begunWith, rulesFor(context, db, row));
  if (changes.length === 0) return null;
  return {
    version: marketplace.rulebook.version,
    changes: changes.map(({ ruleId, change, parts, before, now }) => ({
      ruleId,
      change,
      parts: [...parts],
      before: before === null ? null : wordsOf(before),
      now: now === null ? null : wordsOf(now),
    })),
  };
}

function wordsOf({ severity, text, expected, source, automatic = DEFAULT_AUTOMATIC }: Rule) {
  return { severity, text: { ...text }, expected: { ...expected }, source, settings: { ...automatic } };
}

/** Worst first: what two machines say of one rule is as bad as the worse of them. */
const STATUS_ORDER: Readonly<Record<AutomaticRow['status'], number>> = { fail: 0, 'could-not-look': 1, pass: 2 };

export function worstOf(rows: readonly AutomaticRow[]): AutomaticRow | null {
  return rows.toSorted((a, b) => STATUS_ORDER[a.status] - STATUS_ORDER[b.status] || b.at - a.at)[0] ?? null;
}

/** What stands beside the marks of a checklist. */
interface Surroundings {
  readonly elsewhere: readonly {
    readonly submissionId: string;
    readonly region: string;
    readonly items: ReadonlyMap<string, ItemRow>;
    readonly evidence: readonly BoundEvidenceRow[];
  }[];
  readonly automatic: readonly AutomaticRow[];
  readonly evidence: readonly BoundEvidenceRow[];
  readonly earlier: ReadonlyMap<string, readonly EarlierFinding[]>;
  /** Rule id -> attempt that the mark was taken over from. */
  readonly kept: ReadonlyMap<string, number>;
}

/** The same version in other regions. */
export function sistersOf(db: ReadableDb, row: SubmissionRow): RegionStanding[] {
  return standingsOf(db, row.solution_id).filter(({ region, version }) => region !== row.region && version === row.version);
}

function surroundingsOf(db: ReadableDb, row: SubmissionRow): Surroundings {
  const kept = [...keptMarksOf(db, row.id)].map(([ruleId, from]) => [ruleId, submissionById(db, from)?.attempt ?? 0] as const);
  return {
    elsewhere: sistersOf(db, row).map((sister) => ({
      submissionId: sister.submissionId,
      region: sister.region,
      items: new Map(itemsOf(db, sister.submissionId).map((item) => [item.rule_id, item])),
      evidence: boundEvidence(db, sister.submissionId),
    })),
    automatic: automaticOf(db, row.id),
    evidence: boundEvidence(db, row.id),
    earlier: earlierFindings(db, row),
    kept: new Map(kept),
  };
}

function itemView(rule: Rule, item: ItemRow, { elsewhere, automatic, evidence, earlier, kept }: Surroundings): ChecklistItemView {
  const worst = worstOf(automatic.filter((each) => each.rule_id === rule.id));
  const told = earlier.get(rule.id) ?? [];
  const keptFrom = kept.get(rule.id) ?? null;
  return {
    ruleId: rule.id,
    area: rule.area,
    severity: rule.severity,
    text: { ...rule.text },
    expected: { ...rule.expected },
    source: rule.source,
    checks: [...rule.checks],
    isAdvice: rule.isAdvice ?? false,
    drift: driftViews(rule.drift ?? []),
    settings: { ...(rule.automatic ?? DEFAULT_AUTOMATIC) },
    mark: item.mark,
    markedBy: item.marked_by,
    markedAt: item.marked_at,
    note: item.note,
    automatic:
      worst === null
        ? null
        : {
            status: worst.status,
            source: worst.source,
            message: JSON.parse(worst.message) as LocalizedText,
            place: worst.place,
            findings: (JSON.parse(worst.places) as StoredFinding[]).map((each) => ({
              message: { ...each.message },
              suggestion: each.suggestion === null ? null : { ...each.suggestion },
              field: each.field,
              range: each.range === null ? null : [each.range[0], each.range[1]],
              sha256: each.sha256,
              link: each.link,
              accepted: each.accepted ?? null,
            })),
            runId: worst.run_id,
            at: worst.at,
          },
    evidence: evidence.filter((each) => each.rule_id === rule.id).map(evidenceView),
    templates: (rule.templates ?? []).map((each) => ({ ...each })),
    elsewhere: elsewhere.flatMap((sister) => {
      const there = sister.items.get(rule.id);
      const proofs = sister.evidence.filter(
        (each) => each.rule_id === rule.id && !evidence.some(({ id, rule_id: ruleId }) => id === each.id && ruleId === rule.id),
      );
      if (there === undefined || (there.mark === 'not-checked' && proofs.length === 0)) return [];
      const { submissionId, region } = sister;
      return [{ submissionId, region, mark: there.mark, markedBy: there.marked_by, evidence: proofs.map(evidenceView) }];
    }),
    keptFromAttempt: keptFrom,
    earlier: told.map(({ submissionId, attempt, seen }) => ({ submissionId, attempt, seen: { ...seen } })),
    standing: told.length === 0 ? null : standingOf(item, worst?.status ?? null, keptFrom !== null),
  };
}

export function evidenceView(row: EvidenceRow): EvidenceDetails {
  return {
    id: row.id,
    sha256: row.sha256,
    kind: row.kind,
    title: row.title,
    mime: row.mime,
    sizeBytes: row.size_bytes,
    source: row.source,
    runId: row.run_id,
    stepId: row.step_id,
    at: row.at,
  };
}

/** One item as the window shows it. Throws AppError 'not-found' for a rule that this checklist does not have. */
export function checklistItem(db: ReadableDb, submissionId: string, ruleId: string): ChecklistItemView {
  const checklist = checklistOf(db, submissionId);
  const item = itemOf(db, submissionId, ruleId);
  const rule = checklist === undefined ? undefined : checklistRules(db, checklist.rules_sha256).find(({ id }) => id === ruleId);
  if (item === undefined || rule === undefined) throw new AppError('not-found', 'The checklist has no such rule.', { ruleId });
  return itemView(rule, item, surroundingsOf(db, requireSubmission(db, submissionId)));
}

/**
 * Opens a change of one item: the submission must be mine and the rule on its checklist.
 * Throws AppError 'not-found', 'not-claimed' or 'claimed-by-other'.
 */
export function requireItem(
  context: DeskContext,
  tx: WritableDb,
  submissionId: string,
  ruleId: string,
): { row: SubmissionRow; item: ItemRow; rule: Rule } {
  const row = requireSubmission(tx, submissionId);
  requireMyClaim(context, row);
  const checklist = checklistOf(tx, submissionId);
  const item = itemOf(tx, submissionId, ruleId);
  const rule = checklist === undefined ? undefined : checklistRules(tx, checklist.rules_sha256).find(({ id }) => id === ruleId);
  if (item === undefined || rule === undefined) throw new AppError('not-found', 'The checklist has no such rule.', { ruleId });
  return { row, item, rule };
}

/** A person's mark. A failed rule gets its finding; an answered one takes its finding out of the letter. */
export function markItem(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; mark: Mark; was?: Mark | undefined },
  how: { readonly isUndo: boolean } = { isUndo: false },
): ChecklistItemView {
  return context.db.write((tx) => {
    const { row, item, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    requireUnchanged(tx, input.was, {
      value: item.mark,
      wanted: input.mark,
      submissionId: row.id,
      ruleId: rule.id,
      event: 'checklistItem.marked',
    });
    // The same mark again makes a kept one the person's own.
    if (item.mark === input.mark && !keptMarksOf(tx, row.id).has(rule.id)) return checklistItem(tx, row.id, rule.id);
    const cleared = input.mark === 'not-checked';
    if (!how.isUndo && item.mark !== input.mark) {
      rememberForUndo(context, tx, {
        kind: 'mark',
        submissionId: row.id,
        key: rule.id,
        before: { mark: item.mark },
        after: { mark: input.mark },
      });
    }
    setMark(tx, row.id, rule.id, input.mark, cleared ? null : context.actor(), cleared ? null : context.now());
    forgetKeptMark(tx, row.id, rule.id);
    followMark(context, tx, row, rule, input.mark);
    record(context, tx, {
      type: 'checklistItem.marked',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { ruleId: rule.id, mark: input.mark, previous: item.mark, ...(how.isUndo ? { undo: true } : {}) },
    });
    applyChange(context, tx, row, { openFindings: countIncluded(tx, row.id) });
    return checklistItem(tx, row.id, rule.id);
  });
}

function followMark(context: DeskContext, tx: WritableDb, row: SubmissionRow, rule: Rule, mark: Mark): void {
  const finding = findingOfRule(tx, row.id, rule.id);
  if (finding === undefined) {
    if (mark !== 'fail') return;
    putFinding(tx, {
      id: newId(),
      submission_id: row.id,
      rule_id: rule.id,
      severity: rule.severity,
      source: 'person',
      included: 1,
      included_by: null,
      message: null,
      seen: null,
      steps: '',
      run_id: null,
      at: context.now(),
    });
    return;
  }
  const machineStillFails = automaticOf(tx, row.id).some((each) => each.rule_id === rule.id && each.status === 'fail');
  const included = mark === 'fail' || (!isAnswered(mark) && machineStillFails) ? 1 : 0;
  // The mark is the newer word of a person about this rule.
  putFinding(tx, { ...finding, included, included_by: null });
}

/** Throws AppError 'conflict' with the other text when the note is not the one that was seen. */
export function noteItem(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; note: string; was?: string | undefined },
  how: { readonly isUndo: boolean } = { isUndo: false },
): ChecklistItemView {
  return context.db.write((tx) => {
    const { row, item, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    requireUnchanged(tx, input.was, {
      value: item.note,
      wanted: input.note,
      submissionId: row.id,
      ruleId: rule.id,
      event: 'checklistItem.noted',
    });
    if (item.note !== input.note) {
      if (!how.isUndo) {
        rememberForUndo(context, tx, {
          kind: 'note',
          submissionId: row.id,
          key: rule.id,
          before: { note: item.note },
          after: { note: input.note },
        });
      }
      setNote(tx, row.id, rule.id, input.note);
      record(context, tx, {
        type: 'checklistItem.noted',
        submissionId: row.id,
        solutionId: row.solution_id,
        // The log proves which text it was without spreading it.
        details: { ruleId: rule.id, noteSha256: sha256Hex(input.note), chars: input.note.length, ...(how.isUndo ? { undo: true } : {}) },
      });
      applyChange(context, tx, row, {});
    }
    return checklistItem(tx, row.id, rule.id);
  });
}

/** Lets the automatic checks look again. */
export function runChecks(context: DeskContext, input: { submissionId: string }): ChecklistView {
  return context.db.write((tx) => {
    const row = requireSubmission(tx, input.submissionId);
    requireMyClaim(context, row);
    beginChecklist(context, tx, row);
    const checklist = checklistOf(tx, row.id);
    if (checklist === undefined) throw new AppError('not-found', 'The submission has no checklist.', { id: row.id });
    const rules = checklistRules(tx, checklist.rules_sha256);
    const results = runAutomaticChecks(context, tx, row, rules);
    storeAutomaticResults(context, tx, row, rules, 'check', null, results);
    record(context, tx, { type: 'checks.finished', submissionId: row.id, solutionId: row.solution_id, details: tally(results) });
    applyChange(context, tx, row, { openFindings: countIncluded(tx, row.id) });
    return checklistView(context, tx, row, checklist);
  });
}
