import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { getChecklist } from '../../../electron/desk/checklist-desk.ts';
import { readRulebookFiles } from '../../../electron/intake/rulebook-files.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench({ readRulebooks: readRulebookFiles });
});
afterEach(() => bench.end());

function write(value: object): void {
  const { rulebooks } = bench.workspace.context.folder;
  mkdirSync(rulebooks, { recursive: true });
  const head = { format: 'moderation-rulebook', formatVersion: 1, marketplace: 'testmarket', version: 'team-1' };
  writeFileSync(path.join(rulebooks, 'testmarket.json'), JSON.stringify({ ...head, ...value }));
}

const TEAM = {
  off: ['uninstall-erases'],
  change: {
    'card-contacts': { severity: 'major', text: { ru: 'Контакты', en: 'Contacts' } },
    'card-description': { automatic: { enforced: false } },
  },
  add: [
    {
      id: 'own-video',
      area: 'media',
      severity: 'minor',
      text: { ru: 'Ролик', en: 'Video' },
      expected: { ru: 'Добавьте ролик', en: 'Add a video' },
      source: 'Team 2',
    },
  ],
};

it('holds for checklists begun after it; one that was begun never changes', async () => {
  const before = await bench.accept({ card: { description: 'Коротко' } });
  const begun = getChecklist(bench.workspace.context, { submissionId: before.id });
  write(TEAM);
  bench.workspace.rulebooks.readAgain();
  const still = getChecklist(bench.workspace.context, { submissionId: before.id });
  expect(still.items).toEqual(begun.items);
  expect(still.rulebookVersion).toBe('2026-01-01.1');
  expect(begun.newer).toBeNull();
  expect(still.newer?.version).toBe('2026-01-01.1+team-1');
  expect(still.newer?.changes).toMatchObject([
    { ruleId: 'own-video', change: 'added', before: null, now: { severity: 'minor' } },
    { ruleId: 'card-description', change: 'changed', parts: ['automatic'], now: { settings: { enforced: false } } },
    { ruleId: 'card-contacts', change: 'changed', parts: ['severity', 'text'], before: { severity: 'minor' }, now: { severity: 'major' } },
    { ruleId: 'uninstall-erases', change: 'removed', now: null },
  ]);

  const after = await bench.accept({ card: { description: 'Коротко' } });
  const checklist = getChecklist(bench.workspace.context, { submissionId: after.id });
  expect(checklist.rulebookVersion).toBe('2026-01-01.1+team-1');
  expect(checklist.newer).toBeNull();
  const grades = Object.fromEntries(checklist.items.map(({ ruleId, severity }) => [ruleId, severity]));
  expect(grades).toMatchObject({ 'card-contacts': 'major', 'own-video': 'minor' });
  expect(grades).not.toHaveProperty('uninstall-erases');
  // A check that is not enforced gives a hint; before the file it was a finding.
  const rows = (id: string): number =>
    bench.workspace.context.db.all('SELECT id FROM findings WHERE submission_id = ? AND included = 1', id).length;
  expect([rows(before.id), rows(after.id)]).toEqual([1, 0]);
});

it('never keeps a workspace from opening: a refused file leaves the rulebook of the application', async () => {
  write({ off: ['no-such-rule'] });
  await bench.reopen();
  expect(bench.workspace.rulebooks.view()).toMatchObject({
    rulebooks: [{ marketplace: 'testmarket', version: '2026-01-01.1', rules: 6 }],
    files: [{ name: 'testmarket.json', isApplied: false, problems: [{ place: 'off[0]' }] }],
  });
});
