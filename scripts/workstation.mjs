// npm run workstation -- COMMAND: the command line, on the runtime's own Node, without a window.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { outFolder } from './paths.mjs';
import { asNode } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';

/** @returns exit code of the command */
export function runWorkstation(info, args) {
  const child = spawn(info.executable, [path.join(outFolder, 'main', 'cli.js'), ...args], { stdio: 'inherit', env: asNode(info) });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', () => resolve(3));
    child.once('close', (code) => resolve(code ?? 130));
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const info = await setUp();
    await build();
    return runWorkstation(info, process.argv.slice(2));
  });
}
