import { COUNTED_EVENTS } from '../statistics-events.ts';
import type { Migration } from './migration.ts';

/**
 * Whose turn a submission is and why, counted by trigger; messages, findings and notes in the search; saved views; skips; and
 * what a moderator's last actions replaced, so that they can be taken back.
 */
export const turnsSearchAndUndo: Migration = {
  version: 30,
  name: 'turns-search-and-undo',
  sql: `
ALTER TABLE submissions ADD COLUMN turn TEXT NOT NULL DEFAULT 'us' CHECK (turn IN ('us', 'vendor', 'none'));
ALTER TABLE submissions ADD COLUMN turn_reason TEXT NOT NULL DEFAULT 'submitted';
ALTER TABLE submissions ADD COLUMN turn_at INTEGER NOT NULL DEFAULT 0;
UPDATE submissions SET
  turn = CASE
    WHEN state IN ('queued', 'claimed') THEN 'us'
    WHEN state = 'returned' AND NOT EXISTS (
      SELECT 1 FROM submissions AS later WHERE later.chain_id = submissions.chain_id AND later.attempt > submissions.attempt AND later.attempt > 1
    ) THEN 'vendor'
    ELSE 'none' END,
  turn_reason = CASE WHEN state = 'returned' THEN 'returned' WHEN state NOT IN ('queued', 'claimed') THEN 'decided'
    WHEN attempt > 1 THEN 'resubmitted' ELSE 'submitted' END,
  turn_at = coalesce(decided_at, queued_at);

CREATE INDEX submissions_for_us ON submissions (queued_at, seq, lane) WHERE state = 'queued' AND turn = 'us';
CREATE INDEX submissions_for_us_in_lane ON submissions (lane, queued_at) WHERE state = 'queued' AND turn = 'us';
CREATE INDEX submissions_for_vendor ON submissions (turn_at, seq, lane) WHERE turn = 'vendor';
CREATE INDEX submissions_open ON submissions (queued_at, seq, lane) WHERE turn = 'us' AND state IN ('queued', 'claimed');

DROP TRIGGER submissions_counted;
DROP TRIGGER submissions_recounted;
DROP TABLE queue_counts;
CREATE TABLE queue_counts (
  state TEXT NOT NULL,
  again INTEGER NOT NULL,
  turn TEXT NOT NULL,
  lane INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (state, again, turn, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO queue_counts (state, again, turn, lane, n)
  SELECT state, attempt > 1, turn, lane, count(*) FROM submissions GROUP BY 1, 2, 3, 4;
-- What waits for us by the day it was queued: the overdue ones are counted without walking them.
CREATE TABLE waiting_days (
  day INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (day, lane)
) STRICT, WITHOUT ROWID;
INSERT INTO waiting_days (day, lane, n)
  SELECT queued_at / 86400000, lane, count(*) FROM submissions WHERE turn = 'us' AND state IN ('queued', 'claimed') GROUP BY 1, 2;
CREATE TRIGGER submissions_counted AFTER INSERT ON submissions
BEGIN
  INSERT INTO queue_counts (state, again, turn, lane, n) VALUES (NEW.state, NEW.attempt > 1, NEW.turn, NEW.lane, 1)
  ON CONFLICT (state, again, turn, lane) DO UPDATE SET n = n + 1;
  INSERT INTO waiting_days (day, lane, n) SELECT NEW.queued_at / 86400000, NEW.lane, 1 WHERE NEW.turn = 'us' AND NEW.state IN ('queued', 'claimed')
  ON CONFLICT (day, lane) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER submissions_recounted AFTER UPDATE OF state, turn ON submissions WHEN OLD.state <> NEW.state OR OLD.turn <> NEW.turn
BEGIN
  UPDATE queue_counts SET n = n - 1 WHERE state = OLD.state AND again = (OLD.attempt > 1) AND turn = OLD.turn AND lane = OLD.lane;
  INSERT INTO queue_counts (state, again, turn, lane, n) VALUES (NEW.state, NEW.attempt > 1, NEW.turn, NEW.lane, 1)
  ON CONFLICT (state, again, turn, lane) DO UPDATE SET n = n + 1;
  UPDATE waiting_days SET n = n - 1
  WHERE day = OLD.queued_at / 86400000 AND lane = OLD.lane AND OLD.turn = 'us' AND OLD.state IN ('queued', 'claimed');
  INSERT INTO waiting_days (day, lane, n) SELECT NEW.queued_at / 86400000, NEW.lane, 1 WHERE NEW.turn = 'us' AND NEW.state IN ('queued', 'claimed')
  ON CONFLICT (day, lane) DO UPDATE SET n = n + 1;
END;

-- Where a searched text stands: a message, a finding, a note of a checklist item. Its words are in said_search under the same number.
CREATE TABLE said (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES submissions (seq),
  source TEXT NOT NULL CHECK (source IN ('message', 'finding', 'note')),
  key TEXT NOT NULL,
  UNIQUE (source, key)
) STRICT;
CREATE INDEX said_of ON said (seq);
CREATE VIRTUAL TABLE said_search USING fts5(
  text, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4 5'
);
-- Beginnings of five letters are looked up, not merged from all their words, and no positions are kept: no phrase is ever asked
-- for. Three times as fast for a common word. What an older index held is read again when the workspace opens (search-index.ts).
DROP TABLE submission_search;
CREATE VIRTUAL TABLE submission_search USING fts5(
  name, code, vendor, version, texts,
  content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4 5'
);
INSERT INTO facts (name, value) SELECT 'searchIndex', '2' WHERE NOT EXISTS (SELECT 1 FROM submissions);

CREATE TABLE saved_views (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  query TEXT NOT NULL CHECK (json_valid(query)),
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Who put a submission aside and why; the newest word of each moderator.
CREATE TABLE skips (
  seq INTEGER NOT NULL REFERENCES submissions (seq),
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (seq, by)
) STRICT, WITHOUT ROWID;

-- The last actions of this workstation with what they replaced. Not a record of what happened: the events are.
CREATE TABLE undo_steps (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  workstation_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('mark', 'note', 'finding', 'draft', 'verdict')),
  submission_id TEXT REFERENCES submissions (id),
  -- Rule of the mark, the note or the finding; key of the draft; id of the verdict.
  key TEXT NOT NULL,
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after))
) STRICT;
CREATE INDEX undo_steps_of ON undo_steps (workstation_id, actor, id);

-- Statistics read a tenth of the log: marks and notes are most of it and count for nothing there.
CREATE INDEX events_counted ON events (rank) WHERE type IN (${COUNTED_EVENTS});
`,
};
