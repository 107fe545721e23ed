import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
// @ts-expect-error set-up scripts are plain JavaScript: they run before anything is installed
import { assertIntegrity } from '../../../scripts/electron-runtime.mjs';
// @ts-expect-error plain JavaScript, as above
import { assertPackagingAllowed, electronCommand, hasDisplay } from '../../../scripts/runtime-info.mjs';
// @ts-expect-error plain JavaScript, as above
import { countPlaywright, countVitest } from '../../../scripts/stages.mjs';
// @ts-expect-error plain JavaScript, as above
import { missingLibraries, packagesFor } from '../../../scripts/system-packages.mjs';
// @ts-expect-error plain JavaScript, as above
import { lastLine, totalOf } from '../../../scripts/totals.mjs';
// @ts-expect-error plain JavaScript, as above
import { isAtLeast } from '../../../scripts/versions.mjs';

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

  it('refuses a runtime whose hash differs by one byte', async () => {
    const file = path.join(folder, 'runtime.tgz');
    writeFileSync(file, 'exactly these bytes');
    const pin = `sha512-${createHash('sha512').update('exactly these bytes').digest('base64')}`;
    await expect(assertIntegrity(file, pin)).resolves.toBeUndefined();
    writeFileSync(file, 'exactly these bytez');
    await expect(assertIntegrity(file, pin)).rejects.toThrow(/not the pinned one/);
  });

  it('lets only the official runtime be packaged', () => {
    expect(() => {
      assertPackagingAllowed({ source: 'official', version: '45.4.1' });
    }).not.toThrow();
    expect(() => {
      assertPackagingAllowed({ source: 'registry', version: '33.4.11' });
    }).toThrow(/official Electron/);
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
    const { args } = electronCommand({ executable: 'electron' }, ['app']) as { args: string[] };
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

  it('ends with the line that is read', () => {
    const total = totalOf([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 1, failed: 0, skipped: 1 },
    ]);
    expect(lastLine(total)).toBe('3 passed, 0 failed, 1 skipped');
    expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  });
});
