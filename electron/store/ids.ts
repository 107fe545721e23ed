import { v7 } from 'uuid';

/** UUIDv7: made locally, sorted by time, so that several workstations can share one queue later. */
export function newId(): string {
  return v7();
}
