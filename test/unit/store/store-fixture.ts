import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Connection } from '../../../electron/store/connection.ts';
import { openDatabase } from '../../../electron/store/open-database.ts';
import type { SeedMaterial } from '../../../electron/store/seed.ts';
import { prepareWorkspaceFolder, workspaceFolder, type WorkspaceFolder } from '../../../electron/store/workspace-folder.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanUps.splice(0).reverse()) each();
});

export function temporaryFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'store-'));
  cleanUps.push(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return root;
}

/** A workspace folder of its own, not yet with a database. */
export function newFolder(): WorkspaceFolder {
  const folder = workspaceFolder(path.join(temporaryFolder(), 'workspace'));
  prepareWorkspaceFolder(folder, true);
  return folder;
}

export function open(folder: WorkspaceFolder): Connection {
  const db = openDatabase(folder, { appVersion: '1.2.3', busyTimeoutMs: 50 });
  cleanUps.push(() => {
    if (db.raw.open) db.close();
  });
  return db;
}

export const seedMaterial: SeedMaterial = {
  marketplace: 'testmarket',
  regions: ['ru', 'kz'],
  solutionTypes: ['crm', 'bot'],
  vendorNames: ['Альфа', 'Бета', 'Гамма'],
  nameHeads: ['Склад', 'Счета', 'Касса', 'Заказы', 'Звонки'],
  nameTails: ['плюс', 'и учёт', 'онлайн'],
  cards: Array.from({ length: 7 }, (_, n) => ({
    card: { n },
    texts: ['Приложение ведёт складской учёт', 'Робот звонит клиенту', 'Выгрузка отчётов по расписанию'][n % 3] ?? '',
  })),
  versions: Array.from({ length: 5 }, (_, n) => ({ number: `1.${String(n)}.0`, version: { number: `1.${String(n)}.0` } })),
};

/** Code of the AppError that `work` throws, or 'none'. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : `not an AppError: ${String(error)}`;
  }
  return 'none';
}
