import { AppError } from '../../shared/domain/errors.ts';
import { nextState, type SkipReason } from '../../shared/domain/submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { WritableDb } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { insertMessage } from '../store/repositories/correspondence.ts';
import { claimsEndingBy, extendClaim, type Claim, type SubmissionRow } from '../store/repositories/submissions.ts';
import { deleteSkip, putSkip } from '../store/repositories/skips.ts';
import { beginChecklist } from './begin-checklist.ts';
import {
  applyChange,
  isLeaseOver,
  isMine,
  record,
  requireMyClaim,
  requireRevision,
  requireSubmission,
  type DeskContext,
} from './desk-context.ts';

/** A claim is a lease: one moderator works on one submission, and an abandoned one comes back to the queue by itself. */
function newClaim(context: DeskContext): Claim {
  const at = context.now();
  return { by: context.actor(), workstationId: context.workstationId, at, expiresAt: at + LIMITS.claimLeaseMs };
}

/** Throws AppError 'not-found', 'conflict', 'claimed-by-other' or 'not-allowed'. */
export function takeClaim(context: DeskContext, input: { id: string; revision: number }): void {
  context.db.write((tx) => {
    let row = requireSubmission(tx, input.id);
    if (isMine(context, row) && !isLeaseOver(context, row)) return;
    requireRevision(row, input.revision);
    if (row.state === 'claimed') {
      if (!isLeaseOver(context, row)) {
        throw new AppError('claimed-by-other', 'Somebody else has taken the submission.', { by: row.claim_by ?? '' });
      }
      row = expire(context, tx, row);
    }
    const state = nextState(row.state, 'claim');
    if (state === null) throw new AppError('not-allowed', 'Only a waiting submission can be taken.', { state: row.state });
    const claim = newClaim(context);
    applyChange(context, tx, row, { state, claim });
    record(context, tx, {
      type: 'submission.claimed',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { by: claim.by, expiresAt: claim.expiresAt },
    });
    deleteSkip(tx, row.seq, context.actor());
    beginChecklist(context, tx, row);
  });
}

/** Puts it aside for this moderator: it keeps its place for everybody, and "the next one" passes over it. */
export function skipSubmission(context: DeskContext, input: { id: string; reason: SkipReason; note: string }): void {
  context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    putSkip(tx, row.seq, context.actor(), context.now(), input.reason, input.note.trim());
    record(context, tx, {
      type: 'submission.skipped',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { reason: input.reason, noteId: keepNote(context, tx, row, input.note) },
    });
    tx.afterCommit(() => {
      context.notices.submissionChanged(row.id, row.revision);
      context.notices.queueChanged();
    });
  });
}

/** Puts the submission back where it stood in the queue. */
export function releaseClaim(context: DeskContext, input: { id: string; revision: number; note: string }): void {
  context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    requireMyClaim(context, row);
    requireRevision(row, input.revision);
    const state = nextState(row.state, 'release');
    if (state === null) throw new AppError('not-allowed', 'Only a taken submission can be released.', { state: row.state });
    applyChange(context, tx, row, { state, claim: null, turn: { reason: 'released', at: context.now() } });
    record(context, tx, {
      type: 'submission.released',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { by: row.claim_by, noteId: keepNote(context, tx, row, input.note) },
    });
  });
}

/** Takes what somebody else holds; both names are logged. */
export function takeOverClaim(context: DeskContext, input: { id: string; revision: number; note: string }): void {
  context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    if (isMine(context, row) && !isLeaseOver(context, row)) return;
    requireRevision(row, input.revision);
    const state = nextState(row.state, 'take-over');
    if (state === null) throw new AppError('not-allowed', 'Nobody holds the submission.', { state: row.state });
    const claim = newClaim(context);
    applyChange(context, tx, row, { state, claim, turn: { reason: 'taken-over', at: context.now() } });
    record(context, tx, {
      type: 'submission.takenOver',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { from: row.claim_by, to: claim.by, expiresAt: claim.expiresAt, noteId: keepNote(context, tx, row, input.note) },
    });
    beginChecklist(context, tx, row);
  });
}

/** The sign that the moderator is still there. Neither revision nor event: who holds it has not changed. */
export function renewClaim(context: DeskContext, input: { id: string }): { expiresAt: number } {
  return context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    requireMyClaim(context, row);
    const expiresAt = context.now() + LIMITS.claimLeaseMs;
    extendClaim(tx, row.seq, expiresAt);
    return { expiresAt };
  });
}

/** Gives back what was not renewed. @returns how many. */
export function expireClaims(context: DeskContext): number {
  if (claimsEndingBy(context.db, context.now()).length === 0) return 0;
  return context.db.write((tx) => {
    const rows = claimsEndingBy(tx, context.now());
    for (const row of rows) expire(context, tx, row);
    return rows.length;
  });
}

/**
 * Tells the window of claims of this moderator that run out soon, each lease once.
 * @param told leases that were told already; grows
 */
export function warnOfExpiringClaims(context: DeskContext, told: Set<string>): void {
  for (const row of claimsEndingBy(context.db, context.now() + LIMITS.claimWarningMs)) {
    const key = `${row.id} ${String(row.claim_expires_at)}`;
    if (!isMine(context, row) || isLeaseOver(context, row) || told.has(key)) continue;
    told.add(key);
    context.emit('claim.expiring', { submissionId: row.id, solutionName: row.solution_name, expiresAt: row.claim_expires_at ?? 0 });
  }
}

function expire(context: DeskContext, tx: WritableDb, row: SubmissionRow): SubmissionRow {
  const after = applyChange(context, tx, row, {
    state: 'queued',
    claim: null,
    turn: { reason: 'claim-expired', at: context.now() },
  });
  record(context, tx, {
    type: 'claim.expired',
    actor: 'system',
    submissionId: row.id,
    solutionId: row.solution_id,
    details: { by: row.claim_by, expiresAt: row.claim_expires_at },
  });
  return after;
}

/** A word to the team; its text lives in the thread, the event names it. */
function keepNote(context: DeskContext, tx: WritableDb, row: SubmissionRow, note: string): string | null {
  const text = note.trim();
  if (text === '') return null;
  const id = newId();
  insertMessage(tx, {
    id,
    solution_id: row.solution_id,
    submission_id: row.id,
    at: context.now(),
    author: context.actor(),
    kind: 'note',
    text,
  });
  tx.afterCommit(() => {
    context.notices.chatChanged(row.solution_id);
  });
  return id;
}
