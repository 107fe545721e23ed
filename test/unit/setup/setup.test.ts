import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { differingPackages } from '../../../scripts/dependencies.mjs';
import { assertIntegrity, installerProblem, isPinnedRuntime } from '../../../scripts/electron-runtime.mjs';
import { oneAtATime } from '../../../scripts/one-at-a-time.mjs';
import { ELECTRON_VERSION, NODE_AT_LEAST, REGISTRY_RUNTIME } from '../../../scripts/pins.mjs';
import { assertPackagingAllowed, electronCommand, hasDisplay, NOT_FOR_USERS } from '../../../scripts/runtime-info.mjs';
import { sqliteDefines } from '../../../scripts/sqlite-binding.mjs';
import { countPlaywright, countVitest } from '../../../scripts/stages.mjs';
import { missingLibraries, packagesFor, sandboxRemedy } from '../../../scripts/system-packages.mjs';
import { exitCodeOf, lastLine, onlyFailed, runStages, stagesAsked } from '../../../scripts/totals.mjs';
import { isAtLeast } from '../../../scripts/versions.mjs';

const root = path.join(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'setup-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('set-up', () => {
  it('compares versions by number', () => {
    expect(isAtLeast('20.19.0', [20, 19])).toBe(true);
    expect(isAtLeast('v22.1.0', [20, 19])).toBe(true);
    expect(isAtLeast('20.9.9', [20, 19])).toBe(false);
    expect(isAtLeast('18.99.0', [20, 19])).toBe(false);
  });

  it('says with one sentence that Node is too old', () => {
    const disguise = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })";
    const run = (script: string) =>
      spawnSync(
        process.execPath,
        ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, path.join(root, 'scripts', script)],
        {
          env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
          encoding: 'utf8',
        },
      );
    const set = run('setup.mjs');
    expect(set.status).toBe(1);
    expect(set.stderr.trim()).toBe('Set-up failed: Node 18.20.8 is too old: install Node 20.19 or newer and run the command again.');
    // The command line has an exit code of its own for "could not start"; 1 means findings there.
    expect(run('workstation.mjs').status).toBe(3);
  });

  it('pins the Electron whose checksums the lock file brings', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      engines: { node: string };
      devDependencies: Record<string, string>;
    };
    expect(manifest.engines.node).toBe(`>=${NODE_AT_LEAST.join('.')}`);
    expect(manifest.devDependencies['electron']).toBe(ELECTRON_VERSION);
  });

  it('refuses a runtime whose hash differs by one byte', async () => {
    const file = path.join(folder, 'runtime.tgz');
    writeFileSync(file, 'exactly these bytes');
    const pin = `sha512-${createHash('sha512').update('exactly these bytes').digest('base64')}`;
    await expect(assertIntegrity(file, pin)).resolves.toBeUndefined();
    writeFileSync(file, 'exactly these bytez');
    await expect(assertIntegrity(file, pin)).rejects.toThrow(/not the pinned one/);
  });

  it('lets only the official runtime be packaged', () => {
    const place = path.join(folder, 'some-runtime');
    mkdirSync(place);
    const executable = path.join(place, 'electron');
    expect(() => {
      assertPackagingAllowed({ source: 'official', version: '45.4.1', executable });
    }).not.toThrow();
    expect(() => {
      assertPackagingAllowed({ source: 'registry', version: '33.4.11', executable });
    }).toThrow(/official Electron/);
    // A record that was altered by hand does not help: the runtime's folder tells on it.
    writeFileSync(path.join(place, NOT_FOR_USERS), '{}');
    expect(() => {
      assertPackagingAllowed({ source: 'official', version: '45.4.1', executable });
    }).toThrow(/official Electron/);
  });

  it('takes a runtime for the pinned one only when it is completely unpacked from it', () => {
    const place = path.join(folder, 'registry-runtime');
    mkdirSync(place);
    expect(isPinnedRuntime(place)).toBe(false);
    const marker = path.join(place, NOT_FOR_USERS);
    writeFileSync(marker, JSON.stringify({ integrity: REGISTRY_RUNTIME.integrity }));
    expect(isPinnedRuntime(place)).toBe(false);
    writeFileSync(path.join(place, 'electron'), '');
    expect(isPinnedRuntime(place)).toBe(true);
    writeFileSync(marker, JSON.stringify({ integrity: 'sha512-other' }));
    expect(isPinnedRuntime(place)).toBe(false);
  });

  it('installs only when what is installed differs from the lock file', () => {
    const one = { version: '1.0.0', integrity: 'sha512-a' };
    const lock = { packages: { '': {}, 'node_modules/one': one, 'node_modules/mac-only': { version: '2.0.0', optional: true } } };
    expect(differingPackages(lock, { packages: { 'node_modules/one': one, 'node_modules/extra': one } })).toEqual([]);
    expect(differingPackages(lock, null)).toEqual(['node_modules/one']);
    expect(differingPackages(lock, { packages: {} })).toEqual(['node_modules/one']);
    expect(differingPackages(lock, { packages: { 'node_modules/one': { ...one, version: '1.0.1' } } })).toEqual(['node_modules/one']);
    expect(differingPackages(lock, { packages: { 'node_modules/one': { ...one, integrity: 'sha512-b' } } })).toEqual(['node_modules/one']);
  });

  it('says why the official download failed, without the noise around it', () => {
    const output =
      'sumchecker\nError [ERR_MISMATCH]: Generated checksum for "a.zip" did not match\n    at Hash.final (node:internal/x:1:1)\nnpm notice New version\n';
    expect(installerProblem(output)).toBe('Error [ERR_MISMATCH]: Generated checksum for "a.zip" did not match');
    expect(installerProblem('no space left\n')).toBe('no space left');
  });

  it('builds SQLite as its library asks for, or not at all', () => {
    const real = readFileSync(path.join(root, 'node_modules/better-sqlite3/deps/defines.gypi'), 'utf8');
    const defines = sqliteDefines(real);
    expect(defines).toContain('SQLITE_ENABLE_FTS5');
    expect(defines).toContain('SQLITE_DEFAULT_CACHE_SIZE=-16000');
    expect(defines).toHaveLength(real.match(/^\s+'[A-Z]/gm)?.length ?? 0);
    expect(() => {
      sqliteDefines("{ 'definitions': ['SQLITE_ENABLE_FTS5'] }");
    }).toThrow(/official Electron/);
  });

  it('tells how to give Chromium its sandbox where the system denies it', () => {
    const restricted = (file: string): string | null => (file.endsWith('apparmor_restrict_unprivileged_userns') ? '1' : null);
    const stat = (mode: number, uid: number) => () => ({ mode, uid });
    expect(sandboxRemedy('/x/electron', () => null, stat(0o100755, 1000))).toBeNull();
    expect(sandboxRemedy('/x/electron', restricted, stat(0o100755, 1000))).toMatch(/chown root:root .*chrome-sandbox.* chmod 4755/);
    expect(sandboxRemedy('/x/electron', restricted, stat(0o104755, 1000))).not.toBeNull();
    expect(sandboxRemedy('/x/electron', restricted, stat(0o104755, 0))).toBeNull();
    expect(sandboxRemedy('/x/electron', restricted, () => null)).not.toBeNull();
  });

  it('lets one command set up at a time, and takes over from one that is gone', async () => {
    const lock = path.join(folder, 'work.lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([oneAtATime(lock, work), oneAtATime(lock, work), oneAtATime(lock, work)]);
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
    const gone = spawnSync(process.execPath, ['-e', ''], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
    writeFileSync(lock, String(gone.pid));
    await oneAtATime(lock, work);
    await expect(oneAtATime(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(lock)).toBe(false);
  });

  it('finds the libraries that are missing and what brings them', () => {
    const ldd =
      '\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x00)\n\tlibasound.so.2 => not found\n\tlibnssutil3.so => not found\n';
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libasound.so.2', 'libnssutil3.so']);
    expect(packagesFor(missingLibraries(ldd))).toEqual(['libasound2', 'libnss3']);
    expect(packagesFor([])).toEqual([]);
  });

  it('knows a display and starts a virtual one without', () => {
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({}, 'darwin')).toBe(true);
    const { args } = electronCommand({ executable: 'electron' }, ['app']);
    expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });
});

describe('counting', () => {
  it('counts what the reports say', () => {
    const vitest = {
      numTotalTests: 5,
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [{ status: 'failed', assertionResults: [{}] }],
    };
    expect(countVitest(vitest, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } }, 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    });
  });

  it('never takes silence for success', () => {
    expect(countVitest(null, 0).failed).toBe(1);
    expect(countVitest({ numTotalTests: 0, testResults: [] }, 0).failed).toBe(1);
    expect(countPlaywright(null, 0).failed).toBe(1);
    expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, 0).failed).toBe(1);
    // A runner that counts only passes but ends badly, and a file that does not load.
    expect(countVitest({ numTotalTests: 1, numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults: [] }, 1).failed).toBe(1);
    expect(
      countVitest(
        {
          numTotalTests: 1,
          numPassedTests: 1,
          numFailedTests: 0,
          numPendingTests: 0,
          testResults: [{ status: 'failed', assertionResults: [] }],
        },
        1,
      ).failed,
    ).toBe(1);
  });

  it('runs the stages that are asked for, in their order', () => {
    const known = ['typecheck', 'unit', 'e2e'];
    expect(stagesAsked([], known)).toEqual(known);
    expect(stagesAsked(['--only', 'e2e,unit'], known)).toEqual(['unit', 'e2e']);
    expect(stagesAsked(['--only=unit'], known)).toEqual(['unit']);
    expect(() => stagesAsked(['--only', 'unti'], known)).toThrow(/no stage "unti"/);
    expect(() => stagesAsked(['--only'], known)).toThrow(/no stage/);
    expect(() => stagesAsked(['unit'], known)).toThrow(/Unknown argument/);
  });

  it('goes on after a stage that breaks, and ends with the line that is read', async () => {
    const said: string[] = [];
    const total = await runStages(
      {
        good: () => Promise.resolve({ passed: 2, failed: 0, skipped: 0 }),
        broken: () => Promise.reject(new Error('no such runner')),
        apart: () => Promise.resolve({ passed: 1, failed: 0, skipped: 1, reason: 'nobody to run it as' }),
      },
      (text) => said.push(text),
    );
    expect(lastLine(total)).toBe('3 passed, 1 failed, 1 skipped');
    expect(exitCodeOf(total)).toBe(1);
    expect(said.join('\n')).toContain('no such runner');
    expect(said.join('\n')).toContain('skipped: nobody to run it as');
    expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(exitCodeOf({ passed: 3, failed: 0, skipped: 1 })).toBe(0);
  });

  it('takes no test at all for a failure', () => {
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 0 })).toBe(1);
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 9 })).toBe(1);
    expect(exitCodeOf(onlyFailed())).toBe(1);
  });

  it('ends with its line and a failure also when it cannot begin', () => {
    const run = spawnSync(process.execPath, [path.join(root, 'scripts/test.mjs'), '--only', 'nothing'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('There is no stage "nothing"');
    expect(run.stdout).toBe('0 passed, 1 failed\n');
  });
});
