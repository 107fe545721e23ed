import { randomBytes, randomUUID } from 'node:crypto';
import { PortalStateFile, type StateFormat } from '../../portal-kit/state-file.ts';
import type { Descriptor } from '../descriptor/descriptor.ts';
import type { HistoryEntry, InstallationStatus } from './inspection.ts';
import type { MoyskladRegistration } from './registration.ts';

/** The account's memory: one JSON document, replaced as a whole. Tokens are kept as SHA-256 only, keys not at all. */
export interface PortalState {
  readonly format: 'moysklad-portal';
  readonly formatVersion: 1;
  readonly accountId: string;
  readonly accountName: string;
  readonly createdAt: number;
  readonly secretCounters: Record<string, number>;
  readonly solutions: Record<string, SolutionState>;
  tokens: TokenState[];
  /** Entities of the JSON API by type and id; filled when first used. */
  readonly entities: Record<string, Record<string, Record<string, unknown>>>;
}

/** A registration without its keys. */
export type StoredRegistration = Omit<MoyskladRegistration, 'secretKey' | 'published'>;

export interface SolutionState {
  registration: StoredRegistration;
  /** Null when it is not on the account. */
  status: InstallationStatus | null;
  cause: string | null;
  installNumber: number;
  /** Rights that the user agreed to; frozen at the installation (domain/moysklad.md §7). */
  access: Descriptor['access'];
  subscription: SubscriptionState | null;
  readonly history: HistoryEntry[];
  webhooks: WebhookState[];
  /** Additional fields that the solution created. */
  attributes: AttributeState[];
  loyalty: { url: string; token: string; externalSearch: boolean } | null;
}

export interface SubscriptionState {
  tariffId: string;
  tariffName: string;
  trial: boolean;
  expiryAt: number;
}

export interface WebhookState {
  readonly id: string;
  url: string;
  action: string;
  entityType: string;
  enabled: boolean;
  readonly installNumber: number;
  /** The last delivery that was not answered 2xx, null while every one was: when (ms UTC), and how it was answered. */
  failure?: { readonly at: number; readonly status: number | null; readonly error: string | null } | null;
}

export interface AttributeState {
  readonly id: string;
  readonly entityType: string;
  readonly name: string;
  readonly type: string;
  readonly installNumber: number;
}

export interface TokenState {
  readonly code: string;
  readonly hash: string;
  readonly label: string;
  readonly issuedAt: number;
  readonly installNumber: number;
  revokedAt: number | null;
  revokedBecause: 'uninstalled' | 'suspended' | 'failed' | null;
}

const FORMAT: StateFormat<PortalState> = {
  fresh: () => ({
    format: 'moysklad-portal',
    formatVersion: 1,
    accountId: randomUUID(),
    accountName: `sim_${randomBytes(4).toString('hex')}`,
    createdAt: Date.now(),
    secretCounters: {},
    solutions: {},
    tokens: [],
    entities: {},
  }),
  accept: (parsed) => {
    const state = parsed as PortalState;
    return state.format === 'moysklad-portal' && state.formatVersion === 1 ? state : null;
  },
};

/** Reads and writes the portal's folder. */
export class StateFile extends PortalStateFile<PortalState> {
  /** @throws AppError portal-busy, storage-corrupt */
  constructor(stateDir: string) {
    super(stateDir, FORMAT);
  }
}
