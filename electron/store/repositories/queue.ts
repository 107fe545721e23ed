import { AppError } from '../../../shared/domain/errors.ts';
import type { QueueSort, QueueView, SubmissionKind } from '../../../shared/domain/submission.ts';
import type { QueueQueryView, QueueRowView } from '../../../shared/ipc/contract.ts';
import type { ReadableDb, SqlValue } from '../connection.ts';
import { groupNumber, groupsOf, isBefore, keysBehind, ORDER_TERMS, type QueueKey, type QueueOrder, type Walk } from '../queue-groups.ts';

/** Whose eyes look: decides what "mine" and `claimedByMe` mean. */
export interface Onlooker {
  readonly name: string;
  readonly workstationId: string;
  /** ms UTC: what was queued before it and still waits for us is overdue. */
  readonly overdueBefore: number;
}

export type QueueFilter = Pick<QueueQueryView, 'view' | 'marketplace' | 'region' | 'kind' | 'sort'>;

interface ViewPlan {
  /** Pinned: if the index goes, the query fails loudly instead of scanning. */
  readonly index: string;
  readonly order: 'queued_at' | 'decided_rank' | 'turn_at';
  readonly where: string;
  readonly values: (onlooker: Onlooker) => readonly SqlValue[];
  /** Terms over queue_counts that say which groups stand in it; null: no group as a whole does. */
  readonly groups: string | null;
  /** What of these groups stands in it; empty: all of it. The values are those of `where`. */
  readonly residue: string;
  /** Whether a submission stands in it; used for views whose rows have known positions. */
  readonly holds: (place: QueuePlace) => boolean;
}

const none = (): readonly SqlValue[] => [];

const isOpen = ({ state }: QueuePlace): boolean => state === 'queued' || state === 'claimed';

/** Every view is one walk along one all-ascending index (a mixed order costs a hundred times more at a million rows). */
const VIEWS: Readonly<Record<QueueView, ViewPlan>> = {
  mine: {
    index: 'submissions_held',
    order: 'queued_at',
    where: "state = 'claimed' AND claim_workstation = ? AND claim_by = ?",
    values: (onlooker) => [onlooker.workstationId, onlooker.name],
    groups: null,
    residue: '',
    holds: () => false,
  },
  queue: {
    index: 'submissions_for_us',
    order: 'queued_at',
    where: "state = 'queued' AND turn = 'us'",
    values: none,
    groups: "state = 'queued' AND turn = 'us'",
    residue: '',
    holds: ({ state, turn }) => state === 'queued' && turn === 'us',
  },
  'waiting-vendor': {
    index: 'submissions_for_vendor',
    order: 'turn_at',
    where: "turn = 'vendor'",
    values: none,
    groups: "turn = 'vendor'",
    residue: '',
    holds: ({ turn }) => turn === 'vendor',
  },
  'returned-again': {
    index: 'submissions_again',
    order: 'queued_at',
    where: "attempt > 1 AND state IN ('queued', 'claimed')",
    values: none,
    groups: "again = 1 AND state IN ('queued', 'claimed')",
    residue: '',
    holds: (place) => place.attempt > 1 && isOpen(place),
  },
  overdue: {
    index: 'submissions_open',
    order: 'queued_at',
    where: "turn = 'us' AND state IN ('queued', 'claimed') AND queued_at < ?",
    values: (onlooker) => [onlooker.overdueBefore],
    groups: "turn = 'us' AND state IN ('queued', 'claimed')",
    residue: ' AND queued_at < ?',
    holds: (place) => place.turn === 'us' && isOpen(place),
  },
  claimed: {
    index: 'submissions_in_state',
    order: 'queued_at',
    where: "state = 'claimed'",
    values: none,
    groups: "state = 'claimed'",
    residue: '',
    holds: ({ state }) => state === 'claimed',
  },
  decided: {
    index: 'submissions_decided',
    order: 'decided_rank',
    where: 'decided_rank IS NOT NULL',
    values: none,
    groups: "state NOT IN ('queued', 'claimed')",
    residue: '',
    holds: (place) => !isOpen(place),
  },
  all: {
    index: 'submissions_in_order',
    order: 'queued_at',
    where: 'true',
    values: none,
    groups: 'true',
    residue: '',
    holds: () => true,
  },
};

