import Database from 'better-sqlite3';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/domain/errors.ts';
import { makeBackup } from '../../../electron/store/backup.ts';
import { MIGRATIONS } from '../../../electron/store/migrations/list.ts';
import type { Migration } from '../../../electron/store/migrations/migration.ts';
import { APPLICATION_ID, openDatabase } from '../../../electron/store/open-database.ts';
import { prepareWorkspaceFolder, workspaceFolder } from '../../../electron/store/workspace-folder.ts';
import { lockWorkspace } from '../../../electron/store/workspace-lock.ts';
import { codeOf, newFolder, open, temporaryFolder } from './store-fixture.ts';

/** Schema version of this build. */
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;

describe('opening a workspace', () => {
  it('makes it with every safety on, and opens it again', () => {
    const folder = newFolder();
    const db = open(folder);
    const pragmas = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'trusted_schema',
      'cell_size_check',
      'recursive_triggers',
      'application_id',
      'user_version',
      'busy_timeout',
    ];
    expect(Object.fromEntries(pragmas.map((name) => [name, db.pragma(name)]))).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      recursive_triggers: 1,
      application_id: APPLICATION_ID,
      user_version: MIGRATIONS.at(-1)?.version,
      busy_timeout: 50,
    });
    const loose = db.all<{ name: string }>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    );
    expect(loose).toEqual([]);
    db.write((tx) => tx.run("INSERT INTO facts VALUES ('probe', 'kept')"));
    db.close();
    expect(open(folder).value("SELECT value FROM facts WHERE name = 'probe'")).toBe('kept');
    expect(statSync(folder.keys).mode & 0o777).toBe(0o700);
  });

  it('names both versions when the workspace is newer', () => {
    const folder = newFolder();
    const db = open(folder);
    db.pragma('user_version = 990');
    db.write((tx) => tx.run("UPDATE facts SET value = '9.9.9' WHERE name = 'appVersion'"));
    db.close();
    const before = readFileSync(folder.database);
    try {
      open(folder);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'workspace-newer',
        details: { writtenBy: '9.9.9', appVersion: '1.2.3', workspaceSchema: 990, supportedSchema: NEWEST },
      });
    }
    expect(readFileSync(folder.database).equals(before)).toBe(true);
  });

  it.each([
    [
      'a picture',
      (file: string) => {
        writeFileSync(file, Buffer.from('ffd8ffe000104a464946', 'hex'));
      },
    ],
    [
      'text',
      (file: string) => {
        writeFileSync(file, 'hello');
      },
    ],
    [
      'a folder',
      (file: string) => {
        mkdirSync(file);
      },
    ],
    [
      'a database of something else',
      (file: string) => {
        new Database(file).exec('CREATE TABLE notes (text)').close();
      },
    ],
    [
      'a database with another application id',
      (file: string) => {
        new Database(file).exec('PRAGMA application_id = 7; CREATE TABLE notes (text)').close();
      },
    ],
    [
      'a database with only our id and foreign tables',
      (file: string) => {
        new Database(file).exec(`PRAGMA application_id = ${String(APPLICATION_ID)}; CREATE TABLE notes (text)`).close();
      },
    ],
  ])('refuses %s as foreign and leaves it as it is', (_, make) => {
    const folder = newFolder();
    make(folder.database);
    const before = statSync(folder.database).isFile() ? readFileSync(folder.database).toString('hex') : '';
    expect(codeOf(() => open(folder))).toBe('workspace-foreign');
    if (before !== '') expect(readFileSync(folder.database).toString('hex')).toBe(before);
  });

  it('takes an empty file for a workspace that was being made, unless traces show that it was one', () => {
    const folder = newFolder();
    writeFileSync(folder.database, '');
    open(folder).close();
    truncateSync(folder.database, 0);
    writeFileSync(path.join(folder.keys, 'workspace-key.json'), '{}');
    expect(codeOf(() => open(folder))).toBe('storage-corrupt');
  });

  it('does not make an empty workspace where a database was lost', () => {
    const folder = newFolder();
    const db = open(folder);
    makeBackup(db, folder, 1_700_000_000_000, 'schedule');
    db.close();
    rmSync(folder.database);
    expect(codeOf(() => open(folder))).toBe('storage-corrupt');
    expect(existsSync(folder.database)).toBe(false);
  });

  it.each([
    ['its first bytes are overwritten', 0, Buffer.alloc(200, 0x41)],
    ['its schema page is overwritten', 100, Buffer.alloc(3_000, 0x5a)],
  ])('says damaged when %s', (_, offset, junk) => {
    const folder = newFolder();
    writeFileSync(path.join(folder.keys, 'workspace-key.json'), '{}');
    open(folder).close();
    const bytes = readFileSync(folder.database);
    junk.copy(bytes, offset);
    writeFileSync(folder.database, bytes);
    expect(codeOf(() => open(folder))).toBe('storage-corrupt');
  });

  it('says damaged when pages of a table are overwritten', () => {
    const folder = newFolder();
    const db = open(folder);
    db.write((tx) => {
      for (let n = 0; n < 500; n += 1) tx.run('INSERT INTO facts VALUES (?, ?)', `fact-${String(n)}`, 'x'.repeat(200));
    });
    db.close();
    const bytes = readFileSync(folder.database);
    for (let at = 4_096; at < bytes.length; at += 4_096) bytes.fill(0xee, at, at + 64);
    writeFileSync(folder.database, bytes);
    expect(codeOf(() => open(folder))).toBe('storage-corrupt');
  });

  it('says missing, or that the path is a file', () => {
    const root = temporaryFolder();
    expect(
      codeOf(() => {
        prepareWorkspaceFolder(workspaceFolder(path.join(root, 'none')), false);
      }),
    ).toBe('workspace-missing');
    writeFileSync(path.join(root, 'file'), '');
    expect(
      codeOf(() => {
        prepareWorkspaceFolder(workspaceFolder(path.join(root, 'file')), true);
      }),
    ).toBe('workspace-foreign');
  });

  it('says busy while another process writes, and works when it is done', () => {
    const folder = newFolder();
    const db = open(folder);
    const other = new Database(folder.database);
    other.exec('BEGIN IMMEDIATE');
    const write = (): unknown => db.write((tx) => tx.run("INSERT INTO facts VALUES ('a', 'b')"));
    expect(codeOf(write)).toBe('storage-busy');
    other.exec('COMMIT');
    other.close();
    expect(codeOf(write)).toBe('none');
  });

  it('says full when no page is left, keeps what was there, and works again', () => {
    const folder = newFolder();
    const db = open(folder);
    db.write((tx) => tx.run("INSERT INTO facts VALUES ('kept', '1')"));
    db.pragma(`max_page_count = ${String(db.pragma('page_count'))}`);
    const big = (): unknown =>
      db.write((tx) => {
        for (let n = 0; n < 100; n += 1) tx.run('INSERT INTO facts VALUES (?, ?)', `n${String(n)}`, 'x'.repeat(4_000));
      });
    expect(codeOf(big)).toBe('storage-full');
    expect(db.raw.inTransaction).toBe(false);
    expect(db.value('SELECT count(*) FROM facts')).toBe(3);
    db.pragma('max_page_count = 100000');
    expect(codeOf(big)).toBe('none');
  });

  it('lets one application in, and the next when the first has gone', () => {
    const folder = newFolder();
    const first = lockWorkspace(folder.lock);
    expect(codeOf(() => lockWorkspace(folder.lock))).toBe('storage-busy');
    first.release();
    lockWorkspace(folder.lock).release();
  });

  it('asks nothing of file rights beyond its own folder', () => {
    const folder = newFolder();
    chmodSync(folder.keys, 0o755);
    prepareWorkspaceFolder(folder, true);
    expect(statSync(folder.keys).mode & 0o777).toBe(0o700);
  });
});

