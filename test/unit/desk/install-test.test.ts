import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { outputs } from '../../../shared/ipc/outputs.ts';
import type { RunEvidence, RunFinding, RunProgress } from '../../../shared/domain/install-test.ts';
import { getChecklist, markItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { listFindings, saveFinding, setFindingIncluded } from '../../../electron/desk/finding-desk.ts';
import { createPortal, listPortals, portalsForSubmission } from '../../../electron/desk/portal-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { supportLogOf } from '../../../electron/export/support-log.ts';
import { newId } from '../../../electron/store/ids.ts';
import type { SubmissionRow } from '../../../electron/store/repositories/submissions.ts';
import { openBench, reportOf, type Bench, type PlayedRun } from './desk-fixture.ts';
import { call } from './make-exchange.ts';

let bench: Bench;
let row: SubmissionRow;
beforeEach(async () => {
  bench = openBench();
  row = await bench.accept({ testData: { note: 'вход', values: [{ name: 'client_id', value: 'local.secret' }] } });
  takeClaim(ctx(), { id: row.id, revision: 1 });
});
afterEach(() => bench.end());

const ctx = () => bench.workspace.context;
const tests = () => bench.workspace.installTests;
const start = (over: object = {}): string =>
  tests().start({ submissionId: row.id, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false, ...over }).runId;
const played = (): PlayedRun => {
  const run = bench.stage.runs.at(-1);
  if (run === undefined) throw new Error('no run was started');
  return run;
};
const phase = (name: string): RunProgress => ({
  type: 'phase',
  phase: { name, title: { ru: name, en: name }, status: 'running', startedAt: 1, durationMs: null },
});
const automatic = (ruleId: string) =>
  getChecklist(ctx(), { submissionId: row.id }).items.find((item) => item.ruleId === ruleId)?.automatic ?? null;
const findings = () => listFindings(ctx(), { submissionId: row.id }).findings;

function shot(run: PlayedRun, text: string, ruleIds: string[]): RunEvidence {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(path.join(run.request.outDir, 'evidence'), { recursive: true });
  writeFileSync(path.join(run.request.outDir, 'evidence', `${sha256}.png`), bytes);
  return {
    id: newId(),
    kind: 'screenshot',
    stepId: 'install.open',
    ruleIds,
    path: `evidence/${sha256}.png`,
    mime: 'image/png',
    sizeBytes: bytes.length,
    sha256,
    title: text,
  };
}

const fault = (ruleId: string, message: string, over: Partial<RunFinding> = {}): RunFinding => ({
  ruleId,
  severity: 'major',
  confidence: 'observed',
  message: { ru: message, en: `${message} (en)` },
  stepId: null,
  evidence: [],
  ...over,
});

describe('an install test', () => {
  it('is told everything, and its results land on the checklist in one go', async () => {
    const runId = start();
    const run = played();
    expect(run.request).toMatchObject({
      runId,
      marketplace: 'testmarket',
      registration: { clientId: 'local.secret' },
      secrets: ['local.secret'],
      options: { clean: true, attended: true },
    });
    expect(existsSync(run.request.portal.stateDir)).toBe(true);
    expect(tests().active().runs).toMatchObject([{ id: runId, state: 'starting', outcome: null }]);
    expect(listPortals(ctx()).portals).toMatchObject([{ isBusy: true, isClean: true }]);

    run.tell(phase('registration'));
    expect(listPortals(ctx()).portals).toMatchObject([{ isClean: true }]);
    run.tell({ type: 'state', state: 'running' }, phase('install'));
    expect(listPortals(ctx()).portals).toMatchObject([{ isBusy: true, isClean: false }]);
    const picture = shot(run, 'окно установки', ['install-works', 'unknown-rule']);
    run.tell({ type: 'evidence', evidence: picture }, { type: 'finding', finding: fault('uninstall-erases', 'Токены живы') });
    await expect.poll(() => bench.workspace.blob(picture.sha256)).not.toBeNull();
    const live = tests().get({ runId });
    expect(live).toMatchObject({ run: { state: 'running', findings: 1 }, report: null });
    expect(live.progress.map(({ type }) => type)).toEqual(['phase', 'state', 'phase', 'evidence', 'finding']);
    const exchange = {
      id: 1,
      at: 1,
      direction: 'portal-to-vendor',
      kind: 'event',
      name: 'ONAPPINSTALL',
      method: 'POST',
      url: 'http://x',
      requestHeaders: {},
      requestBody: '',
      status: 200,
      responseHeaders: {},
      responseBody: '',
      durationMs: 1,
      error: null,
    } as const;
    run.tell({ type: 'exchange', exchange, stepId: null });

    const before = getSubmission(ctx(), { id: row.id }).revision;
    run.end(
      reportOf(run.request, {
        outcome: 'findings',
        ruleResults: [
          { ruleId: 'install-works', status: 'pass', message: { ru: 'Установлено', en: 'Installed' }, evidenceIds: [picture.id] },
          { ruleId: 'not-in-this-checklist', status: 'fail', message: { ru: '', en: '' }, evidenceIds: [] },
        ],
        findings: [
          fault('uninstall-erases', 'Токены живы', { evidence: [{ id: picture.id, sha256: picture.sha256, path: picture.path }] }),
          fault('uninstall-erases', 'Настройки остались'),
          fault('wizard-only', 'Не видно', { confidence: 'could-not-look' }),
        ],
        evidence: [picture],
      }),
    );
    await tests().whenFinished(runId);

    expect(automatic('install-works')).toMatchObject({ status: 'pass', source: 'install-test', runId });
    expect(automatic('uninstall-erases')).toMatchObject({ status: 'fail', message: { ru: 'Токены живы\nНастройки остались' } });
    expect(automatic('wizard-only')).toMatchObject({ status: 'could-not-look' });
    expect(findings()).toMatchObject([
      {
        ruleId: 'uninstall-erases',
        included: true,
        source: 'install-test',
        seen: 'Токены живы\nНастройки остались',
        evidenceIds: [picture.id],
      },
    ]);
    const checklist = getChecklist(ctx(), { submissionId: row.id });
    expect(outputs['checklist.get'].safeParse(checklist).error).toBeUndefined();
    expect(checklist.items.filter(({ evidence }) => evidence.length > 0).map(({ ruleId }) => ruleId)).toEqual([
      'install-works',
      'uninstall-erases',
    ]);
    expect(Buffer.from((await bench.workspace.blob(picture.sha256)) ?? []).toString()).toBe('окно установки');
    expect(existsSync(path.join(run.request.outDir, 'evidence'))).toBe(false);

    const stored = tests().get({ runId });
    expect(stored).toMatchObject({ run: { state: 'finished', outcome: 'findings', findings: 2 }, report: { runId } });
    expect(stored.progress).toEqual([{ type: 'exchange', exchange, stepId: null }]);
    expect(getSubmission(ctx(), { id: row.id }).revision).toBeGreaterThan(before);
    expect(ctx().db.value('SELECT open_findings FROM submissions WHERE id = ?', row.id)).toBe(1);
    expect(listPortals(ctx()).portals).toMatchObject([{ memberId: 'member-1', isBusy: false, installedBefore: [{ version: '1.0.0' }] }]);
    expect(
      submissionHistory(ctx(), { id: row.id })
        .events.map(({ type }) => type)
        .slice(-3),
    ).toEqual(['run.started', 'portal.used', 'run.finished']);
    expect(JSON.stringify(submissionHistory(ctx(), { id: row.id }))).not.toContain('local.secret');
  });

  it('is over for the window when its results are stored, and can be run again at that moment', async () => {
    const runId = start();
    const run = played();
    const report = reportOf(run.request);
    const ends = (): (string | undefined)[] =>
      bench.emitted
        .filter(({ event }) => event === 'run.progressed')
        .flatMap(({ payload }) => (payload as { progress: RunProgress[] }).progress)
        .map((each) => (each.type === 'state' ? each.state : each.type));
    run.tell({ type: 'state', state: 'running' }, { type: 'state', state: 'finished' }, { type: 'report', report });
    expect(ends()).toEqual(['running']);
    expect(tests().active().runs).toMatchObject([{ id: runId, state: 'running' }]);
    run.end(report);
    await tests().whenFinished(runId);
    expect(ends()).toEqual(['running', 'report', 'finished']);
    expect(tests().active().runs).toEqual([]);
    expect(start()).not.toBe(runId);
  });

  it('never changes what a person decided, and follows what he decides later', async () => {
    const sub = { submissionId: row.id };
    markItem(ctx(), { ...sub, ruleId: 'uninstall-erases', mark: 'pass' });
    const first = start();
    played().end(
      reportOf(played().request, {
        outcome: 'findings',
        findings: [fault('uninstall-erases', 'Остались'), fault('install-works', 'Ошибка')],
      }),
    );
    await tests().whenFinished(first);
    const items = getChecklist(ctx(), sub).items;
    expect(items.find(({ ruleId }) => ruleId === 'uninstall-erases')).toMatchObject({ mark: 'pass', automatic: { status: 'fail' } });
    expect(findings().map(({ ruleId, included }) => [ruleId, included])).toEqual([
      ['install-works', true],
      ['uninstall-erases', false],
    ]);
    expect(previewVerdict(ctx(), { ...sub, kind: 'approve' }).blockers).toMatchObject([
      { code: 'unanswered-failure', ruleId: 'install-works' },
    ]);

    markItem(ctx(), { ...sub, ruleId: 'uninstall-erases', mark: 'not-checked' });
    expect(findings().map(({ included }) => included)).toEqual([true, true]);
    saveFinding(ctx(), { ...sub, ruleId: 'install-works', seen: 'Моими словами', steps: 'Шаги' });
    const erased = findings().find(({ ruleId }) => ruleId === 'uninstall-erases');
    setFindingIncluded(ctx(), { ...sub, findingId: erased?.id ?? '', included: false });

    // A second run: it passes one rule and fails the other again; what the person wrote and chose stays.
    const second = start({ portalId: null });
    played().end(
      reportOf(played().request, {
        ruleResults: [{ ruleId: 'install-works', status: 'pass', message: { ru: 'Да', en: 'Yes' }, evidenceIds: [] }],
        findings: [fault('uninstall-erases', 'Опять остались')],
      }),
    );
    await tests().whenFinished(second);
    expect(findings()).toMatchObject([
      { ruleId: 'install-works', included: true, seen: 'Моими словами', steps: 'Шаги' },
      { ruleId: 'uninstall-erases', included: false, seen: 'Опять остались' },
    ]);
  });

  it('takes a machine finding out of the letter when the machine no longer sees it', async () => {
    const first = start();
    played().end(reportOf(played().request, { outcome: 'findings', findings: [fault('install-works', 'Ошибка')] }));
    await tests().whenFinished(first);
    expect(findings()).toMatchObject([{ included: true }]);
    const second = start();
    played().end(
      reportOf(played().request, {
        ruleResults: [{ ruleId: 'install-works', status: 'pass', message: { ru: 'Да', en: 'Yes' }, evidenceIds: [] }],
      }),
    );
    await tests().whenFinished(second);
    expect(findings()).toMatchObject([{ included: false }]);
  });

  it('leaves a submission alone that was decided while it ran', async () => {
    const runId = start();
    const { revision } = getSubmission(ctx(), { id: row.id });
    decideVerdict(ctx(), { submissionId: row.id, revision, version: '1.0.0', kind: 'refuse', letter: '', language: 'ru' });
    played().end(reportOf(played().request, { outcome: 'findings', findings: [fault('install-works', 'Ошибка')] }));
    await tests().whenFinished(runId);
    expect(findings()).toEqual([]);
    expect(automatic('install-works')).toBeNull();
    expect(tests().list({ submissionId: row.id }).runs).toMatchObject([{ outcome: 'findings', state: 'finished' }]);
    expect(submissionHistory(ctx(), { id: row.id }).events.at(-1)).toMatchObject({ type: 'run.finished', details: { isLate: true } });
  });

  it('knows which portals are clean for which solution', async () => {
    const other = await bench.accept();
    const portal = createPortal(ctx(), { marketplace: 'testmarket', name: 'Полигон' });
    const runId = start({ portalId: portal.id });
    expect(() => start({ portalId: portal.id })).toThrow(expect.objectContaining({ code: 'run-active' }) as Error);
    takeClaim(ctx(), { id: other.id, revision: 1 });
    const forOther = { submissionId: other.id, portalId: portal.id, clean: true, fullTrace: false, acceptUsedPortal: false };
    expect(() => tests().start(forOther)).toThrow(expect.objectContaining({ code: 'portal-busy' }) as Error);
    played().tell(phase('install'));
    played().end(reportOf(played().request));
    await tests().whenFinished(runId);

    expect(portalsForSubmission(ctx(), { submissionId: row.id }).portals).toMatchObject([
      { isClean: false, installedBefore: [{ solutionName: row.solution_name }] },
    ]);
    expect(portalsForSubmission(ctx(), { submissionId: other.id }).portals).toMatchObject([{ isClean: true, installedBefore: [] }]);
    expect(() => start({ portalId: portal.id })).toThrow(
      expect.objectContaining({ code: 'portal-not-clean', details: expect.objectContaining({ installs: 1 }) as object }) as Error,
    );
    start({ portalId: portal.id, acceptUsedPortal: true });
    played().end(reportOf(played().request));
  });

  it('refuses to start what cannot run, and stores nothing of it', async () => {
    const callback = await bench.accept({ version: { number: '1', mode: 'callback' } });
    expect(() => start({ submissionId: callback.id })).toThrow(expect.objectContaining({ code: 'not-claimed' }) as Error);
    takeClaim(ctx(), { id: callback.id, revision: 1 });
    expect(() => start({ submissionId: callback.id })).toThrow(expect.objectContaining({ code: 'not-allowed' }) as Error);
    expect(getSubmission(ctx(), { id: callback.id }).installable).toMatchObject({ possible: false });
    expect(getSubmission(ctx(), { id: row.id }).installable).toEqual({ possible: true, reason: null });
    expect(tests().active().runs).toEqual([]);
    expect(listPortals(ctx()).portals).toEqual([]);
  });

  it('passes commands on, logs a moderator’s answer, and tells when it was stopped', async () => {
    const runId = start();
    for (const command of [
      { type: 'pause' },
      { type: 'resume' },
      { type: 'watch', role: 'user' },
      { type: 'answer', checkpointId: 'c1', answer: 'fail' },
      { type: 'stop' },
    ] as const)
      tests().control({ runId, command });
    expect(played().commands).toEqual(['pause', 'resume', 'watch user', 'answer c1 fail', 'stop']);
    await tests().whenFinished(runId);
    expect(tests().get({ runId }).run).toMatchObject({ state: 'stopped', outcome: 'incomplete' });
    expect(submissionHistory(ctx(), { id: row.id }).events.slice(-2)).toMatchObject([
      { type: 'checkpoint.answered', details: { answer: 'fail' } },
      { type: 'run.stopped' },
    ]);
    expect(() => {
      tests().control({ runId, command: { type: 'pause' } });
    }).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
  });

  it('waits while as many run as there are processors, and starts when one ends', async () => {
    const limit = availableParallelism();
    const started: string[] = [];
    for (let number = 0; number < limit + 2; number++) {
      const other = await bench.accept();
      takeClaim(ctx(), { id: other.id, revision: 1 });
      started.push(start({ submissionId: other.id }));
    }
    expect(bench.stage.runs.map(({ request }) => request.runId)).toEqual(started.slice(0, limit));
    const states = (): string[] =>
      tests()
        .active()
        .runs.map(({ state }) => state);
    expect(states()).toEqual([...Array<string>(limit).fill('starting'), 'queued', 'queued']);
    expect(new Set(bench.stage.runs.map(({ request }) => request.portal.stateDir)).size).toBe(limit);

    // One that waits can be stopped; it never started.
    const last = started.at(-1) ?? '';
    tests().control({ runId: last, command: { type: 'stop' } });
    await tests().whenFinished(last);
    expect(tests().get({ runId: last }).run).toMatchObject({ state: 'stopped', outcome: 'incomplete' });

    const [first] = bench.stage.runs;
    first?.end(reportOf(first.request));
    await tests().whenFinished(started[0] ?? '');
    expect(bench.stage.runs.map(({ request }) => request.runId)).toEqual(started.slice(0, limit + 1));
    expect(states()).not.toContain('queued');
  });

  it('remembers for each solution which faults were tried out', () => {
    const sub = { submissionId: row.id };
    const chosen = () =>
      tests()
        .options(sub)
        .probes.filter(({ isChosen }) => isChosen)
        .map(({ id }) => id);
    expect(chosen()).toEqual(['usual']);
    start({ probes: ['rare'] });
    expect(played().request.options.probes).toEqual(['rare']);
    expect(chosen()).toEqual(['rare']);
    played().end(reportOf(played().request));
    expect(() => start({ probes: ['unheard-of'] })).toThrow(expect.objectContaining({ code: 'invalid-request' }) as Error);
  });

  it('offers the further runs of the marketplace; an update only where a version was approved before', async () => {
    expect(tests().options({ submissionId: row.id }).further).toEqual(['second-portal']);
    expect(() => start({ further: ['update'] })).toThrow(expect.objectContaining({ code: 'invalid-request' }) as Error);
    const runId = start({ further: ['second-portal'] });
    expect(played().request.options).toMatchObject({ secondPortal: true });
    expect(played().request.options).not.toHaveProperty('updateFrom');
    played().end(reportOf(played().request));
    await tests().whenFinished(runId);
    ctx().db.write((tx) =>
      tx.run(
        "UPDATE submissions SET state = 'approved', decided_at = 1, claim_by = NULL, claim_workstation = NULL, claim_at = NULL, claim_expires_at = NULL WHERE id = ?",
        row.id,
      ),
    );
    const next = await bench.accept({
      kind: 'new-version',
      solution: { code: row.solution_code, name: row.solution_name },
      version: { number: '2.0.0', mode: 'wizard' },
      testData: { note: '', values: [{ name: 'client_id', value: 'local.secret' }] },
    });
    takeClaim(ctx(), { id: next.id, revision: 1 });
    expect(tests().options({ submissionId: next.id }).further).toEqual(['update', 'second-portal']);
    start({ submissionId: next.id, further: ['update'] });
    expect(played().request.options.updateFrom).toMatchObject({ version: '1.0.0', clientId: 'local.secret' });
  });

  it('leaves a support log of the calls that failed, from the journal or, without it, from the evidence', async () => {
    const runId = start();
    const exchanges = [
      call(1, {}),
      call(2, { status: 400, responseBody: '{"error":"ERROR_CORE","error_description":"Нет поля"}' }),
      call(3, { name: 'batch', responseBody: '{"result":{"result":[],"result_error":{"a":{"error":"X"}}}}' }),
      call(4, { kind: 'page', status: 500 }),
      call(5, { status: null, error: 'timeout after 60000 ms' }),
    ];
    played().tell(...exchanges.map((exchange) => ({ type: 'exchange', exchange, stepId: null }) as const));
    played().end(reportOf(played().request));
    await tests().whenFinished(runId);
    const { text, requests, name } = await supportLogOf(bench.workspace, { runId, exchangeIds: null });
    expect(requests).toBe(3);
    expect(name).toMatch(/^support-log-vendor\.app-\d+-2023-11-14\.txt$/);
    expect(text).toContain('POST http://portal/rest/crm.lead.add.json?auth=‹access_token#1›');
    expect(text).toContain('  auth: ‹access_token#1›');
    expect(text).toContain('  fields[TITLE]: Счёт');
    expect(text).toContain('ERROR_CORE: Нет поля');
    expect(text).toContain('timeout after 60000 ms');
    expect((await supportLogOf(bench.workspace, { runId, exchangeIds: [1, 4] })).requests).toBe(2);
  });

  it('that died with its process is found at the next start, with what it had told', async () => {
    const runId = start();
    played().tell({ type: 'state', state: 'running' }, phase('install'));
    // Its process is gone: the next one that opens the workspace finds it.
    ctx().db.write((tx) => tx.run('UPDATE runs SET owner_pid = 2147480000'));
    const next = openWorkspace(bench.options);
    expect(next.installTests.list({ submissionId: row.id }).runs).toMatchObject([{ id: runId, state: 'stopped', outcome: 'incomplete' }]);
    expect(next.installTests.get({ runId }).progress.map(({ type }) => type)).toEqual(['state', 'phase']);
    expect(submissionHistory(next.context, { id: row.id }).events.at(-1)?.type).toBe('run.lost');
    expect(listPortals(next.context).portals).toMatchObject([{ isBusy: false, isClean: false }]);
    await next.close();
  });

  it('whose files are not what it said is incomplete, and nothing of it is half stored', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const spoil = [
      (evidence: RunEvidence): RunEvidence => ({ ...evidence, sha256: 'f'.repeat(64) }),
      (evidence: RunEvidence): RunEvidence => ({ ...evidence, path: '../../../secret' }),
      (evidence: RunEvidence): RunEvidence => ({ ...evidence, path: 'evidence/none.png' }),
    ];
    for (const each of spoil) {
      const runId = start();
      const run = played();
      const good = shot(run, 'a', ['install-works']);
      const ruleResults = [{ ruleId: 'install-works', status: 'pass', message: { ru: '', en: '' }, evidenceIds: [] }] as const;
      run.end(reportOf(run.request, { evidence: [good, each(shot(run, 'b', ['install-works']))], ruleResults }));
      await tests().whenFinished(runId);
      expect(tests().get({ runId }).run).toMatchObject({ state: 'stopped', outcome: 'incomplete' });
      expect(existsSync(path.join(run.request.outDir, good.path))).toBe(true);
    }
    expect(log).toHaveBeenCalledTimes(spoil.length);
    log.mockRestore();
    expect(automatic('install-works')).toBeNull();
    expect(ctx().db.value('SELECT count(*) FROM evidence')).toBe(0);
  });
});
