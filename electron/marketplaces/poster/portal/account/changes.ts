import { isDeepStrictEqual } from 'node:util';
import { TABLES, type AccountData, type TableName } from './account-data.ts';

/** Who changed something: an application (by its code), the terminal that the test plays, or the account's owner. */
export type ChangeAuthor =
  { readonly kind: 'application'; readonly code: string } | { readonly kind: 'terminal' } | { readonly kind: 'owner' };

/** One change of the account's data, as it happened. */
export interface DataChange {
  readonly at: number;
  readonly by: ChangeAuthor;
  readonly installNumber: number | null;
  /** Method of the API, or what was done on the terminal. */
  readonly how: string;
  readonly table: TableName;
  readonly id: string;
  readonly action: 'added' | 'changed' | 'removed';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** A record that is not what it was: before against after, with everyone who had a hand in it. */
export interface DataDifference {
  readonly table: TableName;
  readonly id: string;
  /** Name of the record, for people. */
  readonly name: string;
  readonly action: 'added' | 'changed' | 'removed';
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[];
  readonly authors: readonly { readonly by: ChangeAuthor; readonly how: string; readonly at: number }[];
}

/** Compares two states of the account; the authors come from the changes in between. */
export function differencesOf(before: AccountData, after: AccountData, changes: readonly DataChange[]): DataDifference[] {
  return (Object.keys(TABLES) as TableName[]).flatMap((table) => {
    const ids = new Set([...Object.keys(before[table]), ...Object.keys(after[table])]);
    return [...ids].flatMap((id): DataDifference[] => {
      const was = before[table][id] ?? null;
      const is = after[table][id] ?? null;
      if (isDeepStrictEqual(was, is)) return [];
      const fields = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])]
        .filter((field) => !isDeepStrictEqual(was?.[field], is?.[field]))
        .map((field) => ({ field, before: short(was?.[field]), after: short(is?.[field]) }));
      const authors = changes.filter((change) => change.table === table && change.id === id).map(({ by, how, at }) => ({ by, how, at }));
      return [
        { table, id, name: nameOf(is ?? was ?? {}), action: was === null ? 'added' : is === null ? 'removed' : 'changed', fields, authors },
      ];
    });
  });
}

/** What people call a record. */
export function nameOf(record: Readonly<Record<string, unknown>>): string {
  for (const field of [
    'product_name',
    'category_name',
    'client_groups_name',
    'spot_name',
    'storage_name',
    'ingredient_name',
    'name',
    'method',
  ]) {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  const person = [record['firstname'] ?? record['first_name'], record['lastname'] ?? record['last_name']]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
  return person !== '' ? person : typeof record['phone'] === 'string' ? record['phone'] : '';
}

function short(value: unknown): string {
  if (value === undefined || value === null) return '—';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
