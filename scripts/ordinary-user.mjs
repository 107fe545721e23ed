// Running the security suite as somebody who is not root: a user without rights, and a copy of the checkout where he may not read it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outFolder, root } from './paths.mjs';
import { run } from './terminal.mjs';

const NAME = 'workstation-test';

const as = (command, ...args) => run('runuser', ['-u', NAME, '--', command, ...args], { quiet: true });

/** Whether the user may read, where it lies, all that the suite opens. */
async function mayRead(executable) {
  const files = ['package.json', 'test/playwright.config.ts', 'node_modules/playwright/cli.js', '.runtime/runtime.json'];
  const all = [...files.map((file) => path.join(root, file)), path.join(outFolder, 'main', 'main.js')];
  const script = 'test -x "$1" || exit 1; for file; do test -r "$file" || exit 1; done';
  return (await as('sh', '-c', script, 'sh', executable, ...all)).code === 0;
}

/** A copy for a checkout that lies where only root may read. @returns {Promise<string | null>} what went wrong */
async function copyTo(copy) {
  const script =
    'umask 022 && mkdir "$2" && cd "$1" && cp -rL package.json tsconfig.json test shared electron renderer scripts docs node_modules .runtime "$2" && cp -rL "$3" "$2/out" && chmod -R go+rX "$2"';
  const { code, output } = await run('sh', ['-c', script, 'sh', root, copy, outFolder], { quiet: true });
  return code === 0 ? null : (output.trim().split('\n').at(-1) ?? '');
}

/**
 * @param {{ executable: string }} info the runtime
 * @returns a description of how to run as that user, or the reason why it is impossible
 */
export async function ordinaryUser(info) {
  if ((await run('id', [NAME], { quiet: true })).code !== 0) {
    const made = await run('useradd', ['--system', '--no-create-home', '--shell', '/bin/sh', NAME], { quiet: true });
    if (made.code !== 0) return 'an ordinary user could not be created on this machine';
  }
  if ((await as('true')).code !== 0) return 'commands cannot be run as an ordinary user on this machine';
  // Chromium's sandbox stands on namespaces; where they are denied, a failing suite would say nothing about the application.
  if ((await as('unshare', '--user', '--map-root-user', 'true')).code !== 0)
    return "this machine denies ordinary users the namespaces that Chromium's sandbox needs";
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'workstation-user-'));
  const give = (folder) => run('chown', ['-R', NAME, folder], { quiet: true });
  // Electron keeps its profile at home; the user's own folder is made and removed with the run.
  const home = path.join(temporary, 'home');
  mkdirSync(home);
  await give(temporary);
  let place = { root, executable: info.executable, out: outFolder };
  if (!(await mayRead(info.executable))) {
    const copy = path.join(temporary, 'checkout');
    const problem = await copyTo(copy);
    if (problem !== null) {
      rmSync(temporary, { recursive: true, force: true });
      return `the checkout could not be copied for an ordinary user: ${problem}`;
    }
    // Set-up keeps the runtime's path relative to the checkout, so the copy finds its own.
    place = { root: copy, executable: path.join(copy, path.relative(root, info.executable)), out: path.join(copy, 'out') };
  }
  return {
    ...place,
    temporary,
    env: { HOME: home, TMPDIR: temporary, XDG_RUNTIME_DIR: temporary, XDG_CONFIG_HOME: path.join(home, '.config') },
    give,
    command: (command, args) => ({ command: 'runuser', args: ['-u', NAME, '--preserve-environment', '--', command, ...args] }),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}
