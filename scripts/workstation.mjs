// npm run workstation -- COMMAND: the command line, on the runtime's own Node, without a window.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { outFolder } from './paths.mjs';
import { asNode } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';
import { handOver } from './terminal.mjs';

/** @returns exit code of the command */
export function runWorkstation(info, args) {
  return handOver(info.executable, [path.join(outFolder, 'main', 'cli.js'), ...args], { env: asNode(info) });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const info = await setUp();
    await build();
    return runWorkstation(info, process.argv.slice(2));
  });
}
