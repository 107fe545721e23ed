/** A submission is one request to moderate. Its states and who may move it; enforced in the main process. */
export const SUBMISSION_KINDS = ['new-solution', 'new-version', 'card-change', 'price-change', 'trial-change', 'publication-step'] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

/** What every marketplace moderates. */
export const COMMON_KINDS: readonly SubmissionKind[] = ['new-solution', 'new-version', 'card-change'];

/** Kinds that bring a version to install and to publish; the others change what buyers read or pay. */
export function bringsVersion(kind: SubmissionKind): boolean {
  return kind === 'new-solution' || kind === 'new-version';
}

export const SUBMISSION_STATES = ['queued', 'claimed', 'approved', 'returned', 'refused', 'withdrawn', 'recalled'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

export const VERDICT_KINDS = ['approve', 'return', 'refuse', 'withdraw'] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

export const SUBMISSION_ACTIONS = ['claim', 'release', 'take-over', ...VERDICT_KINDS, 'undo', 'recall'] as const;
export type SubmissionAction = (typeof SUBMISSION_ACTIONS)[number];

/**
 * Next state by state and action; absent means the action is refused.
 * Withdrawing acts on an approved submission of a published solution (SEED0 §4). Undo returns to the state that the
 * verdict was made in and is allowed only until the verdict's notice has left the outbox.
 */
const TRANSITIONS: Readonly<Record<SubmissionState, Partial<Record<SubmissionAction, SubmissionState>>>> = {
  queued: { claim: 'claimed', recall: 'recalled' },
  claimed: { release: 'queued', 'take-over': 'claimed', approve: 'approved', return: 'returned', refuse: 'refused', recall: 'recalled' },
  approved: { withdraw: 'withdrawn', undo: 'claimed' },
  returned: { undo: 'claimed' },
  refused: { undo: 'claimed' },
  withdrawn: { undo: 'approved' },
  recalled: {},
};

/** @returns the state after the action, or null when the state does not allow it. */
export function nextState(state: SubmissionState, action: SubmissionAction): SubmissionState | null {
  return TRANSITIONS[state][action] ?? null;
}

/** What buyers see of a solution. */
export const PUBLICATION_STATES = ['none', 'published', 'hidden', 'withdrawn'] as const;
export type PublicationState = (typeof PUBLICATION_STATES)[number];

/** Whose move it is: the moderators', the vendor's, or nobody's because it is decided. */
export const TURNS = ['us', 'vendor', 'none'] as const;
export type Turn = (typeof TURNS)[number];

/** Why a submission stands where it stands; the last thing that made it somebody's turn. */
export const TURN_REASONS = [
  'submitted',
  'resubmitted',
  'asked',
  'answered',
  'returned',
  'released',
  'claim-expired',
  'taken-over',
  'verdict-undone',
  'decided',
] as const;
export type TurnReason = (typeof TURN_REASONS)[number];

/** Why a moderator puts a submission aside. */
export const SKIP_REASONS = ['needs-colleague', 'waits-for-vendor', 'not-my-subject', 'cannot-test-now', 'other'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Queue views; each is a saved filter with a count and an oldest age. */
export const QUEUE_VIEWS = ['mine', 'queue', 'waiting-vendor', 'returned-again', 'overdue', 'claimed', 'decided', 'all'] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

/**
 * By the time that a view counts from: the longest wait first, or the shortest; by name of the solution or the vendor, the most
 * attempts first, the nearest team's day first.
 */
export const QUEUE_SORTS = ['oldest', 'newest', 'name', 'vendor', 'attempts', 'due'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

export const MARKS = ['pass', 'fail', 'not-applicable', 'not-checked'] as const;
export type Mark = (typeof MARKS)[number];

export const OUTBOX_STATES = ['held', 'waiting', 'handed-over', 'cancelled'] as const;
/**
 * held: the undo window is open; waiting: to be handed over to the vendor cabinet by a person;
 * handed-over: a person confirmed it; cancelled: undone.
 */
export type OutboxState = (typeof OUTBOX_STATES)[number];
