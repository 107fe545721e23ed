import type express from 'express';
import type { Response } from 'express';
import { randomUUID } from 'node:crypto';
import { exchangeOf } from '../../../portal-kit/web-exchange.ts';
import { rightOfEntity } from '../../vocabulary.ts';
import { findSolution, type PortalCore } from '../core.ts';
import type { InboundCall } from '../inspection.ts';
import { note } from '../observations.ts';
import type { SolutionState, TokenState } from '../state.ts';
import { DEMO_USERS } from '../users.ts';
import { ApiError, requireGzip, sendError, sendJson } from '../vendor-api.ts';
import { employeeContext } from './employee.ts';

export const JSON_API = '/api/remap/1.2';
const RATE_WINDOW_MS = 3000;
const LARGEST_PAGE = 1000;

const RIGHT_OF_REPORT: Readonly<Record<string, string>> = {
  stock: 'viewStockReport',
  dashboard: 'viewDashboard',
  profit: 'viewSaleProfit',
  turnover: 'viewTurnover',
  counterparty: 'viewCompanyCRM',
  money: 'viewMoneyDashboard',
};

type Level = 'view' | 'create' | 'update' | 'delete';
const DENIED: Readonly<Record<Level, readonly [code: number, text: string]>> = {
  view: [1016, 'Доступ запрещен: у вас нет прав на просмотр данного объекта'],
  create: [1017, 'Доступ запрещен: у вас нет прав на редактирование данного объекта'],
  update: [1017, 'Доступ запрещен: у вас нет прав на редактирование данного объекта'],
  delete: [1018, 'Доступ запрещен: у вас нет прав на удаление данного объекта'],
};

/** What one request is about: the right it needs, found before it is carried out. */
interface Call {
  readonly solution: SolutionState;
  readonly segments: readonly string[];
  readonly method: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  need(right: string, level?: Level): void;
}

/**
 * Enough of the JSON API 1.2 for the work of a solution: employee context, entities with lists and changes, assortment, metadata with
 * additional fields, webhooks, reports (empty). Rights are those that the user agreed to (domain/moysklad.md §7).
 */
export function jsonApiRoutes(app: express.Express, core: PortalCore): void {
  const calls = new Map<string, number[]>();

  app.all('/api/remap/*rest', (request, response) => {
    const exchange = exchangeOf(request);
    exchange.kind = 'json-api';
    const segments = request.path
      .split('/')
      .filter((part) => part !== '')
      .slice(2);
    const version = segments.shift() ?? '';
    const resource = resourceOf(segments);
    exchange.name = resource;
    let token: TokenState | null = null;
    let tokenState: InboundCall['token'] = 'none';
    let right = '';
    let errorCode: number | null = null;
    let status = 200;
    try {
      requireGzip(request);
      const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
      tokenState = given === null ? 'none' : 'unknown';
      if (given !== null) token = core.tokens.find(given);
      if (token !== null) tokenState = token.revokedAt === null ? 'valid' : 'revoked';
      const solution = token === null ? null : (findSolution(core, token.code) ?? core.lifecycle.guest(token.code)?.solution ?? null);
      if (tokenState !== 'valid' || solution === null || token === null)
        throw new ApiError(401, 1056, 'Ошибка аутентификации: неправильный токен');
      if (version !== '1.2') throw new ApiError(404, 1015, `Указана неверная версия в url: ${version}`);
      limit(core, calls, token.hash, response);
      const need: Call['need'] = (name, level) => {
        right = level === undefined ? name : `${name}:${level}`;
        if (isGranted(solution, name, level)) return;
        const [code, text] = DENIED[level ?? 'view'];
        throw new ApiError(403, code, text);
      };
      const body = bodyOf(exchange.body, request.method);
      const result = answer(core, { solution, segments, method: request.method, query: request.query, body, need });
      sendJson(request, response, 200, result);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      ({ status, code: errorCode } = error);
      sendError(request, response, error);
    }
    const isBasic = /^Basic\s/i.test(request.headers.authorization ?? '');
    const call = {
      at: Date.now(),
      api: 'json' as const,
      method: request.method,
      resource: version === '1.2' ? resource : `remap/${version}/${resource}`,
      status,
      errorCode,
      source: exchange.source,
      right,
      token: tokenState,
      tokenLabel: token?.label ?? null,
      tokenInstallNumber: token?.installNumber ?? null,
      installNumber: token === null ? 0 : (findSolution(core, token.code)?.installNumber ?? 0),
      installation: token === null ? null : (findSolution(core, token.code)?.status ?? null),
      requested: isBasic ? 'login and password' : null,
      ticket: exchange.ticket,
    };
    note(token === null ? core.observations.unattributed : core.observations.of(token.code).inbound, call);
  });
}

