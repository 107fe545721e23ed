import { anyCaseText, type Fields } from '../../../portal-kit/request-body.ts';
import type { Entity } from '../subject/entity-store.ts';
import { TASK_FIELDS } from '../subject/schema.ts';
import { DEMO_USERS } from '../users.ts';
import { filterAndOrder, listField, objectField, selectFields } from './list-query.ts';
import { RestError, type RestCall, type RestMethod } from './method.ts';
import { changeOf, fieldDescriptions } from './methods-crm.ts';
import { isoTime, pageOf } from './methods-common.ts';

const SCOPE = ['task'] as const;

function camel(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function stored(name: string): string {
  return /^[A-Z0-9_]+$/.test(name) ? name : name.replace(/([A-Z])/g, '_$1').toUpperCase();
}

function taskView(call: RestCall, entity: Entity): Entity {
  const view = Object.fromEntries(Object.entries(entity).map(([name, value]) => [camel(name), value]));
  for (const [role, field] of [
    ['responsible', 'RESPONSIBLE_ID'],
    ['creator', 'CREATED_BY'],
  ] as const) {
    const user = DEMO_USERS.find((candidate) => candidate.id === entity[field]);
    if (user !== undefined) {
      const name = `${user.firstName[call.language]} ${user.lastName[call.language]}`;
      view[role] = { id: user.id, name, link: `/company/personal/user/${user.id}/`, icon: '' };
    }
  }
  return view;
}

function accepted(fields: Fields): Entity {
  const values: Entity = {};
  for (const [key, value] of Object.entries(fields)) {
    const name = stored(key);
    const field = TASK_FIELDS[name];
    if (name.startsWith('UF_') && field === undefined) values[name] = value;
    else if (field !== undefined && field.isReadOnly !== true) {
      values[name] = typeof value === 'object' ? value : String(value as string | number);
    }
  }
  return values;
}

function idOf(call: RestCall): string {
  const id = anyCaseText(call.params, 'taskId') || anyCaseText(call.params, 'id');
  if (id === '') throw new RestError('100', 'Could not find value for parameter {taskId}');
  return id;
}

function taskOf(call: RestCall, id: string): { task: Entity } {
  const entity = call.core.entities.get('task', id);
  if (entity === null) throw new RestError('ERROR_CORE', 'Task not found or access denied');
  return { task: taskView(call, entity) };
}

function change(call: RestCall, values: Entity): { task: Entity } {
  const id = idOf(call);
  taskOf(call, id);
  call.core.entities.update('task', id, { ...values, CHANGED_DATE: isoTime(Date.now()) }, changeOf(call));
  return taskOf(call, id);
}

export const taskMethods: readonly RestMethod[] = [
  { name: 'tasks.task.getfields', scopes: SCOPE, run: (call) => ({ fields: fieldDescriptions(TASK_FIELDS, call.language) }) },
  {
    name: 'tasks.task.list',
    scopes: SCOPE,
    run(call) {
      const selected = listField(call.params, 'select').map(stored);
      const page = pageOf(filterAndOrder(call.core.entities.list('task'), call.params, stored), call);
      const tasks = (page.items as Entity[]).map((entity) =>
        taskView(
          call,
          selectFields(entity, selected, () => false),
        ),
      );
      return Object.assign(page, { items: { tasks } });
    },
  },
  { name: 'tasks.task.get', scopes: SCOPE, run: (call) => taskOf(call, idOf(call)) },
  {
    name: 'tasks.task.add',
    scopes: SCOPE,
    run(call) {
      const values = accepted(objectField(call.params, 'fields'));
      if (!values['TITLE']) throw new RestError('ERROR_CORE', 'The TITLE field is required');
      if (!values['RESPONSIBLE_ID']) throw new RestError('ERROR_CORE', 'The RESPONSIBLE_ID field is required');
      const now = isoTime(Date.now());
      const initial = Object.fromEntries(
        Object.entries(TASK_FIELDS).flatMap(([name, field]) => (field.initial === undefined ? [] : [[name, field.initial]])),
      );
      const id = call.core.entities.add(
        'task',
        { ...initial, UF_CRM_TASK: [], CREATED_DATE: now, CHANGED_DATE: now, CREATED_BY: call.user.id, ...values },
        changeOf(call),
      );
      if (id === null) throw new RestError('ERROR_CORE', 'Too many tasks');
      return taskOf(call, id);
    },
  },
  { name: 'tasks.task.update', scopes: SCOPE, run: (call) => change(call, accepted(objectField(call.params, 'fields'))) },
  { name: 'tasks.task.complete', scopes: SCOPE, run: (call) => change(call, { STATUS: '5', CLOSED_DATE: isoTime(Date.now()) }) },
  { name: 'tasks.task.start', scopes: SCOPE, run: (call) => change(call, { STATUS: '3' }) },
  { name: 'tasks.task.renew', scopes: SCOPE, run: (call) => change(call, { STATUS: '2', CLOSED_DATE: null }) },
  {
    name: 'tasks.task.delete',
    scopes: SCOPE,
    run(call) {
      const id = idOf(call);
      taskOf(call, id);
      return { task: call.core.entities.remove('task', id, changeOf(call)) };
    },
  },
];
