import path from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type ConsoleMessage,
  type Dialog,
  type Page,
  type Request,
} from 'playwright';
import type { BrowserRole } from '../../shared/domain/install-test.ts';
import type { BrowserProcess } from './browser-process.ts';
import type { BrowserNote } from './browser-protocol.ts';
import type { BrowserObservation, BrowserRequest } from './run-context.ts';
import type { VendorExchanges } from './vendor-exchanges.ts';

/** A line that a page wrote to its console. */
export interface ConsoleLine {
  readonly at: number;
  readonly stepId: string | null;
  readonly level: string;
  readonly text: string;
  readonly url: string;
  readonly line: number;
}

export interface BrowserSessionOptions {
  readonly role: BrowserRole;
  readonly process: BrowserProcess;
  /** Limit for every single Playwright operation. */
  readonly operationTimeoutMs: number;
  readonly fullTrace: boolean;
  /** The step to which what happens now belongs. */
  readonly currentStep: () => string | null;
  /** Lists that outlive this process when the role's browser is replaced. */
  readonly records: BrowserRecords;
  /** Takes every request that ended. */
  readonly exchanges: VendorExchanges;
  /** The page is beyond help: its renderer is gone, or it never stops asking. */
  readonly onLost: (why: 'crash' | 'hang', text: string) => void;
}

/** What one role's browsers showed during the whole run. */
export interface BrowserRecords {
  readonly observations: BrowserObservation[];
  readonly requests: BrowserRequest[];
  readonly console: ConsoleLine[];
}

const CONNECT_LIMIT_MS = 20_000;
const PROBE_LIMIT_MS = 2_000;
/** A page that opened this many dialogs without a second of quiet will not stop by itself. */
const DIALOGS_IN_A_ROW = 30;
const DIALOG_QUIET_MS = 1_000;
const MAX_OBSERVATIONS = 5_000;
const MAX_REQUESTS = 20_000;
const MAX_CONSOLE_LINES = 10_000;
const MAX_TEXT = 4_000;
const CLOSE_NOTICE_MS = 200;
const OPEN_ROUNDS = 4;
const FRAME_INTERVAL_MS = 200;
/** Longest wait for a load event before the page is asked itself; a navigation that was blocked takes the event away. */
const LOAD_EVENT_MS = 1_500;
const LOAD_POLL_MS = 250;

/**
 * Where Electron differs from the browsers that vendors know: prompt() throws, print() waits for a printer, and a page may close the window
 * that it did not open. A prompt is shown to the run as a question and answered like every other: cancelled.
 */
const AS_IN_A_BROWSER = `(() => {
  const ask = window.confirm.bind(window);
  const prompt = { prompt(message = '') { ask('prompt: ' + message); return null; } }.prompt;
  const close = { close() {} }.close;
  const print = { print() { ask('print'); } }.print;
  Object.defineProperty(window, 'print', { value: print, configurable: true, writable: true, enumerable: true });
  Object.defineProperty(window, 'prompt', { value: prompt, configurable: true, writable: true, enumerable: true });
  Object.defineProperty(window, 'close', { value: close, configurable: true, writable: true, enumerable: true });
})()`;

/** Playwright's hand on one sandbox browser process, and the record of all that its page does. */
export class BrowserSession {
  readonly role: BrowserRole;
  readonly page: Page;
  readonly devTools: CDPSession;
  readonly #options: BrowserSessionOptions;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #running = new Map<Request, number>();
  #dialogs = 0;
  #lastDialogAt = 0;
  #closing: Promise<void> | null = null;
  #screencast: { readonly stop: () => void } | null = null;

  private constructor(options: BrowserSessionOptions, browser: Browser, context: BrowserContext, page: Page, devTools: CDPSession) {
    this.#options = options;
    this.role = options.role;
    this.#browser = browser;
    this.#context = context;
    this.page = page;
    this.devTools = devTools;
    this.#listen();
  }

  static async connect(options: BrowserSessionOptions): Promise<BrowserSession> {
    const browser = await chromium.connectOverCDP(options.process.webSocketUrl, {
      noDefaults: true,
      timeout: CONNECT_LIMIT_MS,
      artifactsDir: path.join(options.process.profileDir, 'artifacts'),
    });
    const context = browser.contexts()[0];
    const page = context?.pages()[0];
    if (!context || !page) throw new Error('the sandbox browser has no window');
    page.setDefaultTimeout(options.operationTimeoutMs);
    page.setDefaultNavigationTimeout(options.operationTimeoutMs);
    const devTools = await context.newCDPSession(page);
    // Pages behave as in the window a person works in.
    await devTools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await context.addInitScript({ content: AS_IN_A_BROWSER });
    if (options.fullTrace) await context.tracing.start({ snapshots: true, screenshots: false, sources: false });
    return new BrowserSession(options, browser, context, page, devTools);
  }

