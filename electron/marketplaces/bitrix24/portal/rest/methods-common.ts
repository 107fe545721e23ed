import { effectiveRegistration, versionValue } from '../core.ts';
import { anyCase, anyCaseText } from '../../../portal-kit/request-body.ts';
import { DEMO_USERS, restUser } from '../users.ts';
import { hasScope, KNOWN_SCOPES } from './catalogue.ts';
import { ListPage, RestError, restErrors, type RestCall, type RestMethod } from './method.ts';

export const PAGE_SIZE = 50;

/** Cuts a page of 50 by `start`, as every list method does. */
export function pageOf<T>(items: readonly T[], call: RestCall): ListPage {
  const start = Math.max(0, Math.floor(Number(anyCaseText(call.params, 'start')) || 0));
  const next = start + PAGE_SIZE;
  return new ListPage(items.slice(start, next), items.length, next < items.length ? next : null);
}

/** Options are set as `options[name]=value` or `option=name&value=…`. */
function optionsToSet(call: RestCall): Record<string, unknown> {
  const options = anyCase(call.params, 'options');
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options as Record<string, unknown>;
  const name = anyCaseText(call.params, 'option');
  if (name === '') throw restErrors.missingArgument('options');
  return { [name]: anyCase(call.params, 'value') ?? '' };
}

function readOptions(call: RestCall, options: Readonly<Record<string, unknown>>): unknown {
  const name = anyCaseText(call.params, 'option');
  if (name === '') return Object.keys(options).length === 0 ? [] : { ...options };
  return Object.hasOwn(options, name) ? options[name] : '';
}

const MAX_OPTIONS_CHARACTERS = 1_000_000;

function storeOptions(target: Record<string, unknown>, values: Readonly<Record<string, unknown>>): void {
  const merged = { ...target, ...values };
  if (JSON.stringify(merged).length > MAX_OPTIONS_CHARACTERS) throw new RestError('ERROR_ARGUMENT', 'Options are too long');
  for (const [name, value] of Object.entries(values)) {
    if (name === '__proto__') continue;
    target[name] = value;
  }
}

export function appInfo(call: Pick<RestCall, 'core' | 'application' | 'language'>): Record<string, unknown> {
  const registration = effectiveRegistration(call.application);
  return {
    ID: Number(call.application.id),
    CODE: registration.code,
    VERSION: versionValue(registration.version),
    STATUS: registration.status,
    INSTALLED: call.application.finished,
    PAYMENT_EXPIRED: call.core.faults.paymentExpired ? 'Y' : 'N',
    DAYS: null,
    LANGUAGE_ID: call.language,
    LICENSE: `${call.language}_ent250`,
    LICENSE_TYPE: 'ent250',
    LICENSE_FAMILY: 'ent',
  };
}

const userScopes = ['user', 'user_basic', 'user_brief'] as const;

