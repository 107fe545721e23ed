// Sets up whatever is missing: dependencies, Electron, shared libraries and a display, the SQLite binding.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureElectron } from './electron-runtime.mjs';
import { root, runtimeFile, runtimeFolder } from './paths.mjs';
import { NODE_AT_LEAST } from './pins.mjs';
import { asNode, hasDisplay, runtimeInfo } from './runtime-info.mjs';
import { ensureSqlite } from './sqlite-binding.mjs';
import { ensureSystem } from './system-packages.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';
import { isAtLeast } from './versions.mjs';

const stampFile = path.join(runtimeFolder, 'set-up.json');
const modules = path.join(root, 'node_modules');

function hashOf(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** All that a finished set-up depends on. */
function wantedStamp() {
  return {
    lock: hashOf('package-lock.json'),
    pins: hashOf('scripts/pins.mjs', 'scripts/electron-runtime.mjs', 'scripts/sqlite-binding.mjs'),
    hasDisplay: hasDisplay(),
    folder: root,
  };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isComplete(wanted) {
  const stamp = readJson(stampFile);
  if (stamp === null || !existsSync(modules)) return false;
  const info = readJson(runtimeFile);
  return Object.entries(wanted).every(([key, value]) => stamp[key] === value) && info !== null && existsSync(info.executable);
}

async function ensureDependencies(lock) {
  const marker = path.join(modules, '.workstation-lock');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  // A linked folder belongs to another checkout; it is used as it is.
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) return;
  say('Dependencies: installing from the lock file');
  const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    quiet: true,
    timeoutMs: 15 * 60_000,
  });
  if (code !== 0)
    throw new SetupError(`The dependencies could not be installed. Check the network and run the command again.\n${tail(output)}`);
  writeFileSync(marker, lock);
}

async function nodeApiOf(executable) {
  const { output } = await run(executable, ['-p', 'process.versions.napi'], {
    env: asNode({ executable }),
    quiet: true,
    timeoutMs: 30_000,
  });
  return Number(output.trim().split('\n').at(-1));
}

/**
 * Brings the checkout into a state in which everything runs. Under a second when nothing is missing.
 * @param {{ retryElectron?: boolean }} [options]
 */
export async function setUp(options = {}) {
  if (!isAtLeast(process.versions.node, NODE_AT_LEAST)) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: install Node ${NODE_AT_LEAST.join('.')} or newer and run the command again.`,
    );
  }
  const wanted = wantedStamp();
  if (options.retryElectron !== true && isComplete(wanted)) {
    const info = runtimeInfo();
    if (info.source === 'registry') say(`Runtime: registry-hosted Electron ${info.version}, for development and tests only`);
    return info;
  }
  mkdirSync(runtimeFolder, { recursive: true });
  rmSync(stampFile, { force: true });
  await ensureDependencies(wanted.lock);
  const electron = await ensureElectron();
  await ensureSystem(electron.executable);
  const nodeApi = await nodeApiOf(electron.executable);
  if (!Number.isInteger(nodeApi))
    throw new SetupError(`Electron at ${electron.executable} does not start. Delete .runtime and node_modules and run the command again.`);
  const info = { ...electron, nodeApi };
  await ensureSqlite(info);
  writeFileSync(runtimeFile, JSON.stringify(info, null, 2));
  writeFileSync(stampFile, JSON.stringify(wanted, null, 2));
  say(
    `Set-up complete: Electron ${info.version} (${info.source === 'official' ? 'official' : 'registry-hosted, development and tests only'})`,
  );
  return info;
}

/** Runs a script's main function; a set-up failure becomes one message and exit code 1. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\nSet-up failed: ${error.message}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setUp({ retryElectron: process.argv.includes('--retry-electron') });
  });
}
