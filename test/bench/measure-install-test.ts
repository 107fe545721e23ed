import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SampleVendor } from '../../electron/demo/vendors/sample-vendor.ts';
import type { PortalOptions } from '../../electron/portals/portal.ts';
import type { ElectronCommand } from '../../electron/sandbox/browser-process.ts';
import { startRun } from '../../electron/sandbox/run-host.ts';
import { LIMITS } from '../../shared/limits.ts';
import { runtimeInfo } from '../runtime.ts';
import { interleave, report, seededRandom } from './measure.ts';

/** Whose install test is measured against which script. */
export interface InstallTestBench<Registration extends { readonly code: string; readonly version: string }> {
  /** Of the report, e.g. "install-test". */
  readonly name: string;
  readonly marketplace: string;
  readonly vendor: SampleVendor<Registration>;
  /** How long both watch the vendor after the removal. */
  readonly watchMs: number;
  plainScript(options: PlainScriptPlace & { readonly registration: Registration }): Promise<void>;
}

/** What a plain script runs on. */
export interface PlainScriptPlace {
  readonly electron: ElectronCommand;
  /** Built portal-process.js. */
  readonly portalEntry: string;
  readonly portal: Omit<PortalOptions, 'stateDir'>;
  /** Keeps a Playwright trace with screenshots, snapshots and sources of both browsers. */
  readonly isTraced?: boolean;
}

const seed = 20261124;
/** Enough that one or two rounds in which the machine was busy with something else do not decide. */
const ROUNDS = 9;
const root = path.join(import.meta.dirname, '../..');
const built = path.join(root, process.env['WORKSTATION_OUT'] ?? 'out', 'main');
const electron = { executablePath: path.resolve(root, process.env['WORKSTATION_ELECTRON'] ?? runtimeInfo().executable), args: [root] };
// Events leave at once: waiting for a queue would make both arms alike.
const portal = { host: '127.0.0.1', port: 0, tls: false, eventDelayMs: 0, eventTimeoutMs: LIMITS.eventTimeoutMs };
/**
 * The whole install test of a good vendor, every check and all evidence, against a plain script that does the same clicks on the same portal with
 * the same kind of browser. Both begin with nothing running and end when everything is gone again.
 */
export async function benchInstallTest<Registration extends { readonly code: string; readonly version: string }>(
  bench: InstallTestBench<Registration>,
): Promise<void> {
  let evidenceFiles = 0;

  /** A vendor that has never seen a portal; its start and end are not measured. */
  async function withVendor(work: (registration: Registration, folder: string) => Promise<void>): Promise<number> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-install-test-'));
    const { clientId, clientSecret } = bench.vendor;
    const dataDir = path.join(folder, 'vendor');
    const running = await bench.vendor.start({ port: 0, host: '127.0.0.1', dataDir, clientId, clientSecret, ca: null });
    try {
      const from = performance.now();
      await work(bench.vendor.registration(running.address), folder);
      return performance.now() - from;
    } finally {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function installTest(round: number): Promise<number> {
    return await withVendor(async (registration, folder) => {
      const run = startRun(
        {
          runId: `bench-${String(round)}`,
          marketplace: bench.marketplace,
          registration: { ...registration },
          secrets: [bench.vendor.clientSecret],
          portal: { ...portal, stateDir: path.join(folder, 'portal') },
          options: {
            clean: true,
            stepTimeoutMs: LIMITS.stepTimeoutMs,
            timeoutMs: LIMITS.runTimeoutMs,
            fullTrace: false,
            attended: false,
            language: 'ru',
          },
          outDir: path.join(folder, 'out'),
          allowHosts: [],
        },
        { onProgress: () => undefined },
        { electron, entry: path.join(built, 'run-process.js') },
      );
      const result = await run.done;
      if (result.outcome !== 'passed')
        throw new Error(`the run ended as ${result.outcome}: ${JSON.stringify(result.problem ?? result.findings)}`);
      if (process.env['BENCH_STEPS'])
        for (const step of result.steps)
          console.log(`  at ${String((step.startedAt ?? 0) - result.startedAt)} ms: ${step.id}, ${String(step.durationMs)} ms`);
      if (process.env['BENCH_STEPS']) console.log(`  report after ${String(result.durationMs)} ms`);
      evidenceFiles = result.evidence.length;
    });
  }

  async function plainScript(isTraced = false): Promise<number> {
    return await withVendor((registration) =>
      bench.plainScript({
        isTraced,
        registration,
        electron,
        portalEntry: path.join(built, 'portal-process.js'),
        portal: { ...portal, language: 'ru' },
      }),
    );
  }

  const samples = await interleave(
    [
      { name: 'install test with all evidence', run: installTest },
      { name: 'plain script, same clicks', run: () => plainScript() },
      { name: 'plain script with full tracing', run: () => plainScript(true) },
      {
        name: 'slowed plain script',
        run: async () => {
          const spent = await plainScript();
          const from = performance.now();
          await new Promise((resolve) => setTimeout(resolve, spent * 0.6));
          return spent + performance.now() - from;
        },
      },
    ],
    Number(process.env['BENCH_ROUNDS'] ?? ROUNDS),
    seededRandom(seed),
  );
  report(
    bench.name,
    seed,
    samples,
    [
      { measured: 'install test with all evidence', baseline: 'plain script, same clicks', atMost: 1.5 },
      { measured: 'plain script with full tracing', baseline: 'install test with all evidence' },
      { measured: 'plain script with full tracing', baseline: 'plain script, same clicks' },
      { measured: 'slowed plain script', baseline: 'plain script, same clicks', atLeast: 1.2 },
    ],
    [
      `Both watch the vendor for ${String(bench.watchMs)} ms after the removal.`,
      'Full tracing is measured without a goal: it makes the script a little slower only, far from twice as slow as a run could be.',
      `The install test leaves ${String(evidenceFiles)} files of evidence.`,
    ],
  );
}
