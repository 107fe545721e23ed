import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createDispatch, type Handlers, type Sender } from '../../../electron/ipc/dispatch.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { CHANNELS, type Channel } from '../../../shared/ipc/channels.ts';
import { inputs } from '../../../shared/ipc/inputs.ts';

const window: Sender = { url: 'app://ui/index.html', isMainFrame: true, webContentsId: 1 };
const isTrusted = (sender: Sender): boolean => sender.url === window.url && sender.isMainFrame && sender.webContentsId === 1;
const uuid = '018f3f6e-0000-7000-8000-000000000001';

function setUp(handler: (input: unknown) => unknown = () => ({}), checkOutputs = false) {
  const spy = vi.fn(handler);
  const handlers = Object.fromEntries(CHANNELS.map((channel) => [channel, spy])) as unknown as Handlers;
  const onUnexpected = vi.fn();
  return { spy, onUnexpected, dispatch: createDispatch(handlers, { isTrusted, checkOutputs, onUnexpected }) };
}

/** A valid input for every channel: without it, a refused payload would prove nothing. */
const valid: { readonly [C in Channel]: unknown } = {
  'app.info': {},
  'app.openExternal': { url: 'https://example.com' },
  'window.setMenu': { sections: [] },
  'window.zoom': { by: 1 },
  'window.print': { to: 'pdf', name: 'x' },
  'workspace.open': { kind: 'empty' },
  'workspace.choose': {},
  'settings.get': {},
  'rulebook.files': {},
  'settings.set': { locale: 'en' },
  'queue.page': { query: { view: 'queue', marketplace: null, region: null, kind: null, search: null }, start: { index: 0 }, limit: 100 },
  'queue.counts': {},
  'submission.get': { id: uuid },
  'submission.compare': { id: uuid, with: 'approved' },
  'submission.history': { id: uuid },
  'submission.revealTestData': { id: uuid },
  'claim.take': { id: uuid, revision: 1 },
  'claim.release': { id: uuid, revision: 1, note: '' },
  'claim.takeOver': { id: uuid, revision: 1, note: 'x' },
  'claim.renew': { id: uuid },
  'checklist.get': { submissionId: uuid },
  'checklist.mark': { submissionId: uuid, ruleId: 'card-name-clear', mark: 'pass' },
  'checklist.note': { submissionId: uuid, ruleId: 'card-name-clear', note: 'x' },
  'checklist.acceptFinding': { submissionId: uuid, ruleId: 'card-name', index: 0, reason: 'ok', days: 90 },
  'checklist.runChecks': { submissionId: uuid },
  'evidence.attach': { submissionId: uuid, ruleId: 'r', name: 'a.png', mime: 'image/png', bytes: new Uint8Array([1]) },
  'evidence.chooseAndAttach': { submissionId: uuid, ruleId: 'r' },
  'evidence.readText': { sha256: 'a'.repeat(64) },
  'evidence.save': { sha256: 'a'.repeat(64), name: 'trace.zip' },
  'evidence.detach': { submissionId: uuid, ruleId: 'r', evidenceId: uuid },
  'finding.list': { submissionId: uuid },
  'finding.save': { submissionId: uuid, ruleId: 'r', seen: '', steps: '' },
  'finding.setIncluded': { submissionId: uuid, findingId: uuid, included: true },
  'installTest.portals': { submissionId: uuid },
  'installTest.start': { submissionId: uuid, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false },
  'installTest.control': { runId: uuid, command: { type: 'pause' } },
  'installTest.options': { submissionId: uuid },
  'installTest.active': {},
  'installTest.saveSupportLog': { runId: uuid, exchangeIds: null },
  'installTest.list': { submissionId: uuid },
  'installTest.get': { runId: uuid },
  'portal.create': { marketplace: 'bitrix24', name: 'A' },
  'portal.list': {},
  'chat.thread': { solutionId: uuid },
  'chat.send': { solutionId: uuid, submissionId: null, kind: 'note', text: 'x' },
  'chat.attach': { solutionId: uuid, name: 'a.png', mime: 'image/png', bytes: new Uint8Array([1]) },
  'chat.chooseFiles': { solutionId: uuid },
  'chat.saveFile': { messageId: uuid, sha256: 'a'.repeat(64) },
  'chat.markRead': { solutionId: uuid, messageIds: [uuid] },
  'chat.unread': {},
  'outbox.list': {},
  'outbox.confirm': { id: uuid },
  'outbox.copy': { id: uuid },
  'draft.get': { key: 'k' },
  'draft.save': { key: 'k', text: '' },
  'template.list': { submissionId: null },
  'template.save': { id: null, title: 'x', text: { ru: '', en: '' }, ruleIds: [] },
  'template.delete': { id: 'x' },
  'verdict.preview': { submissionId: uuid, kind: 'return' },
  'verdict.decide': { submissionId: uuid, revision: 1, version: '1.0', kind: 'return', letter: 'x', language: 'ru' },
  'verdict.undo': { verdictId: uuid },
  'undo.last': {},
  'savedView.list': {},
  'savedView.save': { name: 'Мой', query: { view: 'queue', marketplace: null, region: 'ru', kind: null, search: null } },
  'savedView.forget': { id: uuid },
  'submission.skip': { id: uuid, reason: 'needs-colleague', note: '' },
  'statistics.get': { from: null, to: null, marketplace: null, region: null, moderator: null },
  'statistics.export': { query: { from: null, to: 1, marketplace: null, region: null, moderator: null }, format: 'csv' },
  'bundle.export': { verdictId: uuid, includeNotes: false },
  'bundle.verify': {},
  'submission.setDueDay': { id: uuid, day: '2026-12-01' },
  'evidence.share': { submissionId: uuid, ruleId: 'card-contacts', evidenceId: uuid },
  'price.calculate': { marketplace: 'moysklad', category: 'cms', monthlyPrice: 500, vendorSharePercent: 75, discounts: { 3: 10 } },
  'price.offers': { submissionId: uuid },
  'stage.list': { submissionId: uuid },
  'stage.change': { submissionId: uuid, stageId: 'alpha', revision: 0, change: { to: 'finish' } },
  'review.list': { filter: 'open' },
  'review.get': { id: uuid },
  'review.decide': { id: uuid, revision: 1, decision: 'keep', reason: '', message: '' },
  'review.record': { id: uuid, revision: 1, what: 'answer', text: 'x' },
  'review.markAnswer': { id: uuid, quality: 'grateful', mark: 'pass' },
  'intake.choose': { what: 'files' },
  'intake.importPaths': { paths: ['a.zip'] },
  'intake.cancel': {},
  'intake.refused': {},
  'intake.forget': { id: uuid },
};

