import { create } from 'zustand';
import type { VerdictKind } from '../../../shared/domain/submission.ts';
import type { Output, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { showSide, useNavigation } from '../../app/navigation-store.ts';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { nextInView, openAndPoint } from '../queue/queue-store.ts';

/** A verdict that the outbox still holds. */
export interface LastDecision {
  readonly verdictId: string;
  readonly submissionId: string;
  readonly kind: VerdictKind;
  readonly solutionName: string;
  readonly undoUntil: number;
}

interface VerdictState {
  /** What the panel prepares for which submission. */
  readonly prepared: { readonly submissionId: string; readonly kind: VerdictKind } | null;
  readonly last: LastDecision | null;
  readonly isDeciding: boolean;
  readonly focusSerial: number;
}

export const useVerdict = create<VerdictState>()(() => ({ prepared: null, last: null, isDeciding: false, focusSerial: 0 }));

/** Shows what a verdict would do. Nothing is decided by it. */
export function prepareVerdict(kind: VerdictKind): void {
  const { openId } = useNavigation.getState();
  if (openId === null) return;
  useVerdict.setState((state) => ({ prepared: { submissionId: openId, kind }, focusSerial: state.focusSerial + 1 }));
  showSide('verdict');
}

export function leaveVerdict(): void {
  useVerdict.setState({ prepared: null });
  showSide('chat');
}

/** Mostly the answer is there sooner; a button that only flickered would cost the confirmation a frame. */
const BUSY_AFTER_MS = 100;
/** A frame of the display and a little more. */
const PAINTED_AFTER_MS = 20;

let isUnderWay = false;

/** Decides on exactly the revision and version that were looked at. @returns whether it was accepted. */
export async function decide(
  submission: SubmissionDetails,
  kind: VerdictKind,
  letter: string,
  language: 'ru' | 'en',
  reason: string,
): Promise<boolean> {
  if (isUnderWay) return false;
  isUnderWay = true;
  const busy = setTimeout(() => useVerdict.setState({ isDeciding: true }), BUSY_AFTER_MS);
  try {
    const answer = await act('verdict.decide', {
      submissionId: submission.id,
      revision: submission.revision,
      version: submission.version,
      kind,
      letter,
      language,
      ...(reason.trim() === '' ? {} : { reason }),
    });
    if (answer === undefined) return false;
    await confirmAndGoOn(submission, kind, answer);
    return true;
  } finally {
    clearTimeout(busy);
    isUnderWay = false;
    useVerdict.setState({ isDeciding: false });
  }
}

async function confirmAndGoOn(submission: SubmissionDetails, kind: VerdictKind, answer: Output<'verdict.decide'>): Promise<void> {
  useVerdict.setState({
    last: {
      verdictId: answer.verdictId,
      submissionId: submission.id,
      kind,
      solutionName: submission.solution.name,
      undoUntil: answer.undoUntil,
    },
  });
  // The confirmation is painted before the next submission is drawn: it must not wait for that.
  await new Promise((resolve) => setTimeout(resolve, PAINTED_AFTER_MS));
  useVerdict.setState({ prepared: null });
  const { openId, screen, overlay } = useNavigation.getState();
  const isUndone = useVerdict.getState().last?.verdictId !== answer.verdictId;
  if (openId === submission.id && !isUndone) {
    showSide('chat');
    const next = nextInView(submission.id) ?? answer.nextSubmissionId;
    if (next !== null) openAndPoint(next);
    // Who has gone elsewhere meanwhile stays there, and finds the next one when he is back.
    useNavigation.setState({ screen, overlay });
  }
}

/** The verdict that U takes back now, if any. */
export function undoableDecision(now = Date.now()): LastDecision | null {
  const { last } = useVerdict.getState();
  return last !== null && last.undoUntil > now ? last : null;
}

export function forgetDecision(): void {
  useVerdict.setState({ last: null });
}

export async function undoVerdict(verdictId: string, submissionId: string): Promise<void> {
  const answer = await act('verdict.undo', { verdictId });
  if (answer === undefined) return;
  if (useVerdict.getState().last?.verdictId === verdictId) forgetDecision();
  tell('info', 'verdict.undone');
  openAndPoint(submissionId);
}
