import type { Migration } from './migration.ts';

/** Which faults of the portal are tried out on a solution, as somebody chose them last; none is an empty list. */
export const solutionProbes: Migration = {
  version: 60,
  name: 'solution-probes',
  sql: `
CREATE TABLE solution_probes (
  solution_id TEXT NOT NULL PRIMARY KEY REFERENCES solutions (id),
  probes TEXT NOT NULL CHECK (json_valid(probes) AND json_type(probes) = 'array')
) STRICT, WITHOUT ROWID;
`,
};
