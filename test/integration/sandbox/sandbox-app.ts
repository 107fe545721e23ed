import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { ElectronCommand } from '../../../electron/sandbox/browser-process.ts';

const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];
const root = path.resolve(import.meta.dirname, '../../..');

export interface SandboxApp {
  readonly electron: ElectronCommand;
  readonly runEntry: string;
  /** Folder for temporary files of this test file alone, so that what a run leaves there can be seen. */
  readonly temporaryDir: string;
  remove(): Promise<void>;
}

/** Builds the sandbox browser and a run process with a plain portal into a folder that Electron starts, as the application's build does. */
export async function buildSandboxApp(): Promise<SandboxApp> {
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
          'run-process': path.join(import.meta.dirname, 'app/run-process.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
        external: ['electron', /^playwright/],
      },
    },
    ssr: { noExternal: ['uuid', 'zod'] },
  });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'sandbox-app', type: 'module', main: 'out/main.js' }));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return {
    electron: { executablePath: electronExecutable(), args: [folder] },
    runEntry: path.join(folder, 'out/run-process.js'),
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

function electronExecutable(): string {
  const named = process.env['WORKSTATION_ELECTRON'];
  const fetched = path.join(root, '.runtime/electron/electron');
  if (named) return named;
  if (existsSync(fetched)) return fetched;
  throw new Error('set WORKSTATION_ELECTRON to an Electron executable');
}
