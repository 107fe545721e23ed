import { create } from 'zustand';
import type { VerdictKind } from '../../../shared/domain/submission.ts';
import type { SubmissionDetails, VerdictDetails } from '../../../shared/ipc/contract.ts';
import { openOverlay } from '../../app/navigation-store.ts';
import { tell, tellFailure } from '../../components/toast-store.ts';
import { call } from '../../lib/bridge.ts';
import type { Failure } from '../../lib/resources.ts';
import { clearSelection, selectedRows } from '../queue/queue-store.ts';
import { actionState } from '../submission/current-submission.ts';
import { letterLanguage } from './letter-language.ts';

/** One of the selected submissions, and whether the verdict can be made on it. */
export type Candidate =
  | { readonly submission: SubmissionDetails; readonly preview: VerdictDetails; readonly leftOut: null }
  | {
      readonly submission: SubmissionDetails;
      readonly preview: null;
      /** What stands against it: a reason code of the state machine, or the first obstacle in words. */
      readonly leftOut: { readonly code: string | null } | { readonly message: { readonly ru: string; readonly en: string } };
    };

interface SeveralState {
  readonly kind: VerdictKind | null;
  /** null while they are being looked at. */
  readonly candidates: readonly Candidate[] | null;
  readonly failure: Failure | null;
  readonly isDeciding: boolean;
}

export const useSeveral = create<SeveralState>()(() => ({ kind: null, candidates: null, failure: null, isDeciding: false }));

/** Looks at every selected submission and shows what the verdict would do to each. Nothing is decided by it. */
export async function prepareSeveral(kind: VerdictKind): Promise<void> {
  useSeveral.setState({ kind, candidates: null, failure: null, isDeciding: false });
  openOverlay('decide-selected');
  const candidates: Candidate[] = [];
  for (const { id } of selectedRows()) {
    const answer = await call('submission.get', { id });
    if (!answer.ok) {
      useSeveral.setState({ failure: answer });
      return;
    }
    const submission = answer.value;
    const state = actionState(submission, kind);
    if (state.state !== 'allowed') {
      candidates.push({ submission, preview: null, leftOut: { code: state.state === 'refused' ? state.reason : null } });
      continue;
    }
    const preview = await call('verdict.preview', { submissionId: id, kind });
    if (!preview.ok) {
      useSeveral.setState({ failure: preview });
      return;
    }
    const blocker = preview.value.blockers[0];
    candidates.push(
      blocker === undefined
        ? { submission, preview: preview.value, leftOut: null }
        : { submission, preview: null, leftOut: { message: blocker.message } },
    );
  }
  useSeveral.setState({ candidates });
}

/** Decides one after the other, each with the letter of its own findings. What changed meanwhile is left alone and counted. */
export async function decideSeveral(): Promise<void> {
  const { kind, candidates, isDeciding } = useSeveral.getState();
  if (kind === null || candidates === null || isDeciding) return;
  useSeveral.setState({ isDeciding: true });
  const fit = candidates.filter((each) => each.preview !== null);
  let done = 0;
  for (const { submission, preview } of fit) {
    const language = letterLanguage(submission);
    const { id, revision, version } = submission;
    const answer = await call('verdict.decide', { submissionId: id, revision, version, kind, letter: preview.letter[language], language });
    if (answer.ok) done += 1;
    else tellFailure(answer);
  }
  useSeveral.setState({ isDeciding: false });
  openOverlay(null);
  clearSelection();
  tell(done === fit.length ? 'pass' : 'info', 'queue.decidedCount', { done, all: fit.length });
}
