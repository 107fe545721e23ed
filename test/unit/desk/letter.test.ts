import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachEvidence } from '../../../electron/desk/evidence-desk.ts';
import { markItem, noteItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { saveFinding, setFindingIncluded } from '../../../electron/desk/finding-desk.ts';
import { previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;

describe('the letter', () => {
  it('groups findings by area and says what is required, seen, how to repeat it, and which picture shows it', async () => {
    const { id } = await bench.accept({
      externalId: '4711',
      solution: { code: 'v.bills', name: 'Счета' },
      version: { number: '2.4', mode: 'wizard' },
      card: { title: 'Счета', description: 'мало' },
    });
    takeClaim(ctx(), { id, revision: 1 });
    const on = (ruleId: string) => ({ submissionId: id, ruleId });
    markItem(ctx(), { ...on('uninstall-erases'), mark: 'fail' });
    noteItem(ctx(), { ...on('uninstall-erases'), note: 'Токены остались' });
    markItem(ctx(), { ...on('card-contacts'), mark: 'fail' });
    saveFinding(ctx(), { ...on('card-contacts'), seen: 'Почта не указана', steps: '1. Открыть карточку' });
    const add = (ruleId: string, name: string, mime: string) =>
      attachEvidence(ctx(), { ...on(ruleId), name, mime, bytes: Buffer.from(name) });
    await add('uninstall-erases', 'токены.png', 'image/png');
    bench.clock.now += 1;
    await add('card-contacts', 'карточка.png', 'image/png');
    await add('card-contacts', 'журнал.txt', 'text/plain');
    expect(previewVerdict(ctx(), { submissionId: id, kind: 'return' }).letter.ru).toBe(`Здравствуйте.

Решение «Счета», версия 2.4 (заявка 4711, попытка 1): возвращено на доработку. Замечаний: 3.

1. Карточка

1.1. Правило card-description
Требуется: Ожидание card-description
Обнаружено: Описание короткое

1.2. Правило card-contacts
Требуется: Ожидание card-contacts
Обнаружено: Почта не указана
Как повторить: 1. Открыть карточку
Рисунок: 1

2. Удаление

2.1. Правило uninstall-erases
Требуется: Ожидание uninstall-erases
Обнаружено: Токены остались
Рисунок: 2

Рисунок 1. карточка.png
Рисунок 2. токены.png

Вопросы по замечаниям можно задать в чате с модератором.

После исправления отправьте решение на модерацию ещё раз: заявка встанет в конец очереди.
`);
    const { letter, consequence } = previewVerdict(ctx(), { submissionId: id, kind: 'return' });
    expect(letter.en).toContain('1.1. Rule card-description\nRequired: Expectation card-description\nFound: The description is short\n');
    expect(consequence.ru).toContain('передаёт человек');
    expect(consequence.en).toContain('a person hands it over');
  });

  it('leaves out what a person excluded or answered', async () => {
    const { id } = await bench.accept({ card: { title: 'Счета', description: 'мало' } });
    takeClaim(ctx(), { id, revision: 1 });
    markItem(ctx(), { submissionId: id, ruleId: 'card-description', mark: 'not-applicable' });
    markItem(ctx(), { submissionId: id, ruleId: 'card-contacts', mark: 'fail' });
    const letter = (): string => previewVerdict(ctx(), { submissionId: id, kind: 'return' }).letter.ru;
    expect(letter()).toContain('Замечаний: 1.');
    expect(letter()).not.toContain('card-description');
    const finding = ctx().db.value<string>("SELECT id FROM findings WHERE rule_id = 'card-contacts'") ?? '';
    setFindingIncluded(ctx(), { submissionId: id, findingId: finding, included: false });
    expect(letter()).toContain('Замечаний: 0.');
    expect(previewVerdict(ctx(), { submissionId: id, kind: 'return' }).blockers.map(({ code }) => code)).toEqual(['no-finding']);
  });

  it('of another verdict owes no reasons, and says what becomes of the solution', async () => {
    const { id } = await bench.accept();
    takeClaim(ctx(), { id, revision: 1 });
    const preview = (kind: 'approve' | 'refuse') => previewVerdict(ctx(), { submissionId: id, kind });
    expect(preview('approve').letter.ru).toMatch(/проверка пройдена, решение одобрено\.\n$/);
    expect(preview('approve').consequence.ru).toContain('сразу опубликована');
    expect(preview('refuse').letter.en).toMatch(/publication is refused\.\n$/);
    expect(preview('approve').warnings.map(({ code }) => code)).toEqual(['unchecked-items', 'no-install-test']);
  });
});
