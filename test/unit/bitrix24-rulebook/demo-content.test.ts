import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_SOLUTIONS } from '../../../electron/demo/solutions.ts';
import { DEMO_SUBMISSIONS, draftOf, FAULTS, type DemoDraft } from '../../../electron/demo/submissions.ts';
import { cardSchema } from '../../../electron/marketplaces/bitrix24/card-schema.ts';
import { checks } from '../../../electron/marketplaces/bitrix24/checks/checks.ts';
import { rulebook } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import { versionSchema } from '../../../electron/marketplaces/bitrix24/version-schema.ts';
import { SOLUTION_TYPES } from '../../../electron/marketplaces/bitrix24/vocabulary.ts';
import type { CheckInput } from '../../../electron/marketplaces/marketplace.ts';
import { picture } from '../../fixtures/bitrix24/good-submission.ts';

type Solution = (typeof DEMO_SOLUTIONS)[number];

const media = path.join(import.meta.dirname, '../../../electron/demo/media');

function draft(solution: Solution): DemoDraft {
  return draftOf(
    solution,
    {
      number: '1.1',
      whatsNew: {
        ru: 'Добавлен отбор по ответственным.',
        ...(solution.english === undefined ? {} : { en: 'Filter by responsible person.' }),
      },
      mode: 'wizard',
      appUrl: `https://app.${solution.vendor.domain}/`,
      installUrl: `https://app.${solution.vendor.domain}/install`,
      scopes: [...solution.scopes],
      placements: [...(solution.placements ?? [])],
      menuItem: true,
    },
    { login: 'moderator' },
  );
}

/** Rules that fail, as a checklist of this kind of submission would show them. */
function failing(solution: Solution, made: DemoDraft, region = 'ru'): string[] {
  const input: CheckInput = {
    kind: 'new-version',
    region,
    solutionType: solution.type,
    isFirstVersion: false,
    vendor: { ...solution.vendor },
    hasTestData: made.testData !== null,
    approvedCard: null,
    isPublished: true,
    card: cardSchema.parse(made.card),
    version: versionSchema.parse(made.version),
    files: [
      made.icon === 'faulty-icon.png'
        ? {
            ...picture(made.icon, 'icon', 200, 200),
            image: { widthPx: 200, heightPx: 200, hasTransparentPixels: true, isAnimated: false },
          }
        : picture(made.icon, 'icon', 400, 400),
      ...made.screenshots.map((file) => ({ ...picture(file, 'screenshot', 1280, 720), language: 'ru' })),
    ],
  };
  return checks
    .filter(({ ruleId }) => {
      const applies = rulebook.rules.find(({ id }) => id === ruleId)?.appliesTo;
      return (applies?.regions?.includes(region) ?? true) && (applies?.solutionTypes?.includes(solution.type) ?? true);
    })
    .filter((check) => check.run(input).status === 'fail')
    .map(({ ruleId }) => ruleId);
}

/** What each fault of the demonstration must be found as. */
const FOUND: Readonly<Record<keyof typeof FAULTS, readonly string[]>> = {
  'brand-in-keywords': ['card-keywords-no-spam'],
  'no-reaction-time': ['support-hours-reaction'],
  'slogan-repeats-name': ['card-slogan-1-2-sentences'],
  'no-privacy-link': ['legal-privacy-link'],
  'placeholder-left': ['card-fields-match-purpose'],
  'no-screenshots': ['card-fields-filled', 'shots-present-format'],
  'bad-icon': ['icon-format', 'icon-size'],
  'direct-sale': ['pricing-no-direct-sale'],
  'no-whats-new': ['version-whats-new'],
  'wide-rights': ['rights-user-scope-min'],
  'plain-http': ['sec-tls-valid'],
  'no-test-data': ['func-external-service-testable'],
  'too-many-categories': ['card-categories-max5'],
};

describe('demonstration', () => {
  it.each(DEMO_SOLUTIONS)('$code: the checks find nothing wrong with a card that is right', (solution) => {
    // Its English card has Russian pictures only, and the check is right to say so.
    expect(failing(solution, draft(solution))).toEqual(solution.english === undefined ? [] : ['shots-language']);
    expect(SOLUTION_TYPES.map(({ id }) => id)).toContain(solution.type);
  });

  it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])('fault %s is found', (fault) => {
    for (const solution of DEMO_SOLUTIONS) {
      // Without an outside service no test data is owed.
      if (fault === 'no-test-data' && solution.type !== 'integration' && solution.type !== 'telephony') continue;
      const made = draft(solution);
      FAULTS[fault](made);
      expect(failing(solution, made)).toEqual(expect.arrayContaining([...FOUND[fault]]));
    }
  });

  it('has a few dozen submissions of all kinds and regions, each of a known solution with its pictures', () => {
    expect(DEMO_SUBMISSIONS.length).toBeGreaterThanOrEqual(24);
    expect(new Set(DEMO_SUBMISSIONS.map(({ kind }) => kind)).size).toBe(3);
    expect(new Set(DEMO_SUBMISSIONS.map(({ region }) => region ?? 'ru')).size).toBe(4);
    for (const { code } of DEMO_SUBMISSIONS) expect(DEMO_SOLUTIONS.map((solution) => solution.code)).toContain(code);
    for (const solution of DEMO_SOLUTIONS) {
      const name = solution.code.split('.').join('-');
      for (const file of [`${name}-icon.png`, 'faulty-icon.png', ...draft(solution).screenshots])
        expect(existsSync(path.join(media, file)), file).toBe(true);
    }
  });

  it('names only fictional addresses', () => {
    for (const solution of DEMO_SOLUTIONS) {
      const text = JSON.stringify(draft(solution));
      for (const [, host] of text.matchAll(/(?:https?:\/\/|@)([\w.-]+)/g)) expect(host).toMatch(/\.example\.?$/);
    }
  });
});
