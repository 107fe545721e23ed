// Builds the application when its sources changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { cacheFolder, outFolder, root } from './paths.mjs';
import { run, say, SetupError, tail } from './terminal.mjs';

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

function* filesOf(entry) {
  if (!statSync(entry).isDirectory()) {
    yield entry;
    return;
  }
  for (const name of readdirSync(entry).sort()) yield* filesOf(path.join(entry, name));
}

/** Names, sizes and times: reading every file would cost more than it proves. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(path.join(root, source))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** Builds when something changed; prints nothing otherwise. */
export async function build() {
  const stamp = path.join(outFolder, '.sources');
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
  if (isCurrent()) return;
  await oneAtATime(path.join(cacheFolder, `build-${path.basename(outFolder)}.lock`), async () => {
    if (isCurrent()) return;
    say('Building');
    // Taken before: what changes while it builds is then built the next time.
    const sources = fingerprint();
    const { code, output } = await run(
      process.execPath,
      [path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
      { cwd: root, quiet: true, waitingFor: 'the build' },
    );
    if (code !== 0) throw new SetupError(`The application could not be built:\n${tail(output, 30)}`);
    writeFileSync(stamp, sources);
  });
}
