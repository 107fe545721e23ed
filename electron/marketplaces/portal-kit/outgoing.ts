import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { ExchangeLog, ExchangeTicket } from './exchange-log.ts';

/** Answers of vendors beyond this are not read: the connection is closed and the exchange says so. */
const ANSWER_CAP_BYTES = 2 * 1024 * 1024;

export interface OutgoingRequest {
  readonly kind: string;
  readonly name: string | null;
  readonly method: 'HEAD' | 'POST' | 'GET' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the whole exchange, redirects included, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
}

export interface OutgoingAnswer {
  /** Last exchange; those of the redirects before it are in the log too. */
  readonly ticket: ExchangeTicket;
  readonly status: number | null;
  readonly contentType: string;
  readonly body: string;
  readonly durationMs: number;
  readonly redirects: number;
  readonly error: string | null;
}

/** Requests from the portal to vendors. Never throws: whatever the vendor does becomes an answer with an error. */
export class Outgoing {
  readonly #log: ExchangeLog;
  readonly #ca: string | null;
  readonly #running = new Set<http.ClientRequest>();
  #stopped = false;

  /** @param ca PEM of the local authority, trusted beside the usual ones */
  constructor(log: ExchangeLog, ca: string | null) {
    this.#log = log;
    this.#ca = ca;
  }

  async send(request: OutgoingRequest): Promise<OutgoingAnswer> {
    const startedAt = performance.now();
    let { method, url, body } = request;
    for (let redirects = 0; ; redirects += 1) {
      const remainingMs = request.timeoutMs - (performance.now() - startedAt);
      const answer = await this.#exchange({ ...request, method, url, body }, remainingMs, request.timeoutMs);
      const durationMs = performance.now() - startedAt;
      const target = answer.status !== null && answer.status >= 300 && answer.status < 400 ? redirectTarget(url, answer.location) : null;
      if (target === null || request.maxRedirects === 0) {
        return {
          ticket: answer.ticket,
          status: answer.status,
          contentType: answer.contentType,
          body: answer.body,
          durationMs,
          redirects,
          error: answer.error,
        };
      }
      if (redirects >= request.maxRedirects) {
        const error = `more than ${request.maxRedirects} redirects`;
        return { ticket: answer.ticket, status: answer.status, contentType: answer.contentType, body: '', durationMs, redirects, error };
      }
      url = target;
      if (answer.status !== 307 && answer.status !== 308 && method === 'POST') {
        method = 'GET';
        body = '';
      }
    }
  }

  #exchange(request: OutgoingRequest, remainingMs: number, limitMs: number): Promise<ExchangeAnswer> {
    return new Promise((resolve) => {
      const ticket: ExchangeTicket = { id: 0 };
      const at = Date.now();
      const startedAt = performance.now();
      const bodyBytes = Buffer.from(request.body, 'utf8');
      const headers: Record<string, string> = { ...request.headers, accept: '*/*' };
      if (bodyBytes.length > 0) headers['content-length'] = String(bodyBytes.length);
      else delete headers['content-type'];
      let done = false;
      const finish = (result: {
        status: number | null;
        responseHeaders: http.IncomingHttpHeaders;
        answerBody: Buffer;
        error: string | null;
      }): void => {
        if (done) return;
        done = true;
        clearTimeout(timer);
        if (handle !== null) this.#running.delete(handle);
        this.#log.record({
          ticket,
          at,
          direction: 'portal-to-vendor',
          kind: request.kind,
          name: request.name,
          method: request.method,
          url: request.url,
          requestHeaders: headers,
          requestBody: request.body,
          status: result.status,
          responseHeaders: result.responseHeaders,
          responseBody: result.answerBody,
          durationMs: performance.now() - startedAt,
          error: result.error,
        });
        resolve({
          ticket,
          status: result.status,
          location: result.responseHeaders.location ?? null,
          contentType: result.responseHeaders['content-type'] ?? '',
          body: result.answerBody.toString('utf8'),
          error: result.error,
        });
      };
      const fail = (
        error: string,
        status: number | null = null,
        responseHeaders: http.IncomingHttpHeaders = {},
        answerBody = Buffer.alloc(0),
      ): void => {
        finish({ status, responseHeaders, answerBody, error });
        handle?.destroy();
      };
      let handle: http.ClientRequest | null = null;
      const timer = setTimeout(
        () => {
          fail(`timeout after ${limitMs} ms`);
        },
        Math.max(1, remainingMs),
      );
      if (this.#stopped) {
        fail('the portal is stopping');
        return;
      }
      try {
        const address = new URL(request.url);
        const options = { method: request.method, headers, agent: false as const };
        handle =
          address.protocol === 'https:'
            ? https.request(address, {
                ...options,
                ca: this.#ca === null ? [...tls.rootCertificates] : [...tls.rootCertificates, this.#ca],
              })
            : http.request(address, options);
      } catch (error) {
        fail(plainNetworkError(error as NodeJS.ErrnoException));
        return;
      }
      this.#running.add(handle);
      handle.on('error', (error) => {
        fail(plainNetworkError(error));
      });
      handle.on('response', (response) => {
        const status = response.statusCode ?? null;
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > ANSWER_CAP_BYTES) {
            fail(`the answer is longer than ${ANSWER_CAP_BYTES} bytes`, status, response.headers, Buffer.concat(chunks));
            return;
          }
          chunks.push(chunk);
        });
        response.on('end', () => {
          finish({ status, responseHeaders: response.headers, answerBody: Buffer.concat(chunks), error: null });
        });
        response.on('error', (error) => {
          fail(plainNetworkError(error), status, response.headers, Buffer.concat(chunks));
        });
        response.on('close', () => {
          fail('the connection was closed in the middle of the answer', status, response.headers, Buffer.concat(chunks));
        });
      });
      handle.end(bodyBytes);
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const handle of this.#running) handle.destroy(new Error('the portal is stopping'));
  }
}

interface ExchangeAnswer {
  readonly ticket: ExchangeTicket;
  readonly status: number | null;
  readonly location: string | null;
  readonly contentType: string;
  readonly body: string;
  readonly error: string | null;
}

function redirectTarget(from: string, location: string | null): string | null {
  if (location === null || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  return target.protocol === 'http:' || target.protocol === 'https:' ? target.href : null;
}

/** Says in plain words what went wrong, with the code for those who know it. */
export function plainNetworkError(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  const words: Record<string, string> = {
    ECONNREFUSED: 'connection refused: nothing listens there',
    ECONNRESET: 'the connection was reset by the other side',
    ENOTFOUND: 'the host name cannot be resolved',
    EAI_AGAIN: 'the host name cannot be resolved now',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
    ETIMEDOUT: 'no connection in time',
    CERT_HAS_EXPIRED: 'the TLS certificate has expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'the TLS certificate is self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'the TLS certificate comes from an unknown authority',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the TLS certificate comes from an unknown authority',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the TLS certificate comes from an unknown authority',
    ERR_TLS_CERT_ALTNAME_INVALID: 'the TLS certificate is for another host name',
    EPROTO: 'the TLS handshake failed',
  };
  const known = words[code];
  if (known !== undefined) return `${known} (${code})`;
  return code === '' ? error.message : `${error.message} (${code})`;
}
