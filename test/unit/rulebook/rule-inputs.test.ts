import { describe, expect, it } from 'vitest';
import { covers, isUnchanged, type Content } from '../../../electron/desk/rule-inputs.ts';
import { bitrix24 } from '../../../electron/marketplaces/bitrix24/bitrix24.ts';
import type { Marketplace } from '../../../electron/marketplaces/marketplace.ts';
import { moysklad } from '../../../electron/marketplaces/moysklad/moysklad.ts';
import { poster } from '../../../electron/marketplaces/poster/poster.ts';

const MARKETPLACES = { bitrix24, moysklad, poster } as const satisfies Record<string, Marketplace>;
type Name = keyof typeof MARKETPLACES;

/** A card and a version with something in every field that the marketplace knows. */
const FULL = {
  bitrix24: { card: { texts: { ru: {}, en: {} } }, version: { whatsNew: { ru: '', en: '' } } },
  moysklad: {
    card: { texts: { ru: {}, en: {} }, pricing: { tariffs: [{ name: 'Базовый' }] } },
    version: { whatsNew: { ru: '', en: '' } },
  },
  poster: { card: { texts: { ru: {}, uk: {}, en: {} }, prices: [{}] }, version: { whatsNew: { ru: '', uk: '', en: '' }, pos: {} } },
} as const;

describe.each(Object.keys(MARKETPLACES) as Name[])('what rules of %s are judged by', (name) => {
  const marketplace = MARKETPLACES[name];
  const full = FULL[name];
  const fields = [
    ...marketplace.cardFields(full.card).map(({ path }) => `card.${path}`),
    ...marketplace.versionFields(full.version).map(({ path }) => `version.${path}`),
    ...['icon', 'screenshot', 'instruction', 'attachment'].map((role) => `files.${role}`),
  ];
  const matches = (input: string): boolean =>
    input === 'version' || input === 'card' || input === 'files' || fields.some((field) => covers(input, field));

  it('names rules, fields and files that there are, and no rule that a run judges', () => {
    const rules = new Map(marketplace.rulebook.rules.map((rule) => [rule.id, rule]));
    const inputs = Object.entries(marketplace.ruleInputs ?? {});
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter(([id]) => !rules.has(id) || rules.get(id)?.checks.includes('run'))).toEqual([]);
    expect(inputs.flatMap(([, of]) => of).filter((input) => !matches(input))).toEqual([]);
  });

  it('tells of every field and file why its change must be looked at', () => {
    const named = (marketplace.materialChanges ?? []).flatMap(({ inputs }) => inputs);
    expect(named.filter((input) => !matches(input))).toEqual([]);
    expect(fields.filter((field) => !named.some((input) => covers(input, field)))).toEqual([]);
  });
});

const content = (change: Partial<Content> = {}): Content => ({ solutionType: 'server', card: {}, version: {}, files: {}, ...change });

/** Rules of which the mark would be lost by the change, out of those that name inputs. */
function lookedAtAgain(marketplace: Marketplace, before: Content, now: Content): string[] {
  return marketplace.rulebook.rules
    .filter(({ id }) => marketplace.ruleInputs?.[id] !== undefined)
    .filter((rule) => !isUnchanged(marketplace, rule, before, now))
    .map(({ id }) => id)
    .sort();
}

