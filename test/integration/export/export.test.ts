import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { getChecklist, markItem, noteItem } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { sendMessage } from '../../../electron/desk/correspondence-desk.ts';
import { attachEvidence } from '../../../electron/desk/evidence-desk.ts';
import { listFindings, saveFinding } from '../../../electron/desk/finding-desk.ts';
import { queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, undoVerdict } from '../../../electron/desk/verdict-desk.ts';
import { exportBundle } from '../../../electron/export/export-bundle.ts';
import { verifyBundle } from '../../../electron/export/verify-bundle.ts';
import type { VerdictDocumentData } from '../../../electron/export/verdict-document.ts';
import { appendEvent } from '../../../electron/store/event-log.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { png } from '../../unit/intake/package-builder.ts';
import { openPlace, type Place } from './export-fixture.ts';

const PASSWORD = 'очень-тайно-42';
const NOTE = 'заметка-только-для-своих';
const ITEM_NOTE = 'примечание-к-пункту';
const LATER = 'решено-уже-без-этого';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(async () => {
  await place.end();
});

const look = (id: string) => getSubmission(place.workspace.context, { id });

/** One submission returned with a finding, while others come in between. @returns ids */
async function returned(): Promise<{ submissionId: string; verdictId: string }> {
  const { context } = place.workspace;
  await place.import('a.zip');
  const page = await queuePage(context, {
    query: { view: 'queue', marketplace: null, region: null, kind: null, search: null },
    start: { index: 0 },
    limit: 10,
  });
  const submissionId = page.rows[0]?.id ?? '';
  takeClaim(context, { id: submissionId, revision: look(submissionId).revision });
  for (const [i, name] of ['b.zip', 'c.zip', 'd.zip'].entries()) {
    await place.import(name, (value) => Object.assign(value, { externalId: `M-${2000 + i}`, solution: { code: `other-${i}` } }));
  }
  const { solution } = look(submissionId);
  sendMessage(context, { solutionId: solution.id, submissionId, kind: 'note', text: NOTE });
  getChecklist(context, { submissionId });
  markItem(context, { submissionId, ruleId: 'reinstall-works', mark: 'fail' });
  markItem(context, { submissionId, ruleId: 'card-honest', mark: 'pass' });
  markItem(context, { submissionId, ruleId: 'ui-readable', mark: 'pass' });
  noteItem(context, { submissionId, ruleId: 'reinstall-works', note: ITEM_NOTE });
  await attachEvidence(context, { submissionId, ruleId: 'reinstall-works', name: 'мастер.png', mime: 'image/png', bytes: png(60, 40) });
  await attachEvidence(context, {
    submissionId,
    ruleId: 'reinstall-works',
    name: 'журнал.html',
    mime: 'text/html',
    bytes: Buffer.from('<script>1</script>'),
  });
  saveFinding(context, { submissionId, ruleId: 'reinstall-works', seen: 'Мастер пуст', steps: 'Установить дважды' });
  expect(listFindings(context, { submissionId }).findings).toHaveLength(1);
  const now = look(submissionId);
  const { verdictId } = decideVerdict(context, {
    submissionId,
    revision: now.revision,
    version: now.version,
    kind: 'return',
    letter: 'Здравствуйте! Переустановка не проходит.',
    language: 'ru',
  });
  return { submissionId, verdictId };
}

async function contents(file: string): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(await readFile(file));
  const found = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk);
    found.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return found;
}