const FORWARD: Walk = { start: { order: Number.MIN_SAFE_INTEGER, seq: -1 }, compare: '>', direction: 'ASC' };
const BACKWARD: Walk = { start: { order: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }, compare: '<', direction: 'DESC' };
const ALPHABETICAL: Walk = { ...FORWARD, start: { order: '', seq: -1 } };

function orderOf(view: QueueView, sort: QueueSort | undefined): QueueOrder {
  return sort === undefined || sort === 'oldest' || sort === 'newest' ? VIEWS[view].order : sort;
}

/** Without a wish a view walks forward: what waits longest, or what was decided last. */
function walkOf(view: QueueView, sort: QueueSort | undefined): Walk {
  if (sort === 'name' || sort === 'vendor') return ALPHABETICAL;
  if (sort !== 'oldest' && sort !== 'newest') return FORWARD;
  return (sort === 'oldest') === (VIEWS[view].order === 'decided_rank') ? BACKWARD : FORWARD;
}

export function formatCursor(key: QueueKey): string {
  return `${JSON.stringify(key.order)}_${String(key.seq)}`;
}

/** Throws AppError 'invalid-request' for what this application did not make. */
export function parseCursor(cursor: string): QueueKey {
  const match = /^(-?\d{1,16}|".*")_(-?\d{1,16})$/s.exec(cursor);
  try {
    return { order: JSON.parse(match?.[1] ?? '') as number | string, seq: Number(match?.[2]) };
  } catch {
    throw new AppError('invalid-request', 'That is not a place in the queue.');
  }
}

/** @returns numbers of the lanes that fit, or null when nothing is filtered. */
function lanesOf(db: ReadableDb, filter: QueueFilter): readonly number[] | null {
  if (filter.marketplace === null && filter.region === null && filter.kind === null) return null;
  const lanes = db.all<{ id: number; marketplace: string; region: string; kind: SubmissionKind }>(
    'SELECT id, marketplace, region, kind FROM lanes ORDER BY id',
  );
  return lanes
    .filter(
      (lane) =>
        (filter.marketplace === null || lane.marketplace === filter.marketplace) &&
        (filter.region === null || lane.region === filter.region) &&
        (filter.kind === null || lane.kind === filter.kind),
    )
    .map((lane) => lane.id);
}

function laneTerm(lanes: readonly number[] | null): string {
  return lanes === null ? '' : ` AND lane IN (${lanes.join(', ')})`;
}

/** The view and the filters as SQL terms over `submissions`, or null when nothing can fit. */
export function viewTerms(
  db: ReadableDb,
  filter: QueueFilter,
  onlooker: Onlooker,
): { readonly sql: string; readonly values: readonly SqlValue[] } | null {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return null;
  const plan = VIEWS[filter.view];
  return { sql: `${plan.where}${laneTerm(lanes)}`, values: plan.values(onlooker) };
}

/** Columns of a row as JSON; `s` is the submission, the parameters are those of `rowValues`. */
const ROW_JSON = (order: QueueOrder): string => `json_object(
  'id', s.id,
  'cursor', json_quote(${ORDER_TERMS[order]}) || '_' || s.seq,
  'solutionName', s.solution_name,
  'solutionCode', s.solution_code,
  'vendorName', s.vendor_name,
  'version', s.version,
  'marketplace', s.marketplace,
  'region', s.region,
  'kind', s.kind,
  'state', s.state,
  'attempt', s.attempt,
  'submittedAt', s.submitted_at,
  'queuedAt', s.queued_at,
  'claimedBy', s.claim_by,
  'claimedByMe', json(iif(s.claim_workstation = ? AND s.claim_by = ?, 'true', 'false')),
  'claimExpiresAt', s.claim_expires_at,
  'openFindings', s.open_findings,
  'turn', s.turn,
  'turnReason', s.turn_reason,
  'turnAt', s.turn_at,
  'isOverdue', json(iif(s.turn = 'us' AND s.state IN ('queued', 'claimed') AND s.queued_at < ?, 'true', 'false')),
  'dueDay', iif(s.due_day IS NULL, NULL, printf('%d-%02d-%02d', s.due_day / 10000, s.due_day / 100 % 100, s.due_day % 100)),
  'skipReason', (SELECT reason FROM skips WHERE skips.seq = s.seq AND skips.by = ?),
  'revision', s.revision
)`;

