import { create } from 'zustand';
import type { QueueSort, QueueView } from '../../../shared/domain/submission.ts';
import type { Output, QueueQueryView, QueueRowView } from '../../../shared/ipc/contract.ts';
import { goTo, openSubmission } from '../../app/navigation-store.ts';
import { call } from '../../lib/bridge.ts';
import { prefetch, type Failure } from '../../lib/resources.ts';
import { PAGE_ROWS, RowCache } from './row-cache.ts';

interface QueueState {
  readonly query: QueueQueryView;
  /** null until the first page has come. */
  readonly total: number | null;
  readonly totalIsCapped: boolean;
  /** What was looked for instead, typed in the other keyboard layout. */
  readonly readAs: string | null;
  /** Chosen rows that the next action is for, by id. */
  readonly selected: ReadonlyMap<string, QueueRowView>;
  readonly failure: Failure | null;
  /** Position of the row that J, K, Enter and C act on. */
  readonly cursor: number;
  /** Counts every change of the cached rows, so that the list draws again. */
  readonly drawing: number;
  /** After a refresh: by how many rows the anchor moved, told once. */
  readonly shift: { readonly serial: number; readonly rows: number };
  /** Asks the list to bring the cursor into view. */
  readonly reveal: number;
}

/** No filter; the view is to be given with it. */
export const EVERYTHING = { marketplace: null, region: null, kind: null, search: null } as const;

const initialQuery: QueueQueryView = { view: 'queue', ...EVERYTHING };

/** Whether a marketplace or a region is chosen as if it were a view of its own. */
export function isNarrowed(query: QueueQueryView): boolean {
  return query.marketplace !== null || query.region !== null;
}

export const useQueue = create<QueueState>()(() => ({
  query: initialQuery,
  total: null,
  totalIsCapped: false,
  readAs: null,
  selected: new Map(),
  failure: null,
  cursor: 0,
  drawing: 0,
  shift: { serial: 0, rows: 0 },
  reveal: 0,
}));

const cache = new RowCache();
const asked = new Set<number>();
/** Pages that could not be read; asked for again only when a person or a change of the queue says so. */
const failed = new Set<number>();
let visible = { first: 0, last: PAGE_ROWS - 1 };
/** Ids of rows in the order in which they may serve as the fixed point of a refresh. */
let anchors: readonly { readonly id: string; readonly index: number }[] = [];
let isRefreshing = false;
let isRefreshWanted = false;

export function rowAt(index: number): QueueRowView | undefined {
  return cache.row(index);
}

export function cursorRow(): QueueRowView | undefined {
  return cache.row(useQueue.getState().cursor);
}

function pagesOf(first: number, last: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(Math.max(first, last) / PAGE_ROWS); page += 1) pages.push(page);
  return pages;
}

async function askPage(page: number, mayUseCursor: boolean) {
  const { query } = useQueue.getState();
  const after = mayUseCursor ? cache.cursorBefore(page) : null;
  return call('queue.page', { query, start: after === null ? { index: page * PAGE_ROWS } : { after }, limit: PAGE_ROWS });
}

async function fetchPage(page: number): Promise<void> {
  if (asked.has(page) || failed.has(page) || cache.isFresh(page)) return;
  asked.add(page);
  const generation = cache.generation;
  const result = await askPage(page, true);
  // Another query or a newer state of the queue came meanwhile: this answer is of no use.
  if (generation !== cache.generation) return;
  asked.delete(page);
  const state = useQueue.getState();
  if (!result.ok) {
    failed.add(page);
    useQueue.setState({ failure: result, drawing: state.drawing + 1 });
    return;
  }
  accept(page, result.value);
}

function accept(page: number, answer: Output<'queue.page'>): void {
  cache.put(page, answer.rows, Math.floor(visible.first / PAGE_ROWS));
  useQueue.setState({
    total: answer.total,
    totalIsCapped: answer.totalIsCapped,
    readAs: answer.readAs,
    failure: null,
    drawing: useQueue.getState().drawing + 1,
  });
}

/** Reads the top of the queue before there is a list. Where it cannot be read (no workspace yet), the list asks again and says why. */
export async function firstPage(): Promise<void> {
  const { generation } = cache;
  const result = await askPage(0, false);
  if (!result.ok || generation !== cache.generation) return;
  accept(0, result.value);
}

/** Says which rows are on the screen (with some around) and which may serve as the fixed point of a refresh. */
export function lookAt(first: number, last: number, fixedPoints: readonly { readonly id: string; readonly index: number }[]): void {
  visible = { first, last };
  anchors = fixedPoints;
  fetchVisible();
}

/** While the thumb is dragged through the list, pages that have been left again are not worth asking for. */
const ASKED_AT_ONCE = 2;

function fetchVisible(): void {
  for (const page of pagesOf(visible.first, visible.last)) {
    if (asked.size >= ASKED_AT_ONCE) return;
    if (!asked.has(page) && !failed.has(page) && !cache.isFresh(page)) void fetchPage(page).then(fetchVisible);
  }
}

/** Another view, filter or search: starts at the top. */
export function changeQuery(change: Partial<QueueQueryView>): void {
  const { query, reveal, drawing } = useQueue.getState();
  const next = { ...query, ...change };
  cache.clear();
  asked.clear();
  failed.clear();
  visible = { first: 0, last: PAGE_ROWS - 1 };
  anchors = [];
  useQueue.setState({
    query: next,
    total: null,
    totalIsCapped: false,
    readAs: null,
    selected: new Map(),
    failure: null,
    cursor: 0,
    reveal: reveal + 1,
    drawing: drawing + 1,
  });
  void fetchPage(0);
}

export function showView(view: QueueView): void {
  goTo('queue');
  if (useQueue.getState().query.view !== view) changeQuery({ view });
}

