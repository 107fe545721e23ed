import type { Migration } from './migration.ts';

/**
 * Kinds of submissions are checked where they come in, so that a new kind needs no new schema. Results of automatic checks keep
 * where each finding is; findings that a person accepted are remembered by rule, place and content.
 */
export const kindsAndPlaces: Migration = {
  version: 40,
  name: 'kinds-and-places',
  sql: `
CREATE TABLE lanes_open (
  id INTEGER PRIMARY KEY,
  marketplace TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  UNIQUE (marketplace, region, kind)
) STRICT;
INSERT INTO lanes_open (id, marketplace, region, kind) SELECT id, marketplace, region, kind FROM lanes;
DROP TABLE lanes;
ALTER TABLE lanes_open RENAME TO lanes;

-- CheckFinding[] as JSON.
ALTER TABLE automatic_results ADD COLUMN places TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(places));

-- What a person has looked at and let pass, for this solution only. Another content at the same place is looked at again.
CREATE TABLE accepted_findings (
  id TEXT NOT NULL PRIMARY KEY,
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  rule_id TEXT NOT NULL,
  place TEXT NOT NULL,
  content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
  reason TEXT NOT NULL,
  accepted_by TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  UNIQUE (solution_id, rule_id, place, content_sha256)
) STRICT;
`,
};