const rowValues = (onlooker: Onlooker): readonly SqlValue[] => [
  onlooker.workstationId,
  onlooker.name,
  onlooker.overdueBefore,
  onlooker.name,
];

/** The statement of a page; exported so that a test can ask for its plan. */
export function pageStatement(view: QueueView, lanes: readonly number[] | null, sort?: QueueSort): string {
  const { index, where } = VIEWS[view];
  const order = orderOf(view, sort);
  const { compare, direction } = walkOf(view, sort);
  const term = ORDER_TERMS[order];
  return `SELECT json_group_array(${ROW_JSON(order)}) FROM (
    SELECT * FROM submissions INDEXED BY ${index}
    WHERE ${where}${laneTerm(lanes)} AND (${term}, seq) ${compare} (?, ?)
    ORDER BY ${term} ${direction}, seq ${direction} LIMIT ?
  ) AS s`;
}

/** The statement that steps over `OFFSET` entries of the index without touching the table. */
export function stepStatement(view: QueueView, lanes: readonly number[] | null, sort?: QueueSort): string {
  const { index, where } = VIEWS[view];
  const { compare, direction } = walkOf(view, sort);
  const term = ORDER_TERMS[orderOf(view, sort)];
  return `SELECT ${term} AS "order", seq FROM submissions INDEXED BY ${index}
    WHERE ${where}${laneTerm(lanes)} AND (${term}, seq) ${compare} (?, ?)
    ORDER BY ${term} ${direction}, seq ${direction} LIMIT 1 OFFSET ?`;
}

/** So few overdue rows are sorted faster than found among all that wait. */
const SORTED_ROWS = 1_500;

/**
 * Whether a view is read from the ranges of its groups. Without a filter its own index has its own order; what one person holds,
 * and a few overdue ones, are sorted.
 */
function isGrouped(db: ReadableDb, filter: QueueFilter, lanes: readonly number[] | null, onlooker: Onlooker): boolean {
  const isOwnOrder = orderOf(filter.view, filter.sort) === VIEWS[filter.view].order;
  if (filter.view === 'mine' || (isOwnOrder && lanes === null)) return false;
  return filter.view !== 'overdue' || isOwnOrder || countOf(db, filter, onlooker) > SORTED_ROWS;
}

/** Keys behind `after` from the ranges of the groups of a view. */
function groupedKeys(
  db: ReadableDb,
  filter: QueueFilter,
  lanes: readonly number[] | null,
  onlooker: Onlooker,
  after: QueueKey | null,
  limit: number,
): QueueKey[] {
  const { view, sort } = filter;
  const { groups, residue, values } = VIEWS[view];
  const order = orderOf(view, sort);
  const rest = { sql: residue, values: residue === '' ? [] : values(onlooker) };
  return keysBehind(db, groupsOf(db, `${groups ?? 'false'}${laneTerm(lanes)}`), order, walkOf(view, sort), rest, after, limit);
}

