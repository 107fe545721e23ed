import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { noPackages, runStage, testMarket } from '../../unit/desk/desk-fixture.ts';
import { codeOf } from '../../unit/store/store-fixture.ts';
import { buildScript } from './built-script.ts';

const NOBODY = 65_534;
const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };

let root: string;
let script: string;
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'others-'));
  chmodSync(root, 0o755);
  symlinkSync(path.join(import.meta.dirname, '../../../node_modules'), path.join(root, 'node_modules'));
  script = await buildScript('test/integration/desk/opener.ts', root);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const open = (folder: string, exclusive: boolean) =>
  openWorkspace({
    path: folder,
    create: true,
    exclusive,
    appVersion: '0.1.0',
    marketplaces: [testMarket],
    packages: noPackages,
    startRun: runStage().startRun,
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
  });

/** Opens a workspace in another process, which says "open" or the code that it was refused with. */
function openElsewhere(folder: string, more: readonly string[], uid?: number): string {
  const result = spawnSync(process.execPath, [script, folder, ...more], {
    env: asNode,
    encoding: 'utf8',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return result.stdout.trim() || result.stderr;
}

describe('two processes and one workspace', () => {
  it('the window shuts out another window, not the command line; a killed window shuts out nobody', async () => {
    const folder = path.join(root, 'shared');
    const window = spawn(process.execPath, [script, folder, 'exclusive', 'stay'], { env: asNode, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(window.stdout, 'data');
    expect(codeOf(() => open(folder, true))).toBe('storage-busy');
    const commandLine = open(folder, false);
    commandLine.settings.set({ moderatorName: 'Из командной строки' });
    await commandLine.close();
    const gone = once(window, 'exit');
    window.kill('SIGKILL');
    await gone;
    const next = open(folder, true);
    expect(next.settings.get().moderatorName).toBe('Из командной строки');
    await next.close();
  });

  it('a folder or a file that this account cannot write is read-only, and stays as it is', async () => {
    if (process.getuid?.() !== 0) {
      const folder = path.join(root, 'mine');
      await open(folder, false).close();
      chmodSync(path.join(folder, 'workspace.sqlite'), 0o400);
      expect(codeOf(() => open(folder, false))).toBe('workspace-read-only');
      return;
    }
    const folder = path.join(root, 'owned-by-root');
    await open(folder, false).close();
    expect(openElsewhere(folder, [], NOBODY)).toBe('workspace-read-only');
    const given = path.join(root, 'database-owned-by-root');
    await open(given, false).close();
    for (const part of ['.', 'keys', 'evidence', 'backups', 'portals', 'runs']) chownSync(path.join(given, part), NOBODY, NOBODY);
    expect(openElsewhere(given, [], NOBODY)).toBe('workspace-read-only');
    await open(given, false).close();
  });

  it('a workspace path that cannot be made is refused with a code', () => {
    writeFileSync(path.join(root, 'file'), '');
    expect(openElsewhere(path.join(root, 'file', 'workspace'), [])).not.toBe('open');
  });
});
