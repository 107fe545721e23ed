import type { Migration } from './migration.ts';

/** Marks that an attempt took over from the one before, because nothing that the rule depends on had changed. */
export const returnAndReview: Migration = {
  version: 20,
  name: 'return-and-review',
  sql: `
CREATE TABLE kept_marks (
  submission_id TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  from_submission_id TEXT NOT NULL REFERENCES submissions (id),
  PRIMARY KEY (submission_id, rule_id),
  FOREIGN KEY (submission_id, rule_id) REFERENCES checklist_items (submission_id, rule_id)
) STRICT, WITHOUT ROWID;
`,
};
