import type { Severity } from '../../../../shared/domain/rulebook.ts';
import { rulebook } from '../rulebook/rulebook.ts';

const SEVERITIES: ReadonlyMap<string, Severity> = new Map(rulebook.rules.map((rule) => [rule.id, rule.severity]));

/** Severity of a rule as the rulebook grades it. */
export function severityOf(ruleId: string): Severity {
  const severity = SEVERITIES.get(ruleId);
  if (severity === undefined) throw new Error(`the rulebook has no rule ${ruleId}`);
  return severity;
}
