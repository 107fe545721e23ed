import type { Request } from 'playwright';
import type { HttpExchange } from '../../shared/domain/install-test.ts';

/** Longest body kept of one side, in characters; what is left out is said in a note at its end. */
export const VENDOR_BODY_CAP = 64 * 1024;
/** A secret that begins before the cap ends within this much behind it, so that it is masked as a whole before the text is cut. */
const LONGEST_SECRET = 8 * 1024;
const ENOUGH = VENDOR_BODY_CAP + LONGEST_SECRET;
/** A longer answer is not fetched from the browser at all. */
const LONGEST_FETCHED_BYTES = 2 * 1024 * 1024;
/** Bodies of one run together, in characters; a page that polls for ever must not fill the memory. */
const ALL_BODIES = 32 * 1024 * 1024;
const MOST_EXCHANGES = 5_000;
const READ_LIMIT_MS = 2_000;

const TEXT_TYPE = /^text\/|[/+](?:json|xml|javascript|ecmascript|x-www-form-urlencoded|x-javascript|graphql)\b|^multipart\/form-data/i;
const KINDS: Readonly<Record<string, string>> = { document: 'page', xhr: 'api', fetch: 'api', eventsource: 'api', ping: 'api' };

/** As the browser saw it: nothing is masked, and bodies are only as long as is needed to mask and cut them. */
export interface VendorExchange {
  readonly exchange: Omit<HttpExchange, 'id'>;
  /** Characters of both bodies as they came. */
  readonly requestLength: number;
  readonly responseLength: number;
}

/**
 * Reads what went between the pages of a run and everybody but the portal: addresses, headers and both bodies. It stays in the memory,
 * until it is known which values in it are secret.
 */
export class VendorExchanges {
  readonly #isPortal: (url: string) => boolean;
  readonly #reading = new Set<Promise<void>>();
  #done: VendorExchange[] = [];
  #begun = 0;
  #kept = 0;

  /** @param isPortal whether a URL is the portal's, whose own log has the exchange */
  constructor(isPortal: (url: string) => boolean) {
    this.#isPortal = isPortal;
  }

  /** Takes a request that has ended. @param failure the browser's network error, e.g. "net::ERR_CONNECTION_REFUSED" */
  take(request: Request, failure: string | null, durationMs: number): void {
    if (this.#begun >= MOST_EXCHANGES || !/^https?:/i.test(request.url()) || this.#isPortal(request.url())) return;
    this.#begun += 1;
    const reading = this.#read(request, failure, durationMs);
    this.#reading.add(reading);
    void reading.finally(() => this.#reading.delete(reading));
  }

  /** Waits for the answers that have come and are still being read. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading);
  }

  /** Hands over what was read since the last time. */
  handOver(): readonly VendorExchange[] {
    const read = this.#done;
    this.#done = [];
    return read;
  }

  /** What was handed over and could not be used is handed over again. */
  takeBack(exchanges: readonly VendorExchange[]): void {
    this.#done = [...exchanges, ...this.#done];
  }

  async #read(request: Request, failure: string | null, durationMs: number): Promise<void> {
    const at = Date.now() - durationMs;
    const response = failure === null ? await soon(request.response(), null) : null;
    const [requestHeaders, responseHeaders] = await Promise.all([
      soon(request.allHeaders(), request.headers()),
      response === null ? {} : soon(response.allHeaders(), response.headers()),
    ]);
    const sent = request.postDataBuffer();
    const requestBody = sent === null ? '' : this.#body(sent, requestHeaders['content-type'] ?? '');
    const responseBody = response === null ? '' : await this.#answer(response.status(), responseHeaders, () => response.body());
    const exchange = {
      at,
      direction: 'browser-to-vendor' as const,
      kind: KINDS[request.resourceType()] ?? 'static',
      name: null,
      method: request.method(),
      url: request.url(),
      requestHeaders,
      requestBody: requestBody.slice(0, ENOUGH),
      status: response?.status() ?? null,
      responseHeaders,
      responseBody: responseBody.slice(0, ENOUGH),
      durationMs,
      error: failure,
    };
    this.#kept += exchange.requestBody.length + exchange.responseBody.length;
    this.#done.push({ exchange, requestLength: requestBody.length, responseLength: responseBody.length });
  }

  async #answer(status: number, headers: Readonly<Record<string, string>>, fetch: () => Promise<Buffer>): Promise<string> {
    if (status === 204 || status === 304 || (status >= 300 && status < 400)) return '';
    const type = headers['content-type'] ?? '';
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (length > LONGEST_FETCHED_BYTES || (type !== '' && !TEXT_TYPE.test(type)))
      return `‹${Number.isNaN(length) ? '' : `${String(length)} bytes of `}${type || 'data'}, not kept›`;
    const body = await soon(fetch(), null);
    return body === null ? '‹the browser no longer has this body›' : this.#body(body, type);
  }

  #body(bytes: Buffer, type: string): string {
    if (bytes.length === 0) return '';
    if (bytes.subarray(0, 1024).includes(0)) return `‹${String(bytes.length)} bytes of ${type || 'binary data'}, not kept›`;
    if (this.#kept >= ALL_BODIES) return `‹${String(bytes.length)} bytes of ${type || 'text'}, not kept: the test has kept enough›`;
    return bytes.toString('utf8');
  }
}

/** The exchange with its bodies masked and cut; addresses and headers are as they came. */
export function withBodies(
  { exchange, requestLength, responseLength }: VendorExchange,
  mask: (text: string) => string,
): Omit<HttpExchange, 'id'> {
  return {
    ...exchange,
    requestBody: cutBody(exchange.requestBody, requestLength, mask),
    responseBody: cutBody(exchange.responseBody, responseLength, mask),
  };
}

/**
 * Masked before it is cut: a cut through a token would leave its first half readable.
 * @param text its first `ENOUGH` characters
 * @param length of the whole
 */
export function cutBody(text: string, length: number, mask: (text: string) => string): string {
  if (length <= VENDOR_BODY_CAP) return mask(text);
  const masked = mask(text.slice(0, ENOUGH));
  // Masking may shorten what stands before; the end, where a secret may have been cut through, goes whatever its place is then.
  const end = length <= ENOUGH ? VENDOR_BODY_CAP : Math.min(VENDOR_BODY_CAP, Math.max(0, masked.length - LONGEST_SECRET));
  return `${masked.slice(0, end)}\n‹cut after ${String(VENDOR_BODY_CAP)} characters, ${String(length)} in all›`;
}

/** What the browser answers; the other value when it does not, or takes too long. */
async function soon<T, Other>(answer: Promise<T>, otherwise: Other): Promise<T | Other> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Other>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), READ_LIMIT_MS);
  });
  try {
    return await Promise.race([answer.catch(() => otherwise), limit]);
  } finally {
    clearTimeout(timer);
  }
}
