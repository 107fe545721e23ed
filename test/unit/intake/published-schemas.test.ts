import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VerdictDocument } from '../../../electron/export/verdict-document.ts';
import { SubmissionPackage } from '../../../electron/intake/package-schema.ts';
import { ReviewPackage } from '../../../electron/intake/review-schema.ts';
import { readPackage } from '../../../electron/intake/read-package.ts';
import { cardSchema } from '../../../electron/marketplaces/bitrix24/card-schema.ts';
import { versionSchema } from '../../../electron/marketplaces/bitrix24/version-schema.ts';
import { MARKETPLACE_ID, REGIONS, SOLUTION_TYPES } from '../../../electron/marketplaces/bitrix24/vocabulary.ts';
import { RulebookExtension } from '../../../electron/intake/rulebook-schema.ts';
import { LIMITS } from '../../../shared/limits.ts';

/**
 * docs/ is generated from the schemas that the product itself uses. When one of them changes, write the files anew with
 * UPDATE_DOCS=1 npx vitest run --config test/vitest.config.ts test/unit/intake/published-schemas.test.ts
 */
const docs = path.join(import.meta.dirname, '../../../docs');
const marketplaces = [{ id: MARKETPLACE_ID, regions: REGIONS, solutionTypes: SOLUTION_TYPES, cardSchema, versionSchema }];

type JsonSchema = Record<string, unknown>;
const schemaOf = (schema: z.ZodType): JsonSchema => {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== '$schema'));
};

function packageSchema(): JsonSchema {
  const definitions: JsonSchema = {};
  const cases = marketplaces.map(({ id, regions, solutionTypes, ...schemas }) => {
    definitions[`${id}-version`] = schemaOf(schemas.versionSchema);
    definitions[`${id}-card`] = schemaOf(schemas.cardSchema);
    return {
      if: { properties: { marketplace: { const: id } } },
      then: {
        properties: {
          region: { enum: regions.map((each) => each.id) },
          solutionType: { enum: solutionTypes.map((each) => each.id) },
          version: { $ref: `#/$defs/${id}-version` },
          card: { $ref: `#/$defs/${id}-card` },
        },
      },
    };
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Submission package, submission.json, format version 1',
    ...schemaOf(SubmissionPackage),
    allOf: cases,
    $defs: definitions,
  };
}

async function check(file: string, schema: JsonSchema): Promise<void> {
  const target = path.join(docs, file);
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 140 });
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(target, text);
  expect(existsSync(target) ? readFileSync(target, 'utf8') : '', `${file} is stale: run with UPDATE_DOCS=1`).toBe(text);
}

/** Names of all fields in a JSON schema. */
function fieldNames(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
    fieldNames(value, found);
  }
  return found;
}

describe('published schemas', () => {
  it('are those of the product', async () => {
    await check('submission.schema.json', packageSchema());
    await check('reviews.schema.json', {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Reviews, reviews.json, format version 1',
      ...schemaOf(ReviewPackage),
    });
    await check('rulebook.schema.json', {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Rulebook file of a workspace, rulebooks/<marketplace>.json, format version 1',
      ...schemaOf(RulebookExtension),
    });
    const { $schema, ...rest } = z.toJSONSchema(VerdictDocument, { unrepresentable: 'any' }) as JsonSchema;
    await check('verdict.schema.json', { $schema, title: 'Verdict bundle, verdict.json, format version 1', ...rest });
  });

  it.each(['submission-package.md', 'submission-package.ru.md'])('have every field explained in %s', (file) => {
    const text = readFileSync(path.join(docs, file), 'utf8');
    const missing = [...fieldNames(packageSchema())].filter(
      (name) => name !== 'ru' && name !== 'en' && !new RegExp(`[\`.]${name}[\`.]|"${name}"`).test(text),
    );
    expect(missing).toEqual([]);
    for (const { id } of [...REGIONS, ...SOLUTION_TYPES]) expect(text).toContain(`\`${id}\``);
  });

  it.each(['review-package.md', 'review-package.ru.md'])('have every field of reviews explained in %s', (file) => {
    const text = readFileSync(path.join(docs, file), 'utf8');
    const names = [...fieldNames(schemaOf(ReviewPackage))];
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !new RegExp(`[\`.]${name}[\`.]|"${name}"`).test(text))).toEqual([]);
  });

  it.each(['rulebook-file.md', 'rulebook-file.ru.md'])('have every field of rulebook files explained in %s', (file) => {
    const text = readFileSync(path.join(docs, file), 'utf8');
    const names = [...fieldNames(schemaOf(RulebookExtension))];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !new RegExp(`[\`.]${name}[\`.]|"${name}"`).test(text))).toEqual([]);
  });

  it('have the limits that are enforced', () => {
    const text = readFileSync(path.join(docs, 'submission-package.md'), 'utf8').replaceAll(',', '');
    const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;
    for (const limit of [
      megabytes(LIMITS.manifestBytes),
      `at most ${LIMITS.jsonDepth} deep`,
      String(LIMITS.packageEntries),
      megabytes(LIMITS.packageEntryBytes),
      megabytes(LIMITS.packageTotalBytes),
      `${LIMITS.packageInflationRatio} times`,
      `${LIMITS.packagePathChars} characters`,
      `${LIMITS.imagePixels / 1e6} megapixels`,
      `${LIMITS.packageScreenshots} ${LIMITS.packageInstructions} ${LIMITS.packageAttachments}`,
      String(LIMITS.testDataNoteChars),
      `${LIMITS.testDataValues} values of ${LIMITS.testDataValueChars}`,
      String(LIMITS.importBatchPackages),
    ])
      expect(text).toContain(limit);
  });
});

