import { anyCase, anyCaseText, type Fields } from '../../../portal-kit/request-body.ts';
import type { Change, Entity } from '../subject/entity-store.ts';
import { CRM_FIELDS, CRM_TYPE_IDS, CRM_TYPES, initialValues, STATUSES, type CrmType, type FieldSchema } from '../subject/schema.ts';
import { filterAndOrder, listField, objectField, selectFields } from './list-query.ts';
import { RestError, restErrors, type RestCall, type RestMethod } from './method.ts';
import { isoTime, pageOf } from './methods-common.ts';

const SCOPE = ['crm'] as const;

export function changeOf(call: RestCall): Change {
  return { userId: call.user.id, connector: anyCaseText(call.params, 'auth_connector') || null };
}

export function notFound(): RestError {
  return new RestError('', 'Not found', 400);
}

function idOf(call: RestCall): string {
  const id = anyCaseText(call.params, 'id');
  if (id === '') throw restErrors.missingArgument('ID');
  return id;
}

/** Values as the portal keeps them: text for all simple fields, lists for multiple ones. */
function accepted(fields: Fields, schema: Readonly<Record<string, FieldSchema>>): Entity {
  const values: Entity = {};
  for (const [key, value] of Object.entries(fields)) {
    const name = key.toUpperCase();
    const field = schema[name];
    if (name.startsWith('UF_')) values[name] = value;
    else if (field?.type === 'crm_multifield') values[name] = multifield(name, value);
    else if (field !== undefined && field.isReadOnly !== true) values[name] = simple(field, value);
  }
  return values;
}

function simple(field: FieldSchema, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return value;
  if (value === true) return 'Y';
  if (value === false) return 'N';
  const text = String(value as string | number);
  if (field.type === 'double') return (Number(text.replace(',', '.')) || 0).toFixed(2);
  return text;
}

let multifieldId = 1000;

function multifield(type: string, value: unknown): Entity[] {
  const items = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : [value];
  return items.flatMap((item: unknown) => {
    const fields: Fields = typeof item === 'object' && item !== null ? (item as Fields) : { VALUE: item };
    const text = anyCaseText(fields, 'VALUE');
    if (text === '') return [];
    multifieldId += 1;
    return [{ ID: String(multifieldId), VALUE_TYPE: anyCaseText(fields, 'VALUE_TYPE') || 'WORK', VALUE: text, TYPE_ID: type }];
  });
}

export function addCrm(call: RestCall, type: CrmType, fields: Fields): string {
  const schema = CRM_FIELDS[type];
  const now = isoTime(Date.now());
  const stamps = { CREATED_BY_ID: call.user.id, MODIFY_BY_ID: call.user.id, DATE_CREATE: now, DATE_MODIFY: now };
  const values = { ...initialValues(schema), ...stamps, ...accepted(fields, schema) };
  const id = call.core.entities.add(`crm.${type}`, values, changeOf(call));
  if (id === null) throw new RestError('ERROR_CORE', 'Too many items');
  return id;
}

function updateCrm(call: RestCall, type: CrmType, id: string, fields: Fields): void {
  const values = { ...accepted(fields, CRM_FIELDS[type]), MODIFY_BY_ID: call.user.id, DATE_MODIFY: isoTime(Date.now()) };
  if (!call.core.entities.update(`crm.${type}`, id, values, changeOf(call))) throw notFound();
}

export function fieldDescriptions(schema: Readonly<Record<string, FieldSchema>>, language: 'ru' | 'en'): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, field]) => [
      name,
      {
        type: field.type,
        isRequired: field.isRequired === true,
        isReadOnly: field.isReadOnly === true,
        isImmutable: false,
        isMultiple: field.isMultiple === true,
        isDynamic: false,
        ...(field.statusType === undefined ? {} : { statusType: field.statusType }),
        title: field.title[language],
      },
    ]),
  );
}

