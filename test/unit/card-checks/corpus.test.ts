import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpeller } from '../../../electron/marketplaces/looks/dictionaries.ts';
import { DEFAULT_AUTOMATIC } from '../../../shared/domain/rulebook.ts';
import { MARKETS, runCorpus, type CorpusResult, type Market } from '../../fixtures/corpus/read-corpus.ts';

/** No rule may be enforced whose findings are right less often than this. */
const ENFORCED_PRECISION = 0.95;

/** Rules of which the submission tells too little to fail them: their checks only say that they could not look. */
const NEVER_FAIL = ['ms-rights-minimal', 'po-rereview-on-change'];

interface Score {
  readonly ruleId: string;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

let results: readonly CorpusResult[] = [];
let scores: readonly Score[] = [];

beforeAll(async () => {
  results = runCorpus(await loadSpeller());
  const ids = new Set(results.flatMap(({ found, notFailed }) => [...found, ...notFailed]));
  scores = [...ids].sort().map((ruleId) => {
    const count = (isFound: boolean, isExpected: boolean): number =>
      results.filter(({ card, found }) => found.includes(ruleId) === isFound && card.expected.includes(ruleId) === isExpected).length;
    return { ruleId, right: count(true, true), wrong: count(true, false), missed: count(false, true) };
  });
});

const precision = ({ right, wrong }: Score): number => (right + wrong === 0 ? 1 : right / (right + wrong));
const recall = ({ right, missed }: Score): number => (right + missed === 0 ? 1 : right / (right + missed));

describe('corpus of labelled cards', () => {
  it('has enough cards of every marketplace', () => {
    expect(results.length).toBeGreaterThanOrEqual(60);
    for (const market of Object.keys(MARKETS) as Market[])
      expect(results.filter((each) => each.market === market).length).toBeGreaterThanOrEqual(15);
  });

  it('prints precision and recall of every rule', () => {
    const lines = scores.map((score) => {
      const numbers = [score.right, score.wrong, score.missed].map((n) => String(n).padStart(3)).join(' ');
      return `${score.ruleId.padEnd(36)} ${precision(score).toFixed(2)}  ${recall(score).toFixed(2)}  ${numbers}`;
    });
    process.stdout.write(`\n${'rule'.padEnd(36)} precision recall  right wrong missed\n${lines.join('\n')}\n`);
    expect(lines.length).toBeGreaterThan(80);
  });

  it('is judged as a person has labelled it, card by card', () => {
    const wrong = results.flatMap(({ card, found }) => {
      const expected = card.expected.filter((id) => card.missed?.includes(id) !== true).sort();
      return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ id: card.id, expected, found }];
    });
    expect(wrong).toEqual([]);
  });

  it('lets no rule be enforced whose precision is too low', () => {
    const settings = new Map(
      Object.values(MARKETS).flatMap(({ book }) => book.rules.map((rule) => [rule.id, rule.automatic ?? DEFAULT_AUTOMATIC] as const)),
    );
    expect(scores.filter((score) => settings.get(score.ruleId)?.enforced === true && precision(score) < ENFORCED_PRECISION)).toEqual([]);
  });
});

describe('every automatic rule', () => {
  it('of MoySklad and Poster has a card that breaks it and one that does not', () => {
    const failing = new Set(results.flatMap(({ found }) => found));
    const passing = new Set(results.flatMap(({ notFailed }) => notFailed));
    const ids = [...MARKETS.moysklad.checks, ...MARKETS.poster.checks].map(({ ruleId }) => ruleId).filter((id) => !NEVER_FAIL.includes(id));
    expect(ids.filter((id) => !failing.has(id))).toEqual([]);
    expect(ids.filter((id) => !passing.has(id))).toEqual([]);
  });

  it('has a check, and every check a rule', () => {
    for (const { book, checks } of Object.values(MARKETS)) {
      const automatic = book.rules.filter((rule) => rule.checks.includes('submission')).map(({ id }) => id);
      expect(checks.map(({ ruleId }) => ruleId).sort()).toEqual(automatic.sort());
    }
  });
});
