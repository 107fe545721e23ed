import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatThread } from '../../../electron/desk/correspondence-desk.ts';
import { Importer } from '../../../electron/desk/intake-desk.ts';
import {
  acceptReviews,
  decideReview,
  getReview,
  listReviews,
  markAnswer,
  publishDueReviews,
  recordOfReview,
} from '../../../electron/desk/review-desk.ts';
import { startHousekeeping } from '../../../electron/desk/housekeeping.ts';
import { answerHint, eligibilityOf } from '../../../shared/domain/review.ts';
import type { ReviewDetails } from '../../../shared/ipc/contract.ts';
import { openBench, type Bench } from './desk-fixture.ts';
import { incomingReview } from './review-fixture.ts';

const DAY = 24 * 60 * 60_000;
/** The clock of the bench. */
const NOW = 1_800_000_000_000;

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;

function take(...reviews: Parameters<typeof incomingReview>[0][]): ReviewDetails[] {
  const incoming = reviews.map((each) => incomingReview(each));
  acceptReviews(ctx(), incoming);
  return incoming.map(({ externalId }) => {
    const id = ctx().db.value<string>('SELECT id FROM reviews WHERE external_id = ?', externalId) ?? '';
    return getReview(ctx(), { id });
  });
}

function one(change: Parameters<typeof incomingReview>[0] = {}): ReviewDetails {
  const [review] = take(change);
  if (review === undefined) throw new Error('no review');
  return review;
}

const decide = (
  review: ReviewDetails,
  decision: 'keep' | 'replace' | 'remove',
  more: { reason?: string; message?: string } = {},
): ReviewDetails => decideReview(ctx(), { id: review.id, revision: review.revision, decision, reason: '', message: '', ...more });

const events = (): string[] =>
  ctx()
    .db.all<{ type: string }>("SELECT type FROM events WHERE type LIKE 'review.%' ORDER BY rank")
    .map(({ type }) => type);

const code = (wanted: string): Error => expect.objectContaining({ code: wanted }) as Error;

describe('who may write a review', () => {
  it('is a portal on a commercial plan with the solution installed; what is not told is not held against it', () => {
    expect(eligibilityOf({ plan: 'commercial', installed: true })).toEqual({ status: 'eligible', faults: [] });
    expect(eligibilityOf({ plan: 'demo', installed: true })).toEqual({ status: 'not-eligible', faults: ['plan'] });
    expect(eligibilityOf({ plan: 'free', installed: false })).toEqual({ status: 'not-eligible', faults: ['plan', 'not-installed'] });
    expect(eligibilityOf({ plan: null, installed: true }).status).toBe('could-not-look');
    expect(eligibilityOf({ plan: null, installed: false })).toEqual({ status: 'not-eligible', faults: ['not-installed'] });
  });

  it('several users of one portal', () => {
    take({ author: 'Мария' }, { author: 'Олег' });
    expect(listReviews(ctx(), { filter: 'all' }).reviews).toHaveLength(2);
  });
});

