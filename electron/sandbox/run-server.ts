import { AppError } from '../../shared/domain/errors.ts';
import type { HttpExchange, RunProgress, RunReport } from '../../shared/domain/install-test.ts';
import type { Portal } from '../portals/portal.ts';
import { startBrowserProcess, type ElectronCommand } from './browser-process.ts';
import { openDisplay, type Display } from './display.ts';
import { egressOf } from './egress.ts';
import { Masker } from './masking.ts';
import { problemOf } from './problem.ts';
import type { InstallTest } from './run-context.ts';
import type { RunEngine, RunEngineOptions } from './run-engine.ts';
import type { ComposeRun, FromRun, RunRequest, ToRun } from './run-messages.ts';
import { emptyReport } from './run-report.ts';
import { sweepThrowawayFolders } from './throwaway-folder.ts';

const WINDOW = { widthPx: 1280, heightPx: 800 };
/** Progress is sent at most this often. */
const SEND_EVERY_MS = 17;

/** Makes this process the process of one run: waits for `start`, ends after the report. When the parent goes, so does it with all it started. */
export function serveRun(compose: ComposeRun): void {
  if (!process.send) throw new Error('the run process is started by the workstation');
  let engine: RunEngine | null = null;
  // Commands may come while the portal still starts.
  const early: ToRun[] = [];
  process.on('disconnect', () => process.exit(1));
  // Ctrl+C in a terminal reaches every process in it; the parent decides what to do about it.
  process.on('SIGINT', () => undefined);
  process.on('message', (message: ToRun) => {
    if (message.type === 'start') {
      void carryOut(message.request, message.electron, compose, (started) => {
        engine = started;
        for (const command of early) obey(started, command);
      }).then((report) => send({ type: 'report', report }, () => process.exit(0)));
    } else if (engine) obey(engine, message);
    else early.push(message);
  });
}

function obey(engine: RunEngine, command: ToRun): void {
  switch (command.type) {
    case 'pause':
      engine.pause();
      break;
    case 'resume':
      engine.resume();
      break;
    case 'stop':
      engine.stop();
      break;
    case 'watch':
      engine.watch(command.role);
      break;
    case 'answer':
      engine.answer(command.checkpointId, command.answer);
      break;
    case 'start':
      throw new Error('a run process carries out one run');
  }
}

function send(message: FromRun, onSent?: () => void): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => onSent?.());
}

async function carryOut(
  request: RunRequest,
  electron: ElectronCommand,
  compose: ComposeRun,
  onEngine: (engine: RunEngine) => void,
): Promise<RunReport> {
  const masker = new Masker([...request.secrets, ...secretsIn(request.registration)]);
  const outbox = new Outbox();
  let portal: Portal | null = null;
  let secondPortal: Portal | null = null;
  let display: Display | null = null;
  let engine: RunEngine | null = null;
  const early: HttpExchange[] = [];
  try {
    void sweepThrowawayFolders();
    const composition = compose(request);
    let Engine: new (setup: RunEngineOptions) => RunEngine;
    let installTest: InstallTest;
    [portal, display, installTest, Engine] = await Promise.all([
      composition.openPortal(
        (exchange) => (engine ? engine.noteExchange(exchange) : early.push(exchange)),
        (detail) => engine?.portalLost(detail),
      ),
      openDisplay(),
      composition.loadInstallTest(),
      // Playwright takes its time to load; the portal starts meanwhile.
      import('./run-engine.ts').then((module) => module.RunEngine),
    ]);
    const description = portal.describe();
    const onSecondLost = (detail: string): void => engine?.portalLost(detail);
    secondPortal = request.options.secondPortal === true ? ((await composition.openSecondPortal?.(onSecondLost)) ?? null) : null;
    const second = secondPortal?.describe();
    const egress = egressOf(description.address, [request.registration, request.options.updateFrom], request.allowHosts, {
      ...description,
      origins: [...(description.origins ?? []), ...(second ? [second.address, ...(second.origins ?? [])] : [])],
    });
    const { environment } = display;
    engine = new Engine({
      ...request,
      solution: request.registration,
      portal,
      secondPortal,
      description,
      installTest,
      masker,
      launch: (_role, onNote, signal) =>
        startBrowserProcess({
          electron,
          egress,
          ca: description.ca,
          language: request.options.language,
          environment,
          ...WINDOW,
          onNote,
          signal,
        }),
      onProgress: (progress) => outbox.add(progress),
      onFrame: (role, jpeg) => send({ type: 'frame', role, jpeg }),
    });
    for (const exchange of early) engine.noteExchange(exchange);
    onEngine(engine);
    return await engine.run();
  } catch (error) {
    return emptyReport(
      request,
      problemOf(error instanceof Error ? error : new AppError('internal', String(error)), (text) => masker.text(text)),
    );
  } finally {
    outbox.flush();
    display?.close();
    await Promise.all([portal, secondPortal].map((one) => one?.stop().catch(() => undefined)));
  }
}

/** Registration fields that are secret by their name. */
function secretsIn(registration: unknown): string[] {
  if (typeof registration !== 'object' || registration === null) return [];
  return Object.entries(registration).flatMap(([name, value]) => {
    if (typeof value === 'string') return /secret|password|token/i.test(name) ? [value] : [];
    return secretsIn(value);
  });
}

/** Gathers progress and sends it in batches; of two states of the same thing only the newer one. */
class Outbox {
  #waiting: RunProgress[] = [];
  #timer: NodeJS.Timeout | null = null;

  add(progress: RunProgress): void {
    const name = nameOf(progress);
    const older = name === null ? -1 : this.#waiting.findIndex((one) => nameOf(one) === name);
    if (older === -1) this.#waiting.push(progress);
    else this.#waiting[older] = progress;
    this.#timer ??= setTimeout(() => this.flush(), SEND_EVERY_MS);
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    send({ type: 'progress', progress: this.#waiting });
    this.#waiting = [];
  }
}

function nameOf(progress: RunProgress): string | null {
  if (progress.type === 'step') return `step ${progress.step.id}`;
  if (progress.type === 'phase') return `phase ${progress.phase.name}`;
  return null;
}
