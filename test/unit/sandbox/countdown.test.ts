import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Countdown } from '../../../electron/sandbox/countdown.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('stands still while it is held, however often', () => {
  let isOver = false;
  const countdown = new Countdown(1000, () => (isOver = true));
  vi.advanceTimersByTime(600);
  countdown.hold();
  countdown.hold();
  vi.advanceTimersByTime(10_000);
  countdown.release();
  vi.advanceTimersByTime(10_000);
  countdown.release();
  vi.advanceTimersByTime(399);
  expect(isOver).toBe(false);
  vi.advanceTimersByTime(2);
  expect(isOver).toBe(true);
});

it('does not ring when it was cancelled', () => {
  const rings: number[] = [];
  const countdown = new Countdown(100, () => rings.push(1));
  countdown.cancel();
  countdown.release();
  vi.advanceTimersByTime(1000);
  expect(rings).toEqual([]);
});