describe('the clock', () => {
  it('publishes after three days, not a moment earlier, and once', () => {
    const review = one({ submittedAt: NOW });
    expect(review).toMatchObject({ state: 'waiting', publishAt: NOW + 3 * DAY });
    bench.clock.now = NOW + 3 * DAY - 1;
    expect(publishDueReviews(ctx())).toBe(0);
    bench.clock.now += 1;
    expect(publishDueReviews(ctx())).toBe(1);
    expect(publishDueReviews(ctx())).toBe(0);
    expect(getReview(ctx(), review)).toMatchObject({ state: 'published', revision: 2 });
    expect(getReview(ctx(), review).history.map(({ type, actor }) => [type, actor])).toEqual([
      ['review.received', 'Модератор 1'],
      ['review.published', 'system'],
    ]);
  });

  it('has passed already for what comes in late', () => {
    expect(one({ submittedAt: NOW - 4 * DAY }).state).toBe('published');
  });

  it('runs with the housekeeping of an open workspace', async () => {
    const review = one();
    bench.clock.now = NOW + 3 * DAY;
    startHousekeeping(ctx(), { foreignWrite: () => undefined, damage: () => undefined }).stop();
    expect(getReview(ctx(), review).state).toBe('published');
    await bench.told();
    expect(bench.emitted.some(({ event }) => event === 'reviews.changed')).toBe(true);
  });

  it('does not run for a review that should not have been possible: a person decides', () => {
    const review = one({ portal: { address: 'p.example', plan: 'demo', installed: true } });
    expect(review).toMatchObject({ state: 'held', eligibility: { status: 'not-eligible', faults: ['plan'] } });
    bench.clock.now = NOW + 10 * DAY;
    publishDueReviews(ctx());
    expect(getReview(ctx(), review).state).toBe('held');
    expect(decide(review, 'keep', { reason: 'Тариф оплачен днём раньше' }).state).toBe('published');
  });

  it('goes on for what is kept in time', () => {
    const review = one({ portal: { address: 'p.example', plan: 'demo', installed: true }, submittedAt: NOW });
    expect(decide(review, 'keep').state).toBe('waiting');
    bench.clock.now = NOW + 3 * DAY;
    expect(publishDueReviews(ctx())).toBe(1);
  });
});

describe('decisions', () => {
  it('remove only with a reason, and can be taken back', () => {
    const review = one({ dispute: { text: 'Это не наш клиент', at: NOW } });
    expect(() => decide(review, 'remove')).toThrowError(code('blocked'));
    expect(() => decide(review, 'remove', { reason: '  ' })).toThrowError(code('blocked'));
    const removed = decide(review, 'remove', { reason: 'Оскорбления' });
    expect(removed).toMatchObject({ state: 'removed', dispute: null, decision: { by: 'Модератор 1', reason: 'Оскорбления' } });
    expect(() => decide(removed, 'remove', { reason: 'ещё раз' })).toThrowError(code('not-allowed'));
    expect(decide(removed, 'keep').state).toBe('waiting');
    expect(events()).toEqual(['review.received', 'review.disputed', 'review.removed', 'review.kept']);
  });

  it('replace the text as it was sent in, word for word, and keep every former one', () => {
    const review = one();
    expect(() => decide(review, 'replace')).toThrowError(code('not-allowed'));
    const sent = recordOfReview(ctx(), {
      id: review.id,
      revision: review.revision,
      what: 'correction',
      text: 'Печать заработала  после 2.4',
    });
    bench.clock.now += 1_000;
    const replaced = decide(sent, 'replace');
    expect(replaced).toMatchObject({
      text: 'Печать заработала  после 2.4',
      correction: null,
      formerTexts: [{ text: 'Печать не работает', at: bench.clock.now, by: 'Модератор 1' }],
    });
    const again = recordOfReview(ctx(), { id: review.id, revision: replaced.revision, what: 'correction', text: 'Всё хорошо' });
    expect(decide(again, 'replace').formerTexts.map(({ text }) => text)).toEqual(['Печать не работает', 'Печать заработала  после 2.4']);
  });

  it('refuse what was decided while looking at something else', () => {
    const review = one();
    recordOfReview(ctx(), { id: review.id, revision: review.revision, what: 'dispute', text: 'Не согласны' });
    expect(() => decide(review, 'keep')).toThrowError(code('conflict'));
    expect(getReview(ctx(), review).dispute?.text).toBe('Не согласны');
  });

  it('tell the vendor through the outbox where the solution is known, never with a placeholder', async () => {
    const { solution_id: solutionId } = await bench.accept({ solution: { code: 'v.bills', name: 'Счета' } });
    const review = one({ dispute: { text: 'Не согласны', at: NOW } });
    expect(review.solution.id).toBe(solutionId);
    expect(() => decide(review, 'keep', { message: 'Отзыв оставлен: {почему}' })).toThrowError(code('blocked'));
    // Nothing of it happened.
    expect(getReview(ctx(), review)).toMatchObject({ revision: review.revision, dispute: { text: 'Не согласны' } });
    decide(review, 'keep', { message: 'Отзыв оставлен: он о работе решения.' });
    expect(chatThread(ctx(), { solutionId }).messages.at(-1)).toMatchObject({ kind: 'to-vendor', outboxState: 'waiting' });
  });

  it('keep reviews of the log free of their words', () => {
    decide(one({ text: 'Тайные слова', dispute: { text: 'Тайный спор', at: NOW } }), 'remove', { reason: 'Тайная причина' });
    const log = ctx()
      .db.all<{ details: string }>("SELECT details FROM events WHERE type LIKE 'review.%'")
      .map(({ details }) => details)
      .join();
    expect(log).not.toMatch(/Тайн/);
    expect(log).toContain('reasonSha256');
  });
});

