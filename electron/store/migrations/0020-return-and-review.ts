import type { Migration } from './migration.ts';

/** Further attempts, ready texts, buyers' reviews. */
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

-- Buyers' reviews of solutions. They name solution and vendor themselves: a review may come before any submission does.
CREATE TABLE reviews (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  marketplace TEXT NOT NULL,
  external_id TEXT NOT NULL,
  solution_code TEXT NOT NULL,
  solution_name TEXT NOT NULL,
  vendor_code TEXT NOT NULL,
  vendor_name TEXT NOT NULL,
  author TEXT NOT NULL,
  portal TEXT NOT NULL,
  plan TEXT CHECK (plan IS NULL OR plan IN ('commercial', 'demo', 'free')),
  installed INTEGER CHECK (installed IS NULL OR installed IN (0, 1)),
  rating INTEGER CHECK (rating IS NULL OR rating BETWEEN 1 AND 5),
  text TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  publish_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'published', 'removed')),
  revision INTEGER NOT NULL CHECK (revision > 0),
  answer TEXT,
  answered_at INTEGER,
  -- A corrected text that was sent in and has not been used.
  correction TEXT,
  correction_at INTEGER,
  -- What the vendor objects to, until a person has decided.
  dispute TEXT,
  disputed_at INTEGER,
  decided_by TEXT,
  decided_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CHECK ((correction IS NULL) = (correction_at IS NULL)),
  CHECK ((dispute IS NULL) = (disputed_at IS NULL)),
  UNIQUE (marketplace, external_id)
) STRICT;
CREATE INDEX reviews_to_publish ON reviews (publish_at) WHERE state = 'waiting';
CREATE INDEX reviews_unanswered ON reviews (marketplace, vendor_code, solution_code) WHERE answer IS NULL AND state <> 'removed';
CREATE INDEX reviews_in_time ON reviews (submitted_at, seq);

-- A damaged event must be found by the walk along the chain, not stop the index.
CREATE INDEX events_of_review ON events (iif(json_valid(details), json_extract(details, '$.reviewId'), NULL)) WHERE type LIKE 'review.%';

-- Every text that a review had before the one it has now.
CREATE TABLE review_texts (
  review_id TEXT NOT NULL REFERENCES reviews (id),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  replaced_at INTEGER NOT NULL,
  replaced_by TEXT NOT NULL,
  PRIMARY KEY (review_id, position)
) STRICT, WITHOUT ROWID;

-- What a person says of the vendor's answer; gone when the answer changes.
CREATE TABLE review_answer_marks (
  review_id TEXT NOT NULL REFERENCES reviews (id),
  quality TEXT NOT NULL,
  mark TEXT NOT NULL CHECK (mark IN ('pass', 'fail', 'not-applicable')),
  marked_by TEXT NOT NULL,
  marked_at INTEGER NOT NULL,
  PRIMARY KEY (review_id, quality)
) STRICT, WITHOUT ROWID;
`,
};
