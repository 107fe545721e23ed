import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { sendMessage } from '../../../electron/desk/correspondence-desk.ts';
import { READY_TEMPLATES } from '../../../electron/desk/ready-templates.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { forgetTemplate, listTemplates, saveTemplate } from '../../../electron/desk/template-desk.ts';
import { decideVerdict } from '../../../electron/desk/verdict-desk.ts';
import { bitrix24 } from '../../../electron/marketplaces/bitrix24/bitrix24.ts';
import { placeholdersOf, unfilledPlaceholders } from '../../../shared/domain/placeholders.ts';
import { openBench, type Bench } from './desk-fixture.ts';

describe('placeholders', () => {
  it('are words in braces, and not the braces of programs', () => {
    expect(placeholdersOf('Шаг {номер шага}: {что сделать}, {номер шага}')).toEqual(['номер шага', 'что сделать']);
    for (const text of ['{{Название}}', '{"error":"x"}', '{=Document:ID}', '{ a }', '{}', '{1}', 'a{b', 'function() {return}', '{a\nb}'])
      expect(unfilledPlaceholders(text, new Set()), text).toEqual([]);
    expect(unfilledPlaceholders('GET /users/{id}', new Set())).toEqual([]);
    expect(unfilledPlaceholders('GET /users/{id}', new Set(['id']))).toEqual(['id']);
    expect(unfilledPlaceholders('{what was seen} {Что видно}', new Set())).toEqual(['what was seen', 'Что видно']);
  });
});

describe('templates', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = openBench();
  });
  afterEach(() => bench.end());
  const ctx = () => bench.workspace.context;

  it('fill in what is known of the submission, in both languages', async () => {
    const { id } = await bench.accept({
      externalId: '4711',
      solution: { code: 'v.bills', name: 'Счета' },
      version: { number: '2.4', mode: 'wizard' },
    });
    const asked = listTemplates(ctx(), { submissionId: id }).templates.find((each) => each.id === 'ready:question');
    expect(asked?.text.ru).toContain('решения «Счета» (заявка 4711) появился вопрос: {вопрос}.');
    expect(asked?.text.en).toContain('solution "Счета" (submission 4711) a question came up: {the question}.');
    // As they are, to be edited.
    expect(listTemplates(ctx(), { submissionId: null }).templates[0]?.text.ru).toContain('{решение}');
  });

  it('leave the application only when filled in: a message, a letter', async () => {
    const { id, solution_id: solutionId } = await bench.accept();
    const send = (kind: 'to-vendor' | 'note', text: string) => () => sendMessage(ctx(), { solutionId, submissionId: id, kind, text });
    expect(send('to-vendor', 'Ответьте: {вопрос}.')).toThrowError(expect.objectContaining({ code: 'blocked' }) as Error);
    expect(ctx().db.value('SELECT count(*) FROM outbox')).toBe(0);
    expect(send('note', 'Спросить: {вопрос}.')).not.toThrow();
    expect(send('to-vendor', 'Ответьте: где токен?')).not.toThrow();
    // A word that only an own template of this workspace uses.
    expect(send('to-vendor', 'Call {phone}')).not.toThrow();
    saveTemplate(ctx(), { id: null, title: 'Звонок', text: { ru: '', en: 'Call {phone}' }, ruleIds: [] });
    expect(send('to-vendor', 'Call {phone}')).toThrowError(/\{phone\}/);

    takeClaim(ctx(), { id, revision: 1 });
    markItem(ctx(), { submissionId: id, ruleId: 'card-contacts', mark: 'fail' });
    const { revision, version } = getSubmission(ctx(), { id });
    const decide = (letter: string) => () =>
      decideVerdict(ctx(), { submissionId: id, revision, version, kind: 'return', letter, language: 'ru' });
    expect(decide('Исправьте: {что исправить}')).toThrowError(expect.objectContaining({ code: 'blocked' }) as Error);
    expect(getSubmission(ctx(), { id }).state).toBe('claimed');
    expect(decide('Исправьте контакты')).not.toThrow();
  });

  it('can be made, changed and deleted, and those of the application cannot', () => {
    const own = saveTemplate(ctx(), { id: null, title: 'Своё', text: { ru: 'а', en: 'b' }, ruleIds: ['card-contacts', 'card-contacts'] });
    expect(own).toMatchObject({ isReady: false, ruleIds: ['card-contacts'] });
    saveTemplate(ctx(), { id: own.id, title: 'Моё', text: { ru: 'в', en: '' }, ruleIds: [] });
    const listed = listTemplates(ctx(), { submissionId: null }).templates;
    expect(listed.filter(({ isReady }) => !isReady)).toEqual([
      { id: own.id, title: { ru: 'Моё', en: 'Моё' }, text: { ru: 'в', en: '' }, ruleIds: [], isReady: false },
    ]);
    const ready = READY_TEMPLATES[0]?.id ?? '';
    expect(() => saveTemplate(ctx(), { id: ready, title: 'x', text: { ru: '', en: '' }, ruleIds: [] })).toThrowError(/not changed/);
    expect(() => {
      forgetTemplate(ctx(), { id: ready });
    }).toThrowError(expect.objectContaining({ code: 'not-found' }) as Error);
    forgetTemplate(ctx(), { id: own.id });
    expect(listTemplates(ctx(), { submissionId: null }).templates.every(({ isReady }) => isReady)).toBe(true);
    expect(
      ctx()
        .db.all<{ type: string }>("SELECT type FROM events WHERE type LIKE 'template.%' ORDER BY rank")
        .map(({ type }) => type),
    ).toEqual(['template.saved', 'template.saved', 'template.deleted']);
  });

  it('ask for the same number of things in both languages', () => {
    const texts = [...READY_TEMPLATES.map(({ text }) => text), ...bitrix24.rulebook.rules.flatMap(({ templates = [] }) => templates)];
    expect(texts.length).toBeGreaterThan(READY_TEMPLATES.length);
    for (const { ru, en } of texts) expect(placeholdersOf(en).length, en).toBe(placeholdersOf(ru).length);
  });
});
