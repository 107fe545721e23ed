// The packages of the lock file, installed without running any of their scripts.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';

const modules = path.join(root, 'node_modules');
/** npm writes this list when an installation is complete, so an interrupted one has none. */
export const installedList = path.join(modules, '.package-lock.json');

/**
 * Compares the lock file with what npm says it installed. More than asked for is no difference.
 * @param {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> } | null} installed null when nothing is installed
 * @returns {string[]} paths of packages that are missing or of another version
 */
export function differingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([folder, wanted]) => {
      if (folder === '') return false;
      const present = installed?.packages[folder];
      // Optional packages are those of other platforms.
      if (present === undefined) return wanted.optional !== true && wanted.devOptional !== true;
      return present.version !== wanted.version || present.integrity !== wanted.integrity;
    })
    .map(([folder]) => folder);
}

/** Installs what the lock file asks for, unless it is there. */
export async function ensureDependencies() {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const installed = existsSync(installedList) ? JSON.parse(readFileSync(installedList, 'utf8')) : null;
  const differing = differingPackages(lock, installed);
  if (differing.length === 0) return;
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // A linked folder belongs to another checkout, so it is used as it is.
    say(`Dependencies: node_modules is a link and stays as it is, though it differs in ${differing.slice(0, 5).join(', ')}`);
    return;
  }
  say(`Dependencies: installing from the lock file (${Object.keys(lock.packages).length - 1} packages)`);
  const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    quiet: true,
    waitingFor: 'npm',
    timeoutMs: 20 * 60_000,
  });
  if (code === 127) throw new SetupError('npm was not found. It comes with Node: install Node with npm and run the command again.');
  if (code !== 0)
    throw new SetupError(`The dependencies could not be installed. Check the network and run the command again.\n${tail(output)}`);
}