export const commonMethods: readonly RestMethod[] = [
  { name: 'app.info', scopes: [], run: (call) => appInfo(call) },
  { name: 'app.option.get', scopes: [], run: (call) => readOptions(call, call.application.appOptions) },
  {
    name: 'app.option.set',
    scopes: [],
    adminOnly: true,
    run(call) {
      storeOptions(call.application.appOptions, optionsToSet(call));
      call.core.file.changed();
      return true;
    },
  },
  { name: 'user.option.get', scopes: [], run: (call) => readOptions(call, call.application.userOptions[call.user.id] ?? {}) },
  {
    name: 'user.option.set',
    scopes: [],
    run(call) {
      const options = (call.application.userOptions[call.user.id] ??= {});
      storeOptions(options, optionsToSet(call));
      call.core.file.changed();
      return true;
    },
  },
  { name: 'user.admin', scopes: [], run: (call) => call.user.isAdmin },
  {
    name: 'user.access',
    scopes: [],
    run(call) {
      const asked = anyCase(call.params, 'ACCESS');
      const codes = (Array.isArray(asked) ? asked : [asked]).map(String);
      return codes.some((code) => code === `U${call.user.id}` || code === 'AU' || (code === 'G1' && call.user.isAdmin));
    },
  },
  {
    name: 'access.name',
    scopes: [],
    run(call) {
      const asked = anyCase(call.params, 'ACCESS');
      const codes = (Array.isArray(asked) ? asked : [asked]).map(String);
      const names: Record<string, unknown> = {};
      for (const code of codes) {
        const user = DEMO_USERS.find((candidate) => code === `U${candidate.id}`);
        if (user !== undefined)
          names[code] = { provider: '', name: `${user.firstName[call.language]} ${user.lastName[call.language]}`, provider_id: 'user' };
      }
      return names;
    },
  },
  {
    name: 'profile',
    scopes: [],
    run: (call) => ({
      ID: call.user.id,
      ADMIN: call.user.isAdmin,
      NAME: call.user.firstName[call.language],
      LAST_NAME: call.user.lastName[call.language],
      PERSONAL_GENDER: '',
      TIME_ZONE: '',
    }),
  },
  { name: 'user.current', scopes: userScopes, run: (call) => restUser(call.user, call.language, call.scopes) },
  { name: 'user.get', scopes: userScopes, run: (call) => findUsers(call) },
  { name: 'user.search', scopes: userScopes, run: (call) => findUsers(call) },
  {
    name: 'user.fields',
    scopes: userScopes,
    run: () => ({
      ID: 'ID',
      ACTIVE: 'Active',
      NAME: 'Name',
      LAST_NAME: 'Last name',
      EMAIL: 'E-Mail',
      WORK_POSITION: 'Position',
      UF_DEPARTMENT: 'Departments',
    }),
  },
  {
    name: 'department.get',
    scopes: ['department', 'user'],
    run: (call) =>
      pageOf([{ ID: '1', NAME: call.language === 'ru' ? 'Демонстрационная компания' : 'Demo company', SORT: 500, UF_HEAD: '1' }], call),
  },
  {
    name: 'scope',
    scopes: [],
    run: (call) => (['true', '1', 'Y'].includes(anyCaseText(call.params, 'full')) ? [...KNOWN_SCOPES] : [...call.scopes]),
  },
  {
    name: 'feature.get',
    scopes: [],
    run(call) {
      const code = anyCaseText(call.params, 'CODE');
      if (code === '' || code === '0') throw new RestError('CODE_EMPTY', "CODE can't be empty");
      return { value: 'Y' };
    },
  },
  { name: 'server.time', scopes: [], run: () => isoTime(Date.now()) },
];

function findUsers(call: RestCall): ListPage {
  const filterField = anyCase(call.params, 'FILTER');
  const filter = typeof filterField === 'object' && filterField !== null ? (filterField as Record<string, unknown>) : call.params;
  const ids = anyCase(filter, 'ID');
  const wanted = ids === undefined || ids === '' ? null : (Array.isArray(ids) ? ids : [ids]).map(String);
  const isAdminOnly = anyCaseText(call.params, 'ADMIN_MODE') === 'true' && anyCaseText(filter, 'IS_ADMIN') === 'Y';
  const needle = (anyCaseText(filter, 'FIND') || anyCaseText(filter, 'NAME')).toLowerCase();
  const users = DEMO_USERS.filter(
    (user) =>
      (wanted === null || wanted.includes(user.id)) &&
      (!isAdminOnly || user.isAdmin) &&
      (needle === '' || `${user.firstName[call.language]} ${user.lastName[call.language]}`.toLowerCase().includes(needle)),
  );
  return pageOf(
    users.map((user) => restUser(user, call.language, call.scopes)),
    call,
  );
}

/** Methods about methods, which need the table itself. */
export function reflectionMethods(
  table: () => ReadonlyMap<string, RestMethod>,
  find: (name: string) => RestMethod | undefined,
): readonly RestMethod[] {
  const isAvailable = (method: RestMethod, scopes: readonly string[]): boolean =>
    method.scopes.length === 0 || method.scopes.some((scope) => hasScope(scopes, scope));
  return [
    {
      name: 'methods',
      scopes: [],
      run(call) {
        const scope = anyCaseText(call.params, 'scope');
        const isFull = ['true', '1', 'Y'].includes(anyCaseText(call.params, 'full'));
        return [...table().values()]
          .filter((method) => (scope !== '' ? method.scopes.includes(scope) : isFull || isAvailable(method, call.scopes)))
          .map((method) => method.name);
      },
    },
    {
      name: 'method.get',
      scopes: [],
      run(call) {
        const method = find(anyCaseText(call.params, 'name').toLowerCase());
        return { isExisting: method !== undefined, isAvailable: method !== undefined && isAvailable(method, call.scopes) };
      },
    },
  ];
}

/** e.g. 2026-01-12T09:00:00+00:00 */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');
}
