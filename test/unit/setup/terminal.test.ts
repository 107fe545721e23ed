import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const terminal = pathToFileURL(path.resolve('scripts/terminal.mjs')).href;

/** A launcher that hands over to a command that would run for a minute, and tells its process id. */
const LAUNCHER = `
  const { handOver } = await import(${JSON.stringify(terminal)});
  process.exitCode = await handOver(process.execPath, ['-e', 'console.log(process.pid); setTimeout(() => {}, 60000)']);
`;

/** What npm does: starts the launcher and waits for it. Here it goes as soon as its input ends. */
const STARTER = `
  require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', process.env.LAUNCHER], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdin.on('end', () => process.exit()).resume();
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('a command that npm was waiting for ends when npm itself is ended', async () => {
  const starter = spawn(process.execPath, ['-e', STARTER], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', LAUNCHER, npm_lifecycle_event: 'workstation' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  const command = Number(line.toString());
  expect(isAlive(command)).toBe(true);
  starter.stdin.end();
  await expect.poll(() => isAlive(command), { timeout: 10_000, interval: 50 }).toBe(false);
});
