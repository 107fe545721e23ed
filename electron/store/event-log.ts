import type { EventType } from '../../shared/domain/event-types.ts';
import type { ReadableDb, WritableDb } from './connection.ts';
import { canonicalJson, GENESIS_HASH, hashContent, hashEvent, type HashedEvent } from './event-chain.ts';
import { newId } from './ids.ts';

export interface NewEvent {
  readonly at: number;
  readonly actor: string;
  /** `noun.pastParticiple` */
  readonly type: EventType;
  readonly submissionId?: string | null;
  readonly solutionId?: string | null;
  /** Never secrets, never the texts of private notes: their hash where it matters. */
  readonly details?: Readonly<Record<string, unknown>>;
}

interface EventRow {
  readonly id: string;
  readonly workstation_id: string;
  readonly sequence: number;
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  readonly submission_id: string | null;
  readonly solution_id: string | null;
  readonly details: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const COLUMNS = 'id, workstation_id, sequence, at, actor, type, submission_id, solution_id, details, previous_hash, hash';

function fromRow(row: EventRow): HashedEvent {
  return {
    id: row.id,
    workstationId: row.workstation_id,
    sequence: row.sequence,
    at: row.at,
    actor: row.actor,
    type: row.type,
    submissionId: row.submission_id,
    solutionId: row.solution_id,
    details: JSON.parse(row.details) as Record<string, unknown>,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** Appends to this workstation's own chain, in the transaction of the change that it records. */
export function appendEvent(tx: WritableDb, workstationId: string, event: NewEvent): HashedEvent {
  const last = tx.get<{ sequence: number; hash: string }>(
    'SELECT sequence, hash FROM events WHERE workstation_id = ? ORDER BY sequence DESC LIMIT 1',
    workstationId,
  );
  const chained = {
    id: newId(),
    workstationId,
    sequence: (last?.sequence ?? 0) + 1,
    at: event.at,
    actor: event.actor,
    type: event.type,
    submissionId: event.submissionId ?? null,
    solutionId: event.solutionId ?? null,
    details: event.details ?? {},
  };
  const previousHash = last?.hash ?? GENESIS_HASH;
  const hash = hashEvent(previousHash, chained);
  tx.run(
    `INSERT INTO events (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    chained.id,
    workstationId,
    chained.sequence,
    chained.at,
    chained.actor,
    chained.type,
    chained.submissionId,
    chained.solutionId,
    canonicalJson(chained.details),
    previousHash,
    hash,
  );
  return { ...chained, previousHash, hash };
}

/** All events of a submission in the order they were stored. */
export function eventsOfSubmission(db: ReadableDb, submissionId: string): HashedEvent[] {
  return db.all<EventRow>(`SELECT ${COLUMNS} FROM events WHERE submission_id = ? ORDER BY rank`, submissionId).map(fromRow);
}

/** Submissions that have events behind this rank, with the revision they have now. At most a thousand: more is told as a whole. */
export function submissionsTouchedSince(db: ReadableDb, rank: number): { readonly submissionId: string; readonly revision: number }[] {
  return db.all(
    `SELECT DISTINCT submission_id AS submissionId, revision FROM events JOIN submissions ON submissions.id = submission_id
     WHERE rank > ? LIMIT 1000`,
    rank,
  );
}

/** Solutions that have events behind this rank. */
export function solutionsTouchedSince(db: ReadableDb, rank: number): string[] {
  return db
    .all<{ id: string }>('SELECT DISTINCT solution_id AS id FROM events WHERE rank > ? AND solution_id IS NOT NULL LIMIT 1000', rank)
    .map(({ id }) => id);
}

/** Who last did this to a rule of a submission. */
export function lastActor(db: ReadableDb, submissionId: string, type: string, ruleId: string): string | undefined {
  return db.value<string>(
    `SELECT actor FROM events WHERE submission_id = ? AND type = ? AND json_extract(details, '$.ruleId') = ? ORDER BY rank DESC LIMIT 1`,
    submissionId,
    type,
    ruleId,
  );
}

/** All events of a buyer's review in the order they were stored. */
export function eventsOfReview(db: ReadableDb, reviewId: string): HashedEvent[] {
  return db
    .all<EventRow>(
      `SELECT ${COLUMNS} FROM events INDEXED BY events_of_review
       WHERE type LIKE 'review.%' AND iif(json_valid(details), json_extract(details, '$.reviewId'), NULL) = ? ORDER BY rank`,
      reviewId,
    )
    .map(fromRow);
}

/** What a chain needs of an event whose content stays where it is. */
export interface ChainLink {
  readonly sequence: number;
  /** SHA-256 of its content, see hashContent. */
  readonly contentHash: string;
  readonly hash: string;
}

/** Links of one workstation's chain between two sequence numbers, both left out, in order; at most `limit`. */
export function chainLinks(db: ReadableDb, workstationId: string, after: number, before: number, limit: number): ChainLink[] {
  return db
    .all<EventRow>(
      `SELECT ${COLUMNS} FROM events WHERE workstation_id = ? AND sequence > ? AND sequence < ? ORDER BY sequence LIMIT ?`,
      workstationId,
      after,
      before,
      limit,
    )
    .map((row) => ({ sequence: row.sequence, contentHash: hashContent(fromRow(row)), hash: row.hash }));
}

/** Newest events first. */
export function latestEvents(db: ReadableDb, limit: number): HashedEvent[] {
  return db.all<EventRow>(`SELECT ${COLUMNS} FROM events ORDER BY rank DESC LIMIT ?`, limit).map(fromRow);
}

export interface ChainCheck {
  readonly checked: number;
  /** The first event that does not fit; null when all do. */
  readonly broken: { readonly workstationId: string; readonly sequence: number; readonly reason: 'gap' | 'link' | 'content' } | null;
  /** Hash of the last event per workstation: kept elsewhere, it also shows a log that was cut short. */
  readonly heads: readonly { readonly workstationId: string; readonly sequence: number; readonly hash: string }[];
}

/** Walks every chain from its first event. Reads the whole log: run it in the worker. */
export function verifyChain(db: ReadableDb): ChainCheck {
  const heads = new Map<string, { sequence: number; hash: string }>();
  let checked = 0;
  for (const row of db.each<EventRow>(`SELECT ${COLUMNS} FROM events ORDER BY workstation_id, sequence`)) {
    const last = heads.get(row.workstation_id) ?? { sequence: 0, hash: GENESIS_HASH };
    const reason = faultOf(row, last);
    if (reason !== null) {
      return { checked, broken: { workstationId: row.workstation_id, sequence: row.sequence, reason }, heads: listHeads(heads) };
    }
    heads.set(row.workstation_id, { sequence: row.sequence, hash: row.hash });
    checked += 1;
  }
  return { checked, broken: null, heads: listHeads(heads) };
}

function faultOf(row: EventRow, last: { sequence: number; hash: string }): 'gap' | 'link' | 'content' | null {
  if (row.sequence !== last.sequence + 1) return 'gap';
  if (row.previous_hash !== last.hash) return 'link';
  let event: HashedEvent;
  try {
    event = fromRow(row);
  } catch {
    return 'content';
  }
  if (canonicalJson(event.details) !== row.details) return 'content';
  return hashEvent(row.previous_hash, event) === row.hash ? null : 'content';
}

function listHeads(heads: ReadonlyMap<string, { sequence: number; hash: string }>): ChainCheck['heads'] {
  return [...heads].map(([workstationId, head]) => ({ workstationId, ...head }));
}
