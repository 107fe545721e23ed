import { AppError } from '../../../shared/domain/errors.ts';
import type { QueueView, SubmissionKind } from '../../../shared/domain/submission.ts';
import type { QueueQueryView, QueueRowView } from '../../../shared/ipc/contract.ts';
import type { ReadableDb, SqlValue } from '../connection.ts';

/** Whose eyes look: decides what "mine" and `claimedByMe` mean. */
export interface Onlooker {
  readonly name: string;
  readonly workstationId: string;
}

export type QueueFilter = Pick<QueueQueryView, 'view' | 'marketplace' | 'region' | 'kind'>;

interface ViewPlan {
  /** Pinned: if the index goes, the query fails loudly instead of scanning. */
  readonly index: string;
  readonly order: 'queued_at' | 'decided_rank';
  readonly where: string;
  readonly values: (onlooker: Onlooker) => readonly SqlValue[];
  readonly states: readonly string[] | null;
  readonly again: boolean;
}

const none = (): readonly SqlValue[] => [];

/** Every view is one walk along one all-ascending index (a mixed order costs a hundred times more at a million rows). */
const VIEWS: Readonly<Record<QueueView, ViewPlan>> = {
  mine: {
    index: 'submissions_held',
    order: 'queued_at',
    where: "state = 'claimed' AND claim_workstation = ? AND claim_by = ?",
    values: (onlooker) => [onlooker.workstationId, onlooker.name],
    states: null,
    again: false,
  },
  queue: { index: 'submissions_in_state', order: 'queued_at', where: "state = 'queued'", values: none, states: ['queued'], again: false },
  claimed: {
    index: 'submissions_in_state',
    order: 'queued_at',
    where: "state = 'claimed'",
    values: none,
    states: ['claimed'],
    again: false,
  },
  'returned-again': {
    index: 'submissions_again',
    order: 'queued_at',
    where: "attempt > 1 AND state IN ('queued', 'claimed')",
    values: none,
    states: ['queued', 'claimed'],
    again: true,
  },
  decided: {
    index: 'submissions_decided',
    order: 'decided_rank',
    where: 'decided_rank IS NOT NULL',
    values: none,
    states: ['approved', 'returned', 'refused', 'withdrawn', 'recalled'],
    again: false,
  },
  all: { index: 'submissions_in_order', order: 'queued_at', where: 'true', values: none, states: [], again: false },
};

/** Where a row stands in its view: smaller keys come first. */
export interface QueueKey {
  readonly order: number;
  readonly seq: number;
}

const BEFORE_ALL: QueueKey = { order: Number.MIN_SAFE_INTEGER, seq: -1 };

export function formatCursor(key: QueueKey): string {
  return `${String(key.order)}_${String(key.seq)}`;
}

