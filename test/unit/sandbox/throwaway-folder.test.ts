import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeThrowawayFolder, sweepThrowawayFolders } from '../../../electron/sandbox/throwaway-folder.ts';

let temporary = '';
beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'sweep-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

it('what killed processes left is removed, what living ones have and what is not ours stays', async () => {
  const dead = String(spawnSync(process.execPath, ['--version']).pid);
  const mine = [makeThrowawayFolder('portal'), makeThrowawayFolder('profile')];
  const foreign = ['moderation-portal-', `moderation-portal-${dead}`, `other-portal-${dead}-x`].map((name) => path.join(temporary, name));
  const left = [`moderation-portal-${dead}-Ab1`, `moderation-sandbox-${dead}-Cd2`].map((name) => path.join(temporary, name));
  for (const folder of [...foreign, ...left]) mkdirSync(folder);
  for (const folder of left) writeFileSync(path.join(folder, 'state.json'), '{}');
  await sweepThrowawayFolders();
  expect(left.filter((folder) => existsSync(folder))).toEqual([]);
  expect(readdirSync(temporary).sort()).toEqual([...mine, ...foreign].map((folder) => path.basename(folder)).sort());
});

it('says which folder could not be used when there is none for temporary files', () => {
  const missing = path.join(temporary, 'nowhere');
  vi.stubEnv('TMPDIR', missing);
  expect(() => makeThrowawayFolder('portal')).toThrow(
    expect.objectContaining({ code: 'not-allowed', message: expect.stringContaining(missing) as string }),
  );
});