describe('news of a known review', () => {
  it('are an answer, a dispute, a corrected text; the same again is none', () => {
    const first = one({ externalId: '77' });
    expect(acceptReviews(ctx(), [incomingReview({ externalId: '77' })])).toEqual({ accepted: 0, unchanged: 1 });
    acceptReviews(ctx(), [
      incomingReview({ externalId: '77', text: 'Печать иногда не работает', answer: { text: 'Спасибо', at: NOW + 5 } }),
    ]);
    const now = getReview(ctx(), first);
    // The words of the buyer are not overwritten by a package.
    expect(now).toMatchObject({
      text: 'Печать не работает',
      correction: { text: 'Печать иногда не работает' },
      answer: { text: 'Спасибо' },
    });
    const dispute = { text: 'Не согласны', at: NOW + 6 };
    acceptReviews(ctx(), [incomingReview({ externalId: '77', dispute })]);
    const disputed = getReview(ctx(), first);
    expect(disputed.dispute?.text).toBe('Не согласны');
    bench.clock.now += 10;
    decide(disputed, 'replace');
    // The dispute was decided; neither it nor a former text comes back with the next package.
    expect(acceptReviews(ctx(), [incomingReview({ externalId: '77', dispute })])).toEqual({ accepted: 0, unchanged: 1 });
    acceptReviews(ctx(), [incomingReview({ externalId: '77', dispute: { text: 'Опять не согласны', at: NOW + 20 } })]);
    expect(getReview(ctx(), first).dispute?.text).toBe('Опять не согласны');
  });

  it('do not come from another solution; then nothing of the package is taken', () => {
    one({ externalId: '77' });
    const other = incomingReview({ externalId: '77', solution: { code: 'v.other', name: 'Другое' } });
    expect(() => acceptReviews(ctx(), [incomingReview({ externalId: '78' }), other])).toThrowError(code('package-refused'));
    expect(listReviews(ctx(), { filter: 'all' }).reviews).toHaveLength(1);
  });
});

describe('the list', () => {
  it('counts what is unanswered by vendor and solution, and puts first what a person must decide', () => {
    const a = { code: 'v.a', name: 'А' };
    const [published] = take({ solution: a, submittedAt: NOW - 9 * DAY });
    const [waiting] = take({ solution: a });
    const [disputed] = take({ solution: { code: 'v.b', name: 'Б' }, submittedAt: NOW - 8 * DAY, dispute: { text: 'Нет', at: NOW } });
    const [other] = take({ vendor: { code: 'w', name: 'Второй' }, answer: { text: 'Спасибо', at: NOW } });
    const list = listReviews(ctx(), { filter: 'all' });
    expect(list.reviews.map(({ id }) => id)).toEqual([disputed?.id, waiting?.id, other?.id, published?.id]);
    expect(list.unanswered).toEqual([
      { vendorCode: 'v', vendorName: 'Вендор', solutionCode: 'v.a', solutionName: 'А', count: 2 },
      { vendorCode: 'v', vendorName: 'Вендор', solutionCode: 'v.b', solutionName: 'Б', count: 1 },
    ]);
    expect(getReview(ctx(), { id: waiting?.id ?? '' }).unanswered).toEqual({ vendor: 3, solution: 2 });
    expect(Object.fromEntries(list.counts.map(({ filter, count }) => [filter, count]))).toEqual({
      open: 3,
      unanswered: 3,
      disputed: 1,
      published: 2,
      removed: 0,
      all: 4,
    });
    expect(listReviews(ctx(), { filter: 'open' }).reviews.map(({ id }) => id)).toEqual([disputed?.id, waiting?.id, other?.id]);
  });
});

