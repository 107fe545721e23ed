import type { SubmissionAction } from '../../../shared/domain/submission.ts';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useNavigation } from '../../app/navigation-store.ts';
import { act } from '../../lib/act.ts';
import { peek } from '../../lib/resources.ts';

/** The submission that is open, as far as it was read. */
export function currentSubmission(): SubmissionDetails | undefined {
  const { openId, screen } = useNavigation.getState();
  return openId === null || screen !== 'queue' ? undefined : peek('submission.get', { id: openId });
}

export type ActionState =
  { readonly state: 'allowed' } | { readonly state: 'refused'; readonly reason: string | null } | { readonly state: 'unknown' };

/** What the state machine of the main process says about an action on a submission. */
export function actionState(submission: SubmissionDetails, action: SubmissionAction): ActionState {
  const entry = submission.actions.find((candidate) => candidate.action === action);
  if (entry === undefined) return { state: 'unknown' };
  return entry.allowed ? { state: 'allowed' } : { state: 'refused', reason: entry.reason };
}

export async function takeClaim(submission: { readonly id: string; readonly revision: number }): Promise<void> {
  await act('claim.take', { id: submission.id, revision: submission.revision });
}

export async function releaseClaim(submission: SubmissionDetails, note: string): Promise<boolean> {
  return (await act('claim.release', { id: submission.id, revision: submission.revision, note })) !== undefined;
}

export async function takeOverClaim(submission: SubmissionDetails, note: string): Promise<boolean> {
  return (await act('claim.takeOver', { id: submission.id, revision: submission.revision, note })) !== undefined;
}
