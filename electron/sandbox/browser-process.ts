import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { AppError } from '../../shared/domain/errors.ts';
import {
  jsonLines,
  SANDBOX_BROWSER_CONFIG,
  SANDBOX_BROWSER_SWITCH,
  type BrowserConfig,
  type BrowserNote,
  type FromBrowser,
  type ToBrowser,
} from './browser-protocol.ts';
import type { Egress } from './egress.ts';
import { makeThrowawayFolder } from './throwaway-folder.ts';

/** How to start this application as a sandbox browser: an Electron executable and, unless it is packaged, the application's folder. */
export interface ElectronCommand {
  readonly executablePath: string;
  readonly args: readonly string[];
}

export interface BrowserProcessOptions {
  readonly electron: ElectronCommand;
  readonly egress: Egress;
  readonly ca: string | null;
  readonly language: 'ru' | 'en';
  /** DISPLAY and the like, from openDisplay(). */
  readonly environment: Readonly<Record<string, string>>;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly onNote: (note: BrowserNote) => void;
  /** Ends the process, while it starts too. */
  readonly signal: AbortSignal;
}

export interface BrowserProcess {
  readonly pid: number;
  /** Address for connectOverCDP. */
  readonly webSocketUrl: string;
  readonly profileDir: string;
  /** Resolves once the process and its profile are gone, with why it ended; never rejects. */
  readonly exited: Promise<'closed' | 'died' | 'hung'>;
  /** Ends the process at once. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
/** How long after its last word a process is gone. */
const END_NOTICE_MS = 200;
const PING_EVERY_MS = 2_000;
const HUNG_AFTER_MS = 15_000;
/** What the browser may know of this machine's environment. Nothing else is handed on. */
const PASSED_ON = [
  'PATH',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XDG_RUNTIME_DIR',
  'LD_LIBRARY_PATH',
  'FONTCONFIG_PATH',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'TEMP',
  'TMP',
  'TMPDIR',
];

/**
 * Starts one throw-away browser. One that crashes while it starts, which Chromium does once in some thousand times, is started once more.
 * Throws AppError 'browser-unavailable' with the reason when it does not come up.
 */
export async function startBrowserProcess(options: BrowserProcessOptions): Promise<BrowserProcess> {
  try {
    return await startOnce(options);
  } catch (error) {
    if (!(error instanceof EarlyEnd) || options.signal.aborted) throw unavailable(error);
  }
  try {
    return await startOnce(options);
  } catch (error) {
    throw unavailable(error);
  }
}

/** The process was there and went by itself before the browser was up. */
class EarlyEnd extends Error {}

function unavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('browser-unavailable', `The sandbox browser did not start: ${why}`);
}

