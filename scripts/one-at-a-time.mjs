// Two commands started together must not install, build or unpack over each other.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './terminal.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error.code === 'EPERM';
  }
}

/**
 * Does the work while no other process holds the lock; waits for it otherwise. A lock whose owner is gone is taken over.
 * @template T
 * @param {string} file the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work returns
 */
export async function oneAtATime(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let isTold = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let owner = 0;
    try {
      owner = Number(readFileSync(file, 'utf8'));
    } catch {
      continue;
    }
    // An empty file is a lock that is being written this moment.
    if (owner > 0 && !isAlive(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isTold) say(`Waiting for another command that is setting up or building here${owner > 0 ? ` (process ${owner})` : ''}`);
    isTold = true;
    await wait(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
