import { effectiveRegistration, type PortalCore } from './core.ts';
import type { Bitrix24AddressNote, Bitrix24ApplicationInspection, Bitrix24Inspection } from './inspection.ts';
import { withExchangeId } from './observations.ts';
import { isLoopback, placementTitle } from './rest/methods-bind.ts';
import type { ApplicationState } from './state.ts';

export function inspectPortal(core: PortalCore): Bitrix24Inspection {
  return {
    address: core.address.origin,
    memberId: core.state.memberId,
    inspectedAt: Date.now(),
    applications: Object.values(core.state.applications).map((application) => inspectApplication(core, application)),
    unattributedCalls: core.observations.unattributed.map(withExchangeId),
    faults: [...core.observations.commands],
  };
}

function inspectApplication(core: PortalCore, application: ApplicationState): Bitrix24ApplicationInspection {
  const { registration } = application;
  const seen = core.observations.of(registration.code);
  const restCalls = seen.restCalls();
  const handlers = application.handlers.map(({ event, url, userId, offline, boundAt, installNumber, byPortal }) => ({
    event,
    url: core.secrets.mask(url),
    userId,
    offline,
    boundAt,
    installNumber,
    byPortal,
  }));
  const scopesUsed = new Set<string>();
  for (const call of restCalls) if (call.scope !== null && call.scope !== '' && hasSuccess(call)) scopesUsed.add(call.scope);
  return {
    code: registration.code,
    name: registration.name,
    mode: effectiveRegistration(application).mode,
    status: registration.status,
    registeredVersion: registration.version,
    installedVersion: application.installedRegistration?.version ?? null,
    everInstalled: application.history.length > 0,
    installNumber: application.installNumber,
    active: application.active,
    finished: application.finished,
    history: [...application.history],
    headChecks: seen.headChecks.map(withExchangeId),
    addressNotes: addressNotes(core, application),
    handlers,
    placements: application.placements.map((bound) => ({
      placement: bound.placement,
      url: core.secrets.mask(bound.url),
      title: placementTitle(bound, core.options.language, ''),
      boundAt: bound.boundAt,
      installNumber: bound.installNumber,
    })),
    bindings: seen.bindings.map(withExchangeId),
    appOptionKeys: Object.keys(application.appOptions),
    userOptionKeys: Object.entries(application.userOptions).map(([userId, options]) => ({ userId, keys: Object.keys(options) })),
    entityNames: Object.keys(application.stores),
    registrations: Object.entries(application.registrations).map(([kind, items]) => ({ kind, codes: Object.keys(items) })),
    tokens: core.tokens.count(registration.code),
    deadTokenUses: seen.deadTokenUses.map(withExchangeId),
    installFinishCalls: seen.installFinishCalls.map(withExchangeId),
    frames: [...seen.frames],
    events: seen.deliveries.map(({ ticket, ...delivery }) => ({
      ...delivery,
      url: core.secrets.mask(delivery.url),
      exchangeId: ticket?.id ?? null,
    })),
    restCalls,
    standIns: [...seen.standIns].sort(),
    oauthCalls: seen.oauthCalls.map(withExchangeId),
    scopesDeclared: [...effectiveRegistration(application).scopes],
    scopesUsed: [...scopesUsed].sort(),
    frameMessages: [...seen.frameMessages].map(([command, count]) => ({ command, count })),
  };
}

/** A call that was refused for want of rights does not prove that the scope is used. */
function hasSuccess(call: { count: number; errors: Readonly<Record<string, number>> }): boolean {
  const refused = ['insufficient_scope', 'NO_AUTH_FOUND', 'expired_token', 'QUERY_LIMIT_EXCEEDED'].reduce(
    (sum, code) => sum + (call.errors[code] ?? 0),
    0,
  );
  return call.count > refused;
}

/** Addresses that a real portal would refuse (domain/bitrix24.md (ii).3). */
function addressNotes(core: PortalCore, application: ApplicationState): Bitrix24AddressNote[] {
  const { registration } = application;
  const places: [string, string | null][] = [
    ['appUrl', registration.appUrl],
    ['installUrl', registration.installUrl],
    ['eventUrl', registration.eventUrl],
    ['settingsUrl', registration.settingsUrl],
    ...core.observations
      .of(registration.code)
      .bindings.map((binding): [string, string | null] => [`${binding.action} ${binding.name}`, binding.url]),
  ];
  const notes = new Map<string, Bitrix24AddressNote>();
  for (const [place, url] of places) {
    if (url === null || !URL.canParse(url)) continue;
    const address = new URL(url);
    const add = (reason: Bitrix24AddressNote['reason']): void => {
      notes.set(`${place} ${url} ${reason}`, { place, url: core.secrets.mask(url), reason });
    };
    if (isLoopback(address.hostname)) add('loopback');
    else if (!address.hostname.includes('.')) add('undotted-host');
    if (address.protocol === 'http:') add('plain-http');
  }
  return [...notes.values()];
}
