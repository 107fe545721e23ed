import type { Migration } from './migration.ts';

/** Threads by region, where messages came from, files of messages, and what was read. */
export const conversation: Migration = {
  version: 50,
  name: 'conversation',
  sql: `
-- Null: the region of the submission it belongs to; a message without a submission is part of every region's thread.
ALTER TABLE messages ADD COLUMN region TEXT;
-- written: typed here by its author; entered: the vendor's words, typed in by the moderator in entered_by; package: imported.
ALTER TABLE messages ADD COLUMN source TEXT NOT NULL DEFAULT 'written' CHECK (source IN ('written', 'entered', 'package'));
ALTER TABLE messages ADD COLUMN entered_by TEXT;
-- Id where an imported message comes from, so that it is imported once.
ALTER TABLE messages ADD COLUMN external_id TEXT;
CREATE UNIQUE INDEX messages_imported ON messages (solution_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX messages_of_vendor ON messages (solution_id, at) WHERE kind IN ('from-vendor', 'note');

CREATE TABLE message_files (
  message_id TEXT NOT NULL REFERENCES messages (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_files_by_content ON message_files (sha256);

-- How far each reader has read each solution's messages; no event: reading changes nothing of the record.
CREATE TABLE message_reads (
  reader TEXT NOT NULL,
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  message_id TEXT NOT NULL REFERENCES messages (id),
  PRIMARY KEY (reader, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_reads_of_solution ON message_reads (reader, solution_id);
`,
};
