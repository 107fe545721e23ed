import { AppError } from '../../shared/domain/errors.ts';
import { overdueBefore, type WorkCalendar } from '../../shared/domain/team-term.ts';
import type { Turn, TurnReason } from '../../shared/domain/submission.ts';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { Connection, ReadableDb, WritableDb } from '../store/connection.ts';
import type { HashedEvent } from '../store/event-chain.ts';
import { appendEvent, lastActor, type NewEvent } from '../store/event-log.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { ReadClient } from '../store/read-client.ts';
import type { Onlooker, QueueAnchors } from '../store/repositories/queue.ts';
import { changeSubmission, setTurn, submissionById, type SubmissionChange, type SubmissionRow } from '../store/repositories/submissions.ts';
import { insertUndoStep, type UndoKind } from '../store/repositories/undo-steps.ts';
import type { WorkspaceSecretBox } from '../store/secret-box.ts';
import type { WorkspaceFolder } from '../store/workspace-folder.ts';
import type { CheckRunner } from './check-runner.ts';
import type { Notices } from './notices.ts';

export type Emit = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

/** What every use-case stands on; built once per open workspace. */
export interface DeskContext {
  readonly db: Connection;
  readonly folder: WorkspaceFolder;
  readonly evidence: EvidenceStore;
  readonly secrets: WorkspaceSecretBox;
  readonly reader: ReadClient;
  /** Null where only the quick checks are made (command line). */
  readonly checkRunner: CheckRunner | null;
  /** Apart from the reader: the first reading of a long log must not hold up a search. */
  readonly statisticsReader: ReadClient;
  readonly anchors: QueueAnchors;
  readonly marketplaces: readonly Marketplace[];
  readonly workstationId: string;
  readonly notices: Notices;
  readonly emit: Emit;
  /** ms UTC */
  readonly now: () => number;
  /** Name of the moderator as events and verdicts carry it; never empty. */
  readonly actor: () => string;
  readonly locale: () => 'ru' | 'en';
  /** The team's own term in working days; never shown to a vendor. */
  readonly termDays: () => number;
  /** Which days the team works. */
  readonly calendar: () => WorkCalendar;
  /** Stage id -> term in working days, where the workspace sets its own. */
  readonly stageDays: () => Readonly<Record<string, number>>;
}

export function onlookerOf(context: DeskContext): Onlooker {
  return {
    name: context.actor(),
    workstationId: context.workstationId,
    overdueBefore: overdueBefore(context.now(), context.termDays(), context.calendar()),
  };
}

/** Throws AppError 'unavailable' when this build does not know the marketplace of a stored submission. */
export function marketplaceOf(context: DeskContext, id: string): Marketplace {
  const found = context.marketplaces.find((each) => each.id === id);
  if (found === undefined) throw new AppError('unavailable', `This build does not know the marketplace "${id}".`, { marketplace: id });
  return found;
}

/** Appends to the event log as the moderator, now, unless the event says otherwise. */
export function record(context: DeskContext, tx: WritableDb, event: Omit<NewEvent, 'at' | 'actor'> & Partial<NewEvent>): HashedEvent {
  return appendEvent(tx, context.workstationId, { at: context.now(), actor: context.actor(), ...event });
}

/** Throws AppError 'not-found'. */
export function requireSubmission(db: ReadableDb, id: string): SubmissionRow {
  const row = submissionById(db, id);
  if (row === undefined) throw new AppError('not-found', 'There is no such submission.', { id });
  return row;
}

/**
 * Keeps what an action replaced, in its transaction, so that the same person can take it back.
 * @param action `before` and `after` are what was there and what the action left, by kind.
 */
export function rememberForUndo(
  context: DeskContext,
  tx: WritableDb,
  action: {
    readonly kind: UndoKind;
    readonly submissionId: string | null;
    readonly key: string;
    readonly before: object;
    readonly after: object;
  },
): void {
  insertUndoStep(tx, {
    at: context.now(),
    actor: context.actor(),
    workstation_id: context.workstationId,
    kind: action.kind,
    submission_id: action.submissionId,
    key: action.key,
    before: JSON.stringify(action.before),
    after: JSON.stringify(action.after),
  });
}

/**
 * Refuses to overwrite what somebody else has written meanwhile; both texts are told, a person chooses.
 * @param was what the person saw when he began; undefined: he looked at nothing.
 */
export function requireUnchanged(
  db: ReadableDb,
  was: string | undefined,
  now: { readonly value: string; readonly wanted: string; readonly submissionId: string; readonly ruleId: string; readonly event: string },
): void {
  if (was === undefined || now.value === was || now.value === now.wanted) return;
  throw new AppError('conflict', 'It was changed by somebody else after it was looked at.', {
    theirs: now.value,
    by: lastActor(db, now.submissionId, now.event, now.ruleId) ?? '',
  });
}

/** Refuses what was decided while looking at something else. Throws AppError 'conflict'. */
export function requireRevision(row: SubmissionRow, revision: number): void {
  if (row.revision !== revision) {
    throw new AppError('conflict', 'The submission changed after it was looked at.', { seen: revision, now: row.revision });
  }
}

export function isMine(context: DeskContext, row: SubmissionRow): boolean {
  return row.state === 'claimed' && row.claim_workstation === context.workstationId && row.claim_by === context.actor();
}

export function isLeaseOver(context: DeskContext, row: SubmissionRow): boolean {
  return row.claim_expires_at !== null && row.claim_expires_at <= context.now();
}

/** Throws AppError 'not-claimed' or 'claimed-by-other'. */
export function requireMyClaim(context: DeskContext, row: SubmissionRow): void {
  if (row.state !== 'claimed') throw new AppError('not-claimed', 'Take the submission first.', { id: row.id });
  if (!isMine(context, row)) throw new AppError('claimed-by-other', 'Somebody else has taken the submission.', { by: row.claim_by ?? '' });
  if (isLeaseOver(context, row)) throw new AppError('not-claimed', 'The claim has run out; take the submission again.', { id: row.id });
}

/** Makes it the other side's move, or nobody's any more. What was looked at has not changed, so the revision stays. */
export function handOver(context: DeskContext, tx: WritableDb, before: SubmissionRow, turn: Turn, reason: TurnReason): void {
  if (before.turn === turn) return;
  const after = setTurn(tx, before, turn, reason, context.now());
  tx.afterCommit(() => {
    context.anchors.moved(before, after);
    context.notices.submissionChanged(after.id, after.revision);
    context.notices.queueChanged();
  });
}

/** Writes a change of a submission, counts its revision up and, once committed, tells the window. */
export function applyChange(context: DeskContext, tx: WritableDb, before: SubmissionRow, change: SubmissionChange): SubmissionRow {
  const after = changeSubmission(tx, before, change);
  tx.afterCommit(() => {
    context.anchors.moved(before, after);
    context.notices.submissionChanged(after.id, after.revision);
    context.notices.queueChanged();
  });
  return after;
}
