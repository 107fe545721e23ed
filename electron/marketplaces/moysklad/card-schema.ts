import { z } from 'zod';
import { CATEGORIES } from './vocabulary.ts';

/**
 * The catalogue card as a vendor fills it in (domain/moysklad.md §8, iii). The schema bounds sizes and names fields; whether a value is
 * good enough is the rulebook's business: a card with faults must come in, so that it can be returned.
 */
const line = z.string().max(1000);
const longText = z.string().max(50_000);
const address = z
  .string()
  .max(2000)
  .regex(/^$|^https?:\/\/\S+$/i, { message: 'An address that begins with https:// or http://' });

export const cardTexts = z.strictObject({
  name: line.describe('Name of the solution in this language'),
  slogan: line.default('').describe('Short description, one or two sentences'),
  description: longText.default('').describe('Full description: what it does, tariffs, trial'),
});

export const CARD_LANGUAGES = ['ru', 'en'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

export const tariffSchema = z.strictObject({
  id: z.string().max(100).default('').describe('Identifier of a published tariff, to recognise it in a later version'),
  name: line,
  description: longText.default(''),
  pricePerMonth: z.number().min(0).max(10_000_000).describe('Roubles a month; 0 is a free tariff'),
  trialDays: z.int().min(0).max(1000).default(0).describe('0 without a trial'),
  hidden: z.boolean().default(false).describe('No longer offered to new customers'),
});

export const cardSchema = z.strictObject({
  texts: z
    .strictObject({ ru: cardTexts.optional(), en: cardTexts.optional() })
    .refine((texts) => texts.ru !== undefined || texts.en !== undefined, {
      message: 'Texts in at least one language, "ru" or "en"',
      params: {
        ru: { reason: 'Нет текстов ни на одном языке.', remedy: 'Добавьте тексты хотя бы на одном из языков: ru, en.' },
        en: { reason: 'There are no texts in any language.', remedy: 'Add texts in at least one of the languages: ru, en.' },
      },
    })
    .describe('Texts by language'),
  alias: z.string().max(200).default('').describe('Alias of the solution, part of appUid; cannot be changed later'),
  categories: z
    .array(z.enum(CATEGORIES.map((category) => category.id)))
    .max(50)
    .default([]),
  contacts: z
    .strictObject({
      email: z.string().max(320).default('').describe('E-mail for customers'),
      phone: line.default(''),
      telegram: line.default(''),
      site: address.default(''),
      notifyEmail: z.string().max(320).default('').describe('E-mail to which the marketplace writes'),
    })
    .prefault({}),
  links: z
    .strictObject({
      video: address.default('').describe('Video, when it is not among the files'),
      service: address.default('').describe('Site of the external service'),
      servicePrices: address.default('').describe('Prices of the external service'),
    })
    .prefault({}),
  pricing: z
    .strictObject({
      free: z.boolean().default(false).describe('Placed as a free solution'),
      freeAgreed: z.boolean().default(false).describe('Free placement was agreed with the marketplace by mail'),
      externalPayment: z
        .enum(['none', 'third-party', 'own'])
        .default('none')
        .describe('Paid for outside MoySklad: nothing, services of third parties (SMS, telephony, deliveries), or the solution itself'),
      tariffs: z.array(tariffSchema).max(50).default([]),
    })
    .prefault({}),
  legal: z
    .strictObject({
      form: z.enum(['company', 'sole-trader', 'other']).default('other').describe('Legal form of the vendor'),
      country: z.string().max(100).default('').describe('ISO code of the vendor’s country, e.g. RU'),
      offerAccepted: z.boolean().default(false).describe('The marketplace’s offer is accepted'),
    })
    .prefault({}),
});

export type Card = z.output<typeof cardSchema>;
export type CardTexts = z.output<typeof cardTexts>;
export type Tariff = z.output<typeof tariffSchema>;

/** Languages in which the card has texts, Russian first. */
export function languagesOf(card: Card): CardLanguage[] {
  return CARD_LANGUAGES.filter((language) => card.texts[language] !== undefined);
}
