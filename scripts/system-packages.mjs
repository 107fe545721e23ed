// Shared libraries and the virtual display: installed where that is allowed, else the exact command is told.
import { existsSync } from 'node:fs';
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

async function exists(command) {
  return (await run('sh', ['-c', `command -v ${command}`], { quiet: true })).code === 0;
}

/**
 * Installs Debian packages as root; otherwise stops with the command to type.
 * @param {readonly string[]} packages
 * @param {string} purpose ends the sentence "… are needed for"
 */
export async function installPackages(packages, purpose) {
  if (packages.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new SetupError(
      `${packages.join(', ')} are needed for ${purpose}. Type this and run the command again:\n  sudo sh -c '${command}'`,
    );
  }
  say(`Installing ${packages.join(' ')} (for ${purpose})`);
  const { code, output } = await run('sh', ['-c', `export DEBIAN_FRONTEND=noninteractive; ${command}`], {
    quiet: true,
    timeoutMs: 15 * 60_000,
  });
  if (code !== 0)
    throw new SetupError(`Debian's packages could not be installed. Check the package sources and type:\n  ${command}\n${tail(output)}`);
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
    if (!(await exists('Xvfb')) || !(await exists('xvfb-run'))) wanted.push('xvfb', 'xauth');
    if (!existsSync('/usr/share/fonts/truetype/dejavu')) wanted.push('fonts-dejavu-core');
    await installPackages(wanted, 'a virtual display (there is none here)');
  }
}
