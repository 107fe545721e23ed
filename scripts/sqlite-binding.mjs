// better-sqlite3's binding for runtimes whose Node-API is older than its prebuilt one asks for.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';
import { BINDING_NODE_API } from './pins.mjs';
import { asNode } from './runtime-info.mjs';
import { installPackages } from './system-packages.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';

const library = path.join(root, 'node_modules', 'better-sqlite3');
const binding = path.join(library, 'build', 'Release', 'better_sqlite3.node');

/**
 * Node-API 9 cannot hold references to strings. The replacement keeps the text and makes the string when it is asked for.
 * Each change must apply, or the build stops: a newer library may need other ones, or none.
 */
const STRING_HOLDER = `
struct TextReference {
	TextReference() : env(nullptr) {}
	TextReference(napi_env owner, const char* characters) : env(owner), characters(characters) {}
	Napi::String Value() const { return Napi::String::New(env, characters); }
	napi_env env;
	std::string characters;
};
`;
const CHANGES = [
  { file: 'binding.gyp', find: /NAPI_VERSION=10/g, replace: 'NAPI_VERSION=9' },
  { file: 'src/util/helpers.cpp', find: /^/, replace: STRING_HOLDER },
  { file: 'src/util/helpers.cpp', find: /const Napi::Reference<Napi::String>& key/g, replace: 'const TextReference& key' },
  { file: 'src/util/constants.cpp', find: /Napi::Reference<Napi::String>/g, replace: 'TextReference' },
  { file: 'src/util/constants.cpp', find: /Napi::Persistent\(InternalizedFromLatin1\(env, str\)\)/g, replace: 'TextReference(env, str)' },
  { file: 'src/util/bind-map.cpp', find: /const Napi::Reference<Napi::String> name;/g, replace: 'const TextReference name;' },
  { file: 'src/util/bind-map.cpp', find: /name\(Napi::Persistent\(InternalizedFromUtf8\(env, name, -1\)\)\)/g, replace: 'name(env, name)' },
  { file: 'src/util/bind-map.cpp', find: /name\(Napi::Persistent\(pair->name\.Value\(\)\)\)/g, replace: 'name(pair->name)' },
];

/** Opens a database in the runtime: the only proof that counts. */
async function opens(info) {
  const script = "const D=require('better-sqlite3');const d=new D(':memory:');if(d.prepare('select 42').pluck().get()!==42)process.exit(3)";
  return (await run(info.executable, ['-e', script], { cwd: root, env: asNode(info), quiet: true, timeoutMs: 30_000 })).code === 0;
}

async function compile() {
  const work = mkdtempSync(path.join(os.tmpdir(), 'workstation-sqlite-'));
  try {
    cpSync(library, work, { recursive: true });
    for (const { file, find, replace } of CHANGES) {
      const target = path.join(work, file);
      const before = readFileSync(target, 'utf8');
      const after = before.replace(find, replace);
      if (after === before)
        throw new SetupError(
          `The SQLite binding cannot be adapted: ${file} of better-sqlite3 is not as expected. Use the official Electron, which needs no adaptation.`,
        );
      writeFileSync(target, after);
    }
    const headers = await run(
      'npm',
      ['install', 'node-addon-api@8', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
      { cwd: work, quiet: true, timeoutMs: 300_000 },
    );
    if (headers.code !== 0)
      throw new SetupError(
        `node-addon-api could not be fetched from the registry. Check the network and run the command again.\n${tail(headers.output)}`,
      );
    const globalModules = (await run('npm', ['root', '-g'], { quiet: true })).output.trim().split('\n').at(-1) ?? '';
    const gyp = path.join(globalModules, 'npm', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    const prefix = path.dirname(path.dirname(process.execPath));
    const nodeHeaders = existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
    const built = await run(process.execPath, [gyp, 'rebuild', '--release', '--force_build=1', ...nodeHeaders], {
      cwd: work,
      quiet: true,
      timeoutMs: 15 * 60_000,
    });
    if (built.code !== 0)
      throw new SetupError(
        `The SQLite binding could not be built. It needs python3, make, g++ and Node's headers.\n${tail(built.output, 20)}`,
      );
    mkdirSync(path.dirname(binding), { recursive: true });
    cpSync(path.join(work, 'build', 'Release', 'better_sqlite3.node'), binding);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Makes sure that SQLite opens in the runtime. @param info the runtime */
export async function ensureSqlite(info) {
  // A binding built for an older runtime also loads in a newer one, so an existing one is only tried, never judged by age.
  if ((info.nodeApi >= BINDING_NODE_API || existsSync(binding)) && (await opens(info))) return;
  if (info.nodeApi >= BINDING_NODE_API && existsSync(binding)) {
    rmSync(binding);
    if (await opens(info)) return;
  }
  if (info.nodeApi >= BINDING_NODE_API)
    throw new SetupError('SQLite does not open in the runtime. Delete node_modules and run the command again.');
  say('SQLite: building the binding for this runtime from source (about a minute)');
  const wanted = [];
  for (const [command, name] of [
    ['python3', 'python3'],
    ['make', 'make'],
    ['g++', 'g++'],
  ])
    if ((await run('sh', ['-c', `command -v ${command}`], { quiet: true })).code !== 0) wanted.push(name);
  await installPackages(wanted, 'building the SQLite binding');
  await compile();
  if (!(await opens(info)))
    throw new SetupError('The SQLite binding was built but does not open in the runtime. Delete node_modules and run the command again.');
}