/** Rows behind `after`, at most `limit`. */
export function pageAfter(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker, after: QueueKey | null, limit: number): QueueRowView[] {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return [];
  if (isGrouped(db, filter, lanes, onlooker)) {
    const keys = groupedKeys(db, filter, lanes, onlooker, after, limit);
    return rowsBySeq(
      db,
      onlooker,
      keys.map(({ seq }) => seq),
      orderOf(filter.view, filter.sort),
    );
  }
  const plan = VIEWS[filter.view];
  const key = after ?? walkOf(filter.view, filter.sort).start;
  const json = db.value<string>(
    pageStatement(filter.view, lanes, filter.sort),
    ...rowValues(onlooker),
    ...plan.values(onlooker),
    key.order,
    key.seq,
    limit,
  );
  return JSON.parse(json ?? '[]') as QueueRowView[];
}

/**
 * Rows by their numbers in the given order (search results).
 *
 * @param order what the cursors of the rows are made of
 */
export function rowsBySeq(db: ReadableDb, onlooker: Onlooker, keys: readonly number[], order: QueueOrder = 'queued_at'): QueueRowView[] {
  const json = db.value<string>(
    // Not from a subquery: sorting that would first work out every column, the generated ones too.
    `SELECT json_group_array(${ROW_JSON(order)} ORDER BY wanted.key)
     FROM json_each(?) AS wanted CROSS JOIN submissions AS s ON s.seq = wanted.value`,
    ...rowValues(onlooker),
    JSON.stringify(keys),
  );
  return JSON.parse(json ?? '[]') as QueueRowView[];
}

/** Exact number of rows of a view under a filter. */
export function countOf(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker): number {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return 0;
  const plan = VIEWS[filter.view];
  if (filter.view === 'overdue') return countOverdue(db, onlooker.overdueBefore, lanes);
  if (plan.groups === null) {
    return (
      db.value<number>(
        `SELECT count(*) FROM submissions INDEXED BY ${plan.index} WHERE ${plan.where}${laneTerm(lanes)}`,
        ...plan.values(onlooker),
      ) ?? 0
    );
  }
  return db.value<number>(`SELECT coalesce(sum(n), 0) FROM queue_counts WHERE ${plan.groups}${laneTerm(lanes)}`) ?? 0;
}

const DAY_MS = 86_400_000;

/** Whole days from their counters, the day of the limit row by row. */
function countOverdue(db: ReadableDb, before: number, lanes: readonly number[] | null): number {
  const day = Math.floor(before / DAY_MS);
  const whole = db.value<number>(`SELECT coalesce(sum(n), 0) FROM waiting_days WHERE day < ?${laneTerm(lanes)}`, day) ?? 0;
  const rest =
    db.value<number>(
      `SELECT count(*) FROM submissions INDEXED BY submissions_open
       WHERE turn = 'us' AND state IN ('queued', 'claimed') AND queued_at >= ? AND queued_at < ?${laneTerm(lanes)}`,
      day * DAY_MS,
      before,
    ) ?? 0;
  return whole + rest;
}

/** What waits for us in one region of one marketplace. */
export interface PlaceCount {
  readonly marketplace: string;
  readonly region: string;
  readonly count: number;
  readonly oldestAt: number;
}

/** Every marketplace and region where something waits for us. */
export function waitingByPlace(db: ReadableDb): PlaceCount[] {
  return db.all<PlaceCount>(
    `SELECT marketplace, region, sum(n) AS count,
       min((SELECT min(queued_at) FROM submissions INDEXED BY submissions_by_queued WHERE group_no = counted.number)) AS oldestAt
     FROM (SELECT lane, n, ${groupNumber('again')} AS number FROM queue_counts WHERE state = 'queued' AND turn = 'us' AND n > 0) AS counted
     JOIN lanes ON lanes.id = counted.lane GROUP BY marketplace, region ORDER BY marketplace, region`,
  );
}

/** Since when the row that waits longest waits, ms UTC; null for what is decided and where nothing fits. */
export function oldestOf(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker): number | null {
  const plan = VIEWS[filter.view];
  const lanes = lanesOf(db, filter);
  if (plan.order === 'decided_rank' || countOf(db, filter, onlooker) === 0) return null;
  const waiting = { ...filter, sort: undefined };
  if (isGrouped(db, waiting, lanes, onlooker)) return Number(groupedKeys(db, waiting, lanes, onlooker, null, 1)[0]?.order);
  return (
    db.value<number>(
      `SELECT ${plan.order} FROM submissions INDEXED BY ${plan.index} WHERE ${plan.where}${laneTerm(lanes)} ORDER BY ${plan.order}, seq LIMIT 1`,
      ...plan.values(onlooker),
    ) ?? null
  );
}

