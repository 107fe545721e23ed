import { canonicalJson } from './canonical-json.ts';
import { DEFAULT_AUTOMATIC, type Rule } from './rulebook.ts';

/** Parts of a rule that a person sees the difference of; 'other' are examples, history, advice and ready paragraphs. */
export const RULE_PARTS = ['severity', 'text', 'expected', 'automatic', 'source', 'scope', 'other'] as const;
export type RulePart = (typeof RULE_PARTS)[number];

export interface RuleChange {
  readonly ruleId: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** What of a changed rule differs; empty for the others. */
  readonly parts: readonly RulePart[];
  readonly before: Rule | null;
  readonly now: Rule | null;
}

const PARTS: Readonly<Record<RulePart, (rule: Rule) => unknown>> = {
  severity: ({ severity }) => severity,
  text: ({ text }) => text,
  expected: ({ expected }) => expected,
  automatic: ({ automatic }) => automatic ?? DEFAULT_AUTOMATIC,
  source: ({ source }) => source,
  scope: ({ appliesTo }) => appliesTo ?? null,
  other: ({ area, checks, isAdvice, drift, templates }) => [area, checks, isAdvice ?? false, drift ?? [], templates ?? []],
};

/**
 * What one list of rules says otherwise than an earlier one: added first, then changed, then removed, each in the order of its list.
 * Order and version numbers of rules alone are no change.
 */
export function changesOfRules(before: readonly Rule[], now: readonly Rule[]): readonly RuleChange[] {
  const earlier = new Map(before.map((rule) => [rule.id, rule]));
  const later = new Set(now.map(({ id }) => id));
  const changed = now.flatMap((rule): RuleChange[] => {
    const was = earlier.get(rule.id);
    if (was === undefined) return [];
    const parts = RULE_PARTS.filter((part) => canonicalJson(PARTS[part](was)) !== canonicalJson(PARTS[part](rule)));
    return parts.length === 0 ? [] : [{ ruleId: rule.id, change: 'changed', parts, before: was, now: rule }];
  });
  return [
    ...now
      .filter(({ id }) => !earlier.has(id))
      .map((rule): RuleChange => ({ ruleId: rule.id, change: 'added', parts: [], before: null, now: rule })),
    ...changed,
    ...before
      .filter(({ id }) => !later.has(id))
      .map((rule): RuleChange => ({ ruleId: rule.id, change: 'removed', parts: [], before: rule, now: null })),
  ];
}
