import type { Entity } from '../../subject/entity-store.ts';
import { DEMO_USERS, findUser, fullName } from '../../users.ts';
import { isoTime } from '../methods-common.ts';
import { v3Errors } from './errors.ts';
import type { RestV3Call, RestV3Method } from './method.ts';
import {
  filterOf,
  intParam,
  objectParam,
  orderOf,
  pageOf,
  selected,
  shown,
  type Dto,
  type DtoField,
  type DtoSchema,
  type Params,
} from './query.ts';

/** The pages of these methods name the scope "task" or "tasks"; either opens them (docs "tasks/tasks-task-…-rest-v3"). */
const SCOPES = ['task', 'tasks'] as const;
const USER = { entity: 'UserDto', fields: ['id', 'name', 'role', 'image', 'gender', 'email', 'externalAuthId', 'rights'] } as const;

const STATUSES: Readonly<Record<string, string>> = {
  '2': 'pending',
  '3': 'in_progress',
  '4': 'supposedly_completed',
  '5': 'completed',
  '6': 'deferred',
};
const PRIORITIES: Readonly<Record<string, string>> = { '0': 'low', '1': 'average', '2': 'high' };

/** How the fields of a task are called in the portal's own data. */
const STORED: Readonly<Record<string, string>> = {
  title: 'TITLE',
  description: 'DESCRIPTION',
  creatorId: 'CREATED_BY',
  responsibleId: 'RESPONSIBLE_ID',
  deadline: 'DEADLINE',
  groupId: 'GROUP_ID',
  parentId: 'PARENT_ID',
  priority: 'PRIORITY',
  status: 'STATUS',
  crmItemIds: 'UF_CRM_TASK',
};

const own = (type: DtoField['type'], more: Omit<DtoField, 'type'> = {}): DtoField => ({ type, ...more });
const sortable = { isSortable: true } as const;

/** The part of `TaskDto` that the demo portal holds (docs "tasks/fields-rest-v3"). */
const TASK: DtoSchema = {
  entity: 'TaskDto',
  fields: {
    id: own('int', { isFilterable: true, isSortable: true }),
    title: own('string', { ...sortable, isEditable: true }),
    description: own('string', { isEditable: true }),
    creatorId: own('int', sortable),
    creator: own('object', { relation: USER }),
    created: own('DateTime', sortable),
    responsibleId: own('int', { ...sortable, isEditable: true }),
    responsible: own('object', { relation: USER }),
    deadline: own('DateTime', { ...sortable, isEditable: true }),
    groupId: own('int', { ...sortable, isEditable: true }),
    parentId: own('int', { isEditable: true }),
    priority: own('string', { ...sortable, isEditable: true }),
    status: own('string', { ...sortable, isEditable: true }),
    changed: own('DateTime', sortable),
    closed: own('DateTime', sortable),
    link: own('string'),
    crmItemIds: own('array', { isEditable: true }),
  },
  basic: ['id', 'title', 'description', 'deadline', 'priority', 'status', 'parentId', 'changed', 'closed', 'link', 'crmItemIds'],
};

/** What `*.field.list` tells of a field. */
const FIELD: DtoSchema = {
  entity: 'DtoFieldDto',
  fields: Object.fromEntries(
    [
      'name',
      'type',
      'title',
      'description',
      'validationRules',
      'requiredGroups',
      'filterable',
      'sortable',
      'editable',
      'multiple',
      'elementType',
    ].map((name) => [name, own('string')]),
  ),
  basic: [],
};

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined || value === '' ? null : Number(value));

