import type { PriceRemark } from '../../../../shared/domain/prices.ts';
import { text } from '../../make-rule.ts';
import type { Prices } from '../../marketplace.ts';
import { cardSchema, type Card, type Tariff } from '../card-schema.ts';
import { CATEGORIES } from '../vocabulary.ts';
import {
  DISCOUNT_PERIODS,
  isPriceStep,
  MINIMUM_PRICES,
  minimumMissed,
  PRICE_CATEGORIES,
  PRICE_STEP,
  priceTable,
  recommendationMissed,
  RECOMMENDED_PRICES,
  VENDOR_SHARE_PERCENT,
  type PriceCategory,
} from './prices.ts';

/** Tariffs that new customers can choose, with their paths. */
export function offered(card: Card): { readonly tariff: Tariff; readonly path: string }[] {
  return card.pricing.tariffs.flatMap((tariff, index) => (tariff.hidden ? [] : [{ tariff, path: `pricing.tariffs.${String(index)}` }]));
}

export const paidOf = (card: Card): ReturnType<typeof offered> => offered(card).filter(({ tariff }) => tariff.pricePerMonth > 0);

const isPriced = (category: string): category is PriceCategory => (PRICE_CATEGORIES as readonly string[]).includes(category);

/** What of a card a price depends on. */
export function categoriesOf(card: Card, solutionType: string): PriceCategory[] {
  const categories: readonly string[] = card.categories;
  return [...categories.filter(isPriced), ...(solutionType === 'private' ? (['private'] as const) : [])];
}

/** The category that asks for least: a card may stand in several, and the lowest bound counts. */
function cheapest(categories: readonly PriceCategory[]): PriceCategory | null {
  const bound = (category: PriceCategory): number => MINIMUM_PRICES[category] ?? RECOMMENDED_PRICES[category] ?? 0;
  return categories.toSorted((a, b) => bound(a) - bound(b))[0] ?? null;
}

function remarks(category: string | null, monthlyPrice: number): readonly PriceRemark[] {
  const known = category !== null && isPriced(category) ? category : null;
  const minimum = known === null ? undefined : MINIMUM_PRICES[known];
  const recommended = known === null ? undefined : RECOMMENDED_PRICES[known];
  return [
    ...(known === null || minimum === undefined
      ? []
      : [
          {
            isRequired: true,
            isMet: minimumMissed(known, monthlyPrice) === null,
            text: text(`Не меньше ${String(minimum)} ₽ в месяц`, `At least ${String(minimum)} roubles a month`),
            source: 'SEED3, «Минимальная стоимость приложений»',
          },
        ]),
    ...(known === null || recommended === undefined
      ? []
      : [
          {
            isRequired: false,
            isMet: recommendationMissed(known, monthlyPrice) === null,
            text: text(
              `По новой редакции рекомендуется от ${String(recommended)} ₽ в месяц`,
              `The newer text recommends ${String(recommended)} roubles a month or more`,
            ),
            source: 'MS §4 (2026)',
          },
        ]),
    {
      isRequired: false,
      isMet: isPriceStep(monthlyPrice),
      text: text(`Цена кратна ${String(PRICE_STEP)} ₽`, `The price is a multiple of ${String(PRICE_STEP)} roubles`),
      source: 'MS §4 (2026)',
    },
  ];
}

const TITLES = new Map<string, { readonly ru: string; readonly en: string }>([
  ...CATEGORIES.map(({ id, title }) => [id, title] as const),
  ['private', text('Приватное решение', 'Private solution')],
]);

/** Payment by subscription through the billing of MoySklad (SEED3, "Условия оплаты приложений"). */
export const prices: Prices = {
  terms: {
    currency: 'RUB',
    vendorSharePercent: VENDOR_SHARE_PERCENT,
    periods: DISCOUNT_PERIODS,
    source: 'SEED3, «Условия оплаты приложений»',
    drift: [
      {
        since: '2026',
        says: text(
          'Оплата за 1 или 12 месяцев, за год скидка 20 %; партнёрам скидка 30 %. Вознаграждение считают от полученных денег за вычетом НДС 22 %.',
          'Payment for 1 or 12 months, with 20 % off for a year; partners get 30 % off. The vendor’s part is reckoned from the money received less 22 % VAT.',
        ),
        source: 'MS §4 (2026)',
      },
    ],
    categories: PRICE_CATEGORIES.map((id) => ({ id, title: TITLES.get(id) ?? text(id, id) })),
  },
  table: priceTable,
  remarks,
  offers(card, solutionType) {
    const parsed = cardSchema.parse(card);
    const category = cheapest(categoriesOf(parsed, solutionType));
    return paidOf(parsed).map(({ tariff }) => ({
      name: tariff.name,
      monthlyPrice: tariff.pricePerMonth,
      trialDays: tariff.trialDays,
      category,
    }));
  },
};
