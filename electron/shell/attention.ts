import { app, nativeImage, Notification, type BrowserWindow } from 'electron';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, EventPayloads } from '../../shared/ipc/contract.ts';

const TEXTS = {
  ru: {
    arrived: 'Пришёл ответ разработчика',
    expiring: 'Заявка скоро вернётся в очередь',
    unread: (count: number) => `Непрочитанных ответов: ${String(count)}`,
  },
  en: {
    arrived: 'The vendor has answered',
    expiring: 'A submission goes back to the queue soon',
    unread: (count: number) => `Unread answers: ${String(count)}`,
  },
} as const;

/** Side of the mark on the taskbar button, px. */
const MARK = 16;

/** A filled disc for systems that show a picture on the taskbar button instead of a number. */
function mark(): Electron.NativeImage {
  const pixels = Buffer.alloc(MARK * MARK * 4);
  for (let y = 0; y < MARK; y++) {
    for (let x = 0; x < MARK; x++) {
      if (Math.hypot(x - 7.5, y - 7.5) <= 6.5) pixels.set([0x21, 0x2a, 0xb5, 0xff], (y * MARK + x) * 4);
    }
  }
  return nativeImage.createFromBitmap(pixels, { width: MARK, height: MARK });
}

export interface AttentionOptions {
  readonly window: BrowserWindow;
  readonly language: () => 'ru' | 'en';
  /** Answers that this moderator has not read; 0 while no workspace is open. */
  readonly countUnread: () => number;
  readonly emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void;
}

/** Calls the moderator who looks elsewhere: a notification for what arrived or runs out, a badge with the count of unread answers. */
export class Attention {
  private shown = -1;
  private timer: NodeJS.Timeout | null = null;
  /** Kept until they are closed, or the system drops their click. */
  private readonly open = new Set<Notification>();

  constructor(private readonly options: AttentionOptions) {}

  /** Told of every event that goes to the window. */
  follow<E extends EventName>(event: E, payload: EventPayload<E>): void {
    const text = TEXTS[this.options.language()];
    if (event === 'message.arrived') {
      const { solutionName, submissionId } = payload as EventPayloads['message.arrived'];
      this.notify(text.arrived, solutionName, submissionId);
    } else if (event === 'claim.expiring') {
      const { solutionName, submissionId } = payload as EventPayloads['claim.expiring'];
      this.notify(text.expiring, solutionName, submissionId);
    }
    if (event === 'message.arrived' || event === 'chat.changed' || event === 'workspace.changed') this.countSoon();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private notify(title: string, body: string, submissionId: string | null): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    this.open.add(notification);
    notification.on('click', () => {
      const { window } = this.options;
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
      if (submissionId !== null) this.options.emit('submission.wanted', { submissionId });
    });
    notification.on('close', () => this.open.delete(notification));
    notification.show();
  }

  private countSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      const count = this.options.countUnread();
      if (count === this.shown) return;
      this.shown = count;
      app.setBadgeCount(count);
      const { window } = this.options;
      if (process.platform === 'win32' && !window.isDestroyed())
        window.setOverlayIcon(count === 0 ? null : mark(), count === 0 ? '' : TEXTS[this.options.language()].unread(count));
    }, 300);
  }
}
