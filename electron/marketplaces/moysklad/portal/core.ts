import type { PortalOptions } from '../../../portals/portal.ts';
import type { ExchangeLog } from '../../portal-kit/exchange-log.ts';
import type { Outgoing } from '../../portal-kit/outgoing.ts';
import type { Secrets } from '../../portal-kit/secrets.ts';
import type { Sessions } from '../../portal-kit/sessions.ts';
import type { Contexts } from './contexts.ts';
import type { EntityStore } from './json-api/entity-store.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Observations } from './observations.ts';
import type { Processes } from './processes.ts';
import type { Credentials, MoyskladRegistration } from './registration.ts';
import type { PortalSettings } from './settings.ts';
import type { PortalState, SolutionState, StateFile, StoredRegistration } from './state.ts';
import type { Tokens } from './tokens.ts';
import type { DemoUser } from './users.ts';
import type { VendorClient } from './vendor-client.ts';
import type { Webhooks } from './webhooks.ts';

/** Where the portal is reached. */
export interface PortalAddress {
  /** e.g. http://127.0.0.1:41235, without a slash at the end. */
  readonly origin: string;
  readonly isTls: boolean;
  readonly ca: string | null;
}

/** The parts of a running portal, given to those who need several of them. */
export interface PortalCore {
  readonly options: PortalOptions;
  readonly address: PortalAddress;
  readonly file: StateFile;
  readonly state: PortalState;
  readonly secrets: Secrets;
  readonly log: ExchangeLog;
  readonly settings: PortalSettings;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly outgoing: Outgoing;
  readonly observations: Observations;
  readonly contexts: Contexts;
  readonly entities: EntityStore;
  readonly webhooks: Webhooks;
  readonly sessions: Sessions<DemoUser>;
  readonly processes: Processes;
  readonly vendor: VendorClient;
  readonly lifecycle: Lifecycle;
}

/** Secret keys by appId. They live in memory: whoever runs the portal registers its solutions anew. */
export class Keys {
  readonly #versions = new Map<
    string,
    { readonly code: string; readonly which: 'version' | 'published'; readonly credentials: Credentials }
  >();

  register(registration: MoyskladRegistration): void {
    const { code, appId, appUid, secretKey, published } = registration;
    this.#versions.set(appId, { code, which: 'version', credentials: { appId, appUid, secretKey } });
    if (published !== null) this.#versions.set(published.appId, { code, which: 'published', credentials: published });
  }

  ofApp(appId: string): Credentials | null {
    return this.#versions.get(appId)?.credentials ?? null;
  }

  ofUid(appUid: string): { readonly code: string; readonly which: 'version' | 'published'; readonly credentials: Credentials } | null {
    return [...this.#versions.values()].find((one) => one.credentials.appUid === appUid) ?? null;
  }

  publishedOf(code: string): Credentials | null {
    return [...this.#versions.values()].find((one) => one.code === code && one.which === 'published')?.credentials ?? null;
  }
}

export function findSolution(core: Pick<PortalCore, 'state'>, code: string): SolutionState | null {
  return Object.hasOwn(core.state.solutions, code) ? (core.state.solutions[code] ?? null) : null;
}

export function findSolutionByAppId(core: Pick<PortalCore, 'state'>, appId: string): SolutionState | null {
  return Object.values(core.state.solutions).find((solution) => solution.registration.appId === appId) ?? null;
}

export function withoutKeys(registration: MoyskladRegistration): StoredRegistration {
  const { secretKey: _secretKey, published: _published, ...stored } = registration;
  return stored;
}