function dtoOf(entity: Entity): Dto {
  const { ID, STATUS, PRIORITY } = entity as Record<string, string>;
  return {
    id: Number(ID),
    title: entity['TITLE'],
    description: entity['DESCRIPTION'] ?? '',
    creatorId: numberOrNull(entity['CREATED_BY']),
    created: entity['CREATED_DATE'] ?? null,
    responsibleId: numberOrNull(entity['RESPONSIBLE_ID']),
    deadline: entity['DEADLINE'] ?? null,
    groupId: numberOrNull(entity['GROUP_ID']),
    parentId: numberOrNull(entity['PARENT_ID']),
    priority: PRIORITIES[String(PRIORITY)] ?? 'average',
    status: STATUSES[String(STATUS)] ?? 'pending',
    changed: entity['CHANGED_DATE'] ?? null,
    closed: entity['CLOSED_DATE'] ?? null,
    link: `/company/personal/user/${String(entity['RESPONSIBLE_ID'])}/tasks/task/view/${String(ID)}/`,
    crmItemIds: entity['UF_CRM_TASK'] ?? [],
  };
}

function userDto(call: RestV3Call, id: unknown): Dto | null {
  const user = findUser(String(id));
  if (user === null) return null;
  return { id: Number(user.id), name: fullName(user, call.language), role: user.isAdmin ? 'admin' : 'employee', email: user.email };
}

function view(call: RestV3Call, dto: Dto, usual: readonly string[]): Dto {
  const related = (name: string): Dto | null => userDto(call, dto[name === 'creator' ? 'creatorId' : 'responsibleId']);
  return shown(dto, TASK, selected(call.params), usual, related);
}

function taskOf(call: RestV3Call, id: number): Entity | null {
  return call.core.entities.get('task', String(id));
}

const codeOf = (codes: Readonly<Record<string, string>>, value: unknown): string | null =>
  Object.keys(codes).find((code) => code === String(value) || codes[code] === value) ?? null;

/** Values to store of the fields given; those that the demo portal does not hold are taken and let go. @throws RestV3Error */
function accepted(call: RestV3Call, fields: Params): Entity {
  const values: Entity = {};
  for (const [name, value] of Object.entries(fields)) {
    const place = Object.hasOwn(STORED, name) ? STORED[name] : undefined;
    const field = TASK.fields[name];
    if (place === undefined || field === undefined) continue;
    if (field.type === 'int') {
      if (value !== null && (typeof value !== 'number' || !Number.isInteger(value))) throw v3Errors.wrongType(name, 'int');
      values[place] = value === null ? null : String(value);
    } else if (field.type === 'array') {
      if (!Array.isArray(value)) throw v3Errors.wrongType(name, 'array');
      values[place] = value.map(String);
    } else if (field.type === 'DateTime') {
      if (value !== null && (typeof value !== 'string' || Number.isNaN(Date.parse(value)))) throw v3Errors.wrongType(name, 'DateTime');
      values[place] = value;
    } else {
      if (typeof value !== 'string' && name !== 'status' && name !== 'priority') throw v3Errors.wrongType(name, 'string');
      const code = name === 'status' ? codeOf(STATUSES, value) : name === 'priority' ? codeOf(PRIORITIES, value) : String(value);
      if (code === null) throw v3Errors.wrongType(name, 'string');
      values[place] = code;
    }
  }
  for (const name of ['responsibleId', 'creatorId'] as const)
    if (fields[name] !== undefined && !DEMO_USERS.some((user) => user.id === String(fields[name])))
      throw v3Errors.wrongValue(name, name === 'creatorId' ? '' : 'The user specified in the "Executor" field was not found');
  const { parentId } = fields;
  if (typeof parentId === 'number' && parentId > 0 && taskOf(call, parentId) === null)
    throw v3Errors.wrongValue('parentId', 'The task specified in the "Parent Task" field was not found');
  return values;
}

function describedField(name: string, field: DtoField): Dto {
  return {
    name,
    type: field.type === 'DateTime' ? 'object' : field.type,
    title: name,
    description: null,
    validationRules: null,
    requiredGroups: null,
    filterable: field.isFilterable === true,
    sortable: field.isSortable === true,
    editable: field.isEditable === true,
    multiple: false,
    elementType: null,
  };
}

function fieldView(call: RestV3Call, dto: Dto): Dto {
  const names = selected(call.params);
  const unknown = names?.find((name) => !Object.hasOwn(FIELD.fields, name));
  if (unknown !== undefined) throw v3Errors.unknownField(unknown, FIELD.entity);
  return names === null ? dto : Object.fromEntries(names.map((name) => [name, dto[name]]));
}

