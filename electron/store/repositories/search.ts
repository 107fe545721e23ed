import type { QueueView } from '../../../shared/domain/submission.ts';
import type { ReadableDb } from '../connection.ts';
import { searchAlphabet, searchQuery } from '../search-text.ts';
import { viewTerms, type Onlooker, type QueueFilter } from './queue.ts';

/** More than this is not ranked nor counted; the interface shows "1 000+". */
export const SEARCH_CANDIDATES = 1_000;
/** How many newest matches are looked at before the view and the filters are applied. */
const SEARCH_LOOKED_AT = 20_000;

/** Few rows stand in these; the newest matches of a common word might all be elsewhere. */
const NARROW_VIEWS: ReadonlySet<QueueView> = new Set<QueueView>(['mine', 'claimed']);

export interface SearchResult {
  /** submissions.seq, best first. */
  readonly keys: readonly number[];
  readonly isCapped: boolean;
}

interface Candidate {
  readonly seq: number;
  readonly solution_name: string;
  readonly solution_code: string;
  readonly vendor_name: string;
  readonly version: string;
}

/**
 * Newest matches first, then ranked among themselves: code, name and vendor before texts. Scoring every match of a common
 * word (bm25) would take a third of a second at a million rows. Run it in the worker. Never throws for what was typed.
 */
export function searchSubmissions(db: ReadableDb, filter: QueueFilter, typed: string, onlooker: Onlooker): SearchResult {
  const query = searchQuery(typed);
  const terms = viewTerms(db, filter, onlooker);
  if (query === null || terms === null) return { keys: [], isCapped: false };
  const columns = 'seq, solution_name, solution_code, vendor_name, version';
  const candidates = NARROW_VIEWS.has(filter.view)
    ? db.all<Candidate>(
        `SELECT ${columns} FROM submissions WHERE ${terms.sql}
           AND EXISTS (SELECT 1 FROM submission_search WHERE rowid = submissions.seq AND submission_search MATCH ?) LIMIT ?`,
        ...terms.values,
        query,
        SEARCH_CANDIDATES + 1,
      )
    : // The inner order is kept on the way out, so that the limit stops the walk; an outer ORDER BY would finish it first.
      db.all<Candidate>(
        `SELECT ${columns} FROM (
           SELECT rowid AS match FROM submission_search WHERE submission_search MATCH ? ORDER BY rowid DESC LIMIT ?
         ) CROSS JOIN submissions ON seq = match WHERE ${terms.sql} LIMIT ?`,
        query,
        SEARCH_LOOKED_AT,
        ...terms.values,
        SEARCH_CANDIDATES + 1,
      );
  const isCapped = candidates.length > SEARCH_CANDIDATES;
  const wanted = searchAlphabet(typed.trim());
  const scored = candidates.slice(0, SEARCH_CANDIDATES).map((candidate) => ({ seq: candidate.seq, score: scoreOf(candidate, wanted) }));
  scored.sort((a, b) => a.score - b.score || b.seq - a.seq);
  return { keys: scored.map(({ seq }) => seq), isCapped };
}

/** 0 is best. */
function scoreOf(candidate: Candidate, wanted: string): number {
  const code = searchAlphabet(candidate.solution_code);
  const name = searchAlphabet(candidate.solution_name);
  const version = searchAlphabet(candidate.version);
  if (code === wanted || name === wanted || version === wanted) return 0;
  if (name.startsWith(wanted) || code.startsWith(wanted)) return 1;
  if (`${name} ${version}`.includes(wanted) || code.includes(wanted)) return 2;
  if (searchAlphabet(candidate.vendor_name).includes(wanted)) return 3;
  return 4;
}