async function startOnce(options: BrowserProcessOptions): Promise<BrowserProcess> {
  const profileDir = makeThrowawayFolder('profile');
  const controlPath = process.platform === 'win32' ? `\\\\.\\pipe\\moderation-${uuid()}` : path.join(profileDir, 'c');
  let end: 'closed' | 'died' | 'hung' | null = null;

  let control: net.Socket | null = null;
  let lastPongAt = performance.now();
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const server = net.createServer((socket) => {
    // The first to connect is the browser; nobody else belongs here.
    if (control) {
      socket.destroy();
      return;
    }
    control = socket;
    socket.on('error', () => undefined);
    socket.on(
      'data',
      jsonLines<FromBrowser>((message) => {
        if (message.type === 'ready') isReady();
        else if (message.type === 'pong') lastPongAt = performance.now();
        else options.onNote(message.note);
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(controlPath, resolve);
  });

  const config: BrowserConfig = {
    controlPath,
    profileDir,
    egress: options.egress,
    ca: options.ca,
    widthPx: options.widthPx,
    heightPx: options.heightPx,
  };
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    // It starts in its own folder.
    path.resolve(options.electron.executablePath),
    [
      ...options.electron.args,
      SANDBOX_BROWSER_SWITCH,
      '--remote-debugging-port=0',
      `--user-data-dir=${path.join(profileDir, 'profile')}`,
      `--lang=${options.language}`,
      // Without an X server the only display is Wayland's, which older Electron uses on request only.
      ...(process.platform === 'linux' && !(options.environment['DISPLAY'] ?? process.env['DISPLAY'])
        ? ['--ozone-platform-hint=auto']
        : []),
      ...(options.egress.resolve?.length ? [`--host-resolver-rules=${options.egress.resolve.join(',')}`] : []),
      ...(options.egress.trust?.length ? [`--unsafely-treat-insecure-origin-as-secure=${options.egress.trust.join(',')}`] : []),
      // Chromium refuses to start its sandbox as root; an ordinary user's run always has it.
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    {
      cwd: profileDir,
      // Ctrl+C in a terminal is for the run, not for its browsers.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
        XAUTHORITY: process.env['XAUTHORITY'] ?? path.join(os.homedir(), '.Xauthority'),
        // Chromium keeps certificates and caches under the home folder; this one goes with the profile.
        HOME: profileDir,
        USERPROFILE: profileDir,
        APPDATA: profileDir,
        LOCALAPPDATA: profileDir,
        XDG_CONFIG_HOME: path.join(profileDir, 'xdg'),
        XDG_CACHE_HOME: path.join(profileDir, 'xdg'),
        XDG_DATA_HOME: path.join(profileDir, 'xdg'),
        LANG: options.language === 'ru' ? 'ru_RU.UTF-8' : 'en_US.UTF-8',
        // Electron writes its own advice into the console of pages, where it would pass for the vendor's.
        ELECTRON_DISABLE_SECURITY_WARNINGS: 'true',
        ...options.environment,
        [SANDBOX_BROWSER_CONFIG]: JSON.stringify(config),
      },
    },
  );

  let spawnFault = '';
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      spawnFault = error.message;
      resolve();
    });
  });
  const kill = (why: 'closed' | 'hung'): void => {
    end ??= why;
    child.kill('SIGKILL');
  };
  const onAbort = (): void => kill('closed');
  options.signal.addEventListener('abort', onAbort);
  if (options.signal.aborted) onAbort();
  let isUp = false;
  const watch = setInterval(() => {
    // A start has its own, longer limit: on a busy machine nothing answers for a while.
    if (isUp && performance.now() - lastPongAt > HUNG_AFTER_MS) kill('hung');
    else control?.write(`${JSON.stringify({ type: 'ping', id: Date.now() } satisfies ToBrowser)}\n`);
  }, PING_EVERY_MS);
  const exited = gone.then(async () => {
    end ??= 'died';
    clearInterval(watch);
    options.signal.removeEventListener('abort', onAbort);
    control?.destroy();
    server.close();
    // Chromium's helper processes need a moment to notice and may still write.
    await rm(profileDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }).catch(() => undefined);
    return end;
  });
  const close = async (): Promise<void> => {
    kill('closed');
    await exited;
  };

  try {
    const webSocketUrl = await withinStart(
      (async () => {
        const [url] = await Promise.all([devToolsAddress(child.stderr), ready]);
        return url;
      })(),
      gone,
    );
    lastPongAt = performance.now();
    isUp = true;
    return { pid: child.pid ?? 0, webSocketUrl, profileDir, exited, close };
  } catch (error) {
    // Its standard error may end a moment before it does.
    await Promise.race([gone, sleep(END_NOTICE_MS)]);
    const how = child.signalCode ?? (child.exitCode === null ? null : `exit code ${String(child.exitCode)}`);
    await close();
    if (spawnFault !== '') throw new Error(spawnFault, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw how === null || options.signal.aborted ? new Error(why, { cause: error }) : new EarlyEnd(`${why} (${how})`, { cause: error });
  }
}

/** Reads the address from Chromium's standard error and keeps draining it, so that the browser never blocks on a full pipe. */
function devToolsAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    let isFound = false;
    stderr.on('data', (chunk: Buffer) => {
      if (isFound) return;
      text = (text + chunk.toString()).slice(-20_000);
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(text)?.[1];
      if (!address) return;
      isFound = true;
      resolve(address);
    });
    stderr.on('end', () => reject(new Error(lastLines(text))));
  });
}

function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.includes('bus.cc'));
  return lines.slice(-3).join(' ').slice(0, 500) || 'it ended without a word';
}

async function withinStart(started: Promise<string>, gone: Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS);
  });
  // Give standard error a moment to say why.
  const died = gone.then(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    throw new Error('the process ended while starting');
  });
  died.catch(() => undefined);
  started.catch(() => undefined);
  try {
    return await Promise.race([started, limit, died]);
  } finally {
    clearTimeout(timer);
  }
}