describe('dispatch', () => {
  it.each(CHANNELS)('%s: answers the window, refuses every other sender before the handler', async (channel) => {
    const { dispatch, spy } = setUp();
    const strangers: Sender[] = [
      { ...window, url: '' },
      { ...window, url: 'about:blank' },
      { ...window, url: 'about:srcdoc' },
      { ...window, url: 'data:text/html,x' },
      { ...window, url: 'app://ui.evil/index.html' },
      { ...window, isMainFrame: false },
      { ...window, webContentsId: 2 },
    ];
    for (const stranger of strangers)
      expect(await dispatch(stranger, channel, valid[channel])).toMatchObject({ ok: false, code: 'untrusted-sender' });
    expect(spy).not.toHaveBeenCalled();
    expect(await dispatch(window, channel, valid[channel])).toEqual({ ok: true, value: {} });
    expect(spy).toHaveBeenCalledTimes(1);
  });

  it.each(CHANNELS)('%s: refuses payloads that do not fit', async (channel) => {
    const { dispatch, spy } = setUp();
    const good = valid[channel] as Record<string, unknown>;
    const bad: unknown[] = [undefined, null, 0, 'x', [], { ...good, surplus: 1 }];
    for (const key of Object.keys(good)) {
      if (!inputs[channel].safeParse({ ...good, [key]: undefined }).success) bad.push({ ...good, [key]: undefined });
      bad.push({ ...good, [key]: Number.NaN }, { ...good, [key]: { toString: null } }, { ...good, [key]: 'x'.repeat(200_000) });
    }
    for (const payload of bad) expect(await dispatch(window, channel, payload)).toMatchObject({ ok: false, code: 'invalid-request' });
    expect(spy).not.toHaveBeenCalled();
  });

  it('refuses names outside the list, inherited ones too', async () => {
    const { dispatch, spy } = setUp();
    for (const name of ['__proto__', 'constructor', 'toString', '', 'queue.page ', 7, null]) {
      expect(await dispatch(window, name, {})).toMatchObject({ ok: false, code: 'invalid-request' });
    }
    expect(spy).not.toHaveBeenCalled();
  });

  it('never throws, whatever arrives', async () => {
    const { dispatch } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CHANNELS), fc.anything(), async (channel, payload) => {
        expect(typeof (await dispatch(window, channel, payload)).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('passes expected errors with their code and hides unexpected ones', async () => {
    const expected = setUp(() => {
      throw new AppError('conflict', 'Changed meanwhile', { revision: 3 });
    });
    expect(await expected.dispatch(window, 'app.info', {})).toEqual({
      ok: false,
      code: 'conflict',
      message: 'Changed meanwhile',
      details: { revision: 3 },
    });
    const unexpected = setUp(() => {
      throw new Error('password=hunter2');
    });
    const answer = await unexpected.dispatch(window, 'app.info', {});
    expect(answer).toEqual({ ok: false, code: 'internal', message: 'Internal error', details: {} });
    expect(unexpected.onUnexpected).toHaveBeenCalledOnce();
  });

  it('notices a handler that returns something else than promised', async () => {
    const { dispatch, onUnexpected } = setUp(() => ({ wrong: true }), true);
    expect(await dispatch(window, 'draft.get', { key: 'k' })).toMatchObject({ ok: false, code: 'internal' });
    expect(onUnexpected).toHaveBeenCalledOnce();
  });
});
