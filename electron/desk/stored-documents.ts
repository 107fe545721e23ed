import type { RunReport } from '../../shared/domain/install-test.ts';
import type { Rule } from '../../shared/domain/rulebook.ts';
import type { ReadableDb } from '../store/connection.ts';
import { runById } from '../store/repositories/runs.ts';
import { documentBody, type SubmissionRow } from '../store/repositories/submissions.ts';

/** Version settings as they were submitted. */
export function storedVersion(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.version_sha256) ?? '{}') as Record<string, unknown>;
}

export function storedCard(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.card_sha256) ?? '{}') as Record<string, unknown>;
}

const RULES_REMEMBERED = 32;
const remembered = new Map<string, readonly Rule[]>();

/** The rules of a begun checklist, as they read then. Read once: a document never changes, and every mark asks for it. */
export function checklistRules(db: ReadableDb, rulesSha256: string): readonly Rule[] {
  let rules = remembered.get(rulesSha256);
  if (rules === undefined) {
    rules = JSON.parse(documentBody(db, rulesSha256) ?? '[]') as Rule[];
    if (remembered.size >= RULES_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(rulesSha256, rules);
  }
  return rules;
}

/** Report of a finished run, null when it left none. */
export function reportOfRun(db: ReadableDb, runId: string): RunReport | null {
  const sha256 = runById(db, runId)?.report_sha256 ?? null;
  const body = sha256 === null ? undefined : documentBody(db, sha256);
  return body === undefined ? null : (JSON.parse(body) as RunReport);
}
