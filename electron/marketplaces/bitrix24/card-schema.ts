import { z } from 'zod';
import { CATEGORIES } from './vocabulary.ts';

/**
 * The card as a vendor fills it in (domain/bitrix24.md iii, §8). The schema bounds sizes and names fields; whether a
 * text is good enough is the rulebook's business: a card with faults must come in, so that it can be returned.
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
  description: longText.default('').describe('Full description: tasks solved, capabilities, limits, needed plan'),
  installation: longText.default('').describe('Installation and settings, step by step'),
  support: longText.default('').describe('Support channels, hours and reaction time'),
});

export const CARD_LANGUAGES = ['ru', 'en'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

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
  categories: z
    .array(z.enum(CATEGORIES.map((category) => category.id)))
    .max(100)
    .default([]),
  tags: z.array(z.string().max(200)).max(200).default([]),
  keywords: z.string().max(20_000).default('').describe('Search words, separated by commas'),
  links: z
    .strictObject({
      eula: address.default('').describe('Licence agreement'),
      privacy: address.default('').describe('Privacy policy'),
      contact: address.default('').describe('«Связаться»: product page with a contact form'),
      demo: address.default('').describe('«Демонстрация»'),
      service: address.default('').describe('Site of the external service'),
      servicePrices: address.default('').describe('Prices of the external service'),
    })
    .prefault({}),
  pricing: z
    .strictObject({
      monetised: z.boolean().default(false).describe('«Монетизируемое»'),
      externalServicePaid: z.boolean().default(false).describe('«Пользователи должны оплачивать внешний сервис»'),
      extraPaid: z.boolean().default(false).describe('«Содержит дополнительный платный функционал»'),
    })
    .prefault({}),
});

export type Card = z.output<typeof cardSchema>;
export type CardTexts = z.output<typeof cardTexts>;

/** Languages in which the card has texts, Russian first. */
export function languagesOf(card: Card): CardLanguage[] {
  return CARD_LANGUAGES.filter((language) => card.texts[language] !== undefined);
}
