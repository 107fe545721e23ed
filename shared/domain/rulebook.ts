/** Russian first; English is always complete. */
export interface LocalizedText {
  readonly ru: string;
  readonly en: string;
}

export const SEVERITIES = ['blocker', 'major', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const RULE_AREAS = [
  'card',
  'media',
  'support',
  'legal',
  'pricing',
  'rights',
  'install',
  'uninstall',
  'reinstall',
  'function',
  'interface',
  'security',
  'region',
  'type',
] as const;
export type RuleArea = (typeof RULE_AREAS)[number];

/** How a rule is judged: from the submission, from an install test, by a person. Several may apply. */
export type RuleCheck = 'submission' | 'run' | 'manual';

/** Submissions that a rule, or one of its grades, is about; what is absent restricts nothing. */
export interface RuleScope {
  readonly kinds?: readonly string[];
  readonly regions?: readonly string[];
  readonly solutionTypes?: readonly string[];
  readonly installModes?: readonly string[];
}

/**
 * How far a machine may go on a rule. Enabled: it looks. Enforced: what it finds becomes a finding of the letter and holds an
 * approval up; otherwise it is a hint. Required: an approval waits until it could look or a person has marked the item.
 */
export interface AutomaticSettings {
  readonly enabled: boolean;
  readonly enforced: boolean;
  readonly required: boolean;
}

export const DEFAULT_AUTOMATIC: AutomaticSettings = { enabled: true, enforced: true, required: false };

/** What another version of the source says or said of the same thing. */
export interface RuleDrift {
  /** First and last day on which it held, "YYYY-MM" or "YYYY-MM-DD"; absent where unknown. */
  readonly since?: string;
  readonly until?: string;
  readonly says: LocalizedText;
  readonly source: string;
}

export interface Rule {
  /** Stable id, kebab-case, never reused. */
  readonly id: string;
  readonly area: RuleArea;
  readonly severity: Severity;
  /** Other grades; the first whose scope fits the submission takes the place of `severity`. */
  readonly severityFor?: readonly { readonly when: RuleScope; readonly severity: Severity }[];
  readonly text: LocalizedText;
  /** What the vendor must do, used as "expected" in the letter. */
  readonly expected: LocalizedText;
  readonly checks: readonly RuleCheck[];
  /** Document and section, e.g. "SEED0 §3A". */
  readonly source: string;
  /** Counts up when words, grade or scope of this rule change; absent is 1. */
  readonly version?: number;
  readonly appliesTo?: RuleScope;
  /** The source recommends it and does not refuse for it. */
  readonly isAdvice?: boolean;
  readonly drift?: readonly RuleDrift[];
  /** Absent: DEFAULT_AUTOMATIC. */
  readonly automatic?: AutomaticSettings;
  /** Ready paragraphs for the finding; {words in braces} are to be filled in. */
  readonly templates?: readonly LocalizedText[];
}

export interface Rulebook {
  readonly marketplace: string;
  /** e.g. "2026-11-21.1"; a checklist keeps the version it was begun with. */
  readonly version: string;
  readonly rules: readonly Rule[];
}

/** Where a finding is: a field and characters of it, a file, or a link. */
export interface FindingPlace {
  /** Dotted path of a field ("texts.ru.support"), path of a file, or null where it is about the whole. */
  readonly field: string | null;
  /** First character and the one behind the last, UTF-16 units of the field's text. */
  readonly range: readonly [number, number] | null;
  /** File that it is about. */
  readonly sha256: string | null;
  readonly link: string | null;
}

/** What of a submission decides which rules apply and how they are graded. */
export interface RuleSubject {
  readonly kind: string;
  readonly region: string;
  readonly solutionType: string;
  readonly installMode: string | null;
}

/** @returns whether the scope covers the submission; what a scope does not restrict, it covers. */
export function scopeCovers(scope: RuleScope | undefined, about: RuleSubject): boolean {
  const covers = (allowed: readonly string[] | undefined, value: string | null): boolean =>
    allowed === undefined || (value !== null && allowed.includes(value));
  return (
    covers(scope?.kinds, about.kind) &&
    covers(scope?.regions, about.region) &&
    covers(scope?.solutionTypes, about.solutionType) &&
    covers(scope?.installModes, about.installMode)
  );
}

/** The rules that apply to a submission, each with the grade that it has there. */
export function rulesForSubject(rules: readonly Rule[], about: RuleSubject): readonly Rule[] {
  return rules
    .filter((rule) => scopeCovers(rule.appliesTo, about))
    .map(({ severityFor, ...rule }) => ({
      ...rule,
      severity: severityFor?.find(({ when }) => scopeCovers(when, about))?.severity ?? rule.severity,
    }));
}