/** How a view is meant: the latest decisions, or the longest waits. */
export function ownSort(view: QueueView): QueueSort {
  return view === 'decided' ? 'newest' : 'oldest';
}

/** Another order of the same rows; the view's own is the absence of a wish, so that it is the same view. */
export function sortBy(sort: QueueSort): void {
  const { query } = useQueue.getState();
  const wanted = sort === ownSort(query.view) ? undefined : sort;
  if (wanted !== query.sort) changeQuery({ sort: wanted });
}

/** Shows exactly this, e.g. a saved filter. */
export function showQuery(query: QueueQueryView): void {
  goTo('queue');
  changeQuery({ sort: undefined, ...query });
}

/**
 * The queue changed: the rows on the screen are read again and put in place together; the row under the pointer or the cursor stays
 * where it is. Many changes in a row cost one reading at a time.
 */
export async function refreshQueue(): Promise<void> {
  if (isRefreshing) {
    isRefreshWanted = true;
    return;
  }
  isRefreshing = true;
  try {
    do {
      isRefreshWanted = false;
      cache.generation += 1;
      asked.clear();
      failed.clear();
      const { generation } = cache;
      const pages = pagesOf(visible.first, visible.last);
      const answers = await Promise.all(pages.map((page) => askPage(page, false)));
      if (generation !== cache.generation) {
        if (useQueue.getState().total === null) return;
        continue;
      }
      const state = useQueue.getState();
      const refusal = answers.find((answer) => !answer.ok);
      if (refusal !== undefined && !refusal.ok) {
        useQueue.setState({ failure: refusal });
        return;
      }
      let total = state.total ?? 0;
      let totalIsCapped = state.totalIsCapped;
      const fixedPoints = anchors;
      const cursorId = cache.row(state.cursor)?.id;
      cache.dropStale();
      answers.forEach((answer, index) => {
        const page = pages[index];
        if (!answer.ok || page === undefined) return;
        ({ total, totalIsCapped } = answer.value);
        cache.put(page, answer.value.rows, page);
      });
      let rows = 0;
      for (const point of fixedPoints) {
        const index = cache.indexOf(point.id);
        if (index !== null) {
          rows = index - point.index;
          break;
        }
      }
      useQueue.setState({
        total,
        totalIsCapped,
        failure: null,
        drawing: state.drawing + 1,
        // The cursor stays on its submission; where that left the view, on its place.
        cursor: Math.max(0, Math.min((cursorId === undefined ? null : cache.indexOf(cursorId)) ?? state.cursor, total - 1)),
        shift: rows === 0 ? state.shift : { serial: state.shift.serial + 1, rows },
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      // Set by another call while this one waited.
    } while (isRefreshWanted as boolean);
  } finally {
    isRefreshing = false;
  }
}

export function moveCursor(by: number): void {
  const { cursor, total } = useQueue.getState();
  if (total === null || total === 0) return;
  setCursor(Math.max(0, Math.min(total - 1, cursor + by)));
}

export function setCursor(cursor: number): void {
  useQueue.setState((state) => ({ cursor, reveal: state.reveal + 1 }));
}

export function openCursorRow(): void {
  const { cursor } = useQueue.getState();
  const row = cache.row(cursor);
  if (row === undefined) return;
  openSubmission(row.id);
  const next = cache.row(cursor + 1);
  // The next one is most probably looked at next; reading it changes nothing.
  if (next !== undefined) requestIdleCallback(() => prefetch('submission.get', { id: next.id }));
}

/** Opens the row after the cursor without deciding this one. */
export async function openNextRow(): Promise<void> {
  const { cursor, total } = useQueue.getState();
  if (total === null || cursor + 1 >= total) return;
  setCursor(cursor + 1);
  await fetchPage(Math.floor((cursor + 1) / PAGE_ROWS));
  openCursorRow();
}

/** Chooses the row under the cursor for a common action, or lets it go. */
export function toggleSelected(): void {
  const row = cursorRow();
  if (row === undefined) return;
  useQueue.setState(({ selected, drawing }) => {
    const next = new Map(selected);
    if (!next.delete(row.id)) next.set(row.id, row);
    return { selected: next, drawing: drawing + 1 };
  });
}

/** Moves the cursor and chooses what it leaves and what it reaches. */
export function extendSelection(by: 1 | -1): void {
  const choose = (): void => {
    const row = cursorRow();
    if (row !== undefined) useQueue.setState(({ selected }) => ({ selected: new Map(selected).set(row.id, row) }));
  };
  choose();
  moveCursor(by);
  choose();
}

/** The chosen rows as they are now, where the list still knows them. */
export function selectedRows(): QueueRowView[] {
  return [...useQueue.getState().selected].map(([id, row]) => {
    const index = cache.indexOf(id);
    return (index === null ? undefined : cache.row(index)) ?? row;
  });
}

export function clearSelection(): void {
  useQueue.setState({ selected: new Map() });
}

/** The nearest row behind the cursor that this moderator could work on next in the view that he sees; null when none is known. */
export function nextInView(exceptId: string): string | null {
  const { cursor, total } = useQueue.getState();
  for (let index = cursor; index < Math.min(total ?? 0, cursor + PAGE_ROWS); index += 1) {
    const row = cache.row(index);
    if (row === undefined) return null;
    const isFree = row.state === 'queued' || (row.state === 'claimed' && row.claimedByMe);
    if (row.id !== exceptId && isFree && row.skipReason === null) return row.id;
  }
  return null;
}

/** Opens a submission and, where the list shows it, moves the cursor there. */
export function openAndPoint(id: string): void {
  const index = cache.indexOf(id);
  if (index !== null) setCursor(index);
  openSubmission(id);
}
