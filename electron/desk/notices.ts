import type { Emit } from './desk-context.ts';

/** How long changes of the queue are gathered before the window is told, ms: an import changes it a thousand times. */
const QUEUE_NOTICE_MS = 60;

/** Tells the window what changed, after it was committed. */
export class Notices {
  private queueVersion = 0;
  private queueTimer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly emit: Emit,
    private readonly countOutbox: () => number,
  ) {}

  queueChanged(): void {
    this.queueVersion += 1;
    if (this.queueTimer !== null || this.isClosed) return;
    this.queueTimer = setTimeout(() => {
      this.queueTimer = null;
      this.emit('queue.changed', { version: this.queueVersion });
    }, QUEUE_NOTICE_MS);
    this.queueTimer.unref();
  }

  submissionChanged(id: string, revision: number): void {
    this.emit('submission.changed', { id, revision });
  }

  chatChanged(solutionId: string): void {
    this.emit('chat.changed', { solutionId });
  }

  reviewsChanged(): void {
    if (!this.isClosed) this.emit('reviews.changed', {});
  }

  outboxChanged(): void {
    if (!this.isClosed) this.emit('outbox.changed', { waiting: this.countOutbox() });
  }

  close(): void {
    this.isClosed = true;
    if (this.queueTimer !== null) clearTimeout(this.queueTimer);
    this.queueTimer = null;
  }
}
