import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportProblem } from '../../shared/domain/incoming-submission.ts';
import { DEFAULT_AUTOMATIC, type Rule, type Rulebook, type RuleScope } from '../../shared/domain/rulebook.ts';
import type { ExtensibleMarketplace, ReadRulebookFiles, RulebookFile } from '../../shared/domain/rulebook-file.ts';
import { LIMITS } from '../../shared/limits.ts';
import { MANIFEST_NAME, problem, quoted, Refusal, sizeText } from './import-problem.ts';
import { notOneOf } from './manifest-head.ts';
import { RulebookExtension, type RulebookExtensionData } from './rulebook-schema.ts';
import { placeOf, problemsOf } from './schema-problems.ts';
import { parseStrictJson } from './strict-json.ts';

const REFUSED = { rulebook: null, added: 0, changed: 0, off: 0 };

/** Every *.json of the folder, by name; a folder that is not there has none. */
export const readRulebookFiles: ReadRulebookFiles = (folder, marketplaces) => {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return [{ name: path.basename(folder), marketplace: null, ...REFUSED, problems: [unreadable(path.basename(folder), error)] }];
  }
  return names.sort().map((name) => readFile(path.join(folder, name), name, marketplaces));
};

function readFile(file: string, name: string, marketplaces: readonly ExtensibleMarketplace[]): RulebookFile {
  const marketplace = marketplaces.find(({ id }) => `${id}.json` === name);
  const refused = (...problems: ImportProblem[]): RulebookFile => ({ name, marketplace: marketplace?.id ?? null, ...REFUSED, problems });
  if (marketplace === undefined) {
    const fits = marketplaces.map(({ id }) => `${id}.json`).join(', ');
    return refused(
      problem(name, {
        ru: { reason: 'Имя файла не называет маркетплейс.', remedy: `Назовите файл одним из имён: ${fits}.` },
        en: { reason: 'The name of the file names no marketplace.', remedy: `Call it one of: ${fits}.` },
      }),
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = bytesOf(file);
  } catch (error) {
    return refused(error instanceof Refusal ? (error.problems[0] ?? unreadable(name, error)) : unreadable(name, error));
  }
  return extendRulebook(bytes, name, marketplace);
}

/** Neither a pipe nor an endless file holds the workspace up. */
function bytesOf(file: string): Uint8Array {
  const name = path.basename(file);
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(handle);
    const limit = sizeText(LIMITS.manifestBytes);
    if (!stat.isFile() || stat.size > LIMITS.manifestBytes) {
      throw new Refusal([
        problem(name, {
          ru: { reason: `Это не файл или он больше ${limit.ru}.`, remedy: 'Оставьте здесь только файл JSON с требованиями.' },
          en: { reason: `This is no file, or it is larger than ${limit.en}.`, remedy: 'Keep only a JSON file of rules here.' },
        }),
      ]);
    }
    const bytes = readFileSync(handle);
    if (!isUtf8(bytes)) {
      throw new Refusal([
        problem(name, {
          ru: { reason: 'Файл не в кодировке UTF-8.', remedy: 'Сохраните его в UTF-8.' },
          en: { reason: 'The file is not UTF-8.', remedy: 'Save it as UTF-8.' },
        }),
      ]);
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

function unreadable(name: string, error: unknown): ImportProblem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return problem(name, {
    ru: { reason: `Файл не читается (${code}).`, remedy: 'Проверьте права на файл.' },
    en: { reason: `It cannot be read (${code}).`, remedy: 'Look at the permissions of the file.' },
  });
}

/**
 * Lays a file over the rulebook of the application.
 * @param bytes the whole file
 * @param name used as the place of what concerns the whole file
 * @returns the extended rulebook, or every problem with its field; a file with a problem is refused as a whole
 */
export function extendRulebook(bytes: Uint8Array, name: string, marketplace: ExtensibleMarketplace): RulebookFile {
  const refused = (problems: readonly ImportProblem[]): RulebookFile => ({
    name,
    marketplace: marketplace.id,
    ...REFUSED,
    problems: problems.map((each) => (each.place === MANIFEST_NAME ? { ...each, place: name } : each)),
  });
  let value: unknown;
  try {
    value = parseStrictJson(bytes, name);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.problems);
    throw error;
  }
  const parsed = RulebookExtension.safeParse(value);
  if (!parsed.success) return refused(problemsOf(parsed.error.issues, RulebookExtension, value));
  const problems = contradictions(parsed.data, marketplace);
  if (problems.length > 0) return refused(problems.slice(0, LIMITS.packageProblems));
  const { off = [], change = {}, add = [] } = parsed.data;
  return {
    name,
    marketplace: marketplace.id,
    rulebook: extended(parsed.data, marketplace.rulebook),
    added: add.length,
    changed: Object.keys(change).length,
    off: new Set(off).size,
    problems: [],
  };
}

/** What the schema alone cannot see: names that the marketplace does not have, and rules told twice. */
function contradictions(file: RulebookExtensionData, marketplace: ExtensibleMarketplace): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const rules = new Set(marketplace.rulebook.rules.map(({ id }) => id));
  const noRule = (place: readonly PropertyKey[], id: string): void => {
    if (rules.has(id)) return;
    const start = id.split('-')[0] ?? id;
    const near = [...rules].filter((each) => each.startsWith(start)).slice(0, 5);
    const known = near.length > 0 ? near : [...rules].slice(0, 5);
    problems.push(
      problem(placeOf(place), {
        ru: {
          reason: `В требованиях нет правила «${quoted(id)}».`,
          remedy: `Исправьте идентификатор. Например, есть: ${known.join(', ')}.`,
        },
        en: { reason: `The rulebook has no rule "${quoted(id)}".`, remedy: `Correct the id. There are, for example: ${known.join(', ')}.` },
      }),
    );
  };
  const scoped = (place: readonly PropertyKey[], scope: RuleScope | undefined): void => {
    for (const [field, known] of [
      ['regions', marketplace.regions],
      ['solutionTypes', marketplace.solutionTypes],
    ] as const) {
      (scope?.[field] ?? []).forEach((value, index) => {
        if (known.some(({ id }) => id === value)) return;
        problems.push(
          problem(
            placeOf([...place, field, index]),
            notOneOf('Такого значения у маркетплейса нет', 'The marketplace has no such value', known),
          ),
        );
      });
    }
  };
  const scopes = (
    place: readonly PropertyKey[],
    rule: { appliesTo?: unknown; severityFor?: readonly { when: unknown }[] | undefined },
  ): void => {
    scoped([...place, 'appliesTo'], rule.appliesTo as RuleScope | undefined);
    rule.severityFor?.forEach(({ when }, index) => {
      scoped([...place, 'severityFor', index, 'when'], when as RuleScope);
    });
  };
  if (file.marketplace !== marketplace.id) {
    problems.push(
      problem('marketplace', {
        ru: {
          reason: `Файл назван по маркетплейсу «${marketplace.id}», а в поле другой.`,
          remedy: `Укажите «${marketplace.id}» или переименуйте файл.`,
        },
        en: {
          reason: `The file is named after "${marketplace.id}", the field says another.`,
          remedy: `Write "${marketplace.id}" or rename the file.`,
        },
      }),
    );
  }
  const off = new Set(file.off);
  (file.off ?? []).forEach((id, index) => {
    noRule(['off', index], id);
  });
  for (const [id, change] of Object.entries(file.change ?? {})) {
    noRule(['change', id], id);
    scopes(['change', id], change);
    if (off.has(id)) {
      problems.push(
        problem(placeOf(['change', id]), {
          ru: { reason: 'Правило и выключено, и изменено.', remedy: 'Оставьте его либо в off, либо в change.' },
          en: { reason: 'The rule is both switched off and changed.', remedy: 'Keep it either in off or in change.' },
        }),
      );
    }
  }
  const seen = new Set<string>();
  (file.add ?? []).forEach((rule, index) => {
    scopes(['add', index], rule);
    if (seen.has(rule.id)) {
      problems.push(
        problem(placeOf(['add', index, 'id']), {
          ru: { reason: `Правило «${rule.id}» добавлено дважды.`, remedy: 'Дайте ему другой идентификатор или удалите.' },
          en: { reason: `The rule "${rule.id}" is added twice.`, remedy: 'Give it another id or remove it.' },
        }),
      );
    }
    seen.add(rule.id);
  });
  return problems;
}

function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function extended(file: RulebookExtensionData, base: Rulebook): Rulebook {
  const off = new Set(file.off);
  const kept = base.rules
    .filter(({ id }) => !off.has(id))
    .map((rule): Rule => {
      const change = Object.hasOwn(file.change ?? {}, rule.id) ? file.change?.[rule.id] : undefined;
      if (change === undefined) return rule;
      const { automatic, ...rest } = change;
      // A grade of the file holds everywhere; grades of the application by scope would undo it.
      const { severityFor, ...plain } = rule;
      const graded = change.severity !== undefined || severityFor === undefined ? plain : { ...plain, severityFor };
      return {
        ...graded,
        ...(given(rest) as Partial<Rule>),
        ...(automatic === undefined ? {} : { automatic: { ...(rule.automatic ?? DEFAULT_AUTOMATIC), ...given(automatic) } }),
      };
    });
  const own = (file.add ?? []).map((rule): Rule => ({ ...(given(rule) as Omit<Rule, 'checks'>), checks: ['manual'], version: 1 }));
  return { ...base, version: `${base.version}+${file.version}`, rules: [...kept, ...own] };
}
