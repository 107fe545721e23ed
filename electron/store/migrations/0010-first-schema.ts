import type { Migration } from './migration.ts';

const SHA256_HEX = "length(%) = 64 AND % NOT GLOB '*[^0-9a-f]*'";
const sha256 = (column: string): string => `${column} TEXT NOT NULL CHECK (${SHA256_HEX.replaceAll('%', column)})`;

/** The first schema. Order of submissions is by ascending keys only, so that a page is one walk along one index. */
export const firstSchema: Migration = {
  version: 10,
  name: 'first-schema',
  sql: `
-- Single values of the workspace: its id, the workstation's id, settings.
CREATE TABLE facts (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The record of what happened. Everything else can be questioned by it.
CREATE TABLE events (
  rank INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  workstation_id TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type LIKE '_%._%'),
  submission_id TEXT,
  solution_id TEXT,
  details TEXT NOT NULL CHECK (json_valid(details)),
  ${sha256('previous_hash')},
  ${sha256('hash')},
  UNIQUE (workstation_id, sequence)
) STRICT;
CREATE INDEX events_of_submission ON events (submission_id, rank) WHERE submission_id IS NOT NULL;
CREATE INDEX events_of_solution ON events (solution_id, rank) WHERE solution_id IS NOT NULL;
CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM events WHERE workstation_id = NEW.workstation_id), 0)
BEGIN SELECT raise(ABORT, 'events must follow each other without a gap'); END;
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are append-only'); END;

-- Texts by content: cards, versions, rulebooks, snapshots. An unchanged card is stored once.
CREATE TABLE documents (
  rank INTEGER PRIMARY KEY,
  ${sha256('sha256')} UNIQUE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE TRIGGER documents_are_not_updated BEFORE UPDATE ON documents BEGIN SELECT raise(ABORT, 'documents never change'); END;

CREATE TABLE vendors (
  id TEXT NOT NULL PRIMARY KEY,
  marketplace TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  legal_name TEXT NOT NULL,
  email TEXT NOT NULL,
  UNIQUE (marketplace, code)
) STRICT;

CREATE TABLE solutions (
  id TEXT NOT NULL PRIMARY KEY,
  marketplace TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  vendor_id TEXT NOT NULL REFERENCES vendors (id),
  publication TEXT NOT NULL CHECK (publication IN ('none', 'published', 'hidden', 'withdrawn')),
  created_at INTEGER NOT NULL,
  UNIQUE (marketplace, code)
) STRICT;

-- One row for each combination that a queue can be filtered by; its number is part of every queue index.
CREATE TABLE lanes (
  id INTEGER PRIMARY KEY,
  marketplace TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('new-solution', 'new-version', 'card-change')),
  UNIQUE (marketplace, region, kind)
) STRICT;

CREATE TABLE submissions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  lane INTEGER NOT NULL REFERENCES lanes (id),
  marketplace TEXT NOT NULL,
  external_id TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  solution_type TEXT NOT NULL,
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  -- As they were when it was submitted.
  solution_name TEXT NOT NULL,
  solution_code TEXT NOT NULL,
  vendor_name TEXT NOT NULL,
  version TEXT NOT NULL,
  -- First attempt of the same thing; its own id when it is the first.
  chain_id TEXT NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'approved', 'returned', 'refused', 'withdrawn', 'recalled')),
  revision INTEGER NOT NULL CHECK (revision > 0),
  submitted_at INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  decided_at INTEGER,
  -- Negative time of the decision: the newest first on an ascending index.
  decided_rank INTEGER GENERATED ALWAYS AS (-decided_at) STORED,
  claim_by TEXT,
  claim_workstation TEXT,
  claim_at INTEGER,
  claim_expires_at INTEGER,
  open_findings INTEGER NOT NULL DEFAULT 0 CHECK (open_findings >= 0),
  card_sha256 TEXT NOT NULL REFERENCES documents (sha256),
  version_sha256 TEXT NOT NULL REFERENCES documents (sha256),
  icon_sha256 TEXT,
  package_sha256 BLOB NOT NULL UNIQUE CHECK (length(package_sha256) = 32),
  CHECK ((state = 'claimed') = (claim_by IS NOT NULL)),
  CHECK ((claim_by IS NULL) = (claim_workstation IS NULL)),
  CHECK ((claim_by IS NULL) = (claim_at IS NULL)),
  CHECK ((claim_by IS NULL) = (claim_expires_at IS NULL)),
  CHECK ((decided_at IS NULL) = (state IN ('queued', 'claimed'))),
  UNIQUE (marketplace, external_id)
) STRICT;
CREATE INDEX submissions_in_state ON submissions (state, queued_at, seq, lane);
CREATE INDEX submissions_in_order ON submissions (queued_at, seq, lane);
CREATE INDEX submissions_again ON submissions (queued_at, seq, lane) WHERE attempt > 1 AND state IN ('queued', 'claimed');
CREATE INDEX submissions_decided ON submissions (decided_rank, seq, lane) WHERE decided_rank IS NOT NULL;
CREATE INDEX submissions_held ON submissions (claim_workstation, claim_by, queued_at, seq, lane) WHERE state = 'claimed';
CREATE INDEX submissions_running_out ON submissions (claim_expires_at) WHERE state = 'claimed';
CREATE INDEX submissions_of_solution ON submissions (solution_id, region, kind, seq);
CREATE INDEX submissions_of_chain ON submissions (chain_id, attempt) WHERE attempt > 1;
CREATE TRIGGER submissions_are_not_deleted BEFORE DELETE ON submissions BEGIN SELECT raise(ABORT, 'submissions are kept'); END;

-- True counts without counting.
CREATE TABLE queue_counts (
  state TEXT NOT NULL,
  again INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (state, again, lane)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER submissions_counted AFTER INSERT ON submissions
BEGIN
  INSERT INTO queue_counts (state, again, lane, n) VALUES (NEW.state, NEW.attempt > 1, NEW.lane, 1)
  ON CONFLICT (state, again, lane) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER submissions_recounted AFTER UPDATE OF state ON submissions WHEN OLD.state <> NEW.state
BEGIN
  UPDATE queue_counts SET n = n - 1 WHERE state = OLD.state AND again = (OLD.attempt > 1) AND lane = OLD.lane;
  INSERT INTO queue_counts (state, again, lane, n) VALUES (NEW.state, NEW.attempt > 1, NEW.lane, 1)
  ON CONFLICT (state, again, lane) DO UPDATE SET n = n + 1;
END;

-- The text is not kept here, only the index; rowid is submissions.seq.
CREATE VIRTUAL TABLE submission_search USING fts5(
  name, code, vendor, version, texts,
  content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TABLE submission_files (
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('icon', 'screenshot', 'instruction', 'attachment')),
  language TEXT,
  title TEXT,
  mime TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  ${sha256('sha256')},
  width_px INTEGER,
  height_px INTEGER,
  has_transparent_pixels INTEGER,
  is_animated INTEGER,
  PRIMARY KEY (submission_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_files_by_content ON submission_files (sha256);

-- Sealed by the secret box; key and protection are recorded beside it so that an unreadable one can be explained.
CREATE TABLE test_data (
  submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submissions (id),
  sealed BLOB NOT NULL,
  key_id TEXT NOT NULL,
  protection TEXT NOT NULL,
  sealed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE refused_imports (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  problems TEXT NOT NULL CHECK (json_valid(problems))
) STRICT;
CREATE INDEX refused_imports_newest ON refused_imports (at);

CREATE TABLE checklists (
  submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submissions (id),
  rulebook_version TEXT NOT NULL,
  -- The rules that apply, as they read when the checklist was begun.
  rules_sha256 TEXT NOT NULL REFERENCES documents (sha256),
  begun_at INTEGER NOT NULL,
  begun_by TEXT NOT NULL
) STRICT;

CREATE TABLE checklist_items (
  submission_id TEXT NOT NULL REFERENCES checklists (submission_id),
  rule_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  mark TEXT NOT NULL DEFAULT 'not-checked' CHECK (mark IN ('pass', 'fail', 'not-applicable', 'not-checked')),
  marked_by TEXT,
  marked_at INTEGER,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (submission_id, rule_id)
) STRICT, WITHOUT ROWID;

-- What machines say; apart from the marks, so that nothing a machine writes can change what a person decided.
CREATE TABLE automatic_results (
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  rule_id TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('install-test', 'check')),
  status TEXT NOT NULL CHECK (status IN ('pass', 'fail', 'could-not-look')),
  message TEXT NOT NULL CHECK (json_valid(message)),
  place TEXT,
  run_id TEXT REFERENCES runs (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (submission_id, rule_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  id TEXT NOT NULL PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  ${sha256('sha256')},
  kind TEXT NOT NULL CHECK (kind IN ('screenshot', 'console', 'network', 'http', 'file', 'trace', 'report')),
  title TEXT NOT NULL,
  mime TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('person', 'install-test', 'check')),
  run_id TEXT REFERENCES runs (id),
  step_id TEXT,
  at INTEGER NOT NULL,
  added_by TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of_submission ON evidence (submission_id, at);
CREATE INDEX evidence_by_content ON evidence (sha256);
CREATE INDEX evidence_of_run ON evidence (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE checklist_evidence (
  submission_id TEXT NOT NULL,
  rule_id TEXT NOT NULL,
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (submission_id, rule_id, evidence_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  id TEXT NOT NULL PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  rule_id TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('blocker', 'major', 'minor')),
  source TEXT NOT NULL CHECK (source IN ('person', 'install-test', 'check')),
  included INTEGER NOT NULL CHECK (included IN (0, 1)),
  -- A person chose whether it is included; machines leave that choice alone.
  included_by TEXT,
  -- What a machine saw, in both languages.
  message TEXT CHECK (message IS NULL OR json_valid(message)),
  -- What a person wrote; null until then.
  seen TEXT,
  steps TEXT NOT NULL DEFAULT '',
  run_id TEXT REFERENCES runs (id),
  at INTEGER NOT NULL,
  UNIQUE (submission_id, rule_id)
) STRICT;

CREATE TABLE portals (
  id TEXT NOT NULL PRIMARY KEY,
  marketplace TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('simulated')),
  name TEXT NOT NULL,
  -- Known after the portal's process has run once.
  member_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

-- Where each solution was ever installed. Never deleted: a portal cannot become clean again.
CREATE TABLE portal_installs (
  portal_id TEXT NOT NULL REFERENCES portals (id),
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  run_id TEXT NOT NULL REFERENCES runs (id),
  version TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (portal_id, solution_id, run_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  portal_id TEXT NOT NULL REFERENCES portals (id),
  version TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('starting', 'running', 'paused', 'checkpoint', 'finished', 'stopped')),
  outcome TEXT CHECK (outcome IS NULL OR outcome IN ('passed', 'findings', 'incomplete')),
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  finished_at INTEGER,
  is_clean INTEGER NOT NULL CHECK (is_clean IN (0, 1)),
  findings INTEGER NOT NULL DEFAULT 0,
  report_sha256 TEXT REFERENCES documents (sha256),
  -- Process that drives it, to recognise a run whose process is gone.
  owner_pid INTEGER NOT NULL,
  owner_session TEXT NOT NULL,
  CHECK ((finished_at IS NULL) = (state NOT IN ('finished', 'stopped')))
) STRICT;
CREATE INDEX runs_of_submission ON runs (submission_id, started_at);
CREATE INDEX runs_under_way ON runs (state) WHERE finished_at IS NULL;

CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  submission_id TEXT REFERENCES submissions (id),
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('to-vendor', 'from-vendor', 'note', 'system')),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX messages_of_solution ON messages (solution_id, at, id);

CREATE TABLE verdicts (
  id TEXT NOT NULL PRIMARY KEY,
  submission_id TEXT NOT NULL REFERENCES submissions (id),
  kind TEXT NOT NULL CHECK (kind IN ('approve', 'return', 'refuse', 'withdraw')),
  decided_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  version TEXT NOT NULL,
  revision INTEGER NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ru', 'en')),
  letter TEXT NOT NULL,
  -- All that was looked at, as it was then.
  snapshot_sha256 TEXT NOT NULL REFERENCES documents (sha256),
  undo_until INTEGER NOT NULL,
  undone_at INTEGER,
  undone_by TEXT,
  previous_publication TEXT NOT NULL,
  previous_decided_at INTEGER,
  event_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX verdicts_of_submission ON verdicts (submission_id, at);
CREATE TRIGGER verdicts_are_not_deleted BEFORE DELETE ON verdicts BEGIN SELECT raise(ABORT, 'verdicts are kept'); END;

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'verdict')),
  message_id TEXT NOT NULL UNIQUE REFERENCES messages (id),
  verdict_id TEXT UNIQUE REFERENCES verdicts (id),
  solution_id TEXT NOT NULL REFERENCES solutions (id),
  submission_id TEXT REFERENCES submissions (id),
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'handed-over', 'cancelled')),
  created_at INTEGER NOT NULL,
  held_until INTEGER,
  handed_over_at INTEGER,
  handed_over_by TEXT,
  CHECK ((state = 'handed-over') = (handed_over_at IS NOT NULL)),
  CHECK (state <> 'held' OR held_until IS NOT NULL)
) STRICT;
CREATE INDEX outbox_in_state ON outbox (state, created_at);
CREATE INDEX outbox_held ON outbox (held_until) WHERE state = 'held';

-- Unsent text, saved while it is typed; not a record of what happened, so it has no events.
CREATE TABLE drafts (
  key TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
