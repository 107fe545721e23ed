import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import type { DemoOutcome } from '../../electron/demo/run-demo.ts';
import { temporaryFolder } from '../electron-app.ts';
import { runtimeInfo } from '../runtime.ts';

const root = path.join(import.meta.dirname, '../..');
const built = path.join(path.resolve(root, process.env['WORKSTATION_OUT'] ?? 'out'), 'main');

function commandLine(args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const { executable } = runtimeInfo();
  const child = spawn(executable, [path.join(built, 'cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', WORKSTATION_ELECTRON: executable },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })));
}

test('the demonstration does the whole job by itself and leaves proof of it', async () => {
  test.setTimeout(600_000);
  const out = temporaryFolder('workstation-demo');
  const { code, output, errors } = await commandLine(['demo', '--out', out, '--json']);
  expect(code, errors + output).toBe(0);
  const outcome = JSON.parse(output) as DemoOutcome;

  const [faulty, good] = outcome.tests;
  expect(faulty?.outcome).toBe('findings');
  expect(faulty?.findings.map(({ ruleId }) => ruleId)).toContain('uninstall-data-removed');
  expect(good?.outcome).toBe('passed');
  expect(outcome.verdicts.map(({ kind }) => kind)).toEqual(['return', 'approve']);
  expect(outcome.verdicts[0]?.letter).toContain('Обнаружено');
  for (const { bundle, isValid, altered } of outcome.verdicts) {
    expect(isValid).toBe(true);
    expect(altered.file).not.toBeNull();
    const verified = await commandLine(['verify', path.join(out, bundle)]);
    expect(verified.code, verified.errors).toBe(0);
  }
  expect(outcome.pictures.length).toBeGreaterThanOrEqual(6);
  for (const { file } of outcome.pictures) expect(statSync(path.join(out, 'screenshots', file)).size).toBeGreaterThan(20_000);
  const report = readFileSync(path.join(out, 'report.html'), 'utf8');
  for (const { file } of outcome.pictures) expect(report).toContain(`screenshots/${file}`);
  expect(existsSync(path.join(out, 'report.json'))).toBe(true);
});