const ANCHOR_DISTANCE = 1_000;
const MAX_REMEMBERED = 24;

/** What decides in which views a submission stands and where. */
export interface QueuePlace {
  readonly seq: number;
  readonly lane: number;
  readonly state: string;
  readonly attempt: number;
  readonly queued_at: number;
  readonly decided_at: number | null;
  readonly turn: string;
  readonly turn_at: number;
}

interface Anchor {
  readonly key: QueueKey;
  /** Rows of the view up to and including the key. */
  count: number;
}

interface AnchoredView {
  readonly view: QueueView;
  readonly lanes: readonly number[] | null;
  readonly order: QueueOrder;
  readonly walk: Walk;
  /** In the order of the walk, counts ascending. */
  readonly anchors: Anchor[];
}

/** Reads what a place does not say; nothing of that changes while a submission stands in a view, but a team's day (see `forgetDays`). */
function keyIn(db: ReadableDb, order: QueueOrder, place: QueuePlace): QueueKey {
  const known: Partial<Record<QueueOrder, number>> = {
    queued_at: place.queued_at,
    turn_at: place.turn_at,
    decided_rank: -(place.decided_at ?? 0),
  };
  const value = known[order] ?? db.value<number | string>(`SELECT ${ORDER_TERMS[order]} FROM submissions WHERE seq = ?`, place.seq);
  return { order: value ?? 0, seq: place.seq };
}

/**
 * Finds the row at a position without counting from the start each time. Remembers, for the views that were jumped into,
 * how many rows stand before about every thousandth key; a change of this process moves those numbers by one, a change
 * of another process forgets them. Finding them again costs milliseconds at a million rows: it walks the index only.
 */
export class QueueAnchors {
  private readonly known = new Map<string, AnchoredView>();
  private dataVersion: unknown = null;
  private generation = 0;

  /** @param db the connection whose own commits are told by `moved`. */
  constructor(private readonly db: ReadableDb & { pragma(text: string): unknown }) {}

  /** A submission entered (before is null) or changed its place. Call it after the commit. */
  moved(before: QueuePlace | null, after: QueuePlace): void {
    this.generation += 1;
    for (const known of this.known.values()) {
      if (before !== null) this.shift(known, before, -1);
      this.shift(known, after, 1);
    }
  }

  /** A submission has got or lost its team's day: what stands where in that order is found again. Call it after the commit. */
  forgetDays(): void {
    this.generation += 1;
    for (const [name, known] of this.known) if (known.order === 'due') this.known.delete(name);
  }

  /** How many rows a jump to `index` would have to walk on this thread. */
  distanceTo(filter: QueueFilter, index: number): number {
    this.refresh();
    const lanes = lanesOf(this.db, filter);
    return lanes?.length === 0 ? 0 : index - nearestBefore(this.anchored(filter, lanes), index).count;
  }

  /** A mark to hand to `adopt`: what a worker found is only taken when nothing has moved meanwhile. */
  mark(): unknown {
    this.refresh();
    return this.generation;
  }

  /** Takes what `everyThousandth` found on another connection. @returns whether it still held. */
  adopt(filter: QueueFilter, keys: readonly QueueKey[], mark: unknown): boolean {
    this.refresh();
    if (mark !== this.generation || filter.view === 'mine') return false;
    const lanes = lanesOf(this.db, filter);
    const anchors = keys.map((key, n) => ({ key, count: (n + 1) * ANCHOR_DISTANCE }));
    this.anchored(filter, lanes).anchors.splice(0, Infinity, ...anchors);
    return true;
  }

