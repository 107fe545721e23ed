import { AppError } from '../../shared/domain/errors.ts';
import type { MessageDetails, MessageFileDetails, Output, Parsed } from '../../shared/ipc/contract.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import {
  draft,
  insertMessage,
  insertMessageFile,
  insertOutbox,
  insertRead,
  messageFileOf,
  messageFilesOf,
  outboxById,
  outboxList,
  outboxText,
  releasable,
  saveDraft,
  setOutboxState,
  threadOf,
  unreadOf,
  unreadThreads,
  type MessageFileRow,
  type ThreadRow,
} from '../store/repositories/correspondence.ts';
import type { WritableDb } from '../store/connection.ts';
import { openSubmissionsOf, solutionById, vendorById } from '../store/repositories/submissions.ts';
import { handOver, marketplaceOf, record, rememberForUndo, requireSubmission, type DeskContext } from './desk-context.ts';
import { deleteUndoStep, deleteUndoStepsFor, extendUndoStep, newestUndoStep } from '../store/repositories/undo-steps.ts';
import { effectiveOutboxState } from './outbox-state.ts';
import { requireFilledIn } from './template-desk.ts';

const DONE_SHOWN = 100;

function messageView(
  context: DeskContext,
  row: ThreadRow,
  files: readonly (MessageFileRow & { readonly message_id: string })[],
  unread: ReadonlySet<string>,
): MessageDetails {
  return {
    id: row.id,
    at: row.at,
    author: row.author,
    kind: row.kind,
    text: row.text,
    submissionId: row.submission_id,
    region: row.region,
    source: row.source,
    enteredBy: row.entered_by,
    files: files
      .filter((file) => file.message_id === row.id)
      .map(({ name, mime, size_bytes, sha256 }) => ({ name, mime, sizeBytes: size_bytes, sha256 })),
    isUnread: unread.has(row.id),
    outboxState: row.outbox_state === null ? null : effectiveOutboxState(row.outbox_state, row.held_until, context.now()),
  };
}

/** The messages of a solution, oldest first. A marketplace of several regions has one thread for each of them. */
export function chatThread(context: DeskContext, input: { solutionId: string }): Output<'chat.thread'> {
  const { marketplace } = requireSolution(context, input.solutionId);
  const unread = new Set(unreadOf(context.db, input.solutionId, context.actor()));
  const files = messageFilesOf(context.db, input.solutionId);
  const regions = context.marketplaces.find((each) => each.id === marketplace)?.regions ?? [];
  return {
    messages: threadOf(context.db, input.solutionId).map((row) => messageView(context, row, files, unread)),
    regions: regions.length > 1 ? regions.map(({ id, title }) => ({ id, title: { ...title } })) : [],
  };
}

function requireSolution(context: DeskContext, id: string): { name: string; vendorName: string; marketplace: string } {
  const solution = solutionById(context.db, id);
  const vendor = solution === undefined ? undefined : vendorById(context.db, solution.vendor_id);
  if (solution === undefined || vendor === undefined) throw new AppError('not-found', 'There is no such solution.', { id });
  return { name: solution.name, vendorName: vendor.name, marketplace: solution.marketplace };
}

const EVENT_OF_KIND = { 'to-vendor': 'message.written', 'from-vendor': 'message.received', note: 'note.written' } as const;

/** A message names only files that the workspace holds. Throws AppError 'not-found'. */
export async function requireStored(context: DeskContext, files: readonly MessageFileDetails[]): Promise<void> {
  for (const { sha256, name } of files) {
    if (!(await context.evidence.has(sha256)))
      throw new AppError('not-found', 'The file of the message is not in the workspace.', { name });
  }
}

/**
 * Puts a message into the thread. What is for the vendor waits in the outbox until a person has handed it over: this
 * workstation has no connection to the vendor's cabinet. The vendor's words typed in here say who typed them.
 */
