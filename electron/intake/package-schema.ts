import { z } from 'zod';
import { SUBMISSION_KINDS } from '../../shared/domain/submission.ts';
import { LIMITS } from '../../shared/limits.ts';

/**
 * submission.json, format version 1: the product's open format, described for vendors in docs/submission-package.md.
 * `card` and `version` are opened here and validated by the marketplace that the package names.
 */
export const PACKAGE_FORMAT = 'moderation-submission';
export const PACKAGE_FORMAT_VERSION = 1;

const line = (maximum: number): z.ZodString =>
  z
    .string()
    .max(maximum)
    .regex(/^[^\r\n]*\S[^\r\n]*$/);
const code = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u);
const filePath = z
  .string()
  .min(1)
  .max(LIMITS.packagePathChars)
  .describe('Path of a file of the package, relative to submission.json, with "/"');
const language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/)
  .describe('Language tag, e.g. "ru", "en", "pt-BR"');

const mediaFile = z.strictObject({
  file: filePath,
  language: language.optional(),
  title: line(300).optional(),
});

export const SubmissionPackage = z.strictObject({
  format: z.literal(PACKAGE_FORMAT),
  formatVersion: z.literal(PACKAGE_FORMAT_VERSION),
  marketplace: z.string().min(1).max(50).describe('Id of a marketplace that the workstation knows, e.g. "bitrix24"'),
  kind: z.enum(SUBMISSION_KINDS),
  externalId: z
    .union([z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,99}$/u), z.int().nonnegative()])
    .describe('Number of the submission in the vendor cabinet; unique within its marketplace. Every attempt has a number of its own'),
  submittedAt: z.iso.datetime({ offset: true }).describe('When the vendor submitted it, with time zone, e.g. "2026-11-20T14:05:00+03:00"'),
  region: z.string().min(1).max(50),
  solutionType: z.string().min(1).max(50),
  solution: z.strictObject({
    code: code.describe('Code of the solution; stays the same in all its versions and attempts'),
    name: line(300).optional().describe('Working name for the queue; without it the name on the card is used'),
  }),
  vendor: z.strictObject({
    code,
    name: line(300),
    legalName: line(500),
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$/)
      .optional(),
  }),
  version: z
    .looseObject({ number: line(40).describe('Number of the version, e.g. "2.4.1"') })
    .describe('Settings of the version; the other fields are those of the marketplace'),
  card: z.record(z.string(), z.unknown()).describe('What buyers will see; the fields are those of the marketplace'),
  testData: z
    .strictObject({
      note: z.string().max(LIMITS.testDataNoteChars).optional(),
      values: z
        .record(z.string().min(1).max(100), z.string().max(LIMITS.testDataValueChars))
        .refine((values) => Object.keys(values).length <= LIMITS.testDataValues, {
          params: {
            ru: { reason: `Значений больше ${LIMITS.testDataValues}.`, remedy: 'Оставьте только нужные для проверки.' },
            en: { reason: `There are more than ${LIMITS.testDataValues} values.`, remedy: 'Keep only those that the test needs.' },
          },
        })
        .optional(),
    })
    .optional()
    .describe('Access for the test: stored encrypted, never published, never exported'),
  media: z.strictObject({
    icon: filePath.optional(),
    screenshots: z.array(mediaFile).max(LIMITS.packageScreenshots).optional(),
    instruction: z.array(mediaFile).max(LIMITS.packageInstructions).optional(),
    attachments: z
      .array(z.strictObject({ file: filePath, title: line(300).optional() }))
      .max(LIMITS.packageAttachments)
      .optional(),
  }),
});

export type SubmissionPackageData = z.output<typeof SubmissionPackage>;
