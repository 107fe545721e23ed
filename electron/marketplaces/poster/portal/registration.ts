import { z } from 'zod';
import { ACCESSES, INSTALL_MODES, SOLUTION_TYPES, WEBHOOK_ENTITIES } from '../vocabulary.ts';

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullable();

/** An application as the developer's account of Poster holds it (domain/poster.md §1). */
export const posterRegistrationSchema = z.strictObject({
  code: z.string().min(1).max(200),
  name: z.string().min(1).max(1000),
  vendorName: z.string().max(1000),
  version: z.string().min(1).max(40),
  mode: z.enum(INSTALL_MODES).exclude(['pos']),
  /** Null: not said; then what only one kind of application must do is not asked. */
  solutionType: z
    .enum(SOLUTION_TYPES.map(({ id }) => id))
    .nullable()
    .default(null),
  /** A bundle for the terminal belongs to it besides. */
  hasPosBundle: z.boolean().default(false),
  applicationId: z.string().min(1).max(200),
  applicationSecret: z.string().min(1).max(500),
  redirectUri: address,
  manageUrl: address,
  webhookUrl: address,
  /** Null: not said; then those that fit the accesses are sent. */
  webhookEntities: z.array(z.enum(WEBHOOK_ENTITIES)).nullable(),
  /** Null: not said; then every section of the API answers, and the rights cannot be judged. */
  accesses: z.array(z.enum(ACCESSES.map((access) => access.id))).nullable(),
  /** The application is paid for through Poster, so that the answers of the exchange carry a tariff. */
  posterBilling: z.boolean().default(false),
});

export type PosterRegistration = z.output<typeof posterRegistrationSchema>;