describe('a verdict of a real workspace', () => {
  it('becomes a bundle that verifies, names the exact version and holds its chain', async () => {
    const { submissionId, verdictId } = await returned();
    const written = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('bundle.zip') });
    const result = await verifyBundle(written.path, { expectedFingerprint: written.fingerprint });
    expect(result.checks.filter((each) => !each.ok)).toEqual([]);
    expect(result).toMatchObject({ valid: true, verdict: { id: verdictId, kind: 'return', version: '2.4.1' } });

    const files = await contents(written.path);
    const document = JSON.parse(files.get('verdict.json') ?? '') as VerdictDocumentData;
    expect(document).toMatchObject({
      verdict: { id: verdictId, version: '2.4.1', letter: 'Здравствуйте! Переустановка не проходит.' },
      submission: {
        id: submissionId,
        externalId: 'M-1001',
        version: { number: '2.4.1', mode: 'wizard' },
        card: { texts: { ru: { name: 'Счета и акты' } } },
        hasTestData: true,
      },
      rulebook: { version: '2026-11-21.1' },
      findings: [{ ruleId: 'reinstall-works', included: true, seen: { ru: 'Мастер пуст' }, steps: 'Установить дважды' }],
    });
    expect(document.checklist.map(({ ruleId, mark }) => [ruleId, mark])).toEqual([
      ['card-honest', 'pass'],
      ['reinstall-works', 'fail'],
      ['ui-readable', 'pass'],
    ]);
    const lines = (files.get('events.jsonl') ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: string; submissionId?: string; type?: string });
    expect(lines.filter((each) => each.line === 'link').length).toBeGreaterThanOrEqual(3);
    expect(new Set(lines.filter((each) => each.line === 'event').map((each) => each.submissionId))).toEqual(new Set([submissionId]));
    expect(lines.map((each) => each.type)).toContain('submission.returned');
    // What a browser would run is kept as text.
    expect(
      [...files.keys()]
        .filter((each) => each.startsWith('evidence/'))
        .map((each) => each.slice(-4))
        .sort(),
    ).toEqual(['.png', '.txt']);
  });

  it('is exported the same twice, and as it was decided even when things change afterwards', async () => {
    const { submissionId, verdictId } = await returned();
    const first = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('1.zip') });
    const second = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('2.zip') });
    expect(second.sha256).toBe(first.sha256);
    const { solution } = look(submissionId);
    sendMessage(place.workspace.context, { solutionId: solution.id, submissionId, kind: 'to-vendor', text: LATER });
    const third = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('3.zip') });
    expect((await verifyBundle(third.path)).valid).toBe(true);
    const before = await contents(first.path);
    const after = await contents(third.path);
    expect(after.get('verdict.json')).toBe(before.get('verdict.json'));
  });

  it('with tens of thousands of foreign events in between leaves the longest stretch out and still verifies', async () => {
    const { submissionId, verdictId } = await returned();
    const { context } = place.workspace;
    context.db.write((tx) => {
      for (let i = 0; i < LIMITS.bundleChainLinks + 500; i += 1)
        appendEvent(tx, context.workstationId, { at: 1, actor: 'other', type: 'moderator.renamed' });
    });
    const { solution } = look(submissionId);
    sendMessage(context, { solutionId: solution.id, submissionId, kind: 'to-vendor', text: LATER });
    const written = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('long.zip') });
    const result = await verifyBundle(written.path);
    expect(result.checks.filter((each) => !each.ok)).toEqual([]);
    expect(result.checks.find((each) => each.name === 'events')?.message.en).toContain(
      `${LIMITS.bundleChainLinks + 500} events of others left out`,
    );
    // The shorter stretches are there in full.
    expect((await contents(written.path)).get('events.jsonl')?.match(/"line":"link"/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('lets no secret out, and notes only when asked', async () => {
    const { verdictId } = await returned();
    const plain = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('plain.zip') });
    const noted = await exportBundle(place.workspace, { verdictId, includeNotes: true, path: place.file('noted.zip') });
    const all = (files: Map<string, string>): string => [...files].flat().join('\n');
    const without = all(await contents(plain.path));
    const withNotes = all(await contents(noted.path));
    for (const secret of [PASSWORD, 'Войдите под демо-учётной записью']) {
      expect(without).not.toContain(secret);
      expect(withNotes).not.toContain(secret);
    }
    for (const note of [NOTE, ITEM_NOTE]) {
      expect(without).not.toContain(note);
      expect(withNotes).toContain(note);
    }
    expect((await verifyBundle(noted.path)).valid).toBe(true);
    // The private half of the key stays in its folder, which only its owner may read.
    const key = JSON.parse(await readFile(`${place.workspace.context.folder.keys}/signing-key.json`, 'utf8')) as { privateKey: string };
    expect(withNotes).not.toContain(key.privateKey);
    if (process.platform !== 'win32') expect(statSync(`${place.workspace.context.folder.keys}/signing-key.json`).mode & 0o077).toBe(0);
  });

  it('that was undone cannot be exported, nor one that is not there', async () => {
    const { verdictId } = await returned();
    undoVerdict(place.workspace.context, { verdictId });
    const path = place.file('undone.zip');
    await expect(exportBundle(place.workspace, { verdictId, includeNotes: false, path })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(
      exportBundle(place.workspace, { verdictId: '01930000-0000-7000-8000-000000000000', includeNotes: false, path }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(path)).toBe(false);
  });

  it('whose evidence was altered on disk is not exported', async () => {
    const { verdictId } = await returned();
    const { context } = place.workspace;
    const sha256 = context.db.value<string>("SELECT sha256 FROM evidence WHERE mime = 'image/png'") ?? '';
    await writeFile(context.evidence.pathOf(sha256), 'something else');
    const path = place.file('altered.zip');
    await expect(exportBundle(place.workspace, { verdictId, includeNotes: false, path })).rejects.toMatchObject({
      code: 'storage-corrupt',
    });
    expect(existsSync(path)).toBe(false);
  });

  it('finds a changed event of the workspace when the bundle is verified', async () => {
    const { submissionId, verdictId } = await returned();
    const { context } = place.workspace;
    // What no use-case can do: a hand in the database.
    context.db.raw.exec('DROP TRIGGER events_are_not_updated');
    context.db.raw
      .prepare("UPDATE events SET actor = 'Кто-то другой' WHERE type = 'submission.claimed' AND submission_id = ?")
      .run(submissionId);
    const written = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('changed.zip') });
    const result = await verifyBundle(written.path);
    expect(result.checks.filter((each) => !each.ok)).toMatchObject([{ name: 'events', file: 'events.jsonl' }]);
  });

  it('opens with an ordinary zip program', async () => {
    const { verdictId } = await returned();
    const { path } = await exportBundle(place.workspace, { verdictId, includeNotes: false, path: place.file('plain.zip') });
    try {
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' })).toContain('Done testing');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  });
});
