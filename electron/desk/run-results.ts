import type { RunEvidence, RunReport } from '../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { AutomaticResult } from './automatic-results.ts';

/**
 * What a run says of each rule: its own judgement, made worse by its findings and worded by them. A finding that could not be
 * looked at is neither pass nor fail.
 */
export function resultsOfReport(report: RunReport): AutomaticResult[] {
  const results = new Map<string, AutomaticResult>();
  for (const { ruleId, status, message } of report.ruleResults) results.set(ruleId, { ruleId, status, message, place: null });
  for (const ruleId of new Set(report.findings.map((finding) => finding.ruleId))) {
    const findings = report.findings.filter((finding) => finding.ruleId === ruleId);
    const seen = findings.filter(({ confidence }) => confidence !== 'could-not-look');
    const worded = seen.length > 0 ? seen : findings;
    const known = results.get(ruleId);
    if (seen.length === 0 && known?.status === 'fail') continue;
    results.set(ruleId, {
      ruleId,
      status: seen.length > 0 ? 'fail' : 'could-not-look',
      message: joined(worded.map(({ message }) => message)),
      place: null,
    });
  }
  return [...results.values()];
}

function joined(messages: readonly LocalizedText[]): LocalizedText {
  const unique = (texts: readonly string[]): string => [...new Set(texts)].join('\n');
  return { ru: unique(messages.map(({ ru }) => ru)), en: unique(messages.map(({ en }) => en)) };
}

/** Rules that a piece of evidence proves: those of its step, and those whose finding or result names it. */
export function rulesOfEvidence(report: RunReport, evidence: RunEvidence): ReadonlySet<string> {
  return new Set([
    ...evidence.ruleIds,
    ...report.findings.filter((finding) => finding.evidence.some(({ id }) => id === evidence.id)).map(({ ruleId }) => ruleId),
    ...report.ruleResults.filter(({ evidenceIds }) => evidenceIds.includes(evidence.id)).map(({ ruleId }) => ruleId),
  ]);
}

/** Findings that are faults, not doubts. */
export function countFaults(report: RunReport): number {
  return report.findings.filter(({ confidence }) => confidence !== 'could-not-look').length;
}
