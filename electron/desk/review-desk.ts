import { AppError } from '../../shared/domain/errors.ts';
import type { EventType } from '../../shared/domain/event-types.ts';
import type { ImportProblem, IncomingReview } from '../../shared/domain/incoming-submission.ts';
import {
  ANSWER_QUALITIES,
  answerHint,
  eligibilityOf,
  PUBLICATION_DELAY_MS,
  REVIEW_FILTERS,
  tellsOfProblem,
  type ReviewDecision,
} from '../../shared/domain/review.ts';
import type { Output, Parsed, ReviewDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { eventsOfReview } from '../store/event-log.ts';
import { newId } from '../store/ids.ts';
import {
  answerMarks,
  changeReview,
  clearAnswerMarks,
  countReviews,
  formerTexts,
  insertReview,
  keepFormerText,
  reviewById,
  reviewByNumber,
  reviewsOf,
  reviewsToPublish,
  setAnswerMark,
  unansweredReviews,
  type ReviewChange,
  type ReviewRow,
} from '../store/repositories/reviews.ts';
import { solutionByCode } from '../store/repositories/submissions.ts';
import { sendMessage } from './correspondence-desk.ts';
import { marketplaceOf, record, type DeskContext } from './desk-context.ts';

const SHOWN = 1_000;

// ---- what comes in ----

export interface AcceptedReviews {
  readonly accepted: number;
  /** Brought nothing that was not known. */
  readonly unchanged: number;
}

/**
 * Takes in a package of reviews, all of it or nothing. A number that is known brings news of that review: an answer, a corrected
 * text, a dispute. The words of a review are never overwritten: another text than the known one counts as sent in, and a person
 * decides whether it takes the place of the first.
 * Throws AppError 'package-refused' with `details.place` when a number belongs to a review of another solution.
 */
export function acceptReviews(context: DeskContext, reviews: readonly IncomingReview[]): AcceptedReviews {
  for (const { marketplace } of reviews) marketplaceOf(context, marketplace);
  const accepted = context.db.write((tx) => {
    const counts = { accepted: 0, unchanged: 0 };
    reviews.forEach((incoming, index) => {
      const known = reviewByNumber(tx, incoming.marketplace, incoming.externalId);
      if (known !== undefined && known.solution_code !== incoming.solution.code) {
        throw new AppError('package-refused', `Review ${incoming.externalId} is known as one of another solution.`, {
          place: `reviews[${String(index)}].solution.code`,
        });
      }
      if (known === undefined) receive(context, tx, incoming);
      else if (!takeNews(context, tx, known, incoming)) {
        counts.unchanged += 1;
        return;
      }
      counts.accepted += 1;
    });
    return counts;
  });
  publishDueReviews(context);
  return accepted;
}

function receive(context: DeskContext, tx: WritableDb, incoming: IncomingReview): void {
  const { portal } = incoming;
  const { status } = eligibilityOf(portal);
  const row = {
    id: newId(),
    marketplace: incoming.marketplace,
    external_id: incoming.externalId,
    solution_code: incoming.solution.code,
    solution_name: incoming.solution.name,
    vendor_code: incoming.vendor.code,
    vendor_name: incoming.vendor.name,
    author: incoming.author,
    portal: portal.address,
    plan: portal.plan,
    installed: portal.installed === null ? null : portal.installed ? (1 as const) : (0 as const),
    rating: incoming.rating,
    text: incoming.text,
    submitted_at: incoming.submittedAt,
    publish_at: incoming.submittedAt + PUBLICATION_DELAY_MS,
    state: status === 'not-eligible' ? ('held' as const) : ('waiting' as const),
    revision: 1,
    answer: incoming.answer?.text ?? null,
    answered_at: incoming.answer?.at ?? null,
    correction: incoming.correction?.text ?? null,
    correction_at: incoming.correction?.at ?? null,
    dispute: incoming.dispute?.text ?? null,
    disputed_at: incoming.dispute?.at ?? null,
  };
  insertReview(tx, row);
  tell(context, tx, 'review.received', row, {
    externalId: row.external_id,
    marketplace: row.marketplace,
    textSha256: sha256Hex(row.text),
    eligibility: status,
    publishAt: row.publish_at,
    state: row.state,
  });
  if (row.answer !== null) tell(context, tx, 'review.answered', row, { textSha256: sha256Hex(row.answer) });
  if (row.correction !== null) tell(context, tx, 'review.correctionReceived', row, { textSha256: sha256Hex(row.correction) });
  if (row.dispute !== null) tell(context, tx, 'review.disputed', row, { textSha256: sha256Hex(row.dispute) });
}

/** @returns whether the package said anything new of the review. */
function takeNews(context: DeskContext, tx: WritableDb, known: ReviewRow, incoming: IncomingReview): boolean {
  const said = new Set([known.text, ...formerTexts(tx, known.id).map(({ text }) => text), known.correction]);
  const correction = incoming.correction ?? { text: incoming.text, at: context.now() };
  const news: [type: EventType, text: string, change: ReviewChange][] = [];
  if (incoming.answer !== null && incoming.answer.text !== known.answer) {
    news.push(['review.answered', incoming.answer.text, { answer: incoming.answer.text, answered_at: incoming.answer.at }]);
  }
  if (!said.has(correction.text)) {
    news.push(['review.correctionReceived', correction.text, { correction: correction.text, correction_at: correction.at }]);
  }
  // What was decided stays decided: the same words again are no new dispute.
  const isDecided = known.decided_at !== null && incoming.dispute !== null && incoming.dispute.at <= known.decided_at;
  if (incoming.dispute !== null && incoming.dispute.text !== known.dispute && !isDecided) {
    news.push(['review.disputed', incoming.dispute.text, { dispute: incoming.dispute.text, disputed_at: incoming.dispute.at }]);
  }
  if (news.length === 0) return false;
  const changed = changeReview(tx, known, Object.assign({}, ...news.map(([, , change]) => change)) as ReviewChange);
  if (changed.answer !== known.answer) clearAnswerMarks(tx, known.id);
  for (const [type, text] of news) tell(context, tx, type, changed, { textSha256: sha256Hex(text) });
  return true;
}

export function refusalOfReviews(error: AppError): ImportProblem {
  return {
    place: String(error.details['place'] ?? 'reviews'),
    reason: { ru: 'Отзыв с этим номером относится к другому решению.', en: 'The review of this number is about another solution.' },
    remedy: { ru: 'Проверьте номер отзыва и код решения.', en: 'Check the number of the review and the code of the solution.' },
  };
}

/** Publishes what its 3 days are over for; the clock of the marketplace does the same. @returns how many. */
export function publishDueReviews(context: DeskContext): number {
  if (reviewsToPublish(context.db, context.now()).length === 0) return 0;
  return context.db.write((tx) => {
    const rows = reviewsToPublish(tx, context.now());
    for (const row of rows) {
      const after = changeReview(tx, row, { state: 'published' });
      tell(context, tx, 'review.published', after, { publishAt: row.publish_at }, 'system');
    }
    return rows.length;
  });
}

// ---- what is shown ----

export function listReviews(context: DeskContext, input: Parsed<'review.list'>): Output<'review.list'> {
  const { db } = context;
  return {
    reviews: reviewsOf(db, input.filter, SHOWN).map((row) => ({
      id: row.id,
      revision: row.revision,
      solutionName: row.solution_name,
      author: row.author,
      rating: row.rating,
      state: row.state,
      submittedAt: row.submitted_at,
      publishAt: row.state === 'waiting' ? row.publish_at : null,
      excerpt: row.text.slice(0, 200),
      isAnswered: row.answer !== null,
      isDisputed: row.dispute !== null,
      hasCorrection: row.correction !== null,
      eligibility: eligibilityRow(row).status,
    })),
    counts: REVIEW_FILTERS.map((filter) => ({ filter, count: countReviews(db, filter) })),
    unanswered: unansweredReviews(db).map((row) => ({
      vendorCode: row.vendor_code,
      vendorName: row.vendor_name,
      solutionCode: row.solution_code,
      solutionName: row.solution_name,
      count: row.n,
    })),
  };
}

function eligibilityRow(row: ReviewRow): ReturnType<typeof eligibilityOf> {
  return eligibilityOf({ plan: row.plan, installed: row.installed === null ? null : row.installed === 1 });
}

/** One review with all its texts. Throws AppError 'not-found'. */
export function getReview(context: DeskContext, input: { id: string }): ReviewDetails {
  return reviewView(context.db, requireReview(context.db, input.id));
}

function requireReview(db: ReadableDb, id: string): ReviewRow {
  const row = reviewById(db, id);
  if (row === undefined) throw new AppError('not-found', 'There is no such review.', { id });
  return row;
}

function reviewView(db: ReadableDb, row: ReviewRow): ReviewDetails {
  const eligibility = eligibilityRow(row);
  const marks = new Map(answerMarks(db, row.id).map((mark) => [mark.quality, mark]));
  const unanswered = unansweredReviews(db).filter((each) => each.vendor_code === row.vendor_code);
  const ofSolution = unanswered.find((each) => each.solution_code === row.solution_code);
  return {
    id: row.id,
    revision: row.revision,
    externalId: row.external_id,
    marketplace: row.marketplace,
    solution: { id: solutionByCode(db, row.marketplace, row.solution_code)?.id ?? null, code: row.solution_code, name: row.solution_name },
    vendor: { code: row.vendor_code, name: row.vendor_name },
    unanswered: { vendor: unanswered.reduce((sum, each) => sum + each.n, 0), solution: ofSolution?.n ?? 0 },
    author: row.author,
    portal: row.portal,
    plan: row.plan,
    installed: row.installed === null ? null : row.installed === 1,
    eligibility: { status: eligibility.status, faults: [...eligibility.faults] },
    rating: row.rating,
    state: row.state,
    text: row.text,
    submittedAt: row.submitted_at,
    publishAt: row.publish_at,
    formerTexts: formerTexts(db, row.id).map(({ text, replaced_at: at, replaced_by: by }) => ({ text, at, by })),
    answer: row.answer === null ? null : { text: row.answer, at: row.answered_at ?? 0 },
    correction: row.correction === null ? null : { text: row.correction, at: row.correction_at ?? 0 },
    dispute: row.dispute === null ? null : { text: row.dispute, at: row.disputed_at ?? 0 },
    decision: row.decided_at === null ? null : { by: row.decided_by ?? '', at: row.decided_at, reason: row.reason },
    qualities:
      row.answer === null
        ? []
        : ANSWER_QUALITIES.map((quality) => ({
            quality,
            // These three answer something that went wrong.
            isExpected: !['admits', 'empathic', 'solution'].includes(quality) || tellsOfProblem(row.rating),
            hint: answerHint(quality, row.answer ?? '', row.author),
            mark: marks.get(quality)?.mark ?? 'not-checked',
            markedBy: marks.get(quality)?.marked_by ?? null,
          })),
    history: eventsOfReview(db, row.id).map(({ at, actor, type }) => ({ at, actor, type })),
  };
}

// ---- what a person does ----

/** Opens a change of one review at exactly the revision that was looked at. */
function change<T>(context: DeskContext, id: string, revision: number, work: (tx: WritableDb, row: ReviewRow) => T): T {
  return context.db.write((tx) => {
    const row = requireReview(tx, id);
    if (row.revision !== revision) {
      throw new AppError('conflict', 'The review changed after it was looked at.', { seen: revision, now: row.revision });
    }
    return work(tx, row);
  });
}

const DECISION_EVENTS: Readonly<Record<ReviewDecision, EventType>> = {
  keep: 'review.kept',
  replace: 'review.replaced',
  remove: 'review.removed',
};

/**
 * Decides about a review. keep: it stands, the dispute and a corrected text are answered, a held or removed one goes its way
 * again; replace: by the text as it was sent in, word for word; remove: only with a reason.
 * @param input.message for the vendor; empty tells nobody. It waits in the outbox like every message.
 * Throws AppError 'conflict', 'not-allowed' (nothing to replace by, already removed), 'blocked' (no reason, an unfilled placeholder).
 */
export function decideReview(context: DeskContext, input: Parsed<'review.decide'>): ReviewDetails {
  const reason = input.reason.trim();
  return change(context, input.id, input.revision, (tx, row) => {
    const now = context.now();
    const settled = { dispute: null, disputed_at: null, decided_by: context.actor(), decided_at: now, reason };
    const live = row.publish_at <= now ? ('published' as const) : ('waiting' as const);
    const state = row.state === 'published' ? row.state : live;
    let after: ReviewRow;
    if (input.decision === 'remove') {
      if (row.state === 'removed') throw new AppError('not-allowed', 'The review is removed already.', { id: row.id });
      if (reason === '') throw new AppError('blocked', 'A review is removed only with a reason.', { obstacle: 'no-reason' });
      after = changeReview(tx, row, { ...settled, state: 'removed' });
    } else if (input.decision === 'replace') {
      if (row.correction === null) throw new AppError('not-allowed', 'No corrected text was sent in.', { id: row.id });
      keepFormerText(tx, row.id, row.text, now, context.actor());
      after = changeReview(tx, row, { ...settled, state, text: row.correction, correction: null, correction_at: null });
    } else {
      after = changeReview(tx, row, { ...settled, state, correction: null, correction_at: null });
    }
    tell(context, tx, DECISION_EVENTS[input.decision], after, {
      from: row.state,
      to: after.state,
      textSha256: sha256Hex(after.text),
      previousTextSha256: sha256Hex(row.text),
      reasonSha256: sha256Hex(reason),
    });
    const solution = solutionByCode(tx, row.marketplace, row.solution_code);
    if (input.message.trim() !== '' && solution !== undefined) {
      sendMessage(context, { solutionId: solution.id, submissionId: null, kind: 'to-vendor', text: input.message.trim() });
    }
    return reviewView(tx, after);
  });
}

const RECORDED = {
  answer: ['review.answered', 'answer', 'answered_at'],
  correction: ['review.correctionReceived', 'correction', 'correction_at'],
  dispute: ['review.disputed', 'dispute', 'disputed_at'],
} as const;

/** Records what reached the moderator by chat or mail: the vendor's answer or dispute, the text that the buyer sent in. */
export function recordOfReview(context: DeskContext, input: Parsed<'review.record'>): ReviewDetails {
  return change(context, input.id, input.revision, (tx, row) => {
    if (row.state === 'removed') throw new AppError('not-allowed', 'The review is removed.', { id: row.id });
    const [type, column, moment] = RECORDED[input.what];
    const after = changeReview(tx, row, { [column]: input.text, [moment]: context.now() });
    if (input.what === 'answer') clearAnswerMarks(tx, row.id);
    tell(context, tx, type, after, { textSha256: sha256Hex(input.text) });
    return reviewView(tx, after);
  });
}

/** A person's word on one quality of the vendor's answer. It decides nothing. */
export function markAnswer(context: DeskContext, input: Parsed<'review.markAnswer'>): ReviewDetails {
  return context.db.write((tx) => {
    const row = requireReview(tx, input.id);
    if (row.answer === null) throw new AppError('not-allowed', 'The review has no answer.', { id: row.id });
    setAnswerMark(tx, row.id, input.quality, input.mark, context.actor(), context.now());
    tell(context, tx, 'review.answerMarked', row, { quality: input.quality, mark: input.mark });
    return reviewView(tx, row);
  });
}

/** Writes the event of a review and, once committed, tells the window. */
function tell(
  context: DeskContext,
  tx: WritableDb,
  type: EventType,
  row: Pick<ReviewRow, 'id' | 'marketplace' | 'solution_code'>,
  details: Readonly<Record<string, string | number>>,
  actor?: string,
): void {
  record(context, tx, {
    type,
    solutionId: solutionByCode(tx, row.marketplace, row.solution_code)?.id ?? null,
    details: { reviewId: row.id, ...details },
    ...(actor === undefined ? {} : { actor }),
  });
  tx.afterCommit(() => {
    context.notices.reviewsChanged();
  });
}
