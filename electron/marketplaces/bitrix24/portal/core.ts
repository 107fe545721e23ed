import type { PortalOptions } from '../../../portals/portal.ts';
import type { Archives } from './archives.ts';
import type { EntityStore } from './subject/entity-store.ts';
import type { EventQueue } from './events.ts';
import type { ExchangeLog } from '../../portal-kit/exchange-log.ts';
import type { Faults } from './faults.ts';
import type { Frames } from './frames.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Observations } from './observations.ts';
import type { Outgoing } from '../../portal-kit/outgoing.ts';
import type { Secrets } from '../../portal-kit/secrets.ts';
import type { Sessions } from '../../portal-kit/sessions.ts';
import type { ApplicationState, PortalState, StateFile } from './state.ts';
import type { Tokens } from './tokens.ts';
import type { DemoUser } from './users.ts';
import type { Webhooks } from './webhooks.ts';

/** Where the portal is reached. */
export interface PortalAddress {
  /** e.g. http://127.0.0.1:41235, without a slash at the end. */
  readonly origin: string;
  /** Host, with the port unless it is 80 or 443: the DOMAIN of the protocol. */
  readonly domain: string;
  readonly isTls: boolean;
  /** client_endpoint, with a slash at the end. */
  readonly clientEndpoint: string;
  /** server_endpoint of the authorisation server, with a slash at the end. */
  readonly serverEndpoint: string;
  readonly ca: string | null;
  /** Origin of the files of static solutions (mode E), apart from the portal's own. */
  readonly filesOrigin: string;
}

/** The parts of a running portal, given to those who need several of them. */
export interface PortalCore {
  readonly options: PortalOptions;
  readonly address: PortalAddress;
  readonly file: StateFile;
  readonly state: PortalState;
  readonly secrets: Secrets;
  readonly log: ExchangeLog;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly webhooks: Webhooks;
  readonly outgoing: Outgoing;
  readonly observations: Observations;
  readonly events: EventQueue;
  readonly entities: EntityStore;
  readonly archives: Archives;
  readonly frames: Frames;
  readonly sessions: Sessions<DemoUser>;
  readonly lifecycle: Lifecycle;
}

export function findApplication(core: Pick<PortalCore, 'state'>, code: string): ApplicationState | null {
  return Object.hasOwn(core.state.applications, code) ? (core.state.applications[code] ?? null) : null;
}

export function findApplicationByClientId(core: Pick<PortalCore, 'state'>, clientId: string): ApplicationState | null {
  for (const application of Object.values(core.state.applications)) {
    if (application.registration.clientId === clientId || application.earlierClientIds.includes(clientId)) return application;
  }
  return null;
}

/** Where a webhook takes calls, with a slash at the end; whoever has it has the employee's rights. */
export function webhookUrl(core: Pick<PortalCore, 'address'>, userId: string, code: string): string {
  return `${core.address.clientEndpoint}${userId}/${code}/`;
}

export function nextId(core: Pick<PortalCore, 'state' | 'file'>): string {
  const id = core.state.nextId;
  core.state.nextId += 1;
  core.file.changed();
  return String(id);
}

/** The version that is on the portal, or the one on the card when none is. */
export function effectiveRegistration(application: ApplicationState): ApplicationState['registration'] {
  return application.installedRegistration ?? application.registration;
}

/** Portals send versions as numbers; other spellings are passed on as text. */
export function versionValue(version: string): number | string {
  return /^\d{1,9}$/.test(version) ? Number(version) : version;
}