export function sendMessage(context: DeskContext, input: Parsed<'chat.send'>): MessageDetails {
  const files = input.files ?? [];
  return context.db.write((tx) => {
    const { name, vendorName, marketplace } = requireSolution(context, input.solutionId);
    if (input.submissionId !== null && requireSubmission(tx, input.submissionId).solution_id !== input.solutionId) {
      throw new AppError('invalid-request', 'The submission belongs to another solution.');
    }
    if (input.kind === 'to-vendor') requireFilledIn(context, tx, input.text);
    const region = input.region ?? null;
    if (region !== null && !marketplaceOf(context, marketplace).regions.some((each) => each.id === region)) {
      throw new AppError('invalid-request', 'The marketplace has no such region.', { region });
    }
    const id = newId();
    const at = context.now();
    const isEntered = input.kind === 'from-vendor';
    insertMessage(tx, {
      id,
      solution_id: input.solutionId,
      submission_id: input.submissionId,
      at,
      author: isEntered ? vendorName : context.actor(),
      kind: input.kind,
      text: input.text,
      region,
      source: isEntered ? 'entered' : 'written',
      entered_by: isEntered ? context.actor() : null,
    });
    for (const [position, file] of files.entries()) {
      insertMessageFile(tx, id, position, { name: file.name, mime: file.mime, size_bytes: file.sizeBytes, sha256: file.sha256 });
    }
    // Who types the vendor's words in has read them.
    if (isEntered) insertRead(tx, context.actor(), input.solutionId, id);
    if (input.kind === 'to-vendor') {
      insertOutbox(tx, {
        id: newId(),
        kind: 'message',
        message_id: id,
        verdict_id: null,
        solution_id: input.solutionId,
        submission_id: input.submissionId,
        title: name,
        state: 'waiting',
        created_at: at,
        held_until: null,
        handed_over_at: null,
      });
    }
    passTurn(context, tx, input);
    record(context, tx, {
      type: EVENT_OF_KIND[input.kind],
      submissionId: input.submissionId,
      solutionId: input.solutionId,
      details: {
        messageId: id,
        textSha256: sha256Hex(input.text),
        chars: input.text.length,
        ...(files.length === 0 ? {} : { files: files.map(({ sha256 }) => sha256) }),
      },
    });
    tx.afterCommit(() => {
      context.notices.chatChanged(input.solutionId);
      if (input.kind === 'to-vendor') context.notices.outboxChanged();
    });
    const stored = threadOf(tx, input.solutionId).find((row) => row.id === id);
    if (stored === undefined) throw new Error('the message that was just inserted is not there');
    return messageView(context, stored, messageFilesOf(tx, input.solutionId), new Set());
  });
}

/** A question makes it the vendor's turn; whatever the vendor says makes it ours again, in every submission that waited for it. */
export function passTurn(
  context: DeskContext,
  tx: WritableDb,
  message: { solutionId: string; submissionId: string | null; kind: 'to-vendor' | 'from-vendor' | 'note' },
): void {
  if (message.kind === 'note') return;
  const open = openSubmissionsOf(tx, message.solutionId).filter(({ id }) => message.submissionId === null || id === message.submissionId);
  for (const row of message.kind === 'to-vendor' ? open : openSubmissionsOf(tx, message.solutionId)) {
    if (message.kind === 'to-vendor') handOver(context, tx, row, 'vendor', 'asked');
    else handOver(context, tx, row, 'us', 'answered');
  }
}

const MIME = /^[a-z]+\/[a-z0-9.+-]{1,80}$/;

/** Keeps a file for a message that is being written. @returns how the message names it. */
export async function keepMessageFile(context: DeskContext, input: Parsed<'chat.attach'>): Promise<MessageFileDetails> {
  requireSolution(context, input.solutionId);
  const { sha256, sizeBytes } = await context.evidence.put(input.bytes);
  return { name: input.name, mime: MIME.test(input.mime) ? input.mime : 'application/octet-stream', sizeBytes, sha256 };
}

/** @returns name and content of a file of a message. Throws AppError 'not-found'. */
export async function messageFile(
  context: DeskContext,
  input: { messageId: string; sha256: string },
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const file = messageFileOf(context.db, input.messageId, input.sha256);
  if (file === undefined) throw new AppError('not-found', 'The message has no such file.', { sha256: input.sha256 });
  return { name: file.name, bytes: await context.evidence.read(input.sha256) };
}

/** Messages that were on the screen are read, for this moderator only. */
export function markRead(context: DeskContext, input: { solutionId: string; messageIds: readonly string[] }): void {
  const wanted = new Set(input.messageIds);
  const unread = unreadOf(context.db, input.solutionId, context.actor()).filter((id) => wanted.has(id));
  if (unread.length === 0) return;
  context.db.write((tx) => {
    for (const id of unread) insertRead(tx, context.actor(), input.solutionId, id);
    tx.afterCommit(() => {
      context.notices.chatChanged(input.solutionId);
    });
  });
}

/** How many messages this moderator has not read. */
export function countUnread(context: DeskContext): number {
  return unreadThreads(context.db, context.actor(), UNREAD_SHOWN).reduce((sum, { count }) => sum + count, 0);
}

const UNREAD_SHOWN = 200;

/** Threads with something that this moderator has not read, the newest first. */
export function unreadThreadsOf(context: DeskContext): Output<'chat.unread'> {
  return {
    threads: unreadThreads(context.db, context.actor(), UNREAD_SHOWN).map((row) => ({
      solutionId: row.solution_id,
      solutionName: row.solution_name,
      vendorName: row.vendor_name,
      submissionId: row.submission_id,
      region: row.region,
      count: row.count,
      at: row.at,
      text: row.text.slice(0, 300),
    })),
  };
}

