// Where the runtime is and how it is started; the one place that knows about root, displays and Electron's own Node.
import { readFileSync } from 'node:fs';
import { runtimeFile } from './paths.mjs';

/**
 * @returns {{ executable: string, source: 'official' | 'registry', version: string, nodeApi: number }}
 */
export function runtimeInfo() {
  return JSON.parse(readFileSync(runtimeFile, 'utf8'));
}

/** Throws when the runtime may not be given to users. */
export function assertPackagingAllowed(info = runtimeInfo()) {
  if (info.source !== 'official') {
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