describe('a further attempt', () => {
  it.each<[name: Name, what: string, before: Partial<Content>, now: Partial<Content>, again: readonly string[]]>([
    ['moysklad', 'nothing', { card: { alias: 'stock' } }, { card: { alias: 'stock' } }, []],
    ['moysklad', 'the alias', { card: { alias: 'stock' } }, { card: { alias: 'stockbot' } }, ['ms-alias-final']],
    [
      'moysklad',
      'the mailbox for notifications',
      { card: { contacts: { notifyEmail: '' } } },
      { card: { contacts: { notifyEmail: 'a@b.example' } } },
      ['ms-notify-email', 'ms-vendor-contacts'],
    ],
    [
      'moysklad',
      'the price',
      { card: { pricing: { tariffs: [{ pricePerMonth: 400 }] } } },
      { card: { pricing: { tariffs: [{ pricePerMonth: 600 }] } } },
      [
        'ms-card-description',
        'ms-one-free-tariff',
        'ms-paid-by-default',
        'ms-price-minimum-old',
        'ms-price-multiple-100',
        'ms-price-not-dumping',
        'ms-tariff-names',
        'ms-trial-1-14',
      ],
    ],
    [
      'moysklad',
      'the category',
      { card: { categories: ['cms'] } },
      { card: { categories: ['delivery'] } },
      ['ms-price-minimum-old', 'ms-price-not-dumping'],
    ],
    [
      'moysklad',
      'the descriptor',
      { version: { descriptor: '<a/>' } },
      { version: { descriptor: '<b/>' } },
      ['ms-descriptor-one-widget-per-point', 'ms-descriptor-schema-v2', 'ms-rights-consistent', 'ms-scope-custom', 'ms-version-prod-url'],
    ],
    [
      'moysklad',
      'a picture',
      { files: { screenshot: [['ru', 'a']] } },
      { files: { screenshot: [['ru', 'b']] } },
      ['ms-images-count', 'ms-images-distinct', 'ms-images-format'],
    ],
    ['poster', 'nothing', { card: { testClients: ['Кафе'] } }, { card: { testClients: ['Кафе'] } }, []],
    [
      'poster',
      'the marketing text',
      { card: { texts: { ru: { description: 'а' } } } },
      { card: { texts: { ru: { description: 'б' } } } },
      [
        'po-catalog-descriptions',
        'po-marketing-text',
        'po-res-no-cancel-claim',
        'po-text-language',
        'po-texts-finished',
        'po-texts-spelling',
      ],
    ],
    ['poster', 'prices', { card: { prices: [] } }, { card: { prices: [{ region: 'UA' }] } }, ['po-prices-regions']],
    [
      'poster',
      'the POS bundle',
      { version: { pos: { bundleBytes: 1 } } },
      { version: { pos: { bundleBytes: 2 } } },
      ['po-all-scenarios-tested', 'po-pos-bundle-small'],
    ],
    ['poster', 'a file', { files: { attachment: [[null, 'a']] } }, { files: { attachment: [[null, 'b']] } }, ['po-instruction-gif']],
    [
      'bitrix24',
      'the support text',
      { card: { texts: { ru: { support: 'а' } } } },
      { card: { texts: { ru: { support: 'б' } } } },
      // Every rule about texts or the whole card, and the two of the field itself.
      ['support-channels', 'support-hours-reaction', ...wholeText(bitrix24)].sort(),
    ],
  ])('of %s that changes %s has these items looked at again', (name, _what, before, now, again) => {
    expect(lookedAtAgain(MARKETPLACES[name], content(before), content(now))).toEqual(again);
  });

  it.each(Object.keys(MARKETPLACES) as Name[])('of %s as another type of solution keeps nothing', (name) => {
    const marketplace: Marketplace = MARKETPLACES[name];
    expect(lookedAtAgain(marketplace, content(), content({ solutionType: 'private' }))).toEqual(
      Object.keys(marketplace.ruleInputs ?? {}).sort(),
    );
  });
});

function wholeText(marketplace: Marketplace): string[] {
  return Object.entries(marketplace.ruleInputs ?? {})
    .filter(([, inputs]) => inputs.some((input) => input === 'card' || input === 'card.texts'))
    .map(([id]) => id);
}

describe('why a change must be looked at', () => {
  it.each([
    ['moysklad', 'version.descriptor', 'descriptor'],
    ['moysklad', 'version.appId', 'credentials'],
    ['moysklad', 'card.pricing.tariffs.0.trialDays', 'trial'],
    ['moysklad', 'card.pricing.tariffs.0.pricePerMonth', 'price'],
    ['moysklad', 'card.pricing.free', 'price'],
    ['moysklad', 'card.legal.country', 'legal'],
    ['moysklad', 'card.texts.en.slogan', 'description'],
    ['moysklad', 'card.categories', 'place'],
    ['moysklad', 'files.instruction', 'instruction'],
    ['poster', 'version.redirectUri', 'address'],
    ['poster', 'version.webhookUrl', 'address'],
    ['poster', 'version.manageUrl', 'address'],
    ['poster', 'version.accesses', 'rights'],
    ['poster', 'card.texts.uk.description', 'marketing'],
    ['poster', 'version.pos.bundleBytes', 'bundle'],
    ['poster', 'card.texts.ru.instruction', 'instruction'],
    ['poster', 'card.prices.1.amount', 'money'],
    ['bitrix24', 'version.scopes', 'rights'],
    ['bitrix24', 'version.appUrl', 'address'],
    ['bitrix24', 'card.texts.en.support', 'support'],
  ] as const)('%s: %s is told as "%s"', (name, path, expected) => {
    const marketplace: Marketplace = MARKETPLACES[name];
    const told = marketplace.materialChanges?.find(({ inputs }) => inputs.some((input) => covers(input, path)));
    expect(told?.id).toBe(expected);
  });
});
