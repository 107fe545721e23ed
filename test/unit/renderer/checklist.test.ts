import { describe, expect, it } from 'vitest';
import { groupByArea, passesFilter, visibleItems } from '../../../renderer/features/checklist/checklist-store.ts';
import type { ChecklistItemView, ChecklistView } from '../../../shared/ipc/contract.ts';

function item(
  ruleId: string,
  area: ChecklistItemView['area'],
  mark: ChecklistItemView['mark'],
  automatic?: 'pass' | 'fail' | 'could-not-look',
  earlier: ChecklistItemView['earlier'] = [],
): ChecklistItemView {
  return {
    ruleId,
    area,
    mark,
    earlier,
    automatic:
      automatic === undefined ? null : { status: automatic, source: 'check', message: { ru: '', en: '' }, place: null, runId: null, at: 0 },
  } as ChecklistItemView;
}

const items = [
  item('a', 'install', 'not-checked', 'pass'),
  item('b', 'install', 'fail', 'pass'),
  item('c', 'card', 'not-checked', 'fail'),
  item('d', 'install', 'pass', 'could-not-look'),
  item('e', 'card', 'not-applicable'),
];

describe('checklist', () => {
  it('keeps the rulebook order of areas and items', () => {
    expect(groupByArea(items, 'all').map(({ area, items: of }) => [area, of.map(({ ruleId }) => ruleId)])).toEqual([
      ['install', ['a', 'b', 'd']],
      ['card', ['c', 'e']],
    ]);
  });

  it('puts findings of earlier attempts before everything else, in the order of the rulebook', () => {
    const told = [{ submissionId: 's', attempt: 1, seen: { ru: '', en: '' } }];
    const again = [...items, item('f', 'card', 'not-checked', undefined, told), item('g', 'install', 'fail', undefined, told)];
    expect(groupByArea(again, 'all').map(({ area, items: of }) => [area, of.map(({ ruleId }) => ruleId)])).toEqual([
      ['earlier', ['f', 'g']],
      ['install', ['a', 'b', 'd']],
      ['card', ['c', 'e']],
    ]);
    const checklist = { items: again } as unknown as ChecklistView;
    expect(visibleItems(checklist, { filter: 'all', folded: new Set() })[0]?.ruleId).toBe('f');
  });

  it('counts an area whole, whatever the filter lets through', () => {
    const [install] = groupByArea(items, 'failed');
    expect(install?.items.map(({ ruleId }) => ruleId)).toEqual(['b']);
    expect(install?.all).toHaveLength(3);
  });

  it('never takes "could not look" for a pass or a fail', () => {
    const blind = item('x', 'card', 'not-checked', 'could-not-look');
    expect(passesFilter(blind, 'automatic-failed')).toBe(false);
    expect(passesFilter(blind, 'failed')).toBe(false);
    expect(passesFilter(blind, 'could-not-look')).toBe(true);
    expect(passesFilter(blind, 'not-checked')).toBe(true);
  });

  it('walks over what is on the screen only', () => {
    const checklist = { items } as unknown as ChecklistView;
    expect(visibleItems(checklist, { filter: 'all', folded: new Set(['install']) }).map(({ ruleId }) => ruleId)).toEqual(['c', 'e']);
    expect(visibleItems(checklist, { filter: 'automatic-failed', folded: new Set() }).map(({ ruleId }) => ruleId)).toEqual(['c']);
  });
});
