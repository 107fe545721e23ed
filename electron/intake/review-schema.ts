import { z } from 'zod';
import { PORTAL_PLANS } from '../../shared/domain/review.ts';
import { LIMITS } from '../../shared/limits.ts';

/** reviews.json, format version 1: buyers' reviews of solutions, described in docs/review-package.md. */
export const REVIEWS_FORMAT = 'moderation-reviews';
export const REVIEWS_FORMAT_VERSION = 1;

const line = (maximum: number): z.ZodString =>
  z
    .string()
    .max(maximum)
    .regex(/^[^\r\n]*\S[^\r\n]*$/);
const code = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u);
const moment = z.iso.datetime({ offset: true });
const body = z.string().min(1).max(LIMITS.reviewChars);

export const ReviewEntry = z.strictObject({
  externalId: z
    .union([z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,99}$/u), z.int().nonnegative()])
    .describe('Number of the review, unique within its marketplace; a later package with the same number brings news of it'),
  submittedAt: moment.describe('When the buyer wrote it, with time zone'),
  solution: z.strictObject({ code, name: line(300) }),
  vendor: z.strictObject({ code, name: line(300) }),
  author: line(200).describe('Name of the buyer, as the answer may address it'),
  portal: z
    .strictObject({
      address: line(300).describe('Portal that it was written on'),
      plan: z.enum(PORTAL_PLANS).optional().describe('Plan of the portal when it was written'),
      installed: z.boolean().optional().describe('Whether the solution was installed there'),
    })
    .describe('Reviews are accepted from commercial plans with the solution installed; what is left out counts as unknown'),
  rating: z.int().min(1).max(5).optional().describe('Stars, 1 to 5'),
  text: body,
  answer: z.strictObject({ text: body, at: moment }).optional().describe('Answer of the vendor'),
  correction: z.strictObject({ text: body, at: moment }).optional().describe('Corrected text that the buyer sent in'),
  dispute: z.strictObject({ text: body, at: moment }).optional().describe('What the vendor objects to'),
});

export const ReviewPackage = z.strictObject({
  format: z.literal(REVIEWS_FORMAT),
  formatVersion: z.literal(REVIEWS_FORMAT_VERSION),
  marketplace: z.string().min(1).max(50).describe('Id of a marketplace that the workstation knows, e.g. "bitrix24"'),
  reviews: z.array(ReviewEntry).min(1).max(LIMITS.packageReviews),
});
