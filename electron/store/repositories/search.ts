import { inOtherLayout } from '../../../shared/domain/keyboard-layout.ts';
import type { ReadableDb, SqlValue } from '../connection.ts';
import { searchAlphabet, searchQuery } from '../search-text.ts';
import { countOf, viewTerms, type Onlooker, type QueueFilter } from './queue.ts';
import type { SaidSource } from './said.ts';

/** More than this is not ranked nor counted; the interface shows "over 300". */
export const SEARCH_CANDIDATES = 300;
/** Room among them for matches in name, code and version, so that no text pushes an old solution of that name out. */
const NAMED_CANDIDATES = 150;
/** How many newest matches are looked at before the view and the filters are applied: more when few of them fit. */
const LOOKED_AT = [2_000, 20_000] as const;
const ENOUGH = 100;
/** In a view with so few rows the newest matches of a common word might all be elsewhere: it is searched row by row. */
const NARROW_ROWS = 1_000;

export interface SearchResult {
  /** submissions.seq, best first. */
  readonly keys: readonly number[];
  /** Where the words stand, for those keys whose solution itself does not have them. */
  readonly foundIn: Readonly<Record<number, SaidSource>>;
  readonly isCapped: boolean;
  /** The words in the other keyboard layout, when only they were found. */
  readonly readAs: string | null;
}

interface Candidate {
  readonly seq: number;
  readonly solution_name: string;
  readonly solution_code: string;
  readonly vendor_name: string;
  readonly version: string;
  /** null: found in the solution itself. */
  readonly source: SaidSource | null;
}

const COLUMNS = 'submissions.seq, solution_name, solution_code, vendor_name, version';

/**
 * Newest matches first, then ranked among themselves: code, name and vendor before texts, those before what was said. Scoring
 * every match of a common word (bm25) would take a third of a second at a million rows. Run it in the worker. Never throws for
 * what was typed; what finds nothing is looked for in the other keyboard layout.
 */
export function searchSubmissions(db: ReadableDb, filter: QueueFilter, typed: string, onlooker: Onlooker): SearchResult {
  const found = searchWords(db, filter, typed, onlooker);
  if (found.keys.length > 0) return found;
  const other = inOtherLayout(typed);
  const foundInOther = other === null ? found : searchWords(db, filter, other, onlooker);
  return foundInOther.keys.length === 0 ? found : { ...foundInOther, readAs: other };
}

function searchWords(db: ReadableDb, filter: QueueFilter, typed: string, onlooker: Onlooker): SearchResult {
  const query = searchQuery(typed);
  const terms = viewTerms(db, filter, onlooker);
  if (query === null || terms === null) return { keys: [], foundIn: {}, isCapped: false, readAs: null };
  const isNarrow = countOf(db, { ...filter, marketplace: null, region: null, kind: null }, onlooker) <= NARROW_ROWS;
  const candidates = isNarrow ? inNarrowView(db, terms, query) : inWideView(db, terms, query);
  const isCapped = candidates.length > SEARCH_CANDIDATES;
  const wanted = searchAlphabet(typed.trim());
  const scored = candidates.slice(0, SEARCH_CANDIDATES).map((candidate) => ({ ...candidate, score: scoreOf(candidate, wanted) }));
  scored.sort((a, b) => a.score - b.score || b.seq - a.seq);
  return {
    keys: scored.map(({ seq }) => seq),
    foundIn: Object.fromEntries(scored.flatMap(({ seq, source }) => (source === null ? [] : [[seq, source]]))),
    isCapped,
    readAs: null,
  };
}

type Terms = { readonly sql: string; readonly values: readonly SqlValue[] };

/** From the rows of the view to their words. */
function inNarrowView(db: ReadableDb, terms: Terms, query: string): readonly Candidate[] {
  return db
    .all<Candidate & { readonly isOwn: number }>(
      `SELECT ${COLUMNS},
         EXISTS (SELECT 1 FROM submission_search WHERE rowid = submissions.seq AND submission_search MATCH ?) AS isOwn,
         (SELECT source FROM said WHERE said.seq = submissions.seq
            AND EXISTS (SELECT 1 FROM said_search WHERE rowid = said.id AND said_search MATCH ?) LIMIT 1) AS source
       FROM submissions WHERE ${terms.sql}`,
      query,
      query,
      ...terms.values,
    )
    .filter(({ isOwn, source }) => isOwn === 1 || source !== null)
    .map(({ isOwn, ...candidate }) => (isOwn === 1 ? { ...candidate, source: null } : candidate))
    .slice(0, SEARCH_CANDIDATES + 1);
}

/** From the newest matches to the view. */
function inWideView(db: ReadableDb, terms: Terms, query: string): readonly Candidate[] {
  const named = newestMatches(db, terms, `{name code version} : (${query})`, LOOKED_AT[0], NAMED_CANDIDATES);
  for (const lookedAt of LOOKED_AT) {
    const own = newestMatches(db, terms, query, lookedAt, SEARCH_CANDIDATES + 1);
    const said = saidMatches(db, terms, query, lookedAt);
    const found = new Map<number, Candidate>();
    for (const candidate of [...named, ...own, ...said]) if (!found.has(candidate.seq)) found.set(candidate.seq, candidate);
    if (found.size >= ENOUGH || lookedAt === LOOKED_AT.at(-1)) return [...found.values()];
  }
  return named;
}

function newestMatches(db: ReadableDb, terms: Terms, query: string, lookedAt: number, limit: number): Candidate[] {
  // The inner order is kept on the way out, so that the limit stops the walk; an outer ORDER BY would finish it first.
  return db.all<Candidate>(
    `SELECT ${COLUMNS}, NULL AS source FROM (
       SELECT rowid AS match FROM submission_search WHERE submission_search MATCH ? ORDER BY rowid DESC LIMIT ?
     ) CROSS JOIN submissions ON submissions.seq = match WHERE ${terms.sql} LIMIT ?`,
    query,
    lookedAt,
    ...terms.values,
    limit,
  );
}

function saidMatches(db: ReadableDb, terms: Terms, query: string, lookedAt: number): Candidate[] {
  return db.all<Candidate>(
    `SELECT ${COLUMNS}, said.source FROM (
       SELECT rowid AS match FROM said_search WHERE said_search MATCH ? ORDER BY rowid DESC LIMIT ?
     ) CROSS JOIN said ON said.id = match CROSS JOIN submissions ON submissions.seq = said.seq WHERE ${terms.sql} LIMIT ?`,
    query,
    lookedAt,
    ...terms.values,
    SEARCH_CANDIDATES + 1,
  );
}

/** 0 is best. */
function scoreOf(candidate: Candidate, wanted: string): number {
  if (candidate.source !== null) return 5;
  const code = searchAlphabet(candidate.solution_code);
  const name = searchAlphabet(candidate.solution_name);
  const version = searchAlphabet(candidate.version);
  if (code === wanted || name === wanted || version === wanted) return 0;
  if (name.startsWith(wanted) || code.startsWith(wanted)) return 1;
  if (`${name} ${version}`.includes(wanted) || code.includes(wanted)) return 2;
  if (searchAlphabet(candidate.vendor_name).includes(wanted)) return 3;
  return 4;
}
