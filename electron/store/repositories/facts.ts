import type { ReadableDb, WritableDb } from '../connection.ts';

/** Single values of the workspace. */
export function fact(db: ReadableDb, name: string): string | undefined {
  return db.value<string>('SELECT value FROM facts WHERE name = ?', name);
}

export function setFact(tx: WritableDb, name: string, value: string): void {
  tx.run('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
}
