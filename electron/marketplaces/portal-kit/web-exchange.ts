import type { NextFunction, Request, Response } from 'express';
import type { ExchangeLog, ExchangeTicket } from './exchange-log.ts';
import { readBody, REQUEST_CAP_BYTES } from './request-body.ts';

/** What a route knows about the exchange that it is answering. */
export interface WebExchange {
  readonly ticket: ExchangeTicket;
  kind: string;
  name: string | null;
  readonly source: 'vendor' | 'browser';
  body: Buffer;
  /** False for answers that are the same for everybody, such as styles: only their size is logged. */
  logsAnswer: boolean;
  /** The answer before it was compressed, for the log; null when it goes out as it is. */
  plainAnswer: string | null;
}

const exchanges = new WeakMap<Request, WebExchange>();

export function exchangeOf(request: Request): WebExchange {
  const exchange = exchanges.get(request);
  if (exchange === undefined) throw new Error('the request did not pass through captureExchanges');
  return exchange;
}

/** Reads the request's body and records the exchange in the moment the answer is complete, before the client can see it. */
export function captureExchanges(log: ExchangeLog): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const at = Date.now();
    const startedAt = performance.now();
    const isBrowser = isBrowserRequest(request);
    const exchange: WebExchange = {
      ticket: { id: 0 },
      kind: 'page',
      name: null,
      source: isBrowser ? 'browser' : 'vendor',
      body: Buffer.alloc(0),
      logsAnswer: true,
      plainAnswer: null,
    };
    exchanges.set(request, exchange);
    let isRecorded = false;
    const record = (answer: Buffer | string, error: string | null): void => {
      if (isRecorded) return;
      isRecorded = true;
      log.record({
        ticket: exchange.ticket,
        at,
        direction: isBrowser ? 'browser-to-portal' : 'vendor-to-portal',
        kind: exchange.kind,
        name: exchange.name,
        method: request.method,
        url: `${request.protocol}://${request.headers.host ?? ''}${request.originalUrl}`,
        requestHeaders: request.headers,
        requestBody: exchange.body,
        status: error === null ? response.statusCode : null,
        responseHeaders: response.getHeaders(),
        responseBody: exchange.logsAnswer ? answer : `‹${answer.length} bytes›`,
        durationMs: performance.now() - startedAt,
        error,
      });
    };
    // Every answer of this portal is written by one end() with the whole body.
    const end = response.end.bind(response) as (...values: unknown[]) => Response;
    response.end = ((...values: unknown[]): Response => {
      const [body] = values;
      record(exchange.plainAnswer ?? (typeof body === 'string' || Buffer.isBuffer(body) ? body : ''), null);
      return end(...values);
    }) as typeof response.end;
    response.on('close', () => {
      record('', 'the client closed the connection before the answer was complete');
    });
    readBody(request).then(
      (body) => {
        if (body === null) {
          exchange.body = Buffer.from(`‹more than ${REQUEST_CAP_BYTES} bytes›`);
          response.status(413).type('text/plain').send('Request entity too large');
          return;
        }
        exchange.body = body;
        next();
      },
      () => {
        record('', 'the client went away in the middle of its request');
      },
    );
  };
}

/** Node's own fetch sends sec-fetch-mode as browsers do, but none of these. */
function isBrowserRequest(request: Request): boolean {
  const { headers } = request;
  return (
    headers['sec-fetch-site'] !== undefined ||
    headers.origin !== undefined ||
    headers.cookie !== undefined ||
    /^Mozilla\/5\.0 .*\b(Chrome|Firefox|Safari)\//.test(headers['user-agent'] ?? '')
  );
}
