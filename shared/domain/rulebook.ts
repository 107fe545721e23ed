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

export interface Rule {
  /** Stable id, kebab-case, never reused. */
  readonly id: string;
  readonly area: RuleArea;
  readonly severity: Severity;
  readonly text: LocalizedText;
  /** What the vendor must do, used as "expected" in the letter. */
  readonly expected: LocalizedText;
  readonly checks: readonly RuleCheck[];
  /** Document and section, e.g. "SEED0 §3A". */
  readonly source: string;
  /** The rule applies only to these kinds, regions, solution types or install modes; absent means always. */
  readonly appliesTo?: {
    readonly kinds?: readonly string[];
    readonly regions?: readonly string[];
    readonly solutionTypes?: readonly string[];
    readonly installModes?: readonly string[];
  };
}

export interface Rulebook {
  readonly marketplace: string;
  /** e.g. "2026-11-21.1"; a checklist keeps the version it was begun with. */
  readonly version: string;
  readonly rules: readonly Rule[];
}
