import { z } from 'zod';
import type { ImportProblem } from '../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { MANIFEST_NAME, plural, problem, quoted, type Wording } from './import-problem.ts';

type Issue = z.core.$ZodIssue;
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

/**
 * Turns the schema library's issues into sentences, in Russian and English, each with its field path.
 * @param issues as found by `safeParse`
 * @param schema the schema that found them: known field names are suggested where a name was mistyped
 * @param value what was validated; shown in messages unless `isSecret` says that the path is
 * @param prefix path of `value` inside submission.json
 */
export function problemsOf(
  issues: readonly Issue[],
  schema: z.ZodType,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
  isSecret: (path: readonly PropertyKey[]) => boolean = () => false,
): readonly ImportProblem[] {
  let shape: Node | null = null;
  const shapeOf = (): Node => (shape ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node);
  const problems: ImportProblem[] = [];
  const translate = (issue: Issue, base: readonly PropertyKey[]): void => {
    const inner = [...base, ...issue.path];
    const full = [...prefix, ...inner];
    const found = isSecret(full) ? HIDDEN : valueAt(value, inner);
    switch (issue.code) {
      case 'unrecognized_keys':
        for (const key of issue.keys) problems.push(problem(placeOf([...full, key]), unknownField(key, fieldsAt(shapeOf(), inner))));
        return;
      case 'invalid_union': {
        // The branch that came furthest tells best what was meant.
        const best = [...issue.errors].sort((a, b) => distance(a) - distance(b))[0];
        if (!best || best.every((each) => each.code === 'invalid_type' && each.path.length === 0)) {
          problems.push(problem(placeOf(full), { ru: wrongKind('ru'), en: wrongKind('en') }));
        } else for (const each of best) translate(each, inner);
        return;
      }
      case 'invalid_key':
      case 'invalid_element':
        for (const each of issue.issues) translate({ ...each, path: [] }, inner);
        return;
      default:
        problems.push(problem(placeOf(full), wordingOf(issue, found)));
    }
  };
  for (const issue of issues) {
    translate(issue, []);
    if (problems.length >= LIMITS.packageProblems) break;
  }
  return problems.slice(0, LIMITS.packageProblems);
}

const HIDDEN = Symbol('hidden');

/** card.texts.ru.name, media.screenshots[2].file */
export function placeOf(path: readonly PropertyKey[]): string {
  let place = '';
  for (const part of path) {
    if (typeof part === 'number') place += `[${part}]`;
    else place += `${place === '' ? '' : '.'}${part === '' ? '""' : quoted(String(part))}`;
  }
  return place === '' ? MANIFEST_NAME : place;
}

