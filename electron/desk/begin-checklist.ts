import { z } from 'zod';
import type { Rule } from '../../shared/domain/rulebook.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import { checklistOf, insertChecklist } from '../store/repositories/checklists.ts';
import { documentBody, putDocument, type SubmissionRow } from '../store/repositories/submissions.ts';
import { marketplaceOf, record, type DeskContext } from './desk-context.ts';

/** @returns whether the rule is about this submission; what a rule does not restrict, it covers. */
export function ruleApplies(
  rule: Rule,
  about: { readonly kind: string; readonly region: string; readonly solutionType: string; readonly installMode: string | null },
): boolean {
  const { kinds, regions, solutionTypes, installModes } = rule.appliesTo ?? {};
  const covers = (allowed: readonly string[] | undefined, value: string | null): boolean =>
    allowed === undefined || (value !== null && allowed.includes(value));
  return (
    covers(kinds, about.kind) &&
    covers(regions, about.region) &&
    covers(solutionTypes, about.solutionType) &&
    covers(installModes, about.installMode)
  );
}

const VersionWithMode = z.looseObject({ installMode: z.string().optional() });

/** Version settings as they were submitted. */
export function storedVersion(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.version_sha256) ?? '{}') as Record<string, unknown>;
}

export function storedCard(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.card_sha256) ?? '{}') as Record<string, unknown>;
}

/**
 * Lays the rules that apply beside the submission, once. The checklist keeps the words of the rulebook it was begun with,
 * so that a later version of the application does not change what was already judged.
 */
export function beginChecklist(context: DeskContext, tx: WritableDb, row: SubmissionRow): void {
  if (checklistOf(tx, row.id) !== undefined) return;
  const { rulebook } = marketplaceOf(context, row.marketplace);
  const installMode = VersionWithMode.safeParse(storedVersion(tx, row)).data?.installMode ?? null;
  const about = { kind: row.kind, region: row.region, solutionType: row.solution_type, installMode };
  const rules = rulebook.rules.filter((rule) => ruleApplies(rule, about));
  const body = canonicalJson(rules);
  const rulesSha256 = sha256Hex(body);
  putDocument(tx, rulesSha256, body);
  insertChecklist(
    tx,
    {
      submission_id: row.id,
      rulebook_version: rulebook.version,
      rules_sha256: rulesSha256,
      begun_at: context.now(),
      begun_by: context.actor(),
    },
    rules.map(({ id }) => id),
  );
  record(context, tx, {
    type: 'checklist.begun',
    submissionId: row.id,
    solutionId: row.solution_id,
    details: { rulebookVersion: rulebook.version, rulesSha256, items: rules.length },
  });
}

/** The rules of a begun checklist, as they read then. */
export function checklistRules(db: ReadableDb, rulesSha256: string): readonly Rule[] {
  return JSON.parse(documentBody(db, rulesSha256) ?? '[]') as Rule[];
}
