import { randomUUID } from 'node:crypto';
import { nextId } from '../core.ts';
import type { Bitrix24Binding } from '../inspection.ts';
import { note } from '../observations.ts';
import { anyCase, anyCaseText } from '../../../portal-kit/request-body.ts';
import type { HandlerState, PlacementState } from '../state.ts';
import { hasScope, KNOWN_EVENTS, KNOWN_PLACEMENTS, placementScope } from './catalogue.ts';
import { ListPage, RestError, restErrors, type RestCall, type RestMethod } from './method.ts';
import { isoTime } from './methods-common.ts';

/** Records the call whether it succeeds or not: a reinstall is judged by comparing both sets of bindings. */
function recorded(
  action: Bitrix24Binding['action'],
  nameField: string,
  urlField: string,
  run: (call: RestCall) => unknown,
): (call: RestCall) => unknown {
  return (call) => {
    const record = (error: string | null): void => {
      note(call.core.observations.of(call.application.registration.code).bindings, {
        at: Date.now(),
        action,
        name: anyCaseText(call.params, nameField).toUpperCase(),
        url: call.core.secrets.mask(anyCaseText(call.params, urlField)),
        installNumber: call.application.installNumber,
        error,
        ticket: call.ticket,
      });
    };
    try {
      const result = run(call);
      record(null);
      return result;
    } catch (error) {
      record(error instanceof RestError ? error.code : 'INTERNAL_SERVER_ERROR');
      throw error;
    }
  };
}

/** The real portal refuses other schemes and hosts without a dot; loopback is taken here and noted in the inspection (domain/bitrix24.md (ii).3). */
function checkHandlerUrl(url: string): void {
  if (!URL.canParse(url)) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
  const address = new URL(url);
  if (address.protocol !== 'http:' && address.protocol !== 'https:')
    throw new RestError('ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported event handler protocol');
  if (!address.hostname.includes('.') && !isLoopback(address.hostname)) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}

function isOffline(call: RestCall): boolean {
  return anyCaseText(call.params, 'event_type').toLowerCase() === 'offline';
}

function bindEvent(call: RestCall): boolean {
  const event = anyCaseText(call.params, 'event').toUpperCase();
  const offline = isOffline(call);
  const url = anyCaseText(call.params, 'handler');
  if (event === '') throw restErrors.missingArgument('EVENT');
  const scope = KNOWN_EVENTS.get(event);
  if (scope === undefined || !hasScope(call.scopes, scope)) throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found');
  const authType = anyCaseText(call.params, 'auth_type');
  if (!call.user.isAdmin) {
    if (offline) throw restErrors.accessDenied('Offline events are available to administrators only');
    if (authType !== '' && authType !== '0' && authType !== call.user.id) {
      throw restErrors.accessDenied('Events of another user are available to administrators only');
    }
  }
  if (!offline) {
    if (url === '') throw restErrors.missingArgument('HANDLER');
    checkHandlerUrl(url);
  }
  const userId = !call.user.isAdmin ? call.user.id : authType === '' || authType === '0' ? null : authType;
  const connector = anyCaseText(call.params, 'auth_connector') || null;
  const handlers = call.application.handlers;
  const isBound = handlers.some(
    (handler) =>
      handler.event === event &&
      handler.offline === offline &&
      (offline ? handler.connector === connector : handler.url === url && handler.userId === userId),
  );
  if (isBound) throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  handlers.push({
    id: nextId(call.core),
    event,
    url: offline ? '' : url,
    userId,
    offline,
    connector,
    boundAt: Date.now(),
    installNumber: call.application.installNumber,
    byPortal: false,
  });
  return true;
}

function unbindEvent(call: RestCall): { count: number } {
  const event = anyCaseText(call.params, 'event').toUpperCase();
  if (event === '') throw restErrors.missingArgument('EVENT');
  const url = anyCaseText(call.params, 'handler');
  const offline = isOffline(call);
  if (!offline && url === '') throw restErrors.missingArgument('HANDLER');
  const authType = anyCase(call.params, 'auth_type');
  const matches = (handler: HandlerState): boolean => {
    if (handler.event !== event || handler.offline !== offline) return false;
    if (!offline && handler.url !== url) return false;
    if (authType === undefined) return true;
    return String(authType) === '' || String(authType) === '0' ? handler.userId === null : handler.userId === String(authType);
  };
  const before = call.application.handlers.length;
  call.application.handlers = call.application.handlers.filter((handler) => !matches(handler));
  call.core.file.changed();
  return { count: before - call.application.handlers.length };
}