function distance(issues: readonly Issue[]): number {
  const shallow = issues.filter((each) => each.path.length === 0 && each.code === 'invalid_type').length;
  return shallow * 1000 + issues.length;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

function fieldsAt(shape: Node, path: readonly PropertyKey[]): readonly string[] {
  let nodes: readonly Node[] = spread(shape);
  for (const part of path) {
    nodes = nodes.flatMap((node) => {
      const next = typeof part === 'number' ? node.items : (node.properties?.[String(part)] ?? node.additionalProperties);
      return typeof next === 'object' ? spread(next) : [];
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function spread(node: Node): readonly Node[] {
  return [node, ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap(spread)];
}

function unknownField(key: string, known: readonly string[]): Wording {
  const near = known.map((name) => [editDistance(key.toLowerCase(), name.toLowerCase()), name] as const).sort((a, b) => a[0] - b[0])[0];
  if (near && near[0] <= Math.max(1, Math.floor(near[1].length / 3))) {
    return {
      ru: { reason: 'Такого поля в формате нет.', remedy: `Вероятно, имелось в виду «${near[1]}»: исправьте имя.` },
      en: { reason: 'The format has no such field.', remedy: `Probably "${near[1]}" was meant: correct the name.` },
    };
  }
  const list = known.slice(0, 30).join(', ');
  return {
    ru: { reason: 'Такого поля в формате нет.', remedy: list === '' ? 'Удалите его.' : `Удалите его. Здесь возможны: ${list}.` },
    en: { reason: 'The format has no such field.', remedy: list === '' ? 'Remove it.' : `Remove it. Possible here: ${list}.` },
  };
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8 || a.length > 60) return 99;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] as number;
}

const KINDS: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  string: { ru: 'строка', en: 'a string' },
  number: { ru: 'число', en: 'a number' },
  int: { ru: 'целое число', en: 'a whole number' },
  boolean: { ru: 'true или false', en: 'true or false' },
  array: { ru: 'список в квадратных скобках', en: 'a list in square brackets' },
  object: { ru: 'объект в фигурных скобках', en: 'an object in braces' },
  record: { ru: 'объект в фигурных скобках', en: 'an object in braces' },
  null: { ru: 'null', en: 'null' },
};

const FORMATS: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  datetime: {
    ru: 'момент с часовым поясом, например «2026-11-20T14:05:00+03:00»',
    en: 'a moment with its time zone, e.g. "2026-11-20T14:05:00+03:00"',
  },
  date: { ru: 'дата, например «2026-11-20»', en: 'a date, e.g. "2026-11-20"' },
  email: { ru: 'адрес почты, например «help@vendor.example»', en: 'a mail address, e.g. "help@vendor.example"' },
  url: { ru: 'полный адрес, например «https://vendor.example/app»', en: 'a complete address, e.g. "https://vendor.example/app"' },
  uuid: { ru: 'UUID', en: 'a UUID' },
};

const WEB_ADDRESS = {
  ru: 'полный адрес, который начинается с https:// или http://, без пробелов',
  en: 'a complete address that begins with https:// or http://, without spaces',
};

/** Patterns of the schemas in words. A marketplace's own pattern that is not here is pointed out in the published schema. */
const FIELD_RULES: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  '^https?:\\/\\/\\S+$': WEB_ADDRESS,
  '^$|^https?:\\/\\/\\S+$': WEB_ADDRESS,
  '^[a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*$': {
    ru: 'строчные латинские буквы, цифры, подчёркивания и точки; начинается с буквы',
    en: 'small Latin letters, digits, underscores and full stops, beginning with a letter',
  },
  '^[A-Za-z0-9_]+$': { ru: 'латинские буквы, цифры и подчёркивания', en: 'Latin letters, digits and underscores' },
  '^[^\\r\\n]*\\S[^\\r\\n]*$': { ru: 'одна непустая строка текста без переносов', en: 'one line of text, not blank' },
  '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}$': {
    ru: 'до 100 букв, цифр, точек, дефисов и подчёркиваний; начинается с буквы или цифры',
    en: 'up to 100 letters, digits, full stops, hyphens and underscores, beginning with a letter or digit',
  },
  '^[\\p{L}\\p{N}][\\p{L}\\p{N}._:/-]{0,99}$': {
    ru: 'номер или код до 100 знаков: буквы, цифры и . _ : / -',
    en: 'a number or code of up to 100 characters: letters, digits and . _ : / -',
  },
  '^own-[a-z0-9]+(?:-[a-z0-9]+)*$': {
    ru: '«own-» и строчные латинские буквы, цифры и дефисы, например «own-demo-video»',
    en: '"own-" and small Latin letters, digits and hyphens, e.g. "own-demo-video"',
  },
  '\\S': { ru: 'непустой текст', en: 'text that is not blank' },
  '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$': { ru: 'код языка, например «ru» или «en»', en: 'a language tag, e.g. "ru" or "en"' },
  '^[^\\s@]+@[^\\s@]+$': { ru: 'адрес почты, например «help@vendor.example»', en: 'a mail address, e.g. "help@vendor.example"' },
};

function wordingOf(
  issue: Exclude<Issue, { code: 'unrecognized_keys' | 'invalid_union' | 'invalid_key' | 'invalid_element' }>,
  found: unknown,
): Wording {
  if (found === undefined && issue.code !== 'custom') return missing(issue);
  const now = shown(found);
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[issue.expected] ?? { ru: quoted(issue.expected), en: quoted(issue.expected) };
      return {
        ru: { reason: `Значение не того вида${now.ru}.`, remedy: `Здесь должно быть: ${kind.ru}.` },
        en: { reason: `The value is of the wrong kind${now.en}.`, remedy: `Expected here: ${kind.en}.` },
      };
    }
    case 'invalid_value': {
      const values = issue.values.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
      return {
        ru: { reason: `Такого значения в формате нет${now.ru}.`, remedy: `Допустимо: ${values.map((each) => `«${each}»`).join(', ')}.` },
        en: { reason: `The format has no such value${now.en}.`, remedy: `Allowed: ${values.map((each) => `"${each}"`).join(', ')}.` },
      };
    }
    case 'too_big':
      return tooBig(issue, found);
    case 'too_small':
      return tooSmall(issue, found);
    case 'invalid_format': {
      const rule = FORMATS[issue.format] ?? FIELD_RULES[String(issue.pattern ?? '').replace(/^\/(.*)\/[a-z]*$/s, '$1')];
      return {
        ru: {
          reason: `Значение записано не по правилам${now.ru}.`,
          remedy: rule ? `Нужно: ${rule.ru}.` : 'Исправьте запись: правило поля есть в docs/submission.schema.json.',
        },
        en: {
          reason: `The value is not written by the rules${now.en}.`,
          remedy: rule ? `Needed: ${rule.en}.` : 'Correct it: the rule of the field is in docs/submission.schema.json.',
        },
      };
    }
    case 'not_multiple_of':
      return {
        ru: { reason: `Число не кратно ${issue.divisor}${now.ru}.`, remedy: `Укажите число, кратное ${issue.divisor}.` },
        en: { reason: `The number is not a multiple of ${issue.divisor}${now.en}.`, remedy: `Give a multiple of ${issue.divisor}.` },
      };
    case 'custom':
      return custom(issue);
  }
}