/** Throws AppError 'invalid-request' for what this application did not make. */
export function parseCursor(cursor: string): QueueKey {
  const match = /^(-?\d{1,16})_(-?\d{1,16})$/.exec(cursor);
  if (match === null) throw new AppError('invalid-request', 'That is not a place in the queue.');
  return { order: Number(match[1]), seq: Number(match[2]) };
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

/** Columns of a row as JSON; `s` is the submission, the two parameters are the onlooker's workstation and name. */
const ROW_JSON = (order: string): string => `json_object(
  'id', s.id,
  'cursor', s.${order} || '_' || s.seq,
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
  'revision', s.revision
)`;

/** The statement of a page; exported so that a test can ask for its plan. */
export function pageStatement(view: QueueView, lanes: readonly number[] | null): string {
  const { index, order, where } = VIEWS[view];
  return `SELECT json_group_array(${ROW_JSON(order)}) FROM (
    SELECT * FROM submissions INDEXED BY ${index}
    WHERE ${where}${laneTerm(lanes)} AND (${order}, seq) > (?, ?)
    ORDER BY ${order}, seq LIMIT ?
  ) AS s`;
}

/** The statement that steps over `OFFSET` entries of the index without touching the table. */
export function stepStatement(view: QueueView, lanes: readonly number[] | null): string {
  const { index, order, where } = VIEWS[view];
  return `SELECT ${order} AS "order", seq FROM submissions INDEXED BY ${index}
    WHERE ${where}${laneTerm(lanes)} AND (${order}, seq) > (?, ?)
    ORDER BY ${order}, seq LIMIT 1 OFFSET ?`;
}

/** Rows behind `after`, at most `limit`. */
export function pageAfter(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker, after: QueueKey | null, limit: number): QueueRowView[] {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return [];
  const plan = VIEWS[filter.view];
  const key = after ?? BEFORE_ALL;
  const json = db.value<string>(
    pageStatement(filter.view, lanes),
    onlooker.workstationId,
    onlooker.name,
    ...plan.values(onlooker),
    key.order,
    key.seq,
    limit,
  );
  return JSON.parse(json ?? '[]') as QueueRowView[];
}

/** Rows by their numbers in the given order (search results). */
export function rowsBySeq(db: ReadableDb, onlooker: Onlooker, keys: readonly number[]): QueueRowView[] {
  const json = db.value<string>(
    `SELECT json_group_array(${ROW_JSON('queued_at')}) FROM (
       SELECT submissions.* FROM json_each(?) AS wanted JOIN submissions ON submissions.seq = wanted.value ORDER BY wanted.key
     ) AS s`,
    onlooker.workstationId,
    onlooker.name,
    JSON.stringify(keys),
  );
  return JSON.parse(json ?? '[]') as QueueRowView[];
}

/** Exact number of rows of a view under a filter. */
export function countOf(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker): number {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return 0;
  const plan = VIEWS[filter.view];
  if (plan.states === null) {
    return (
      db.value<number>(
        `SELECT count(*) FROM submissions INDEXED BY ${plan.index} WHERE ${plan.where}${laneTerm(lanes)}`,
        ...plan.values(onlooker),
      ) ?? 0
    );
  }
  const terms = [
    plan.states.length === 0 ? 'true' : `state IN (${plan.states.map((state) => `'${state}'`).join(', ')})`,
    plan.again ? 'again = 1' : 'true',
  ];
  return db.value<number>(`SELECT coalesce(sum(n), 0) FROM queue_counts WHERE ${terms.join(' AND ')}${laneTerm(lanes)}`) ?? 0;
}

/** When the row that waits longest in this view entered the queue. */
export function oldestOf(db: ReadableDb, view: QueueView, onlooker: Onlooker): number | null {
  const plan = VIEWS[view];
  if (plan.order !== 'queued_at') return null;
  return (
    db.value<number>(
      `SELECT queued_at FROM submissions INDEXED BY ${plan.index} WHERE ${plan.where} ORDER BY queued_at, seq LIMIT 1`,
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
}

interface Anchor {
  readonly key: QueueKey;
  /** Rows of the view up to and including the key. */
  count: number;
}

interface AnchoredView {
  readonly view: QueueView;
  readonly lanes: readonly number[] | null;
  /** Ascending, both by key and by count. */
  readonly anchors: Anchor[];
}

function standsIn(view: QueueView, place: QueuePlace): boolean {
  const plan = VIEWS[view];
  if (plan.states === null) return false;
  if (plan.again && place.attempt <= 1) return false;
  return plan.states.length === 0 || plan.states.includes(place.state);
}

function keyIn(view: QueueView, place: QueuePlace): QueueKey {
  return { order: VIEWS[view].order === 'decided_rank' ? -(place.decided_at ?? 0) : place.queued_at, seq: place.seq };
}

function isBefore(a: QueueKey, b: QueueKey): boolean {
  return a.order < b.order || (a.order === b.order && a.seq < b.seq);
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

  /** How many rows a jump to `index` would have to walk on this thread. */
  distanceTo(filter: QueueFilter, index: number): number {
    this.refresh();
    const lanes = lanesOf(this.db, filter);
    return lanes?.length === 0 ? 0 : index - nearestBefore(this.anchored(filter, lanes).anchors, index).count;
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
    const { anchors } = this.anchored(filter, lanes);
    const statement = stepStatement(filter.view, lanes);
    const values = VIEWS[filter.view].values(onlooker);
    let from = nearestBefore(anchors, index);
    while (from.count < index) {
      const distance = Math.min(ANCHOR_DISTANCE, index - from.count);
      const key = this.db.get<QueueKey>(statement, ...values, from.key.order, from.key.seq, distance - 1);
      if (key === undefined) return 'beyond';
      from = { key, count: from.count + distance };
      // "mine" is short and depends on who looks; the others are worth remembering at full distances.
      if (distance === ANCHOR_DISTANCE && filter.view !== 'mine') insertAnchor(anchors, from);
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
    if (!standsIn(known.view, place) || (known.lanes !== null && !known.lanes.includes(place.lane))) return;
    const key = keyIn(known.view, place);
    for (let at = known.anchors.length - 1; at >= 0; at -= 1) {
      const anchor = known.anchors[at];
      if (anchor === undefined || isBefore(anchor.key, key)) return;
      anchor.count += by;
    }
  }

  private anchored(filter: QueueFilter, lanes: readonly number[] | null): AnchoredView {
    const name = `${filter.view}|${lanes?.join() ?? ''}`;
    let known = this.known.get(name);
    if (known === undefined) {
      if (this.known.size >= MAX_REMEMBERED) this.known.delete(this.known.keys().next().value ?? '');
      known = { view: filter.view, lanes, anchors: [] };
      this.known.set(name, known);
    }
    return known;
  }
}

/** Keys of every thousandth row: the walk that a far jump needs, for the worker. */
export function everyThousandth(db: ReadableDb, filter: QueueFilter, onlooker: Onlooker): QueueKey[] {
  const lanes = lanesOf(db, filter);
  if (lanes?.length === 0) return [];
  const statement = stepStatement(filter.view, lanes);
  const values = VIEWS[filter.view].values(onlooker);
  const keys: QueueKey[] = [];
  for (let from = BEFORE_ALL; ;) {
    const key = db.get<QueueKey>(statement, ...values, from.order, from.seq, ANCHOR_DISTANCE - 1);
    if (key === undefined) return keys;
    keys.push(key);
    from = key;
  }
}

function nearestBefore(anchors: readonly Anchor[], index: number): Anchor {
  let from: Anchor = { key: BEFORE_ALL, count: 0 };
  for (const anchor of anchors) {
    if (anchor.count > index) break;
    from = anchor;
  }
  return from;
}

function insertAnchor(anchors: Anchor[], anchor: Anchor): void {
  let at = anchors.length;
  while (at > 0 && isBefore(anchor.key, anchors[at - 1]?.key ?? BEFORE_ALL)) at -= 1;
  anchors.splice(at, 0, anchor);
}
