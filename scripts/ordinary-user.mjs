// Running the security suite as somebody who is not root: a user without rights and a copy he may read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outFolder, root, runtimeFile } from './paths.mjs';
import { run } from './terminal.mjs';

const NAME = 'workstation-test';

/**
 * @param {{ executable: string }} info the runtime
 * @returns a description of how to run as that user, or the reason why it is impossible
 */
export async function ordinaryUser(info) {
  if ((await run('id', [NAME], { quiet: true })).code !== 0) {
    const made = await run('useradd', ['--system', '--create-home', '--shell', '/bin/sh', NAME], { quiet: true });
    if (made.code !== 0) return 'an ordinary user could not be created on this machine';
  }
  if ((await run('runuser', ['-u', NAME, '--', 'true'], { quiet: true })).code !== 0)
    return 'commands cannot be run as an ordinary user on this machine';
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'workstation-user-'));
  const copy = path.join(temporary, 'checkout');
  // The checkout may lie where only root may read: the suite gets a copy, dereferenced, that belongs to the user.
  const copied = await run(
    'sh',
    [
      '-c',
      `mkdir "$2" && cd "$1" && cp -rL package.json test shared electron renderer scripts node_modules .runtime "$2" && cp -rL "$3" "$2/out" && chown -R ${NAME} "$4" && chmod 755 "$4"`,
      'sh',
      root,
      copy,
      outFolder,
      temporary,
    ],
    { quiet: true },
  );
  if (copied.code !== 0) {
    rmSync(temporary, { recursive: true, force: true });
    return `the checkout could not be copied for an ordinary user: ${copied.output.trim().split('\n').at(-1)}`;
  }
  const executable = info.executable.startsWith(root) ? path.join(copy, path.relative(root, info.executable)) : info.executable;
  writeFileSync(
    path.join(copy, '.runtime', path.basename(runtimeFile)),
    JSON.stringify({ ...JSON.parse(readFileSync(runtimeFile, 'utf8')), executable }),
  );
  return {
    root: copy,
    executable,
    temporary,
    env: { HOME: path.join(temporary, 'home'), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary },
    give: (folder) => run('chown', ['-R', NAME, folder], { quiet: true }),
    command: (command, args) => ({ command: 'runuser', args: ['-u', NAME, '--preserve-environment', '--', command, ...args] }),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}
