import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterScroll,
  drawnRows,
  listHeight,
  MAX_SCROLL_PX,
  rowOffset,
  scrollHeight,
  scrollOfTop,
  topOfScroll,
  topToReveal,
  type ListGeometry,
} from '../../../renderer/features/queue/list-window.ts';

const short: ListGeometry = { rows: 1_000, rowHeightPx: 52, viewportPx: 640 };
const million: ListGeometry = { rows: 1_000_000, rowHeightPx: 52, viewportPx: 640 };

describe('list window', () => {
  it('leaves a list that fits alone', () => {
    expect(scrollHeight(short)).toBe(52_000);
    expect(topOfScroll(short, 1_234)).toBe(1_234);
    expect(scrollOfTop(short, 1_234)).toBe(1_234);
    expect(afterScroll(short, { top: 0, scrollTop: 0 }, 900)).toEqual({ top: 900, scrollTop: 900 });
  });

  it('keeps the element below the limit of Chromium and still reaches both ends', () => {
    expect(listHeight(million)).toBe(52_000_000);
    expect(scrollHeight(million)).toBe(MAX_SCROLL_PX);
    expect(topOfScroll(million, 0)).toBe(0);
    expect(topOfScroll(million, MAX_SCROLL_PX - 640)).toBe(52_000_000 - 640);
    expect(drawnRows(million, topOfScroll(million, MAX_SCROLL_PX - 640), 0).last).toBe(999_999);
  });

  it('moves by what was scrolled for small steps, wherever the thumb stands', () => {
    const top = 26_000_000;
    const before = { top, scrollTop: scrollOfTop(million, top) };
    const after = afterScroll(million, before, before.scrollTop + 120);
    expect(after.top).toBe(top + 120);
    // A row that was drawn stays where it was drawn: only the view moved.
    expect(rowOffset(million, after, 500_001)).toBeCloseTo(rowOffset(million, before, 500_001), 3);
  });

  it('jumps in proportion when the thumb is dragged', () => {
    const after = afterScroll(million, { top: 0, scrollTop: 0 }, MAX_SCROLL_PX / 2);
    expect(after.top / 52_000_000).toBeCloseTo(0.5, 3);
  });

  it('has an inverse everywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 52_000_000 - 640 }), (top) => {
        expect(Math.abs(topOfScroll(million, scrollOfTop(million, top)) - top)).toBeLessThan(0.01);
      }),
    );
  });

  it('never shows rows that do not exist, and always covers the viewport', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.integer({ min: 20, max: 80 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, rowHeightPx, viewportPx, share) => {
          const geometry = { rows, rowHeightPx, viewportPx };
          const top = topOfScroll(geometry, share * Math.max(0, scrollHeight(geometry) - viewportPx));
          const { first, last } = drawnRows(geometry, top, 0);
          if (rows === 0) {
            expect(last).toBeLessThan(first);
            return;
          }
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThan(rows);
          expect(first * rowHeightPx).toBeLessThanOrEqual(top);
          expect((last + 1) * rowHeightPx).toBeGreaterThanOrEqual(Math.min(top + viewportPx, rows * rowHeightPx) - 0.001);
        },
      ),
    );
  });

  it('reveals a row by the shortest way and leaves a visible one alone', () => {
    expect(topToReveal(short, 520, 12)).toBe(520);
    expect(topToReveal(short, 520, 3)).toBe(156);
    expect(topToReveal(short, 0, 20)).toBe(21 * 52 - 640);
    expect(topToReveal(short, 0, 999)).toBe(52_000 - 640);
  });
});
