import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getChecklist, markItem, noteItem, runChecks } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { compareSubmission } from '../../../electron/desk/comparison-desk.ts';
import { attachEvidence } from '../../../electron/desk/evidence-desk.ts';
import { listFindings, saveFinding } from '../../../electron/desk/finding-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import type { IncomingSubmission } from '../../../shared/domain/incoming-submission.ts';
import type { Marketplace } from '../../../electron/marketplaces/marketplace.ts';
import type { Mark } from '../../../shared/domain/submission.ts';
import type { ChecklistItemView } from '../../../shared/ipc/contract.ts';
import { incomingFile, openBench, testMarket, type Bench } from './desk-fixture.ts';

const CARD = { title: 'Снова', description: 'Достаточно длинное описание решения', contacts: '+7 495 000-00-00', slogan: 'Быстро' };

/** The trial marketplace with a rule about a picture, and with what its rules are judged by. */
const market: Marketplace = {
  ...testMarket,
  solutionTypes: [...testMarket.solutionTypes, { id: 'bot', title: { ru: 'Бот', en: 'Bot' } }],
  rulebook: {
    ...testMarket.rulebook,
    rules: testMarket.rulebook.rules.flatMap((rule) =>
      rule.id === 'card-contacts' ? [rule, { ...rule, id: 'icon-good', area: 'media' as const }] : [rule],
    ),
  },
  ruleInputs: {
    'card-description': ['card.description'],
    'card-contacts': ['card.contacts'],
    'icon-good': ['files.icon'],
    // A marketplace may name them by mistake; a run still judges the vendor's server.
    'install-works': ['version'],
  },
  materialChanges: [
    { id: 'contacts', inputs: ['card.contacts'], reason: { ru: 'Контакты', en: 'Contacts' }, source: 'TEST §3' },
    { id: 'pictures', inputs: ['files.icon'], reason: { ru: 'Картинки', en: 'Pictures' }, source: 'TEST §3' },
    { id: 'rights', inputs: ['version.scopes'], reason: { ru: 'Права', en: 'Rights' }, source: 'TEST §3' },
  ],
};