function titlesOf(call: RestCall): Record<string, string> {
  const titles: Record<string, string> = {};
  const title = anyCaseText(call.params, 'TITLE');
  if (title !== '') titles[''] = title;
  const all = anyCase(call.params, 'LANG_ALL');
  if (typeof all === 'object' && all !== null) {
    for (const [language, texts] of Object.entries(all)) {
      if (typeof texts === 'object' && texts !== null) {
        const localized = anyCaseText(texts as Record<string, unknown>, 'TITLE');
        if (localized !== '' && language !== '__proto__') titles[language.toLowerCase()] = localized;
      }
    }
  }
  return titles;
}

export function placementTitle(placement: PlacementState, language: string, fallback: string): string {
  return placement.titles[language] ?? placement.titles[''] ?? Object.values(placement.titles)[0] ?? fallback;
}

/** Several handlers of one kind may stand side by side except for the background worker. */
const MAX_WORKERS = 1;

function bindPlacement(call: RestCall): boolean {
  const placement = anyCaseText(call.params, 'PLACEMENT').toUpperCase();
  if (placement === '') throw restErrors.missingArgument('PLACEMENT', 200);
  const url = anyCaseText(call.params, 'HANDLER');
  if (url === '') throw restErrors.missingArgument('HANDLER', 200);
  const scope = placementScope(placement);
  if (scope === null || placement === 'DEFAULT' || !hasScope(call.scopes, scope)) {
    throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found', 200);
  }
  checkHandlerUrl(url);
  if (anyCaseText(call.params, 'USER_ID') !== '' && placement !== 'PAGE_BACKGROUND_WORKER') {
    throw new RestError('ERROR_PLACEMENT_USER_MODE', 'User mode is not available', 200);
  }
  const same = call.application.placements.filter((bound) => bound.placement === placement);
  if (placement === 'PAGE_BACKGROUND_WORKER' && same.length >= MAX_WORKERS) {
    throw new RestError('ERROR_PLACEMENT_MAX_COUNT', 'Placement max count', 200);
  }
  if (same.some((bound) => bound.url === url)) throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded');
  const options = anyCase(call.params, 'OPTIONS');
  call.application.placements.push({
    id: nextId(call.core),
    placement,
    url,
    titles: titlesOf(call),
    description: anyCaseText(call.params, 'DESCRIPTION'),
    groupName: anyCaseText(call.params, 'GROUP_NAME'),
    options: typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {},
    boundAt: Date.now(),
    installNumber: call.application.installNumber,
  });
  return true;
}

function unbindPlacement(call: RestCall): { count: number } {
  const placement = anyCaseText(call.params, 'PLACEMENT').toUpperCase();
  if (placement === '') throw restErrors.missingArgument('PLACEMENT', 200);
  const url = anyCaseText(call.params, 'HANDLER');
  const before = call.application.placements.length;
  call.application.placements = call.application.placements.filter(
    (bound) => bound.placement !== placement || (url !== '' && bound.url !== url),
  );
  call.core.file.changed();
  return { count: before - call.application.placements.length };
}

