import type { Mark } from '../../../shared/domain/submission.ts';
import type { AnswerQuality, PortalPlan, ReviewFilter, ReviewState } from '../../../shared/domain/review.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export interface ReviewRow {
  readonly seq: number;
  readonly id: string;
  readonly marketplace: string;
  readonly external_id: string;
  readonly solution_code: string;
  readonly solution_name: string;
  readonly vendor_code: string;
  readonly vendor_name: string;
  readonly author: string;
  readonly portal: string;
  readonly plan: PortalPlan | null;
  readonly installed: 0 | 1 | null;
  readonly rating: number | null;
  readonly text: string;
  readonly submitted_at: number;
  readonly publish_at: number;
  readonly state: ReviewState;
  readonly revision: number;
  readonly answer: string | null;
  readonly answered_at: number | null;
  readonly correction: string | null;
  readonly correction_at: number | null;
  readonly dispute: string | null;
  readonly disputed_at: number | null;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
  readonly reason: string;
}

const BORN = `id, marketplace, external_id, solution_code, solution_name, vendor_code, vendor_name, author, portal, plan, installed, rating,
  text, submitted_at, publish_at, state, revision, answer, answered_at, correction, correction_at, dispute, disputed_at`;
const COLUMNS = `seq, ${BORN}, decided_by, decided_at, reason`;

export function reviewById(db: ReadableDb, id: string): ReviewRow | undefined {
  return db.get<ReviewRow>(`SELECT ${COLUMNS} FROM reviews WHERE id = ?`, id);
}

export function reviewByNumber(db: ReadableDb, marketplace: string, externalId: string): ReviewRow | undefined {
  return db.get<ReviewRow>(`SELECT ${COLUMNS} FROM reviews WHERE marketplace = ? AND external_id = ?`, marketplace, externalId);
}

