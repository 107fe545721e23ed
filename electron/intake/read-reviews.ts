import type { z } from 'zod';
import type { ImportProblem, IncomingReview, ReviewsReading } from '../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { problem, Refusal, REVIEWS_NAME } from './import-problem.ts';
import { checkFormat, notOneOf, WRONG_MOMENT } from './manifest-head.ts';
import { readWhole, type PackageFiles } from './package-files.ts';
import { ReviewPackage, type ReviewEntry, REVIEWS_FORMAT, REVIEWS_FORMAT_VERSION } from './review-schema.ts';
import { problemsOf } from './schema-problems.ts';
import { parseStrictJson } from './strict-json.ts';

const FORMAT = {
  manifest: REVIEWS_NAME,
  format: REVIEWS_FORMAT,
  version: REVIEWS_FORMAT_VERSION,
  otherwise: { ru: 'Это не отзывы.', en: 'These are no reviews.' },
  document: 'docs/review-package.md',
};

/** @returns the reviews of a package. Throws Refusal with every problem found. */
export async function readReviews(
  source: PackageFiles,
  options: { readonly marketplaces: readonly { readonly id: string }[]; readonly now: () => number },
): Promise<ReviewsReading> {
  const value = parseStrictJson(await readWhole(source, REVIEWS_NAME, LIMITS.manifestBytes), REVIEWS_NAME);
  const head = checkFormat(value, FORMAT);
  const problems: ImportProblem[] = [];
  const parsed = ReviewPackage.safeParse(value);
  if (!parsed.success) problems.push(...problemsOf(parsed.error.issues, ReviewPackage, value));
  if (
    typeof head['marketplace'] === 'string' &&
    head['marketplace'] !== '' &&
    !options.marketplaces.some(({ id }) => id === head['marketplace'])
  ) {
    problems.push(
      problem(
        'marketplace',
        notOneOf('Такой маркетплейс рабочему месту не известен', 'The workstation does not know this marketplace', options.marketplaces),
      ),
    );
  }
  if (parsed.success) problems.push(...faultsOfEntries(parsed.data.reviews.map(incoming(parsed.data.marketplace)), options.now()));
  if (problems.length > 0 || !parsed.success) throw new Refusal(problems.slice(0, LIMITS.packageProblems));
  return { kind: 'reviews', reviews: parsed.data.reviews.map(incoming(parsed.data.marketplace)) };
}

type Entry = z.output<typeof ReviewEntry>;

const incoming =
  (marketplace: string) =>
  (entry: Entry): IncomingReview => {
    const dated = (each: { text: string; at: string } | undefined): IncomingReview['answer'] =>
      each === undefined ? null : { text: each.text, at: Date.parse(each.at) };
    return {
      marketplace,
      externalId: String(entry.externalId),
      submittedAt: Date.parse(entry.submittedAt),
      solution: entry.solution,
      vendor: entry.vendor,
      author: entry.author,
      portal: { address: entry.portal.address, plan: entry.portal.plan ?? null, installed: entry.portal.installed ?? null },
      rating: entry.rating ?? null,
      text: entry.text,
      answer: dated(entry.answer),
      correction: dated(entry.correction),
      dispute: dated(entry.dispute),
    };
  };

/** What the shape does not say: moments that cannot be, numbers used twice. */
function faultsOfEntries(reviews: readonly IncomingReview[], now: number): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const seen = new Map<string, number>();
  reviews.forEach((review, index) => {
    const at = `reviews[${String(index)}]`;
    const first = seen.get(review.externalId);
    if (first === undefined) seen.set(review.externalId, index);
    else {
      problems.push(
        problem(`${at}.externalId`, {
          ru: { reason: `Этот номер уже есть в reviews[${String(first)}].`, remedy: 'Дайте каждому отзыву свой номер.' },
          en: { reason: `The number is already used in reviews[${String(first)}].`, remedy: 'Give each review a number of its own.' },
        }),
      );
    }
    const isWrong = (moment: number): boolean => moment > now + LIMITS.packageSubmittedAheadMs || moment < Date.UTC(2000, 0, 1);
    if (isWrong(review.submittedAt)) problems.push(problem(`${at}.submittedAt`, WRONG_MOMENT));
    for (const part of ['answer', 'correction', 'dispute'] as const) {
      const moment = review[part]?.at;
      if (moment === undefined) continue;
      if (isWrong(moment)) problems.push(problem(`${at}.${part}.at`, WRONG_MOMENT));
      else if (moment < review.submittedAt) problems.push(problem(`${at}.${part}.at`, BEFORE_THE_REVIEW));
    }
  });
  return problems;
}

const BEFORE_THE_REVIEW = {
  ru: { reason: 'Момент раньше самого отзыва.', remedy: 'Проверьте дату и часовой пояс.' },
  en: { reason: 'The moment is before the review itself.', remedy: 'Check the date and its time zone.' },
};
