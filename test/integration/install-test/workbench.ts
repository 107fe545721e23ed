import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';
import { startBrowserProcess } from '../../../electron/sandbox/browser-process.ts';
import { openDisplay } from '../../../electron/sandbox/display.ts';
import { egressOf } from '../../../electron/sandbox/egress.ts';
import { Masker } from '../../../electron/sandbox/masking.ts';
import type { CreatePortal, Portal } from '../../../electron/portals/portal.ts';
import type { InstallTest, RunOptions } from '../../../electron/sandbox/run-context.ts';
import { RunEngine } from '../../../electron/sandbox/run-engine.ts';
import type { RunReport } from '../../../shared/domain/install-test.ts';
import { buildSandboxApp, type SandboxApp } from '../sandbox/sandbox-app.ts';
import { leftFiles, leftProcesses } from '../sandbox/sandbox-run.ts';

const OPTIONS: RunOptions = { clean: true, stepTimeoutMs: 30_000, timeoutMs: 120_000, fullTrace: false, attended: false, language: 'ru' };
const EVENT_TIMEOUT_MS = 2500;

type Registration = Readonly<Record<string, unknown>> & { readonly code: string; readonly version: string };

/** Whose install test is tried. */
export interface Trial {
  readonly marketplace: string;
  readonly createPortal: CreatePortal;
  readonly installTest: InstallTest;
}

export interface Workbench {
  /**
   * @param options `published`: number of the version from which is updated
   * @param stopAt the run is stopped as soon as this step begins
   */
  run<R extends { readonly code: string; readonly version: string }>(
    vendor: SampleVendor<R>,
    options?: Partial<RunOptions> & { readonly published?: string },
    stopAt?: string,
  ): Promise<RunReport>;
  /** The same against addresses at which no sample vendor answers. */
  runAgainst(registration: Registration): Promise<RunReport>;
  /** Processes and temporary files that runs left behind. */
  left(): Promise<string[]>;
  close(): Promise<void>;
}

/** Runs mostly wait for pages to come to rest, so a few more than there are cores go side by side. */
const AT_ONCE = 3;

/** Real portal, real engine, real sandbox browsers, in this process; one built browser application for all runs. */
export async function openWorkbench(trial: Trial): Promise<Workbench> {
  const [app, display]: [SandboxApp, Awaited<ReturnType<typeof openDisplay>>] = await Promise.all([buildSandboxApp(), openDisplay()]);

  const runAgainst: Workbench['runAgainst'] = async (registration) => await runOn(registration, {});

  const waiting: (() => void)[] = [];
  let free = AT_ONCE;
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  }

  async function runOn(registration: Registration, options: Partial<RunOptions>, stopAt: string | null = null): Promise<RunReport> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'install-test-'));
    let engine: RunEngine | null = null;
    const open = (name: string): Promise<Portal> =>
      trial.createPortal(
        {
          stateDir: path.join(folder, name),
          host: '127.0.0.1',
          port: 0,
          tls: false,
          language: 'ru',
          eventDelayMs: 20,
          eventTimeoutMs: EVENT_TIMEOUT_MS,
        },
        (exchange) => {
          if (name === 'portal') engine?.noteExchange(exchange);
        },
      );
    const portal = await open('portal');
    const secondPortal = options.secondPortal === true ? await open('second') : null;
    try {
      const description = portal.describe();
      engine = new RunEngine({
        runId: 'run',
        marketplace: trial.marketplace,
        solution: registration,
        portal,
        secondPortal,
        description,
        options: { ...OPTIONS, ...options },
        outDir: path.join(folder, 'out'),
        installTest: trial.installTest,
        masker: new Masker([String(registration['clientSecret'] ?? registration['secretKey'] ?? '')]),
        launch: (_role, onNote, signal) =>
          startBrowserProcess({
            electron: app.electron,
            egress: egressOf(description.address, registration, [], {
              ...description,
              origins: [...(description.origins ?? []), ...(secondPortal === null ? [] : [secondPortal.describe().address])],
            }),
            ca: null,
            language: 'ru',
            environment: display.environment,
            widthPx: 1280,
            heightPx: 800,
            onNote,
            signal,
          }),
        onProgress: (progress) => {
          if (progress.type === 'step' && progress.step.id === stopAt && progress.step.state === 'running') engine?.stop();
        },
        onFrame: () => undefined,
      });
      return await engine.run();
    } finally {
      await Promise.all([portal.stop(), secondPortal?.stop()]);
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    runAgainst,
    run: (vendor, options = {}, stopAt) =>
      inTurn(async () => {
        const dataDir = await mkdtemp(path.join(os.tmpdir(), 'vendor-data-'));
        const running = await vendor.start({
          port: 0,
          host: '127.0.0.1',
          dataDir,
          clientId: vendor.clientId,
          clientSecret: vendor.clientSecret,
          ca: null,
        });
        try {
          const { published, ...others } = options;
          const registration = { ...vendor.registration(running.address) };
          const updateFrom = published === undefined ? {} : { updateFrom: { ...registration, version: published } };
          return await runOn(registration, { ...others, ...updateFrom }, stopAt);
        } finally {
          await running.stop();
          await rm(dataDir, { recursive: true, force: true });
        }
      }),
    left: async () => [...(await leftProcesses(app)), ...(await leftFiles(app))],
    async close() {
      display.close();
      await app.remove();
    },
  };
}

/** What a report says, in a few lines, for the message of a failed assertion. */
export function outline(report: RunReport): string {
  return [
    `${report.outcome} in ${report.durationMs} ms${report.problem === null ? '' : `, ${report.problem.code}: ${report.problem.message.ru}`}`,
    ...report.steps.map((step) => `  ${step.state} ${step.id} ${step.durationMs ?? '-'} ms ${step.message ?? ''}`),
    ...report.findings.map((finding) => `  ! ${finding.ruleId}: ${finding.message.ru}`),
    ...report.ruleResults.map((result) => `  ${result.status} ${result.ruleId}: ${result.message.ru}`),
    `  calls ${report.calls.map((call) => `${call.method}×${call.count}`).join(' ')}; scopes ${report.scopes.declared.join(',')} used ${report.scopes.used.join(',')}`,
  ].join('\n');
}
