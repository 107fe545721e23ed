import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { runtimeInfo } from './runtime.ts';

const root = path.dirname(import.meta.dirname);

export interface StartedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly workspace: string;
  /** Closes the application; a second start on the same workspace is possible afterwards. */
  close(): Promise<void>;
}

/** Chromium's sandbox needs an ordinary user; only root runs without it. */
export const sandboxSwitches: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const temporaryFolders: string[] = [];
process.once('exit', () => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that disappears with the test process. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `${prefix}-`));
  temporaryFolders.push(folder);
  return folder;
}

/** The tests run on the runtime's own Node; the application must not. */
function applicationEnvironment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env as Record<string, string>;
  return { ...env, WORKSTATION_ELECTRON: runtimeInfo().executable, ...extra };
}

/** Starts an application folder in the pinned runtime. */
export async function launchFolder(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  const launch = (timeout: number): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: runtimeInfo().executable,
      args: [...sandboxSwitches, folder, ...args],
      // Playwright switches Chromium's sandbox off unless it is asked for.
      chromiumSandbox: sandboxSwitches.length === 0,
      env: applicationEnvironment(env),
      timeout,
    });
  // On a very busy machine the debugger of Node sometimes misses the start and waits for ever; the application itself has started.
  return launch(30_000).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'TimeoutError') return launch(60_000);
    throw error;
  });
}

/** Starts the built workstation on a workspace folder (a new one unless given). */
export async function startWorkstation(
  options: { readonly workspace?: string; readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<StartedApp> {
  const workspace = options.workspace ?? path.join(temporaryFolder('workstation'), 'workspace');
  const profile = temporaryFolder('workstation-profile');
  const app = await launchFolder(root, [`--workspace=${workspace}`, `--user-data-dir=${profile}`, ...(options.args ?? [])], {
    WORKSTATION_CHECK_OUTPUTS: '1',
    ...options.env,
  });
  const page = await app.firstWindow();
  await page.waitForSelector('[data-app-state]', { state: 'attached', timeout: 60_000 });
  return {
    app,
    page,
    workspace,
    async close() {
      await app.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