function limit(core: PortalCore, calls: Map<string, number[]>, key: string, response: Response): void {
  const now = Date.now();
  const recent = (calls.get(key) ?? []).filter((at) => at > now - RATE_WINDOW_MS);
  const { settings } = core;
  const isRefused = settings.refuseNextCalls > 0;
  if (isRefused) settings.refuseNextCalls -= 1;
  const isOver = recent.length >= settings.rateLimit;
  const oldest = recent[0] ?? now;
  response.setHeader('x-ratelimit-limit', String(settings.rateLimit));
  response.setHeader('x-ratelimit-remaining', String(Math.max(0, settings.rateLimit - recent.length - 1)));
  response.setHeader('x-lognex-retry-timeinterval', String(RATE_WINDOW_MS));
  if (isOver || isRefused) {
    response.setHeader('x-lognex-retry-after', String(isRefused ? 300 : Math.max(1, oldest + RATE_WINDOW_MS - now)));
    response.setHeader('x-lognex-reset', String(isRefused ? 300 : Math.max(1, oldest + RATE_WINDOW_MS - now)));
    throw new ApiError(429, 1049, 'Превышено ограничение на количество запросов в единицу времени');
  }
  recent.push(now);
  calls.set(key, recent);
}

function isGranted(solution: SolutionState, name: string, level: Level | undefined): boolean {
  const { access } = solution;
  if (access === null) return false;
  if (access.scope === 'admin') return true;
  // Given to every solution without asking (MS §5.3).
  if (name === 'currency' && level === 'view') return true;
  const granted = access.permissions[name];
  if (granted === undefined) return false;
  return level === undefined ? granted === true : granted !== true && granted.includes(level);
}

/** The resource without identifiers, e.g. "entity/customerorder/positions". */
function resourceOf(segments: readonly string[]): string {
  return segments
    .filter((part) => !/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(part))
    .join('/')
    .slice(0, 100);
}

function bodyOf(body: Buffer, method: string): unknown {
  if (method === 'GET' || method === 'DELETE' || body.length === 0) return null;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ApiError(400, 2016, 'Ошибка формата: некорректный JSON');
  }
}

function answer(core: PortalCore, call: Call): unknown {
  const [area, type = '', third] = call.segments;
  if (area === 'context' && type === 'employee') return employeeContext(core, DEMO_USERS[0] ?? noUser(), 'ru');
  if (area === 'entity' && type === 'webhook') return webhook(core, call, third);
  if (area === 'entity') return entity(core, call, type);
  if (area === 'report') {
    const right = RIGHT_OF_REPORT[type];
    if (right === undefined) throw new ApiError(404, 1002, `Неопознанный путь: report/${type}`);
    call.need(right);
    return page(core, call, `report/${type}`, []);
  }
  if (area === 'audit') {
    call.need('viewAudit');
    return page(core, call, 'audit', []);
  }
  throw new ApiError(404, 1002, `Неопознанный путь: ${call.segments.join('/')}`);
}

function noUser(): never {
  throw new Error('the account has no employees');
}

function entity(core: PortalCore, call: Call, type: string): unknown {
  const right = rightOfEntity(type);
  if (right === null) throw new ApiError(404, 1005, `Неизвестный тип: '${type}'`);
  const [, , third, fourth] = call.segments;
  if (type === 'assortment') {
    call.need(right, 'view');
    const types = ['product', 'service', 'bundle', 'variant'];
    return page(
      core,
      call,
      'entity/assortment',
      types.flatMap((one) => core.entities.list(one)),
    );
  }
  if (third === 'metadata') return fourth === 'attributes' ? attributes(core, call, type, right) : metadata(core, call, type, right);
  if (third === undefined) {
    if (call.method === 'GET') {
      call.need(right, 'view');
      return page(core, call, `entity/${type}`, filtered(core.entities.list(type), call));
    }
    if (call.method !== 'POST') throw new ApiError(405, 1012, 'Не указан идентификатор объекта');
    call.need(right, 'create');
    const items = Array.isArray(call.body) ? (call.body as unknown[]) : [call.body];
    const created = items.map((item) => {
      const fields = fieldsOf(item);
      if (typeof fields['name'] !== 'string' && !/^(?:customerorder|invoice|demand|supply|payment|cash|move|loss|enter)/.test(type))
        throw new ApiError(412, 3000, "Ошибка сохранения объекта: поле 'name' не может быть пустым или отсутствовать", {
          parameter: 'name',
        });
      return core.entities.create(type, { name: String(Date.now() % 100_000).padStart(5, '0'), ...fields });
    });
    for (const one of created) core.webhooks.raise(type, 'CREATE', core.entities.href(type, String(one['id'])));
    return Array.isArray(call.body) ? created : created[0];
  }
  return oneEntity(core, call, type, right, third, fourth);
}