  /** @returns the key that stands before position `index`, null for the start, or 'beyond' when the view is shorter. */
  keyBefore(filter: QueueFilter, onlooker: Onlooker, index: number): QueueKey | null | 'beyond' {
    if (index <= 0) return null;
    this.refresh();
    const lanes = lanesOf(this.db, filter);
    if (lanes?.length === 0) return 'beyond';
    const known = this.anchored(filter, lanes);
    const step = stepper(this.db, filter, lanes, onlooker);
    let from = nearestBefore(known, index);
    while (from.count < index) {
      const distance = Math.min(ANCHOR_DISTANCE, index - from.count);
      const key = step(from.key, distance);
      if (key === undefined) return 'beyond';
      from = { key, count: from.count + distance };
      // "mine" is short and depends on who looks; the others are worth remembering at full distances.
      if (distance === ANCHOR_DISTANCE && filter.view !== 'mine') insertAnchor(known, from);
    }
    return from.key;
  }

  private refresh(): void {
    const dataVersion = this.db.pragma('data_version');
    if (dataVersion === this.dataVersion) return;
    this.dataVersion = dataVersion;
    this.generation += 1;
    this.known.clear();
  }

  private shift(known: AnchoredView, place: QueuePlace, by: 1 | -1): void {
    if (!VIEWS[known.view].holds(place) || (known.lanes !== null && !known.lanes.includes(place.lane))) return;
    const key = keyIn(this.db, known.order, place);
    for (let at = known.anchors.length - 1; at >= 0; at -= 1) {
      const anchor = known.anchors[at];
      if (anchor === undefined || isBefore(anchor.key, key, known.walk)) return;
      anchor.count += by;
    }
  }

  private anchored(filter: QueueFilter, lanes: readonly number[] | null): AnchoredView {
    const walk = walkOf(filter.view, filter.sort);
    const order = orderOf(filter.view, filter.sort);
    const name = `${filter.view}|${order}|${walk.direction}|${lanes?.join() ?? ''}`;
    let known = this.known.get(name);
    if (known === undefined) {
      if (this.known.size >= MAX_REMEMBERED) this.known.delete(this.known.keys().next().value ?? '');
      known = { view: filter.view, lanes, order, walk, anchors: [] };
      this.known.set(name, known);
    }
    return known;
  }
}

/** @returns a function that finds the key a number of rows behind another. */
function stepper(
  db: ReadableDb,
  filter: QueueFilter,
  lanes: readonly number[] | null,
  onlooker: Onlooker,
): (from: QueueKey, distance: number) => QueueKey | undefined {
  if (isGrouped(db, filter, lanes, onlooker)) {
    return (from, distance) => groupedKeys(db, filter, lanes, onlooker, from, distance)[distance - 1];
  }
  const statement = stepStatement(filter.view, lanes, filter.sort);
  const values = VIEWS[filter.view].values(onlooker);
  return (from, distance) => db.get<QueueKey>(statement, ...values, from.order, from.seq, distance - 1);
}

/** Keys of every thousandth row: the walk that a far jump needs, for the worker. */
export function everyThousandth(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker): QueueKey[] {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return [];
  const step = stepper(db, filter, lanes, onlooker);
  const keys: QueueKey[] = [];
  for (let from = walkOf(filter.view, filter.sort).start; ;) {
    const key = step(from, ANCHOR_DISTANCE);
    if (key === undefined) return keys;
    keys.push(key);
    from = key;
  }
}

function nearestBefore({ anchors, walk }: AnchoredView, index: number): Anchor {
  let from: Anchor = { key: walk.start, count: 0 };
  for (const anchor of anchors) {
    if (anchor.count > index) break;
    from = anchor;
  }
  return from;
}

function insertAnchor({ anchors, walk }: AnchoredView, anchor: Anchor): void {
  let at = anchors.length;
  while (at > 0 && isBefore(anchor.key, anchors[at - 1]?.key ?? walk.start, walk)) at -= 1;
  anchors.splice(at, 0, anchor);
}
