import { z } from 'zod';
import { LIMITS } from '../../shared/limits.ts';

/** messages.json, format version 1: what a vendor wrote outside the workstation, described in docs/submission-package.md. */
export const MESSAGES_FORMAT = 'moderation-messages';

const line = (maximum: number): z.ZodString =>
  z
    .string()
    .max(maximum)
    .regex(/^[^\r\n]*\S[^\r\n]*$/);
const externalId = z.union([z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,99}$/u), z.int().nonnegative()]);

export const MessagePackage = z.strictObject({
  format: z.literal(MESSAGES_FORMAT),
  formatVersion: z.literal(1),
  marketplace: z.string().min(1).max(50).describe('Id of a marketplace that the workstation knows, e.g. "bitrix24"'),
  solution: z.strictObject({ code: line(100) }),
  submission: z.strictObject({ externalId }).optional().describe('The submission that the messages are about'),
  region: z.string().min(1).max(50).optional().describe('Region of the thread, where the marketplace has one for each'),
  messages: z
    .array(
      z.strictObject({
        externalId: externalId.describe('Number of the message, unique within the solution; a message is taken once'),
        at: z.iso.datetime({ offset: true }).describe('When it was written, with time zone'),
        author: line(300).optional().describe('Who wrote it; without it the vendor'),
        text: z.string().trim().min(1).max(LIMITS.messageChars).describe('Markdown or plain text'),
        files: z
          .array(z.strictObject({ file: z.string().min(1).max(LIMITS.packagePathChars) }))
          .max(LIMITS.messageFiles)
          .optional(),
      }),
    )
    .min(1)
    .max(LIMITS.packageMessages),
});