function entityMethods(type: CrmType): RestMethod[] {
  const store = `crm.${type}`;
  const schema = CRM_FIELDS[type];
  const isMultiple = (field: string): boolean => schema[field]?.isMultiple === true;
  const methods: RestMethod[] = [
    { name: `crm.${type}.fields`, scopes: SCOPE, run: (call) => fieldDescriptions(schema, call.language) },
    {
      name: `crm.${type}.list`,
      scopes: SCOPE,
      run: (call) => {
        const selected = listField(call.params, 'select');
        return pageOf(
          filterAndOrder(call.core.entities.list(store), call.params).map((entity) => selectFields(entity, selected, isMultiple)),
          call,
        );
      },
    },
    {
      name: `crm.${type}.get`,
      scopes: SCOPE,
      run(call) {
        const entity = call.core.entities.get(store, idOf(call));
        if (entity === null) throw notFound();
        return entity;
      },
    },
    { name: `crm.${type}.add`, scopes: SCOPE, run: (call) => Number(addCrm(call, type, objectField(call.params, 'fields'))) },
    {
      name: `crm.${type}.update`,
      scopes: SCOPE,
      run(call) {
        updateCrm(call, type, idOf(call), objectField(call.params, 'fields'));
        return true;
      },
    },
    {
      name: `crm.${type}.delete`,
      scopes: SCOPE,
      run(call) {
        if (!call.core.entities.remove(store, idOf(call), changeOf(call))) throw notFound();
        return true;
      },
    },
    ...userFieldMethods(type),
  ];
  if (type === 'deal' || type === 'lead') {
    methods.push(
      {
        name: `crm.${type}.productrows.get`,
        scopes: SCOPE,
        run: (call) => call.core.entities.get('crm.userfield.rows', `${type}-${idOf(call)}`)?.['rows'] ?? [],
      },
      {
        name: `crm.${type}.productrows.set`,
        scopes: SCOPE,
        run(call) {
          const id = idOf(call);
          if (call.core.entities.get(store, id) === null) throw notFound();
          const rows = anyCase(call.params, 'rows');
          const list = Array.isArray(rows) ? rows : Object.values(typeof rows === 'object' && rows !== null ? rows : {});
          call.core.entities.put('crm.userfield.rows', `${type}-${id}`, {
            rows: list.map((row: unknown, index) => ({ ID: String(index + 1), OWNER_ID: id, ...(typeof row === 'object' ? row : {}) })),
          });
          return true;
        },
      },
    );
  }
  return methods;
}

function userFieldMethods(type: CrmType): RestMethod[] {
  const store = `crm.userfield.${type}`;
  const silent = (call: RestCall): Change => changeOf(call);
  return [
    {
      name: `crm.${type}.userfield.add`,
      scopes: SCOPE,
      adminOnly: true,
      run(call) {
        const fields = objectField(call.params, 'fields');
        const name = anyCaseText(fields, 'FIELD_NAME').toUpperCase();
        if (name === '') throw restErrors.missingArgument('FIELD_NAME');
        const full = name.startsWith('UF_CRM_') ? name : `UF_CRM_${name}`;
        if (call.core.entities.list(store).some((field) => field['FIELD_NAME'] === full))
          throw new RestError('ERROR_CORE', `Field ${full} already exists`);
        return Number(call.core.entities.add(store, { ...fields, FIELD_NAME: full, ENTITY_ID: `CRM_${type.toUpperCase()}` }, silent(call)));
      },
    },
    {
      name: `crm.${type}.userfield.list`,
      scopes: SCOPE,
      run: (call) => pageOf(filterAndOrder(call.core.entities.list(store), call.params), call),
    },
    {
      name: `crm.${type}.userfield.get`,
      scopes: SCOPE,
      run(call) {
        const field = call.core.entities.get(store, idOf(call));
        if (field === null) throw notFound();
        return field;
      },
    },
    {
      name: `crm.${type}.userfield.update`,
      scopes: SCOPE,
      adminOnly: true,
      run(call) {
        if (!call.core.entities.update(store, idOf(call), objectField(call.params, 'fields'), silent(call))) throw notFound();
        return true;
      },
    },
    {
      name: `crm.${type}.userfield.delete`,
      scopes: SCOPE,
      adminOnly: true,
      run(call) {
        if (!call.core.entities.remove(store, idOf(call), silent(call))) throw notFound();
        return true;
      },
    },
  ];
}

