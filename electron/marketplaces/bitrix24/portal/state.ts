import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../../shared/domain/errors.ts';
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

const FILE_NAME = 'portal.json';
const LOCK_NAME = 'portal.lock';

/** Reads and writes the portal's folder. One process at a time owns it. */
export class StateFile {
  readonly state: PortalState;
  readonly #file: string;
  readonly #lock: string;
  #timer: NodeJS.Timeout | null = null;

  /** @throws AppError portal-busy when a living process owns the folder, storage-corrupt when the file cannot be read. */
  constructor(stateDir: string) {
    mkdirSync(stateDir, { recursive: true });
    this.#file = path.join(stateDir, FILE_NAME);
    this.#lock = path.join(stateDir, LOCK_NAME);
    takeLock(this.#lock, stateDir);
    try {
      this.state = readState(this.#file);
      // The portal's identity must be the same for the next process, whatever becomes of this one.
      this.flush();
    } catch (error) {
      releaseLock(this.#lock);
      throw error;
    }
  }

  /** Writes soon; several changes in a row are one write. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, 50);
  }

  /** Writes now; after it returns the change survives the end of the process. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const temporary = `${this.#file}.new`;
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(this.state));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, this.#file);
  }

  close(): void {
    this.flush();
    releaseLock(this.#lock);
  }
}

function takeLock(lock: string, stateDir: string): void {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      openInThisProcess.add(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readOrEmpty(lock));
    if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new AppError('portal-busy', `The portal in ${stateDir} is already running in process ${owner}.`, { stateDir, pid: owner });
    }
    if (owner === process.pid && openInThisProcess.has(lock)) {
      throw new AppError('portal-busy', `The portal in ${stateDir} is already running in this process.`, { stateDir, pid: owner });
    }
    rmSync(lock, { force: true });
  }
}

/** A lock with our own number is stale when an earlier process had the same number. */
const openInThisProcess = new Set<string>();

function releaseLock(lock: string): void {
  rmSync(lock, { force: true });
  openInThisProcess.delete(lock);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readState(file: string): PortalState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return freshState();
    throw error;
  }
  try {
    const parsed = JSON.parse(text) as PortalState;
    if (parsed.format === 'bitrix24-portal' && parsed.formatVersion === 1) {
      // Fields that came later are absent in files of earlier versions.
      for (const application of Object.values(parsed.applications)) application.registrations ??= {};
      return parsed;
    }
  } catch {
    // Reported below with the path, whatever the reason.
  }
  throw new AppError(
    'storage-corrupt',
    `The state of the simulated portal cannot be read: ${file}. Remove the folder to start with a clean portal.`,
    { file },
  );
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
    entities: {},
  };
}
