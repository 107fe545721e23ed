import { z } from 'zod';

const EVERY_CODE = z.number().int().min(0).max(100_000);

/**
 * What the documentation of Poster leaves open, with the default that we chose, and faults that a run can switch on. Set by the
 * portal's command `set-behaviour`. Marks are those of domain/poster.md: [I] our proposal, [?] not found.
 */
export const behaviourSchema = z.strictObject({
  /** Life of a code, and whether it works once only [?]. */
  codeLifetimeMs: z.number().int().min(0).default(60_000),
  singleUseCodes: z.boolean().default(true),
  /** Life of a token: two years [C]. */
  tokenLifetimeMs: z
    .number()
    .int()
    .min(0)
    .default(2 * 365 * 86_400_000),
  /** HTTP status of answers with an error [?], of the exchange and of the Web API. */
  errorStatus: z.number().int().min(200).max(599).default(200),
  /** `code` of a failed OAuth exchange [?]. */
  exchangeErrors: z
    .strictObject({ application: EVERY_CODE, secret: EVERY_CODE, redirectUri: EVERY_CODE, code: EVERY_CODE, grantType: EVERY_CODE })
    .default({ application: 143, secret: 54, redirectUri: 155, code: 32, grantType: 155 }),
  /** Manage answers an unknown or used code with this number [?]. */
  manageCodeError: EVERY_CODE.default(32),
  /** A `state` that came to the consent page goes back with the code [?]. */
  echoesState: z.boolean().default(true),
  /** Whether `application/added` leaves before the browser is sent back or when the code was exchanged [?]. */
  installWebhook: z.enum(['before-redirect', 'after-exchange']).default('after-exchange'),
  /** 15 attempts more within two days [C]; their gaps grow with the square of their number [I]. */
  webhookRetries: z.number().int().min(0).max(15).default(15),
  /** Two days of retries take 172 800 000 / this many milliseconds. */
  clockCompression: z.number().min(1).max(10_000_000).default(200_000),
  /** How long a retry waits for its answer; the first attempt waits as long as the portal's options say. */
  retryPatienceMs: z.number().int().min(50).max(60_000).default(700),
  /** Changes that the application makes through the API come back to it as webhooks [?]. */
  echoesOwnChanges: z.boolean().default(false),
  /** A removed application keeps what it wrote with setEntityExtras [I]. */
  keepsExtras: z.boolean().default(true),
  /** Objects of `application` webhooks carry this id [?]. */
  applicationObjectId: z.number().int().min(0).default(1),

  /** Every webhook is sent twice. */
  duplicatesWebhooks: z.boolean().default(false),
  /** Sections of the API that answer 20 although the access was given. */
  refusedSections: z.array(z.string().max(100)).max(50).default([]),
  /** Every method answers 700. */
  tariffExpired: z.boolean().default(false),
  /** Every token answers 12. */
  tokensExpired: z.boolean().default(false),
  /** Delay of every answer of the API. */
  apiDelayMs: z.number().int().min(0).max(60_000).default(0),
  /** The account has neither products nor dishes. */
  emptyMenu: z.boolean().default(false),
  /** Currency and country of the account. */
  currency: z.enum(['UAH', 'USD', 'EUR', 'KZT', 'PLN']).default('UAH'),
});

export type Behaviour = z.output<typeof behaviourSchema>;

export function usualBehaviour(): Behaviour {
  return behaviourSchema.parse({});
}

const RETRY_WINDOW_MS = 2 * 86_400_000;

/**
 * Waiting times before each further attempt, in milliseconds of real time: within two days, growing with the square of the attempt's
 * number, so that the first come after minutes and the last after hours; divided by the compression of the clock.
 */
export function retryGapsMs(behaviour: Behaviour): number[] {
  const numbers = Array.from({ length: behaviour.webhookRetries }, (_, index) => (index + 1) ** 2);
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return numbers.map((number) => (RETRY_WINDOW_MS * number) / total / behaviour.clockCompression);
}
