import type { PortalCore } from '../../core.ts';
import type { DemoUser } from '../../users.ts';
import type { Params } from './query.ts';

/** A call of one method of REST 3.0 with a valid token. */
export interface RestV3Call {
  readonly core: PortalCore;
  readonly user: DemoUser;
  readonly params: Params;
  readonly language: 'ru' | 'en';
}

export interface RestV3Method {
  readonly name: string;
  /** Any one of these is enough; none needed when empty. */
  readonly scopes: readonly string[];
  /** Creates, changes or deletes something: Idempotency-Key holds for it. */
  readonly changes?: boolean;
  /** What stands in `result`: `{ item }`, `{ items }` or `{ result }`. */
  run(call: RestV3Call): unknown;
}