let bench: Bench;
beforeEach(() => {
  bench = openBench({ marketplaces: [market] });
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;

const item = (submissionId: string, ruleId: string): ChecklistItemView => {
  const found = getChecklist(ctx(), { submissionId }).items.find((each) => each.ruleId === ruleId);
  if (found === undefined) throw new Error(`no ${ruleId}`);
  return found;
};

let number = 0;
async function attempt(change: Partial<IncomingSubmission> = {}): Promise<string> {
  number += 1;
  const { id } = await bench.accept({
    externalId: `R-${String(number)}`,
    kind: 'new-version',
    solution: { code: 'v.again', name: 'Снова' },
    version: { number: '2.0', mode: 'wizard' },
    card: CARD,
    files: [incomingFile('icon.png', Buffer.from('icon'), 'icon')],
    ...change,
  });
  takeClaim(ctx(), { id, revision: 1 });
  return id;
}

function mark(submissionId: string, marks: Readonly<Record<string, Mark>>): void {
  getChecklist(ctx(), { submissionId });
  for (const [ruleId, each] of Object.entries(marks)) markItem(ctx(), { submissionId, ruleId, mark: each });
}

function decide(submissionId: string, kind: 'return' | 'approve'): void {
  const { revision, version } = getSubmission(ctx(), { id: submissionId });
  decideVerdict(ctx(), { submissionId, revision, version, kind, letter: kind === 'return' ? 'Письмо' : '', language: 'ru' });
  bench.clock.now += 60_000;
}

describe('the next attempt', () => {
  it('keeps mark, note and evidence where nothing that the rule is judged by changed, and says whose they are', async () => {
    const first = await attempt();
    mark(first, { 'card-contacts': 'pass', 'card-description': 'fail', 'install-works': 'pass' });
    noteItem(ctx(), { submissionId: first, ruleId: 'card-contacts', note: 'Звонил, ответили' });
    await attachEvidence(ctx(), {
      submissionId: first,
      ruleId: 'card-contacts',
      name: 'p.png',
      mime: 'image/png',
      bytes: Buffer.from('p'),
    });
    decide(first, 'return');

    bench.as('Модератор 2');
    const second = await attempt({ card: { ...CARD, description: 'Совсем другое, но тоже достаточно длинное описание' } });
    const kept = item(second, 'card-contacts');
    expect(kept).toMatchObject({ mark: 'pass', markedBy: 'Модератор 1', note: 'Звонил, ответили', keptFromAttempt: 1, standing: null });
    expect(kept.evidence.map(({ title }) => title)).toEqual(['p.png']);
    expect(item(second, 'card-description')).toMatchObject({ mark: 'not-checked', keptFromAttempt: null });
    const event = submissionHistory(ctx(), { id: second }).events.find(({ type }) => type === 'checklist.keptMarks');
    expect(event?.details).toMatchObject({ fromSubmissionId: first, fromAttempt: 1, rules: ['card-contacts'] });

    // The proof of the next verdict names what it stands on.
    mark(second, { 'card-description': 'pass', 'install-works': 'pass' });
    decide(second, 'approve');
    const snapshot = JSON.parse(
      ctx().db.value<string>("SELECT body FROM documents WHERE sha256 = (SELECT snapshot_sha256 FROM verdicts WHERE kind = 'approve')") ??
        '',
    ) as { checklist: { items: { ruleId: string; keptFrom?: string; evidence: string[] }[] }; evidence: { id: string }[] };
    const proof = snapshot.checklist.items.find(({ ruleId }) => ruleId === 'card-contacts');
    expect(proof?.keptFrom).toBe(first);
    expect(snapshot.evidence.map(({ id }) => id)).toEqual(proof?.evidence);
  });

  it('starts anew what was seen in a running solution, even where the version is the same to the letter', async () => {
    const first = await attempt();
    mark(first, { 'install-works': 'pass', 'uninstall-erases': 'fail', 'card-contacts': 'pass' });
    decide(first, 'return');
    const second = await attempt();
    expect(item(second, 'install-works')).toMatchObject({ mark: 'not-checked', keptFromAttempt: null });
    expect(item(second, 'uninstall-erases')).toMatchObject({ mark: 'not-checked', standing: 'says-fixed' });
    expect(item(second, 'card-contacts').mark).toBe('pass');
  });

  it('starts anew when the file, the solution type or the words of the rule changed', async () => {
    const first = await attempt();
    mark(first, { 'icon-good': 'pass', 'card-contacts': 'fail' });
    decide(first, 'return');
    const other = await attempt({ files: [incomingFile('icon.png', Buffer.from('another icon'), 'icon')] });
    expect(item(other, 'icon-good').mark).toBe('not-checked');
    mark(other, { 'icon-good': 'pass' });
    decide(other, 'return');
    const renamed = await attempt({ files: [incomingFile('logo.png', Buffer.from('another icon'), 'icon')] });
    expect(item(renamed, 'icon-good')).toMatchObject({ mark: 'pass', keptFromAttempt: 2 });
    decide(renamed, 'return');
    const retyped = await attempt({ solutionType: 'bot', files: [incomingFile('logo.png', Buffer.from('another icon'), 'icon')] });
    expect(item(retyped, 'icon-good').mark).toBe('not-checked');
    mark(retyped, { 'icon-good': 'pass', 'card-contacts': 'fail' });
    decide(retyped, 'return');
    const reworded = {
      ...market,
      rulebook: { ...market.rulebook, rules: market.rulebook.rules.map((rule) => ({ ...rule, source: 'TEST §2' })) },
    };
    await bench.reopen({ marketplaces: [reworded] });
    const last = await attempt({ solutionType: 'bot', files: [incomingFile('logo.png', Buffer.from('another icon'), 'icon')] });
    expect(item(last, 'icon-good').mark).toBe('not-checked');
  });

  it('shows what the vendor says is fixed, what did not change at all, and what is there again', async () => {
    const first = await attempt({ card: { ...CARD, description: 'мало' } });
    mark(first, { 'card-contacts': 'fail', 'card-description': 'fail', 'install-works': 'fail' });
    saveFinding(ctx(), { submissionId: first, ruleId: 'card-contacts', seen: 'Телефон не отвечает', steps: '' });
    decide(first, 'return');

    const second = await attempt({ card: { ...CARD, description: 'опять мало' } });
    expect(item(second, 'card-contacts')).toMatchObject({
      mark: 'fail',
      keptFromAttempt: 1,
      standing: 'unchanged',
      earlier: [{ submissionId: first, attempt: 1, seen: { ru: 'Телефон не отвечает', en: 'Телефон не отвечает' } }],
    });
    // The automatic check fails again.
    expect(item(second, 'card-description').standing).toBe('returned');
    expect(item(second, 'install-works').standing).toBe('says-fixed');
    const listed = listFindings(ctx(), { submissionId: second }).findings;
    expect(listed.map(({ ruleId, earlierAttempts, seen }) => [ruleId, earlierAttempts, seen])).toEqual([
      ['card-description', [1], 'Описание короткое'],
      ['card-contacts', [1], 'Телефон не отвечает'],
    ]);
    const letter = previewVerdict(ctx(), { submissionId: second, kind: 'return' }).letter;
    expect(letter.ru).toContain('1.2. Правило card-contacts\nПовторно: замечание попытки 1\nТребуется:');
    expect(letter.en).toContain('1.2. Rule card-contacts\nAgain: a finding of attempt 1\nRequired:');

    mark(second, { 'install-works': 'pass' });
    expect(item(second, 'install-works').standing).toBe('fixed');
    // Marked again by hand it is the person's own.
    mark(second, { 'card-contacts': 'fail' });
    expect(item(second, 'card-contacts')).toMatchObject({ keptFromAttempt: null, standing: 'returned' });
    decide(second, 'return');
    const third = await attempt({ card: { ...CARD, contacts: '+7 900 000-00-00' } });
    // Met in the second attempt, named in the first: it counts as told once.
    mark(third, { 'install-works': 'fail', 'card-contacts': 'pass', 'card-description': 'pass' });
    expect(listFindings(ctx(), { submissionId: third }).findings.filter(({ included }) => included)).toMatchObject([
      { ruleId: 'install-works', earlierAttempts: [1] },
    ]);
    expect(item(third, 'card-contacts').earlier.map(({ attempt: of }) => of)).toEqual([1, 2]);
  });

  it('keeps nothing from an attempt that nobody looked at, and survives another look of the machine', async () => {
    const first = await attempt();
    mark(first, { 'card-contacts': 'pass', 'card-description': 'fail' });
    decide(first, 'return');
    const second = await attempt();
    runChecks(ctx(), { submissionId: second });
    expect(item(second, 'card-contacts')).toMatchObject({ mark: 'pass', keptFromAttempt: 1 });
    expect(item(second, 'card-description')).toMatchObject({ mark: 'fail', standing: 'unchanged' });
    const { id: stranger } = await bench.accept({ solution: { code: 'v.other', name: 'Другое' }, card: CARD });
    expect(item(stranger, 'card-contacts')).toMatchObject({ mark: 'not-checked', keptFromAttempt: null, standing: null });
  });
});

describe('comparison', () => {
  it('sets the submission beside what is published and beside what was last looked at', async () => {
    const first = await attempt({ kind: 'new-solution' });
    mark(first, { 'card-contacts': 'pass', 'card-description': 'pass' });
    decide(first, 'approve');
    const second = await attempt({ card: { ...CARD, contacts: 'a@b.example' } });
    mark(second, { 'card-contacts': 'fail' });
    decide(second, 'return');
    const third = await attempt({
      card: { ...CARD, contacts: 'help@b.example' },
      files: [incomingFile('new.png', Buffer.from('icon'), 'icon'), incomingFile('shot.png', Buffer.from('shot'))],
    });
    const approved = compareSubmission(ctx(), { id: third, with: 'approved' });
    expect(approved.baselines.map(({ with: name, submissionId }) => [name, submissionId])).toEqual([
      ['approved', first],
      ['seen', second],
    ]);
    const contacts = (view: typeof approved) => view.card.find(({ path }) => path === 'contacts');
    expect(contacts(approved)).toMatchObject({ changed: true, previous: CARD.contacts, value: 'help@b.example' });
    const seen = compareSubmission(ctx(), { id: third, with: 'seen' });
    expect(seen.with).toBe('seen');
    expect(contacts(seen)?.previous).toBe('a@b.example');
    expect(seen.files.map(({ change, before, now }) => [change, before?.name ?? null, now?.name ?? null])).toEqual([
      ['same', 'icon.png', 'new.png'],
      ['added', null, 'shot.png'],
    ]);
    // A first submission has nothing to be compared with.
    expect(compareSubmission(ctx(), { id: first, with: 'seen' })).toMatchObject({ baselines: [], with: null });
    const { id: alone } = await bench.accept({ solution: { code: 'v.alone', name: 'Одно' } });
    expect(compareSubmission(ctx(), { id: alone, with: 'seen' })).toMatchObject({ baselines: [], with: null, files: [] });
  });

  it('says why a change must be looked at, by the list of the marketplace', async () => {
    const first = await attempt({ kind: 'new-solution' });
    mark(first, { 'card-contacts': 'pass', 'card-description': 'pass' });
    decide(first, 'approve');
    const second = await attempt({
      kind: 'card-change',
      card: { ...CARD, contacts: 'new@b.example', description: `${CARD.description} `, slogan: 'Новое' },
      files: [incomingFile('icon.png', Buffer.from('other'), 'icon')],
    });
    expect(getSubmission(ctx(), { id: second }).changeReasons.map(({ id, places }) => [id, places.map(({ ru }) => ru)])).toEqual([
      ['contacts', ['contacts']],
      ['pictures', ['Логотип']],
      ['other', ['slogan']],
      ['spacing', ['description']],
    ]);
    expect(getSubmission(ctx(), { id: first }).changeReasons).toEqual([]);
    const { id: alone } = await bench.accept({ solution: { code: 'v.alone', name: 'Одно' } });
    expect(getSubmission(ctx(), { id: alone }).changeReasons).toEqual([]);
  });
});
