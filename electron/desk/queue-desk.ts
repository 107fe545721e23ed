import { QUEUE_VIEWS } from '../../shared/domain/submission.ts';
import type { Output, Parsed } from '../../shared/ipc/contract.ts';
import { countOf, oldestOf, pageAfter, parseCursor, rowsBySeq, waitingByPlace, type QueueFilter } from '../store/repositories/queue.ts';
import { onlookerOf, type DeskContext } from './desk-context.ts';

type Page = Output<'queue.page'>;

const SEARCH_CURSOR = /^search:(\d{1,6})$/;

/** One page of a view: behind a row, or at a position; searches are answered by the worker. */
export async function queuePage(context: DeskContext, input: Parsed<'queue.page'>): Promise<Page> {
  const { query, start, limit } = input;
  if (query.search !== null && query.search.trim() !== '') return searchPage(context, query, query.search, start, limit);
  const onlooker = onlookerOf(context);
  const total = countOf(context.db, query, onlooker);
  if ('after' in start) {
    const rows = pageAfter(context.db, query, onlooker, parseCursor(start.after), limit);
    return { rows, firstIndex: null, total, totalIsCapped: false, readAs: null };
  }
  await prepareJump(context, query, start.index);
  const before = context.anchors.keyBefore(query, onlooker, start.index);
  const rows = before === 'beyond' ? [] : pageAfter(context.db, query, onlooker, before, limit);
  return { rows, firstIndex: start.index, total, totalIsCapped: false, readAs: null };
}

/** What the worker needs of a query. */
function filterOf({ view, marketplace, region, kind, sort }: QueueFilter): QueueFilter {
  return { view, marketplace, region, kind, sort };
}

/** A jump that would walk farther than this is prepared by the worker, so that the window keeps answering. */
const FAR_ROWS = 20_000;

async function prepareJump(context: DeskContext, query: QueueFilter, index: number): Promise<void> {
  if (context.anchors.distanceTo(query, index) <= FAR_ROWS) return;
  const filter = filterOf(query);
  const mark = context.anchors.mark();
  const keys = await context.reader.run('everyThousandth', { filter, onlooker: onlookerOf(context) });
  context.anchors.adopt(filter, keys, mark);
}

async function searchPage(
  context: DeskContext,
  filter: QueueFilter,
  typed: string,
  start: Parsed<'queue.page'>['start'],
  limit: number,
): Promise<Page> {
  const onlooker = onlookerOf(context);
  const found = await context.reader.run('search', { filter: filterOf(filter), typed, onlooker });
  const first = 'index' in start ? start.index : Number(SEARCH_CURSOR.exec(start.after)?.[1] ?? 0);
  const rows = rowsBySeq(context.db, onlooker, found.keys.slice(first, first + limit));
  return {
    // Found rows are ordered by fitness, so their place in the queue says nothing about what follows.
    rows: rows.map((row, offset) => {
      const source = found.foundIn[found.keys[first + offset] ?? -1];
      return { ...row, cursor: `search:${String(first + offset + 1)}`, ...(source === undefined ? {} : { foundIn: source }) };
    }),
    firstIndex: first,
    total: found.keys.length,
    totalIsCapped: found.isCapped,
    readAs: found.readAs,
  };
}

/** True counts of every view and since when its oldest row waits. */
export function queueCounts(context: DeskContext): Output<'queue.counts'> {
  const onlooker = onlookerOf(context);
  return {
    views: QUEUE_VIEWS.map((view) => {
      const whole = { view, marketplace: null, region: null, kind: null };
      return { view, count: countOf(context.db, whole, onlooker), oldestAt: oldestOf(context.db, whole, onlooker) };
    }),
    places: waitingByPlace(context.db).map((place) => ({ ...place })),
  };
}
