import { AppError } from '../../shared/domain/errors.ts';
import type { Mark, VerdictKind } from '../../shared/domain/submission.ts';
import type { Output } from '../../shared/ipc/contract.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { checklistOf, itemOf } from '../store/repositories/checklists.ts';
import { draft } from '../store/repositories/correspondence.ts';
import { findingOfRule } from '../store/repositories/findings.ts';
import { submissionById } from '../store/repositories/submissions.ts';
import { deleteUndoStep, undoStepsOf, type UndoStepRow } from '../store/repositories/undo-steps.ts';
import { markItem, noteItem } from './checklist-desk.ts';
import { restoreDraft } from './correspondence-desk.ts';
import { isLeaseOver, isMine, type DeskContext } from './desk-context.ts';
import { saveFinding } from './finding-desk.ts';
import { checklistRules } from './stored-documents.ts';
import { refusalOf } from './submission-actions.ts';
import { undoVerdict } from './verdict-desk.ts';

type Undone = NonNullable<Output<'undo.last'>['undone']>;

interface Words {
  readonly seen: string;
  readonly steps: string;
}

const SHOWN_CHARS = 120;

/**
 * Takes back the last own action that can still be taken back: a mark, a note, the words of a finding, typing in a draft, or a
 * verdict that has not left the outbox. What somebody else has changed since, what was decided and what is no longer claimed is
 * passed over: taking it back would undo another's work.
 * @returns what was undone, or null when there is nothing.
 */
export function undoLast(context: DeskContext): Output<'undo.last'> {
  return context.db.write((tx) => {
    for (const step of undoStepsOf(tx, context.workstationId, context.actor())) {
      const undone = isStanding(context, tx, step) ? describe(tx, step) : null;
      deleteUndoStep(tx, step.id);
      if (undone === null) continue;
      takeBack(context, tx, step);
      return { undone };
    }
    return { undone: null };
  });
}

/** Whether what the action left is still there and may be changed. */
function isStanding(context: DeskContext, db: ReadableDb, step: UndoStepRow): boolean {
  if (step.kind === 'draft') return (draft(db, step.key) ?? '') === after<{ text: string }>(step).text;
  const row = step.submission_id === null ? undefined : submissionById(db, step.submission_id);
  if (row === undefined) return false;
  if (step.kind === 'verdict') return refusalOf(context, db, row, 'undo') === null;
  if (!isMine(context, row) || isLeaseOver(context, row)) return false;
  const item = itemOf(db, row.id, step.key);
  switch (step.kind) {
    case 'mark':
      return item?.mark === after<{ mark: Mark }>(step).mark;
    case 'note':
      return item?.note === after<{ note: string }>(step).note;
    case 'finding': {
      const finding = findingOfRule(db, row.id, step.key);
      const words = after<Words>(step);
      return finding !== undefined && (finding.seen ?? '') === words.seen && finding.steps === words.steps;
    }
  }
}

function takeBack(context: DeskContext, tx: WritableDb, step: UndoStepRow): void {
  if (step.kind === 'draft') {
    restoreDraft(context, tx, step.key, before<{ text: string }>(step).text);
    return;
  }
  if (step.kind === 'verdict') {
    undoVerdict(context, { verdictId: step.key });
    return;
  }
  if (step.submission_id === null) throw new AppError('storage-corrupt', 'An action on no submission cannot be undone.');
  const on = { submissionId: step.submission_id, ruleId: step.key };
  const quietly = { isUndo: true } as const;
  if (step.kind === 'mark') markItem(context, { ...on, mark: before<{ mark: Mark }>(step).mark }, quietly);
  else if (step.kind === 'note') noteItem(context, { ...on, note: before<{ note: string }>(step).note }, quietly);
  else saveFinding(context, { ...on, ...before<Words>(step) }, quietly);
}

/** What the person is told. */
function describe(db: ReadableDb, step: UndoStepRow): Undone {
  const row = step.submission_id === null ? undefined : submissionById(db, step.submission_id);
  const checklist = row === undefined ? undefined : checklistOf(db, row.id);
  const rule = checklist === undefined ? undefined : checklistRules(db, checklist.rules_sha256).find(({ id }) => id === step.key);
  const about = {
    at: step.at,
    submissionId: step.submission_id,
    solutionName: row?.solution_name ?? null,
    ruleId: rule?.id ?? null,
    ruleText: rule === undefined ? null : { ...rule.text },
  };
  const clipped = (text: string): string => (text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text);
  switch (step.kind) {
    case 'mark':
      return { ...about, kind: 'mark', from: after<{ mark: Mark }>(step).mark, to: before<{ mark: Mark }>(step).mark };
    case 'note':
      return { ...about, kind: 'note', to: clipped(before<{ note: string }>(step).note) };
    case 'finding':
      return { ...about, kind: 'finding', to: clipped(before<Words>(step).seen) };
    case 'draft':
      return { ...about, kind: 'draft', key: step.key, to: clipped(before<{ text: string }>(step).text) };
    case 'verdict':
      return { ...about, kind: 'verdict', verdict: after<{ kind: VerdictKind }>(step).kind };
  }
}

function before<T>(step: UndoStepRow): T {
  return JSON.parse(step.before) as T;
}

function after<T>(step: UndoStepRow): T {
  return JSON.parse(step.after) as T;
}
