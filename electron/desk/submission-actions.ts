import { nextState, SUBMISSION_ACTIONS, VERDICT_KINDS, type SubmissionAction, type VerdictKind } from '../../shared/domain/submission.ts';
import type { SubmissionDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { outboxOfVerdict } from '../store/repositories/correspondence.ts';
import { publicationIn } from '../store/repositories/publications.ts';
import type { SubmissionRow } from '../store/repositories/submissions.ts';
import { standingVerdict } from '../store/repositories/verdicts.ts';
import { isLeaseOver, isMine, type DeskContext } from './desk-context.ts';

function isVerdictKind(action: SubmissionAction): action is VerdictKind {
  return (VERDICT_KINDS as readonly string[]).includes(action);
}

/** Why an action is refused now, or null when it is allowed. The same answer drives the buttons and the use-cases. */
export function refusalOf(context: DeskContext, db: ReadableDb, row: SubmissionRow, action: SubmissionAction): string | null {
  if (nextState(row.state, action) === null) {
    return row.state === 'queued' && isVerdictKind(action) && action !== 'withdraw' ? 'not-claimed' : 'not-allowed';
  }
  const mine = isMine(context, row);
  const live = !isLeaseOver(context, row);
  switch (action) {
    case 'claim':
      return null;
    case 'take-over':
      return mine && live ? 'not-allowed' : null;
    case 'release':
    case 'approve':
    case 'return':
    case 'refuse':
      if (!mine) return 'claimed-by-other';
      return live ? null : 'not-claimed';
    case 'withdraw': {
      const publication = publicationIn(db, row.solution_id, row.region);
      return publication === 'published' || publication === 'hidden' ? null : 'not-allowed';
    }
    case 'undo': {
      const verdict = standingVerdict(db, row.id);
      const notice = verdict === undefined ? undefined : outboxOfVerdict(db, verdict.id);
      return notice?.state === 'held' && (notice.held_until ?? 0) > context.now() ? null : 'not-allowed';
    }
    case 'recall':
      // The vendor asks for it in the cabinet; nothing in this window does.
      return 'unavailable';
  }
}

export function actionsOf(context: DeskContext, row: SubmissionRow): SubmissionDetails['actions'] {
  return SUBMISSION_ACTIONS.map((action) => {
    const reason = refusalOf(context, context.db, row, action);
    return { action, allowed: reason === null, reason };
  });
}
