import { expect, it } from 'vitest';
import { parseAmount } from '../../../renderer/features/prices/amounts.ts';

it.each([
  ['1000', 1000],
  ['1 290,50', 1290.5],
  ['1\u00a0290.5', 1290.5],
  ['0', 0],
  ['10000000', 10_000_000],
  ['10000000.01', null],
  ['', null],
  ['-1', null],
  ['1e3', null],
  ['1,234', null],
  ['1.2.3', null],
  ['сто', null],
])('%j is the amount %s', (text, expected) => {
  expect(parseAmount(text, 10_000_000)).toBe(expected);
});