it('the published example is a package that is read without a word of warning', async () => {
  const folder = path.join(docs, 'examples/submission');
  const reading = await readPackage(folder, { marketplaces, now: () => Date.parse('2026-11-21T00:00:00Z'), signal: { aborted: false } });
  expect(reading).toMatchObject({
    kind: 'read',
    warnings: [],
    submission: {
      externalId: 'EX-2041',
      solution: { code: 'example.invoices', name: 'Счета и акты' },
      version: { number: '2.4.1', mode: 'wizard' },
    },
  });
  if (reading.kind === 'read') {
    expect(reading.submission.files.map(({ role, mime }) => [role, mime])).toEqual([
      ['icon', 'image/png'],
      ['screenshot', 'image/png'],
      ['screenshot', 'image/png'],
      ['instruction', 'text/plain'],
      ['attachment', 'text/plain'],
    ]);
    await reading.submission.close();
  }
});

describe('faults of a Bitrix24 package', () => {
  const example = JSON.parse(readFileSync(path.join(docs, 'examples/submission/submission.json'), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
  async function problemsOf(change: (value: Record<string, Record<string, unknown>>) => void): Promise<string[]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'intake-'));
    const value = structuredClone(example);
    value['media'] = {};
    change(value);
    writeFileSync(path.join(folder, 'submission.json'), JSON.stringify(value));
    const reading = await readPackage(folder, { marketplaces, now: () => Date.parse('2026-11-21T00:00:00Z'), signal: { aborted: false } });
    rmSync(folder, { recursive: true });
    return reading.kind !== 'refused' ? [] : reading.problems.map((each) => `${each.place}: ${each.reason.ru} ${each.remedy.ru}`);
  }

  it('are told in full sentences', async () => {
    expect(await problemsOf((value) => Object.assign(value['version'] ?? {}, { appUrl: 'app.example' }))).toEqual([
      'version.appUrl: Значение записано не по правилам: «app.example». Нужно: полный адрес, который начинается с https:// или http://, без пробелов.',
    ]);
    expect(await problemsOf((value) => Object.assign(value['version'] ?? {}, { installUrl: undefined }))).toEqual([
      'version.installUrl: Для способа установки «wizard» поле installUrl обязательно. Укажите адрес в installUrl или другой способ установки.',
    ]);
    expect(await problemsOf((value) => Object.assign(value['card'] ?? {}, { texts: {} }))).toEqual([
      'card.texts: Нет текстов ни на одном языке. Добавьте тексты хотя бы на одном из языков: ru, en.',
    ]);
    expect(await problemsOf((value) => Object.assign(value['card'] ?? {}, { categories: ['crm', 'cmr'] }))).toEqual([
      expect.stringMatching(/^card\.categories\[1\]: Такого значения в формате нет: «cmr»\. Допустимо: /),
    ]);
    expect(await problemsOf((value) => Object.assign(value['version'] ?? {}, { scopes: ['crm', 'user basic'] }))).toEqual([
      expect.stringMatching(/^version\.scopes\[1\]: Значение записано не по правилам: «user basic»\./),
    ]);
  });

  it('use no pattern that is not told in words', () => {
    const words = readFileSync(path.join(import.meta.dirname, '../../../electron/intake/schema-problems.ts'), 'utf8');
    const patterns = new Set<string>();
    const collect = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { pattern, format: named } = schema as { pattern?: unknown; format?: unknown };
      if (typeof pattern === 'string' && named === undefined) patterns.add(pattern);
      Object.values(schema).forEach(collect);
    };
    collect(packageSchema());
    expect(patterns.size).toBeGreaterThan(4);
    for (const pattern of patterns)
      expect(words, `say in FIELD_RULES of schema-problems.ts what this pattern wants: ${pattern}`).toContain(
        `'${pattern.replaceAll('\\', '\\\\')}'`,
      );
  });
});
