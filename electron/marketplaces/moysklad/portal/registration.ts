import { z } from 'zod';
import { descriptorSchema } from '../descriptor/descriptor.ts';

const text = z.object({ ru: z.string(), en: z.string() });

/** Credentials of one version: appId, appUid and the key with which both sides sign (domain/moysklad.md §1). */
const credentials = z.strictObject({ appId: z.string().min(1), appUid: z.string().min(1), secretKey: z.string().min(1) });
export type Credentials = z.output<typeof credentials>;

/** A solution version as the portal's catalogue knows it. */
export const moyskladRegistrationSchema = z.strictObject({
  code: z.string().min(1),
  name: z.string(),
  vendorName: z.string(),
  version: z.string().min(1),
  /** For reports: "main-window" or "no-window". */
  mode: z.enum(['main-window', 'no-window']),
  ...credentials.shape,
  descriptor: descriptorSchema,
  /** What reading the descriptor found; judged as any other fact of the run. */
  descriptorProblems: z.array(z.object({ ruleId: z.string(), place: z.string(), message: text })).default([]),
  /** True: has a subscription, which can be suspended and resumed. Null: not known; then its loss of settings on resumption is no fault. */
  paid: z.boolean().nullable(),
  /** Days of the trial that an installation begins with; 0 without one. */
  trialDays: z.number().int().min(0).default(14),
  tariffs: z.array(z.strictObject({ id: z.string(), name: z.string() })).min(1),
  /** Credentials of the published version, which the same server serves at the same time (§1, §8); null for a first version. */
  published: credentials.nullable().default(null),
});

export type MoyskladRegistration = z.output<typeof moyskladRegistrationSchema>;
