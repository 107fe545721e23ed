import { expireClaims } from './claim-desk.ts';
import { releaseHeld } from './correspondence-desk.ts';
import type { DeskContext } from './desk-context.ts';

const SWEEP_MS = 1_000;
const BACKUP_LOOK_MS = 60_000;

/**
 * What happens by the clock: leases run out, notices leave the outbox, other processes write, backups fall due. A sweep
 * with nothing to do costs microseconds; a fault in one is reported and tried again, it never ends the application.
 */
export function startHousekeeping(context: DeskContext, onFault: (error: unknown) => void = reportFault): { stop(): void } {
  let seen = context.db.pragma('data_version');
  let backedUp = changesOf(context);
  let isBackingUp = false;
  const guard = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      onFault(error);
    }
  };
  const sweep = (): void => {
    guard(() => expireClaims(context));
    guard(() => releaseHeld(context));
    guard(() => {
      const dataVersion = context.db.pragma('data_version');
      if (dataVersion === seen) return;
      // Another process (the command line) wrote: the window shows it as it would its own.
      seen = dataVersion;
      context.notices.queueChanged();
      context.notices.outboxChanged();
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
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Grows with every change of the record. */
function changesOf(context: DeskContext): number {
  return context.db.value<number>('SELECT max(rank) FROM events') ?? 0;
}

function reportFault(error: unknown): void {
  console.error('housekeeping:', error);
}
