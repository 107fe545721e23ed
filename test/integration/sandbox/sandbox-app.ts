import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { runtimeInfo } from '../../runtime.ts';
import type { ElectronCommand } from '../../../electron/sandbox/browser-process.ts';

const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];
const root = path.resolve(import.meta.dirname, '../../..');

export interface SandboxApp {
  readonly electron: ElectronCommand;
  readonly runEntry: string;
  /** Script that starts a run as the workstation does; see app/parent.ts. */
  readonly parentEntry: string;
  /** Folder for temporary files of this test file alone, so that what a run leaves there can be seen. */
  readonly temporaryDir: string;
  remove(): Promise<void>;
}

const PLAIN = {
  'run-process': path.join(import.meta.dirname, 'app/run-process.ts'),
  parent: path.join(import.meta.dirname, 'app/parent.ts'),
};
/** The processes of the product, with its marketplaces and their portals. */
export const REAL = {
  'run-process': path.join(root, 'electron/sandbox/run-process.ts'),
  'portal-process': path.join(root, 'electron/portals/portal-process.ts'),
};

/**
 * Builds the sandbox browser and a run process into a folder that Electron starts, as the application's build does.
 * Without `processes` the run process has a plain portal that is only an address.
 */
export async function buildSandboxApp(processes: Readonly<Record<string, string>> = PLAIN): Promise<SandboxApp> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sandbox-app-'));
  const temporaryDir = path.join(folder, 't');
  await mkdir(temporaryDir);
  const before = Object.fromEntries(TEMPORARY.map((name) => [name, process.env[name]]));
  for (const name of TEMPORARY) process.env[name] = temporaryDir;
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: path.join(folder, 'out'),
      minify: false,
      rollupOptions: {
        input: {
          main: path.join(import.meta.dirname, 'app/main.ts'),
          ...processes,
        },
        output: { format: 'es', entryFileNames: '[name].js' },
        external: ['electron', 'better-sqlite3', /^playwright/],
      },
    },
    ssr: { noExternal: ['uuid', 'zod'] },
  });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'sandbox-app', type: 'module', main: 'out/main.js' }));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return {
    electron: { executablePath: process.env['WORKSTATION_ELECTRON'] ?? runtimeInfo().executable, args: [folder] },
    runEntry: path.join(folder, 'out/run-process.js'),
    parentEntry: path.join(folder, 'out/parent.js'),
    temporaryDir,
    remove: async () => {
      for (const name of TEMPORARY) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
