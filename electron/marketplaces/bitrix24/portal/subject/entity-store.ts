import type { EventQueue } from '../events.ts';
import type { StateFile } from '../state.ts';
import { demoEntities } from './demo-entities.ts';

export type Entity = Record<string, unknown>;

/** A change that a person made, or a call with the source key of its connector. */
export interface Change {
  readonly userId: string;
  readonly connector: string | null;
}

/** More than a demo portal needs; a vendor's loop must not fill the memory. */
const MAX_PER_STORE = 20_000;

/** The portal's own data by store name ("crm.deal", "task", …); changes raise the events of docs "crm/…/events". */
export class EntityStore {
  readonly #file: StateFile;
  readonly #events: () => EventQueue;

  /** @param language of what a new portal begins with */
  constructor(file: StateFile, events: () => EventQueue, language: 'ru' | 'en') {
    this.#file = file;
    this.#events = events;
    const { entities } = file.state;
    if (Object.keys(entities).length === 0) Object.assign(entities, demoEntities(language));
  }

  #store(name: string): Record<string, Entity> {
    return (this.#file.state.entities[name] ??= {});
  }

  /** By growing number. */
  list(name: string): readonly Entity[] {
    return Object.values(this.#store(name));
  }

  get(name: string, id: string): Entity | null {
    const store = this.#store(name);
    return Object.hasOwn(store, id) ? (store[id] ?? null) : null;
  }

  /** Returns the number of the new one, or null when the store is full. */
  add(name: string, values: Entity, change: Change): string | null {
    const store = this.#store(name);
    const ids = Object.keys(store);
    if (ids.length >= MAX_PER_STORE) return null;
    const id = String(ids.reduce((highest, key) => Math.max(highest, Number(key) || 0), 0) + 1);
    store[id] = { ID: id, ...values };
    this.#changed(name, 'ADD', id, change);
    return id;
  }

  update(name: string, id: string, values: Entity, change: Change): boolean {
    const entity = this.get(name, id);
    if (entity === null) return false;
    Object.assign(entity, values);
    this.#changed(name, 'UPDATE', id, change);
    return true;
  }

  remove(name: string, id: string, change: Change): boolean {
    const store = this.#store(name);
    if (!Object.hasOwn(store, id)) return false;
    // Ids are our own numbers, so nothing but an entity can be removed by them.
    Reflect.deleteProperty(store, id);
    this.#changed(name, 'DELETE', id, change);
    return true;
  }

  /** Replaces a record that has no events of its own, such as product rows. */
  put(name: string, id: string, value: Entity): void {
    this.#store(name)[id] = value;
    this.#file.changed();
  }

  #changed(name: string, what: 'ADD' | 'UPDATE' | 'DELETE', id: string, change: Change): void {
    this.#file.changed();
    if (name === 'task') {
      const fields = {
        FIELDS_BEFORE: what === 'ADD' ? 'undefined' : { ID: id },
        FIELDS_AFTER: what === 'DELETE' ? 'undefined' : { ID: id },
      };
      this.#events().raiseForAll(`ONTASK${what}`, fields, change.userId, change.connector);
    } else if (name.startsWith('crm.') && !name.startsWith('crm.userfield')) {
      const entity = name.slice('crm.'.length).toUpperCase();
      this.#events().raiseForAll(`ONCRM${entity}${what}`, { FIELDS: { ID: id } }, change.userId, change.connector);
    }
  }
}
