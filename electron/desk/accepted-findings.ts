import type { FindingPlace, LocalizedText } from '../../shared/domain/rulebook.ts';
import type { CheckFinding, CheckInput } from '../marketplaces/marketplace.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import type { AcceptedRow } from '../store/repositories/accepted-findings.ts';
import type { AutomaticResult } from './automatic-results.ts';
import { valueAt } from './field-views.ts';

/** A finding as it is stored with the result of its check. */
export interface StoredFinding extends CheckFinding {
  /** Somebody looked at this very content and let it pass; null: nobody did. */
  readonly accepted: { readonly by: string; readonly until: number; readonly reason: string } | null;
}

export const placeName = ({ field, link, sha256 }: FindingPlace): string => field ?? link ?? sha256 ?? '';

/**
 * What a finding is about, by its content: the characters, the file, the link or the value of the field. Other content at the same
 * place has another hash and is looked at again.
 */
export function contentSha256(input: CheckInput, finding: FindingPlace): string {
  if (finding.sha256 !== null) return finding.sha256;
  const value =
    finding.field === null
      ? { card: input.card, version: input.version }
      : (valueAt(input.card, finding.field) ?? valueAt(input.version, finding.field) ?? null);
  if (typeof value === 'string' && finding.range !== null) return sha256Hex(value.slice(...finding.range));
  return sha256Hex(canonicalJson(value));
}

/** Takes what a person accepted out of a failure; one with nothing left has passed. */
export function withAccepted(result: AutomaticResult, input: CheckInput, accepted: readonly AcceptedRow[]): AutomaticResult {
  if (result.status !== 'fail' || result.findings === undefined) return result;
  const findings = result.findings.map((finding): StoredFinding => {
    const known = accepted.find(
      (row) => row.rule_id === result.ruleId && row.place === placeName(finding) && row.content_sha256 === contentSha256(input, finding),
    );
    return {
      ...finding,
      accepted: known === undefined ? null : { by: known.accepted_by, until: known.expires_at, reason: known.reason },
    };
  });
  const left = findings.filter((finding) => finding.accepted === null);
  if (left.length === findings.length) return { ...result, findings };
  const [first] = left;
  if (first === undefined) {
    return {
      ...result,
      findings,
      status: 'pass',
      message: {
        ru: `Найденное принято модератором: ${String(findings.length)}.`,
        en: `What was found was accepted by a moderator: ${String(findings.length)}.`,
      },
    };
  }
  const more = left.length - 1;
  const message: LocalizedText =
    more === 0 ? first.message : { ru: `${first.message.ru} И ещё: ${String(more)}.`, en: `${first.message.en} And ${String(more)} more.` };
  return { ...result, findings, message, place: first.field };
}
