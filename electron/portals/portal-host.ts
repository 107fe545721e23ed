import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '../../shared/domain/errors.ts';
import type { HttpExchange } from '../../shared/domain/install-test.ts';
import { fromWire, REMOTE_METHODS, type FromPortal, type RemoteMethod, type ToPortal } from './portal-messages.ts';
import type { Portal, PortalDescription, PortalOptions, SolutionRegistration } from './portal.ts';

export interface PortalHostOptions {
  /** Marketplace id, e.g. "bitrix24". */
  readonly marketplace: string;
  readonly options: PortalOptions;
  /** Built portal-process.js. */
  readonly entry: string;
  readonly onExchange: (exchange: HttpExchange) => void;
  /** Limit for the start, in milliseconds. */
  readonly startTimeoutMs?: number;
}

/** A portal in a process of its own. */
export interface HostedPortal extends Portal {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** What stop() grants the portal before its process is killed. */
const STOP_TIMEOUT_MS = 5000;
/** How long the last words of an ended process may take to arrive. */
const LAST_WORDS_MS = 300;
const START_TIMEOUT_MS = 30_000;
/** The last words of a process that dies, for the error message. */
const KEPT_STDERR_CHARACTERS = 4000;

/**
 * Starts a simulated portal in a process of its own and offers its methods.
 * @throws AppError with the portal's own code (port-taken, portal-busy, …), or "unavailable" when the process does not start
 */
export async function startPortal(host: PortalHostOptions): Promise<HostedPortal> {
  const child = fork(host.entry, [], {
    // Under Electron the executable is the browser; this makes it a plain Node.
    env: { ...process.env, ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const remote = new Remote(child, host.onExchange);
  const timeoutMs = host.startTimeoutMs ?? START_TIMEOUT_MS;
  try {
    const description = await remote.start({ type: 'start', marketplace: host.marketplace, options: host.options }, timeoutMs);
    return hostedPortal(remote, description);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

class Remote {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #onExchange: (exchange: HttpExchange) => void;
  readonly #pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #started: { resolve: (description: PortalDescription) => void; reject: (error: Error) => void } | null = null;
  #lastId = 0;
  #stderr = '';
  #ended: AppError | null = null;

  constructor(child: ChildProcess, onExchange: (exchange: HttpExchange) => void) {
    this.child = child;
    this.#onExchange = onExchange;
    child.on('message', (message: FromPortal) => {
      this.#receive(message);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR_CHARACTERS);
    });
    child.on('error', (error) => {
      this.#end(new AppError('unavailable', `The portal's process cannot be started: ${error.message}`));
    });
    this.exited = new Promise((resolve) => {
      // 'close' would wait for the output as well, but does not come once the channel was disconnected from this side.
      child.on('exit', (code, signal) => {
        const finish = (): void => {
          clearTimeout(timer);
          const last = this.#stderr.trim().split('\n').slice(-3).join(' ');
          const words = last === '' ? '' : ` Last words: ${last}`;
          this.#end(new AppError('unavailable', `The portal's process has ended (${signal ?? String(code)}).${words}`));
          resolve({ code, signal });
        };
        const timer = setTimeout(finish, LAST_WORDS_MS);
        if (child.stderr === null || child.stderr.readableEnded) finish();
        else child.stderr.once('end', finish);
      });
    });
  }

  #receive(message: FromPortal): void {
    switch (message.type) {
      case 'exchange':
        this.#onExchange(message.exchange);
        break;
      case 'started':
        this.#started?.resolve(message.description);
        break;
      case 'failed':
        this.#started?.reject(fromWire(message.error));
        break;
      case 'answer':
        this.#pending.get(message.id)?.resolve(message.value);
        this.#pending.delete(message.id);
        break;
      case 'refusal':
        this.#pending.get(message.id)?.reject(fromWire(message.error));
        this.#pending.delete(message.id);
        break;
    }
  }

  #end(error: AppError): void {
    this.#ended ??= error;
    this.#started?.reject(this.#ended);
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }

  start(message: Extract<ToPortal, { type: 'start' }>, timeoutMs: number): Promise<PortalDescription> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new AppError('unavailable', `The portal did not start within ${timeoutMs} ms.`));
      }, timeoutMs);
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      };
      this.#started = { resolve: settled(resolve), reject: settled(reject) };
      this.#send(message);
    });
  }

  call(method: RemoteMethod, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#send({ type: 'call', id, method, args });
    });
  }

  #send(message: ToPortal): void {
    if (!this.child.connected) {
      this.#end(new AppError('unavailable', "The portal's process does not listen any more."));
      return;
    }
    this.child.send(message, (error) => {
      if (error !== null) this.#end(new AppError('unavailable', `The portal's process does not listen any more: ${error.message}`));
    });
  }
}

function hostedPortal(remote: Remote, description: PortalDescription): HostedPortal {
  const call = (method: RemoteMethod) => {
    return (...args: readonly unknown[]): Promise<unknown> => remote.call(method, args);
  };
  const remotes = Object.fromEntries(REMOTE_METHODS.map((method) => [method, call(method)])) as Record<
    RemoteMethod,
    (...args: readonly unknown[]) => Promise<unknown>
  >;
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => remote.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    try {
      await remotes.stop().catch(() => undefined);
      if (remote.child.connected) remote.child.disconnect();
      await remote.exited;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    pid: remote.child.pid ?? 0,
    exited: remote.exited,
    describe: () => description,
    registerSolution: async (registration: SolutionRegistration) => {
      await remotes.registerSolution(registration);
    },
    signInUrl: async (userId: string, path: string) => (await remotes.signInUrl(userId, path)) as string,
    exchanges: async (afterId: number) => (await remotes.exchanges(afterId)) as readonly HttpExchange[],
    eventsSettled: async () => {
      await remotes.eventsSettled();
    },
    inspect: () => remotes.inspect(),
    control: (command: string, input: unknown) => remotes.control(command, input),
    secrets: async () => (await remotes.secrets()) as readonly string[],
    stop: () => (stopping ??= stop()),
  };
}
