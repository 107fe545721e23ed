import type { ReadableDb, WritableDb } from '../connection.ts';
import { searchAlphabet } from '../search-text.ts';

export type SaidSource = 'message' | 'finding' | 'note';

/**
 * Makes a text findable, or findable no more when it is empty. Words are kept in the index only.
 * @param key names the text among those of its source: the message, or submission and rule.
 */
export function indexSaid(tx: WritableDb, submissionSeq: number, source: SaidSource, key: string, text: string): void {
  const known = tx.value<number>('SELECT id FROM said WHERE source = ? AND key = ?', source, key);
  if (known !== undefined) {
    tx.run('DELETE FROM said_search WHERE rowid = ?', known);
    if (text.trim() === '') {
      tx.run('DELETE FROM said WHERE id = ?', known);
      return;
    }
  } else if (text.trim() === '') return;
  if (known === undefined) tx.run('INSERT INTO said (seq, source, key) VALUES (?, ?, ?)', submissionSeq, source, key);
  const id = known ?? tx.value<number>('SELECT id FROM said WHERE source = ? AND key = ?', source, key);
  if (id === undefined) throw new Error('the text that was just inserted is not there');
  tx.run('INSERT INTO said_search (rowid, text) VALUES (?, ?)', id, searchAlphabet(text));
}

/** Number of a submission by its id. */
export function seqOf(db: ReadableDb, submissionId: string): number | undefined {
  return db.value<number>('SELECT seq FROM submissions WHERE id = ?', submissionId);
}

/** The newest submission of a solution: where a message that names no submission is found. */
export function newestSeqOf(db: ReadableDb, solutionId: string): number | undefined {
  return db.value<number>('SELECT max(seq) FROM submissions WHERE solution_id = ?', solutionId);
}
