import type { OutboxState } from '../../shared/domain/submission.ts';

/** A held notice counts as waiting from the moment its undo window closes, whether the sweep has written that or not. */
export function effectiveOutboxState(state: OutboxState, heldUntil: number | null, now: number): OutboxState {
  return state === 'held' && heldUntil !== null && heldUntil <= now ? 'waiting' : state;
}
