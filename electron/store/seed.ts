import type { SubmissionKind } from '../../shared/domain/submission.ts';
import type { Connection, WritableDb } from './connection.ts';
import { canonicalJson, sha256Hex } from './event-chain.ts';
import { appendEvent } from './event-log.ts';
import { laneFor, putDocument } from './repositories/submissions.ts';
import { searchAlphabet } from './search-text.ts';

/** What seeded submissions are made of; combined by number, so that the same count gives the same workspace. */
export interface SeedMaterial {
  readonly marketplace: string;
  readonly regions: readonly [string, string];
  readonly solutionTypes: readonly string[];
  readonly vendorNames: readonly string[];
  /** First and second word of a solution's name. */
  readonly nameHeads: readonly string[];
  readonly nameTails: readonly string[];
  readonly cards: readonly { readonly card: unknown; readonly texts: string }[];
  readonly versions: readonly { readonly number: string; readonly version: unknown }[];
}

export interface SeedOptions {
  readonly count: number;
  readonly now: number;
  readonly workstationId: string;
  readonly actor: string;
  readonly onProgress?: (done: number) => void;
}

/** Rows of one INSERT … SELECT; each batch is one transaction with one event, so the chain of a million rows stays short. */
const BATCH_ROWS = 50_000;
const SUBMISSIONS_PER_SOLUTION = 4;
const SOLUTIONS_PER_VENDOR = 10;
/** One submission a minute, the last one now. */
const SPACING_MS = 60_000;

/**
 * Fills a workspace with submissions, set by set inside SQLite. Of four submissions of a solution the first is decided
 * (returned or approved by turns), the others wait: a further attempt or a new version, a new version in the second
 * region, a card change. Seeded rows have no events of their own, no files and no verdicts.
 */