  get isClosed(): boolean {
    return this.#closing !== null;
  }

  /** Whether the process still holds the line. */
  get isConnected(): boolean {
    return this.#browser.isConnected();
  }

  /** Addresses of requests without an answer yet. */
  pendingUrls(): string[] {
    return [...this.#running.keys()].map((request) => request.url());
  }

  /** What the browser process refused or saw. */
  note(note: BrowserNote): void {
    this.#observe(note.kind, note.url, note.text);
    if (note.kind === 'crash') this.#options.onLost('crash', note.text);
  }

  /** Opens the URL and waits until the page has loaded, be it without a load event. */
  async goto(url: string): Promise<void> {
    const deadline = performance.now() + this.#options.operationTimeoutMs;
    await this.#open(url);
    let isLoaded = false;
    const loaded = this.page.waitForLoadState('load').then(() => {
      isLoaded = true;
    });
    loaded.catch(() => undefined);
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    await Promise.race([loaded, pause(LOAD_EVENT_MS)]);
    while (!isLoaded && performance.now() < deadline) {
      const state = await Promise.race([this.page.evaluate('document.readyState').catch(() => ''), loaded.then(() => 'complete')]);
      if (state === 'complete') return;
      await Promise.race([loaded, pause(LOAD_POLL_MS)]);
    }
    await loaded;
  }

  async #open(url: string): Promise<void> {
    for (let round = 1; ; round++) {
      try {
        await this.page.goto(url, { waitUntil: 'commit' });
        return;
      } catch (error) {
        // The error page of an earlier, failed navigation may come late and get in the way, or this one is seen to get in its own.
        if (round === OPEN_ROUNDS || !/interrupted by another navigation/.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, CLOSE_NOTICE_MS));
        if (this.page.url() === url) return;
      }
    }
  }

  /** Whether every frame still runs scripts. A page in an endless loop does not. */
  async answers(): Promise<boolean> {
    if (this.isClosed) return false;
    const probes = this.page.frames().map(async (frame) => {
      await frame.evaluate('0').catch((error: unknown) => {
        // A frame that went away meanwhile is no hang.
        if (!/detached|navigation|destroyed|closed/i.test(String(error))) throw error;
      });
    });
    return Promise.race([
      Promise.all(probes).then(
        () => true,
        () => true,
      ),
      new Promise<boolean>((resolve) => {
        setTimeout(() => resolve(false), PROBE_LIMIT_MS);
      }),
    ]);
  }

  /** Sends JPEG pictures of the page, at most five a second, until called with null. */
  async watch(onFrame: ((jpeg: Uint8Array) => void) | null): Promise<void> {
    this.#screencast?.stop();
    this.#screencast = null;
    if (!onFrame || this.isClosed) return;
    const session = await this.#context.newCDPSession(this.page);
    let isOn = true;
    this.#screencast = {
      stop: () => {
        isOn = false;
        session.detach().catch(() => undefined);
      },
    };
    session.on('Page.screencastFrame', (frame) => {
      if (!isOn) return;
      onFrame(Buffer.from(frame.data, 'base64'));
      // The next frame comes only after the answer to this one.
      setTimeout(() => {
        if (isOn) session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => undefined);
      }, FRAME_INTERVAL_MS);
    });
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 60, maxWidth: 1280, maxHeight: 800 });
  }

  /** Stops the full trace. @returns its file, unmasked, in the profile folder that goes with the process. */
  async saveTrace(): Promise<string> {
    const file = path.join(this.#options.process.profileDir, 'trace.zip');
    await this.#context.tracing.stop({ path: file });
    return file;
  }

  /** Ends the browser process; whatever Playwright was waiting for rejects. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.#screencast?.stop();
      const processGone = this.#options.process.close();
      await this.#browser.close().catch(() => undefined);
      await processGone;
    })();
    return this.#closing;
  }

  #listen(): void {
    const { page } = this;
    page.on('console', (message) => this.#onConsole(message));
    page.on('pageerror', (error) =>
      this.#observe(
        'page-error',
        page.url(),
        [error.stack, error.message, error.name].find((text) => (text ?? '') !== '') ?? 'an exception without words',
      ),
    );
    page.on('dialog', (dialog) => void this.#onDialog(dialog));
    page.on('crash', () => {
      this.#observe('crash', page.url(), 'the page crashed');
      this.#options.onLost('crash', 'the page crashed');
    });
    page.on('close', () => {
      // When the whole process dies, its pages go first; that is told by the process.
      setTimeout(() => {
        if (!this.isClosed && this.isConnected) this.#options.onLost('hang', 'the page closed its window');
      }, CLOSE_NOTICE_MS);
    });
    // Being listened to keeps the native file dialog away.
    page.on('filechooser', (chooser) => this.#observe('dialog', page.url(), `file dialog, not opened (multiple: ${chooser.isMultiple()})`));
    page.on('request', (request) => this.#onRequest(request));
    page.on('requestfinished', (request) => void this.#onRequestEnd(request, null));
    page.on('requestfailed', (request) => void this.#onRequestEnd(request, request.failure()?.errorText ?? 'failed'));
    page.on('websocket', (socket) => this.#record({ method: 'GET', url: socket.url(), resourceType: 'websocket', frameUrl: page.url() }));
  }

  #observe(kind: BrowserObservation['kind'], url: string, text: string): void {
    const { observations } = this.#options.records;
    if (observations.length >= MAX_OBSERVATIONS) return;
    observations.push({
      at: Date.now(),
      stepId: this.#options.currentStep(),
      role: this.role,
      kind,
      url: url.slice(0, MAX_TEXT),
      text: text.slice(0, MAX_TEXT),
    });
  }

  #onConsole(message: ConsoleMessage): void {
    const place = message.location();
    const text = message.text();
    if (message.type() === 'error') this.#observe('console-error', place.url, text);
    const lines = this.#options.records.console;
    if (lines.length >= MAX_CONSOLE_LINES) return;
    lines.push({
      at: Date.now(),
      stepId: this.#options.currentStep(),
      level: message.type(),
      text: text.slice(0, MAX_TEXT),
      url: place.url.slice(0, MAX_TEXT),
      line: place.lineNumber,
    });
  }

  async #onDialog(dialog: Dialog): Promise<void> {
    const now = performance.now();
    this.#dialogs = now - this.#lastDialogAt < DIALOG_QUIET_MS ? this.#dialogs + 1 : 1;
    this.#lastDialogAt = now;
    if (this.#dialogs <= DIALOGS_IN_A_ROW) this.#observe('dialog', this.page.url(), `${dialog.type()}: ${dialog.message()}`);
    if (this.#dialogs === DIALOGS_IN_A_ROW) {
      const text = `${DIALOGS_IN_A_ROW} dialogs in a row; the page was given up`;
      this.#observe('hang', this.page.url(), text);
      this.#options.onLost('hang', text);
      return;
    }
    // Leaving a page is answered with yes, every question with no.
    await (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  }

  #onRequest(request: Request): void {
    this.#running.set(request, performance.now());
  }

  async #onRequestEnd(request: Request, failure: string | null): Promise<void> {
    const startedAt = this.#running.get(request);
    this.#running.delete(request);
    const durationMs = startedAt === undefined ? null : Math.round(performance.now() - startedAt);
    this.#options.exchanges.take(request, failure, durationMs ?? 0);
    const response = failure === null ? await request.response().catch(() => null) : null;
    const status = response?.status() ?? null;
    this.#record({
      method: request.method(),
      url: request.url(),
      resourceType: request.resourceType(),
      frameUrl: frameUrlOf(request),
      status,
      mime: response?.headers()['content-type'] ?? null,
      failure,
      durationMs,
    });
    if (failure !== null && failure !== 'net::ERR_BLOCKED_BY_CLIENT' && failure !== 'net::ERR_ABORTED') {
      this.#observe('request-failed', request.url(), `${request.method()} ${request.resourceType()}: ${failure}`);
    } else if (status !== null && status >= 400) {
      this.#observe('response-error', request.url(), `${request.method()} ${request.resourceType()}: HTTP ${status}`);
    }
  }

  #record(
    request: Pick<BrowserRequest, 'method' | 'url' | 'resourceType' | 'frameUrl'> &
      Partial<Pick<BrowserRequest, 'status' | 'mime' | 'failure' | 'durationMs'>>,
  ): void {
    const { requests } = this.#options.records;
    if (requests.length >= MAX_REQUESTS) return;
    requests.push({
      at: Date.now(),
      stepId: this.#options.currentStep(),
      role: this.role,
      status: null,
      mime: null,
      failure: null,
      durationMs: null,
      ...request,
      url: request.url.slice(0, MAX_TEXT),
      frameUrl: request.frameUrl.slice(0, MAX_TEXT),
    });
  }
}

function frameUrlOf(request: Request): string {
  try {
    return request.frame().url();
  } catch {
    return '';
  }
}
