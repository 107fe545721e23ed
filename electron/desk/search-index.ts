import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { checklistOf, itemsOf, setNote } from '../store/repositories/checklists.ts';
import { fact, setFact } from '../store/repositories/facts.ts';
import { findingsOf, putFinding } from '../store/repositories/findings.ts';
import { indexSaid, newestSeqOf } from '../store/repositories/said.ts';
import { insertSearchTexts, solutionById, submissionsBehind, vendorById, type SubmissionRow } from '../store/repositories/submissions.ts';
import { allMessages } from '../store/repositories/correspondence.ts';
import { searchAlphabet } from '../store/search-text.ts';
import type { DeskContext } from './desk-context.ts';
import { storedCard } from './stored-documents.ts';

const FACT = 'searchIndex';
/** Counted up with every change of what the index holds: an older one is made again from what is stored. */
const VERSION = '2';
const BATCH_ROWS = 2_000;
/** Card texts beyond this are not searched. */
const SEARCHED_CHARS = 20_000;

/** Makes a submission findable by its solution, its vendor and the texts of its card. */
export function indexSubmission(tx: WritableDb, row: SubmissionRow, vendorLegalName: string, card: unknown): void {
  insertSearchTexts(tx, row.seq, {
    name: searchAlphabet(row.solution_name),
    code: searchAlphabet(row.solution_code),
    vendor: searchAlphabet(`${row.vendor_name} ${vendorLegalName}`),
    version: searchAlphabet(row.version),
    texts: searchAlphabet(textsOf(card)),
  });
}

/** Every text of a card, whatever its shape. */
function textsOf(card: unknown): string {
  const found: string[] = [];
  let size = 0;
  const walk = (value: unknown): void => {
    if (size > SEARCHED_CHARS) return;
    if (typeof value === 'string') {
      found.push(value);
      size += value.length;
    } else if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value)) walk(each);
    }
  };
  walk(card);
  return found.join('\n').slice(0, SEARCHED_CHARS);
}

/** Makes the index of a workspace of an older version again. One transaction: a search never meets a half of it. */
export function bringSearchIndexUpToDate(context: DeskContext): void {
  if (fact(context.db, FACT) === VERSION) return;
  context.db.write((tx) => {
    for (const table of ['submission_search', 'said_search', 'said']) tx.run(`DELETE FROM ${table}`);
    for (let behind = 0; ;) {
      const rows = submissionsBehind(tx, behind, BATCH_ROWS);
      for (const row of rows) indexAll(tx, row);
      const last = rows.at(-1);
      if (last === undefined) break;
      behind = last.seq;
    }
    for (const message of allMessages(tx)) {
      const seq = message.seq ?? newestSeqOf(tx, message.solution_id);
      if (seq !== undefined && seq !== null) indexSaid(tx, seq, 'message', message.id, message.text);
    }
    setFact(tx, FACT, VERSION);
  });
}

function indexAll(tx: WritableDb, row: SubmissionRow): void {
  indexSubmission(tx, row, legalNameOf(tx, row), storedCard(tx, row));
  // Written again as they are: writing is what makes them findable.
  for (const finding of findingsOf(tx, row.id)) putFinding(tx, finding);
  if (checklistOf(tx, row.id) === undefined) return;
  for (const { rule_id: ruleId, note } of itemsOf(tx, row.id)) if (note !== '') setNote(tx, row.id, ruleId, note);
}

function legalNameOf(db: ReadableDb, row: SubmissionRow): string {
  const solution = solutionById(db, row.solution_id);
  return (solution === undefined ? undefined : vendorById(db, solution.vendor_id)?.legal_name) ?? '';
}