export function seedSubmissions(db: Connection, material: SeedMaterial, options: SeedOptions): void {
  // A benchmark's data can be made again; the last commit is made durable by the checkpoint below.
  db.pragma('synchronous = NORMAL');
  try {
    // A round number, so that a solution's four submissions stand together in a workspace that is not empty.
    const rows = db.value<number>('SELECT coalesce(max(seq), 0) FROM submissions') ?? 0;
    const first = Math.ceil(rows / SUBMISSIONS_PER_SOLUTION) * SUBMISSIONS_PER_SOLUTION;
    const startAt = options.now - (first + options.count) * SPACING_MS;
    db.write((tx) => {
      prepareMaterial(tx, material);
    });
    for (let done = 0; done < options.count; done += BATCH_ROWS) {
      const size = Math.min(BATCH_ROWS, options.count - done);
      db.write((tx) => {
        seedBatch(tx, material, options, { first: first + done, rows: size, startAt });
      });
      options.onProgress?.(done + size);
    }
    db.write((tx) => {
      tx.run("INSERT INTO submission_search (submission_search, rank) VALUES ('merge', 500)");
      tx.run('DROP TABLE temp.seed_card');
      tx.run('DROP TABLE temp.seed_version');
      tx.run('DROP TABLE temp.seed_word');
    });
    db.raw.exec('ANALYZE');
  } finally {
    db.pragma('synchronous = FULL');
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

function prepareMaterial(tx: WritableDb, material: SeedMaterial): void {
  tx.run('CREATE TEMP TABLE seed_card (n INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, texts TEXT NOT NULL)');
  tx.run('CREATE TEMP TABLE seed_version (n INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, number TEXT NOT NULL, searched TEXT NOT NULL)');
  tx.run('CREATE TEMP TABLE seed_word (list TEXT NOT NULL, n INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (list, n))');
  const store = (value: unknown): string => {
    const body = canonicalJson(value);
    const sha256 = sha256Hex(body);
    putDocument(tx, sha256, body);
    return sha256;
  };
  material.cards.forEach(({ card, texts }, n) => tx.run('INSERT INTO seed_card VALUES (?, ?, ?)', n, store(card), searchAlphabet(texts)));
  material.versions.forEach(({ number, version }, n) =>
    tx.run('INSERT INTO seed_version VALUES (?, ?, ?, ?)', n, store(version), number, searchAlphabet(number)),
  );
  const lists = { head: material.nameHeads, tail: material.nameTails, vendor: material.vendorNames, type: material.solutionTypes };
  for (const [list, words] of Object.entries(lists)) {
    words.forEach((word, n) => tx.run('INSERT INTO seed_word VALUES (?, ?, ?)', list, n, word));
  }
}

/** A UUIDv7 from a time (ms) and a number below 2^40; `salt` keeps ids of different tables apart. */
const uuid = (time: string, number: string, salt: number): string =>
  `printf('%08x-%04x-7%03x-%04x-%02x%010x', (${time}) >> 16, (${time}) & 65535, (${number}) & 4095, 32768 | (((${number}) >> 12) & 16383), ${String(salt)}, ${number})`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function seedBatch(
  tx: WritableDb,
  material: SeedMaterial,
  options: SeedOptions,
  { first, rows, startAt }: { first: number; rows: number; startAt: number },
): void {
  const [home, second] = material.regions;
  const lane = (region: string, kind: SubmissionKind): number => laneFor(tx, material.marketplace, region, kind);
  const lanes = {
    newHome: lane(home, 'new-solution'),
    versionHome: lane(home, 'new-version'),
    versionSecond: lane(second, 'new-version'),
    cardHome: lane(home, 'card-change'),
  };
  const numbers = `WITH RECURSIVE numbers (i) AS (SELECT ${String(first)} UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < ${String(first + rows)})`;
  const start = startAt;
  const time = `${String(start)} + i * ${String(SPACING_MS)}`;
  const solution = `i / ${String(SUBMISSIONS_PER_SOLUTION)}`;
  const vendor = `i / ${String(SUBMISSIONS_PER_SOLUTION * SOLUTIONS_PER_VENDOR)}`;
  const word = (list: string, number: string, count: number): string =>
    `(SELECT word FROM seed_word WHERE list = '${list}' AND n = (${number}) % ${String(count)})`;
  const vendorName = `${word('vendor', vendor, material.vendorNames.length)} || ' ' || (${vendor})`;
  const solutionName = `${word('head', solution, material.nameHeads.length)} || ' ' || ${word('tail', `(${solution}) / ${String(material.nameHeads.length)}`, material.nameTails.length)}`;
  const code = `'seed' || (${vendor}) || '.app' || (${solution})`;
  const marketplace = literal(material.marketplace);
  tx.run(
    `${numbers} INSERT INTO vendors (id, marketplace, code, name, legal_name, email)
     SELECT ${uuid(String(start), vendor, 1)}, ${marketplace}, 'seed' || (${vendor}), ${vendorName}, 'ООО «' || ${vendorName} || '»',
       'dev' || (${vendor}) || '@vendor.example' FROM numbers WHERE true GROUP BY ${vendor} ON CONFLICT DO NOTHING`,
  );
  tx.run(
    `${numbers} INSERT INTO solutions (id, marketplace, code, name, vendor_id, created_at)
     SELECT ${uuid(String(start), solution, 2)}, ${marketplace}, ${code}, ${solutionName},
       (SELECT id FROM vendors WHERE marketplace = ${marketplace} AND code = 'seed' || (${vendor})),
       min(${time}) FROM numbers WHERE true GROUP BY ${solution} ON CONFLICT DO NOTHING`,
  );
  const before = tx.value<number>('SELECT max(seq) FROM submissions') ?? 0;
  // k: which of the four; r: whether the first was returned.
  tx.run(
    `${numbers} INSERT INTO submissions (id, lane, marketplace, external_id, region, kind, solution_type, solution_id, solution_name,
       solution_code, vendor_name, version, chain_id, attempt, state, revision, submitted_at, queued_at, decided_at, card_sha256,
       version_sha256, package_sha256, turn, turn_reason, turn_at)
     SELECT ${uuid(time, 'i', 3)},
       CASE k WHEN 0 THEN ${String(lanes.newHome)} WHEN 1 THEN iif(r, ${String(lanes.newHome)}, ${String(lanes.versionHome)})
         WHEN 2 THEN ${String(lanes.versionSecond)} ELSE ${String(lanes.cardHome)} END,
       ${marketplace}, 'SEED-' || i, iif(k = 2, ${literal(second)}, ${literal(home)}),
       CASE k WHEN 0 THEN 'new-solution' WHEN 1 THEN iif(r, 'new-solution', 'new-version') WHEN 2 THEN 'new-version' ELSE 'card-change' END,
       ${word('type', solution, material.solutionTypes.length)},
       solutions.id, solutions.name, solutions.code, ${vendorName}, seed_version.number,
       iif(k = 1 AND r, ${uuid(`${time} - ${String(SPACING_MS)}`, 'i - 1', 3)}, ${uuid(time, 'i', 3)}),
       iif(k = 1 AND r, 2, 1),
       iif(k = 0, iif(r, 'returned', 'approved'), 'queued'), 1, ${time}, ${time}, iif(k = 0, ${time} + 1000, NULL),
       seed_card.sha256, seed_version.sha256, unhex(printf('%064x', i + 1)),
       iif(k = 0, 'none', 'us'), CASE WHEN k = 0 THEN 'decided' WHEN k = 1 AND r THEN 'resubmitted' ELSE 'submitted' END, ${time}
     FROM (SELECT i, i % ${String(SUBMISSIONS_PER_SOLUTION)} AS k, (${solution}) % 2 = 0 AS r FROM numbers)
     JOIN solutions ON solutions.marketplace = ${marketplace} AND solutions.code = ${code}
     JOIN seed_card ON seed_card.n = i % ${String(material.cards.length)}
     JOIN seed_version ON seed_version.n = i % ${String(material.versions.length)}
     ORDER BY i`,
  );
  tx.run(
    `INSERT INTO publications (solution_id, region, state)
     SELECT solution_id, region, 'published' FROM submissions WHERE seq > ? AND state = 'approved' ON CONFLICT DO NOTHING`,
    before,
  );
  tx.run(
    `INSERT INTO submission_search (rowid, name, code, vendor, version, texts)
     SELECT seq, solution_name, solution_code, vendor_name, seed_version.searched, seed_card.texts
     FROM submissions JOIN seed_card ON seed_card.sha256 = card_sha256 JOIN seed_version ON seed_version.sha256 = version_sha256
     WHERE seq > ? ORDER BY seq`,
    before,
  );
  appendEvent(tx, options.workstationId, {
    at: options.now,
    actor: options.actor,
    type: 'submissions.seeded',
    details: { marketplace: material.marketplace, first: first + 1, count: rows },
  });
}
