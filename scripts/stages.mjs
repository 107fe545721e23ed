// The stages of npm test: how each is run and what its own report counts.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ordinaryUser } from './ordinary-user.mjs';
import { outFolder, root } from './paths.mjs';
import { asNode, onDisplay } from './runtime-info.mjs';
import { run } from './terminal.mjs';
import { onlyFailed } from './totals.mjs';

const bin = (...parts) => path.join(root, 'node_modules', ...parts);

/** @returns {{ passed: number, failed: number, skipped: number }} a command that is one test */
function single(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Counts of a vitest JSON report; a report that is missing or counts nothing is one failure. */
export function countVitest(report, code) {
  if (report === null || report.numTotalTests === 0) return onlyFailed();
  // A file that does not load has no tests of its own, but is a failure all the same.
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Counts of a Playwright JSON report; the same care. */
export function countPlaywright(report, code) {
  const stats = report?.stats;
  if (stats === undefined || stats.expected + stats.unexpected + stats.flaky + stats.skipped === 0) return onlyFailed();
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function vitest(info, folders, workers) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'workstation-report-'));
  const report = path.join(work, 'report.json');
  const present = folders.filter((folder) => existsSync(path.join(root, folder)));
  const { code } = await run(
    info.executable,
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      `--maxWorkers=${workers}`,
      ...present,
    ],
    { cwd: root, env: asNode(info) },
  );
  const counts = countVitest(readReport(report), code);
  rmSync(work, { recursive: true, force: true });
  return counts;
}

async function playwright(info, folder, as) {
  const work = mkdtempSync(path.join(as?.temporary ?? os.tmpdir(), 'workstation-report-'));
  await as?.give(work);
  const report = path.join(work, 'report.json');
  const base = as?.root ?? root;
  const env = {
    ...asNode({ ...info, executable: as?.executable ?? info.executable }),
    ...as?.env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    WORKSTATION_OUT: as?.out ?? outFolder,
  };
  const inner = onDisplay(
    env.WORKSTATION_ELECTRON,
    [
      path.join(base, 'node_modules', 'playwright', 'cli.js'),
      'test',
      '--config',
      path.join(base, 'test', 'playwright.config.ts'),
      '--reporter=line,json',
      '--output',
      path.join(work, 'results'),
      `${folder}/`,
    ],
    env,
  );
  const { command, args } = as === null ? inner : as.command(inner.command, inner.args);
  const { code } = await run(command, args, { cwd: base, env });
  const counts = countPlaywright(readReport(report), code);
  const kept = path.join(root, 'test-results', folder);
  rmSync(kept, { recursive: true, force: true });
  // What a failing test leaves is worth looking at, also after a run as somebody else.
  if (counts.failed > 0 && existsSync(path.join(work, 'results'))) cpSync(path.join(work, 'results'), kept, { recursive: true });
  rmSync(work, { recursive: true, force: true });
  return counts;
}

/** Every stage by name, in order. @type {Record<string, (info: object) => Promise<{ passed: number, failed: number, skipped: number, reason?: string }>>} */
export const stages = {
  async typecheck() {
    let code = 0;
    for (const project of ['.', 'electron', 'renderer', 'test'])
      code ||= (await run(process.execPath, [bin('typescript-native', 'bin', 'tsc'), '-p', project], { cwd: root })).code;
    return single(code);
  },
  async lint() {
    const eslint = await run(
      process.execPath,
      [bin('eslint', 'bin', 'eslint.js'), '-c', 'scripts/eslint.config.mjs', '.', '--max-warnings', '0'],
      { cwd: root },
    );
    const prettier = await run(process.execPath, [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'], {
      cwd: root,
    });
    return single(eslint.code || prettier.code);
  },
  unit: (info) => vitest(info, ['test/unit', 'test/fuzz'], os.availableParallelism()),
  // Much of the time these wait for browsers and clocks, so that two files side by side keep one machine busy.
  integration: (info) => vitest(info, ['test/integration', 'test/crash'], 2),
  e2e: (info) => playwright(info, 'e2e', null),
  async security(info) {
    // Chromium has its sandbox only as an ordinary user, so this suite never runs as root.
    if (process.getuid?.() !== 0) return playwright(info, 'security', null);
    const user = await ordinaryUser(info);
    if (typeof user === 'string') return { passed: 0, failed: 0, skipped: 1, reason: user };
    try {
      return await playwright(info, 'security', user);
    } finally {
      user.remove();
    }
  },
};
