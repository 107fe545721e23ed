import { randomInt } from 'node:crypto';
import { PortalStateFile } from '../../portal-kit/state-file.ts';
import { freshAccountData, type AccountData } from './account/account-data.ts';
import type { DataChange } from './account/changes.ts';
import type { PosterApplicationInspection } from './inspection.ts';
import type { PosterRegistration } from './registration.ts';

/** The account's memory. Tokens are kept as SHA-256 only; the application's secret is kept in memory alone. */
export interface PosterState {
  readonly format: 'poster-account';
  readonly formatVersion: 1;
  readonly account: string;
  readonly accountNumber: string;
  readonly createdAt: number;
  readonly secretCounters: Record<string, number>;
  readonly applications: Record<string, ApplicationState>;
  tokens: TokenState[];
  data: AccountData;
  /** How the data were when the first application was registered; null before that. */
  baseline: AccountData | null;
  readonly changes: DataChange[];
  readonly lastIds: Record<string, number>;
}

export type StoredRegistration = Omit<PosterRegistration, 'applicationSecret'>;

export interface ApplicationState {
  registration: StoredRegistration;
  isConnected: boolean;
  isFinished: boolean;
  installNumber: number;
  connectedBy: string | null;
  readonly history: { at: number; what: PosterApplicationInspection['history'][number]['what']; installNumber: number }[];
  /** What the application wrote with setEntityExtras: "entity" or "entity:id" -> fields. */
  extras: Record<string, Record<string, unknown>>;
}

export interface TokenState {
  readonly code: string;
  readonly userId: string;
  readonly hash: string;
  readonly label: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly installNumber: number;
  endedBecause: 'replaced' | 'removed' | null;
}

export class PosterStateFile extends PortalStateFile<PosterState> {
  constructor(stateDir: string) {
    super(stateDir, {
      fresh: () => ({
        format: 'poster-account',
        formatVersion: 1,
        account: 'sim-cafe',
        accountNumber: String(randomInt(900_001, 999_999)),
        createdAt: Date.now(),
        secretCounters: {},
        applications: {},
        tokens: [],
        data: freshAccountData(),
        baseline: null,
        changes: [],
        lastIds: {},
      }),
      accept: (parsed) => {
        const state = parsed as PosterState;
        return state.format === 'poster-account' && state.formatVersion === 1 ? state : null;
      },
    });
  }
}
