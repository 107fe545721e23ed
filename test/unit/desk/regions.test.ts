import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getChecklist, markItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { attachEvidence, detachEvidence, shareEvidence } from '../../../electron/desk/evidence-desk.ts';
import { queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission, setSubmissionDueDay, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict, undoVerdict } from '../../../electron/desk/verdict-desk.ts';
import { collectBundle } from '../../../electron/export/collect-bundle.ts';
import { bitrix24 } from '../../../electron/marketplaces/bitrix24/bitrix24.ts';
import type { VerdictKind } from '../../../shared/domain/submission.ts';
import type { ChecklistItemView } from '../../../shared/ipc/contract.ts';
import { openBench, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;
const SOLUTION = { code: 'vendor.both', name: 'Оба региона' };

async function submit(region: string, change: Parameters<Bench['accept']>[0] = {}): Promise<string> {
  const { id } = await bench.accept({ solution: SOLUTION, region, ...change });
  getChecklist(ctx(), { submissionId: id });
  takeClaim(ctx(), { id, revision: getSubmission(ctx(), { id }).revision });
  return id;
}

function decide(id: string, kind: VerdictKind): string {
  const { revision, version } = getSubmission(ctx(), { id });
  return decideVerdict(ctx(), { submissionId: id, revision, version, kind, letter: 'Письмо', language: 'ru' }).verdictId;
}

const publications = (id: string): Record<string, string> =>
  Object.fromEntries(getSubmission(ctx(), { id }).regions.map(({ id: region, publication }) => [region, publication]));

function item(submissionId: string, ruleId = 'card-contacts'): ChecklistItemView {
  const found = getChecklist(ctx(), { submissionId }).items.find((each) => each.ruleId === ruleId);
  if (found === undefined) throw new Error(`no ${ruleId}`);
  return found;
}

const proof = (submissionId: string) =>
  attachEvidence(ctx(), {
    submissionId,
    ruleId: 'card-contacts',
    name: 'снимок.png',
    mime: 'image/png',
    bytes: Buffer.from(`png ${submissionId}`),
  });

describe('regions of one solution', () => {
  it('are separate queues', async () => {
    const [ru, kz] = [await bench.accept({ solution: SOLUTION, region: 'ru' }), await bench.accept({ solution: SOLUTION, region: 'kz' })];
    const rows = async (region: string): Promise<string[]> => {
      const query = { view: 'queue', marketplace: 'testmarket', region, kind: null, search: null } as const;
      return (await queuePage(ctx(), { query, start: { index: 0 }, limit: 10 })).rows.map(({ id }) => id);
    };
    expect([await rows('ru'), await rows('kz')]).toEqual([[ru.id], [kz.id]]);
  });

  it('have verdicts and a state of publication each', async () => {
    const [ru, kz] = [await submit('ru'), await submit('kz')];
    expect(previewVerdict(ctx(), { submissionId: ru, kind: 'approve' }).consequence.ru).toContain('(Россия)');
    const approved = decide(ru, 'approve');
    expect(publications(kz)).toEqual({ ru: 'published', kz: 'none' });
    expect(getSubmission(ctx(), { id: ru }).solution.publication).toBe('published');
    expect(getSubmission(ctx(), { id: kz }).solution.publication).toBe('none');
    undoVerdict(ctx(), { verdictId: approved });
    expect(publications(kz)).toEqual({ ru: 'none', kz: 'none' });
    decide(ru, 'approve');
    // The first approval in another region publishes there as well.
    expect(previewVerdict(ctx(), { submissionId: kz, kind: 'approve' }).consequence.ru).toContain('сразу опубликована');
    const there = decide(kz, 'approve');
    expect(publications(ru)).toEqual({ ru: 'published', kz: 'published' });
    decide(ru, 'withdraw');
    expect(publications(ru)).toEqual({ ru: 'withdrawn', kz: 'published' });
    expect(getSubmission(ctx(), { id: kz }).actions.find(({ action }) => action === 'withdraw')?.allowed).toBe(true);
    const bundle = await collectBundle(ctx(), there, { includeNotes: false, product: { name: 'P', version: '0' } });
    expect(bundle.document.submission.solution.publication).toBe('published');
    expect(getSubmission(ctx(), { id: kz }).regions).toMatchObject([
      { id: 'kz', submissionId: kz, state: 'approved' },
      { id: 'ru', submissionId: ru, state: 'withdrawn', title: { ru: 'Россия' } },
    ]);
  });

  it('see and use the evidence of each other, while each marks for itself', async () => {
    const [ru, kz] = [await submit('ru'), await submit('kz')];
    markItem(ctx(), { submissionId: ru, ruleId: 'card-contacts', mark: 'pass' });
    const [evidence] = (await proof(ru)).evidence;
    const evidenceId = evidence?.id ?? '';
    expect(item(kz)).toMatchObject({
      mark: 'not-checked',
      evidence: [],
      elsewhere: [{ region: 'ru', mark: 'pass', evidence: [{ id: evidenceId }] }],
    });

    const shared = shareEvidence(ctx(), { submissionId: kz, ruleId: 'card-contacts', evidenceId });
    expect(shared).toMatchObject({ mark: 'not-checked', evidence: [{ id: evidenceId }], elsewhere: [{ mark: 'pass', evidence: [] }] });
    expect(submissionHistory(ctx(), { id: kz }).events.at(-1)).toMatchObject({
      type: 'evidence.shared',
      details: { region: 'ru', evidenceId },
    });
    const verdictId = decide(kz, 'approve');
    const { document } = await collectBundle(ctx(), verdictId, { includeNotes: false, product: { name: 'P', version: '0' } });
    expect(document.evidence.map(({ id }) => id)).toEqual([evidenceId]);
    expect(document.checklist.find(({ ruleId }) => ruleId === 'card-contacts')).toMatchObject({
      evidenceIds: [evidenceId],
      mark: 'not-checked',
    });
  });

  it('let go of shared evidence again; it stays where it came from', async () => {
    const [ru, kz] = [await submit('ru'), await submit('kz')];
    const evidenceId = (await proof(ru)).evidence[0]?.id ?? '';
    shareEvidence(ctx(), { submissionId: kz, ruleId: 'card-contacts', evidenceId });
    expect(detachEvidence(ctx(), { submissionId: kz, ruleId: 'card-contacts', evidenceId }).evidence).toEqual([]);
    expect(item(ru).evidence).toHaveLength(1);
  });

  it.each([
    ['another version', { version: { number: '2.0.0', mode: 'wizard' } }, 'card-contacts'],
    ['another solution', { solution: { code: 'vendor.else', name: 'Другое' } }, 'card-contacts'],
    ['another rule', {}, 'install-works'],
  ])('do not share evidence of %s', async (_what, change, ruleId) => {
    const [ru, kz] = [await submit('ru', change), await submit('kz')];
    const evidenceId = (await proof(ru)).evidence[0]?.id ?? '';
    expect(item(kz, ruleId).elsewhere).toEqual([]);
    expect(() => shareEvidence(ctx(), { submissionId: kz, ruleId, evidenceId })).toThrow(
      expect.objectContaining({ code: 'not-found' }) as Error,
    );
  });
});

describe('the day that a team agreed on', () => {
  it('is known to the team and reaches neither history, letter nor bundle', async () => {
    const id = await submit('ru');
    setSubmissionDueDay(ctx(), { id, day: '2031-02-28' });
    expect(getSubmission(ctx(), { id }).dueDay).toBe('2031-02-28');
    await bench.told();
    expect(bench.emitted.some(({ event }) => event === 'submission.changed')).toBe(true);
    const verdictId = decide(id, 'approve');
    const bundle = await collectBundle(ctx(), verdictId, { includeNotes: true, product: { name: 'P', version: '0' } });
    const told = JSON.stringify([bundle, submissionHistory(ctx(), { id }), previewVerdict(ctx(), { submissionId: id, kind: 'return' })]);
    expect(told).not.toContain('2031-02-28');
    expect(told).not.toMatch(/due/i);
    setSubmissionDueDay(ctx(), { id, day: null });
    expect(getSubmission(ctx(), { id }).dueDay).toBeNull();
  });
});

describe('an integration of Bitrix24', () => {
  const external = { card: bitrix24.cardSchema.parse({ texts: { ru: { name: 'Обмен заказами' } } }), solutionType: 'integration' };
  const codes = (submissionId: string): (string | null)[] =>
    previewVerdict(ctx(), { submissionId, kind: 'approve' }).blockers.map(({ ruleId }) => ruleId);
  const submitOne = (change: Parameters<Bench['accept']>[0]): Promise<string> =>
    submit('ru', {
      marketplace: 'bitrix24',
      version: { number: '1', mode: 'callback', eventUrl: 'https://app.vendor.example/install' },
      ...change,
    });

  it('cannot be approved without test data, whatever else is said of it', async () => {
    await bench.reopen({ marketplaces: [bitrix24] });
    const without = await submitOne({ ...external, solution: { code: 'v.without', name: 'Обмен' } });
    expect(codes(without)).toContain('func-external-service-testable');
    const given = await submitOne({
      ...external,
      solution: { code: 'v.given', name: 'Обмен' },
      testData: { note: 'Вход на сайте сервиса', values: [{ name: 'login', value: 'demo' }] },
    });
    expect(codes(given)).not.toContain('func-external-service-testable');
  });
});