function oneEntity(core: PortalCore, call: Call, type: string, right: string, id: string, nested: string | undefined): unknown {
  const missing = (): ApiError => new ApiError(404, 1021, `Объект с типом '${type}' и идентификатором '${id}' не найден`);
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new ApiError(400, 1000, 'Элемент URI не является идентификатором');
  const { method } = call;
  if (method === 'GET') {
    call.need(right, 'view');
    const employee = type === 'employee' ? DEMO_USERS.find((user) => user.id === id) : undefined;
    if (employee !== undefined) return employeeContext(core, employee, 'ru');
    const found = core.entities.get(type, id);
    if (found === null) throw missing();
    return nested === undefined ? found : page(core, call, `entity/${type}/${id}/${nested}`, []);
  }
  if (method === 'DELETE') {
    call.need(right, 'delete');
    if (!core.entities.delete(type, id)) throw missing();
    core.webhooks.raise(type, 'DELETE', core.entities.href(type, id));
    return undefined;
  }
  if (method !== 'PUT') throw new ApiError(405, 1006, 'Создание объектов с указанным идентификатором запрещено');
  call.need(right, 'update');
  const updated = core.entities.update(type, id, fieldsOf(call.body));
  if (updated === null) throw missing();
  core.webhooks.raise(type, 'UPDATE', core.entities.href(type, id));
  return updated;
}

function metadata(core: PortalCore, call: Call, type: string, right: string): unknown {
  call.need(right, 'view');
  return {
    meta: { href: `${core.address.origin}${JSON_API}/entity/${type}/metadata`, mediaType: 'application/json' },
    attributes: {
      meta: {
        href: `${core.address.origin}${JSON_API}/entity/${type}/metadata/attributes`,
        type: 'attributemetadata',
        mediaType: 'application/json',
      },
    },
    states: [],
    createShared: false,
  };
}

/** Additional fields: with useOwn… a solution sees and makes its own, with useAll… those of everybody (MS §5.1). */
function attributes(core: PortalCore, call: Call, type: string, right: string): unknown {
  const { solution, method } = call;
  if (method === 'GET') call.need(right, 'view');
  else if (isGranted(solution, 'useAllAttributeMetadata', undefined)) call.need('useAllAttributeMetadata');
  else call.need('useOwnAttributeMetadata');
  const shown = (one: SolutionState['attributes'][number]): Record<string, unknown> => ({
    meta: {
      href: `${core.address.origin}${JSON_API}/entity/${type}/metadata/attributes/${one.id}`,
      type: 'attributemetadata',
      mediaType: 'application/json',
    },
    id: one.id,
    name: one.name,
    type: one.type,
    required: false,
  });
  const id = call.segments[4];
  const own = solution.attributes.filter((one) => one.entityType === type);
  if (method === 'GET')
    return id === undefined
      ? page(core, call, `entity/${type}/metadata/attributes`, own.map(shown))
      : shown(own.find((one) => one.id === id) ?? missingField());
  if (method === 'DELETE') {
    solution.attributes = solution.attributes.filter((one) => one.id !== id);
    core.file.changed();
    return undefined;
  }
  const items = Array.isArray(call.body) ? (call.body as unknown[]) : [call.body];
  const made = items.map((item) => {
    const { name, type: kind } = fieldsOf(item);
    if (typeof name !== 'string' || typeof kind !== 'string')
      throw new ApiError(412, 3000, "Ошибка сохранения объекта: нужны поля 'name' и 'type'");
    const one = { id: randomUUID(), entityType: type, name, type: kind, installNumber: solution.installNumber };
    solution.attributes.push(one);
    return shown(one);
  });
  core.file.changed();
  return Array.isArray(call.body) ? made : made[0];
}

function missingField(): never {
  throw new ApiError(404, 1021, 'Дополнительное поле не найдено');
}

