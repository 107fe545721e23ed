import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../electron/desk/settings-desk.ts';
import { getChecklist, markItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { changeStage, listStages } from '../../../electron/desk/stage-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import { stages } from '../../../electron/marketplaces/poster/stages.ts';
import { rulebook } from '../../../electron/marketplaces/poster/rulebook/rulebook.ts';
import { rulesForSubject } from '../../../shared/domain/rulebook.ts';
import { dueAfter, overdueBefore, workingDaysAhead, workingDaysBetween, type WorkCalendar } from '../../../shared/domain/team-term.ts';
import type { Parsed, StagesView } from '../../../shared/ipc/contract.ts';
import { createPortal } from '../../../electron/desk/portal-desk.ts';
import { openBench, reportOf, testMarket, type Bench } from './desk-fixture.ts';

const usual = DEFAULT_SETTINGS.calendar;
const local = (text: string): number => new Date(text).getTime();
const told = (at: number): string => {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

describe('the clock of working days', () => {
  const withOwn = (change: Partial<WorkCalendar>): WorkCalendar => ({ ...usual, ...change });

  it.each([
    ['within a week', '2026-11-23T10:00', 3, usual, '2026-11-26T10:00'],
    ['over a weekend', '2026-11-27T15:00', 1, usual, '2026-11-30T15:00'],
    ['begun on a Saturday', '2026-11-28T15:00', 1, usual, '2026-12-01T00:00'],
    ['over the New Year holidays of 2026', '2025-12-30T12:00', 1, usual, '2026-01-12T12:00'],
    ['weekends only', '2025-12-30T12:00', 1, withOwn({ holidays: 'none' }), '2025-12-31T12:00'],
    ['8 March 2026, a Sunday, moved to Monday', '2026-03-06T09:00', 1, usual, '2026-03-10T09:00'],
    ['9 May 2026, a Saturday, moved to Monday', '2026-05-08T09:00', 1, usual, '2026-05-12T09:00'],
    ['12 June 2026', '2026-06-11T09:00', 1, usual, '2026-06-15T09:00'],
    ['4 November 2026', '2026-11-03T09:00', 1, usual, '2026-11-05T09:00'],
    ['1 November 2025, a Saturday that was worked', '2025-10-31T09:00', 1, usual, '2025-11-01T09:00'],
    ['8 May 2025, off by decree', '2025-05-07T09:00', 1, usual, '2025-05-12T09:00'],
    ['a year without a decree: 1 May 2027, a Saturday', '2027-04-30T09:00', 1, usual, '2027-05-04T09:00'],
    ['a year without a decree: January does not move', '2028-12-29T09:00', 1, usual, '2029-01-09T09:00'],
    ['a day off of one’s own', '2026-11-23T10:00', 1, withOwn({ daysOff: ['2026-11-24'] }), '2026-11-25T10:00'],
    ['a holiday that is worked', '2026-11-03T09:00', 1, withOwn({ workDays: ['2026-11-04'] }), '2026-11-04T09:00'],
    ['worked wins over off', '2026-11-23T10:00', 1, withOwn({ daysOff: ['2026-11-24'], workDays: ['2026-11-24'] }), '2026-11-24T10:00'],
  ] as const)('%s', (_, from, days, calendar, due) => {
    expect(told(dueAfter(local(from), days, calendar))).toBe(due);
  });

  it('looks back over the same days', () => {
    expect(told(overdueBefore(local('2026-01-12T12:00'), 1, usual))).toBe('2025-12-30T12:00');
    expect(told(overdueBefore(local('2026-01-12T12:00'), 1, withOwn({ holidays: 'none' })))).toBe('2026-01-09T12:00');
  });

  it('counts whole working days', () => {
    expect(workingDaysBetween(local('2026-11-27T15:00'), local('2026-12-02T14:59'), usual)).toBe(2);
    // Ahead are the days of the calendar, whatever the hour: only the day itself is the last one.
    expect(workingDaysAhead(local('2026-11-25T18:30'), local('2026-11-26T18:30'), usual)).toBe(1);
    expect(workingDaysAhead(local('2026-11-25T23:59'), local('2026-11-26T00:01'), usual)).toBe(1);
    expect(workingDaysAhead(local('2026-11-26T00:01'), local('2026-11-26T18:30'), usual)).toBe(0);
    expect(workingDaysAhead(local('2026-11-27T19:00'), local('2026-11-30T10:00'), usual)).toBe(1);
    expect(workingDaysAhead(local('2026-11-28T12:00'), local('2026-11-30T10:00'), usual)).toBe(1);
    expect(workingDaysAhead(local('2026-11-30T09:00'), local('2026-11-30T10:00'), usual)).toBe(0);
    expect(workingDaysBetween(local('2026-11-27T15:00'), local('2026-12-02T15:00'), usual)).toBe(3);
  });
});

describe('the stages of Poster', () => {
  it('come in the order of the source, with its terms', () => {
    expect(stages.map(({ id, workingDays }) => [id, workingDays])).toEqual([
      ['account', null],
      ['introduction-call', null],
      ['technical-call', null],
      ['development', null],
      ['demo-video', null],
      ['alpha', 5],
      ['beta', 10],
      ['release', null],
    ]);
  });

  it('bind rules that a publication step is checked by', () => {
    const about = { kind: 'publication-step', region: 'ua', solutionType: 'loyalty', installMode: 'oauth-manage' } as const;
    const known = new Set(rulesForSubject(rulebook.rules, about).map(({ id }) => id));
    expect(stages.flatMap(({ rules }) => rules).filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('the stages of a solution', () => {
  let bench: Bench;
  let submissionId: string;
  const market = {
    ...testMarket,
    stages: [
      { ...at('account'), rules: [], exit: at('account').exit.filter(({ kind }) => kind === 'records') },
      {
        ...at('alpha'),
        entry: [{ kind: 'stage', stageId: 'account' }, { kind: 'under-review' }],
        rules: ['card-contacts', 'install-works'],
      },
      { ...at('beta'), rules: [] },
    ],
  } as const;
  function at(id: string) {
    const stage = stages.find((each) => each.id === id);
    if (stage === undefined) throw new Error(id);
    return stage;
  }

  beforeEach(async () => {
    bench = openBench({ marketplaces: [market] });
    bench.clock.now = local('2026-11-23T10:00');
    submissionId = (await bench.accept()).id;
  });
  afterEach(() => bench.end());

  const list = (): StagesView => listStages(bench.workspace.context, { submissionId });
  const stage = (id: string) => {
    const found = list().stages.find((each) => each.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  };
  const change = (id: string, wanted: Parsed<'stage.change'>['change'], revision = stage(id).revision): void => {
    changeStage(bench.workspace.context, { submissionId, stageId: id, revision, change: wanted });
  };
  const refused = (code: string): unknown => expect.objectContaining({ code }) as unknown;
  const enter = (id: string): void => change(id, { to: 'enter', owner: 'Анна', days: stage(id).days });
  const passAccount = (): void => {
    enter('account');
    change('account', { to: 'record', conditionId: 'account', text: 'cafe' });
    change('account', { to: 'finish' });
  };
  const mark = (ruleId: string): void => {
    markItem(bench.workspace.context, { submissionId, ruleId, mark: 'pass' });
  };
  const claim = (): void => {
    takeClaim(bench.workspace.context, { id: submissionId, revision: 1 });
    getChecklist(bench.workspace.context, { submissionId });
  };
  const install = async (outcome: 'passed' | 'incomplete'): Promise<void> => {
    const portal = createPortal(bench.workspace.context, { marketplace: 'testmarket', name: `Полигон ${outcome}` });
    const { runId } = await bench.workspace.installTests.start({
      submissionId,
      portalId: portal.id,
      clean: true,
      fullTrace: false,
      acceptUsedPortal: false,
    } as Parameters<typeof bench.workspace.installTests.start>[0]);
    const run = bench.stage.runs.at(-1);
    run?.end(reportOf(run.request, { outcome }));
    await bench.workspace.installTests.whenFinished(runId);
  };

  it('hold the first approval up until all but the last are finished, or a reason is written', () => {
    claim();
    const { context } = bench.workspace;
    const approve = (reason?: string): void => {
      const { revision, version } = getSubmission(context, { id: submissionId });
      decideVerdict(context, { submissionId, revision, version, kind: 'approve', letter: '', language: 'ru', reason });
    };
    passAccount();
    const { needsReason } = previewVerdict(context, { submissionId, kind: 'approve' });
    expect(needsReason?.ru).toBe('Не завершены этапы публикации: Альфа-тест.');
    expect(previewVerdict(context, { submissionId, kind: 'return' }).needsReason).toBeNull();
    expect(() => approve()).toThrow(
      expect.objectContaining({ code: 'blocked', details: { obstacle: 'stages-unfinished', obstacles: 1 } }) as Error,
    );
    expect(() => approve('  ')).toThrow(refused('blocked'));
    approve('Каталог просил раньше');
    const approved = submissionHistory(context, { id: submissionId }).events.find(({ type }) => type === 'submission.approved');
    expect(approved?.details).toMatchObject({ approvalReason: 'Каталог просил раньше', openStages: ['alpha'] });
  });

  it('are entered and finished only when their conditions are met', () => {
    expect(() => enter('alpha')).toThrow(refused('blocked'));
    expect(() => change('account', { to: 'finish' })).toThrow(refused('not-allowed'));
    enter('account');
    expect(stage('account')).toMatchObject({ state: 'open', owner: 'Анна', days: null, dueAt: null, reminder: null });
    expect(() => enter('account')).toThrow(refused('not-allowed'));
    expect(() => change('account', { to: 'finish' })).toThrow(refused('blocked'));
    change('account', { to: 'record', conditionId: 'account', text: 'cafe' });
    expect(() => change('account', { to: 'record', conditionId: 'account', text: 'cafe' })).toThrow(refused('not-allowed'));
    expect(() => change('account', { to: 'record', conditionId: 'other', text: 'x' })).toThrow(refused('not-found'));
    change('account', { to: 'finish' });
    expect(stage('account')).toMatchObject({ state: 'finished', finishedBy: 'Модератор 1', daysLeft: null });
    expect(() => change('account', { to: 'forget', recordId: stage('account').exit[0]?.records?.given[0]?.id ?? '' })).toThrow(
      refused('not-allowed'),
    );
    enter('alpha');
    expect(() => change('account', { to: 'reopen' })).toThrow(refused('not-allowed'));
  });

  it('alpha ends with a passed install test and its part of the checklist', async () => {
    passAccount();
    enter('alpha');
    claim();
    mark('card-contacts');
    mark('install-works');
    expect(() => change('alpha', { to: 'finish' })).toThrow(refused('blocked'));
    await install('passed');
    expect(stage('alpha').exit.map(({ isMet }) => isMet)).toEqual([true, true]);
    // A later run that was broken off says nothing good any more.
    bench.clock.now += 60_000;
    await install('incomplete');
    expect(stage('alpha').exit.map(({ isMet }) => isMet)).toEqual([false, true]);
    bench.clock.now += 60_000;
    await install('passed');
    markItem(bench.workspace.context, { submissionId, ruleId: 'card-contacts', mark: 'fail' });
    expect(stage('alpha').checklist.map(({ ruleId, mark: given }) => [ruleId, given])).toEqual([
      ['card-contacts', 'fail'],
      ['install-works', 'pass'],
    ]);
    expect(() => change('alpha', { to: 'finish' })).toThrow(refused('blocked'));
    mark('card-contacts');
    change('alpha', { to: 'finish' });
    enter('beta');
    change('beta', { to: 'record', conditionId: 'clients', text: 'Кафе 1' });
    bench.clock.now += 24 * 3_600_000;
    change('beta', { to: 'record', conditionId: 'clients', text: 'Кафе 2' });
    bench.clock.now = local('2026-12-08T10:00');
    expect(stage('beta').exit[0]).toMatchObject({ isMet: false });
    bench.clock.now = local('2026-12-08T10:02');
    change('beta', { to: 'finish' });
  });

  it('remind by working days, with the term of the workspace or of a person', () => {
    passAccount();
    expect(stage('alpha').days).toBe(5);
    bench.workspace.settings.set({ stageDays: { alpha: 14 } });
    expect(stage('alpha').days).toBe(14);
    change('alpha', { to: 'enter', owner: 'Анна', days: 2 });
    expect(stage('alpha')).toMatchObject({ reminder: null, daysLeft: 2, dueAt: local('2026-11-25T10:00') });
    bench.clock.now = local('2026-11-24T10:00');
    expect(stage('alpha')).toMatchObject({ reminder: 'due-soon', daysLeft: 1 });
    bench.clock.now = local('2026-11-27T11:00');
    expect(stage('alpha')).toMatchObject({ reminder: 'overdue', daysLeft: -2 });
    change('alpha', { to: 'assign', owner: 'Борис', days: 10 });
    expect(stage('alpha')).toMatchObject({ reminder: null, owner: 'Борис', days: 10 });
    bench.workspace.settings.set({ calendar: { holidays: 'ru', daysOff: ['2026-11-30'], workDays: [] } });
    expect(stage('alpha').dueAt).toBe(local('2026-12-08T10:00'));
  });

  it('tell the history and refuse what was decided on an old view, or beside somebody who works on it', () => {
    enter('account');
    const old = stage('account').revision;
    change('account', { to: 'record', conditionId: 'account', text: 'cafe' });
    expect(() => change('account', { to: 'finish' }, old)).toThrow(refused('conflict'));
    change('account', { to: 'forget', recordId: stage('account').exit[0]?.records?.given[0]?.id ?? '' });
    change('account', { to: 'assign', owner: 'Борис', days: 3 });
    change('account', { to: 'record', conditionId: 'account', text: 'cafe' });
    change('account', { to: 'finish' });
    change('account', { to: 'reopen' });
    const events = submissionHistory(bench.workspace.context, { id: submissionId }).events;
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('stage.'))).toEqual([
      'stage.entered',
      'stage.noted',
      'stage.noteRemoved',
      'stage.assigned',
      'stage.noted',
      'stage.finished',
      'stage.reopened',
    ]);
    expect(events.at(-4)?.details).toMatchObject({ stage: 'account', owner: 'Борис', days: 3 });
    takeClaim(bench.workspace.context, { id: submissionId, revision: 1 });
    bench.as('Модератор 2');
    takeClaimOfAnother();
    expect(() => change('account', { to: 'finish' })).toThrow(refused('claimed-by-other'));
  });

  /** Renaming takes the claim along; only another workstation's claim is somebody else's. */
  function takeClaimOfAnother(): void {
    bench.workspace.context.db.write((tx) => {
      tx.run("UPDATE submissions SET claim_by = 'Третий', claim_workstation = 'elsewhere' WHERE id = ?", submissionId);
    });
  }
});
