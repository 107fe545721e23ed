import { isDeepStrictEqual } from 'node:util';
import type { RuleDrift } from '../../shared/domain/rulebook.ts';
import type { ChecklistItemView, FieldDetails, MediaDetails } from '../../shared/ipc/contract.ts';
import type { FieldDescription } from '../marketplaces/marketplace.ts';
import type { FileRow } from '../store/repositories/submissions.ts';

type Values = Readonly<Record<string, unknown>>;
type Shown = FieldDetails['value'];

/** @returns what stands at a dotted path, undefined when nothing does. */
export function valueAt(values: unknown, path: string): unknown {
  let at = values;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

/** What the window can show of a stored value: scalars and lists of texts; anything deeper as JSON. */
function shown(value: unknown): Shown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((each: unknown) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return JSON.stringify(value);
}

/**
 * Fields in the order of the marketplace, each compared with the last approved state.
 * @param before null when nothing was approved before; fields that only the old state has are listed at the end.
 */
export function fieldViews(fieldsOf: (values: Values) => readonly FieldDescription[], now: Values, before: Values | null): FieldDetails[] {
  const fields = [...fieldsOf(now)];
  if (before !== null) {
    const known = new Set(fields.map(({ path }) => path));
    fields.push(...fieldsOf(before).filter(({ path }) => !known.has(path)));
  }
  return fields.map(({ path, label, kind }) => {
    const value = shown(valueAt(now, path));
    const view = { path, label, kind, value, changed: false };
    if (before === null) return view;
    const previous = shown(valueAt(before, path));
    return isDeepStrictEqual(previous, value) ? view : { ...view, previous, changed: true };
  });
}

export function mediaView(file: FileRow): MediaDetails {
  return {
    sha256: file.sha256,
    role: file.role,
    name: file.title ?? file.path,
    mime: file.mime,
    sizeBytes: file.size_bytes,
    widthPx: file.width_px,
    heightPx: file.height_px,
    language: file.language,
  };
}

/** What other versions of a source say, as the window shows it. */
export function driftViews(drift: readonly RuleDrift[]): ChecklistItemView['drift'] {
  return drift.map(({ since, until, says, source }) => ({ since: since ?? null, until: until ?? null, says: { ...says }, source }));
}
