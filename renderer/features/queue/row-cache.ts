import type { QueueRowView } from '../../../shared/ipc/contract.ts';

export const PAGE_ROWS = 100;
const KEPT_PAGES = 60;

interface Page {
  readonly rows: readonly QueueRowView[];
  readonly generation: number;
}

/** Rows of a list by position, with gaps: only pages near what was looked at are kept. */
export class RowCache {
  private readonly pages = new Map<number, Page>();
  /** Pages of an older generation are shown until newer ones have come, and fetched again. */
  generation = 0;

  row(index: number): QueueRowView | undefined {
    return this.pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  }

  isFresh(page: number): boolean {
    return this.pages.get(page)?.generation === this.generation;
  }

  /** Key behind which the page begins, when the page before it is whole and fresh: cheaper than counting from the start. */
  cursorBefore(page: number): string | null {
    const before = this.pages.get(page - 1);
    return before?.generation === this.generation && before.rows.length === PAGE_ROWS ? (before.rows[PAGE_ROWS - 1]?.cursor ?? null) : null;
  }

  put(page: number, rows: readonly QueueRowView[], nearPage: number): void {
    this.pages.set(page, { rows, generation: this.generation });
    while (this.pages.size > KEPT_PAGES) {
      let farthest = page;
      for (const candidate of this.pages.keys()) if (Math.abs(candidate - nearPage) > Math.abs(farthest - nearPage)) farthest = candidate;
      if (farthest === page) break;
      this.pages.delete(farthest);
    }
  }

  /** @returns position of a row among the kept ones, or null. */
  indexOf(id: string): number | null {
    for (const [page, { rows }] of this.pages) {
      const index = rows.findIndex((row) => row.id === id);
      if (index >= 0) return page * PAGE_ROWS + index;
    }
    return null;
  }

  dropStale(): void {
    for (const [page, { generation }] of this.pages) if (generation !== this.generation) this.pages.delete(page);
  }

  clear(): void {
    this.pages.clear();
    this.generation += 1;
  }

  get size(): number {
    return this.pages.size;
  }
}
