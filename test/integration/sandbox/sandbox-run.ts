import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startRun, type RunHandle } from '../../../electron/sandbox/run-host.ts';
import type { RunRequest } from '../../../electron/sandbox/run-messages.ts';
import type { RunOptions } from '../../../electron/sandbox/run-context.ts';
import type { RunProgress, RunReport } from '../../../shared/domain/install-test.ts';
import type { SandboxApp } from './sandbox-app.ts';

export interface SandboxRun {
  readonly handle: RunHandle;
  readonly outDir: string;
  readonly progress: RunProgress[];
  readonly frames: Uint8Array[];
  /** Waits for a message. Rejects when the run ends without one. */
  until<T extends RunProgress>(isIt: (progress: RunProgress) => progress is T): Promise<T>;
  readonly done: Promise<RunReport>;
  remove(): Promise<void>;
}

export interface SandboxRunInput {
  readonly test: string;
  /** What the registration of the plain portal needs: portalAddress, appUrl, waitFor… */
  readonly registration: Readonly<Record<string, unknown>>;
  readonly options?: Partial<RunOptions>;
  readonly secrets?: readonly string[];
  readonly portalPort?: number;
  readonly allowHosts?: readonly string[];
}

/** The request of a plain run. */
export function requestOf(input: SandboxRunInput, outDir: string): RunRequest {
  return {
    runId: 'run-1',
    marketplace: 'plain',
    registration: { code: 'vendor.app', version: '1', test: input.test, ...input.registration },
    secrets: input.secrets ?? [],
    portal: { stateDir: outDir, host: '127.0.0.1', port: input.portalPort ?? 0, tls: false, eventDelayMs: 0, eventTimeoutMs: 1000 },
    options: {
      clean: true,
      stepTimeoutMs: 20_000,
      timeoutMs: 60_000,
      fullTrace: false,
      attended: false,
      language: 'ru',
      ...input.options,
    },
    outDir,
    allowHosts: input.allowHosts ?? [],
  };
}

export async function startSandboxRun(app: SandboxApp, input: SandboxRunInput): Promise<SandboxRun> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'sandbox-run-'));
  const progress: RunProgress[] = [];
  const frames: Uint8Array[] = [];
  const waiting = new Set<() => void>();
  const request = requestOf(input, outDir);
  const handle = startRun(
    request,
    {
      onProgress: (batch) => {
        progress.push(...batch);
        for (const look of waiting) look();
      },
      onFrame: (_role, jpeg) => frames.push(jpeg),
    },
    { entry: app.runEntry, electron: app.electron },
  );
  return {
    handle,
    outDir,
    progress,
    frames,
    until: <T extends RunProgress>(isIt: (one: RunProgress) => one is T) =>
      new Promise<T>((resolve, reject) => {
        const look = (): void => {
          const found = progress.find(isIt);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void handle.done.then(() => reject(new Error('the run ended before')));
      }),
    done: handle.done,
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

/** Every file under the folder with its bytes as latin1, for looking for things that must not be there. */
export async function filesUnder(folder: string): Promise<{ readonly name: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const name = path.join(entry.parentPath, entry.name);
        return { name, bytes: await readFile(name) };
      }),
  );
}

/** What runs left in the folder for temporary files, their output apart. */
export async function leftFiles(app: SandboxApp): Promise<string[]> {
  return (await readdir(app.temporaryDir)).filter((name) => !name.startsWith('sandbox-run-'));
}

/** Processes whose command line names the application folder: browsers and their helpers. Linux only; elsewhere none are found. */
export async function leftProcesses(app: SandboxApp): Promise<string[]> {
  const folder = app.electron.args[0] ?? '';
  const found: string[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const state = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (command.includes(folder) && !/\) [ZX] /.test(state)) found.push(`${name} ${command.replaceAll('\0', ' ')}`);
  }
  return found;
}
