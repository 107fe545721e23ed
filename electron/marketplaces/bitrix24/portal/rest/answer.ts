import type { ExchangeTicket } from '../../../portal-kit/exchange-log.ts';
import { isoTime } from './methods-common.ts';

export interface RestRequest {
  /** Path after /rest/, e.g. "crm.deal.list.json". */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly authorization: string;
  readonly sourceIp: string;
  readonly source: 'vendor' | 'browser';
  readonly ticket: ExchangeTicket;
  /** The request came to the authorisation server's host or path. */
  readonly isAuthServer: boolean;
  readonly idempotencyKey: string | null;
}

export interface RestAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Name for the HTTP log. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Access by a header instead of a field. */
export function bearerOf(authorization: string): string {
  return /^Bearer\s+(\S+)/i.exec(authorization)?.[1] ?? '';
}

/** The `time` of an envelope. */
export function timing(startedAt: number): Record<string, unknown> {
  const now = Date.now();
  const seconds = (now - startedAt) / 1000;
  return {
    start: startedAt / 1000,
    finish: now / 1000,
    duration: seconds,
    processing: seconds,
    date_start: isoTime(startedAt),
    date_finish: isoTime(now),
    operating_reset_at: Math.floor(now / 1000) + 600,
    operating: 0,
  };
}
