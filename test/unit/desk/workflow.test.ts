import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/limits.ts';
import { outputs } from '../../../shared/ipc/outputs.ts';
import { getChecklist, markItem, noteItem } from '../../../electron/desk/checklist-desk.ts';
import { expireClaims, releaseClaim, renewClaim, takeClaim, takeOverClaim } from '../../../electron/desk/claim-desk.ts';
import { confirmHandedOver, listOutbox, releaseHeld } from '../../../electron/desk/correspondence-desk.ts';
import { listFindings } from '../../../electron/desk/finding-desk.ts';
import { queueCounts, queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict, undoVerdict } from '../../../electron/desk/verdict-desk.ts';
import { verifyChain } from '../../../electron/store/event-log.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  expect(verifyChain(bench.workspace.context.db).broken).toBeNull();
  await bench.end();
});

const ctx = () => bench.workspace.context;
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'none';
};
const view = (id: string) => getSubmission(ctx(), { id });
const take = (id: string) => {
  takeClaim(ctx(), { id, revision: view(id).revision });
};
const page = async (over: object = {}) =>
  (
    await queuePage(ctx(), {
      query: { view: 'queue', marketplace: null, region: null, kind: null, search: null, ...over },
      start: { index: 0 },
      limit: 100,
    })
  ).rows;
const decide = (id: string, kind: 'approve' | 'return' | 'refuse' | 'withdraw', letter = 'Текст') => {
  const { revision, version } = view(id);
  return decideVerdict(ctx(), { submissionId: id, revision, version, kind, letter, language: 'ru' });
};

describe('the whole way of a submission', () => {
  it('claim, mark, return, resubmit at the end, approve, publish', async () => {
    const solution = { code: 'v.one', name: 'Счета' };
    const first = await bench.accept({ solution });
    const other = await bench.accept();
    expect((await page()).map(({ id }) => id)).toEqual([first.id, other.id]);
    take(first.id);
    expect((await page()).map(({ id }) => id)).toEqual([other.id]);
    expect(outputs['submission.get'].safeParse(view(first.id)).error).toBeUndefined();
    const checklist = getChecklist(ctx(), { submissionId: first.id });
    expect(outputs['checklist.get'].safeParse(checklist).error).toBeUndefined();
    expect(checklist.items.map(({ ruleId }) => ruleId)).toEqual([
      'card-description',
      'card-contacts',
      'install-works',
      'uninstall-erases',
      'wizard-only',
    ]);
    expect(checklist.items[0]?.automatic?.status).toBe('pass');

    expect(previewVerdict(ctx(), { submissionId: first.id, kind: 'return' }).blockers.map((each) => each.code)).toEqual(['no-finding']);
    expect(code(() => decide(first.id, 'return'))).toBe('blocked');
    markItem(ctx(), { submissionId: first.id, ruleId: 'card-contacts', mark: 'fail' });
    noteItem(ctx(), { submissionId: first.id, ruleId: 'card-contacts', note: 'Нет почты' });
    expect(listFindings(ctx(), { submissionId: first.id }).findings).toMatchObject([
      { ruleId: 'card-contacts', seen: 'Нет почты', included: true, source: 'person' },
    ]);
    const preview = previewVerdict(ctx(), { submissionId: first.id, kind: 'return' });
    expect(preview.blockers).toEqual([]);
    expect(preview.letter.ru).toContain('Нет почты');
    expect(preview.letter.en).toContain('Expectation card-contacts');
    expect(previewVerdict(ctx(), { submissionId: first.id, kind: 'approve' }).blockers.map((each) => each.code)).toContain('failed-mark');
    const result = decide(first.id, 'return', preview.letter.ru);
    expect(result.nextSubmissionId).toBe(other.id);
    expect(view(first.id)).toMatchObject({ state: 'returned', claim: null, verdict: { kind: 'return', outboxState: 'held' } });
    expect(listOutbox(ctx()).items).toMatchObject([{ state: 'held', kind: 'verdict' }]);

    bench.clock.now += LIMITS.undoWindowMs;
    expect(listOutbox(ctx()).items[0]?.state).toBe('waiting');
    expect(
      code(() => {
        undoVerdict(ctx(), { verdictId: result.verdictId });
      }),
    ).toBe('not-allowed');
    expect(releaseHeld(ctx())).toBe(1);
    confirmHandedOver(ctx(), { id: listOutbox(ctx()).items[0]?.id ?? '' });
    expect(listOutbox(ctx()).items[0]?.state).toBe('handed-over');

    const again = await bench.accept({ solution, submittedAt: 1 });
    expect(again.attempt).toBe(2);
    expect((await page()).map(({ id }) => id)).toEqual([other.id, again.id]);
    expect((await page({ view: 'returned-again' })).map(({ id }) => id)).toEqual([again.id]);
    take(again.id);
    const approved = decide(again.id, 'approve', '');
    expect(view(again.id)).toMatchObject({
      state: 'approved',
      solution: { publication: 'published' },
      attempts: [{ attempt: 1 }, { attempt: 2 }],
    });
    undoVerdict(ctx(), { verdictId: approved.verdictId });
    expect(view(again.id)).toMatchObject({ state: 'claimed', claim: { mine: true }, solution: { publication: 'none' }, verdict: null });
    decide(again.id, 'approve', '');
    const later = await bench.accept({
      solution,
      kind: 'new-version',
      version: { number: '2.0', mode: 'wizard' },
      card: { title: 'Счета', description: 'Новое достаточно длинное описание' },
    });
    expect(later.attempt).toBe(1);
    expect(view(later.id).card.find(({ path }) => path === 'description')).toMatchObject({ changed: true });
    expect(view(later.id).card.find(({ path }) => path === 'tags')).toMatchObject({ changed: true, value: null });
    take(later.id);
    decide(later.id, 'approve', '');
    expect(view(later.id).solution.publication).toBe('published');
    expect(code(() => decide(again.id, 'withdraw'))).toBe('blocked');
    decide(later.id, 'withdraw');
    expect(view(later.id)).toMatchObject({ state: 'withdrawn', solution: { publication: 'withdrawn' } });
    const history = submissionHistory(ctx(), { id: first.id }).events.map(({ type }) => type);
    expect(history).toEqual([
      'submission.accepted',
      'submission.claimed',
      'checklist.begun',
      'checks.finished',
      'checklistItem.marked',
      'checklistItem.noted',
      'submission.returned',
      'outbox.released',
      'outbox.handedOver',
    ]);
    expect(queueCounts(ctx()).views.find((each) => each.view === 'decided')?.count).toBe(3);
  });
});