describe('migrations', () => {
  const next: Migration = {
    version: NEWEST + 10,
    name: 'more',
    sql: 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; INSERT INTO more VALUES (1);',
  };

  it('run in order, once, after a backup that is whole', () => {
    const folder = newFolder();
    open(folder).close();
    const asked: number[] = [];
    const options = {
      appVersion: '2.0.0',
      migrations: [...MIGRATIONS, next],
      beforeMigration: (_: unknown, from: number, to: number) => {
        asked.push(from, to);
      },
    };
    const db = openDatabase(folder, options);
    expect(db.value('SELECT count(*) FROM more')).toBe(1);
    expect(db.value("SELECT value FROM facts WHERE name = 'appVersion'")).toBe('2.0.0');
    db.close();
    openDatabase(folder, options).close();
    expect(asked).toEqual([NEWEST, NEWEST + 10]);
  });

  it('leave the workspace as it was when a step fails', () => {
    const folder = newFolder();
    open(folder).close();
    const broken: Migration = {
      version: NEWEST + 20,
      name: 'broken',
      sql: 'CREATE TABLE later (id INTEGER) STRICT; SELECT no_such_function();',
    };
    expect(() => openDatabase(folder, { appVersion: '2.0.0', migrations: [...MIGRATIONS, next, broken] })).toThrow();
    const db = open(folder);
    expect(db.pragma('user_version')).toBe(NEWEST);
    expect(db.get("SELECT 1 FROM sqlite_schema WHERE name IN ('more', 'later')")).toBeUndefined();
  });

  it('may rebuild a table that others refer to, and are refused when a reference is lost', () => {
    const folder = newFolder();
    const db = open(folder);
    db.raw.exec("INSERT INTO vendors VALUES ('v', 'm', 'c', 'n', '', ''); INSERT INTO solutions VALUES ('s', 'm', 'c', 'n', 'v', 1)");
    db.close();
    const rebuilt = (version: number, where: string): Migration => ({
      version,
      name: 'rebuilt',
      sql: `CREATE TABLE vendors_new (id TEXT NOT NULL PRIMARY KEY) STRICT; INSERT INTO vendors_new SELECT id FROM vendors ${where};
        DROP TABLE vendors; ALTER TABLE vendors_new RENAME TO vendors;`,
    });
    expect(() => openDatabase(folder, { appVersion: '2.0.0', migrations: [...MIGRATIONS, rebuilt(NEWEST + 10, 'WHERE 0')] })).toThrow(
      'solutions',
    );
    const after = openDatabase(folder, { appVersion: '2.0.0', migrations: [...MIGRATIONS, rebuilt(NEWEST + 10, '')] });
    expect(after.pragma('foreign_keys')).toBe(1);
    expect(after.value('SELECT count(*) FROM solutions JOIN vendors ON vendors.id = vendor_id')).toBe(1);
    after.close();
  });

  it('are numbered upwards', () => {
    expect(MIGRATIONS.every(({ version }) => version % 10 === 0)).toBe(true);
    expect(() => openDatabase(newFolder(), { appVersion: '1', migrations: [next, ...MIGRATIONS] })).toThrow('does not follow');
  });
});

