// What set-up says and how it runs commands. Everything goes to standard error: standard output belongs to the command.
import { spawn } from 'node:child_process';

/** A failure with one sentence on what happened and what to do. */
export class SetupError extends Error {}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, quiet?: boolean }} [options] quiet collects the output instead of showing it
 * @returns {Promise<{ code: number, output: string }>} code 124 when the time ran out, 127 when the command does not exist
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.quiet === true ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
      shell: process.platform === 'win32' && ['npm', 'npx'].includes(command),
    });
    let output = '';
    const collect = (chunk) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), child.kill('SIGKILL')), options.timeoutMs);
    child.once('error', () => {
      clearTimeout(timer);
      resolve({ code: 127, output });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : (code ?? 1), output });
    });
  });
}

/** Last lines of a command's output, for a message. */
export function tail(output, lines = 8) {
  return output.trim().split('\n').slice(-lines).join('\n');
}
