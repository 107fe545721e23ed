import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { launchFolder, temporaryFolder } from '../electron-app.ts';

const root = path.join(import.meta.dirname, '../..');

export interface BenchWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  close(): Promise<void>;
}

async function openFolder(folder: string, args: readonly string[]): Promise<BenchWindow> {
  const profile = temporaryFolder('bench-profile');
  const app = await launchFolder(folder, [`--user-data-dir=${profile}`, ...args]);
  const page = await app.firstWindow();
  await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached', timeout: 60_000 });
  return {
    app,
    page,
    async close() {
      await app.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The built application on a workspace, once the first page of the queue is painted. */
export function openDesk(workspace: string): Promise<BenchWindow> {
  return openFolder(root, [`--workspace=${workspace}`]);
}

/** The control: a thousand plain rows in a window of the same size. */
export function openPlainList(): Promise<BenchWindow> {
  return openFolder(path.join(root, 'test/fixtures/plain-list'), []);
}

/** A workspace that the bench may change. Goes away with the process. */
export function copyOf(workspace: string): string {
  const copy = path.join(temporaryFolder('bench-workspace'), 'workspace');
  cpSync(workspace, copy, { recursive: true });
  return copy;
}

/** How far a list is scrolled in each frame. */
export type Scrolling = 'steady' | 'fast' | 'thumb';

export interface Frames {
  /** From one frame to the next, ms. */
  readonly intervals: readonly number[];
  /** Frames in which a row on the screen had no text yet. */
  readonly withGaps: number;
}

/**
 * Scrolls the list of the page for so many frames: steadily by a third of a row, fast by a screen, or by its thumb from one end
 * to the other. @param slowedMs spent on top in every tenth frame: the slowed arm
 */
export function scroll(page: Page, scrolling: Scrolling, frames: number, slowedMs = 0): Promise<Frames> {
  return page.evaluate(
    ({ scrolling: how, frames: count, slowedMs: slowed }) =>
      new Promise<Frames>((resolve) => {
        const list = document.querySelector<HTMLElement>('[data-testid="queue-list"]');
        if (list === null) throw new Error('no list');
        const intervals: number[] = [];
        let withGaps = 0;
        let last = 0;
        let frame = 0;
        const end = list.scrollHeight - list.clientHeight;
        list.scrollTop = 0;
        const step = (now: number): void => {
          const from = performance.now();
          if (last !== 0) intervals.push(now - last);
          last = now;
          if (frame === count) {
            resolve({ intervals, withGaps });
            return;
          }
          frame += 1;
          if (how === 'thumb') list.scrollTop = (end * frame) / count;
          else list.scrollTop += how === 'steady' ? 18 : list.clientHeight;
          if (slowed > 0 && frame % 10 === 0) while (performance.now() - from < slowed);
          const channel = new MessageChannel();
          // Comes after the frame was laid out and painted.
          channel.port1.onmessage = () => {
            channel.port1.close();
            if (list.querySelector('[aria-busy]') !== null) withGaps += 1;
          };
          channel.port2.postMessage(null);
          requestAnimationFrame(step);
        };
        requestAnimationFrame(() => requestAnimationFrame(step));
      }),
    { scrolling, frames, slowedMs },
  );
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, µs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Processor time of every task of the page's thread while something happens, ms: a frame is one task (scripts, style, layout, painting).
 * What other programs of the machine take is not in it.
 */
export async function tasksDuring(window: BenchWindow, what: () => Promise<unknown>): Promise<number[]> {
  const pid = await window.app.evaluate(async ({ BrowserWindow, contentTracing }) => {
    await contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] });
    return BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0;
  });
  await what();
  const file = await window.app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  rmSync(file);
  const main = traceEvents.find((event) => event.pid === pid && event.args?.name === 'CrRendererMain');
  if (main === undefined) throw new Error('the trace does not name the thread of the page');
  return traceEvents.flatMap(({ name, tid, pid: of, tdur }) =>
    name === 'ThreadControllerImpl::RunTask' && of === pid && tid === main.tid && tdur !== undefined ? [tdur / 1000] : [],
  );
}

/** What a person does. Events are made in the page: several windows are open and only one of them has the keyboard. */
export type Gesture = { readonly key: string } | { readonly click: string };

/**
 * Time from a key or a click until what it should show is painted, ms.
 * @param shown an expression in the page that becomes true when it is there
 * @param slowedMs spent by the page on top: the slowed arm
 */
export function untilPainted(page: Page, gesture: Gesture, shown: string, slowedMs = 0): Promise<number> {
  return page.evaluate(
    ({ gesture: what, shown: expression, slowedMs: slowed }) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`did not come: ${expression}`)), 20_000);
        const isShown = new Function(`return (${expression});`) as () => boolean;
        const from = performance.now();
        const observer = new MutationObserver(() => {
          if (!isShown()) return;
          observer.disconnect();
          clearTimeout(timer);
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            // Comes after the frame was laid out and painted.
            channel.port1.onmessage = () => {
              channel.port1.close();
              resolve(performance.now() - from);
            };
            channel.port2.postMessage(null);
          });
        });
        observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
        while (performance.now() - from < slowed);
        if ('key' in what) {
          const target = document.activeElement ?? document.body;
          target.dispatchEvent(new KeyboardEvent('keydown', { code: what.key, key: what.key, bubbles: true, cancelable: true }));
        } else document.querySelector<HTMLElement>(what.click)?.click();
      }),
    { gesture, shown, slowedMs },
  );
}

/** Presses a key without waiting for what follows. */
export function press(page: Page, code: string): Promise<void> {
  return page.evaluate((key) => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { code: key, key, bubbles: true, cancelable: true }));
  }, code);
}
