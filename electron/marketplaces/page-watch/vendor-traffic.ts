import type { BrowserContext, CDPSession, Frame, Page, Request, Response } from 'playwright';
import type { BrowserRole } from '../../../shared/domain/install-test.ts';
import type { FailedResponse, VendorBody } from './page-facts.ts';
import { originOf, shortUrl } from './judgement.ts';
import { NOTE_CHANGES } from './page-script.ts';

const LARGEST_BODY = 1024 * 1024;
const MOST_BODIES = 500;
const BODY_LIMIT_MS = 3000;
/** A request that takes longer than this is no longer waited for; long polling must not hold up the run. */
const PATIENCE_MS = 3000;

/** An answer that does not name its type is read too: browsers show and run those. */
const TEXT_TYPE = /^\s*$|text\/|json|javascript|xml/i;

/**
 * Listens to one role's page: keeps the text answers of the vendor's server for the detectors (in memory only, they hold
 * secrets), remembers the status of each document, and knows how many requests are under way.
 */
export class VendorTraffic {
  readonly role: BrowserRole;
  readonly bodies: VendorBody[] = [];
  readonly failedResponses: FailedResponse[] = [];
  readonly #page: Page;
  readonly #portalOrigin: string | null;
  readonly #stepOf: () => string | null;
  readonly #statuses = new Map<string, number>();
  readonly #running = new Map<Request, number>();
  readonly #reading = new Set<Promise<void>>();
  readonly #stop: () => void;
  #devTools: Promise<CDPSession> | null = null;
  #lastChangeAt = Date.now();
  #lastFailure: { readonly url: string; readonly reason: string } | null = null;

  constructor(role: BrowserRole, page: Page, portalAddress: string, stepOf: () => string | null) {
    this.role = role;
    this.#page = page;
    this.#portalOrigin = originOf(portalAddress);
    this.#stepOf = stepOf;
    const onRequest = (request: Request): void => {
      this.#running.set(request, Date.now());
      this.#lastChangeAt = Date.now();
    };
    const onEnd = (request: Request): void => {
      this.#running.delete(request);
      this.#lastChangeAt = Date.now();
      const reason = request.failure()?.errorText ?? null;
      if (reason !== null && request.resourceType() === 'document' && originOf(request.url()) !== this.#portalOrigin) {
        this.#lastFailure = { url: request.url(), reason };
      }
    };
    const onResponse = (response: Response): void => this.#take(response);
    // Takes effect in the documents that follow; one that is there already notes its changes from the first look on.
    page.addInitScript({ content: NOTE_CHANGES }).catch(() => undefined);
    page.on('request', onRequest);
    page.on('requestfinished', onEnd);
    page.on('requestfailed', onEnd);
    page.on('response', onResponse);
    this.#stop = () => {
      page.off('request', onRequest);
      page.off('requestfinished', onEnd);
      page.off('requestfailed', onEnd);
      page.off('response', onResponse);
    };
  }

  get page(): Page {
    return this.#page;
  }

  get context(): BrowserContext {
    return this.#page.context();
  }

  /** Milliseconds since the last request began or ended; 0 while one is under way. */
  quietMs(): number {
    const now = Date.now();
    for (const startedAt of this.#running.values()) if (now - startedAt < PATIENCE_MS) return 0;
    return now - this.#lastChangeAt;
  }

  /** The last document of the vendor's that could not be loaded, and why; forgotten once asked for. */
  takeFailure(): { readonly url: string; readonly reason: string } | null {
    const failure = this.#lastFailure;
    this.#lastFailure = null;
    return failure;
  }

  /** HTTP status of the document that a frame shows; null when it was not seen. */
  statusOf(frame: Frame): number | null {
    return this.#statuses.get(shortUrl(frame.url())) ?? null;
  }

  /** HttpOnly cookies that the browser would send to this address; none when it does not say. */
  async hiddenCookies(url: string): Promise<readonly { readonly name: string; readonly value: string }[]> {
    this.#devTools ??= this.#page.context().newCDPSession(this.#page);
    try {
      const { cookies } = await (await this.#devTools).send('Network.getCookies', { urls: [url] });
      return cookies.filter((one) => one.httpOnly).map(({ name, value }) => ({ name, value: decoded(value) }));
    } catch {
      return [];
    }
  }

  /** Waits for the answers still being read. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading);
  }

  stop(): void {
    this.#stop();
  }

  #take(response: Response): void {
    const request = response.request();
    const url = response.url();
    if (originOf(url) === this.#portalOrigin) return;
    const resourceType = request.resourceType();
    if (resourceType === 'document') this.#statuses.set(shortUrl(url), response.status());
    else if (response.status() >= 400 && this.failedResponses.length < MOST_BODIES) {
      // Noted here as well as by the engine: a style sheet that is missing ends as an aborted request there.
      this.failedResponses.push({ stepId: this.#stepOf(), url, status: response.status(), resourceType });
    }
    const headers = response.headers();
    const contentType = headers['content-type'] ?? '';
    const length = Number(headers['content-length'] ?? '0');
    if (!TEXT_TYPE.test(contentType) || length > LARGEST_BODY || this.bodies.length >= MOST_BODIES) return;
    if (response.status() >= 300 && response.status() < 400) return;
    const stepId = this.#stepOf();
    const reading = this.#read(response).then((body) => {
      if (body === null) return;
      this.bodies.push({
        stepId,
        role: this.role,
        url,
        status: response.status(),
        resourceType,
        contentType,
        body: body.slice(0, LARGEST_BODY),
      });
    });
    this.#reading.add(reading);
    void reading.finally(() => this.#reading.delete(reading));
  }

  async #read(response: Response): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), BODY_LIMIT_MS);
    });
    try {
      return await Promise.race([response.text(), limit]);
    } catch {
      // The page was left before the answer was complete.
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
