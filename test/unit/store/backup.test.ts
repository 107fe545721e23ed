import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKUPS_KEPT, listBackups, makeBackup, newestGoodBackup, restoreBackup, verifyBackup } from '../../../electron/store/backup.ts';
import { appendEvent, verifyChain } from '../../../electron/store/event-log.ts';
import { createReadTasks } from '../../../electron/store/read-tasks.ts';
import { codeOf, newFolder, open } from './store-fixture.ts';

const at = (n: number): number => 1_700_000_000_000 + n * 60_000;
const say = (db: ReturnType<typeof open>, count: number): void => {
  db.write((tx) => {
    for (let n = 0; n < count; n += 1) appendEvent(tx, 'here', { at: n, actor: 'a', type: 'portal.created' });
  });
};

describe('backups', () => {
  it('hold all that is committed, also what is only in the write-ahead log', () => {
    const folder = newFolder();
    const db = open(folder);
    say(db, 50);
    const backup = makeBackup(db, folder, at(1), 'schedule');
    expect(verifyBackup(backup)).toEqual({ events: 50, submissions: 0 });
    expect(readdirSync(folder.backups).sort()).toEqual([backup.name, `${backup.name}.sha256`]);
  });

  it('are kept up to a number, the newest', () => {
    const folder = newFolder();
    const db = open(folder);
    for (let n = 0; n < BACKUPS_KEPT + 3; n += 1) makeBackup(db, folder, at(n), 'schedule');
    expect(listBackups(folder).map((backup) => backup.at)).toEqual(
      Array.from({ length: BACKUPS_KEPT }, (_, n) => at(BACKUPS_KEPT + 2 - n)),
    );
    expect(readdirSync(folder.backups)).toHaveLength(2 * BACKUPS_KEPT);
  });

  it('are made on schedule by the reader, when the newest is old enough', () => {
    const folder = newFolder();
    say(open(folder), 3);
    const reader = createReadTasks(folder.root);
    expect(reader.tasks.backupWhenDue({ now: at(0) })?.at).toBe(at(0));
    expect(reader.tasks.backupWhenDue({ now: at(14) })).toBeNull();
    expect(reader.tasks.backupWhenDue({ now: at(15) })?.at).toBe(at(15));
    expect(reader.tasks.checkIntegrity({ full: true })).toBe('ok');
    reader.close();
  });

  it('come back, and what they replace is kept', () => {
    const folder = newFolder();
    const db = open(folder);
    say(db, 5);
    makeBackup(db, folder, at(1), 'schedule');
    say(db, 2);
    makeBackup(db, folder, at(2), 'schedule');
    db.close();
    const damaged = Buffer.from('damaged beyond reading');
    writeFileSync(folder.database, damaged);
    expect(codeOf(() => open(folder))).toBe('storage-corrupt');
    // The newest is damaged too: the one before it is taken.
    const newest = listBackups(folder)[0];
    writeFileSync(newest?.path ?? '', damaged);
    const good = newestGoodBackup(folder);
    expect(good?.at).toBe(at(1));
    if (good === null) throw new Error('no backup');
    const aside = restoreBackup(folder, good, at(3));
    expect(aside.map((file) => path.basename(file))).toContain(`workspace.damaged-${String(at(3))}.sqlite`);
    expect(readFileSync(aside.find((file) => file.endsWith('.sqlite')) ?? '').equals(damaged)).toBe(true);
    expect(verifyChain(open(folder))).toMatchObject({ checked: 5, broken: null });
  });

  it('that were altered are refused', () => {
    const folder = newFolder();
    const db = open(folder);
    say(db, 5);
    const backup = makeBackup(db, folder, at(1), 'schedule');
    const bytes = readFileSync(backup.path);
    const place = bytes.indexOf('portal.created');
    bytes[place] = 0x54;
    writeFileSync(backup.path, bytes);
    expect(codeOf(() => verifyBackup(backup))).toBe('storage-corrupt');
    expect(codeOf(() => restoreBackup(folder, backup, at(2)))).toBe('storage-corrupt');
    expect(newestGoodBackup(folder)).toBeNull();
  });

  it('leave nothing behind when the place cannot be written', () => {
    const folder = newFolder();
    const db = open(folder);
    const nowhere = { ...folder, backups: path.join(folder.root, 'none') };
    expect(codeOf(() => makeBackup(db, nowhere, at(1), 'schedule'))).not.toBe('none');
    expect(existsSync(nowhere.backups)).toBe(false);
  });
});
