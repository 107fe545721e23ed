import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type { Rule } from '../../shared/domain/rulebook.ts';
import type { Marketplace, RuleInput } from '../marketplaces/marketplace.ts';
import type { ReadableDb } from '../store/connection.ts';
import { filesOf, type FileRow, type SubmissionRow } from '../store/repositories/submissions.ts';
import { storedCard, storedVersion } from './stored-documents.ts';

/** The content of a submission by name: card, version, and files by their role. */
export interface Content {
  readonly solutionType: string;
  readonly card: unknown;
  readonly version: unknown;
  readonly files: Readonly<Record<string, unknown>>;
}

/** Files are what their bytes are, for which language, in which order; names and titles change nothing. */
function filesByRole(files: readonly FileRow[]): Readonly<Record<string, unknown>> {
  const roles: Record<string, unknown[]> = {};
  for (const { role, language, sha256 } of files) (roles[role] ??= []).push([language, sha256]);
  return roles;
}

export function contentOf(db: ReadableDb, row: SubmissionRow): Content {
  return {
    solutionType: row.solution_type,
    card: storedCard(db, row),
    version: storedVersion(db, row),
    files: filesByRole(filesOf(db, row.id)),
  };
}

/** Whether one dotted path is covered by an input with `*` for any one part. */
export function covers(input: RuleInput, path: string): boolean {
  const wanted = input.split('.');
  const parts = path.split('.');
  return wanted.length <= parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}

function valuesAt(value: unknown, parts: readonly string[], at = ''): readonly (readonly [path: string, value: unknown])[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  const names = part === '*' ? Object.keys(value).sort() : Object.hasOwn(value, part) ? [part] : [];
  return names.flatMap((name) => valuesAt((value as Record<string, unknown>)[name], rest, `${at}.${name}`));
}

/**
 * Whether a rule would be judged by the same things in both submissions. What a run saw depends on the vendor's server, which
 * the submission does not hold: a vendor who mends one fault there may break another, so it is never taken for unchanged, not
 * even where the version's settings are the same to the letter. The same goes for every rule that names no inputs.
 */
export function isUnchanged(marketplace: Marketplace, rule: Rule, before: Content, now: Content): boolean {
  const inputs = marketplace.ruleInputs?.[rule.id] ?? ['outside'];
  if (rule.checks.includes('run') || inputs.includes('outside') || before.solutionType !== now.solutionType) return false;
  return inputs.every((input) => {
    const parts = input.split('.');
    return canonicalJson(valuesAt(before, parts)) === canonicalJson(valuesAt(now, parts));
  });
}
