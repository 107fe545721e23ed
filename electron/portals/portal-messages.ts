import type { HttpExchange } from '../../shared/domain/install-test.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '../../shared/domain/errors.ts';
import type { PortalDescription, PortalOptions } from './portal.ts';

/** Methods of `Portal` that cross the process border as they are. */
export const REMOTE_METHODS = [
  'registerSolution',
  'signInUrl',
  'exchanges',
  'eventsSettled',
  'inspect',
  'control',
  'secrets',
  'stop',
] as const;
export type RemoteMethod = (typeof REMOTE_METHODS)[number];

export type ToPortal =
  | { readonly type: 'start'; readonly marketplace: string; readonly options: PortalOptions }
  | { readonly type: 'call'; readonly id: number; readonly method: RemoteMethod; readonly args: readonly unknown[] };

export type FromPortal =
  | { readonly type: 'started'; readonly description: PortalDescription }
  | { readonly type: 'failed'; readonly error: WireError }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: WireError }
  | { readonly type: 'exchange'; readonly exchange: HttpExchange };

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export function wireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} };
}

export function fromWire(error: WireError): AppError {
  const code = ERROR_CODES.includes(error.code) ? error.code : 'internal';
  return new AppError(code, error.message, error.details);
}
