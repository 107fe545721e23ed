import type { Rule } from '../../shared/domain/rulebook.ts';
import type { ReadableDb } from '../store/connection.ts';
import { documentBody, type SubmissionRow } from '../store/repositories/submissions.ts';

/** Version settings as they were submitted. */
export function storedVersion(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.version_sha256) ?? '{}') as Record<string, unknown>;
}

export function storedCard(db: ReadableDb, row: SubmissionRow): Readonly<Record<string, unknown>> {
  return JSON.parse(documentBody(db, row.card_sha256) ?? '{}') as Record<string, unknown>;
}

/** The rules of a begun checklist, as they read then. */
export function checklistRules(db: ReadableDb, rulesSha256: string): readonly Rule[] {
  return JSON.parse(documentBody(db, rulesSha256) ?? '[]') as Rule[];
}