describe('claims', () => {
  it('are leases that run out, can be taken over, and refuse strangers', async () => {
    const row = await bench.accept();
    take(row.id);
    bench.clock.now += LIMITS.claimLeaseMs - 1;
    expect(renewClaim(ctx(), { id: row.id }).expiresAt).toBe(bench.clock.now + LIMITS.claimLeaseMs);
    const mine = view(row.id).revision;
    ctx().db.write((tx) => tx.run("UPDATE submissions SET claim_by = 'Модератор 2' WHERE id = ?", row.id));
    expect(
      code(() => {
        take(row.id);
      }),
    ).toBe('claimed-by-other');
    expect(code(() => markItem(ctx(), { submissionId: row.id, ruleId: 'card-contacts', mark: 'pass' }))).toBe('claimed-by-other');
    expect(
      code(() => {
        takeOverClaim(ctx(), { id: row.id, revision: mine + 1, note: '' });
      }),
    ).toBe('conflict');
    takeOverClaim(ctx(), { id: row.id, revision: mine, note: 'заболел' });
    expect(submissionHistory(ctx(), { id: row.id }).events.at(-1)).toMatchObject({
      type: 'submission.takenOver',
      details: { from: 'Модератор 2', to: 'Модератор 1' },
    });
    bench.clock.now += LIMITS.claimLeaseMs;
    expect(
      code(() => {
        renewClaim(ctx(), { id: row.id });
      }),
    ).toBe('not-claimed');
    expect(expireClaims(ctx())).toBe(1);
    expect(view(row.id).state).toBe('queued');
    take(row.id);
    releaseClaim(ctx(), { id: row.id, revision: view(row.id).revision, note: '' });
    expect(view(row.id).state).toBe('queued');
  });
});
