import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../electron/store/connection.ts';
import { searchSubmissions, SEARCH_CANDIDATES } from '../../../electron/store/repositories/search.ts';
import { searchAlphabet, searchQuery } from '../../../electron/store/search-text.ts';
import { seedSubmissions, type SeedMaterial } from '../../../electron/store/seed.ts';
import { newFolder, open, seedMaterial } from './store-fixture.ts';

const me = { name: 'Я', workstationId: 'here', overdueBefore: 1_700_000_000_000 };
const everywhere = { view: 'all', marketplace: null, region: null, kind: null } as const;

const plain: SeedMaterial = {
  ...seedMaterial,
  nameHeads: ['Нечто'],
  nameTails: ['иное'],
  cards: [{ card: {}, texts: 'пусто' }],
  versions: [{ number: '77', version: {} }],
};

const index = (db: Connection, seq: number, texts: Partial<Record<'name' | 'code' | 'vendor' | 'version' | 'texts', string>>): void => {
  const { name = '', code = '', vendor = '', version = '', texts: body = '' } = texts;
  db.write((tx) => {
    tx.run('DELETE FROM submission_search WHERE rowid = ?', seq);
    tx.run(
      'INSERT INTO submission_search (rowid, name, code, vendor, version, texts) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      ...[name, code, vendor, version, body].map(searchAlphabet),
    );
    tx.run(
      'UPDATE submissions SET solution_name = ?, solution_code = ?, vendor_name = ?, version = ? WHERE seq = ?',
      name,
      code,
      vendor,
      version,
      seq,
    );
  });
};

const sample = (): Connection => {
  const db = open(newFolder());
  seedSubmissions(db, plain, { count: 12, now: 1_700_000_000_000, workstationId: 'here', actor: 'seed' });
  index(db, 1, {
    name: 'Учёт складов',
    code: 'alpha.stock',
    vendor: 'Северные системы',
    version: '1.2.3',
    texts: 'Ведёт складской учёт и ревизии',
  });
  index(db, 2, {
    name: 'Чат-бот «Приём»',
    code: 'beta.bot-1c',
    vendor: 'Бета',
    version: '1.2.30',
    texts: 'Отвечает клиенту. Интеграция с 1С',
  });
  index(db, 3, { name: 'Склад', code: 'gamma.stock', vendor: 'Гамма', version: '10.1', texts: 'title: AND OR NOT NEAR' });
  return db;
};

const find = (db: Connection, typed: string): readonly number[] => searchSubmissions(db, everywhere, typed, me).keys;

describe('search', () => {
  it.each([
    ['склад', [3, 1]],
    ['СКЛАДЫ', [3, 1]],
    ['складской учет', [1]],
    ['учёт', [1]],
    ['учет', [1]],
    ['приём', [2]],
    ['чат-бот', [2]],
    ['1с', [2]],
    ['1.2.3', [1, 2]],
    ['1.2', [2, 1]],
    ['10.1', [3]],
    ['alpha.stock', [1]],
    ['stock', [3, 1]],
    ['север', [1]],
    ['ревизия', [1]],
    // Every form of a word, a vowel that comes and goes included.
    ['складах', [3, 1]],
    ['интеграциями', [2]],
    ['клиентов', [2]],
    ['северной системой', [1]],
    // Typed in the other keyboard layout.
    ['crkfl', [3, 1]],
    ['ghb`v', [2]],
    ['ыещсл', [3, 1]],
    ['1ю2ю3', [1, 2]],
    ['frn', []],
    ['нет такого', []],
    ['title:', [3]],
    ['"склад', [3, 1]],
    ['AND', [3]],
    ['   ', []],
    ['«»(){}*^', []],
  ])('finds for %j', (typed, expected) => {
    expect(find(sample(), typed)).toEqual(expected);
  });

  it('puts an exact code or name before texts', () => {
    const db = sample();
    index(db, 9, { name: 'Другое', texts: 'alpha.stock упомянут в тексте' });
    expect(find(db, 'alpha.stock')).toEqual([1, 9]);
  });

  it('looks only into the view and the filters, the narrow views too', () => {
    const db = sample();
    expect(searchSubmissions(db, { ...everywhere, view: 'decided' }, 'склад', me).keys).toEqual([1]);
    expect(searchSubmissions(db, { ...everywhere, view: 'queue' }, 'склад', me).keys).toEqual([3]);
    expect(searchSubmissions(db, { ...everywhere, region: 'kz' }, 'склад', me).keys).toEqual([3]);
    expect(searchSubmissions(db, { ...everywhere, marketplace: 'nowhere' }, 'склад', me).keys).toEqual([]);
    expect(searchSubmissions(db, { ...everywhere, view: 'mine' }, 'бот', me).keys).toEqual([]);
    db.raw.exec(
      "UPDATE submissions SET state = 'claimed', claim_by = 'Я', claim_workstation = 'here', claim_at = 1, claim_expires_at = 2 WHERE seq = 2",
    );
    expect(searchSubmissions(db, { ...everywhere, view: 'mine' }, 'бот', me).keys).toEqual([2]);
    expect(searchSubmissions(db, { ...everywhere, view: 'claimed' }, 'бот', me).keys).toEqual([2]);
  });

  it('caps what it ranks and says so', () => {
    const db = open(newFolder());
    seedSubmissions(
      db,
      { ...seedMaterial, cards: [{ card: {}, texts: 'общее слово' }] },
      { count: 1_500, now: 1_700_000_000_000, workstationId: 'here', actor: 'seed' },
    );
    const result = searchSubmissions(db, everywhere, 'общее', me);
    expect(result.isCapped).toBe(true);
    expect(result.keys).toHaveLength(SEARCH_CANDIDATES);
    expect(result.keys).toContain(1_500);
    expect(result.keys).not.toContain(1);
  });

  it('never throws, whatever is typed', () => {
    const db = sample();
    const awkward = fc.constantFrom(
      '"',
      "'",
      '*',
      'NEAR(',
      'AND',
      'OR NOT',
      '-',
      ':',
      '^',
      '\0',
      '\uD800',
      'ё',
      '1.2.',
      '..',
      '\u{E000}',
      '🙂',
      '{a b}: c',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({ maxLength: 200 }),
          fc.array(awkward, { maxLength: 20 }).map((parts) => parts.join(' ')),
        ),
        (typed) => {
          expect(() => find(db, typed)).not.toThrow();
        },
      ),
      { numRuns: 3_000 },
    );
    expect(searchQuery('a'.repeat(10_000))?.length).toBeLessThan(80);
  });
});
