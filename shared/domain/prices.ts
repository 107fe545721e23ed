import type { LocalizedText, RuleDrift } from './rulebook.ts';

/** What users pay and vendors receive, of marketplaces that take the money themselves. Amounts are in the currency of the marketplace. */
export interface PriceQuestion {
  readonly monthlyPrice: number;
  /** Discount in percent by number of months paid at once; what is absent has none. */
  readonly discounts: Readonly<Record<string, number>>;
  readonly vendorSharePercent: number;
}

export interface PriceLine {
  readonly months: number;
  readonly discountPercent: number;
  /** For the whole period. */
  readonly userPays: number;
  readonly userPaysMonthly: number;
  readonly vendorReceivesMonthly: number;
  readonly vendorReceives: number;
}

/** What the source says of a price in a category. */
export interface PriceRemark {
  /** Refused where it is not met; otherwise a recommendation. */
  readonly isRequired: boolean;
  readonly isMet: boolean;
  readonly text: LocalizedText;
  readonly source: string;
}

/** A price that a card asks for. */
export interface PriceOffer {
  readonly name: string;
  readonly monthlyPrice: number;
  readonly trialDays: number;
  /** Category whose bounds hold for it; null: none has any. */
  readonly category: string | null;
}

/** The part of the terms that does not depend on a price. */
export interface PriceTerms {
  /** ISO 4217. */
  readonly currency: string;
  /** Unless the workspace has another. */
  readonly vendorSharePercent: number;
  /** Numbers of months that can be paid at once with a discount. */
  readonly periods: readonly number[];
  /** Where the terms are from: document and section. */
  readonly source: string;
  readonly drift: readonly RuleDrift[];
  readonly categories: readonly { readonly id: string; readonly title: LocalizedText }[];
}
