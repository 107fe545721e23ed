import type { Migration } from './migration.ts';

/** The newest messages that somebody may have to read, whatever their solution. */
export const messageArrival: Migration = {
  version: 120,
  name: 'message-arrival',
  sql: `CREATE INDEX messages_by_arrival ON messages (at, id) WHERE kind IN ('from-vendor', 'note');`,
};
