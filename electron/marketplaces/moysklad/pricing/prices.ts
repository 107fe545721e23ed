import type { PriceLine, PriceQuestion } from '../../../../shared/domain/prices.ts';

/** Prices of paid solutions. All amounts are whole roubles a month unless a name says otherwise. */

/** Categories of the catalogue as far as a price depends on them; 'private' is a type of placement. */
export const PRICE_CATEGORIES = ['cms', 'delivery', 'marketplaces', 'complex', 'banks', 'private', 'other'] as const;
export type PriceCategory = (typeof PRICE_CATEGORIES)[number];

/** Minimum monthly price by category (SEED3, "Минимальная стоимость приложений"); what is not named has none. */
export const MINIMUM_PRICES: Readonly<Partial<Record<PriceCategory, number>>> = {
  cms: 500,
  delivery: 1000,
  marketplaces: 3000,
  complex: 5000,
};

/** Recommended lower bounds of the newer text (MS §4, 2026); nothing is refused for a price a little below. */
export const RECOMMENDED_PRICES: Readonly<Partial<Record<PriceCategory, number>>> = {
  cms: 600,
  delivery: 1000,
  marketplaces: 2500,
  complex: 5000,
  banks: 1000,
  private: 1300,
};

/** Monthly prices are multiples of this (MS §4, 2026). */
export const PRICE_STEP = 100;

/** @returns the minimum that a price of this category falls short of, null when it does not (SEED3). */
export function minimumMissed(category: PriceCategory, monthlyPrice: number): number | null {
  const minimum = MINIMUM_PRICES[category];
  return minimum !== undefined && monthlyPrice < minimum ? minimum : null;
}

/** "Clearly below": more than a tenth under the recommended bound. @returns that bound, null otherwise (MS §4, 2026; the tenth is ours). */
export function recommendationMissed(category: PriceCategory, monthlyPrice: number): number | null {
  const recommended = RECOMMENDED_PRICES[category];
  return recommended !== undefined && monthlyPrice < recommended * 0.9 ? recommended : null;
}

export function isPriceStep(monthlyPrice: number): boolean {
  return Number.isInteger(monthlyPrice / PRICE_STEP);
}

export const LEGAL_FORMS = ['sole-trader', 'company', 'self-employed', 'person', 'other'] as const;
export type LegalForm = (typeof LEGAL_FORMS)[number];

/** Countries of the Commonwealth whose companies the newer text lets in, as ISO codes. */
const COMMONWEALTH = ['RU', 'BY', 'KZ', 'AM', 'AZ', 'KG', 'MD', 'TJ', 'UZ', 'TM'];

/**
 * Whether a vendor may place a paid solution.
 * @param taxCountry ISO code of the country whose tax resident the vendor is
 * @param edition SEED3: only a sole trader or company that is a Russian tax resident. 2026 (MS §4): registered in Russia or another
 * country of the Commonwealth, with an account in roubles.
 */
export function mayBePaid(
  vendor: { readonly form: LegalForm; readonly taxCountry: string; readonly hasRoubleAccount?: boolean },
  edition: 'SEED3' | '2026',
): boolean {
  if (vendor.form !== 'sole-trader' && vendor.form !== 'company') return false;
  if (edition === 'SEED3') return vendor.taxCountry === 'RU';
  return COMMONWEALTH.includes(vendor.taxCountry) && (vendor.hasRoubleAccount ?? vendor.taxCountry === 'RU');
}

/** The vendor's part of the price without discounts and commissions (SEED3). May change, so the workspace may have another. */
export const VENDOR_SHARE_PERCENT = 75;

/** Months that a user may pay for at once with a discount (SEED3); the discounts themselves are those of the user's plan. */
export const DISCOUNT_PERIODS = [3, 6, 12] as const;

const kopecks = (roubles: number): number => Math.round(roubles * 100) / 100;

/**
 * One month and each discount period: what the user pays and what the vendor receives, roubles to the kopeck. The vendor's part is
 * of the price without discount, so the same for every period (SEED3).
 */
export function priceTable({ monthlyPrice, discounts, vendorSharePercent }: PriceQuestion): readonly PriceLine[] {
  return [1, ...DISCOUNT_PERIODS].map((months) => {
    const discountPercent = discounts[String(months)] ?? 0;
    const userPays = kopecks(monthlyPrice * months * (1 - discountPercent / 100));
    const vendorReceivesMonthly = kopecks((monthlyPrice * vendorSharePercent) / 100);
    return {
      months,
      discountPercent,
      userPays,
      userPaysMonthly: kopecks(userPays / months),
      vendorReceivesMonthly,
      vendorReceives: kopecks(vendorReceivesMonthly * months),
    };
  });
}
