import { nextId } from '../core.ts';
import { anyCase, anyCaseText, type Fields } from '../../../portal-kit/request-body.ts';
import { filterAndOrder, objectField } from './list-query.ts';
import { RestError, restErrors, type RestCall, type RestMethod } from './method.ts';
import { isoTime, pageOf } from './methods-common.ts';

/** entity.*: stores that belong to the application and are erased with it (domain/bitrix24.md §5). */
const SCOPE = ['entity'] as const;
const MAX_CHARACTERS = 5_000_000;

type Item = Record<string, unknown>;

interface Store {
  readonly name: string;
  readonly items: Record<string, Item>;
  readonly properties: Record<string, Item>;
}

/** Stored as `{ items, properties, name }` under the store's name. */
function storeOf(call: RestCall): Store {
  const name = anyCaseText(call.params, 'ENTITY');
  if (name === '') throw restErrors.missingArgument('ENTITY');
  const { stores } = call.application;
  const found = Object.hasOwn(stores, name) ? stores[name] : undefined;
  if (found === undefined) throw new RestError('ERROR_ENTITY_NOT_FOUND', 'Entity not found', 400);
  return found as unknown as Store;
}

function idOf(call: RestCall): string {
  const id = anyCaseText(call.params, 'ID');
  if (id === '') throw restErrors.missingArgument('ID');
  return id;
}

function checkSize(call: RestCall): void {
  if (JSON.stringify(call.application.stores).length > MAX_CHARACTERS) throw new RestError('ERROR_CORE', 'The store is full');
}

function itemValues(params: Fields): Item {
  const values: Item = {};
  for (const name of ['NAME', 'ACTIVE', 'SORT', 'PREVIEW_TEXT', 'DETAIL_TEXT', 'CODE', 'SECTION', 'DATE_ACTIVE_FROM', 'DATE_ACTIVE_TO']) {
    const value = anyCase(params, name);
    if (value !== undefined) values[name] = value;
  }
  const properties = anyCase(params, 'PROPERTY_VALUES');
  if (typeof properties === 'object' && properties !== null) values['PROPERTY_VALUES'] = { ...properties };
  return values;
}

export const storeMethods: readonly RestMethod[] = [
  {
    name: 'entity.add',
    scopes: SCOPE,
    adminOnly: true,
    run(call) {
      const name = anyCaseText(call.params, 'ENTITY');
      if (!/^[A-Za-z0-9_-]{1,20}$/.test(name))
        throw new RestError('ERROR_ARGUMENT', "Argument 'ENTITY' is wrong", 400, { argument: 'ENTITY' });
      if (Object.hasOwn(call.application.stores, name)) throw new RestError('ERROR_ENTITY_ALREADY_EXISTS', 'Entity already exists', 400);
      call.application.stores[name] = { name: anyCaseText(call.params, 'NAME'), items: {}, properties: {} } as never;
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'entity.get',
    scopes: SCOPE,
    run(call) {
      const wanted = anyCaseText(call.params, 'ENTITY');
      if (wanted !== '') return { ENTITY: wanted, NAME: storeOf(call).name };
      return Object.entries(call.application.stores).map(([ENTITY, store]) => ({ ENTITY, NAME: (store as unknown as Store).name }));
    },
  },
  {
    name: 'entity.delete',
    scopes: SCOPE,
    adminOnly: true,
    run(call) {
      storeOf(call);
      Reflect.deleteProperty(call.application.stores, anyCaseText(call.params, 'ENTITY'));
      call.core.file.changed();
      return true;
    },
  },
  { name: 'entity.rights', scopes: SCOPE, run: () => ({ AU: 'W' }) },
  {
    name: 'entity.item.add',
    scopes: SCOPE,
    run(call) {
      const store = storeOf(call);
      const id = nextId(call.core);
      const now = isoTime(Date.now());
      store.items[id] = {
        ID: id,
        TIMESTAMP_X: now,
        DATE_CREATE: now,
        CREATED_BY: call.user.id,
        MODIFIED_BY: call.user.id,
        ACTIVE: 'Y',
        SORT: '500',
        NAME: '',
        PROPERTY_VALUES: {},
        ...itemValues(call.params),
        ENTITY: anyCaseText(call.params, 'ENTITY'),
      };
      checkSize(call);
      call.core.file.changed();
      return Number(id);
    },
  },
  {
    name: 'entity.item.get',
    scopes: SCOPE,
    run(call) {
      const params: Fields = { filter: objectField(call.params, 'FILTER'), order: objectField(call.params, 'SORT') };
      return pageOf(filterAndOrder(Object.values(storeOf(call).items), params), call);
    },
  },
  {
    name: 'entity.item.update',
    scopes: SCOPE,
    run(call) {
      const item = storeOf(call).items[idOf(call)];
      if (item === undefined) throw new RestError('ERROR_ITEM_NOT_FOUND', 'Item not found', 400);
      const values = itemValues(call.params);
      Object.assign(item, values, {
        PROPERTY_VALUES: { ...(item['PROPERTY_VALUES'] as Item), ...(values['PROPERTY_VALUES'] as Item | undefined) },
      });
      checkSize(call);
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'entity.item.delete',
    scopes: SCOPE,
    run(call) {
      const store = storeOf(call);
      const id = idOf(call);
      if (!Object.hasOwn(store.items, id)) throw new RestError('ERROR_ITEM_NOT_FOUND', 'Item not found', 400);
      Reflect.deleteProperty(store.items, id);
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'entity.item.property.add',
    scopes: SCOPE,
    adminOnly: true,
    run(call) {
      const store = storeOf(call);
      const property = anyCaseText(call.params, 'PROPERTY');
      if (property === '' || property === '__proto__') throw restErrors.missingArgument('PROPERTY');
      store.properties[property] = {
        PROPERTY: property,
        NAME: anyCaseText(call.params, 'NAME'),
        TYPE: anyCaseText(call.params, 'TYPE') || 'S',
      };
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'entity.item.property.get',
    scopes: SCOPE,
    run(call) {
      const store = storeOf(call);
      const property = anyCaseText(call.params, 'PROPERTY');
      return property === '' ? Object.values(store.properties) : (store.properties[property] ?? []);
    },
  },
];
