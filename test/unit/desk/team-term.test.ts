import { describe, expect, it } from 'vitest';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { markItem } from '../../../electron/desk/checklist-desk.ts';
import { chatThread, listOutbox, sendMessage } from '../../../electron/desk/correspondence-desk.ts';
import { queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import { listTemplates } from '../../../electron/desk/template-desk.ts';
import { collectBundle } from '../../../electron/export/collect-bundle.ts';
import { renderReport } from '../../../electron/export/report.ts';
import { openBench } from './desk-fixture.ts';

const DAY = 24 * 60 * 60_000;

/** Everything that can reach a vendor of one returned submission, and what the team itself sees, under a term of so many working days. */
async function told(termDays: number): Promise<{ readonly vendor: string; readonly isOverdue: boolean | undefined }> {
  const bench = openBench();
  try {
    bench.workspace.settings.set({ termDays });
    const ctx = bench.workspace.context;
    const { id, solution_id: solutionId } = await bench.accept({
      externalId: '4711',
      submittedAt: bench.clock.now - 20 * DAY,
      solution: { code: 'v.term', name: 'Срок' },
      card: { title: 'Срок', description: 'мало' },
    });
    const query = { view: 'queue', marketplace: null, region: null, kind: null, search: null } as const;
    const page = await queuePage(ctx, { query: { ...query }, start: { index: 0 }, limit: 10 } as Parameters<typeof queuePage>[1]);
    const isOverdue = page.rows.find((row) => row.id === id)?.isOverdue;
    takeClaim(ctx, { id, revision: 1 });
    markItem(ctx, { submissionId: id, ruleId: 'card-contacts', mark: 'fail' });
    const letters = (['approve', 'return', 'refuse'] as const).map((kind) => previewVerdict(ctx, { submissionId: id, kind }));
    sendMessage(ctx, { solutionId, submissionId: id, kind: 'to-vendor', text: 'Проверяем.' });
    const { revision, version } = getSubmission(ctx, { id });
    const letter = letters[1]?.letter.ru ?? '';
    const { verdictId } = decideVerdict(ctx, { submissionId: id, revision, version, kind: 'return', letter, language: 'ru' });
    const bundle = await collectBundle(ctx, verdictId, { includeNotes: true, product: { name: 'P', version: '1' } });
    const all = {
      letters,
      templates: listTemplates(ctx, { submissionId: id }),
      chat: chatThread(ctx, { solutionId } as Parameters<typeof chatThread>[1]),
      outbox: listOutbox(ctx),
      history: submissionHistory(ctx, { id }),
      document: bundle.document,
      lines: bundle.lines,
      report: renderReport({ ...bundle, fingerprint: 'f' }),
    };
    // Ids and hashes differ from workspace to workspace.
    const vendor = JSON.stringify(all)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
      .replaceAll(/[0-9a-f]{64}/g, 'hash')
      .replaceAll(/>[0-9a-f]{12}</g, '>hash<');
    return { vendor, isOverdue };
  } finally {
    await bench.end();
  }
}

describe('the term of the team', () => {
  it('makes submissions overdue, and leaves no trace in letters, messages, history or bundle', async () => {
    const short = await told(2);
    const long = await told(61);
    expect([short.isOverdue, long.isOverdue]).toEqual([true, false]);
    expect(short.vendor).toContain('Срок');
    expect(short.vendor === long.vendor).toBe(true);
    expect(short.vendor).not.toMatch(/overdue|termDays|dueAt|просроч/i);
  });
});

describe('regions', () => {
  it('have queues and verdicts of their own', async () => {
    const bench = openBench();
    try {
      const ctx = bench.workspace.context;
      const solution = { code: 'v.both', name: 'Обе' };
      const card = { title: 'Обе', description: 'Достаточно длинное описание решения' };
      const ru = await bench.accept({ solution, card, region: 'ru' });
      const kz = await bench.accept({ solution, card, region: 'kz' });
      const of = async (region: string): Promise<string[]> => {
        const query = { view: 'queue', marketplace: null, region, kind: null, search: null };
        const page = await queuePage(ctx, { query, start: { index: 0 }, limit: 10 } as unknown as Parameters<typeof queuePage>[1]);
        return page.rows.map((row) => row.id);
      };
      expect([await of('ru'), await of('kz')]).toEqual([[ru.id], [kz.id]]);
      takeClaim(ctx, { id: ru.id, revision: 1 });
      markItem(ctx, { submissionId: ru.id, ruleId: 'card-contacts', mark: 'fail' });
      const { revision, version } = getSubmission(ctx, { id: ru.id });
      decideVerdict(ctx, { submissionId: ru.id, revision, version, kind: 'return', letter: 'Письмо', language: 'ru' });
      expect([getSubmission(ctx, { id: ru.id }).state, getSubmission(ctx, { id: kz.id }).state]).toEqual(['returned', 'queued']);
    } finally {
      await bench.end();
    }
  });
});
