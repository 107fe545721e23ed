import { AppError } from '../../shared/domain/errors.ts';
import type { ChecklistItemView } from '../../shared/ipc/contract.ts';
import { LIMITS } from '../../shared/limits.ts';
import { newId } from '../store/ids.ts';
import { bindEvidence, boundEvidence, insertEvidence, unbindEvidence } from '../store/repositories/evidence.ts';
import { readChosenFile } from './chosen-file.ts';
import { checklistItem, requireItem, sistersOf } from './checklist-desk.ts';
import { applyChange, record, type DeskContext } from './desk-context.ts';

const MIME = /^[a-z]+\/[a-z0-9.+-]{1,80}$/;

export interface NewEvidence {
  readonly submissionId: string;
  readonly ruleId: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Keeps a file as proof of one rule: the bytes are durable before the row that names them. */
export async function attachEvidence(context: DeskContext, input: NewEvidence): Promise<ChecklistItemView> {
  if (input.bytes.byteLength === 0 || input.bytes.byteLength > LIMITS.evidenceBytes) {
    throw new AppError('invalid-request', 'The file is empty or too large.', { sizeBytes: input.bytes.byteLength });
  }
  // Refused before a large file is written, and looked at again when it is.
  context.db.write((tx) => requireItem(context, tx, input.submissionId, input.ruleId));
  const blob = await context.evidence.put(input.bytes);
  return context.db.write((tx) => {
    const { row, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    const mime = MIME.test(input.mime) ? input.mime : 'application/octet-stream';
    const id = newId();
    insertEvidence(tx, {
      id,
      submission_id: row.id,
      sha256: blob.sha256,
      kind: mime.startsWith('image/') ? 'screenshot' : 'file',
      title: input.name.trim() || blob.sha256.slice(0, 12),
      mime,
      size_bytes: blob.sizeBytes,
      source: 'person',
      run_id: null,
      step_id: null,
      at: context.now(),
      added_by: context.actor(),
    });
    bindEvidence(tx, row.id, rule.id, id);
    record(context, tx, {
      type: 'evidence.attached',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { evidenceId: id, ruleId: rule.id, sha256: blob.sha256, sizeBytes: blob.sizeBytes, mime },
    });
    applyChange(context, tx, row, {});
    return checklistItem(tx, row.id, rule.id);
  });
}

/** Files that the moderator chose in the system's dialog. @returns the item, or null when nothing was chosen. */
export async function attachFiles(
  context: DeskContext,
  input: { submissionId: string; ruleId: string },
  files: readonly string[],
): Promise<ChecklistItemView | null> {
  let item: ChecklistItemView | null = null;
  for (const file of files) {
    item = await attachEvidence(context, { ...input, ...(await readChosenFile(file)) });
  }
  return item;
}

/**
 * Lets what proved a rule in another region prove it here as well; nothing is copied, and the mark stays this region's own.
 * Throws AppError 'not-found' for evidence that no sister submission of the same version has on this rule.
 */
export function shareEvidence(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; evidenceId: string },
): ChecklistItemView {
  return context.db.write((tx) => {
    const { row, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    const found = sistersOf(tx, row)
      .flatMap((sister) => boundEvidence(tx, sister.submissionId).map((each) => ({ sister, each })))
      .find(({ each }) => each.id === input.evidenceId && each.rule_id === rule.id);
    if (found === undefined) throw new AppError('not-found', 'No other region has that evidence on this rule.', { id: input.evidenceId });
    bindEvidence(tx, row.id, rule.id, found.each.id);
    record(context, tx, {
      type: 'evidence.shared',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { evidenceId: found.each.id, ruleId: rule.id, sha256: found.each.sha256, region: found.sister.region },
    });
    applyChange(context, tx, row, {});
    return checklistItem(tx, row.id, rule.id);
  });
}

/** Takes a person's file off a rule; the file and the log of it stay. What a machine proved cannot be taken off. */
export function detachEvidence(
  context: DeskContext,
  input: { submissionId: string; ruleId: string; evidenceId: string },
): ChecklistItemView {
  return context.db.write((tx) => {
    const { row, rule } = requireItem(context, tx, input.submissionId, input.ruleId);
    const bound = boundEvidence(tx, row.id).find((each) => each.id === input.evidenceId && each.rule_id === rule.id);
    if (bound === undefined) throw new AppError('not-found', 'That evidence is not on this rule.', { id: input.evidenceId });
    // What was taken over from another region can be let go again.
    if (bound.source !== 'person' && bound.submission_id === row.id)
      throw new AppError('not-allowed', 'Evidence of a test stays with its rule.', { source: bound.source });
    unbindEvidence(tx, row.id, rule.id, bound.id);
    record(context, tx, {
      type: 'evidence.detached',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { evidenceId: bound.id, ruleId: rule.id, sha256: bound.sha256 },
    });
    applyChange(context, tx, row, {});
    return checklistItem(tx, row.id, rule.id);
  });
}
