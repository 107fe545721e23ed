import { AppError } from '../../shared/domain/errors.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { ChecklistItemView } from '../../shared/ipc/contract.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { putAccepted } from '../store/repositories/accepted-findings.ts';
import { automaticOf } from '../store/repositories/checklists.ts';
import { countIncluded } from '../store/repositories/findings.ts';
import { contentSha256, placeName, type StoredFinding } from './accepted-findings.ts';
import { checkInputOf, storeAutomaticResults } from './automatic-results.ts';
import { checklistItem, requireItem } from './checklist-desk.ts';
import { applyChange, record, type DeskContext } from './desk-context.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A moderator lets one finding of a check pass, for this solution, until a day: the same content is not reported again.
 * Throws AppError 'not-found' when the check has no such finding now, 'not-claimed' or 'claimed-by-other'.
 */
export function acceptFinding(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; index: number; reason: string; days: number },
): ChecklistItemView {
  return context.db.write((tx) => {
    const { row, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    const stored = automaticOf(tx, row.id).find((each) => each.rule_id === rule.id && each.source === 'check');
    const finding = (JSON.parse(stored?.places ?? '[]') as StoredFinding[])[input.index];
    if (stored === undefined || finding === undefined)
      throw new AppError('not-found', 'The check has no such finding.', { ruleId: rule.id, index: input.index });
    const checked = checkInputOf(tx, row);
    const content = contentSha256(checked, finding);
    const expiresAt = context.now() + input.days * DAY_MS;
    putAccepted(tx, {
      id: newId(),
      solution_id: row.solution_id,
      rule_id: rule.id,
      place: placeName(finding),
      content_sha256: content,
      reason: input.reason,
      accepted_by: context.actor(),
      accepted_at: context.now(),
      expires_at: expiresAt,
    });
    record(context, tx, {
      type: 'finding.accepted',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { ruleId: rule.id, place: placeName(finding), contentSha256: content, expiresAt, reasonSha256: sha256Hex(input.reason) },
    });
    storeAutomaticResults(context, tx, row, [rule], 'check', null, [
      {
        ruleId: rule.id,
        status: 'fail',
        message: JSON.parse(stored.message) as LocalizedText,
        place: stored.place,
        findings: JSON.parse(stored.places) as StoredFinding[],
      },
    ]);
    applyChange(context, tx, row, { openFindings: countIncluded(tx, row.id) });
    return checklistItem(tx, row.id, rule.id);
  });
}
