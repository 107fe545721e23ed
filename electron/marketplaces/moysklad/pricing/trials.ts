/** Trial periods (SEED3, "Пробный период платных приложений", "Продление пробного периода"). Lengths are whole days. */
export const TRIAL_DAYS = { least: 1, most: 14 } as const;
/** A published free solution that turns paid lets its users go on for at least a week. */
export const TRIAL_DAYS_AFTER_FREE = { least: 7, most: 14 } as const;

const DAY_MS = 24 * 60 * 60 * 1000;

export type TrialProblem = 'not-whole-days' | 'too-short' | 'too-long' | 'missing';

function lengthProblem(days: number, bounds: { readonly least: number; readonly most: number }): TrialProblem | null {
  if (!Number.isInteger(days)) return 'not-whole-days';
  if (days < bounds.least) return 'too-short';
  return days > bounds.most ? 'too-long' : null;
}

/**
 * What is wrong with the trial of a paid solution.
 * @param days null when there is none, which is allowed except where a published free solution turns paid
 */
export function trialProblem(days: number | null, about: { readonly turnsPaidAfterFree: boolean }): TrialProblem | null {
  if (days === null) return about.turnsPaidAfterFree ? 'missing' : null;
  return lengthProblem(days, about.turnsPaidAfterFree ? TRIAL_DAYS_AFTER_FREE : TRIAL_DAYS);
}

/**
 * Trial of one account: an account that ever had the solution keeps what was offered when it installed; only new users get
 * the trial of today.
 * @param offeredAtFirstInstall days, null for none; undefined when the account never installed it
 */
export function trialForAccount(offeredToday: number | null, offeredAtFirstInstall: number | null | undefined): number | null {
  return offeredAtFirstInstall === undefined ? offeredToday : offeredAtFirstInstall;
}

export interface Prolongation {
  readonly isPublished: boolean;
  /** Open to everybody without subscription or other limits. */
  readonly isFreeForAll: boolean;
  /** End of the trial that runs on the account, ms UTC; null when none runs. */
  readonly trialEndsAt: number | null;
  readonly hasPaidSubscription: boolean;
  readonly wasProlongedBefore: boolean;
  /** Length asked for, days. */
  readonly days: number;
  /** When the button is pressed, ms UTC. */
  readonly at: number;
}

/** The five refusals of the source, in its order, and lengths that no trial may have. */
export type ProlongationRefusal =
  'not-published' | 'free-for-all' | 'would-shorten' | 'subscription-paid' | 'prolonged-before' | TrialProblem;

/**
 * Gives one account a trial or a longer one: it begins with the press of the button and lies over the one that runs, it is not
 * added to it.
 * @returns when the trial ends, ms UTC, or why it cannot be given
 */
export function prolong(wish: Prolongation): { readonly endsAt: number } | { readonly refused: ProlongationRefusal } {
  const endsAt = wish.at + wish.days * DAY_MS;
  const runs = wish.trialEndsAt !== null && wish.trialEndsAt > wish.at;
  if (!wish.isPublished) return { refused: 'not-published' };
  if (wish.isFreeForAll) return { refused: 'free-for-all' };
  const problem = lengthProblem(wish.days, TRIAL_DAYS);
  if (problem !== null) return { refused: problem };
  if (runs && wish.trialEndsAt !== null && endsAt < wish.trialEndsAt) return { refused: 'would-shorten' };
  if (wish.hasPaidSubscription) return { refused: 'subscription-paid' };
  if (wish.wasProlongedBefore) return { refused: 'prolonged-before' };
  return { endsAt };
}

export type PriceOrTrial = 'price' | 'trial';

/**
 * Who changes the price or the trial of a solution: before publication the vendor in the cabinet, afterwards the moderator on
 * request (SEED3). The newer text lets the vendor change both by a new version, which is moderated (2026).
 */
export function whoMayChange(
  _what: PriceOrTrial,
  about: { readonly isPublished: boolean },
  edition: 'SEED3' | '2026',
): 'vendor' | 'moderator' | 'vendor-by-version' {
  if (!about.isPublished) return 'vendor';
  return edition === 'SEED3' ? 'moderator' : 'vendor-by-version';
}
