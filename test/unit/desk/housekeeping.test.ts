import { readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../../shared/limits.ts';
import { renewClaim, takeClaim } from '../../../electron/desk/claim-desk.ts';
import { listOutbox } from '../../../electron/desk/correspondence-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict } from '../../../electron/desk/verdict-desk.ts';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { listBackups } from '../../../electron/store/backup.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  bench = openBench({ housekeeping: true });
});
afterEach(async () => {
  vi.useRealTimers();
  await bench.end();
});
const ctx = () => bench.workspace.context;
const pass = async (ms: number): Promise<void> => {
  bench.clock.now += ms;
  await vi.advanceTimersByTimeAsync(ms);
};
const events = (name: string): unknown[] => bench.emitted.filter(({ event }) => event === name).map(({ payload }) => payload);

describe('what happens by the clock', () => {
  it('leases run out and notices leave the outbox', async () => {
    const [one, two] = [await bench.accept(), await bench.accept()];
    takeClaim(ctx(), { id: one.id, revision: 1 });
    takeClaim(ctx(), { id: two.id, revision: 1 });
    const { revision } = getSubmission(ctx(), { id: two.id });
    decideVerdict(ctx(), { submissionId: two.id, revision, version: '1.0.0', kind: 'refuse', letter: '', language: 'ru' });
    await pass(LIMITS.undoWindowMs - 2_000);
    expect(ctx().db.value('SELECT state FROM outbox')).toBe('held');
    await pass(3_000);
    expect(ctx().db.value('SELECT state FROM outbox')).toBe('waiting');
    expect(listOutbox(ctx()).items).toMatchObject([{ state: 'waiting', heldUntil: null }]);
    await pass(LIMITS.claimLeaseMs);
    expect(getSubmission(ctx(), { id: one.id })).toMatchObject({ state: 'queued', claim: null });
    expect(events('queue.changed').length).toBeGreaterThan(0);
  });

  it('tells once that a claim of this moderator runs out soon, and again for a renewed one', async () => {
    const row = await bench.accept();
    takeClaim(ctx(), { id: row.id, revision: 1 });
    await pass(LIMITS.claimLeaseMs - LIMITS.claimWarningMs - 5_000);
    expect(events('claim.expiring')).toEqual([]);
    await pass(20_000);
    expect(events('claim.expiring')).toMatchObject([{ submissionId: row.id, solutionName: row.solution_name }]);
    renewClaim(ctx(), { id: row.id });
    await pass(LIMITS.claimLeaseMs - LIMITS.claimWarningMs - 5_000);
    expect(events('claim.expiring')).toHaveLength(1);
    await pass(20_000);
    expect(events('claim.expiring')).toHaveLength(2);
    bench.as('Модератор 2');
    await pass(1_000);
    expect(events('claim.expiring')).toHaveLength(2);
  });

  it('what the command line wrote shows in the window', async () => {
    const commandLine = openWorkspace({ ...bench.options, housekeeping: false });
    commandLine.settings.set({ moderatorName: 'Другое имя' });
    await commandLine.close();
    const before = events('queue.changed').length;
    await pass(1_100);
    expect(ctx().actor()).toBe('Другое имя');
    expect(events('settings.changed').at(-1)).toMatchObject({ moderatorName: 'Другое имя' });
    expect(events('queue.changed').length).toBeGreaterThan(before);
  });

  it('backups are made when something changed and the last one is old enough', async () => {
    await bench.accept();
    await pass(60_000);
    await vi.waitFor(() => {
      expect(listBackups(ctx().folder)).toHaveLength(1);
    });
    await bench.accept();
    await pass(60_000);
    expect(listBackups(ctx().folder)).toHaveLength(1);
    await pass(15 * 60_000);
    expect(listBackups(ctx().folder)).toHaveLength(2);
    await pass(60 * 60_000);
    expect(listBackups(ctx().folder)).toHaveLength(2);
  });

  it('an altered event is found and told', async () => {
    await bench.accept();
    expect(bench.workspace.fault()).toBeNull();
    ctx().db.raw.exec("DROP TRIGGER events_are_not_updated; UPDATE events SET actor = 'X' WHERE rank = 1");
    await pass(21_000);
    expect(bench.workspace.fault()).toMatchObject({ code: 'storage-corrupt', details: { sequence: 1, reason: 'content' } });
    expect(events('workspace.changed')).toEqual([{ state: 'open' }]);
  });
});

describe('a damaged workspace', () => {
  it('names the backup that can take its place and leaves the damaged file alone', async () => {
    await bench.accept();
    await ctx().reader.run('backup', { now: bench.clock.now, reason: 'schedule' });
    const { folder } = ctx();
    await bench.workspace.close();
    writeFileSync(folder.database, 'damaged');
    const [backup] = listBackups(folder);
    expect(() => openWorkspace(bench.options)).toThrow(
      expect.objectContaining({ code: 'storage-corrupt', details: expect.objectContaining({ backup: backup?.name }) as object }) as Error,
    );
    expect(readdirSync(folder.root).filter((name) => name.startsWith('workspace.sqlite'))).toEqual(['workspace.sqlite']);
    writeFileSync(folder.database, '');
    vi.useRealTimers();
    const { restoreBackup } = await import('../../../electron/store/backup.ts');
    if (backup === undefined) throw new Error('no backup');
    restoreBackup(folder, backup, 1);
    bench.workspace = openWorkspace(bench.options);
    expect(bench.workspace.context.db.value('SELECT count(*) FROM submissions')).toBe(1);
  });
});
