import { create } from 'zustand';
import type { ReviewFilter } from '../../../shared/domain/review.ts';
import type { ReviewDetails } from '../../../shared/ipc/contract.ts';
import { useNavigation } from '../../app/navigation-store.ts';
import { act } from '../../lib/act.ts';
import { patch, peek, refresh } from '../../lib/resources.ts';

interface ReviewsState {
  readonly filter: ReviewFilter;
  readonly chosenId: string | null;
  /** Asks the chosen row to take the keyboard focus. */
  readonly focusSerial: number;
}

export const useReviews = create<ReviewsState>()(() => ({ filter: 'open', chosenId: null, focusSerial: 0 }));

export function showReviews(filter: ReviewFilter): void {
  useReviews.setState({ filter, chosenId: null });
}

export function chooseReview(chosenId: string): void {
  useReviews.setState((state) => ({ chosenId, focusSerial: state.focusSerial + 1 }));
}

/** The list as it is on the screen; undefined elsewhere. */
export function shownReviews(): readonly { readonly id: string }[] | undefined {
  if (useNavigation.getState().screen !== 'reviews') return undefined;
  return peek('review.list', { filter: useReviews.getState().filter })?.reviews;
}

export function moveReview(by: number): void {
  const reviews = shownReviews() ?? [];
  const at = reviews.findIndex(({ id }) => id === useReviews.getState().chosenId);
  const next = reviews[at < 0 ? 0 : Math.max(0, Math.min(reviews.length - 1, at + by))];
  if (next !== undefined) chooseReview(next.id);
}

function putReview(review: ReviewDetails): void {
  patch('review.get', { id: review.id }, () => review);
  refresh((channel) => channel === 'review.list');
}

/** @returns whether it was accepted. */
export async function decideReview(
  review: ReviewDetails,
  decision: 'keep' | 'replace' | 'remove',
  reason: string,
  message: string,
): Promise<boolean> {
  const answer = await act('review.decide', { id: review.id, revision: review.revision, decision, reason, message });
  if (answer !== undefined) putReview(answer);
  return answer !== undefined;
}

/** @returns whether it was accepted. */
export async function recordOfReview(review: ReviewDetails, what: 'answer' | 'correction' | 'dispute', text: string): Promise<boolean> {
  const answer = await act('review.record', { id: review.id, revision: review.revision, what, text });
  if (answer !== undefined) putReview(answer);
  return answer !== undefined;
}

export async function markAnswer(
  id: string,
  quality: ReviewDetails['qualities'][number]['quality'],
  mark: ReviewDetails['qualities'][number]['mark'],
): Promise<void> {
  const answer = await act('review.markAnswer', { id, quality, mark });
  if (answer !== undefined) putReview(answer);
}