/** Stores without a fixed list of fields: what is written is what is read. */
function collectionMethods(prefix: string, store: string): RestMethod[] {
  return [
    {
      name: `${prefix}.list`,
      scopes: SCOPE,
      run: (call) =>
        pageOf(
          filterAndOrder(call.core.entities.list(store), call.params).map((entity) =>
            selectFields(entity, listField(call.params, 'select'), () => false),
          ),
          call,
        ),
    },
    {
      name: `${prefix}.get`,
      scopes: SCOPE,
      run(call) {
        const entity = call.core.entities.get(store, idOf(call));
        if (entity === null) throw notFound();
        return entity;
      },
    },
    {
      name: `${prefix}.add`,
      scopes: SCOPE,
      run(call) {
        const fields = upperCaseKeys(objectField(call.params, 'fields'));
        const now = isoTime(Date.now());
        const id = call.core.entities.add(store, { CREATED: now, AUTHOR_ID: call.user.id, ...fields }, changeOf(call));
        if (id === null) throw new RestError('ERROR_CORE', 'Too many items');
        return Number(id);
      },
    },
    {
      name: `${prefix}.update`,
      scopes: SCOPE,
      run(call) {
        if (!call.core.entities.update(store, idOf(call), upperCaseKeys(objectField(call.params, 'fields')), changeOf(call)))
          throw notFound();
        return true;
      },
    },
    {
      name: `${prefix}.delete`,
      scopes: SCOPE,
      run(call) {
        if (!call.core.entities.remove(store, idOf(call), changeOf(call))) throw notFound();
        return true;
      },
    },
  ];
}

function upperCaseKeys(fields: Fields): Entity {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toUpperCase(), value]));
}

// ---- crm.item.*: the same entities under camelCase names

const ITEM_NAMES: Readonly<Record<string, string>> = {
  DATE_CREATE: 'createdTime',
  DATE_MODIFY: 'updatedTime',
  CREATED_BY_ID: 'createdBy',
  MODIFY_BY_ID: 'updatedBy',
};

