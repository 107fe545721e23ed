import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getChecklist, markItem, noteItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim, takeOverClaim } from '../../../electron/desk/claim-desk.ts';
import { getDraft, keepDraft } from '../../../electron/desk/correspondence-desk.ts';
import { saveFinding, listFindings } from '../../../electron/desk/finding-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { undoLast } from '../../../electron/desk/undo-desk.ts';
import { decideVerdict } from '../../../electron/desk/verdict-desk.ts';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { verifyChain } from '../../../electron/store/event-log.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { codeOf } from '../store/store-fixture.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
let id: string;
let ruleId: string;
beforeEach(async () => {
  bench = openBench();
  id = (await bench.accept()).id;
  const { context } = bench.workspace;
  takeClaim(context, { id, revision: getSubmission(context, { id }).revision });
  ruleId = getChecklist(context, { submissionId: id }).items[0]?.ruleId ?? '';
});
afterEach(async () => {
  await bench.end();
});

const context = () => bench.workspace.context;
const item = () => getChecklist(context(), { submissionId: id }).items.find((each) => each.ruleId === ruleId);
const undo = () => undoLast(context()).undone;
const mark = (value: 'pass' | 'fail' | 'not-applicable') => markItem(context(), { submissionId: id, ruleId, mark: value });
const note = (text: string) => noteItem(context(), { submissionId: id, ruleId, note: text });

describe('undo', () => {
  it('takes back the last own actions one after the other, says each, and records each', () => {
    mark('pass');
    note('первая');
    note('вторая');
    mark('fail');
    saveFinding(context(), { submissionId: id, ruleId, seen: 'Нет логотипа', steps: '' });
    saveFinding(context(), { submissionId: id, ruleId, seen: 'Логотипа нет', steps: 'Откройте карточку' });
    expect(undo()).toMatchObject({ kind: 'finding', to: 'Нет логотипа', ruleId });
    expect(listFindings(context(), { submissionId: id }).findings[0]).toMatchObject({ seen: 'Нет логотипа', steps: '' });
    expect(undo()).toMatchObject({ kind: 'finding', to: '' });
    expect(undo()).toMatchObject({ kind: 'mark', from: 'fail', to: 'pass' });
    expect(item()).toMatchObject({ mark: 'pass', note: 'вторая' });
    expect(undo()).toMatchObject({ kind: 'note', to: 'первая' });
    expect(undo()).toMatchObject({ kind: 'note', to: '' });
    expect(undo()).toMatchObject({ kind: 'mark', from: 'pass', to: 'not-checked', submissionId: id });
    expect(item()).toMatchObject({ mark: 'not-checked', markedBy: null, note: '' });
    expect(undo()).toBeNull();
    const events = context().db.value<number>("SELECT count(*) FROM events WHERE json_extract(details, '$.undo') = 1");
    expect(events).toBe(6);
    expect(verifyChain(context().db).broken).toBeNull();
  });

  it('takes back a verdict until it leaves the outbox, then passes over it', () => {
    mark('fail');
    const decide = () => {
      const { revision, version } = getSubmission(context(), { id });
      decideVerdict(context(), { submissionId: id, revision, version, kind: 'return', letter: 'Письмо', language: 'ru' });
    };
    decide();
    expect(undo()).toMatchObject({ kind: 'verdict', verdict: 'return', submissionId: id });
    expect(getSubmission(context(), { id }).state).toBe('claimed');
    decide();
    bench.clock.now += LIMITS.undoWindowMs + 1;
    // Neither the verdict nor the mark under it can be taken back any more.
    expect(undo()).toBeNull();
    expect(getSubmission(context(), { id }).state).toBe('returned');
    expect(item()?.mark).toBe('fail');
  });

  it('passes over what somebody else has changed since', () => {
    mark('pass');
    note('моя');
    bench.as('Модератор 2');
    noteItem(context(), { submissionId: id, ruleId, note: 'чужая' });
    expect(undo()).toMatchObject({ kind: 'note', to: 'моя' });
    noteItem(context(), { submissionId: id, ruleId, note: 'чужая' });
    bench.as('Модератор 1');
    expect(undo()).toMatchObject({ kind: 'mark' });
    expect(item()?.note).toBe('чужая');
    expect(undo()).toBeNull();
  });

  it('touches nothing on a submission that somebody took over', () => {
    mark('pass');
    bench.as('Модератор 1');
    context().db.raw.exec("UPDATE submissions SET claim_workstation = 'elsewhere', claim_by = 'Модератор 9'");
    expect(undo()).toBeNull();
    expect(item()?.mark).toBe('pass');
    takeOverClaim(context(), { id, revision: getSubmission(context(), { id }).revision, note: 'беру' });
    expect(undo()).toBeNull();
  });

  it('takes back one act of writing in a draft, also after a kill', async () => {
    const key = `letter:${id}:return:ru`;
    keepDraft(context(), { key, text: 'Здравствуйте', was: '' });
    bench.clock.now += LIMITS.claimHeartbeatMs * 10;
    for (const text of ['', 'Н', 'Нов', 'Новый текст']) keepDraft(context(), { key, text });
    await bench.reopen();
    expect(getDraft(context(), { key }).text).toBe('Новый текст');
    expect(undo()).toMatchObject({ kind: 'draft', key, to: 'Здравствуйте' });
    expect(getDraft(context(), { key }).text).toBe('Здравствуйте');
    expect(bench.emitted.at(-1)).toEqual({ event: 'draft.changed', payload: { key, text: 'Здравствуйте' } });
    expect(undo()).toMatchObject({ kind: 'draft', to: '' });
    keepDraft(context(), { key, text: 'Готово' });
    keepDraft(context(), { key, text: '', isUsed: true });
    expect(undo()).toBeNull();
  });

  it('keeps the last hundred actions', () => {
    for (let n = 0; n < 130; n += 1) note(`заметка ${String(n)}`);
    let undone = 0;
    while (undo() !== null) undone += 1;
    expect(undone).toBe(100);
    expect(item()?.note).toBe('заметка 29');
  });
});

