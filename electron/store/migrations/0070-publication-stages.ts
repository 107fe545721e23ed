import type { Migration } from './migration.ts';

/** How far a solution has come on its way into a catalogue that publishes in stages, and what people noted for their conditions. */
export const publicationStages: Migration = {
  version: 70,
  name: 'publication-stages',
  sql: `
CREATE TABLE publication_stages (
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  stage_id TEXT NOT NULL,
  owner TEXT NOT NULL CHECK (owner <> ''),
  -- Working days; null: no term. Kept as it was agreed, so that a change of settings moves no clock that runs.
  days INTEGER CHECK (days IS NULL OR days > 0),
  entered_at INTEGER NOT NULL,
  finished_at INTEGER,
  finished_by TEXT,
  revision INTEGER NOT NULL CHECK (revision > 0),
  CHECK ((finished_at IS NULL) = (finished_by IS NULL)),
  PRIMARY KEY (solution_id, stage_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage_records (
  id TEXT NOT NULL PRIMARY KEY,
  solution_id TEXT NOT NULL,
  stage_id TEXT NOT NULL,
  condition_id TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  UNIQUE (solution_id, stage_id, condition_id, text),
  FOREIGN KEY (solution_id, stage_id) REFERENCES publication_stages (solution_id, stage_id)
) STRICT;
`,
};
