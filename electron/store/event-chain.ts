import { createHash } from 'node:crypto';

/** The hash that the first event of a workstation stands on. */
export const GENESIS_HASH = '0'.repeat(64);

/** Canonical content of one event: what is hashed, in the log and in every exported bundle. */
export interface ChainedEvent {
  readonly id: string;
  readonly workstationId: string;
  /** Unbroken per workstation, from 1. */
  readonly sequence: number;
  /** ms UTC by the workstation's clock; order is by sequence, never by this. */
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  readonly submissionId: string | null;
  readonly solutionId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface HashedEvent extends ChainedEvent {
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * JSON with sorted keys and no white space: equal values give equal text. Undefined members are left out as in JSON;
 * numbers must be finite.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON holds finite numbers only');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each === undefined ? null : each)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
}

/** Lower-case hex SHA-256 of UTF-8 text or bytes. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 over the previous hash (64 hex characters) followed by the canonical JSON of the event. */
export function hashEvent(previousHash: string, event: ChainedEvent): string {
  const { id, workstationId, sequence, at, actor, type, submissionId, solutionId, details } = event;
  return sha256Hex(previousHash + canonicalJson({ id, workstationId, sequence, at, actor, type, submissionId, solutionId, details }));
}
