// Shared libraries and the virtual display: installed where that is allowed, else the exact command is told.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DEBIAN_LIBRARIES } from './pins.mjs';
import { hasDisplay } from './runtime-info.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';

/** @returns names of libraries that `ldd` reports as missing */
export function missingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

/** @returns Debian packages that bring the libraries; unknown libraries map to the packages Electron's users need most */
export function packagesFor(libraries) {
  return [...new Set(libraries.map((library) => DEBIAN_LIBRARIES[library] ?? 'libgtk-3-0'))].sort();
}

/** @returns whether the shell finds the command */
export async function isCommand(name) {
  return (await run('sh', ['-c', `command -v ${name}`], { quiet: true })).code === 0;
}

/** Newer Debian and Ubuntu name libraries with 64-bit times anew; the old names are then no packages any more. */
async function availableName(name) {
  if (!name.startsWith('lib')) return name;
  const { code, output } = await run('apt-cache', ['show', `${name}t64`], { quiet: true });
  return code === 0 && output.trim() !== '' ? `${name}t64` : name;
}

let isListFresh = false;

/**
 * Installs Debian packages as root; otherwise stops with the command to type.
 * @param {readonly string[]} packages
 * @param {string} purpose ends the sentence "… needed for"
 */
export async function installPackages(packages, purpose) {
  if (packages.length === 0) return;
  if (!(await isCommand('apt-get')))
    throw new SetupError(
      `Needed for ${purpose}: what Debian calls ${packages.join(', ')}. Install it with this system's package manager and run the command again.`,
    );
  const isRoot = process.getuid?.() === 0;
  const apt = (args) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      quiet: true,
      waitingFor: 'apt-get',
      timeoutMs: 20 * 60_000,
    });
  if (isRoot) {
    say(`Installing ${packages.join(' ')} (for ${purpose})`);
    // Once is enough. A list that cannot be refreshed may still be good enough: the installation tells.
    if (!isListFresh) await apt(['update']);
    isListFresh = true;
  }
  const names = [];
  for (const name of packages) names.push(await availableName(name));
  const install = `install -y --no-install-recommends ${names.join(' ')}`;
  if (!isRoot)
    throw new SetupError(
      `Needed for ${purpose}: ${names.join(', ')}. Type this and run the command again:\n  sudo apt-get update && sudo apt-get ${install}`,
    );
  const { code, output } = await apt(install.split(' '));
  if (code !== 0)
    throw new SetupError(
      `Debian's packages for ${purpose} could not be installed. Check the package sources, then type:\n  apt-get update && apt-get ${install}\n${tail(output)}`,
    );
}

/**
 * Chromium's sandbox needs namespaces for ordinary users, or its own helper with root's rights. Some systems allow neither at first.
 * @param {string} executable
 * @param {(file: string) => string | null} read a small file's text, null when there is none
 * @param {(file: string) => { uid: number, mode: number } | null} stat
 * @returns {string | null} what is to be typed, null when nothing is
 */
export function sandboxRemedy(executable, read, stat) {
  const isRestricted =
    read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' || read('/proc/sys/kernel/unprivileged_userns_clone') === '0';
  if (!isRestricted) return null;
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  const state = stat(helper);
  const isReady = state !== null && state.uid === 0 && (state.mode & 0o4001) === 0o4001;
  return isReady ? null : `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}

function readSmall(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/** Makes sure that the executable finds its libraries, and that there is a display or a virtual one. */
export async function ensureSystem(executable) {
  if (process.platform !== 'linux') return;
  const missing = missingLibraries((await run('ldd', [executable], { quiet: true })).output);
  await installPackages(packagesFor(missing), 'Electron');
  const still = missingLibraries((await run('ldd', [executable], { quiet: true })).output);
  if (still.length > 0)
    throw new SetupError(`Electron still misses ${still.join(', ')}. Install what brings them and run the command again.`);
  if (!hasDisplay()) {
    const wanted = [];
    if (!(await isCommand('Xvfb')) || !(await isCommand('xvfb-run'))) wanted.push('xvfb', 'xauth');
    if (!existsSync('/usr/share/fonts/truetype/dejavu')) wanted.push('fonts-dejavu-core');
    await installPackages(wanted, 'a virtual display (there is none here)');
  }
  // Root runs without the sandbox, and says so on the command line.
  const remedy =
    process.getuid?.() === 0 ? null : sandboxRemedy(executable, readSmall, (file) => statSync(file, { throwIfNoEntry: false }) ?? null);
  if (remedy !== null)
    throw new SetupError(
      `This system denies ordinary users the namespaces that Chromium's sandbox needs. Type this and run the command again:\n  ${remedy}`,
    );
}
