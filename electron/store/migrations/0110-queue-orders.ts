import { groupNumber } from '../queue-groups.ts';
import type { Migration } from './migration.ts';

const CAPITALS = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐЎӘҒҚҢӨҰҮҺ';

/** As a dictionary orders names: case, ё, quotes and blanks in front do not count. SQLite's lower() knows Latin letters only. */
const alphabetical = (column: string): string =>
  [...CAPITALS].reduce(
    (sql, letter) => `replace(${sql}, '${letter}', '${letter.toLowerCase()}')`,
    `replace(replace(lower(substr(ltrim(${column}, ' «»„“”"''()[]'), 1, 60)), 'Ё', 'е'), 'ё', 'е')`,
  );

/**
 * The queue by name, vendor, attempts and team's day, and any order within one region or kind. Rows that always fit or fail a view
 * and a filter together have one group number, and every index begins with it: whatever is asked, a page is read from the beginnings
 * of a few ranges (queue-groups.ts).
 */
export const queueOrders: Migration = {
  version: 110,
  name: 'queue-orders',
  sql: `
-- "YYYYMMDD" as a number; kept by the triggers on due_days.
ALTER TABLE submissions ADD COLUMN due_day INTEGER;
ALTER TABLE submissions ADD COLUMN group_no INTEGER GENERATED ALWAYS AS (${groupNumber('attempt > 1')}) VIRTUAL;
ALTER TABLE submissions ADD COLUMN name_order TEXT GENERATED ALWAYS AS (${alphabetical('solution_name')}) VIRTUAL;
ALTER TABLE submissions ADD COLUMN vendor_order TEXT GENERATED ALWAYS AS (${alphabetical('vendor_name')}) VIRTUAL;
-- Most attempts first on an ascending index.
ALTER TABLE submissions ADD COLUMN attempt_rank INTEGER GENERATED ALWAYS AS (-attempt) VIRTUAL;

UPDATE submissions SET due_day = (SELECT CAST(replace(day, '-', '') AS INTEGER) FROM due_days WHERE submission_id = submissions.id)
WHERE id IN (SELECT submission_id FROM due_days);
CREATE TRIGGER due_days_set AFTER INSERT ON due_days
BEGIN UPDATE submissions SET due_day = CAST(replace(NEW.day, '-', '') AS INTEGER) WHERE id = NEW.submission_id; END;
CREATE TRIGGER due_days_moved AFTER UPDATE OF day ON due_days
BEGIN UPDATE submissions SET due_day = CAST(replace(NEW.day, '-', '') AS INTEGER) WHERE id = NEW.submission_id; END;
CREATE TRIGGER due_days_taken_back AFTER DELETE ON due_days
BEGIN UPDATE submissions SET due_day = NULL WHERE id = OLD.submission_id; END;

CREATE INDEX submissions_by_queued ON submissions (group_no, queued_at, seq, due_day);
CREATE INDEX submissions_by_turn ON submissions (group_no, turn_at, seq) WHERE turn = 'vendor';
CREATE INDEX submissions_by_decision ON submissions (group_no, decided_rank, seq) WHERE decided_rank IS NOT NULL;
CREATE INDEX submissions_by_name ON submissions (group_no, name_order, seq, queued_at);
CREATE INDEX submissions_by_vendor ON submissions (group_no, vendor_order, seq, queued_at);
CREATE INDEX submissions_by_attempt ON submissions (group_no, attempt_rank, seq, queued_at) WHERE attempt > 1;
CREATE INDEX submissions_by_due_day ON submissions (group_no, due_day, seq, queued_at) WHERE due_day IS NOT NULL;
DROP INDEX submissions_for_us_in_lane;
`,
};
