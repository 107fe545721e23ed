import type { Emit } from './desk-context.ts';

/** How long changes of the queue are gathered before the window is told, ms: an import changes it a thousand times. */
const QUEUE_NOTICE_MS = 60;
/** A frame of the display and a little more: the window paints its answer first. */
export const NOTICE_MS = 20;

/**
 * Tells the window what changed, after it was committed and after the answer to who changed it: what a person asked for comes before what
 * follows from it. The same thing changed several times in one transaction is told once.
 */
export class Notices {
  private queueVersion = 0;
  private queueTimer: NodeJS.Timeout | null = null;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<string, () => void>();

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
    this.tell(`submission ${id}`, () => this.emit('submission.changed', { id, revision }));
  }

  chatChanged(solutionId: string): void {
    this.tell(`chat ${solutionId}`, () => this.emit('chat.changed', { solutionId }));
  }

  reviewsChanged(): void {
    this.tell('reviews', () => this.emit('reviews.changed', {}));
  }

  outboxChanged(): void {
    this.tell('outbox', () => this.emit('outbox.changed', { waiting: this.countOutbox() }));
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    if (this.queueTimer !== null) clearTimeout(this.queueTimer);
    this.queueTimer = null;
  }

  private tell(what: string, notice: () => void): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(() => this.tellWaiting(), NOTICE_MS);
    this.waiting.set(what, notice);
  }

  private tellWaiting(): void {
    this.timer = undefined;
    const notices = [...this.waiting.values()];
    this.waiting.clear();
    for (const notice of notices) {
      try {
        notice();
      } catch (error) {
        // What was committed stays committed, and the others are told all the same.
        console.error('notice:', error);
      }
    }
  }
}
