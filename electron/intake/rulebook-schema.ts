import { z } from 'zod';
import { RULE_AREAS, SEVERITIES } from '../../shared/domain/rulebook.ts';
import { SUBMISSION_KINDS } from '../../shared/domain/submission.ts';

/** rulebooks/<marketplace>.json of a workspace, format version 1: described in docs/rulebook-file.md. */
export const RULEBOOK_FORMAT = 'moderation-rulebook';
export const RULEBOOK_FORMAT_VERSION = 1;

const words = z.string().max(2000).regex(/\S/);
const text = z.strictObject({ ru: words, en: words });
const name = z.string().min(1).max(100);
const names = z.array(name).min(1).max(100);

const scope = z
  .strictObject({
    kinds: z.array(z.enum(SUBMISSION_KINDS)).min(1).optional(),
    regions: names.optional(),
    solutionTypes: names.optional(),
    installModes: names.optional(),
  })
  .describe('Submissions that it is about; what is absent restricts nothing');

const common = {
  severityFor: z
    .array(z.strictObject({ when: scope, severity: z.enum(SEVERITIES) }))
    .max(50)
    .describe('Other grades; the first whose scope fits takes the place of severity'),
  appliesTo: scope,
  isAdvice: z.boolean().describe('Recommended; nothing is returned for it'),
  templates: z.array(text).max(20).describe('Ready paragraphs for the letter; {words in braces} are to be filled in'),
  source: z.string().min(1).max(300).describe('Document and section'),
};

export const RulebookExtension = z.strictObject({
  format: z.literal(RULEBOOK_FORMAT),
  formatVersion: z.literal(RULEBOOK_FORMAT_VERSION),
  marketplace: z.string().min(1).max(50).describe('Must be the one that the file is named after'),
  version: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u)
    .describe('Shown behind the version of the rulebook in each checklist begun with this file'),
  off: z.array(name).max(1000).optional().describe('Ids of rules that do not apply'),
  change: z
    .record(
      name,
      z.strictObject({
        severity: z.enum(SEVERITIES).optional().describe('Holds for all submissions, unless severityFor is given beside it'),
        severityFor: common.severityFor.optional(),
        text: text.optional(),
        expected: text.optional(),
        appliesTo: common.appliesTo.optional(),
        isAdvice: common.isAdvice.optional(),
        templates: common.templates.optional(),
        source: common.source.optional(),
        automatic: z
          .strictObject({ enabled: z.boolean().optional(), enforced: z.boolean().optional(), required: z.boolean().optional() })
          .optional()
          .describe('What is absent stays as it is in the application'),
      }),
    )
    .optional()
    .describe('By id of the rule: what is different here'),
  add: z
    .array(
      z.strictObject({
        id: z
          .string()
          .max(100)
          .regex(/^own-[a-z0-9]+(?:-[a-z0-9]+)*$/)
          .describe('Begins with "own-", so that no rule of a later version has the same'),
        area: z.enum(RULE_AREAS),
        severity: z.enum(SEVERITIES),
        text: text.describe('What to look at'),
        expected: text.describe('What the vendor must do, for the letter'),
        source: common.source,
        severityFor: common.severityFor.optional(),
        appliesTo: common.appliesTo.optional(),
        isAdvice: common.isAdvice.optional(),
        templates: common.templates.optional(),
      }),
    )
    .max(500)
    .optional()
    .describe('Own rules; a person judges them'),
});

export type RulebookExtensionData = z.output<typeof RulebookExtension>;
