// Sets up whatever is missing: dependencies, Electron, shared libraries and a display, the SQLite binding.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { ensureDependencies, installedList } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { cacheFolder, root, runtimeFolder } from './paths.mjs';
import { NODE_AT_LEAST } from './pins.mjs';
import { asNode, hasDisplay, runtimeInfo, writeRuntimeInfo } from './runtime-info.mjs';
import { builtBinding, ensureSqlite } from './sqlite-binding.mjs';
import { ensureSystem } from './system-packages.mjs';
import { run, say, SetupError } from './terminal.mjs';
import { isAtLeast } from './versions.mjs';

const stampFile = path.join(cacheFolder, 'set-up.json');
const PARTS = ['pins', 'dependencies', 'electron-runtime', 'sqlite-binding', 'system-packages'];

/** Size and time of a file: cheap, and different after whatever replaced or removed it. */
function signOf(file) {
  const state = statSync(file, { throwIfNoEntry: false });
  return state === undefined ? 'none' : `${state.size} ${Math.round(state.mtimeMs)}`;
}

/** All that a finished set-up depends on, as it is now. The same again means that nothing is missing. */
function presentState() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...PARTS.map((name) => `scripts/${name}.mjs`)]) hash.update(readFileSync(path.join(root, file)));
  const info = readRuntimeInfo();
  return {
    asked: hash.digest('hex'),
    hasDisplay: hasDisplay(),
    folder: root,
    installed: signOf(installedList),
    runtime: info === null ? 'none' : `${JSON.stringify(info)} ${signOf(info.executable)}`,
    binding: signOf(builtBinding),
  };
}

function readRuntimeInfo() {
  try {
    return runtimeInfo();
  } catch {
    return null;
  }
}

function isComplete() {
  try {
    const info = readRuntimeInfo();
    return info !== null && existsSync(info.executable) && isDeepStrictEqual(JSON.parse(readFileSync(stampFile, 'utf8')), presentState());
  } catch {
    return false;
  }
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
  if (options.retryElectron !== true && isComplete()) return announce(runtimeInfo());
  return oneAtATime(path.join(runtimeFolder, 'set-up.lock'), async () => {
    // Whoever held the lock may have done it all.
    if (options.retryElectron !== true && isComplete()) return announce(runtimeInfo());
    rmSync(stampFile, { force: true });
    await ensureDependencies();
    const electron = await ensureElectron();
    await ensureSystem(electron.executable);
    const nodeApi = await nodeApiOf(electron.executable);
    if (!Number.isInteger(nodeApi))
      throw new SetupError(
        `Electron at ${electron.executable} does not start. Delete .runtime and node_modules and run the command again.`,
      );
    const info = { ...electron, nodeApi };
    await ensureSqlite(info);
    writeRuntimeInfo(info);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(stampFile, JSON.stringify(presentState(), null, 2));
    say('Set-up complete');
    return announce(info);
  });
}

/** The registry-hosted runtime is never used silently. */
function announce(info) {
  if (info.source === 'registry') say(`Runtime: registry-hosted Electron ${info.version}, for development and tests only`);
  return info;
}

/**
 * Runs a script's main function; a set-up failure becomes one message.
 * @param {() => Promise<number | void>} work its result is the exit code
 * @param {number} [failureCode] exit code when set-up failed
 */
export async function main(work, failureCode = 1) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\nSet-up failed: ${error.message}`);
    process.exitCode = failureCode;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setUp({ retryElectron: process.argv.includes('--retry-electron') });
  });
}
