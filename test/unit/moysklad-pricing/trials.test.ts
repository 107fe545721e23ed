import { describe, expect, it } from 'vitest';
import {
  prolong,
  trialForAccount,
  trialProblem,
  whoMayChange,
  type Prolongation,
} from '../../../electron/marketplaces/moysklad/pricing/trials.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 10, 1, 9);

describe('length of a trial', () => {
  it.each([
    [null, false, null],
    [0, false, 'too-short'],
    [1, false, null],
    [14, false, null],
    [15, false, 'too-long'],
    [3.5, false, 'not-whole-days'],
    [null, true, 'missing'],
    [6, true, 'too-short'],
    [7, true, null],
    [14, true, null],
    [15, true, 'too-long'],
  ] as const)('%s days, a published free solution turns paid: %s -> %s', (days, turnsPaidAfterFree, problem) => {
    expect(trialProblem(days, { turnsPaidAfterFree })).toBe(problem);
  });
});

describe('whose trial', () => {
  it('is the one of today for new accounts and the one of then for those that had the solution', () => {
    expect(trialForAccount(7, undefined)).toBe(7);
    expect(trialForAccount(7, 14)).toBe(14);
    expect(trialForAccount(7, null)).toBeNull();
  });
});

const wish = (change: Partial<Prolongation>): Prolongation => ({
  isPublished: true,
  isFreeForAll: false,
  trialEndsAt: null,
  hasPaidSubscription: false,
  wasProlongedBefore: false,
  days: 7,
  at: START,
  ...change,
});

describe('prolonging a trial', () => {
  it('lies over the running one: seven days on the tenth day of fourteen leave seven days, not eleven (example of SEED3)', () => {
    const at = START + 10 * DAY;
    expect(prolong(wish({ trialEndsAt: START + 14 * DAY, at, days: 7 }))).toEqual({ endsAt: at + 7 * DAY });
  });

  it('gives an account without trial one', () => {
    expect(prolong(wish({ days: 14 }))).toEqual({ endsAt: START + 14 * DAY });
  });

  it('does not mind a trial that is over, nor the very same end', () => {
    expect(prolong(wish({ trialEndsAt: START - DAY, days: 1 }))).toEqual({ endsAt: START + DAY });
    expect(prolong(wish({ trialEndsAt: START + 7 * DAY, days: 7 }))).toEqual({ endsAt: START + 7 * DAY });
  });

  it.each<[string, Partial<Prolongation>]>([
    ['not-published', { isPublished: false }],
    ['free-for-all', { isFreeForAll: true }],
    ['would-shorten', { trialEndsAt: START + 8 * DAY, days: 7 }],
    ['subscription-paid', { hasPaidSubscription: true }],
    ['prolonged-before', { wasProlongedBefore: true }],
    ['too-long', { days: 15 }],
    ['too-short', { days: 0 }],
    ['not-whole-days', { days: 2.5 }],
  ])('is refused: %s', (refused, change) => {
    expect(prolong(wish(change))).toEqual({ refused });
  });
});

describe('who changes price and trial', () => {
  it.each([
    ['price', false, 'SEED3', 'vendor'],
    ['trial', false, 'SEED3', 'vendor'],
    ['price', true, 'SEED3', 'moderator'],
    ['trial', true, 'SEED3', 'moderator'],
    ['price', false, '2026', 'vendor'],
    ['price', true, '2026', 'vendor-by-version'],
    ['trial', true, '2026', 'vendor-by-version'],
  ] as const)('%s, published: %s, by %s -> %s', (what, isPublished, edition, who) => {
    expect(whoMayChange(what, { isPublished }, edition)).toBe(who);
  });
});
