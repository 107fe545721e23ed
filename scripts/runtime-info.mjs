// Where the runtime is and how it is started; the one place that knows about root, displays and Electron's own Node.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runtimeFile } from './paths.mjs';

/** Lies beside a runtime's executable when that runtime must never reach a user. */
export const NOT_FOR_USERS = 'NOT-FOR-DISTRIBUTION.json';

/**
 * @returns {{ executable: string, source: 'official' | 'registry', version: string, nodeApi: number }}
 */
export function runtimeInfo() {
  const info = JSON.parse(readFileSync(runtimeFile, 'utf8'));
  return { ...info, executable: path.resolve(root, info.executable) };
}

/** Kept relative to the checkout, so that a moved, copied or linked one uses its own runtime. */
export function writeRuntimeInfo(info) {
  const executable = path.relative(root, info.executable).split(path.sep).join('/');
  writeFileSync(runtimeFile, `${JSON.stringify({ ...info, executable }, null, 2)}\n`);
}

/**
 * Throws when the runtime may not be given to users. Whatever makes an installer calls this first.
 * @param {{ executable: string, source: 'official' | 'registry', version: string }} [info]
 */
export function assertPackagingAllowed(info = runtimeInfo()) {
  // Two witnesses: what set-up wrote down, and what lies in the runtime's own folder.
  if (info.source !== 'official' || existsSync(path.join(path.dirname(info.executable), NOT_FOR_USERS))) {
    throw new Error(
      `Packaging needs the official Electron. This folder has the registry-hosted runtime (Electron ${info.version}), which is for development and tests only: run "npm run setup -- --retry-electron" where the official download can be reached.`,
    );
  }
}

export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
}

/** Puts a command under a virtual display where there is none. */
export function onDisplay(command, args, env = process.env) {
  return hasDisplay(env)
    ? { command, args: [...args] }
    : { command: 'xvfb-run', args: ['-a', '-s', '-screen 0 1920x1200x24', command, ...args] };
}

/** How an application folder is opened in the runtime. */
export function electronCommand(info, args) {
  // Chromium refuses to run as root with its sandbox; an ordinary user always has it.
  return onDisplay(info.executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args]);
}

/** Environment in which the runtime behaves as plain Node: whatever touches SQLite runs on it, so one binding serves all. */
export function asNode(info, env = process.env) {
  return { ...env, ELECTRON_RUN_AS_NODE: '1', WORKSTATION_ELECTRON: info.executable };
}