function missing(issue: { readonly code: string; readonly expected?: string; readonly values?: readonly unknown[] }): Wording {
  const values = issue.values?.map((each) => String(each));
  const kind = issue.expected === undefined ? undefined : KINDS[issue.expected];
  const ru = values ? `одно из: ${values.join(', ')}` : (kind?.ru ?? '');
  const en = values ? `one of: ${values.join(', ')}` : (kind?.en ?? '');
  return {
    ru: { reason: 'Обязательное поле не заполнено.', remedy: ru === '' ? 'Добавьте его.' : `Добавьте его. Здесь должно быть: ${ru}.` },
    en: { reason: 'A required field is missing.', remedy: en === '' ? 'Add it.' : `Add it. Expected here: ${en}.` },
  };
}

function tooBig(issue: z.core.$ZodIssueTooBig, found: unknown): Wording {
  const limit = Number(issue.maximum);
  if (issue.origin === 'string') {
    const now = typeof found === 'string' ? [`, а здесь ${found.length}`, `; here are ${found.length}`] : ['', ''];
    return {
      ru: { reason: `Текст длиннее ${limit} ${plural(limit, 'знака', 'знаков', 'знаков')}${now[0]}.`, remedy: 'Сократите текст.' },
      en: { reason: `The text is longer than ${limit} ${limit === 1 ? 'character' : 'characters'}${now[1]}.`, remedy: 'Shorten the text.' },
    };
  }
  if (issue.origin === 'array' || issue.origin === 'set') {
    return {
      ru: { reason: `В списке больше ${limit} ${plural(limit, 'элемента', 'элементов', 'элементов')}.`, remedy: 'Уберите лишние.' },
      en: { reason: `The list has more than ${limit} ${limit === 1 ? 'item' : 'items'}.`, remedy: 'Remove the superfluous ones.' },
    };
  }
  const now = shown(found);
  return {
    ru: {
      reason: `Число больше допустимого${now.ru}.`,
      remedy: `Наибольшее значение: ${issue.inclusive === false ? 'меньше ' : ''}${limit}.`,
    },
    en: {
      reason: `The number is too large${now.en}.`,
      remedy: `The largest value is ${issue.inclusive === false ? 'below ' : ''}${limit}.`,
    },
  };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, found: unknown): Wording {
  const limit = Number(issue.minimum);
  if (issue.origin === 'string') {
    return limit === 1
      ? { ru: { reason: 'Текст пустой.', remedy: 'Заполните поле.' }, en: { reason: 'The text is empty.', remedy: 'Fill in the field.' } }
      : {
          ru: { reason: `Текст короче ${limit} ${plural(limit, 'знака', 'знаков', 'знаков')}.`, remedy: 'Дополните текст.' },
          en: { reason: `The text is shorter than ${limit} characters.`, remedy: 'Complete the text.' },
        };
  }
  if (issue.origin === 'array' || issue.origin === 'set') {
    return {
      ru: { reason: `В списке меньше ${limit} ${plural(limit, 'элемента', 'элементов', 'элементов')}.`, remedy: 'Добавьте недостающие.' },
      en: { reason: `The list has fewer than ${limit} ${limit === 1 ? 'item' : 'items'}.`, remedy: 'Add the missing ones.' },
    };
  }
  const now = shown(found);
  return {
    ru: {
      reason: `Число меньше допустимого${now.ru}.`,
      remedy: `Наименьшее значение: ${issue.inclusive === false ? 'больше ' : ''}${limit}.`,
    },
    en: {
      reason: `The number is too small${now.en}.`,
      remedy: `The smallest value is ${issue.inclusive === false ? 'above ' : ''}${limit}.`,
    },
  };
}

/**
 * Schemas may give a refinement its own words:
 * `params: { ru: { reason, remedy }, en: { reason, remedy } }`.
 */
function custom(issue: z.core.$ZodIssueCustom): Wording {
  const own = z
    .object({ ru: z.object({ reason: z.string(), remedy: z.string() }), en: z.object({ reason: z.string(), remedy: z.string() }) })
    .safeParse(issue.params);
  if (own.success) return own.data;
  return {
    ru: { reason: 'Значение не подходит.', remedy: 'Исправьте его: правило поля есть в docs/submission-package.md.' },
    en: { reason: 'The value does not fit.', remedy: 'Correct it: the rule of the field is in docs/submission-package.md.' },
  };
}

function wrongKind(locale: 'ru' | 'en'): { reason: string; remedy: string } {
  return locale === 'ru'
    ? { reason: 'Значение не того вида.', remedy: 'Исправьте его: виды значений есть в docs/submission.schema.json.' }
    : { reason: 'The value is of the wrong kind.', remedy: 'Correct it: the kinds are in docs/submission.schema.json.' };
}

/** What stands there now, when it is short and no secret. */
function shown(found: unknown): { ru: string; en: string } {
  if (typeof found === 'string') return { ru: `: «${quoted(found, 40)}»`, en: `: "${quoted(found, 40)}"` };
  if (typeof found === 'number' || typeof found === 'boolean' || found === null)
    return { ru: `: ${String(found)}`, en: `: ${String(found)}` };
  return { ru: '', en: '' };
}
