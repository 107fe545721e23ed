import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../../../shared/domain/errors.ts';
import { TABLES, type TableName } from './account-data.ts';
import type { ChangeAuthor, DataChange } from './changes.ts';
import type { PosterStateFile } from '../state.ts';

const KEPT_CHANGES = 5000;

export interface ChangeContext {
  readonly by: ChangeAuthor;
  readonly installNumber: number | null;
  readonly how: string;
}

/** The account's data; every change goes through here, so that it is known who made it. */
export class Account {
  readonly #file: PosterStateFile;
  readonly #onChange: (change: DataChange) => void;

  constructor(file: PosterStateFile, onChange: (change: DataChange) => void) {
    this.#file = file;
    this.#onChange = onChange;
  }

  list(table: TableName): Record<string, unknown>[] {
    return Object.values(this.#file.state.data[table]);
  }

  find(table: TableName, id: string): Record<string, unknown> | null {
    const records = this.#file.state.data[table];
    return Object.hasOwn(records, id) ? (records[id] ?? null) : null;
  }

  /** @returns the record with its new id */
  add(table: TableName, fields: Record<string, unknown>, context: ChangeContext): Record<string, unknown> {
    const { state } = this.#file;
    const taken = Object.keys(state.data[table]).map(Number);
    // Ids of removed records are not given again.
    const id = Math.max(state.lastIds[table] ?? 0, ...taken, 0) + 1;
    state.lastIds[table] = id;
    const record = { ...fields, [TABLES[table].key]: typeof fields[TABLES[table].key] === 'number' ? id : String(id) };
    state.data[table][String(id)] = record;
    this.#note({ table, id: String(id), action: 'added', before: null, after: record, ...context });
    return record;
  }

  /** Nothing is noted when the fields are what they were. */
  change(table: TableName, id: string, fields: Record<string, unknown>, context: ChangeContext): Record<string, unknown> {
    const before = this.find(table, id);
    if (before === null) throw new AppError('not-found', `The account has no ${table} ${id}.`, { table, id });
    const after = { ...before, ...fields };
    if (isDeepStrictEqual(before, after)) return after;
    this.#file.state.data[table][id] = after;
    this.#note({ table, id, action: 'changed', before, after, ...context });
    return after;
  }

  remove(table: TableName, id: string, context: ChangeContext): void {
    const before = this.find(table, id);
    if (before === null) return;
    const records = this.#file.state.data[table];
    const { [id]: _gone, ...rest } = records;
    for (const key of Object.keys(records)) if (!(key in rest)) Reflect.deleteProperty(records, key);
    this.#note({ table, id, action: 'removed', before, after: null, ...context });
  }

  #note(change: Omit<DataChange, 'at'>): void {
    const full: DataChange = { at: Date.now(), ...change };
    const { changes } = this.#file.state;
    if (changes.length < KEPT_CHANGES) changes.push(structuredClone(full));
    this.#file.changed();
    this.#onChange(full);
  }
}