describe('changes of two people', () => {
  /** The same workspace in another process. */
  const elsewhere = async <T>(work: (other: Bench['workspace']['context']) => T): Promise<T> => {
    const other = openWorkspace({ ...bench.options, moderator: 'Модератор 1' });
    try {
      return work(other.context);
    } finally {
      await other.close();
    }
  };
  const told = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return (error as { details: unknown }).details;
    }
    return null;
  };

  it('a mark, a note, a finding or a draft that changed elsewhere is told and not overwritten', async () => {
    const on = { submissionId: id, ruleId };
    await elsewhere((other) => {
      markItem(other, { ...on, mark: 'fail', was: 'not-checked' });
      noteItem(other, { ...on, note: 'оттуда', was: '' });
      saveFinding(other, { ...on, seen: 'оттуда видно', steps: '' });
      keepDraft(other, { key: 'chat:1', text: 'оттуда' });
    });
    expect(told(() => markItem(context(), { ...on, mark: 'pass', was: 'not-checked' }))).toEqual({ theirs: 'fail', by: 'Модератор 1' });
    expect(told(() => noteItem(context(), { ...on, note: 'отсюда', was: '' }))).toEqual({ theirs: 'оттуда', by: 'Модератор 1' });
    expect(told(() => saveFinding(context(), { ...on, seen: 'отсюда', steps: '', was: { seen: '', steps: '' } }))).toEqual({
      theirs: 'оттуда видно',
      by: 'Модератор 1',
    });
    expect(told(() => keepDraft(context(), { key: 'chat:1', text: 'отсюда', was: '' }))).toEqual({ theirs: 'оттуда', by: '' });
    expect(codeOf(() => keepDraft(context(), { key: 'chat:1', text: 'отсюда', was: '' }))).toBe('conflict');
    expect(item()).toMatchObject({ mark: 'fail', note: 'оттуда' });
    expect(getDraft(context(), { key: 'chat:1' }).text).toBe('оттуда');
    // The choice of the person names what was seen and is accepted.
    markItem(context(), { ...on, mark: 'pass', was: 'fail' });
    noteItem(context(), { ...on, note: 'отсюда', was: 'оттуда' });
    keepDraft(context(), { key: 'chat:1', text: 'отсюда', was: 'оттуда' });
    expect(item()).toMatchObject({ mark: 'pass', note: 'отсюда' });
  });

  it('the same change made twice is no conflict', async () => {
    const on = { submissionId: id, ruleId };
    await elsewhere((other) => markItem(other, { ...on, mark: 'pass', was: 'not-checked' }));
    expect(markItem(context(), { ...on, mark: 'pass', was: 'not-checked' }).mark).toBe('pass');
  });
});
