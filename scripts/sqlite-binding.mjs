// better-sqlite3's binding for runtimes whose Node-API is older than its prebuilt one asks for.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, runtimeFolder } from './paths.mjs';
import { BINDING_NODE_API } from './pins.mjs';
import { asNode } from './runtime-info.mjs';
import { installPackages, isCommand } from './system-packages.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';

const modules = path.join(root, 'node_modules');
const library = path.join(modules, 'better-sqlite3');
/** Where the library looks before it takes its prebuilt binding. */
export const builtBinding = path.join(library, 'build', 'Release', 'better_sqlite3.node');
const textReference = path.join(root, 'scripts', 'text-reference.hpp');

/** @returns {string[]} what the library's own build file defines for SQLite; throws when it reads differently than expected */
export function sqliteDefines(buildFile) {
  const list = /'defines':\s*\[([^\]]*)\]/.exec(buildFile)?.[1] ?? '';
  const defines = [...list.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^'\s]*)?)'/g)].map((match) => match[1]);
  // Without this one the library does not work: its absence means that the list was not understood.
  if (!defines.includes('SQLITE_ENABLE_COLUMN_METADATA'))
    throw new SetupError(
      'The build settings of better-sqlite3 are not as expected, so its binding cannot be built here. Use the official Electron, which needs no build.',
    );
  return defines;
}

/** Opens a database in the runtime: the only proof that counts. */
async function opens(info) {
  const script = "const D=require('better-sqlite3');const d=new D(':memory:');if(d.prepare('select 42').pluck().get()!==42)process.exit(3)";
  return (await run(info.executable, ['-e', script], { cwd: root, env: asNode(info), quiet: true, timeoutMs: 60_000 })).code === 0;
}

/** Compiles the library with a replacement for what Node-API 9 lacks. Takes a C++ compiler and nothing else. */
async function compile(target) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'workstation-sqlite-'));
  const sqlite = path.join(library, 'deps', 'sqlite3');
  const common = ['-O3', '-DNDEBUG', '-D_FILE_OFFSET_BITS=64', '-fPIC', '-pthread', `-I${sqlite}`];
  const step = async (command, args) => {
    const { code, output } = await run(command, args, { cwd: work, quiet: true, waitingFor: command, timeoutMs: 20 * 60_000 });
    if (code !== 0)
      throw new SetupError(
        `The SQLite binding could not be built (${command} ended with ${code}). With the official Electron no build is needed.\n${tail(output, 20)}`,
      );
  };
  try {
    await Promise.all([
      step('gcc', [
        ...['-std=c99', '-w', ...common],
        ...sqliteDefines(readFileSync(path.join(library, 'deps', 'defines.gypi'), 'utf8')).map((define) => `-D${define}`),
        ...['-c', path.join(sqlite, 'sqlite3.c'), '-o', 'sqlite3.o'],
      ]),
      step('g++', [
        ...['-std=c++20', '-w', '-fvisibility=hidden', ...common],
        `-DNAPI_VERSION=${BINDING_NODE_API - 1}`,
        ...['-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', '-DBUILDING_NODE_EXTENSION'],
        ...[`-I${path.join(modules, 'node-api-headers', 'include')}`, `-I${path.join(modules, 'node-addon-api')}`],
        ...['-include', textReference, '-c', path.join(library, 'src', 'better_sqlite3.cpp'), '-o', 'better_sqlite3.o'],
      ]),
    ]);
    await step('g++', [
      ...['-shared', '-pthread', 'better_sqlite3.o', 'sqlite3.o', '-o', 'better_sqlite3.node'],
      // Its SQLite must not be mixed up with one that the runtime or the system brings.
      ...['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl', '-lm'],
    ]);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(work, 'better_sqlite3.node'), `${target}.part`);
    renameSync(`${target}.part`, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Name of a build: the same sources, settings and replacement give the same file, so a new node_modules needs no new build. */
function storedBinding() {
  const { version } = JSON.parse(readFileSync(path.join(library, 'package.json'), 'utf8'));
  const recipe = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(textReference))
    .digest('hex');
  return path.join(runtimeFolder, 'bindings', `better-sqlite3-${version}-${recipe.slice(0, 12)}.node`);
}

/** Makes sure that SQLite opens in the runtime. @param {{ executable: string, nodeApi: number }} info */
export async function ensureSqlite(info) {
  // A binding built for an older runtime also loads in a newer one, so an existing one is only tried, never judged by age.
  if ((info.nodeApi >= BINDING_NODE_API || existsSync(builtBinding)) && (await opens(info))) return;
  rmSync(builtBinding, { force: true });
  if (info.nodeApi >= BINDING_NODE_API) {
    if (await opens(info)) return;
    throw new SetupError('SQLite does not open in the runtime. Delete node_modules and run the command again.');
  }
  const stored = storedBinding();
  if (!existsSync(stored)) {
    say('SQLite: building the binding for this runtime from source (about a minute)');
    await installPackages((await isCommand('g++')) ? [] : ['g++'], 'building the SQLite binding');
    await compile(stored);
  }
  mkdirSync(path.dirname(builtBinding), { recursive: true });
  cpSync(stored, builtBinding);
  if (await opens(info)) return;
  rmSync(stored, { force: true });
  throw new SetupError('The SQLite binding was built but does not open in the runtime. Delete node_modules and run the command again.');
}