const changeBy = (call: RestV3Call): { readonly userId: string; readonly connector: null } => ({ userId: call.user.id, connector: null });

export const taskMethods: readonly RestV3Method[] = [
  {
    name: 'tasks.task.get',
    scopes: SCOPES,
    run(call) {
      const id = intParam(call.params, 'id');
      const entity = taskOf(call, id);
      if (entity === null) throw v3Errors.notFound(String(id));
      return { item: view(call, dtoOf(entity), TASK.basic) };
    },
  },
  {
    name: 'tasks.task.list',
    scopes: SCOPES,
    run(call) {
      const test = filterOf(call.params, TASK);
      const order = orderOf(call.params, TASK);
      const found = call.core.entities.list('task').map(dtoOf).filter(test).sort(order);
      return { items: pageOf(found, call.params).map((dto) => view(call, dto, ['id'])) };
    },
  },
  {
    name: 'tasks.task.add',
    scopes: SCOPES,
    changes: true,
    run(call) {
      const fields = objectParam(call.params, 'fields');
      for (const name of ['title', 'creatorId', 'responsibleId'])
        if (fields[name] === undefined || fields[name] === null || fields[name] === '') throw v3Errors.missing(name);
      const now = isoTime(Date.now());
      const initial = { DESCRIPTION: '', STATUS: '2', PRIORITY: '1', DEADLINE: null, GROUP_ID: '0', PARENT_ID: null, CLOSED_DATE: null };
      const values = { ...initial, UF_CRM_TASK: [], CREATED_DATE: now, CHANGED_DATE: now, ...accepted(call, fields) };
      const id = call.core.entities.add('task', values, changeBy(call));
      const entity = id === null ? null : call.core.entities.get('task', id);
      if (entity === null) throw v3Errors.accessDenied();
      return { item: view(call, dtoOf(entity), TASK.basic) };
    },
  },
  {
    name: 'tasks.task.update',
    scopes: SCOPES,
    changes: true,
    run(call) {
      const id = intParam(call.params, 'id');
      const fields = objectParam(call.params, 'fields');
      const fixed = Object.keys(fields).find((name) => TASK.fields[name] !== undefined && TASK.fields[name].isEditable !== true);
      if (fixed !== undefined)
        throw v3Errors.wrongValue(
          fixed,
          `In DTO \`${TASK.entity}\`, the field \`${fixed}\` requires the presence of the \`Editable\` attribute for such a request`,
        );
      if (taskOf(call, id) === null) throw v3Errors.accessDenied();
      const values = accepted(call, fields);
      const now = isoTime(Date.now());
      const closed = values['STATUS'] === undefined ? {} : { CLOSED_DATE: values['STATUS'] === '5' ? now : null };
      call.core.entities.update('task', String(id), { ...values, ...closed, CHANGED_DATE: now }, changeBy(call));
      return { result: true };
    },
  },
  {
    name: 'tasks.task.delete',
    scopes: SCOPES,
    changes: true,
    run(call) {
      const id = intParam(call.params, 'id');
      if (!call.core.entities.remove('task', String(id), changeBy(call))) throw v3Errors.accessDenied();
      return { result: true };
    },
  },
  {
    name: 'tasks.task.field.list',
    scopes: SCOPES,
    run: (call) => ({ items: Object.entries(TASK.fields).map(([name, field]) => fieldView(call, describedField(name, field))) }),
  },
  {
    name: 'tasks.task.field.get',
    scopes: SCOPES,
    run(call) {
      const { name } = call.params;
      if (typeof name !== 'string') throw name === undefined ? v3Errors.missing('name') : v3Errors.wrongType('name', 'string');
      const field = Object.hasOwn(TASK.fields, name) ? TASK.fields[name] : undefined;
      if (field === undefined) throw v3Errors.notFound(name);
      return { item: fieldView(call, describedField(name, field)) };
    },
  },
];
