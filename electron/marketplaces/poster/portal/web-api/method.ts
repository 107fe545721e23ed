import { textField, type Fields } from '../../../portal-kit/request-body.ts';
import type { ChangeContext } from '../account/account.ts';
import type { PosterCore } from '../core.ts';
import type { ApplicationState, TokenState } from '../state.ts';

/** A failed call of the API: {error: {code, message}} (domain/poster.md §4). */
export class ApiError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ApiCall {
  readonly core: PosterCore;
  readonly application: ApplicationState;
  readonly token: TokenState;
  readonly fields: Fields;
  /** For the record of changes. */
  readonly context: ChangeContext;
}

export interface ApiMethod {
  readonly writes?: boolean;
  run(call: ApiCall): unknown;
}

export type ApiMethods = Readonly<Record<string, ApiMethod>>;

/** @throws ApiError 34 */
export function needed(fields: Fields, name: string): string {
  const value = textField(fields, name).trim();
  if (value === '') throw new ApiError(34, `Field ${name} is empty`);
  return value;
}

/** @throws ApiError 34, 701 */
export function neededInteger(fields: Fields, name: string): number {
  const value = needed(fields, name);
  if (!/^-?\d+$/.test(value)) throw new ApiError(701, `Field ${name} must be an integer`);
  return Number(value);
}

/** Only the fields that were given. */
export function given(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
