import { z } from 'zod';

/**
 * The card of the catalogue as a vendor fills it in (domain/poster.md §8, section iii). The schema bounds sizes and names fields; whether a
 * text is good enough is the rulebook's business: a card with faults must come in, so that it can be returned.
 */
const line = z.string().max(1000);
const longText = z.string().max(50_000);
const address = z
  .string()
  .max(2000)
  .regex(/^$|^https?:\/\/\S+$/i, { message: 'An address that begins with https:// or http://' });

export const cardTexts = z.strictObject({
  name: line.describe('Name of the application in this language'),
  slogan: line.default('').describe('Short description for the catalogue'),
  description: longText.default('').describe('Marketing description: what the client gains'),
  instruction: longText.default('').describe('Instruction: connecting and working'),
  uninstallData: longText.default('').describe('What becomes of stored data after the application is removed'),
});

export const CARD_LANGUAGES = ['ru', 'uk', 'en'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

export const cardSchema = z.strictObject({
  texts: z
    .strictObject({ ru: cardTexts.optional(), uk: cardTexts.optional(), en: cardTexts.optional() })
    .refine((texts) => CARD_LANGUAGES.some((language) => texts[language] !== undefined), {
      message: 'Texts in at least one language: "ru", "uk" or "en"',
      params: {
        ru: { reason: 'Нет текстов ни на одном языке.', remedy: 'Добавьте тексты хотя бы на одном из языков: ru, uk, en.' },
        en: { reason: 'There are no texts in any language.', remedy: 'Add texts in at least one of the languages: ru, uk, en.' },
      },
    })
    .describe('Texts by language'),
  links: z
    .strictObject({
      site: address.default('').describe('Site of the service'),
      prices: address.default('').describe('Prices of the service'),
      privacy: address.default('').describe('Privacy policy'),
      demoVideo: address.default('').describe('Demo video of the integration'),
      videoInstruction: address.default('').describe('Video instruction for clients'),
    })
    .prefault({}),
  prices: z
    .array(
      z.strictObject({
        region: z.string().min(1).max(100).describe('Country or region'),
        amount: z.number().min(0).max(1_000_000),
        currency: z.string().regex(/^[A-Z]{3}$/, { message: 'A currency code such as UAH' }),
        period: z.enum(['month', 'year', 'once']).default('month'),
        trialDays: z.number().int().min(0).max(365).default(0),
      }),
    )
    .max(100)
    .default([])
    .describe('Prices by region'),
  billing: z.enum(['poster', 'vendor', 'free']).default('vendor').describe('Who takes the money'),
  support: z
    .strictObject({
      email: z.string().max(200).default('').describe('Mailbox for new installations'),
      phone: z.string().max(100).default(''),
      hours: line.default('').describe('Hours and reaction time'),
    })
    .prefault({}),
  testAccess: z
    .strictObject({
      needed: z.boolean().default(true).describe('A moderator needs access to the vendor’s own service'),
      explanation: longText.default('').describe('Where to sign in and how, or why nothing is needed'),
    })
    .prefault({}),
  testClients: z.array(line).max(200).default([]).describe('Clients of Poster who test it already'),
  testedScenarios: longText.default('').describe('Scenarios that the vendor has tested'),
  guidelineDepartures: longText.default('').describe('Departures from the guideline that were agreed with Poster'),
  calls: z
    .strictObject({ introduction: z.boolean().default(false), technical: z.boolean().default(false) })
    .prefault({})
    .describe('Calls that took place'),
});

export type Card = z.output<typeof cardSchema>;
export type CardTexts = z.output<typeof cardTexts>;

/** Languages in which the card has texts, Russian first. */
export function languagesOf(card: Card): CardLanguage[] {
  return CARD_LANGUAGES.filter((language) => card.texts[language] !== undefined);
}
