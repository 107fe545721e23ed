import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { AppError } from '../../shared/domain/errors.ts';
import { Connection } from './connection.ts';
import { MIGRATIONS } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import { toStorageError } from './storage-error.ts';
import type { WorkspaceFolder } from './workspace-folder.ts';

/** "MDWS" in the file header: this is a workspace and nothing else. */
export const APPLICATION_ID = 0x4d445753;

export interface OpenDatabaseOptions {
  /** Version of this application, kept in the file so that an older one can name what wrote it. */
  readonly appVersion: string;
  /** How long a statement waits for another process, ms. */
  readonly busyTimeoutMs?: number;
  readonly migrations?: readonly Migration[];
  /** Called before the first statement of a migration of an existing workspace; throwing stops the migration. */
  readonly beforeMigration?: (connection: Connection, fromVersion: number, toVersion: number) => void;
}

const SQLITE_MAGIC = 'SQLite format 3\0';

/**
 * The open ladder: is it there, is it a database, is it ours, is it not newer than this build, is it whole. The file is
 * never changed before all of that is known, and never deleted.
 */
export function openDatabase(folder: WorkspaceFolder, options: OpenDatabaseOptions): Connection {
  const migrations = options.migrations ?? MIGRATIONS;
  checkOrder(migrations);
  checkHeader(folder);
  let raw: Database.Database;
  try {
    raw = new Database(folder.database, { timeout: options.busyTimeoutMs ?? 5_000 });
  } catch (error) {
    throw toStorageError(error);
  }
  const connection = new Connection(raw);
  try {
    identify(connection, folder, migrations, options.appVersion);
    configure(connection);
    migrate(connection, migrations, options);
    probe(connection);
    return connection;
  } catch (error) {
    raw.close();
    throw toStorageError(error);
  }
}

/** A second connection of the worker: looks, never writes. */
export function openForReading(folder: WorkspaceFolder): Connection {
  try {
    const raw = new Database(folder.database, { readonly: true, fileMustExist: true, timeout: 5_000 });
    const connection = new Connection(raw);
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('temp_store = MEMORY');
    return connection;
  } catch (error) {
    throw toStorageError(error);
  }
}

function checkOrder(migrations: readonly Migration[]): void {
  let last = 0;
  for (const { version, name } of migrations) {
    if (version <= last) throw new Error(`migration ${name} (${String(version)}) does not follow ${String(last)}`);
    last = version;
  }
}

function hasOwnTraces(folder: WorkspaceFolder): boolean {
  const holdsFiles = (directory: string): boolean => existsSync(directory) && readdirSync(directory).length > 0;
  return holdsFiles(folder.keys) || holdsFiles(folder.backups) || holdsFiles(folder.evidence);
}

/**
 * Looks at the first bytes before SQLite does. A file that is no database is foreign in a strange folder and damaged in
 * a folder where a workspace has left keys, backups or evidence.
 */
function checkHeader(folder: WorkspaceFolder): void {
  if (!existsSync(folder.database)) {
    // Backups without a database: it was lost, and a new empty one in its place would hide that.
    if (existsSync(folder.backups) && readdirSync(folder.backups).length > 0) throw damaged(folder);
    return;
  }
  const header = Buffer.alloc(SQLITE_MAGIC.length);
  let size: number;
  try {
    if (!statSync(folder.database).isFile()) throw foreign(folder);
    const file = openSync(folder.database, 'r');
    try {
      size = readSync(file, header, 0, header.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw toStorageError(error);
  }
  if (size === header.length && header.toString('latin1') === SQLITE_MAGIC) return;
  // An empty file is what a crash leaves between making the file and the first commit.
  if (size === 0 && !(existsSync(`${folder.database}-wal`) || hasOwnTraces(folder))) return;
  throw hasOwnTraces(folder) ? damaged(folder) : foreign(folder);
}

function foreign(folder: WorkspaceFolder): AppError {
  return new AppError('workspace-foreign', `${folder.database} was not made by this application.`, { path: folder.database });
}

function damaged(folder: WorkspaceFolder): AppError {
  return new AppError('storage-corrupt', `${folder.database} is damaged.`, { path: folder.database });
}

function identify(connection: Connection, folder: WorkspaceFolder, migrations: readonly Migration[], appVersion: string): void {
  const applicationId = Number(connection.pragma('application_id'));
  const found = Number(connection.pragma('user_version'));
  const tables = connection.value<number>('SELECT count(*) FROM sqlite_schema') ?? 0;
  const supported = migrations.at(-1)?.version ?? 0;
  if (applicationId !== APPLICATION_ID) {
    if (applicationId === 0 && tables === 0 && found === 0) return;
    throw foreign(folder);
  }
  if (found > supported) {
    const writtenBy = connection.value<string>("SELECT value FROM facts WHERE name = 'appVersion'") ?? 'unknown';
    throw new AppError(
      'workspace-newer',
      `The workspace was written by version ${writtenBy} (schema ${String(found)}); this is version ${appVersion} (schema ${String(supported)}).`,
      { path: folder.root, writtenBy, appVersion, workspaceSchema: found, supportedSchema: supported },
    );
  }
  if (found === 0 && tables > 0) throw foreign(folder);
  if (found !== 0 && !migrations.some(({ version }) => version === found)) throw foreign(folder);
}

/** `synchronous=FULL`: a confirmed decision survives a power cut; its cost is a tenth of a millisecond. */
function configure(connection: Connection): void {
  const mode = connection.pragma('journal_mode = WAL');
  if (mode !== 'wal') throw new AppError('workspace-read-only', `The disk of the workspace does not allow WAL (${String(mode)}).`);
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('recursive_triggers = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.pragma('temp_store = MEMORY');
}

function migrate(connection: Connection, migrations: readonly Migration[], options: OpenDatabaseOptions): void {
  const before = Number(connection.pragma('user_version'));
  const target = migrations.at(-1)?.version ?? 0;
  if (before !== target) {
    if (before > 0) options.beforeMigration?.(connection, before, target);
    // A table that others refer to can be rebuilt only without enforcement; all references are checked before the commit.
    connection.pragma('foreign_keys = OFF');
    connection.write((tx) => {
      // Another process may have migrated while this one waited for the lock.
      const from = Number(connection.pragma('user_version'));
      for (const step of migrations) {
        if (step.version <= from) continue;
        connection.probe?.(step.name);
        connection.raw.exec(step.sql);
      }
      connection.pragma(`application_id = ${String(APPLICATION_ID)}`);
      connection.pragma(`user_version = ${String(target)}`);
      tx.run(
        "INSERT INTO facts (name, value) VALUES ('appVersion', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        options.appVersion,
      );
      const broken = connection.get<{ table: string }>('SELECT "table" FROM pragma_foreign_key_check LIMIT 1');
      if (broken !== undefined) throw new AppError('storage-corrupt', `The table ${broken.table} refers to rows that are not there.`);
    });
    connection.pragma('foreign_keys = ON');
  }
}

/** One look at the things that every screen needs, so that damage there shows at the door. */
function probe(connection: Connection): void {
  connection.get('SELECT * FROM facts LIMIT 1');
  connection.get('SELECT * FROM submissions ORDER BY seq DESC LIMIT 1');
  connection.get('SELECT * FROM events ORDER BY rank DESC LIMIT 1');
  connection.get('SELECT sum(n) FROM queue_counts');
  // Changes nothing, but a database that cannot be written says so here and not at the first decision.
  connection.write((tx) => tx.run("UPDATE facts SET value = value WHERE name = ''"));
}