export function insertReview(tx: WritableDb, row: Omit<ReviewRow, 'seq' | 'decided_by' | 'decided_at' | 'reason'>): void {
  tx.run(
    `INSERT INTO reviews (${BORN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.marketplace,
    row.external_id,
    row.solution_code,
    row.solution_name,
    row.vendor_code,
    row.vendor_name,
    row.author,
    row.portal,
    row.plan,
    row.installed,
    row.rating,
    row.text,
    row.submitted_at,
    row.publish_at,
    row.state,
    row.revision,
    row.answer,
    row.answered_at,
    row.correction,
    row.correction_at,
    row.dispute,
    row.disputed_at,
  );
}

export type ReviewChange = Partial<
  Pick<
    ReviewRow,
    | 'plan'
    | 'installed'
    | 'text'
    | 'state'
    | 'answer'
    | 'answered_at'
    | 'correction'
    | 'correction_at'
    | 'dispute'
    | 'disputed_at'
    | 'decided_by'
    | 'decided_at'
    | 'reason'
  >
>;

/** Writes the change and counts the revision up. @returns the row as it is now. */
export function changeReview(tx: WritableDb, before: ReviewRow, change: ReviewChange): ReviewRow {
  const after: ReviewRow = { ...before, ...change, revision: before.revision + 1 };
  tx.run(
    `UPDATE reviews SET plan = ?, installed = ?, text = ?, state = ?, revision = ?, answer = ?, answered_at = ?, correction = ?,
       correction_at = ?, dispute = ?, disputed_at = ?, decided_by = ?, decided_at = ?, reason = ? WHERE seq = ?`,
    after.plan,
    after.installed,
    after.text,
    after.state,
    after.revision,
    after.answer,
    after.answered_at,
    after.correction,
    after.correction_at,
    after.dispute,
    after.disputed_at,
    after.decided_by,
    after.decided_at,
    after.reason,
    after.seq,
  );
  return after;
}

/** Which reviews a view shows. To be decided: held, disputed, or with a corrected text that was sent in. */
const WHERE: Readonly<Record<ReviewFilter, string>> = {
  open: "state IN ('waiting', 'held') OR (state = 'published' AND (dispute IS NOT NULL OR correction IS NOT NULL))",
  unanswered: "answer IS NULL AND state <> 'removed'",
  disputed: "dispute IS NOT NULL AND state <> 'removed'",
  published: "state = 'published'",
  removed: "state = 'removed'",
  all: '1',
};

/** What a person must decide comes first, then what is published soonest, then the newest. */
export function reviewsOf(db: ReadableDb, filter: ReviewFilter, limit: number): ReviewRow[] {
  return db.all<ReviewRow>(
    `SELECT ${COLUMNS} FROM reviews WHERE ${WHERE[filter]}
     ORDER BY state = 'removed', NOT (state = 'held' OR dispute IS NOT NULL OR correction IS NOT NULL), state <> 'waiting',
       CASE WHEN state = 'waiting' THEN publish_at ELSE -submitted_at END, seq LIMIT ?`,
    limit,
  );
}

export function countReviews(db: ReadableDb, filter: ReviewFilter): number {
  return db.value<number>(`SELECT count(*) FROM reviews WHERE ${WHERE[filter]}`) ?? 0;
}

/** How many reviews of each solution no vendor has answered, most first. */
export interface UnansweredRow {
  readonly vendor_code: string;
  readonly vendor_name: string;
  readonly solution_code: string;
  readonly solution_name: string;
  readonly n: number;
}

export function unansweredReviews(db: ReadableDb): UnansweredRow[] {
  return db.all<UnansweredRow>(
    `SELECT vendor_code, max(vendor_name) AS vendor_name, solution_code, max(solution_name) AS solution_name, count(*) AS n
     FROM reviews WHERE answer IS NULL AND state <> 'removed'
     GROUP BY marketplace, vendor_code, solution_code ORDER BY n DESC, vendor_name, solution_name`,
  );
}

export function reviewsToPublish(db: ReadableDb, now: number): ReviewRow[] {
  return db.all<ReviewRow>(
    `SELECT ${COLUMNS} FROM reviews INDEXED BY reviews_to_publish WHERE state = 'waiting' AND publish_at <= ? ORDER BY publish_at`,
    now,
  );
}

export interface ReviewTextRow {
  readonly text: string;
  readonly replaced_at: number;
  readonly replaced_by: string;
}

/** Texts that the review had before, oldest first. */
export function formerTexts(db: ReadableDb, reviewId: string): ReviewTextRow[] {
  return db.all<ReviewTextRow>('SELECT text, replaced_at, replaced_by FROM review_texts WHERE review_id = ? ORDER BY position', reviewId);
}

export function keepFormerText(tx: WritableDb, reviewId: string, text: string, at: number, by: string): void {
  tx.run(
    `INSERT INTO review_texts (review_id, position, text, replaced_at, replaced_by)
     VALUES (?, (SELECT count(*) FROM review_texts WHERE review_id = ?), ?, ?, ?)`,
    reviewId,
    reviewId,
    text,
    at,
    by,
  );
}

export interface AnswerMarkRow {
  readonly quality: AnswerQuality;
  readonly mark: Exclude<Mark, 'not-checked'>;
  readonly marked_by: string;
  readonly marked_at: number;
}

export function answerMarks(db: ReadableDb, reviewId: string): AnswerMarkRow[] {
  return db.all<AnswerMarkRow>('SELECT quality, mark, marked_by, marked_at FROM review_answer_marks WHERE review_id = ?', reviewId);
}

/** @param mark not-checked takes the mark away */
export function setAnswerMark(tx: WritableDb, reviewId: string, quality: AnswerQuality, mark: Mark, by: string, at: number): void {
  tx.run('DELETE FROM review_answer_marks WHERE review_id = ? AND quality = ?', reviewId, quality);
  if (mark === 'not-checked') return;
  tx.run(
    'INSERT INTO review_answer_marks (review_id, quality, mark, marked_by, marked_at) VALUES (?, ?, ?, ?, ?)',
    reviewId,
    quality,
    mark,
    by,
    at,
  );
}

export function clearAnswerMarks(tx: WritableDb, reviewId: string): void {
  tx.run('DELETE FROM review_answer_marks WHERE review_id = ?', reviewId);
}
