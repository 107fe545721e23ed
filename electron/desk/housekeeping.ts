import { AppError } from '../../shared/domain/errors.ts';
import { expireClaims, warnOfExpiringClaims } from './claim-desk.ts';
import { releaseHeld } from './correspondence-desk.ts';
import { draftsSince, newestDraftAt } from '../store/repositories/correspondence.ts';
import { solutionsTouchedSince, submissionsTouchedSince } from '../store/event-log.ts';
import type { DeskContext } from './desk-context.ts';
import { publishDueReviews } from './review-desk.ts';

const SWEEP_MS = 1_000;
const BACKUP_LOOK_MS = 60_000;
/** After the start, when the window has long been drawn. */
const INSPECT_AFTER_MS = 20_000;

/**
 * What happens by the clock: leases run out, notices leave the outbox, reviews are published, other processes write, backups fall due. A sweep
 * with nothing to do costs microseconds; a fault in one is reported and tried again, it never ends the application.
 */
export function startHousekeeping(
  context: DeskContext,
  on: {
    /** Another process has written: what is held in memory is read again. */
    readonly foreignWrite: () => void;
    /** The record or the database is damaged. */
    readonly damage: (fault: AppError) => void;
  },
  onFault: (error: unknown) => void = reportFault,
): { stop(): void } {
  let seen = context.db.pragma('data_version');
  let since = markOf(context);
  let backedUp = changesOf(context);
  let isBackingUp = false;
  const told = new Set<string>();
  const guard = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      onFault(error);
    }
  };
  const sweep = (): void => {
    guard(() => expireClaims(context));
    guard(() => warnOfExpiringClaims(context, told));
    guard(() => releaseHeld(context));
    guard(() => publishDueReviews(context));
    guard(() => {
      const dataVersion = context.db.pragma('data_version');
      if (dataVersion === seen) return;
      // Another process (the command line) wrote: the window shows it as it would its own.
      seen = dataVersion;
      on.foreignWrite();
      tellForeign(context, since);
      since = markOf(context);
      context.notices.queueChanged();
      context.notices.outboxChanged();
      context.notices.reviewsChanged();
    });
  };
  const backup = async (): Promise<void> => {
    const changes = changesOf(context);
    if (isBackingUp || changes === backedUp) return;
    isBackingUp = true;
    try {
      if ((await context.reader.run('backupWhenDue', { now: context.now() })) !== null) backedUp = changes;
    } catch (error) {
      onFault(error);
    } finally {
      isBackingUp = false;
    }
  };
  const inspect = async (): Promise<void> => {
    try {
      const fault = await damageOf(context);
      if (fault !== null) on.damage(fault);
    } catch (error) {
      onFault(error);
    }
  };
  const inspection = setTimeout(() => {
    void inspect();
  }, INSPECT_AFTER_MS);
  inspection.unref();
  const timers = [
    setInterval(sweep, SWEEP_MS),
    setInterval(() => {
      void backup();
    }, BACKUP_LOOK_MS),
  ];
  for (const timer of timers) timer.unref();
  sweep();
  return {
    stop: () => {
      clearTimeout(inspection);
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/**
 * Walks the whole event chain and the pages of the database, in the worker. SQLite alone does not see an altered text: in
 * half of the cases only the chain does.
 */
export async function damageOf(context: DeskContext): Promise<AppError | null> {
  const { broken } = await context.reader.run('verifyChain', {});
  if (broken !== null) {
    const { sequence, reason, workstationId } = broken;
    return new AppError('storage-corrupt', `Event ${String(sequence)} of the log was altered (${reason}).`, {
      sequence,
      reason,
      workstationId,
    });
  }
  const integrity = await context.reader.run('checkIntegrity', { full: false });
  return integrity === 'ok' ? null : new AppError('storage-corrupt', `The database is damaged: ${integrity}`);
}

/** Up to where the window has been told. */
interface Mark {
  readonly rank: number;
  readonly draftAt: number;
}

function markOf(context: DeskContext): Mark {
  return { rank: changesOf(context), draftAt: newestDraftAt(context.db) };
}

/** What another process did to a submission, a thread or a draft that may be open here. */
function tellForeign(context: DeskContext, since: Mark): void {
  for (const { submissionId, revision } of submissionsTouchedSince(context.db, since.rank)) {
    context.notices.submissionChanged(submissionId, revision);
  }
  for (const solutionId of solutionsTouchedSince(context.db, since.rank)) context.notices.chatChanged(solutionId);
  for (const { key, text } of draftsSince(context.db, since.draftAt)) context.emit('draft.changed', { key, text });
}

/** Grows with every change of the record. */
function changesOf(context: DeskContext): number {
  return context.db.value<number>('SELECT max(rank) FROM events') ?? 0;
}

function reportFault(error: unknown): void {
  console.error('housekeeping:', error);
}