export const bindMethods: readonly RestMethod[] = [
  { name: 'event.bind', scopes: [], run: recorded('event.bind', 'event', 'handler', bindEvent) },
  { name: 'event.unbind', scopes: [], adminOnly: true, run: recorded('event.unbind', 'event', 'handler', unbindEvent) },
  {
    name: 'event.get',
    scopes: [],
    run: (call) =>
      call.application.handlers.map((handler) =>
        handler.offline
          ? { event: handler.event, connector_id: handler.connector ?? '', offline: 1 }
          : { event: handler.event, handler: handler.url, auth_type: handler.userId ?? '0', offline: 0 },
      ),
  },
  {
    name: 'events',
    scopes: [],
    run(call) {
      const scope = anyCaseText(call.params, 'SCOPE');
      return [...KNOWN_EVENTS]
        .filter(([, needed]) => (scope === '' ? hasScope(call.scopes, needed) : needed === scope))
        .map(([event]) => event);
    },
  },
  {
    name: 'event.test',
    scopes: [],
    run(call) {
      call.core.events.raise(call.application, {
        event: 'ONAPPTEST',
        data: { QUERY: call.params, LANGUAGE_ID: call.language },
        auth: { kind: 'access', userId: call.user.id },
      });
      return 1;
    },
  },
  {
    name: 'event.offline.get',
    scopes: [],
    run(call) {
      const clear = anyCaseText(call.params, 'clear') !== '0';
      const limit = Math.min(1000, Math.max(1, Number(anyCaseText(call.params, 'limit')) || 50));
      const own = anyCaseText(call.params, 'process_id');
      const isFailedAsked = anyCaseText(call.params, 'error') === '1';
      const wanted = filterValue(call, 'EVENT_NAME').toUpperCase();
      const waiting = call.application.offlineEvents.filter(
        (kept) => kept.processId === null && kept.failed === isFailedAsked && (wanted === '' || kept.event === wanted),
      );
      const taken = waiting.slice(0, limit);
      const processId = own || randomUUID().replaceAll('-', '');
      for (const kept of taken) kept.processId = processId;
      if (clear) call.application.offlineEvents = call.application.offlineEvents.filter((kept) => !taken.includes(kept));
      call.core.file.changed();
      return { process_id: clear ? null : processId, events: taken.map((kept) => offlineView(call, kept)) };
    },
  },
  {
    name: 'event.offline.list',
    scopes: [],
    run: (call) =>
      new ListPage(
        call.application.offlineEvents.map((kept) => ({
          ...offlineView(call, kept),
          PROCESS_ID: kept.processId ?? '',
          ERROR: kept.failed ? 1 : 0,
        })),
        call.application.offlineEvents.length,
        null,
      ),
  },
  {
    name: 'event.offline.clear',
    scopes: [],
    run(call) {
      const processId = anyCaseText(call.params, 'process_id');
      if (processId === '') throw restErrors.missingArgument('process_id');
      const idField = anyCase(call.params, 'id') ?? anyCase(call.params, 'message_id');
      const ids = idField === undefined ? null : (Array.isArray(idField) ? idField : [idField]).map(String);
      call.application.offlineEvents = call.application.offlineEvents.filter(
        (kept) => kept.processId !== processId || (ids !== null && !ids.includes(kept.id)),
      );
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'event.offline.error',
    scopes: [],
    run(call) {
      const processId = anyCaseText(call.params, 'process_id');
      if (processId === '') throw restErrors.missingArgument('process_id');
      for (const kept of call.application.offlineEvents) {
        if (kept.processId === processId) {
          kept.processId = null;
          kept.failed = true;
        }
      }
      call.core.file.changed();
      return true;
    },
  },
  {
    name: 'placement.bind',
    scopes: ['placement'],
    adminOnly: true,
    run: recorded('placement.bind', 'PLACEMENT', 'HANDLER', bindPlacement),
  },
  {
    name: 'placement.unbind',
    scopes: ['placement'],
    adminOnly: true,
    run: recorded('placement.unbind', 'PLACEMENT', 'HANDLER', unbindPlacement),
  },
  {
    name: 'placement.get',
    scopes: ['placement'],
    run: (call) =>
      call.application.placements.map((bound) => ({
        placement: bound.placement,
        userId: 0,
        handler: bound.url,
        title: placementTitle(bound, call.language, ''),
        description: bound.description,
        groupName: bound.groupName,
        options: bound.options,
        langAll: Object.fromEntries(
          Object.entries(bound.titles)
            .filter(([language]) => language !== '')
            .map(([language, title]) => [language, { TITLE: title, DESCRIPTION: bound.description, GROUP_NAME: bound.groupName }]),
        ),
      })),
  },
  {
    name: 'placement.list',
    scopes: ['placement'],
    run(call) {
      const scope = anyCaseText(call.params, 'SCOPE');
      return [...KNOWN_PLACEMENTS]
        .filter(([code, needed]) => code !== 'DEFAULT' && (scope === '' ? hasScope(call.scopes, needed) : needed === scope))
        .map(([code]) => code);
    },
  },
];

function filterValue(call: RestCall, name: string): string {
  const filter = anyCase(call.params, 'filter');
  if (typeof filter !== 'object' || filter === null) return '';
  return anyCaseText(filter as Record<string, unknown>, name) || anyCaseText(filter as Record<string, unknown>, `=${name}`);
}

function offlineView(call: RestCall, kept: RestCall['application']['offlineEvents'][number]): Record<string, unknown> {
  return {
    ID: kept.id,
    TIMESTAMP_X: isoTime(kept.at),
    EVENT_NAME: kept.event,
    EVENT_DATA: kept.data,
    EVENT_ADDITIONAL: { user_id: Number(call.user.id) },
    MESSAGE_ID: kept.id,
  };
}
