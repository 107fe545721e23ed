import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { ElectronCommand } from '../../../electron/sandbox/browser-process.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface SandboxApp {
  readonly electron: ElectronCommand;
  readonly runEntry: string;
  remove(): Promise<void>;
}

/** Builds the sandbox browser and a run process with a plain portal into a folder that Electron starts, as the application's build does. */
export async function buildSandboxApp(): Promise<SandboxApp> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sandbox-app-'));
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
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function electronExecutable(): string {
  const named = process.env['WORKSTATION_ELECTRON'];
  const fetched = path.join(root, '.runtime/electron/electron');
  if (named) return named;
  if (existsSync(fetched)) return fetched;
  throw new Error('set WORKSTATION_ELECTRON to an Electron executable');
}
