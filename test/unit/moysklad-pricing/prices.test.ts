import { describe, expect, it } from 'vitest';
import { prices } from '../../../electron/marketplaces/moysklad/pricing/offers.ts';
import {
  isPriceStep,
  mayBePaid,
  minimumMissed,
  priceTable,
  recommendationMissed,
} from '../../../electron/marketplaces/moysklad/pricing/prices.ts';

describe('minimum price by category (SEED3)', () => {
  it.each([
    ['cms', 500, null],
    ['cms', 499, 500],
    ['delivery', 1000, null],
    ['delivery', 999, 1000],
    ['marketplaces', 3000, null],
    ['marketplaces', 2500, 3000],
    ['complex', 5000, null],
    ['complex', 4999, 5000],
    ['other', 1, null],
  ] as const)('%s at %d: %s', (category, price, expected) => {
    expect(minimumMissed(category, price)).toBe(expected);
  });
});

describe('recommended price (2026)', () => {
  it.each([
    ['cms', 540, null],
    ['cms', 500, 600],
    ['marketplaces', 2500, null],
    ['banks', 300, 1000],
    ['private', 1300, null],
    ['other', 1, null],
  ] as const)('%s at %d: %s', (category, price, expected) => {
    expect(recommendationMissed(category, price)).toBe(expected);
  });

  it.each([
    [600, true],
    [650, false],
    [0, true],
    [99.5, false],
  ])('%d is a step of a hundred: %s', (price, expected) => {
    expect(isPriceStep(price)).toBe(expected);
  });
});

describe('who may place a paid solution', () => {
  it.each([
    ['sole-trader', 'RU', true, true],
    ['company', 'RU', true, true],
    ['company', 'KZ', false, true],
    ['company', 'DE', false, false],
    ['self-employed', 'RU', false, false],
    ['person', 'RU', false, false],
  ] as const)('%s, tax resident of %s: SEED3 %s, 2026 %s', (form, taxCountry, old, now) => {
    expect(mayBePaid({ form, taxCountry, hasRoubleAccount: true }, 'SEED3')).toBe(old);
    expect(mayBePaid({ form, taxCountry, hasRoubleAccount: true }, '2026')).toBe(now);
  });

  it('asks a foreign company of the Commonwealth for an account in roubles (2026)', () => {
    expect(mayBePaid({ form: 'company', taxCountry: 'KZ' }, '2026')).toBe(false);
    expect(mayBePaid({ form: 'company', taxCountry: 'RU' }, '2026')).toBe(true);
  });
});

describe('price calculator', () => {
  it('gives the vendor 375 of 500 a month when the user pays for three months, whatever the discount (example of SEED3)', () => {
    const line = priceTable({ monthlyPrice: 500, discounts: { 3: 10 }, vendorSharePercent: 75 }).find(({ months }) => months === 3);
    expect(line).toEqual({
      months: 3,
      discountPercent: 10,
      userPays: 1350,
      userPaysMonthly: 450,
      vendorReceivesMonthly: 375,
      vendorReceives: 1125,
    });
  });

  it('has a line for one, three, six and twelve months; no discount unless one is set', () => {
    const lines = priceTable({ monthlyPrice: 1000, discounts: {}, vendorSharePercent: 75 });
    expect(lines.map(({ months, userPays }) => [months, userPays])).toEqual([
      [1, 1000],
      [3, 3000],
      [6, 6000],
      [12, 12000],
    ]);
  });

  it('rounds to the kopeck', () => {
    const [line] = priceTable({ monthlyPrice: 999, discounts: { 1: 33 }, vendorSharePercent: 75 });
    expect(line).toMatchObject({ userPays: 669.33, vendorReceives: 749.25 });
  });

  it('follows another share', () => {
    expect(priceTable({ monthlyPrice: 1000, discounts: {}, vendorSharePercent: 80 })[0]?.vendorReceives).toBe(800);
  });
});

describe('prices of a card', () => {
  const tariff = (name: string, pricePerMonth: number, more: object = {}): object => ({ name, pricePerMonth, ...more });
  const card = (categories: readonly string[], tariffs: readonly object[]): Record<string, unknown> => ({
    texts: { ru: { name: 'Решение' } },
    categories,
    pricing: { tariffs },
  });

  it('are those of its paid tariffs that are still offered', () => {
    const tariffs = [
      tariff('Старый', 700, { hidden: true }),
      tariff('Базовый', 900, { trialDays: 14 }),
      tariff('Даром', 0),
      tariff('Полный', 1900),
    ];
    expect(prices.offers(card(['cms'], tariffs), 'server')).toEqual([
      { name: 'Базовый', monthlyPrice: 900, trialDays: 14, category: 'cms' },
      { name: 'Полный', monthlyPrice: 1900, trialDays: 0, category: 'cms' },
    ]);
  });

  it.each([
    [['marketplaces', 'cms'], 'server', 'cms'],
    [['complex', 'banks'], 'server', 'banks'],
    [['marketplaces', 'other'], 'server', 'other'],
    [['analytics'], 'server', null],
    [[], 'private', 'private'],
  ] as const)('are held to the category of %s (%s) that asks for least: %s', (categories, solutionType, expected) => {
    expect(prices.offers(card(categories, [tariff('Один', 100)]), solutionType)[0]?.category).toBe(expected);
  });

  it.each([
    ['cms', 400, ['must 500: no', 'should 600: no', 'should 100: yes']],
    ['cms', 550, ['must 500: yes', 'should 600: yes', 'should 100: no']],
    ['marketplaces', 2500, ['must 3000: no', 'should 2500: yes', 'should 100: yes']],
    ['private', 1300, ['should 1300: yes', 'should 100: yes']],
    ['other', 50, ['should 100: no']],
    [null, 100, ['should 100: yes']],
    ['no such category', 100, ['should 100: yes']],
  ] as const)('in the category %s at %d: %s', (category, price, expected) => {
    expect(
      prices
        .remarks(category, price)
        .map(
          ({ isRequired, isMet, text }) => `${isRequired ? 'must' : 'should'} ${/\d+/.exec(text.en)?.[0] ?? ''}: ${isMet ? 'yes' : 'no'}`,
        ),
    ).toEqual(expected);
  });

  it('have a title for every category', () => {
    for (const { id, title } of prices.terms.categories) expect([title.ru, title.en]).not.toContain(id);
  });
});
