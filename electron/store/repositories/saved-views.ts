import type { ReadableDb, WritableDb } from '../connection.ts';

export interface SavedViewRow {
  readonly id: string;
  readonly name: string;
  /** QueueQuery as JSON. */
  readonly query: string;
  readonly created_by: string;
  readonly created_at: number;
}

/** In the order in which they were made. */
export function savedViews(db: ReadableDb): SavedViewRow[] {
  return db.all<SavedViewRow>('SELECT id, name, query, created_by, created_at FROM saved_views ORDER BY created_at, id');
}

export function insertSavedView(tx: WritableDb, row: SavedViewRow): void {
  tx.run(
    'INSERT INTO saved_views (id, name, query, created_by, created_at) VALUES (?, ?, ?, ?, ?)',
    row.id,
    row.name,
    row.query,
    row.created_by,
    row.created_at,
  );
}

export function deleteSavedView(tx: WritableDb, id: string): void {
  tx.run('DELETE FROM saved_views WHERE id = ?', id);
}
