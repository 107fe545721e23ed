import { expect, it } from 'vitest';
import { rulesOf, text, words } from '../../../electron/marketplaces/make-rule.ts';
import { changesOfRules } from '../../../shared/domain/rule-changes.ts';
import type { Rule } from '../../../shared/domain/rulebook.ts';

const make = rulesOf('card');
const plain = words('Проверить.', 'Look.', 'Исправьте.', 'Mend it.');
const first = make('first', 'major', 'S', 'X §1', plain);
const second = make('second', 'minor', 'M', 'X §2', plain);

it.each<[name: string, change: Partial<Rule>, parts: readonly string[]]>([
  ['grade', { severity: 'blocker' }, ['severity']],
  ['what to look at, in one language', { text: text('Проверить.', 'Look closely.') }, ['text']],
  ['what the vendor must do', { expected: text('Удалите.', 'Remove it.') }, ['expected']],
  ['a check switched off', { automatic: { enabled: false, enforced: true, required: false } }, ['automatic']],
  ['the default settings written out', { automatic: { enabled: true, enforced: true, required: false } }, []],
  ['source', { source: 'X §3' }, ['source']],
  ['scope', { appliesTo: { regions: ['kz'] } }, ['scope']],
  ['area', { area: 'media' }, ['other']],
  ['who checks', { checks: ['manual'] }, ['other']],
  ['a ready paragraph', { templates: [text('Готово', 'Ready')] }, ['other']],
  ['what another version says', { drift: [{ says: text('Раньше', 'Before'), source: 'Y' }] }, ['other']],
  ['advice', { isAdvice: true }, ['other']],
  ['two parts at once', { severity: 'minor', source: 'X §3' }, ['severity', 'source']],
  ['only the number of its version', { version: 2 }, []],
])('tells %s of a rule', (_name, change, parts) => {
  const now = { ...first, ...change };
  expect(changesOfRules([first, second], [now, second])).toEqual(
    parts.length === 0 ? [] : [{ ruleId: 'first', change: 'changed', parts, before: first, now }],
  );
});

it('tells new rules, then changed ones, then those that are gone; another order is no change', () => {
  const third = make('third', 'minor', 'M', 'X §3', plain);
  expect(changesOfRules([first, second], [second, first])).toEqual([]);
  const changed = { ...second, source: 'X §4' };
  expect(changesOfRules([first, second], [changed, third]).map(({ ruleId, change }) => [ruleId, change])).toEqual([
    ['third', 'added'],
    ['second', 'changed'],
    ['first', 'removed'],
  ]);
});
