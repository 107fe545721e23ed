// What set-up says and how it runs commands. Everything goes to standard error: standard output belongs to the command.
import { spawn } from 'node:child_process';
import os from 'node:os';

/** How often it is looked whether npm is still there. */
const ORPHAN_CHECK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A failure with one sentence on what happened and what to do. */
export class SetupError extends Error {}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, quiet?: boolean, waitingFor?: string }} [options]
 *   quiet collects the output instead of showing it; waitingFor names what a quiet command that takes long is waiting for
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
    const startedAt = Date.now();
    const reminder =
      options.waitingFor === undefined
        ? undefined
        : setInterval(() => say(`  … ${options.waitingFor}, ${Math.round((Date.now() - startedAt) / 1000)} s`), 15_000);
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), child.kill('SIGKILL')), options.timeoutMs);
    child.once('error', () => {
      clearTimeout(timer);
      clearInterval(reminder);
      resolve({ code: 127, output });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      clearInterval(reminder);
      resolve({ code: timedOut ? 124 : (code ?? 1), output });
    });
  });
}

/**
 * Hands the terminal to a command: its input, output and end are this process's own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it, 127 when it could not be started
 */
export function handOver(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const forward = (signal) => {
      // A terminal sends Ctrl-C to every process of the foreground: once more would read as impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    // npm that is ended alone tells nobody; without it nobody waits for the command any more.
    const npm = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event === undefined || process.ppid === npm) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, ORPHAN_CHECK_MS);
    const end = (code) => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, forward);
      resolve(code);
    };
    child.once('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      end(127);
    });
    child.once('close', (code, signal) => end(code ?? 128 + (os.constants.signals[signal] ?? 1)));
  });
}

/** Last lines of a command's output, for a message. */
export function tail(output, lines = 8) {
  return output.trim().split('\n').slice(-lines).join('\n');
}
