import { AppError } from '../../shared/domain/errors.ts';
import type { PriceTerms } from '../../shared/domain/prices.ts';
import type { Output, Parsed } from '../../shared/ipc/contract.ts';
import { marketplaceOf, requireSubmission, type DeskContext } from './desk-context.ts';
import { driftViews } from './field-views.ts';
import { storedCard } from './stored-documents.ts';

type TermsView = NonNullable<Output<'app.info'>['marketplaces'][number]['prices']>;

/** The terms of payment as the window shows them. */
export function priceTerms({ currency, vendorSharePercent, periods, source, drift, categories }: PriceTerms): TermsView {
  return {
    currency,
    vendorSharePercent,
    periods: [...periods],
    source,
    drift: driftViews(drift),
    categories: categories.map(({ id, title }) => ({ id, title: { ...title } })),
  };
}

/**
 * What users pay and the vendor receives for a monthly price.
 * Throws AppError 'unavailable' for a marketplace that this build does not know or that takes no money.
 */
export function calculatePrice(context: DeskContext, input: Parsed<'price.calculate'>): Output<'price.calculate'> {
  const { marketplace, category, monthlyPrice, vendorSharePercent, discounts } = input;
  const { prices } = marketplaceOf(context, marketplace);
  if (prices === undefined) throw new AppError('unavailable', 'The marketplace takes no money for solutions.', { marketplace });
  return {
    lines: prices.table({ monthlyPrice, vendorSharePercent, discounts }).map((line) => ({ ...line })),
    remarks: prices.remarks(category, monthlyPrice).map(({ text, ...remark }) => ({ ...remark, text: { ...text } })),
  };
}

/** Prices that the card of a submission asks for. Throws AppError 'not-found'. */
export function offersOf(context: DeskContext, input: { submissionId: string }): Output<'price.offers'> {
  const row = requireSubmission(context.db, input.submissionId);
  const prices = context.marketplaces.find(({ id }) => id === row.marketplace)?.prices;
  return {
    offers: prices === undefined ? [] : prices.offers(storedCard(context.db, row), row.solution_type).map((offer) => ({ ...offer })),
  };
}
