import type { HttpExchange } from '../../../shared/domain/install-test.ts';
import type { Secrets } from './secrets.ts';

/** Longest body kept of one side of an exchange; the rest is named by a note. */
export const BODY_CAP_BYTES = 256 * 1024;
/** Exchanges kept in memory; older ones were handed to `onExchange` long ago. */
const KEPT_EXCHANGES = 20_000;

/** Stands for an exchange that is still under way: `id` is 0 until it is recorded. */
export interface ExchangeTicket {
  id: number;
}

export interface RawExchange {
  readonly ticket: ExchangeTicket;
  readonly at: number;
  readonly direction: HttpExchange['direction'];
  readonly kind: string;
  readonly name: string | null;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly requestBody: Buffer | string;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string | readonly string[] | number | undefined>>;
  readonly responseBody: Buffer | string;
  readonly durationMs: number;
  readonly error: string | null;
}

/** Masks and numbers exchanges. Numbers grow in the order of completion, so reading "all after N" never skips one. */
export class ExchangeLog {
  readonly #secrets: Secrets;
  readonly #onExchange: (exchange: HttpExchange) => void;
  readonly #exchanges: HttpExchange[] = [];
  #lastId = 0;

  constructor(secrets: Secrets, onExchange: (exchange: HttpExchange) => void) {
    this.#secrets = secrets;
    this.#onExchange = onExchange;
  }

  record(raw: RawExchange): void {
    this.#lastId += 1;
    raw.ticket.id = this.#lastId;
    const exchange: HttpExchange = {
      id: this.#lastId,
      at: raw.at,
      direction: raw.direction,
      kind: raw.kind,
      name: raw.name === null ? null : this.#secrets.mask(raw.name),
      method: raw.method,
      url: this.#secrets.mask(raw.url),
      requestHeaders: this.#headers(raw.requestHeaders),
      requestBody: this.#body(raw.requestBody, headerText(raw.requestHeaders['content-type'])),
      status: raw.status,
      responseHeaders: this.#headers(raw.responseHeaders),
      responseBody: this.#body(raw.responseBody, headerText(raw.responseHeaders['content-type'])),
      durationMs: Math.round(raw.durationMs),
      error: raw.error === null ? null : this.#secrets.mask(raw.error),
    };
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > KEPT_EXCHANGES) this.#exchanges.shift();
    this.#onExchange(exchange);
  }

  after(id: number): readonly HttpExchange[] {
    return this.#exchanges.filter((exchange) => exchange.id > id);
  }

  #headers(headers: Readonly<Record<string, string | readonly string[] | number | undefined>>): Record<string, string> {
    const masked: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      const key = name.toLowerCase();
      const parts = Array.isArray(value) ? (value as readonly string[]) : [String(value as string | number)];
      if (key === 'cookie') masked[key] = parts.map((part) => this.#cookies(part)).join('; ');
      else if (key === 'set-cookie') masked[key] = parts.map((part) => this.#setCookie(part)).join('\n');
      else if (key === 'authorization' || key === 'proxy-authorization')
        masked[key] = parts.map((part) => this.#authorization(part)).join(', ');
      else masked[key] = this.#secrets.mask(parts.join(', '));
    }
    return masked;
  }

  #cookies(header: string): string {
    return header
      .split(';')
      .map((pair) => {
        const at = pair.indexOf('=');
        return at < 0 ? pair.trim() : `${pair.slice(0, at).trim()}=${this.#secrets.label('cookie', pair.slice(at + 1).trim())}`;
      })
      .join('; ');
  }

  #setCookie(header: string): string {
    const [pair = '', ...attributes] = header.split(';');
    return [this.#cookies(pair), ...attributes.map((attribute) => this.#secrets.mask(attribute.trim()))].join('; ');
  }

  #authorization(header: string): string {
    const [scheme = '', ...rest] = header.split(' ');
    return `${scheme} ${this.#secrets.label('authorization', rest.join(' '))}`;
  }

  /** Masked before it is cut: a cut through a token would leave its first half readable. */
  #body(body: Buffer | string, contentType: string): string {
    if (body.length === 0) return '';
    if (typeof body !== 'string' && isBinary(contentType, body)) return `‹${body.length} bytes of ${contentType || 'binary data'}›`;
    const text = this.#secrets.mask(typeof body === 'string' ? body : body.toString('utf8'));
    if (text.length <= BODY_CAP_BYTES) return text;
    return `${text.slice(0, BODY_CAP_BYTES)}\n‹cut after ${BODY_CAP_BYTES} characters, ${text.length} in all›`;
  }
}

function headerText(value: string | readonly string[] | number | undefined): string {
  return value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value as string | number);
}

function isBinary(contentType: string, body: Buffer): boolean {
  if (/^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded)|multipart\/form-data)/i.test(contentType)) return false;
  return body.subarray(0, 1024).includes(0) || /^(image|audio|video|font)\//i.test(contentType);
}
