import type { Confidence, RunRuleResult } from '../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../shared/domain/rulebook.ts';

/** What one detector says about one rule. */
export interface Judgement {
  readonly ruleId: string;
  readonly status: RunRuleResult['status'];
  readonly confidence: Confidence;
  readonly message: LocalizedText;
  /** The step whose evidence shows it. */
  readonly stepId: string | null;
}

export function failed(ruleId: string, stepId: string | null, ru: string, en: string, confidence: Confidence = 'observed'): Judgement {
  return { ruleId, status: 'fail', confidence, message: { ru, en }, stepId };
}

export function passed(ruleId: string, stepId: string | null, ru: string, en: string): Judgement {
  return { ruleId, status: 'pass', confidence: 'observed', message: { ru, en }, stepId };
}

export function couldNotLook(ruleId: string, stepId: string | null, ru: string, en: string): Judgement {
  return { ruleId, status: 'could-not-look', confidence: 'could-not-look', message: { ru, en }, stepId };
}

const RANK = { fail: 2, 'could-not-look': 1, pass: 0 } as const;
const SHOWN = 3;

/**
 * One judgement for each rule: a failure outweighs "could not look", which outweighs a pass. Facts that say the same are
 * told once; at most three are spelled out and the rest is counted.
 */
export function combine(judgements: readonly Judgement[]): readonly Judgement[] {
  const byRule = new Map<string, Judgement[]>();
  for (const judgement of judgements) byRule.set(judgement.ruleId, [...(byRule.get(judgement.ruleId) ?? []), judgement]);
  return [...byRule.values()].map((all) => {
    const worst = Math.max(...all.map((one) => RANK[one.status]));
    const weighty = all.filter((one) => RANK[one.status] === worst);
    const distinct = weighty.filter((one, index) => weighty.findIndex((other) => other.message.ru === one.message.ru) === index);
    const [first] = distinct;
    if (first === undefined) throw new Error('a rule without judgements');
    const rest = distinct.length - SHOWN;
    const join = (language: 'ru' | 'en', tail: string): string =>
      [...distinct.slice(0, SHOWN).map((one) => one.message[language]), ...(rest > 0 ? [tail] : [])].join(' ');
    const firm = distinct.find((one) => one.confidence === 'observed') ?? first;
    return {
      ruleId: first.ruleId,
      status: first.status,
      confidence: firm.confidence,
      message: { ru: join('ru', `И ещё подобных: ${rest}.`), en: join('en', `And ${rest} more of the kind.`) },
      stepId: first.stepId,
    };
  });
}

/** Address without query and fragment: enough to find the place, and nothing in it is secret. */
export function shortUrl(url: string): string {
  try {
    const parsed = new URL(url);
    return parsed.protocol.startsWith('http') ? `${parsed.origin}${parsed.pathname}` : url.slice(0, 80);
  } catch {
    return url.slice(0, 80);
  }
}

/** One line of at most 160 characters, for quoting a page or a log. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

export function originOf(url: string): string | null {
  try {
    return new URL(url).origin;
  } catch {
    return null;
  }
}
