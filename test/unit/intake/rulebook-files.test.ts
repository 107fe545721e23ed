import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { extendRulebook, readRulebookFiles } from '../../../electron/intake/rulebook-files.ts';
import { bitrix24 } from '../../../electron/marketplaces/bitrix24/bitrix24.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import { rulesForSubject, type Rule } from '../../../shared/domain/rulebook.ts';
import type { RulebookFile } from '../../../shared/domain/rulebook-file.ts';

const head = { format: 'moderation-rulebook', formatVersion: 1, marketplace: 'bitrix24', version: 'team-1' };
const read = (value: unknown): RulebookFile =>
  extendRulebook(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'bitrix24.json', bitrix24);
const problems = (value: unknown): string[] => {
  const file = read(value);
  expect(file.rulebook).toBeNull();
  return file.problems.map(({ place, reason, remedy }) => `${place}: ${reason.en} ${remedy.en}`);
};
const ruleOf = (file: RulebookFile, id: string): Rule | undefined => file.rulebook?.rules.find((rule) => rule.id === id);
const own = {
  id: 'own-video',
  area: 'media',
  severity: 'minor',
  text: { ru: 'Ролик', en: 'Video' },
  expected: { ru: 'Добавьте ролик', en: 'Add a video' },
  source: 'Team 2',
};

describe('a rulebook file', () => {
  it.each(['rulebook-file.md', 'rulebook-file.ru.md'])('works as the example of %s', (doc) => {
    const text = readFileSync(path.join(import.meta.dirname, '../../../docs', doc), 'utf8');
    const file = read(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
    expect(file.problems).toEqual([]);
    expect(file).toMatchObject({ added: 1, changed: 1, off: 1 });
    expect(file.rulebook?.version).toBe(`${bitrix24.rulebook.version}+team-3`);
    expect(file.rulebook?.rules).toHaveLength(bitrix24.rulebook.rules.length);
    expect(ruleOf(file, 'card-keywords-no-spam')).toBeUndefined();
    expect(ruleOf(file, 'card-tags-max5')).toMatchObject({ severity: 'minor', automatic: { enabled: true, enforced: false } });
    expect(ruleOf(file, 'own-demo-video')).toMatchObject({ checks: ['manual'], appliesTo: { kinds: ['new-solution'], regions: ['ru'] } });
  });

  it('grades a rule for all submissions where the application grades it by scope', () => {
    const graded = bitrix24.rulebook.rules.find(({ severityFor }) => severityFor !== undefined);
    const when = graded?.severityFor?.[0]?.when;
    const about = {
      kind: when?.kinds?.[0] ?? 'new-solution',
      region: when?.regions?.[0] ?? 'ru',
      solutionType: when?.solutionTypes?.[0] ?? 'crm',
      installMode: when?.installModes?.[0] ?? null,
    };
    for (const severity of ['minor', 'blocker'] as const) {
      const file = read({ ...head, change: { [graded?.id ?? '']: { severity, appliesTo: {} } } });
      const rule = rulesForSubject(file.rulebook?.rules ?? [], about).find(({ id }) => id === graded?.id);
      expect(rule?.severity).toBe(severity);
    }
  });

  it('is refused as a whole with field, reason and remedy', () => {
    expect(problems('{"format":')).toEqual([expect.stringMatching(/^bitrix24\.json: .*line 1/)]);
    expect(problems([])).toEqual(['bitrix24.json: The value is of the wrong kind. Expected here: an object in braces.']);
    expect(problems({ ...head, change: { 'card-tags-max5': { severty: 'minor' } } })).toEqual([
      'change.card-tags-max5.severty: The format has no such field. Probably "severity" was meant: correct the name.',
    ]);
    expect(problems({ ...head, change: { 'card-tags-max5': { severity: 'fatal' } } })).toEqual([
      'change.card-tags-max5.severity: The format has no such value: "fatal". Allowed: "blocker", "major", "minor".',
    ]);
    expect(problems({ ...head, off: ['card-tags'], change: { nothing: {} } })).toEqual([
      expect.stringMatching(/^off\[0\]: The rulebook has no rule "card-tags"\. Correct the id\. There are, for example: card-/),
      expect.stringMatching(/^change\.nothing: The rulebook has no rule "nothing"\./),
    ]);
    expect(problems({ ...head, add: [{ ...own, id: 'video' }] })).toEqual([
      expect.stringMatching(/^add\[0\]\.id: .*Needed: "own-" and small Latin letters/),
    ]);
    expect(problems({ ...head, add: [own, { ...own, appliesTo: { regions: ['moon'] } }] })).toEqual([
      expect.stringMatching(/^add\[1\]\.appliesTo\.regions\[0\]: The marketplace has no such value\. Known: ru, /),
      'add[1].id: The rule "own-video" is added twice. Give it another id or remove it.',
    ]);
    expect(problems({ ...head, add: [{ ...own, text: { ru: 'Ролик', en: ' ' } }] })).toEqual([
      expect.stringMatching(/^add\[0\]\.text\.en: .*Needed: text that is not blank\./),
    ]);
    expect(problems({ ...head, off: ['card-tags-max5'], change: { 'card-tags-max5': {} } })).toEqual([
      expect.stringMatching(/^change\.card-tags-max5: The rule is both switched off and changed\./),
    ]);
    expect(problems({ ...head, marketplace: 'poster' })).toEqual([
      expect.stringMatching(/^marketplace: The file is named after "bitrix24"/),
    ]);
  });
});

describe('the folder of rulebook files', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'rulebooks-'));
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('is read file by file; what is no rulebook file is told, a missing folder is none', () => {
    const folder = path.join(root, 'rulebooks');
    expect(readRulebookFiles(folder, marketplaces)).toEqual([]);
    mkdirSync(path.join(folder, 'poster.json'), { recursive: true });
    writeFileSync(path.join(folder, 'bitrix24.json'), JSON.stringify({ ...head, add: [own] }));
    writeFileSync(path.join(folder, 'bitrix.json'), '{}');
    writeFileSync(path.join(folder, 'moysklad.json'), Buffer.from([0xff, 0xfe, 0x7b]));
    writeFileSync(path.join(folder, 'notes.txt'), 'no');
    const files = readRulebookFiles(folder, marketplaces);
    expect(files.map(({ name, rulebook, problems }) => [name, rulebook !== null, problems[0]?.reason.en])).toEqual([
      ['bitrix.json', false, 'The name of the file names no marketplace.'],
      ['bitrix24.json', true, undefined],
      ['moysklad.json', false, 'The file is not UTF-8.'],
      ['poster.json', false, expect.stringMatching(/^This is no file/)],
    ]);
  });
});
