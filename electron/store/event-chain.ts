import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';

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

export { canonicalJson };

/** Lower-case hex SHA-256 of UTF-8 text or bytes. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of the canonical JSON of an event: all that a bundle shows of an event that is not its own. */
export function hashContent(event: ChainedEvent): string {
  const { id, workstationId, sequence, at, actor, type, submissionId, solutionId, details } = event;
  return sha256Hex(canonicalJson({ id, workstationId, sequence, at, actor, type, submissionId, solutionId, details }));
}

/** SHA-256 over the previous hash followed by the hash of the content, 64 hex characters each. */
export function chainHash(previousHash: string, contentHash: string): string {
  return sha256Hex(previousHash + contentHash);
}

/** The hash of an event in its place. Content is hashed by itself first, so that a chain can be recomputed without it. */
export function hashEvent(previousHash: string, event: ChainedEvent): string {
  return chainHash(previousHash, hashContent(event));
}
