import { BACKUP_INTERVAL_MS, listBackups, makeBackup, type Backup } from './backup.ts';
import type { Connection } from './connection.ts';
import { verifyChain, type ChainCheck } from './event-log.ts';
import { openForReading } from './open-database.ts';
import { searchSubmissions, type SearchResult } from './repositories/search.ts';
import type { QueueKey } from './queue-groups.ts';
import { everyThousandth, type Onlooker, type QueueFilter } from './repositories/queue.ts';
import { StatisticsBook, type Statistics, type StatisticsFilter } from './statistics.ts';
import { workspaceFolder, type WorkspaceFolder } from './workspace-folder.ts';

/** What takes too long for the thread that answers the window. Each task works on a connection of its own that only reads. */
export interface ReadTasks {
  search(input: { filter: QueueFilter; typed: string; onlooker: Onlooker }): SearchResult;
  /** What it has read stays in memory for the next question. */
  statistics(input: { filter: StatisticsFilter; now: number }): Statistics;
  /** See QueueAnchors.adopt. */
  everyThousandth(input: { filter: QueueFilter; onlooker: Onlooker }): readonly QueueKey[];
  verifyChain(input: Record<string, never>): ChainCheck;
  /** @returns 'ok' or SQLite's first complaints. */
  checkIntegrity(input: { full: boolean }): string;
  backup(input: { now: number; reason: string }): Backup;
  /** Makes one when the newest is older than the interval. */
  backupWhenDue(input: { now: number }): Backup | null;
}

export type ReadTaskName = keyof ReadTasks;

/** @param root folder of the workspace. The connection opens with the first task. */
export function createReadTasks(root: string): { readonly tasks: ReadTasks; close(): void } {
  const folder: WorkspaceFolder = workspaceFolder(root);
  let connection: Connection | null = null;
  const db = (): Connection => (connection ??= openForReading(folder));
  let book: StatisticsBook | null = null;
  const tasks: ReadTasks = {
    search: ({ filter, typed, onlooker }) => searchSubmissions(db(), filter, typed, onlooker),
    statistics: ({ filter, now }) => (book ??= new StatisticsBook(db())).answer(filter, now),
    everyThousandth: ({ filter, onlooker }) => everyThousandth(db(), filter, onlooker),
    verifyChain: () => verifyChain(db()),
    checkIntegrity: ({ full }) =>
      db()
        .all<Record<string, string>>(`PRAGMA ${full ? 'integrity_check' : 'quick_check'}(5)`)
        .map((row) => Object.values(row)[0] ?? '')
        .join('; '),
    backup: ({ now, reason }) => makeBackup(db(), folder, now, reason),
    backupWhenDue: ({ now }) => {
      const newest = listBackups(folder)[0];
      return newest !== undefined && now - newest.at < BACKUP_INTERVAL_MS ? null : makeBackup(db(), folder, now, 'schedule');
    },
  };
  return {
    tasks,
    close: () => {
      connection?.close();
      connection = null;
    },
  };
}