function toItemName(name: string): string {
  return ITEM_NAMES[name] ?? name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function fromItemName(name: string): string {
  for (const [stored, shown] of Object.entries(ITEM_NAMES)) if (shown === name) return stored;
  return /^[A-Z0-9_]+$/.test(name) ? name : name.replace(/([A-Z])/g, '_$1').toUpperCase();
}

function toItem(entity: Entity): Entity {
  const item: Entity = {};
  for (const [name, value] of Object.entries(entity)) {
    const isNumber =
      (name === 'ID' || name.endsWith('_ID') || name.endsWith('_BY_ID') || name === 'OPPORTUNITY') &&
      typeof value === 'string' &&
      /^-?\d+(\.\d+)?$/.test(value);
    item[toItemName(name)] = isNumber ? Number(value) : value;
  }
  return item;
}

function itemType(call: RestCall): CrmType {
  const wanted = Number(anyCaseText(call.params, 'entityTypeId'));
  const type = CRM_TYPES.find((candidate) => CRM_TYPE_IDS[candidate] === wanted);
  if (type === undefined) throw new RestError('NOT_FOUND', 'Smart process not found', 400);
  return type;
}

function itemFields(call: RestCall): Fields {
  return Object.fromEntries(Object.entries(objectField(call.params, 'fields')).map(([name, value]) => [fromItemName(name), value]));
}

function itemOf(call: RestCall, type: CrmType, id: string): { item: Entity } {
  const entity = call.core.entities.get(`crm.${type}`, id);
  if (entity === null) throw new RestError('NOT_FOUND', 'Element not found', 400);
  return { item: toItem(entity) };
}

const itemMethods: readonly RestMethod[] = [
  {
    name: 'crm.item.list',
    scopes: SCOPE,
    run(call) {
      const type = itemType(call);
      const selected = listField(call.params, 'select').map(fromItemName);
      const page = pageOf(filterAndOrder(call.core.entities.list(`crm.${type}`), call.params, fromItemName), call);
      const items = (page.items as Entity[]).map((entity) => toItem(selectFields(entity, selected, () => false)));
      return Object.assign(page, { items: { items } });
    },
  },
  { name: 'crm.item.get', scopes: SCOPE, run: (call) => itemOf(call, itemType(call), idOf(call)) },
  {
    name: 'crm.item.add',
    scopes: SCOPE,
    run(call) {
      const type = itemType(call);
      return itemOf(call, type, addCrm(call, type, itemFields(call)));
    },
  },
  {
    name: 'crm.item.update',
    scopes: SCOPE,
    run(call) {
      const type = itemType(call);
      updateCrm(call, type, idOf(call), itemFields(call));
      return itemOf(call, type, idOf(call));
    },
  },
  {
    name: 'crm.item.delete',
    scopes: SCOPE,
    run(call) {
      if (!call.core.entities.remove(`crm.${itemType(call)}`, idOf(call), changeOf(call)))
        throw new RestError('NOT_FOUND', 'Element not found', 400);
      return [];
    },
  },
  {
    name: 'crm.item.fields',
    scopes: SCOPE,
    run(call) {
      const described = fieldDescriptions(CRM_FIELDS[itemType(call)], call.language);
      return { fields: Object.fromEntries(Object.entries(described).map(([name, field]) => [toItemName(name), field])) };
    },
  },
  { name: 'crm.type.list', scopes: SCOPE, run: (call) => Object.assign(pageOf([], call), { items: { types: [] } }) },
];

// ---- lists of words

function statusView(call: RestCall, index: number): Entity {
  const status = STATUSES[index];
  return {
    ID: String(index + 1),
    ENTITY_ID: status?.type ?? '',
    STATUS_ID: status?.id ?? '',
    NAME: status?.title[call.language] ?? '',
    NAME_INIT: '',
    SORT: String((index + 1) * 10),
    SYSTEM: 'N',
    SEMANTICS: status?.id === 'WON' || status?.id === 'CONVERTED' ? 'S' : status?.id === 'LOSE' || status?.id === 'JUNK' ? 'F' : null,
  };
}

const wordMethods: readonly RestMethod[] = [
  {
    name: 'crm.status.list',
    scopes: SCOPE,
    run: (call) =>
      pageOf(
        filterAndOrder(
          STATUSES.map((_status, index) => statusView(call, index)),
          call.params,
        ),
        call,
      ),
  },
  {
    name: 'crm.status.entity.items',
    scopes: SCOPE,
    run: (call) =>
      STATUSES.filter((status) => status.type === anyCaseText(call.params, 'entityId')).map((status, index) => ({
        NAME: status.title[call.language],
        SORT: (index + 1) * 10,
        STATUS_ID: status.id,
      })),
  },
  {
    name: 'crm.category.list',
    scopes: SCOPE,
    run: (call) => ({
      categories: [{ id: 0, name: call.language === 'ru' ? 'Общая' : 'General', sort: 100, entityTypeId: 2, isDefault: 'Y' }],
    }),
  },
  { name: 'crm.dealcategory.list', scopes: SCOPE, run: (call) => pageOf([], call) },
  {
    name: 'crm.dealcategory.stage.list',
    scopes: SCOPE,
    run: (call) =>
      STATUSES.filter((status) => status.type === 'DEAL_STAGE').map((status, index) => ({
        NAME: status.title[call.language],
        SORT: (index + 1) * 10,
        STATUS_ID: status.id,
      })),
  },
  {
    name: 'crm.currency.list',
    scopes: SCOPE,
    run: (call) =>
      pageOf(
        [
          {
            CURRENCY: 'RUB',
            AMOUNT_CNT: '1',
            AMOUNT: '1.0000',
            SORT: '100',
            BASE: 'Y',
            FULL_NAME: call.language === 'ru' ? 'Российский рубль' : 'Russian rouble',
            LID: call.language,
            FORMAT_STRING: '# ₽',
            DECIMALS: '2',
          },
        ],
        call,
      ),
  },
  {
    name: 'crm.duplicate.findbycomm',
    scopes: SCOPE,
    run(call) {
      const type = anyCaseText(call.params, 'type').toUpperCase();
      const values = listField(call.params, 'values').map(normalised);
      const only = anyCaseText(call.params, 'entity_type').toLowerCase();
      const found: Record<string, number[]> = {};
      for (const entity of ['lead', 'contact', 'company'] as const) {
        if (only !== '' && only !== entity) continue;
        const ids = call.core.entities
          .list(`crm.${entity}`)
          .filter((item) => {
            const own = item[type];
            return Array.isArray(own) && own.some((value: Entity) => values.includes(normalised(String(value['VALUE']))));
          })
          .map((item) => Number(item['ID']));
        if (ids.length > 0) found[entity.toUpperCase()] = ids;
      }
      return Object.keys(found).length === 0 ? [] : found;
    },
  },
];

function normalised(value: string): string {
  return value.includes('@') ? value.trim().toLowerCase() : value.replace(/\D/g, '');
}

export const crmMethods: readonly RestMethod[] = [
  ...CRM_TYPES.flatMap(entityMethods),
  ...itemMethods,
  ...wordMethods,
  ...collectionMethods('crm.product', 'crm.product'),
  ...collectionMethods('crm.activity', 'crm.activity'),
  ...collectionMethods('crm.timeline.comment', 'crm.timelinecomment'),
  ...collectionMethods('crm.requisite', 'crm.requisite'),
];
