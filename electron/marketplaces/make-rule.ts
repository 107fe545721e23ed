import type { LocalizedText, Rule, RuleArea, RuleCheck, Severity } from '../../shared/domain/rulebook.ts';
import type { MaterialChange, RuleInput } from './marketplace.ts';

/** S: judged from the submission, R: from an install test, M: by a person (domain documents, section iii). */
const CHECKS: Readonly<Record<string, RuleCheck>> = { S: 'submission', R: 'run', M: 'manual' };

export interface RuleWords {
  /** What to look at, for the moderator. */
  readonly ru: string;
  readonly en: string;
  /** What the vendor must do, for the letter. */
  readonly expectedRu: string;
  readonly expectedEn: string;
}

/** What only some rules have; see Rule. */
export type RuleExtras = Omit<Partial<Rule>, 'id' | 'area' | 'severity' | 'text' | 'expected' | 'checks' | 'source' | 'appliesTo'>;

/** Makes the rules of one area. @param checks letters S, R, M in any combination */
export function rulesOf(area: RuleArea) {
  return (
    id: string,
    severity: Severity,
    checks: string,
    source: string,
    words: RuleWords,
    appliesTo?: Rule['appliesTo'],
    extras: RuleExtras = {},
  ): Rule => ({
    id,
    area,
    severity,
    checks: [...checks].flatMap((letter) => CHECKS[letter] ?? []),
    source,
    text: { ru: words.ru, en: words.en },
    expected: { ru: words.expectedRu, en: words.expectedEn },
    version: 1,
    ...(appliesTo === undefined ? {} : { appliesTo }),
    ...extras,
  });
}

/** The four texts of a rule in a row: what to look at and what to do, Russian and English. */
export function words(ru: string, en: string, expectedRu: string, expectedEn: string): RuleWords {
  return { ru, en, expectedRu, expectedEn };
}

export function text(ru: string, en: string): LocalizedText {
  return { ru, en };
}

/** @param inputs see RuleInput; @param source document and section */
export function materialChange(id: string, source: string, inputs: readonly RuleInput[], ru: string, en: string): MaterialChange {
  return { id, inputs, source, reason: { ru, en } };
}

/** Adds to rules what is kept in tables of its own. Throws where a table names a rule that is not there: a renamed rule would lose it. */
export function withExtras(
  tables: {
    readonly severityFor?: Readonly<Record<string, NonNullable<Rule['severityFor']>>>;
    readonly drift?: Readonly<Record<string, NonNullable<Rule['drift']>>>;
    readonly templates?: Readonly<Record<string, NonNullable<Rule['templates']>>>;
    readonly automatic?: Readonly<Record<string, NonNullable<Rule['automatic']>>>;
  },
  rules: readonly Rule[],
): readonly Rule[] {
  const ids = new Set(rules.map(({ id }) => id));
  const lost = Object.values(tables).flatMap((table) => Object.keys(table).filter((id) => !ids.has(id)));
  if (lost.length > 0) throw new Error(`no such rules: ${lost.join(', ')}`);
  return rules.map((rule) => ({
    ...rule,
    ...Object.fromEntries(
      Object.entries(tables).flatMap(([name, table]) => (table[rule.id] === undefined ? [] : [[name, table[rule.id]]])),
    ),
  }));
}
