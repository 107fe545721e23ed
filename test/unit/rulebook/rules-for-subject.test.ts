import { describe, expect, it } from 'vitest';
import { rulesOf, withExtras, words } from '../../../electron/marketplaces/make-rule.ts';
import { rulesForSubject, type RuleSubject } from '../../../shared/domain/rulebook.ts';

const card = rulesOf('card');
const plain = words('Проверить.', 'Look.', 'Исправьте.', 'Mend it.');
const about = (change: Partial<RuleSubject>): RuleSubject => ({
  kind: 'new-version',
  region: 'ru',
  solutionType: 'application',
  installMode: 'wizard',
  ...change,
});

describe('rules of a submission', () => {
  const rules = withExtras(
    {
      severityFor: {
        everywhere: [
          { when: { regions: ['west'], kinds: ['card-change'] }, severity: 'minor' },
          { when: { regions: ['west'] }, severity: 'blocker' },
        ],
      },
    },
    [
      card('everywhere', 'major', 'S', 'X §1', plain),
      card('only-west', 'minor', 'M', 'X §2', plain, { regions: ['west'] }),
      card('only-wizards', 'minor', 'R', 'X §3', plain, { installModes: ['wizard'] }),
    ],
  );
  const graded = (change: Partial<RuleSubject>): string[] =>
    rulesForSubject(rules, about(change)).map(({ id, severity }) => `${id} ${severity}`);

  it('are those whose scope covers it, with the first grade that fits', () => {
    expect(graded({})).toEqual(['everywhere major', 'only-wizards minor']);
    expect(graded({ region: 'west' })).toEqual(['everywhere blocker', 'only-west minor', 'only-wizards minor']);
    expect(graded({ region: 'west', kind: 'card-change', installMode: null })).toEqual(['everywhere minor', 'only-west minor']);
  });

  it('no longer carry the other grades: a checklist is of one submission', () => {
    expect(rulesForSubject(rules, about({})).some((rule) => 'severityFor' in rule)).toBe(false);
  });

  it('refuse a table that names a rule which is not there', () => {
    expect(() => withExtras({ drift: { gone: [] } }, rules)).toThrow('gone');
  });
});
