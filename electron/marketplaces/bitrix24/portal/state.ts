import { randomBytes } from 'node:crypto';
import { PortalStateFile, type StateFormat } from '../../portal-kit/state-file.ts';
import type { Bitrix24HistoryEntry } from './inspection.ts';
import type { Bitrix24Registration } from './registration.ts';

/** The portal's memory: one JSON document, replaced as a whole. Tokens are kept as SHA-256 only. */
export interface PortalState {
  readonly format: 'bitrix24-portal';
  readonly formatVersion: 1;
  readonly memberId: string;
  /** Source of the application tokens; never leaves the file. */
  readonly seed: string;
  readonly createdAt: number;
  nextId: number;
  readonly secretCounters: Record<string, number>;
  readonly applications: Record<string, ApplicationState>;
  tokens: TokenState[];
  webhooks: WebhookState[];
  /** Demo entities by type, e.g. "crm.deal"; see demo-data.ts. Empty until first used. */
  readonly entities: Record<string, Record<string, Record<string, unknown>>>;
}

/** A registration without its secret: that is kept as a hash. */
export type StoredRegistration = Omit<Bitrix24Registration, 'clientSecret'>;

export interface ApplicationState {
  /** Local number of the application on this portal. */
  readonly id: string;
  registration: StoredRegistration;
  clientSecretHash: string;
  /** Earlier keys, so that a vendor who still uses them is recognised. */
  readonly earlierClientIds: string[];
  /** Registration of the version that is on the portal; null when not installed. */
  installedRegistration: StoredRegistration | null;
  active: boolean;
  finished: boolean;
  installNumber: number;
  installedBy: string | null;
  applicationTokenNumber: number;
  readonly history: Bitrix24HistoryEntry[];
  handlers: HandlerState[];
  placements: PlacementState[];
  appOptions: Record<string, unknown>;
  userOptions: Record<string, Record<string, unknown>>;
  /** "userId:version" of those who confirmed the first run. */
  firstRunDone: string[];
  offlineEvents: OfflineEventState[];
  /** entity.* stores by name. */
  stores: Record<string, Record<string, Record<string, unknown>>>;
  /** Robots, bots, lines and the like by kind and code; see rest/methods-registrations.ts. */
  registrations: Record<string, Record<string, Record<string, unknown>>>;
  /** Values of the settings form of mode D. */
  settings: Record<string, unknown>;
}

export interface HandlerState {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  readonly userId: string | null;
  readonly offline: boolean;
  readonly connector: string | null;
  readonly boundAt: number;
  readonly installNumber: number;
  readonly byPortal: boolean;
}

export interface PlacementState {
  readonly id: string;
  readonly placement: string;
  readonly url: string;
  readonly titles: Record<string, string>;
  readonly description: string;
  readonly groupName: string;
  readonly options: Record<string, unknown>;
  readonly boundAt: number;
  readonly installNumber: number;
}

export interface OfflineEventState {
  readonly id: string;
  readonly at: number;
  readonly event: string;
  readonly data: Record<string, unknown>;
  readonly extra: Record<string, unknown>;
  processId: string | null;
  failed: boolean;
}

/** An inbound webhook of an employee. */
export interface WebhookState {
  readonly id: string;
  readonly userId: string;
  readonly codeHash: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
}

export interface TokenState {
  readonly code: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly accessHash: string;
  readonly accessLabel: string;
  readonly refreshHash: string | null;
  readonly refreshLabel: string | null;
  readonly issuedAt: number;
  accessExpiresAt: number;
  readonly refreshExpiresAt: number;
  refreshUsedAt: number | null;
  revokedAt: number | null;
  revokedBecause: 'uninstalled' | 'control' | null;
  readonly installNumber: number;
}

const FORMAT: StateFormat<PortalState> = {
  fresh: freshState,
  accept: (parsed) => {
    const state = parsed as PortalState;
    if (state.format !== 'bitrix24-portal' || state.formatVersion !== 1) return null;
    // Fields that came later are absent in files of earlier versions.
    for (const application of Object.values(state.applications)) application.registrations ??= {};
    state.webhooks ??= [];
    return state;
  },
};

/** Reads and writes the portal's folder. */
export class StateFile extends PortalStateFile<PortalState> {
  /** @throws AppError portal-busy, storage-corrupt */
  constructor(stateDir: string) {
    super(stateDir, FORMAT);
  }
}

function freshState(): PortalState {
  return {
    format: 'bitrix24-portal',
    formatVersion: 1,
    memberId: randomBytes(16).toString('hex'),
    seed: randomBytes(32).toString('hex'),
    createdAt: Date.now(),
    nextId: 1,
    secretCounters: {},
    applications: {},
    tokens: [],
    webhooks: [],
    entities: {},
  };
}
