import type { OutboxState } from '../../../shared/domain/submission.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { indexSaid, newestSeqOf, seqOf } from './said.ts';

export type MessageSource = 'written' | 'entered' | 'package';

export interface NewMessageRow {
  readonly id: string;
  readonly solution_id: string;
  readonly submission_id: string | null;
  readonly at: number;
  readonly author: string;
  readonly kind: 'to-vendor' | 'from-vendor' | 'note' | 'system';
  readonly text: string;
  /** null (left out): that of the submission. */
  readonly region?: string | null;
  /** Typed here by its author unless said otherwise. */
  readonly source?: MessageSource;
  readonly entered_by?: string | null;
  readonly external_id?: string | null;
}

export function insertMessage(tx: WritableDb, row: NewMessageRow): void {
  tx.run(
    `INSERT INTO messages (id, solution_id, submission_id, at, author, kind, text, region, source, entered_by, external_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.solution_id,
    row.submission_id,
    row.at,
    row.author,
    row.kind,
    row.text,
    row.region ?? null,
    row.source ?? 'written',
    row.entered_by ?? null,
    row.external_id ?? null,
  );
  const seq = row.submission_id === null ? newestSeqOf(tx, row.solution_id) : seqOf(tx, row.submission_id);
  if (seq !== undefined) indexSaid(tx, seq, 'message', row.id, row.text);
}

export interface MessageFileRow {
  readonly name: string;
  readonly mime: string;
  readonly size_bytes: number;
  readonly sha256: string;
}

export function insertMessageFile(tx: WritableDb, messageId: string, position: number, file: MessageFileRow): void {
  tx.run(
    'INSERT INTO message_files (message_id, position, name, mime, size_bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)',
    messageId,
    position,
    file.name,
    file.mime,
    file.size_bytes,
    file.sha256,
  );
}

export function messageFilesOf(db: ReadableDb, solutionId: string): (MessageFileRow & { readonly message_id: string })[] {
  return db.all(
    `SELECT message_id, name, mime, size_bytes, sha256 FROM message_files
     WHERE message_id IN (SELECT id FROM messages WHERE solution_id = ?) ORDER BY message_id, position`,
    solutionId,
  );
}

export function messageFileOf(db: ReadableDb, messageId: string, sha256: string): MessageFileRow | undefined {
  return db.get('SELECT name, mime, size_bytes, sha256 FROM message_files WHERE message_id = ? AND sha256 = ?', messageId, sha256);
}

export interface ThreadRow extends Required<NewMessageRow> {
  readonly outbox_state: OutboxState | null;
  readonly held_until: number | null;
}

/** Oldest first; `region` is that of the submission where the message itself has none. */
export function threadOf(db: ReadableDb, solutionId: string): ThreadRow[] {
  return db.all<ThreadRow>(
    `SELECT messages.id, messages.solution_id, messages.submission_id, messages.at, author, messages.kind, text,
       coalesce(messages.region, submissions.region) AS region, source, entered_by, messages.external_id,
       outbox.state AS outbox_state, outbox.held_until
     FROM messages LEFT JOIN outbox ON outbox.message_id = messages.id
     LEFT JOIN submissions ON submissions.id = messages.submission_id
     WHERE messages.solution_id = ? ORDER BY messages.at, messages.id`,
    solutionId,
  );
}

export function hasImportedMessage(db: ReadableDb, solutionId: string, externalId: string): boolean {
  return db.value<number>('SELECT 1 FROM messages WHERE solution_id = ? AND external_id = ?', solutionId, externalId) !== undefined;
}

/** What somebody else wrote: the vendor's words and the notes of colleagues. Takes the reader twice. */
const TO_BE_READ = `(messages.kind = 'from-vendor' OR (messages.kind = 'note' AND messages.author <> ?))
  AND NOT EXISTS (SELECT 1 FROM message_reads WHERE reader = ? AND message_id = messages.id)`;

export function unreadOf(db: ReadableDb, solutionId: string, reader: string): string[] {
  return db
    .all<{ id: string }>(`SELECT id FROM messages WHERE solution_id = ? AND ${TO_BE_READ}`, solutionId, reader, reader)
    .map(({ id }) => id);
}

export function insertRead(tx: WritableDb, reader: string, solutionId: string, messageId: string): void {
  tx.run('INSERT OR IGNORE INTO message_reads (reader, solution_id, message_id) VALUES (?, ?, ?)', reader, solutionId, messageId);
}

export interface UnreadRow {
  readonly solution_id: string;
  readonly solution_name: string;
  readonly vendor_name: string;
  readonly submission_id: string | null;
  readonly region: string | null;
  readonly count: number;
  readonly at: number;
  readonly text: string;
}

/** Older ones are unread in their threads only: asking must not take longer with every year that a workspace is used. */
const NEWEST_LOOKED_AT = 2_000;

/** Threads with something unread among the newest messages, the newest first; one row for each solution and region. */
export function unreadThreads(db: ReadableDb, reader: string, limit: number): UnreadRow[] {
  return db.all<UnreadRow>(
    `SELECT messages.solution_id, solutions.name AS solution_name, vendors.name AS vendor_name,
       coalesce(messages.submission_id,
         (SELECT id FROM submissions WHERE submissions.solution_id = messages.solution_id ORDER BY seq DESC LIMIT 1)) AS submission_id,
       coalesce(messages.region, submissions.region) AS region, count(*) AS count, max(messages.at) AS at, text
     FROM (SELECT * FROM messages WHERE kind IN ('from-vendor', 'note') ORDER BY at DESC, id DESC LIMIT ${String(NEWEST_LOOKED_AT)}) AS messages
     CROSS JOIN solutions ON solutions.id = messages.solution_id CROSS JOIN vendors ON vendors.id = solutions.vendor_id
     LEFT JOIN submissions ON submissions.id = messages.submission_id
     WHERE ${TO_BE_READ}
     GROUP BY messages.solution_id, coalesce(messages.region, submissions.region) ORDER BY max(messages.at) DESC LIMIT ?`,
    reader,
    reader,
    limit,
  );
}

export interface OutboxRow {
  readonly id: string;
  readonly kind: 'message' | 'verdict';
  readonly message_id: string;
  readonly verdict_id: string | null;
  readonly solution_id: string;
  readonly submission_id: string | null;
  readonly title: string;
  readonly state: OutboxState;
  readonly created_at: number;
  readonly held_until: number | null;
  readonly handed_over_at: number | null;
}

const OUTBOX_COLUMNS =
  'outbox.id, outbox.kind, message_id, verdict_id, outbox.solution_id, outbox.submission_id, title, outbox.state, outbox.created_at, held_until, handed_over_at';

export function insertOutbox(tx: WritableDb, row: OutboxRow): void {
  tx.run(
    `INSERT INTO outbox (id, kind, message_id, verdict_id, solution_id, submission_id, title, state, created_at, held_until, handed_over_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.kind,
    row.message_id,
    row.verdict_id,
    row.solution_id,
    row.submission_id,
    row.title,
    row.state,
    row.created_at,
    row.held_until,
    row.handed_over_at,
  );
}

export function outboxById(db: ReadableDb, id: string): OutboxRow | undefined {
  return db.get<OutboxRow>(`SELECT ${OUTBOX_COLUMNS} FROM outbox WHERE id = ?`, id);
}

export function outboxOfVerdict(db: ReadableDb, verdictId: string): OutboxRow | undefined {
  return db.get<OutboxRow>(`SELECT ${OUTBOX_COLUMNS} FROM outbox WHERE verdict_id = ?`, verdictId);
}

export type OutboxListRow = OutboxRow & { readonly text: string; readonly solution_name: string; readonly vendor_name: string };

const LISTED = `SELECT ${OUTBOX_COLUMNS}, messages.text, solutions.name AS solution_name, vendors.name AS vendor_name
  FROM outbox JOIN messages ON messages.id = outbox.message_id
  JOIN solutions ON solutions.id = outbox.solution_id JOIN vendors ON vendors.id = solutions.vendor_id`;

/** What still waits, oldest first, then the newest `done` ones that do not. */
export function outboxList(db: ReadableDb, done: number): OutboxListRow[] {
  return [
    ...db.all<OutboxListRow>(`${LISTED} WHERE outbox.state IN ('held', 'waiting') ORDER BY outbox.created_at, outbox.id`),
    ...db.all<OutboxListRow>(
      `${LISTED} WHERE outbox.state IN ('handed-over', 'cancelled') ORDER BY outbox.created_at DESC, outbox.id DESC LIMIT ?`,
      done,
    ),
  ];
}

export function outboxText(db: ReadableDb, id: string): string | undefined {
  return db.value<string>('SELECT text FROM outbox JOIN messages ON messages.id = outbox.message_id WHERE outbox.id = ?', id);
}

export function setOutboxState(tx: WritableDb, id: string, state: OutboxState, handedOver: { at: number; by: string } | null): void {
  tx.run(
    'UPDATE outbox SET state = ?, handed_over_at = ?, handed_over_by = ? WHERE id = ?',
    state,
    handedOver?.at ?? null,
    handedOver?.by ?? null,
    id,
  );
}

/** Held ones whose undo window has closed. */
export function releasable(db: ReadableDb, now: number): OutboxRow[] {
  return db.all<OutboxRow>(`SELECT ${OUTBOX_COLUMNS} FROM outbox WHERE state = 'held' AND held_until <= ? ORDER BY held_until`, now);
}

export function nextRelease(db: ReadableDb): number | null {
  return db.value<number | null>("SELECT min(held_until) FROM outbox WHERE state = 'held'") ?? null;
}

export function countWaiting(db: ReadableDb): number {
  return db.value<number>("SELECT count(*) FROM outbox WHERE state IN ('held', 'waiting')") ?? 0;
}

export function draft(db: ReadableDb, key: string): string | undefined {
  return db.value<string>('SELECT text FROM drafts WHERE key = ?', key);
}

/** Every message with the number of its submission, where it names one. */
export function allMessages(
  db: ReadableDb,
): { readonly id: string; readonly solution_id: string; readonly text: string; readonly seq: number | null }[] {
  return db.all(
    'SELECT messages.id, messages.solution_id, text, seq FROM messages LEFT JOIN submissions ON submissions.id = messages.submission_id',
  );
}

/** Drafts written since then, that moment included. */
export function draftsSince(db: ReadableDb, at: number): { readonly key: string; readonly text: string }[] {
  return db.all('SELECT key, text FROM drafts WHERE at >= ?', at);
}

export function newestDraftAt(db: ReadableDb): number {
  return db.value<number | null>('SELECT max(at) FROM drafts') ?? 0;
}

export function saveDraft(tx: WritableDb, key: string, text: string, at: number): void {
  if (text === '') tx.run('DELETE FROM drafts WHERE key = ?', key);
  else {
    tx.run(
      'INSERT INTO drafts (key, text, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET text = excluded.text, at = excluded.at',
      key,
      text,
      at,
    );
  }
}
