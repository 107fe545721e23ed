import { describe, expect, it } from 'vitest';
import { otherLayout, rank } from '../../../renderer/features/palette/ranking.ts';

describe('palette', () => {
  it('knows what was meant on the other layout', () => {
    expect(otherLayout('dthcbz')).toBe('версия');
    expect(otherLayout('йцукен')).toBe('qwerty');
    expect(rank('Настройки', 'yfcnhjqrb')).toBeGreaterThan(0);
    expect(rank('Settings', 'ыуеештпы')).toBeGreaterThan(0);
  });
  it('puts beginnings before insides', () => {
    const titles = ['Показать очередь', 'Очередь', 'Переочередность'];
    expect(titles.toSorted((a, b) => rank(b, 'очередь') - rank(a, 'очередь'))).toEqual(['Очередь', 'Показать очередь', 'Переочередность']);
  });
  it('does not mind the letter ё, case or the order of words', () => {
    expect(rank('Решённые', 'решен')).toBeGreaterThan(0);
    expect(rank('Взять в работу', 'РАБОТУ взять')).toBeGreaterThan(0);
  });
  it('finds nothing where there is nothing', () => {
    expect(rank('Очередь', 'zzz')).toBe(0);
    expect(rank('Очередь', '')).toBeGreaterThan(0);
    expect(rank('Очередь', '[](){}*.+?^$|\\')).toBe(0);
  });
});
