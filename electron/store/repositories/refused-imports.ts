import type { ReadableDb, WritableDb } from '../connection.ts';

export interface RefusedRow {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly code: string;
  /** ImportProblem[] as JSON. */
  readonly problems: string;
}

export function insertRefused(tx: WritableDb, row: RefusedRow): void {
  tx.run(
    'INSERT INTO refused_imports (id, name, at, code, problems) VALUES (?, ?, ?, ?, ?)',
    row.id,
    row.name,
    row.at,
    row.code,
    row.problems,
  );
}

/** Newest first, at most `limit`. */
export function refusedImports(db: ReadableDb, limit: number): RefusedRow[] {
  return db.all<RefusedRow>('SELECT id, name, at, code, problems FROM refused_imports ORDER BY at DESC, id DESC LIMIT ?', limit);
}

export function deleteRefused(tx: WritableDb, id: string): RefusedRow | undefined {
  return tx.get<RefusedRow>('DELETE FROM refused_imports WHERE id = ? RETURNING id, name, at, code, problems', id);
}
