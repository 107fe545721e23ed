import type { ReadableDb, WritableDb } from '../connection.ts';

export interface TemplateRow {
  readonly id: string;
  readonly title: string;
  readonly text_ru: string;
  readonly text_en: string;
  /** Ids of rules that it is offered for, as a JSON list; an empty list: for messages and letters. */
  readonly rule_ids: string;
}

const COLUMNS = 'id, title, text_ru, text_en, rule_ids';

export function replyTemplates(db: ReadableDb): TemplateRow[] {
  return db.all<TemplateRow>(`SELECT ${COLUMNS} FROM reply_templates ORDER BY title, id`);
}

export function replyTemplate(db: ReadableDb, id: string): TemplateRow | undefined {
  return db.get<TemplateRow>(`SELECT ${COLUMNS} FROM reply_templates WHERE id = ?`, id);
}

export function putReplyTemplate(tx: WritableDb, row: TemplateRow): void {
  tx.run(
    `INSERT INTO reply_templates (${COLUMNS}) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, text_ru = excluded.text_ru, text_en = excluded.text_en, rule_ids = excluded.rule_ids`,
    row.id,
    row.title,
    row.text_ru,
    row.text_en,
    row.rule_ids,
  );
}

export function deleteReplyTemplate(tx: WritableDb, id: string): void {
  tx.run('DELETE FROM reply_templates WHERE id = ?', id);
}
