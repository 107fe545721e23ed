import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpeller } from '../../../electron/marketplaces/looks/dictionaries.ts';
import { MARKETS, runCorpus, type CorpusResult, type Market } from '../../fixtures/corpus/read-corpus.ts';
import { enforcedTooEarly, scoresOf, tableOf, type Score } from '../../fixtures/corpus/score-corpus.ts';

/** Rules of which the submission tells too little to fail them: their checks only say that they could not look. */
const NEVER_FAIL = ['ms-rights-minimal', 'po-rereview-on-change'];

let results: readonly CorpusResult[] = [];
let scores: readonly Score[] = [];

beforeAll(async () => {
  results = runCorpus(await loadSpeller());
  scores = scoresOf(results);
});

describe('corpus of labelled cards', () => {
  it('has enough cards of every marketplace', () => {
    expect(results.length).toBeGreaterThanOrEqual(60);
    for (const market of Object.keys(MARKETS) as Market[])
      expect(results.filter((each) => each.market === market).length).toBeGreaterThanOrEqual(15);
  });

  it('prints precision and recall of every rule', () => {
    const lines = tableOf(scores);
    process.stdout.write(`\n${lines.join('\n')}\n`);
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
    expect(enforcedTooEarly(scores)).toEqual([]);
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
