import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNELS, type Channel } from '../../../shared/ipc/channels.ts';
import type { Input, Output, Result } from '../../../shared/ipc/contract.ts';
import { acceptSubmission } from '../../../electron/desk/intake-desk.ts';
import { acceptReviews } from '../../../electron/desk/review-desk.ts';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { WorkspaceHost } from '../../../electron/desk/workspace-host.ts';
import { createDispatch } from '../../../electron/ipc/dispatch.ts';
import { createHandlers } from '../../../electron/ipc/handlers.ts';
import type { Platform } from '../../../electron/ipc/platform.ts';
import { prices } from '../../../electron/marketplaces/moysklad/pricing/offers.ts';
import { stages } from '../../../electron/marketplaces/poster/stages.ts';
import { incoming, noPackages, reportOf, runStage, testMarket } from './desk-fixture.ts';
import { incomingReview } from './review-fixture.ts';

let root: string;
let host: WorkspaceHost;
let stage: ReturnType<typeof runStage>;
let call: <C extends Channel>(channel: C, input: Input<C>) => Promise<Output<C>>;
let attempt: (channel: Channel, input: unknown) => Promise<Result<unknown>>;
const emitted: { event: string; payload: unknown }[] = [];
const clipboard: string[] = [];
const chosen: { files: string[]; folder: string | null; save: string | null } = { files: [], folder: null, save: null };
let demoFilled = 0;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'handlers-'));
  stage = runStage();
  emitted.length = 0;
  clipboard.length = 0;
  demoFilled = 0;
  const emit = (event: string, payload: unknown): void => {
    emitted.push({ event, payload });
  };
  host = new WorkspaceHost({
    path: path.join(root, 'workspace'),
    open: (folder, create) =>
      openWorkspace({
        path: folder,
        create,
        exclusive: true,
        appVersion: '0.1.0',
        marketplaces: [market],
        packages: noPackages,
        startRun: stage.startRun,
        keyProtector: null,
        emit,
        workerScript: null,
        housekeeping: true,
      }),
    fillDemo: () => {
      demoFilled += 1;
      return Promise.resolve();
    },
    emit,
  });
  const platform: Platform = {
    chooseFiles: () => Promise.resolve(chosen.files),
    chooseFolder: () => Promise.resolve(chosen.folder),
    chooseSavePath: () => Promise.resolve(chosen.save),
    copyText: (text) => {
      clipboard.push(text);
    },
    openExternal: () => Promise.resolve(true),
    setMenu: () => undefined,
    zoom: (by) => 1 + by / 10,
    print: (to, name) => Promise.resolve(to === 'pdf' ? `${name}.pdf` : null),
    emit,
  };
  const handlers = createHandlers({
    platform,
    host,
    marketplaces: [market],
    app: { version: '0.1.0', electron: '33', platform: 'linux', secretsProtection: 'file' },
    bundles: {
      exportBundle: (_, { path: file }) => Promise.resolve({ path: file, sha256: 'a'.repeat(64) }),
      verifyBundle: (file) =>
        Promise.resolve({
          path: file,
          valid: true,
          checks: [{ name: 'archive', ok: true, file: null, offset: null, message: { ru: 'да', en: 'yes' } }],
        }),
    },
  });
  const dispatch = createDispatch(handlers, {
    isTrusted: () => true,
    // What a handler returns is checked against the contract, too.
    checkOutputs: true,
    onUnexpected: (channel, error) => {
      throw new Error(channel, { cause: error });
    },
  });
  attempt = (channel, input) => dispatch({ url: 'app://ui/index.html', isMainFrame: true, webContentsId: 1 }, channel, input);
  call = async <C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> => {
    const result = await attempt(channel, input);
    if (!result.ok) throw new Error(`${channel}: ${result.code} ${result.message}`);
    used.add(channel);
    return result.value as Output<C>;
  };
});
const market = {
  ...testMarket,
  stages: stages.slice(0, 1),
  prices: { ...prices, offers: () => [{ name: 'Решение', monthlyPrice: 900, trialDays: 0, category: null }] },
};
const used = new Set<Channel>();
afterEach(async () => {
  await host.close();
  rmSync(root, { recursive: true, force: true });
});

