/** Buyers' reviews of solutions and the little that a moderator decides about them (SEED4). */

/**
 * waiting: published by the clock, 3 days after it was written; held: it should not have been possible, a person decides;
 * published; removed: by a moderator, with a reason.
 */
export const REVIEW_STATES = ['waiting', 'held', 'published', 'removed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** Plan of the portal that the review came from, as far as the marketplace tells. */
export const PORTAL_PLANS = ['commercial', 'demo', 'free'] as const;
export type PortalPlan = (typeof PORTAL_PLANS)[number];

/** keep: it stands as it is; replace: by the text that the buyer sent in; remove. */
export const REVIEW_DECISIONS = ['keep', 'replace', 'remove'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

export const REVIEW_FILTERS = ['open', 'unanswered', 'disputed', 'published', 'removed', 'all'] as const;
/** open: something is to be decided or is still to be published. */
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

/** What makes a good answer of a vendor, in the order of SEED4. The middle three matter where something went wrong. */
export const ANSWER_QUALITIES = ['grateful', 'personal', 'admits', 'empathic', 'solution', 'professional', 'positive-end'] as const;
export type AnswerQuality = (typeof ANSWER_QUALITIES)[number];

/** SEED4 §3: 3 days in which the vendor can thank or settle. Calendar days: nothing there speaks of working days. */
export const PUBLICATION_DELAY_MS = 3 * 24 * 60 * 60_000;

/** Why a review should not have been possible, or that it cannot be told (SEED4 §2, §7). */
export const ELIGIBILITY_FAULTS = ['plan', 'not-installed'] as const;
export type EligibilityFault = (typeof ELIGIBILITY_FAULTS)[number];

export interface Eligibility {
  readonly status: 'eligible' | 'not-eligible' | 'could-not-look';
  readonly faults: readonly EligibilityFault[];
}

/**
 * A review comes from a portal on a commercial plan where the solution is installed. Any user may write, and several of one portal
 * may (SEED4 §5, §6). What the package does not tell is not held against the review.
 */
export function eligibilityOf(about: { readonly plan: PortalPlan | null; readonly installed: boolean | null }): Eligibility {
  const faults: EligibilityFault[] = [];
  if (about.plan !== null && about.plan !== 'commercial') faults.push('plan');
  if (about.installed === false) faults.push('not-installed');
  if (faults.length > 0) return { status: 'not-eligible', faults };
  return { status: about.plan === null || about.installed === null ? 'could-not-look' : 'eligible', faults };
}

/** A review of few stars, or one that a vendor disputes, tells of a problem that an answer should admit. */
export function tellsOfProblem(rating: number | null): boolean {
  return rating !== null && rating <= 3;
}

const THANKS = /спасибо|благодар|thank/iu;

/**
 * What a machine can say of an answer: that it thanks, and that it names the buyer. Tone, empathy and whether the offer is a
 * solution only a person can judge.
 */
export function answerHint(quality: AnswerQuality, answer: string, author: string): 'pass' | 'fail' | 'could-not-look' {
  if (quality === 'grateful') return THANKS.test(answer.slice(0, 400)) ? 'pass' : 'fail';
  if (quality !== 'personal') return 'could-not-look';
  const names = author.split(/\s+/u).filter((name) => name.length > 1);
  if (names.length === 0) return 'could-not-look';
  const words = new Set(answer.toLocaleLowerCase('ru').match(/[\p{L}-]+/gu));
  return names.some((name) => words.has(name.toLocaleLowerCase('ru'))) ? 'pass' : 'fail';
}
