import type { Rule, RuleArea, RuleCheck, Severity } from '../../../../shared/domain/rulebook.ts';

/** S: judged from the submission, R: from an install test, M: by a person (domain/bitrix24.md iii). */
const CHECKS: Readonly<Record<string, RuleCheck>> = { S: 'submission', R: 'run', M: 'manual' };

export interface RuleWords {
  /** What to look at, for the moderator. */
  readonly ru: string;
  readonly en: string;
  /** What the vendor must do, for the letter. */
  readonly expectedRu: string;
  readonly expectedEn: string;
}

/** Makes the rules of one area. @param checks letters S, R, M in any combination */
export function rulesOf(area: RuleArea) {
  return (id: string, severity: Severity, checks: string, source: string, words: RuleWords, appliesTo?: Rule['appliesTo']): Rule => ({
    id,
    area,
    severity,
    checks: [...checks].flatMap((letter) => CHECKS[letter] ?? []),
    source,
    text: { ru: words.ru, en: words.en },
    expected: { ru: words.expectedRu, en: words.expectedEn },
    ...(appliesTo === undefined ? {} : { appliesTo }),
  });
}
