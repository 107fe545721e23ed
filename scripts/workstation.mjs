// npm run workstation -- COMMAND: the command line, on the runtime's own Node, without a window.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { outFolder } from './paths.mjs';
import { asNode } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';
import { handOver } from './terminal.mjs';

/** Exit code of the command line when it could not start; 1 and 2 are results there. */
const COULD_NOT_START = 3;

/** @returns {Promise<number>} exit code of the command */
export async function runWorkstation(info, args) {
  const code = await handOver(info.executable, [path.join(outFolder, 'main', 'cli.js'), ...args], { env: asNode(info) });
  return code === 127 ? COULD_NOT_START : code;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const info = await setUp();
    await build();
    return runWorkstation(info, process.argv.slice(2));
  }, COULD_NOT_START);
}
