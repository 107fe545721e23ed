import { expect, it } from 'vitest';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import { sourceInWords } from '../../../shared/domain/source-names.ts';

const names = marketplaces.flatMap(({ sources = [] }) => sources);
const inRussian = (source: string): string => sourceInWords(source, names, ({ ru }) => ru);

it('calls documents by their names and leaves sections and other words alone', () => {
  expect(inRussian('RU-CR 1B; RU-CL')).toBe(
    '«Общие требования к решениям» (apidocs.bitrix24.ru) 1B; «Чек-лист перед публикацией» (apidocs.bitrix24.ru)',
  );
  expect(inRussian('MS §6.2–6.3')).toBe('Документация МойСклад, Vendor API 1.0 §6.2–6.3');
  expect(inRussian('EN event.bind; PR370')).toBe('Документация apidocs.bitrix24.com: event.bind; правка документации № 370');
  expect(sourceInWords('SEED0 §4', names, ({ en }) => en)).toBe('“How solutions are published in Bitrix24 Marketplace” §4');
  // A mark within a word or an address is none.
  expect(inRussian('MENU RUBLE GEN-RU MSX')).toBe('MENU RUBLE GEN-RU MSX');
  expect(sourceInWords('MS §1', [], ({ ru }) => ru)).toBe('MS §1');
});

it('knows every mark that a rulebook, its drift, a stage or a price names', () => {
  const sources = marketplaces.flatMap(({ rulebook, stages = [] }) => [
    ...rulebook.rules.flatMap(({ source, drift = [] }) => [source, ...drift.map((each) => each.source)]),
    ...stages.map(({ source }) => source),
  ]);
  expect(sources.length).toBeGreaterThan(250);
  // Capitals that are left are marks that nobody named; "Vendor API" stands in the name of one.
  const left = new Set(
    sources.flatMap(
      (source) =>
        inRussian(source)
          .replaceAll('Vendor API', '')
          .match(/(?<![\p{L}\d])(?:SEED\d|[A-Z]{2,}(?:-[A-Z]{2,})?\d*)(?![\p{L}\d])/gu) ?? [],
    ),
  );
  expect([...left]).toEqual([]);
});