describe('the answer', () => {
  it('is judged by a person; a machine only hints at thanks and the name', () => {
    expect(answerHint('grateful', 'Спасибо за отзыв!', 'Мария')).toBe('pass');
    expect(answerHint('grateful', 'Это ваша ошибка.', 'Мария')).toBe('fail');
    expect(answerHint('personal', 'Мария, добрый день', 'Мария Петрова')).toBe('pass');
    expect(answerHint('personal', 'Добрый день', 'Мария')).toBe('fail');
    expect(answerHint('personal', 'Добрый день', '—')).toBe('could-not-look');
    expect(answerHint('empathic', 'Понимаем вас', 'Мария')).toBe('could-not-look');

    const review = one({ answer: { text: 'Спасибо, Мария', at: NOW } });
    expect(review.qualities.map(({ quality, isExpected, mark }) => [quality, isExpected, mark])).toEqual([
      ['grateful', true, 'not-checked'],
      ['personal', true, 'not-checked'],
      ['admits', true, 'not-checked'],
      ['empathic', true, 'not-checked'],
      ['solution', true, 'not-checked'],
      ['professional', true, 'not-checked'],
      ['positive-end', true, 'not-checked'],
    ]);
    const marked = markAnswer(ctx(), { id: review.id, quality: 'admits', mark: 'fail' });
    expect(marked.qualities[2]).toMatchObject({ mark: 'fail', markedBy: 'Модератор 1' });
    expect(markAnswer(ctx(), { id: review.id, quality: 'admits', mark: 'not-checked' }).qualities[2]?.mark).toBe('not-checked');
    // Another answer is judged anew.
    markAnswer(ctx(), { id: review.id, quality: 'grateful', mark: 'pass' });
    const renewed = recordOfReview(ctx(), { id: review.id, revision: review.revision, what: 'answer', text: 'Исправили' });
    expect(renewed.qualities[0]).toMatchObject({ mark: 'not-checked', hint: 'fail' });
    expect(one({ rating: 5, answer: { text: 'Спасибо', at: NOW } }).qualities.filter(({ isExpected }) => isExpected)).toHaveLength(4);
    expect(() => markAnswer(ctx(), { id: one().id, quality: 'grateful', mark: 'pass' })).toThrowError(code('not-allowed'));
  });
});

describe('import', () => {
  it('takes packages of reviews beside submissions and keeps what is refused with its reasons', async () => {
    const review = incomingReview({ externalId: '900' });
    const packages = {
      find: (paths: readonly string[]) => Promise.resolve(paths),
      read: (name: string) =>
        Promise.resolve({
          kind: 'reviews' as const,
          reviews: name === 'bad' ? [{ ...review, solution: { code: 'v.other', name: 'Другое' } }] : [review],
        }),
    };
    const importer = new Importer(ctx(), packages);
    expect(await importer.importPaths(['a', 'a again', 'bad'])).toEqual({ imported: 1, refused: 1, duplicates: 1, cancelled: false });
    const refusals = ctx().db.all<{ code: string; problems: string }>('SELECT code, problems FROM refused_imports ORDER BY at, id');
    expect(refusals.map(({ code: of }) => of)).toEqual(['package-duplicate', 'package-refused']);
    expect(refusals[1]?.problems).toContain('reviews[0].solution.code');
  });
});
