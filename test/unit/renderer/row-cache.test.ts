import { describe, expect, it } from 'vitest';
import { PAGE_ROWS, RowCache } from '../../../renderer/features/queue/row-cache.ts';
import type { QueueRowView } from '../../../shared/ipc/contract.ts';

function rows(page: number, count = PAGE_ROWS): QueueRowView[] {
  return Array.from(
    { length: count },
    (_, index) => ({ id: `row-${page * PAGE_ROWS + index}`, cursor: `c${page * PAGE_ROWS + index}` }) as QueueRowView,
  );
}

describe('row cache', () => {
  it('finds rows by position and by id, with gaps', () => {
    const cache = new RowCache();
    cache.put(5, rows(5), 5);
    expect(cache.row(512)?.id).toBe('row-512');
    expect(cache.row(12)).toBeUndefined();
    expect(cache.indexOf('row-512')).toBe(512);
    expect(cache.indexOf('row-12')).toBeNull();
  });

  it('offers the key of the page before only while that page is whole and fresh', () => {
    const cache = new RowCache();
    cache.put(0, rows(0), 0);
    expect(cache.cursorBefore(1)).toBe('c99');
    cache.generation += 1;
    expect(cache.cursorBefore(1)).toBeNull();
    cache.put(0, rows(0, 40), 0);
    expect(cache.cursorBefore(1)).toBeNull();
  });

  it('forgets the pages farthest from the eye', () => {
    const cache = new RowCache();
    for (let page = 0; page < 200; page += 1) cache.put(page, rows(page), page);
    expect(cache.size).toBeLessThanOrEqual(60);
    expect(cache.row(199 * PAGE_ROWS)).toBeDefined();
    expect(cache.row(0)).toBeUndefined();
  });

  it('keeps showing stale rows until they are dropped', () => {
    const cache = new RowCache();
    cache.put(0, rows(0), 0);
    cache.generation += 1;
    expect(cache.row(3)?.id).toBe('row-3');
    expect(cache.isFresh(0)).toBe(false);
    cache.dropStale();
    expect(cache.row(3)).toBeUndefined();
  });
});