describe('publication by region', () => {
  it('is taken from the last verdict in each region of a workspace that knew one state for all', () => {
    const folder = newFolder();
    const before = MIGRATIONS.filter(({ version }) => version < 100);
    const old = openDatabase(folder, { appVersion: '1', migrations: before });
    const sha = 'a'.repeat(64);
    old.raw.exec(`INSERT INTO documents (sha256, body) VALUES ('${sha}', '{}');
      INSERT INTO vendors VALUES ('v', 'm', 'c', 'n', '', '');
      INSERT INTO solutions VALUES ('gone', 'm', 'gone', 'n', 'v', 'withdrawn', 1), ('up', 'm', 'up', 'n', 'v', 'published', 1), ('new', 'm', 'new', 'n', 'v', 'none', 1);
      INSERT INTO lanes (id, marketplace, region, kind) VALUES (1, 'm', 'ru', 'new-version');`);
    const insert = old.raw
      .prepare(`INSERT INTO submissions (id, lane, marketplace, external_id, region, kind, solution_type, solution_id, solution_name,
      solution_code, vendor_name, version, chain_id, attempt, state, revision, submitted_at, queued_at, decided_at, card_sha256,
      version_sha256, package_sha256, turn, turn_reason, turn_at)
      VALUES (?, 1, 'm', ?, ?, 'new-version', 't', ?, 'n', 'c', 'v', '1', ?, 1, ?, 1, 1, 1, ?, '${sha}', '${sha}', randomblob(32), 'none', 'decided', 1)`);
    for (const [id, region, solution, state, decidedAt] of [
      ['a', 'ru', 'gone', 'approved', 10],
      ['b', 'ru', 'gone', 'withdrawn', 20],
      ['c', 'kz', 'gone', 'approved', 15],
      ['d', 'ru', 'up', 'approved', 10],
      ['e', 'by', 'up', 'returned', 10],
    ] as const)
      insert.run(id, id, region, solution, id, state, decidedAt);
    old.close();
    const db = open(folder);
    expect(db.all('SELECT solution_id AS s, region, state FROM publications ORDER BY s, region')).toEqual([
      { s: 'gone', region: 'kz', state: 'published' },
      { s: 'gone', region: 'ru', state: 'withdrawn' },
      { s: 'up', region: 'ru', state: 'published' },
    ]);
    db.close();
  });
});