function webhook(core: PortalCore, call: Call, id: string | undefined): unknown {
  const { solution, method } = call;
  if (isGranted(solution, 'useAllWebhooks', undefined)) call.need('useAllWebhooks');
  else call.need('useOwnWebhooks');
  const shown = (one: SolutionState['webhooks'][number]): Record<string, unknown> => ({
    meta: { href: `${core.address.origin}${JSON_API}/entity/webhook/${one.id}`, type: 'webhook', mediaType: 'application/json' },
    id: one.id,
    accountId: core.state.accountId,
    entityType: one.entityType,
    url: one.url,
    method: 'POST',
    enabled: one.enabled,
    action: one.action,
  });
  if (id === undefined) {
    if (method === 'GET') return page(core, call, 'entity/webhook', solution.webhooks.map(shown));
    const items = Array.isArray(call.body) ? (call.body as unknown[]) : [call.body];
    const made = items.map((item) => {
      const { url, action, entityType } = fieldsOf(item);
      if (typeof url !== 'string' || !/^https?:\/\//.test(url))
        throw new ApiError(412, 30_000, 'Неверный url вебхука', { parameter: 'url' });
      if (typeof action !== 'string' || !['CREATE', 'UPDATE', 'DELETE'].includes(action))
        throw new ApiError(412, 30_001, 'Неверное действие вебхука', { parameter: 'action' });
      if (typeof entityType !== 'string' || rightOfEntity(entityType) === null)
        throw new ApiError(412, 30_002, 'Неверный тип вебхука', { parameter: 'entityType' });
      // The same address, action and type twice is refused (REMAP, webhooks).
      if (solution.webhooks.some((one) => one.url === url && one.action === action && one.entityType === entityType))
        throw new ApiError(412, 30_003, 'Такой вебхук уже существует', { parameter: 'url' });
      return shown(core.webhooks.create(solution, { url, action, entityType }));
    });
    return Array.isArray(call.body) ? made : made[0];
  }
  const found = solution.webhooks.find((one) => one.id === id);
  if (found === undefined) throw new ApiError(404, 1021, `Объект с типом 'webhook' и идентификатором '${id}' не найден`);
  if (method === 'DELETE') {
    solution.webhooks = solution.webhooks.filter((one) => one !== found);
    core.file.changed();
    return undefined;
  }
  if (method === 'PUT') {
    const { url, enabled } = fieldsOf(call.body);
    if (typeof url === 'string') found.url = url;
    if (typeof enabled === 'boolean') found.enabled = enabled;
    core.file.changed();
  }
  return shown(found);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ApiError(400, 1027, 'Запрос не содержит объектов');
  return value as Record<string, unknown>;
}

/** `search`, and `filter` with "field=value" parts joined by ";". */
function filtered(entities: readonly Record<string, unknown>[], call: Call): readonly Record<string, unknown>[] {
  const text = (name: string): string => (typeof call.query[name] === 'string' ? call.query[name] : '');
  const search = text('search').toLowerCase();
  const conditions = text('filter')
    .split(';')
    .flatMap((part) => {
      const match = /^(\w+)=(.*)$/.exec(part.trim());
      return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
    });
  return entities.filter(
    (one) =>
      (search === '' || Object.values(one).some((value) => typeof value === 'string' && value.toLowerCase().includes(search))) &&
      conditions.every(([field, value]) => String(one[field] ?? '') === value),
  );
}

function page(core: PortalCore, call: Call, path: string, rows: readonly unknown[]): Record<string, unknown> {
  const number = (name: string, otherwise: number, most: number): number => {
    const value = call.query[name];
    if (value === undefined) return otherwise;
    if (typeof value !== 'string' || !/^\d+$/.test(value))
      throw new ApiError(400, 1014, `Неверное значение '${String(value as string)}' параметра '${name}'`);
    return Math.min(most, Number(value));
  };
  const limitOf = number('limit', LARGEST_PAGE, LARGEST_PAGE);
  const offset = number('offset', 0, Number.MAX_SAFE_INTEGER);
  const href = `${core.address.origin}${JSON_API}/${path}`;
  const type = path.split('/')[1] ?? path;
  return {
    context: {
      employee: { meta: { href: `${core.address.origin}${JSON_API}/context/employee`, type: 'employee', mediaType: 'application/json' } },
    },
    meta: { href, type, mediaType: 'application/json', size: rows.length, limit: limitOf, offset },
    rows: rows.slice(offset, offset + limitOf),
  };
}
