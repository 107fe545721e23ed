import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/domain/errors.ts';

const FILE_NAME = 'portal.json';
const LOCK_NAME = 'portal.lock';

/** What a marketplace's portal keeps. */
export interface StateFormat<State> {
  fresh(): State;
  /** The state read from the file, brought up to date; null (or anything thrown) when it is none of this marketplace's. */
  accept(parsed: unknown): State | null;
}

/** Memory of a portal: one JSON document in its folder, replaced as a whole. One process at a time owns the folder. */
export class PortalStateFile<State> {
  readonly state: State;
  readonly #file: string;
  readonly #lock: string;
  #timer: NodeJS.Timeout | null = null;

  /** @throws AppError portal-busy when a living process owns the folder, storage-corrupt when the file cannot be read. */
  constructor(stateDir: string, format: StateFormat<State>) {
    mkdirSync(stateDir, { recursive: true });
    this.#file = path.join(stateDir, FILE_NAME);
    this.#lock = path.join(stateDir, LOCK_NAME);
    takeLock(this.#lock, stateDir);
    try {
      this.state = readState(this.#file, format);
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

function readState<State>(file: string, format: StateFormat<State>): State {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return format.fresh();
    throw error;
  }
  try {
    const state = format.accept(JSON.parse(text));
    if (state !== null) return state;
  } catch {
    // Reported below with the path, whatever the reason.
  }
  throw new AppError(
    'storage-corrupt',
    `The state of the simulated portal cannot be read: ${file}. Remove the folder to start with a clean portal.`,
    { file },
  );
}
