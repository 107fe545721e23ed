import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkspace, type Workspace } from '../../electron/desk/workspace.ts';
import { marketplaces } from '../../electron/marketplaces/list.ts';
import { runtimeInfo } from '../runtime.ts';

const root = path.join(import.meta.dirname, '../..');

/** A seeded workspace of that size, made once and kept under .cache: seeding costs more than measuring. */
export function seededWorkspace(count: number): string {
  const folder = path.join(root, '.cache', 'bench', String(count));
  const marker = path.join(folder, 'seeded');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === String(count)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync(
    runtimeInfo().executable,
    [
      path.resolve(root, process.env['WORKSTATION_OUT'] ?? 'out', 'main/cli.js'),
      'seed',
      '--count',
      String(count),
      '--workspace',
      folder,
      '--json',
    ],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`Seeding ${String(count)} submissions failed: ${stderr}`);
  writeFileSync(marker, String(count));
  return folder;
}

/** Opens a workspace as the command line does: no window, no timers. */
export function openForBench(folder: string): Workspace {
  return openWorkspace({
    path: folder,
    create: true,
    exclusive: false,
    appVersion: '0.0.0-bench',
    marketplaces,
    packages: { find: () => Promise.resolve([]), read: () => Promise.reject(new Error('not used')) },
    startRun: () => {
      throw new Error('not used');
    },
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
    moderator: 'Bench',
  });
}