describe('every channel', () => {
  it('answers as the contract says, on a real workspace', async () => {
    host.openExisting();
    expect((await call('app.info', {})).workspace).toMatchObject({ state: 'missing', errorCode: null });
    expect(await attempt('queue.counts', {})).toMatchObject({ ok: false, code: 'workspace-missing' });
    await call('settings.set', { locale: 'en', moderatorName: 'Moderator' });
    await call('workspace.open', { kind: 'demo' });
    expect(demoFilled).toBe(1);
    expect(await call('settings.get', {})).toMatchObject({ locale: 'en', moderatorName: 'Moderator' });
    await call('settings.set', { locale: 'ru', layout: { left: 10 } });
    expect((await call('settings.set', { layout: { right: 5 } })).layout).toEqual({ left: 10, right: 5 });
    expect(await call('app.info', {})).toMatchObject({
      workspace: { state: 'open' },
      marketplaces: [{ id: 'testmarket' }],
      secretsProtection: 'file',
    });
    expect(emitted.map(({ event }) => event)).toContain('workspace.changed');

    const { context } = host.current();
    const { id } = await acceptSubmission(context, incoming({ testData: { note: 'n', values: [{ name: 'client_id', value: 'v' }] } }));
    const query = { view: 'queue', marketplace: null, region: null, kind: null, search: null } as const;
    const { rows } = await call('queue.page', { query, start: { index: 0 }, limit: 10 });
    expect(rows.map((row) => row.id)).toEqual([id]);
    await call('queue.page', { query: { ...query, search: 'Решение' }, start: { index: 0 }, limit: 10 });
    await call('queue.page', { query, start: { after: rows[0]?.cursor ?? '' }, limit: 10 });
    await call('queue.counts', {});
    const revision = async (): Promise<number> => (await call('submission.get', { id })).revision;
    await call('claim.take', { id, revision: await revision() });
    await call('claim.renew', { id });
    await call('claim.release', { id, revision: await revision(), note: 'позже' });
    await call('claim.take', { id, revision: await revision() });
    await call('claim.takeOver', { id, revision: await revision(), note: '' });
    await call('submission.revealTestData', { id });

    const item = { submissionId: id, ruleId: 'card-contacts' };
    expect((await call('rulebook.files', {})).rulebooks).toMatchObject([{ marketplace: 'testmarket', rules: 6 }]);
    await call('checklist.get', { submissionId: id });
    await call('checklist.mark', { ...item, mark: 'fail' });
    await call('checklist.note', { ...item, note: 'Нет почты' });
    await call('checklist.runChecks', { submissionId: id });
    const short = await acceptSubmission(context, incoming({ card: { title: 'Решение', description: 'Коротко' } }));
    await call('submission.skip', { id: short.id, reason: 'needs-colleague', note: 'Спросить коллегу' });
    await call('claim.take', { id: short.id, revision: (await call('submission.get', { id: short.id })).revision });
    await call('checklist.get', { submissionId: short.id });
    const accept = { submissionId: short.id, ruleId: 'card-description', index: 0, reason: 'так и надо', days: 30 };
    expect((await call('checklist.acceptFinding', accept)).automatic?.findings[0]?.accepted?.reason).toBe('так и надо');
    const attached = await call('evidence.attach', { ...item, name: 'снимок.png', mime: 'image/png', bytes: Buffer.from('png') });
    chosen.files = [path.join(root, 'log.txt')];
    writeFileSync(chosen.files[0] ?? '', 'журнал');
    expect((await call('evidence.chooseAndAttach', item))?.evidence).toHaveLength(2);
    const text = (await call('checklist.get', { submissionId: id })).items
      .flatMap(({ evidence }) => evidence)
      .find(({ mime }) => mime === 'text/plain');
    expect((await call('evidence.readText', { sha256: text?.sha256 ?? '' })).text).toBe('журнал');
    chosen.save = path.join(root, 'доказательство.txt');
    expect(await call('evidence.save', { sha256: text?.sha256 ?? '', name: 'журнал.txt' })).toEqual({ path: chosen.save });
    expect(readFileSync(chosen.save, 'utf8')).toBe('журнал');
    chosen.save = null;
    chosen.files = [];
    expect(await call('evidence.chooseAndAttach', item)).toBeNull();
    expect(await attempt('evidence.share', { ...item, evidenceId: attached.evidence[0]?.id ?? '' })).toMatchObject({ code: 'not-found' });
    used.add('evidence.share');
    await call('submission.setDueDay', { id, day: '2026-12-01' });
    expect((await call('submission.get', { id })).dueDay).toBe('2026-12-01');
    await call('evidence.detach', { ...item, evidenceId: attached.evidence[0]?.id ?? '' });
    await call('finding.save', { ...item, seen: 'Почты нет', steps: 'Открыть карточку' });
    const { findings } = await call('finding.list', { submissionId: id });
    await call('finding.setIncluded', { submissionId: id, findingId: findings[0]?.id ?? '', included: true });

    await call('portal.create', { marketplace: 'testmarket', name: 'Полигон' });
    await call('portal.list', {});
    const { portals } = await call('installTest.portals', { submissionId: id });
    expect((await call('installTest.options', { submissionId: id })).parallelRuns).toBeGreaterThan(0);
    const { runId } = await call('installTest.start', {
      submissionId: id,
      portalId: portals[0]?.id ?? null,
      clean: true,
      fullTrace: false,
      acceptUsedPortal: false,
    });
    await call('installTest.control', { runId, command: { type: 'pause' } });
    await call('installTest.active', {});
    await call('installTest.get', { runId });
    const [run] = stage.runs;
    run?.end(reportOf(run.request));
    await host.current().installTests.whenFinished(runId);
    await call('installTest.list', { submissionId: id });
    expect((await call('installTest.get', { runId })).report?.runId).toBe(runId);
    expect(await call('installTest.saveSupportLog', { runId, exchangeIds: null })).toEqual({ path: null, requests: 0 });

    const { solution, version } = await call('submission.get', { id });
    const kept = await call('chat.attach', { solutionId: solution.id, name: 'лог.txt', mime: 'text/plain', bytes: new Uint8Array([7]) });
    expect(await call('chat.chooseFiles', { solutionId: solution.id })).toMatchObject({
      files: chosen.files.map(() => ({ sizeBytes: expect.any(Number) })),
    });
    const sent = await call('chat.send', { solutionId: solution.id, submissionId: id, kind: 'to-vendor', text: 'Вопрос', files: [kept] });
    chosen.save = path.join(root, 'сохранено.txt');
    expect(await call('chat.saveFile', { messageId: sent.id, sha256: kept.sha256 })).toEqual({ path: chosen.save });
    expect([...readFileSync(chosen.save)]).toEqual([7]);
    chosen.save = null;
    expect(await call('window.setMenu', { sections: [] })).toEqual({});
    expect(await call('window.zoom', { by: 1 })).toEqual({ factor: 1.1 });
    expect(await call('window.print', { to: 'pdf', name: 'Счета' })).toEqual({ path: 'Счета.pdf' });
    await call('chat.markRead', { solutionId: solution.id, messageIds: [sent.id] });
    expect((await call('chat.unread', {})).threads).toEqual([]);
    expect((await call('chat.thread', { solutionId: solution.id })).messages.map(({ kind }) => kind)).toEqual([
      'system',
      'note',
      'to-vendor',
    ]);
    await call('draft.save', { key: `letter:${id}`, text: 'черновик' });
    expect(await call('draft.get', { key: `letter:${id}` })).toEqual({ text: 'черновик' });
    expect(await call('draft.get', { key: 'none' })).toEqual({ text: '' });

    const preview = await call('verdict.preview', { submissionId: id, kind: 'return' });
    expect(preview.blockers).toEqual([]);
    const decide = async (): Promise<string> =>
      (
        await call('verdict.decide', {
          submissionId: id,
          revision: await revision(),
          version,
          kind: 'return',
          letter: preview.letter.ru,
          language: 'ru',
        })
      ).verdictId;
    await call('verdict.undo', { verdictId: await decide() });
    await call('undo.last', {});
    const wanted = { view: 'all', marketplace: null, region: 'ru', kind: null, search: null } as const;
    await call('savedView.save', { name: 'Мой', query: wanted });
    const [saved] = (await call('savedView.list', {})).views;
    expect(saved).toMatchObject({
      name: 'Мой',
      query: wanted,
      count: (await call('queue.page', { query: wanted, start: { index: 0 }, limit: 1 })).total,
    });
    await call('savedView.forget', { id: saved?.id ?? '' });
    const question = { from: null, to: null, marketplace: null, region: null, moderator: null };
    expect((await call('statistics.get', question)).submitted).toBeGreaterThan(0);
    await call('statistics.export', { query: question, format: 'json' });
    const verdictId = await decide();
    const outbox = (await call('outbox.list', {})).items;
    expect(outbox.map(({ state }) => state).sort()).toEqual(['cancelled', 'held', 'waiting']);
    const waiting = outbox.find(({ state }) => state === 'waiting');
    await call('outbox.copy', { id: waiting?.id ?? '' });
    expect(clipboard).toEqual(['Вопрос']);
    await call('outbox.confirm', { id: waiting?.id ?? '' });
    const { id: templateId } = await call('template.save', { id: null, title: 'Своё', text: { ru: 'а', en: 'b' }, ruleIds: [] });
    expect((await call('template.list', { submissionId: id })).templates.at(-1)?.id).toBe(templateId);
    await call('template.delete', { id: templateId });
    acceptReviews(host.current().context, [incomingReview({ marketplace: 'testmarket' })]);
    const [listed] = (await call('review.list', { filter: 'all' })).reviews;
    const review = { id: listed?.id ?? '', revision: listed?.revision ?? 0 };
    await call('review.record', { ...review, what: 'answer', text: 'Спасибо' });
    await call('review.markAnswer', { id: review.id, quality: 'grateful', mark: 'pass' });
    const { revision: seen } = await call('review.get', { id: review.id });
    await call('review.decide', { id: review.id, revision: seen, decision: 'keep', reason: '', message: '' });
    await call('submission.history', { id });
    const entering = { to: 'enter', owner: 'Модератор', days: 5 } as const;
    const account = { submissionId: id, stageId: 'account', revision: 0 };
    expect((await call('stage.change', { ...account, change: entering })).stages[0]).toMatchObject({ state: 'open', days: 5 });
    expect((await call('stage.list', { submissionId: id })).stages[0]?.state).toBe('open');
    await call('submission.compare', { id, with: 'approved' });
    const [priced] = (await call('app.info', {})).marketplaces;
    expect(priced?.prices).toMatchObject({ currency: 'RUB', vendorSharePercent: 75, periods: [3, 6, 12] });
    const price = { marketplace: 'testmarket', category: 'cms', monthlyPrice: 400, vendorSharePercent: 75, discounts: { 12: 20 } };
    const reckoned = await call('price.calculate', price);
    expect(reckoned.lines.map(({ months, userPays, vendorReceives }) => [months, userPays, vendorReceives])).toEqual([
      [1, 400, 300],
      [3, 1200, 900],
      [6, 2400, 1800],
      [12, 3840, 3600],
    ]);
    expect(reckoned.remarks[0]).toMatchObject({ isRequired: true, isMet: false, text: { ru: 'Не меньше 500 ₽ в месяц' } });
    expect(await call('price.offers', { submissionId: id })).toEqual({
      offers: [{ name: 'Решение', monthlyPrice: 900, trialDays: 0, category: null }],
    });

    expect(await call('bundle.export', { verdictId, includeNotes: false })).toEqual({ path: null, sha256: null });
    chosen.save = path.join(root, 'bundle.zip');
    expect((await call('bundle.export', { verdictId, includeNotes: false })).path).toBe(chosen.save);
    expect(await call('bundle.verify', {})).toEqual({ path: null, valid: false, checks: [] });
    chosen.files = ['bundle.zip'];
    expect((await call('bundle.verify', {})).valid).toBe(true);

    chosen.files = [];
    expect(await call('intake.choose', { what: 'files' })).toBeNull();
    expect(await call('intake.choose', { what: 'folder' })).toBeNull();
    expect(await attempt('intake.importPaths', { paths: ['a.zip'] }).catch(() => 'source has none')).toBe('source has none');
    used.add('intake.importPaths');
    await call('intake.cancel', {});
    await call('intake.refused', {});
    expect(await attempt('intake.forget', { id })).toMatchObject({ ok: false, code: 'not-found' });
    used.add('intake.forget');
    await call('app.openExternal', { url: 'https://vendor.example' });
    chosen.folder = path.join(root, 'elsewhere');
    await call('workspace.choose', {});
    expect((await call('app.info', {})).workspace).toMatchObject({ state: 'missing', path: chosen.folder });
    expect(CHANNELS.filter((channel) => !used.has(channel))).toEqual([]);
  });

  it('says why a workspace could not be opened, until another is chosen', async () => {
    await call('workspace.open', { kind: 'empty' });
    const folder = host.status().path;
    const second = new WorkspaceHost({
      path: folder,
      open: (at, create) =>
        openWorkspace({
          path: at,
          create,
          exclusive: true,
          appVersion: '0',
          marketplaces: [],
          packages: noPackages,
          startRun: stage.startRun,
          keyProtector: null,
          emit: () => undefined,
          workerScript: null,
          housekeeping: false,
        }),
      fillDemo: () => Promise.resolve(),
      emit: () => undefined,
    });
    second.openExisting();
    expect(second.status()).toMatchObject({ state: 'failed', errorCode: 'storage-busy' });
    expect(() => second.current()).toThrow(expect.objectContaining({ code: 'storage-busy' }) as Error);
    await host.close();
    await second.open('empty');
    expect(second.status().state).toBe('open');
    await second.close();
  });
});
