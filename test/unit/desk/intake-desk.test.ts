import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/domain/errors.ts';
import type { IncomingSubmission, PackageReading, PackageSource } from '../../../shared/domain/incoming-submission.ts';
import { acceptSubmission, forgetRefused, listRefused } from '../../../electron/desk/intake-desk.ts';
import { queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { revealTestData } from '../../../electron/desk/test-data.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { markItem } from '../../../electron/desk/checklist-desk.ts';
import { decideVerdict } from '../../../electron/desk/verdict-desk.ts';
import { latestEvents } from '../../../electron/store/event-log.ts';
import { incoming, incomingFile, openBench, type Bench } from './desk-fixture.ts';

/** Packages by name, as intake would read them. */
class Shelf implements PackageSource {
  readonly readings = new Map<string, () => PackageReading | Promise<PackageReading>>();
  closed = 0;
  find(paths: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(paths);
  }
  async read(path: string): Promise<PackageReading> {
    const reading = this.readings.get(path);
    if (reading === undefined) throw new Error(`no package ${path}`);
    return reading();
  }
  put(name: string, change: Partial<IncomingSubmission> = {}): string {
    const submission = incoming({
      ...change,
      close: () => {
        this.closed += 1;
        return Promise.resolve();
      },
    });
    this.readings.set(name, () => ({ kind: 'read', submission }));
    return name;
  }
}

let bench: Bench;
let shelf: Shelf;
beforeEach(() => {
  shelf = new Shelf();
  bench = openBench({ packages: shelf });
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;
const everything = async () =>
  (
    await queuePage(ctx(), {
      query: { view: 'all', marketplace: null, region: null, kind: null, search: null },
      start: { index: 0 },
      limit: 200,
    })
  ).rows;

describe('accepting a submission', () => {
  it('stores all of it, sealed where it is secret', async () => {
    const icon = incomingFile('icon.png', Buffer.from('значок'), 'icon');
    const row = await bench.accept({
      files: [icon, incomingFile('1.png', Buffer.from('снимок')), { ...icon, path: 'copy.png', role: 'screenshot' }],
      testData: { note: 'вход по паролю', values: [{ name: 'password', value: 'S3cret-Value' }] },
    });
    const view = getSubmission(ctx(), { id: row.id });
    expect(view).toMatchObject({
      iconSha256: icon.sha256,
      hasTestData: true,
      attempt: 1,
      state: 'queued',
      solution: { publication: 'none' },
      vendor: { legalName: 'ООО «Вендор»' },
    });
    expect(view.media.map(({ name, role, widthPx }) => [name, role, widthPx])).toEqual([
      ['icon.png', 'icon', 100],
      ['1.png', 'screenshot', 100],
      ['icon.png', 'screenshot', 100],
    ]);
    expect(Buffer.from((await bench.workspace.blob(icon.sha256)) ?? []).toString()).toBe('значок');
    expect(await bench.workspace.blob('0'.repeat(64))).toBeNull();
    expect(revealTestData(ctx(), { id: row.id })).toEqual({
      note: 'вход по паролю',
      values: [{ name: 'password', value: 'S3cret-Value' }],
    });
    expect(latestEvents(ctx().db, 1)).toMatchObject([{ type: 'testData.revealed', details: { values: 1 } }]);
    const dump =
      JSON.stringify(ctx().db.all('SELECT * FROM events')) +
      Buffer.from(ctx().db.value<Uint8Array>('SELECT sealed FROM test_data') ?? []).toString('latin1');
    expect(dump).not.toContain('S3cret-Value');
    expect(ctx().db.get('SELECT key_id, protection FROM test_data')).toEqual({ key_id: ctx().secrets.keyId, protection: 'file:file' });
  });

  it('knows duplicates by number and by content', async () => {
    const first = incoming();
    await acceptSubmission(ctx(), first);
    await expect(acceptSubmission(ctx(), incoming({ externalId: first.externalId }))).rejects.toMatchObject({ code: 'package-duplicate' });
    await expect(acceptSubmission(ctx(), incoming({ packageSha256: first.packageSha256 }))).rejects.toMatchObject({
      code: 'package-duplicate',
    });
    expect(await everything()).toHaveLength(1);
  });

  it('refuses a solution of somebody else and a file that changed, and keeps nothing of them', async () => {
    await bench.accept({ solution: { code: 'own.app', name: 'Своё' } });
    await expect(
      bench.accept({ solution: { code: 'own.app', name: 'Чужое' }, vendor: { code: 'other', name: 'Другой', legalName: '', email: '' } }),
    ).rejects.toMatchObject({ code: 'package-refused' });
    const file = { ...incomingFile('a.png', Buffer.from('a')), sha256: 'f'.repeat(64) };
    await expect(bench.accept({ files: [file] })).rejects.toMatchObject({ code: 'package-refused', details: { path: 'a.png' } });
    await expect(bench.accept({ marketplace: 'nowhere' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(await everything()).toHaveLength(1);
    expect(ctx().db.value('SELECT count(*) FROM vendors')).toBe(1);
  });

  it('stands first attempts by their time and further ones at the end, also when the clock went back', async () => {
    const late = await bench.accept({ submittedAt: 1_750_000_000_000 });
    const early = await bench.accept({ submittedAt: 1_740_000_000_000, solution: { code: 'x.app', name: 'X' } });
    const future = await bench.accept({ submittedAt: bench.clock.now + 86_400_000 });
    expect((await everything()).map(({ id }) => id)).toEqual([early.id, late.id, future.id]);
    expect((await everything())[2]?.queuedAt).toBe(bench.clock.now);
    takeClaim(ctx(), { id: early.id, revision: 1 });
    markItem(ctx(), { submissionId: early.id, ruleId: 'card-contacts', mark: 'fail' });
    const { revision } = getSubmission(ctx(), { id: early.id });
    decideVerdict(ctx(), { submissionId: early.id, revision, version: '1.0.0', kind: 'return', letter: 'Нет', language: 'ru' });
    bench.clock.now -= 3_600_000;
    const again = await bench.accept({
      submittedAt: 1,
      solution: { code: 'x.app', name: 'X' },
      version: { number: '1.0.1', mode: 'wizard' },
    });
    expect((await everything()).at(-1)?.id).toBe(again.id);
    expect(getSubmission(ctx(), { id: again.id })).toMatchObject({
      attempt: 2,
      attempts: [{ version: '1.0.0', state: 'returned' }, { version: '1.0.1' }],
    });
    // Another region is another thing.
    expect((await bench.accept({ region: 'kz', solution: { code: 'x.app', name: 'X' } })).attempt).toBe(1);
  });
});

describe('an import', () => {
  it('takes what is good, keeps what is not with its reasons, and counts duplicates', async () => {
    const twice = shelf.put('a.zip', { externalId: 'A' });
    shelf.readings.set('bad.zip', () => ({
      kind: 'refused',
      code: 'package-refused',
      problems: [{ place: 'card.texts.ru.name', reason: { ru: 'Пусто', en: 'Empty' }, remedy: { ru: 'Заполните', en: 'Fill in' } }],
    }));
    shelf.put('foreign.zip', { solution: { code: 'q.app', name: 'Q' } });
    await bench.accept({ solution: { code: 'q.app', name: 'Q' }, vendor: { code: 'q', name: 'Q', legalName: '', email: '' } });
    const progress: number[] = [];
    const summary = await bench.workspace.importer.importPaths([twice, 'bad.zip', twice, 'foreign.zip', shelf.put('b.zip')], ({ done }) =>
      progress.push(done),
    );
    expect(summary).toEqual({ imported: 2, refused: 2, duplicates: 1, cancelled: false });
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(5);
    expect(shelf.closed).toBe(4);
    const refused = listRefused(ctx()).items;
    expect(refused.map(({ name, code }) => [name, code]).sort()).toEqual([
      ['a.zip', 'package-duplicate'],
      ['bad.zip', 'package-refused'],
      ['foreign.zip', 'package-refused'],
    ]);
    expect(refused.find(({ name }) => name === 'bad.zip')?.problems).toMatchObject([{ place: 'card.texts.ru.name' }]);
    forgetRefused(ctx(), { id: refused[0]?.id ?? '' });
    expect(listRefused(ctx()).items).toHaveLength(2);
    expect(() => {
      forgetRefused(ctx(), { id: refused[0]?.id ?? '' });
    }).toThrow(AppError);
  });

  it('stops between packages when cancelled, and can begin again', async () => {
    const names = Array.from({ length: 50 }, (_, n) => shelf.put(`${String(n)}.zip`));
    const third = shelf.readings.get('2.zip');
    shelf.readings.set('2.zip', () => {
      bench.workspace.importer.cancel();
      if (third === undefined) throw new Error('no package');
      return third();
    });
    expect(await bench.workspace.importer.importPaths(names)).toEqual({ imported: 3, refused: 0, duplicates: 0, cancelled: true });
    expect(await everything()).toHaveLength(3);
    expect(await bench.workspace.importer.importPaths(names.slice(3))).toMatchObject({ imported: 47, cancelled: false });
  });

  it('is one at a time, and a fault of this machine ends it with what was stored kept', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    shelf.put('slow.zip');
    const slow = shelf.readings.get('slow.zip');
    shelf.readings.set('slow.zip', async () => {
      await gate;
      if (slow === undefined) throw new Error('no package');
      return slow();
    });
    const first = bench.workspace.importer.importPaths(['slow.zip']);
    await expect(bench.workspace.importer.importPaths(['slow.zip'])).rejects.toMatchObject({ code: 'blocked' });
    go();
    await first;
    shelf.put('full.zip', {
      files: [{ ...incomingFile('x.png', Buffer.from('x')), read: () => Promise.reject(new AppError('storage-full', 'full')) }],
    });
    await expect(bench.workspace.importer.importPaths([shelf.put('ok.zip'), 'full.zip', shelf.put('never.zip')])).rejects.toMatchObject({
      code: 'storage-full',
    });
    expect(await everything()).toHaveLength(2);
    expect(existsSync(bench.workspace.path)).toBe(true);
  });
});
