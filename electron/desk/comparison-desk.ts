import { isDeepStrictEqual } from 'node:util';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { ComparisonDetails, Parsed, SubmissionDetails } from '../../shared/ipc/contract.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { ReadableDb } from '../store/connection.ts';
import { filesOf, latestApproved, type FileRow, type SubmissionRow } from '../store/repositories/submissions.ts';
import { requireSubmission, type DeskContext } from './desk-context.ts';
import { lastLookedAt } from './earlier-attempts.ts';
import { fieldViews, mediaView } from './field-views.ts';
import { covers } from './rule-inputs.ts';
import { storedCard, storedVersion } from './stored-documents.ts';

/** A submission beside what buyers see now or what was last looked at. Throws AppError 'not-found'. */
export function compareSubmission(context: DeskContext, input: Parsed<'submission.compare'>): ComparisonDetails {
  const { db } = context;
  const row = requireSubmission(db, input.id);
  const marketplace = context.marketplaces.find(({ id }) => id === row.marketplace) ?? null;
  const found = [
    { with: 'approved' as const, base: latestApproved(db, row.solution_id, row.region, row.id) },
    { with: 'seen' as const, base: lastLookedAt(db, row) },
  ].flatMap(({ with: name, base }) => (base === undefined ? [] : [{ with: name, base }]));
  const chosen = found.find((each) => each.with === input.with) ?? found[0];
  const before = chosen?.base ?? null;
  return {
    baselines: found.map(({ with: name, base }) => ({
      with: name,
      submissionId: base.id,
      version: base.version,
      attempt: base.attempt,
      decidedAt: base.decided_at,
    })),
    with: chosen?.with ?? null,
    card:
      marketplace === null
        ? []
        : fieldViews((values) => marketplace.cardFields(values), storedCard(db, row), before && storedCard(db, before)),
    versionFields:
      marketplace === null
        ? []
        : fieldViews((values) => marketplace.versionFields(values), storedVersion(db, row), before && storedVersion(db, before)),
    files: before === null ? [] : pairFiles(filesOf(db, before.id), filesOf(db, row.id)),
  };
}

/**
 * Each file beside the one it stands for: the same content first, wherever it stands now; then the same name; then, in order,
 * what is left of the same role and language. Sorted as the submission has them, removed ones last.
 */
export function pairFiles(before: readonly FileRow[], now: readonly FileRow[]): ComparisonDetails['files'] {
  const left = new Set(before);
  const pairs = new Map<FileRow, FileRow>();
  const match = (fits: (old: FileRow, file: FileRow) => boolean): void => {
    for (const file of now) {
      if (pairs.has(file)) continue;
      const old = [...left].find((each) => each.role === file.role && fits(each, file));
      if (old === undefined) continue;
      pairs.set(file, old);
      left.delete(old);
    }
  };
  match((old, file) => old.sha256 === file.sha256 && old.language === file.language);
  match((old, file) => old.path === file.path && old.language === file.language);
  match((old, file) => old.language === file.language);
  return [
    ...now.map((file) => {
      const old = pairs.get(file);
      if (old === undefined) return { change: 'added' as const, before: null, now: mediaView(file) };
      return {
        change: old.sha256 === file.sha256 ? ('same' as const) : ('changed' as const),
        before: mediaView(old),
        now: mediaView(file),
      };
    }),
    ...[...left].map((old) => ({ change: 'removed' as const, before: mediaView(old), now: null })),
  ];
}

const FILE_ROLES: Readonly<Record<FileRow['role'], LocalizedText>> = {
  icon: { ru: 'Логотип', en: 'Logo' },
  screenshot: { ru: 'Скриншоты', en: 'Screenshots' },
  instruction: { ru: 'Инструкция', en: 'Instruction' },
  attachment: { ru: 'Вложения', en: 'Attachments' },
};

interface Change {
  readonly path: string;
  readonly label: LocalizedText;
  /** Only white space differs. */
  readonly isSpacing: boolean;
}

function changesBetween(db: ReadableDb, marketplace: Marketplace, before: SubmissionRow, now: SubmissionRow): Change[] {
  const spaceless = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/\s+/gu, '') : value);
  const fields = (prefix: string, views: SubmissionDetails['card']): Change[] =>
    views
      .filter(({ changed }) => changed)
      .map(({ path, label, value, previous }) => ({
        path: `${prefix}.${path}`,
        label,
        isSpacing: isDeepStrictEqual(spaceless(value), spaceless(previous ?? null)),
      }));
  const roles = new Set(
    pairFiles(filesOf(db, before.id), filesOf(db, now.id)).flatMap(({ change, before: old, now: file }) =>
      change === 'same' ? [] : [(file ?? old)?.role ?? 'attachment'],
    ),
  );
  return [
    ...fields(
      'card',
      fieldViews((values) => marketplace.cardFields(values), storedCard(db, now), storedCard(db, before)),
    ),
    ...fields(
      'version',
      fieldViews((values) => marketplace.versionFields(values), storedVersion(db, now), storedVersion(db, before)),
    ),
    ...[...roles].map((role) => ({ path: `files.${role}`, label: FILE_ROLES[role], isSpacing: false })),
  ];
}

/**
 * Why the changes since the last approval must be looked at, by the marketplace's own list; a change that the list does not
 * name is told as another one, and changes of white space alone are told apart, so that nobody looks for more in them.
 */
export function changeReasons(
  db: ReadableDb,
  marketplace: Marketplace,
  before: SubmissionRow,
  now: SubmissionRow,
): SubmissionDetails['changeReasons'] {
  const all = changesBetween(db, marketplace, before, now);
  const left = new Set(all.filter(({ isSpacing }) => !isSpacing));
  const placesOf = (changes: readonly Change[]): LocalizedText[] => changes.map(({ label }) => ({ ...label }));
  const told = (marketplace.materialChanges ?? []).flatMap(({ id, inputs, reason, source }) => {
    const concerned = [...left].filter(({ path }) => inputs.some((input) => covers(input, path)));
    for (const each of concerned) left.delete(each);
    return concerned.length === 0 ? [] : [{ id, reason: { ...reason }, source, places: placesOf(concerned) }];
  });
  const spacing = all.filter(({ isSpacing }) => isSpacing);
  return [
    ...told,
    ...(left.size === 0
      ? []
      : [{ id: 'other', reason: { ru: 'Изменились другие поля.', en: 'Other fields changed.' }, source: '', places: placesOf([...left]) }]),
    ...(spacing.length === 0
      ? []
      : [
          {
            id: 'spacing',
            reason: { ru: 'Изменились только пробелы и переносы строк.', en: 'Only spaces and line breaks changed.' },
            source: '',
            places: placesOf(spacing),
          },
        ]),
  ];
}