/** What waits, oldest first, then what is done. */
export function listOutbox(context: DeskContext): Output<'outbox.list'> {
  return {
    items: outboxList(context.db, DONE_SHOWN).map((row) => {
      const state = effectiveOutboxState(row.state, row.held_until, context.now());
      return {
        id: row.id,
        kind: row.kind,
        solutionName: row.solution_name,
        vendorName: row.vendor_name,
        submissionId: row.submission_id,
        title: row.title,
        text: row.text,
        state,
        createdAt: row.created_at,
        heldUntil: state === 'held' ? row.held_until : null,
        handedOverAt: row.handed_over_at,
      };
    }),
  };
}

/** A person says that the vendor has the text now. Only a person can know. */
export function confirmHandedOver(context: DeskContext, input: { id: string }): void {
  context.db.write((tx) => {
    const row = outboxById(tx, input.id);
    if (row === undefined) throw new AppError('not-found', 'That is not in the outbox.', { id: input.id });
    if (row.state === 'handed-over') return;
    const state = effectiveOutboxState(row.state, row.held_until, context.now());
    if (state !== 'waiting') throw new AppError('not-allowed', 'Only what waits in the outbox can be handed over.', { state });
    setOutboxState(tx, row.id, 'handed-over', { at: context.now(), by: context.actor() });
    record(context, tx, {
      type: 'outbox.handedOver',
      submissionId: row.submission_id,
      solutionId: row.solution_id,
      details: { outboxId: row.id, kind: row.kind, messageId: row.message_id, verdictId: row.verdict_id },
    });
    tx.afterCommit(() => {
      context.notices.outboxChanged();
      context.notices.chatChanged(row.solution_id);
    });
  });
}

/** @returns the text for the clipboard. */
export function outboxTextOf(context: DeskContext, input: { id: string }): string {
  const text = outboxText(context.db, input.id);
  if (text === undefined) throw new AppError('not-found', 'That is not in the outbox.', { id: input.id });
  return text;
}

/** Lets go of notices whose undo window has closed. @returns how many. */
export function releaseHeld(context: DeskContext): number {
  if (releasable(context.db, context.now()).length === 0) return 0;
  return context.db.write((tx) => {
    const rows = releasable(tx, context.now());
    for (const row of rows) {
      setOutboxState(tx, row.id, 'waiting', null);
      record(context, tx, {
        type: 'outbox.released',
        actor: 'system',
        submissionId: row.submission_id,
        solutionId: row.solution_id,
        details: { outboxId: row.id, verdictId: row.verdict_id },
      });
      tx.afterCommit(() => {
        context.notices.chatChanged(row.solution_id);
        if (row.submission_id !== null) {
          context.notices.submissionChanged(row.submission_id, requireSubmission(context.db, row.submission_id).revision);
        }
      });
    }
    tx.afterCommit(() => {
      context.notices.outboxChanged();
    });
    return rows.length;
  });
}

export function getDraft(context: DeskContext, input: { key: string }): { text: string } {
  return { text: draft(context.db, input.key) ?? '' };
}

/** One act of writing: pauses up to this long do not make another step for undo. */
const SAME_WRITING_MS = 5 * 60_000;

/**
 * Unsent text survives a crash; it is not part of the record, so it has no event. What typing replaced can be taken back until
 * the text has been used.
 * @param input `was`: the stored text that the writer last saw; `isUsed`: the text has become a message, a note, a letter.
 * Throws AppError 'conflict' with the other text when another window has written into the same draft.
 */
export function keepDraft(
  context: DeskContext,
  input: { key: string; text: string; was?: string | undefined; isUsed?: boolean | undefined },
): void {
  context.db.write((tx) => {
    const stored = draft(tx, input.key) ?? '';
    if (input.was !== undefined && stored !== input.was && stored !== input.text) {
      throw new AppError('conflict', 'The draft was changed elsewhere.', { theirs: stored, by: '' });
    }
    if (stored !== input.text) {
      saveDraft(tx, input.key, input.text, context.now());
      if (input.isUsed !== true) rememberTyping(context, tx, input.key, stored, input.text);
    }
    if (input.isUsed === true) deleteUndoStepsFor(tx, 'draft', input.key);
  });
}

function rememberTyping(context: DeskContext, tx: WritableDb, key: string, before: string, after: string): void {
  const last = newestUndoStep(tx, context.workstationId, context.actor());
  const goesOn = last?.kind === 'draft' && last.key === key && context.now() - last.at < SAME_WRITING_MS;
  if (!goesOn) rememberForUndo(context, tx, { kind: 'draft', submissionId: null, key, before: { text: before }, after: { text: after } });
  else if ((JSON.parse(last.before) as { text: string }).text === after) deleteUndoStep(tx, last.id);
  else extendUndoStep(tx, last.id, JSON.stringify({ text: after }), context.now());
}

/** Puts an earlier text back; whoever has the draft open sees it. */
export function restoreDraft(context: DeskContext, tx: WritableDb, key: string, text: string): void {
  saveDraft(tx, key, text, context.now());
  tx.afterCommit(() => {
    context.emit('draft.changed', { key, text });
  });
}
