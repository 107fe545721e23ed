import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queuePage } from '../../../electron/desk/queue-desk.ts';
import { seedWorkspace } from '../../../electron/desk/seed-desk.ts';
import { listBackups } from '../../../electron/store/backup.ts';
import { SEARCH_CANDIDATES } from '../../../electron/store/repositories/search.ts';
import { openBench, testMarket, type Bench } from '../../unit/desk/desk-fixture.ts';
import { seedMaterial } from '../../unit/store/store-fixture.ts';
import { buildScript } from './built-script.ts';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'reader-'));
  symlinkSync(path.join(import.meta.dirname, '../../../node_modules'), path.join(folder, 'node_modules'));
  script = await buildScript('electron/store/read-worker.ts', folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let bench: Bench;
beforeEach(() => {
  bench = openBench({ workerScript: script, marketplaces: [testMarket] });
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;
const page = (over: { search?: string; index?: number }) =>
  queuePage(ctx(), {
    query: { view: 'all', marketplace: null, region: null, kind: null, search: over.search ?? null },
    start: { index: over.index ?? 0 },
    limit: 5,
  });

describe('the read worker', () => {
  it('searches, prepares far jumps, verifies and backs up on a thread of its own', async () => {
    seedWorkspace(ctx(), seedMaterial, 30_000, () => undefined);
    const found = await page({ search: 'складской учёт' });
    expect(found).toMatchObject({ totalIsCapped: true, total: SEARCH_CANDIDATES, firstIndex: 0 });
    expect(found.rows).toHaveLength(5);
    const far = await page({ index: 29_500 });
    const ids = ctx().db.all<{ id: string }>('SELECT id FROM submissions ORDER BY queued_at, seq LIMIT 5 OFFSET 29500');
    expect(far.rows.map(({ id }) => id)).toEqual(ids.map(({ id }) => id));
    expect(ctx().anchors.distanceTo({ view: 'all', marketplace: null, region: null, kind: null }, 29_500)).toBeLessThan(1_000);

    const [chain, integrity] = await Promise.all([ctx().reader.run('verifyChain', {}), ctx().reader.run('checkIntegrity', { full: true })]);
    expect(chain.broken).toBeNull();
    expect(integrity).toBe('ok');
    await ctx().reader.run('backup', { now: 1_700_000_000_000, reason: 'schedule' });
    expect(listBackups(ctx().folder)).toHaveLength(1);
  });

  it('sees what was committed a moment ago, and leaves the main thread free meanwhile', async () => {
    seedWorkspace(ctx(), seedMaterial, 30_000, () => undefined);
    await bench.accept({ solution: { code: 'fresh.app', name: 'Новинка' } });
    expect((await page({ search: 'новинка' })).rows.map(({ solutionCode }) => solutionCode)).toEqual(['fresh.app']);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    await ctx().reader.run('checkIntegrity', { full: true });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it('passes faults on with their codes, and starts anew after it was ended', async () => {
    await expect(ctx().reader.run('backup', { now: 1, reason: '../elsewhere' })).rejects.toMatchObject({ code: 'invalid-request' });
    rmSync(ctx().folder.backups, { recursive: true });
    await expect(ctx().reader.run('backup', { now: 1, reason: 'schedule' })).rejects.toMatchObject({ code: 'workspace-read-only' });
    expect(await ctx().reader.run('checkIntegrity', { full: false })).toBe('ok');
    await ctx().reader.close();
    expect(await ctx().reader.run('checkIntegrity', { full: false })).toBe('ok');
  });
});
