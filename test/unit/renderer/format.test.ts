import { describe, expect, it } from 'vitest';
import { i18nFor } from '../../../renderer/i18n/translate.ts';
import { formatBytes, formatDuration, formatMoment, formatWaiting } from '../../../renderer/lib/format.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, workingMsBetween, workingTimeBetween } from '../../../renderer/lib/working-time.ts';

// Local times: 2026-11-20 is a Friday.
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const ru = i18nFor('ru');
const en = i18nFor('en');
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('working time', () => {
  it('counts what lies on working days', () => {
    expect(workingMsBetween(at(18, 9), at(18, 12))).toBe(3 * HOUR_MS);
    expect(workingMsBetween(at(18, 9), at(20, 9))).toBe(2 * DAY_MS);
  });
  it('leaves out the weekend', () => {
    expect(workingMsBetween(at(20, 17), at(23, 10))).toBe(17 * HOUR_MS);
    expect(workingMsBetween(at(21, 8), at(22, 20))).toBe(0);
    expect(workingMsBetween(at(21, 8), at(23, 1))).toBe(HOUR_MS);
    expect(workingMsBetween(at(13, 12), at(27, 12))).toBe(10 * DAY_MS);
  });
  it('is nothing backwards', () => {
    expect(workingMsBetween(at(20, 12), at(20, 11))).toBe(0);
    expect(workingMsBetween(at(20, 12), Number.NaN)).toBe(0);
  });
  it('takes the largest whole unit', () => {
    expect(workingTimeBetween(at(18, 9), at(18, 9, 59))).toEqual({ unit: 'minutes', count: 59 });
    expect(workingTimeBetween(at(18, 9), at(18, 10))).toEqual({ unit: 'hours', count: 1 });
    expect(workingTimeBetween(at(18, 9), at(19, 8, 59))).toEqual({ unit: 'hours', count: 23 });
    expect(workingTimeBetween(at(19, 9), at(23, 9))).toEqual({ unit: 'days', count: 2 });
  });
});

describe('formats', () => {
  it('says how long something waits', () => {
    expect(formatWaiting(ru, at(17, 9), at(20, 10))).toBe('3 раб. дн.');
    expect(formatWaiting(en, at(19, 9), at(20, 10))).toBe('1 working day');
    expect(formatWaiting(ru, at(20, 9), at(20, 14))).toBe('5 ч');
    expect(formatWaiting(ru, at(20, 9), at(20, 9) + 30 * MINUTE_MS)).toBe('30 мин');
  });
  it('writes durations in the unit that is read', () => {
    expect(plain(formatDuration(ru, 840))).toBe('0,8 с');
    expect(plain(formatDuration(en, 840))).toBe('0.8 s');
    expect(plain(formatDuration(ru, 12_400))).toBe('12 с');
    expect(plain(formatDuration(ru, 185_000))).toBe('3 мин 05 с');
  });
  it('writes sizes', () => {
    expect(plain(formatBytes(ru, 512))).toBe('512 Б');
    expect(plain(formatBytes(ru, 24_100))).toBe('24 КБ');
    expect(plain(formatBytes(ru, 1_500_000))).toBe('1,4 МБ');
  });
  it('survives a moment that no calendar has', () => {
    expect(formatMoment(ru, Number.NaN)).toBe('—');
    expect(formatMoment(ru, 9e15)).toBe('—');
    expect(formatWaiting(ru, Number.POSITIVE_INFINITY, Date.now())).toBe('—');
  });
});
