import type { Migration } from './migration.ts';

/** Further attempts, ready texts. */
export const returnAndReview: Migration = {
  version: 20,
  name: 'return-and-review',
  sql: `
-- Marks that an attempt took over from the one before, because nothing that the rule depends on had changed.
CREATE TABLE kept_marks (
  submission_id TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  from_submission_id TEXT NOT NULL REFERENCES submissions (id),
  PRIMARY KEY (submission_id, rule_id),
  FOREIGN KEY (submission_id, rule_id) REFERENCES checklist_items (submission_id, rule_id)
) STRICT, WITHOUT ROWID;

-- The moderators' own ready texts, beside those that come with the application.
CREATE TABLE reply_templates (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  text_ru TEXT NOT NULL,
  text_en TEXT NOT NULL,
  rule_ids TEXT NOT NULL CHECK (json_valid(rule_ids))
) STRICT, WITHOUT ROWID;
`,
};
