import type { Migration } from './migration.ts';

/**
 * Each region has its own verdicts, so that what buyers see is known by region. A team may agree on a day for one submission; it is
 * kept apart from everything that is told to vendors.
 */
export const regionsAndDueDates: Migration = {
  version: 100,
  name: 'regions-and-due-dates',
  sql: `
CREATE TABLE publications (
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  region TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('none', 'published', 'hidden', 'withdrawn')),
  PRIMARY KEY (solution_id, region)
) STRICT, WITHOUT ROWID;
-- The state of a solution was that of the last verdict in any region: where the region's own last verdict published, it is not withdrawn.
INSERT INTO publications (solution_id, region, state)
SELECT solution_id, region, CASE WHEN last = 'withdrawn' THEN 'withdrawn' WHEN publication = 'withdrawn' THEN 'published' ELSE publication END
FROM (
  SELECT solution_id, region, submissions.state AS last, publication,
    row_number() OVER (PARTITION BY solution_id, region ORDER BY decided_at DESC, seq DESC) AS n
  FROM submissions JOIN solutions ON solutions.id = solution_id WHERE submissions.state IN ('approved', 'withdrawn')
)
WHERE n = 1 AND publication <> 'none';
ALTER TABLE solutions DROP COLUMN publication;

CREATE TABLE due_days (
  submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submissions (id),
  -- "YYYY-MM-DD" of the local calendar.
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
