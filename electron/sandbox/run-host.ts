import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { BrowserRole, RunProgress, RunReport } from '../../shared/domain/install-test.ts';
import type { ElectronCommand } from './browser-process.ts';
import { problem, problemOf } from './problem.ts';
import type { CheckpointAnswer, FromRun, RunRequest, ToRun } from './run-messages.ts';
import { emptyReport } from './run-report.ts';
import { sweepThrowawayFolders } from './throwaway-folder.ts';

export interface RunListeners {
  /** Batches in the order in which things happened, at most 60 a second. */
  readonly onProgress: (progress: readonly RunProgress[]) => void;
  /** Pictures of the watched browser (JPEG), at most five a second. */
  readonly onFrame?: (role: BrowserRole, jpeg: Uint8Array) => void;
}

export interface RunHostOptions {
  /** Script of the run's process; found beside the built application by itself. */
  readonly entry?: string;
  /** How the sandbox browser is started; found by itself from WORKSTATION_ELECTRON or the Electron this runs in. */
  readonly electron?: ElectronCommand;
}

export interface RunHandle {
  /** The step under way is finished, the next one waits. */
  pause(): void;
  resume(): void;
  /** Ends the run within a second; its report says 'cancelled'. */
  stop(): void;
  answer(checkpointId: string, answer: CheckpointAnswer): void;
  /** Whose browser to send pictures of; null for nobody's. */
  watch(role: BrowserRole | null): void;
  /** Never rejects. Resolves when the run's process, its portal and its browsers are gone. */
  readonly done: Promise<RunReport>;
}

/** A run that was told to stop, or has reported, and is still there after this is killed. */
const LEAVE_LIMIT_MS = 5_000;

/** Starts an install test in a process of its own. A run that cannot start reports so in `done`. */
export function startRun(request: RunRequest, listeners: RunListeners, options: RunHostOptions = {}): RunHandle {
  const startedAt = Date.now();
  let electron: ElectronCommand;
  let entry: string;
  try {
    electron = options.electron ?? electronCommand();
    entry = options.entry ?? findUp('run-process.js');
  } catch (error) {
    return finished(emptyReport(request, problemOf(error, String), [], startedAt));
  }

  const child = fork(entry, [], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const told: RunProgress[] = [];
  let report: RunReport | null = null;
  let leaving: NodeJS.Timeout | null = null;
  const tell = (message: ToRun): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  const expectToLeave = (): void => {
    leaving ??= setTimeout(() => child.kill('SIGKILL'), LEAVE_LIMIT_MS);
  };

  child.on('message', (message: FromRun) => {
    if (message.type === 'frame') {
      listeners.onFrame?.(message.role, message.jpeg);
    } else if (message.type === 'report') {
      report = message.report;
      expectToLeave();
    } else {
      // Exchanges are the bulk and are not needed to reconstruct a report.
      told.push(...message.progress.filter((one) => one.type !== 'exchange'));
      listeners.onProgress(message.progress);
    }
  });

  const done = new Promise<RunReport>((resolve) => {
    let hasEnded = false;
    const end = (detail: string): void => {
      if (hasEnded) return;
      hasEnded = true;
      if (leaving) clearTimeout(leaving);
      if (report) {
        resolve(report);
        return;
      }
      const known = told.findLast((one) => one.type === 'report');
      const lost = known?.report ?? emptyReport(request, problem('unavailable', detail), told, startedAt);
      // Its browsers notice by themselves; what they leave on the disk is removed here.
      void sweepThrowawayFolders().finally(() => {
        if (!known) listeners.onProgress([{ type: 'report', report: lost }]);
        resolve(lost);
      });
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`process ended: ${signal ?? code ?? 'unknown'}`));
  });
  tell({ type: 'start', request, electron });

  return {
    pause: () => tell({ type: 'pause' }),
    resume: () => tell({ type: 'resume' }),
    stop: () => {
      tell({ type: 'stop' });
      expectToLeave();
    },
    answer: (checkpointId, answer) => tell({ type: 'answer', checkpointId, answer }),
    watch: (role) => tell({ type: 'watch', role }),
    done,
  };
}

function finished(report: RunReport): RunHandle {
  const nothing = (): void => undefined;
  return { pause: nothing, resume: nothing, stop: nothing, answer: nothing, watch: nothing, done: Promise.resolve(report) };
}

/** How to start this application as a sandbox browser. Throws AppError 'browser-unavailable' when there is no Electron to start. */
export function electronCommand(environment: NodeJS.ProcessEnv = process.env): ElectronCommand {
  const executablePath = environment['WORKSTATION_ELECTRON'] ?? (process.versions['electron'] ? process.execPath : null);
  if (!executablePath) {
    throw new AppError('browser-unavailable', 'no Electron found; run "npm run setup" or set WORKSTATION_ELECTRON to its executable');
  }
  if (!existsSync(executablePath)) throw new AppError('browser-unavailable', `no file at ${executablePath} (WORKSTATION_ELECTRON)`);
  const folder = path.dirname(findUp('package.json'));
  // A packaged application is its own executable and takes no folder.
  return { executablePath, args: folder.endsWith('.asar') ? [] : [folder] };
}

/** The nearest file of that name in the folders above the built code. */
function findUp(name: string): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) throw new AppError('unavailable', `${name} was not found; build the application first`);
  }
}
