import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  chatThread,
  keepMessageFile,
  markRead,
  messageFile,
  requireStored,
  sendMessage,
  unreadThreadsOf,
} from '../../../electron/desk/correspondence-desk.ts';
import { listRefused } from '../../../electron/desk/intake-desk.ts';
import { insertMessage } from '../../../electron/store/repositories/correspondence.ts';
import { submissionById, type SubmissionRow } from '../../../electron/store/repositories/submissions.ts';
import { createPackageSource } from '../../../electron/intake/package-source.ts';
import { openBench, testMarket, type Bench } from './desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench({ packages: createPackageSource({ marketplaces: [testMarket], now: () => 1_800_000_000_000 }) });
});
afterEach(() => bench.end());
const ctx = () => bench.workspace.context;

describe('a conversation', () => {
  it('says who typed in the words of the vendor, and keeps them apart from what the vendor sent', async () => {
    const row = await bench.accept();
    const typed = sendMessage(ctx(), { solutionId: row.solution_id, submissionId: row.id, kind: 'from-vendor', text: 'Исправили' });
    expect(typed).toMatchObject({ source: 'entered', enteredBy: 'Модератор 1', author: row.vendor_name, region: row.region });
    const own = sendMessage(ctx(), { solutionId: row.solution_id, submissionId: row.id, kind: 'to-vendor', text: 'Спасибо' });
    expect(own).toMatchObject({ source: 'written', enteredBy: null, author: 'Модератор 1', outboxState: 'waiting' });
  });

  it('is unread for everybody but its writer until it was looked at, by each reader for himself', async () => {
    const row = await bench.accept();
    const note = sendMessage(ctx(), { solutionId: row.solution_id, submissionId: row.id, kind: 'note', text: 'Проверить вход' });
    sendMessage(ctx(), { solutionId: row.solution_id, submissionId: row.id, kind: 'to-vendor', text: 'Пришлите доступ' });
    expect(unreadThreadsOf(ctx()).threads).toEqual([]);
    bench.as('Модератор 2');
    expect(unreadThreadsOf(ctx()).threads).toMatchObject([
      { solutionId: row.solution_id, count: 1, text: 'Проверить вход', region: row.region },
    ]);
    expect(
      chatThread(ctx(), { solutionId: row.solution_id })
        .messages.filter((each) => each.isUnread)
        .map((each) => each.id),
    ).toEqual([note.id]);
    markRead(ctx(), { solutionId: row.solution_id, messageIds: [note.id] });
    expect(unreadThreadsOf(ctx()).threads).toEqual([]);
    bench.as('Модератор 3');
    expect(unreadThreadsOf(ctx()).threads).toHaveLength(1);
  });

  it('is looked for among the newest messages, so that asking takes no longer the older a workspace is', async () => {
    const [old, busy] = [await bench.accept(), await bench.accept()];
    const write = (row: SubmissionRow, id: string, text: string): void =>
      ctx().db.write((tx) => {
        const at = ctx().now() + Number(id);
        insertMessage(tx, {
          id,
          solution_id: row.solution_id,
          submission_id: row.id,
          at,
          author: row.vendor_name,
          kind: 'from-vendor',
          text,
        });
      });
    write(old, '0', 'Давно');
    for (let id = 1; id < 2_000; id += 1) write(busy, String(id), 'Недавно');
    expect(unreadThreadsOf(ctx()).threads.map(({ text, count }) => [text, count])).toEqual([
      ['Недавно', 1_999],
      ['Давно', 1],
    ]);
    write(busy, '2000', 'Сейчас');
    expect(unreadThreadsOf(ctx()).threads.map(({ text, count }) => [text, count])).toEqual([['Сейчас', 2_000]]);
    // In its thread it stays unread.
    expect(chatThread(ctx(), { solutionId: old.solution_id }).messages.filter((each) => each.isUnread)).toHaveLength(1);
  });

  it('carries files that the workspace holds, and no others', async () => {
    const row = await bench.accept();
    const file = await keepMessageFile(ctx(), {
      solutionId: row.solution_id,
      name: 'журнал.txt',
      mime: 'text/plain',
      bytes: new Uint8Array([1, 2, 3]),
    });
    const message = sendMessage(ctx(), {
      solutionId: row.solution_id,
      submissionId: row.id,
      kind: 'to-vendor',
      text: 'Журнал',
      files: [file],
    });
    expect(message.files).toEqual([{ name: 'журнал.txt', mime: 'text/plain', sizeBytes: 3, sha256: file.sha256 }]);
    expect([...(await messageFile(ctx(), { messageId: message.id, sha256: file.sha256 })).bytes]).toEqual([1, 2, 3]);
    expect(await bench.workspace.blob(file.sha256)).not.toBeNull();
    await expect(requireStored(ctx(), [{ ...file, sha256: 'f'.repeat(64) }])).rejects.toMatchObject({ code: 'not-found' });
    await expect(messageFile(ctx(), { messageId: message.id, sha256: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a package of messages', () => {
  function write(
    name: string,
    change: (data: Record<string, unknown>) => void = () => undefined,
    files: Record<string, string> = {},
  ): string {
    const folder = path.join(bench.root, name);
    mkdirSync(folder);
    const data: Record<string, unknown> = {
      format: 'moderation-messages',
      formatVersion: 1,
      marketplace: testMarket.id,
      solution: { code: 'acme.invoices' },
      messages: [
        { externalId: 1, at: '2026-11-20T10:00:00+03:00', text: 'Доступ в тестовых данных' },
        { externalId: 2, at: '2026-11-20T10:05:00+03:00', author: 'Анна', text: 'И снимок', files: [{ file: 'снимок.txt' }] },
      ],
    };
    change(data);
    writeFileSync(path.join(folder, 'messages.json'), JSON.stringify(data));
    for (const [file, text] of Object.entries({ 'снимок.txt': 'содержимое', ...files })) writeFileSync(path.join(folder, file), text);
    return folder;
  }

  it('puts the answers into the thread once, says where they came from, and tells that they arrived', async () => {
    const row = await bench.accept({ solution: { code: 'acme.invoices', name: 'Счета' } });
    const folder = write('answers');
    sendMessage(ctx(), { solutionId: row.solution_id, submissionId: row.id, kind: 'to-vendor', text: 'Нужен доступ' });
    expect(submissionById(ctx().db, row.id)?.turn).toBe('vendor');
    expect(await bench.workspace.importer.importPaths([folder])).toMatchObject({ imported: 1, refused: 0 });
    expect(submissionById(ctx().db, row.id)?.turn).toBe('us');
    const answers = chatThread(ctx(), { solutionId: row.solution_id }).messages.filter((each) => each.kind === 'from-vendor');
    expect(answers).toMatchObject([
      { text: 'Доступ в тестовых данных', author: row.vendor_name, source: 'package', enteredBy: 'Модератор 1', isUnread: true, files: [] },
      { text: 'И снимок', author: 'Анна', source: 'package', files: [{ name: 'снимок.txt', sizeBytes: 20 }] },
    ]);
    expect(bench.emitted).toContainEqual({
      event: 'message.arrived',
      payload: { solutionId: row.solution_id, solutionName: 'Счета', submissionId: null, count: 2 },
    });
    expect(await bench.workspace.importer.importPaths([folder])).toMatchObject({ imported: 0, duplicates: 1 });
    const more = write('more', (data) => {
      (data['messages'] as unknown[]).push({ externalId: 3, at: '2026-11-21T10:00:00+03:00', text: 'Ещё' });
    });
    expect(await bench.workspace.importer.importPaths([more])).toMatchObject({ imported: 1 });
    expect(chatThread(ctx(), { solutionId: row.solution_id }).messages.filter((each) => each.kind === 'from-vendor')).toHaveLength(3);
  });

  it.each([
    ['another format', (data: Record<string, unknown>) => (data['format'] = 'x'), 'format'],
    ['an unknown solution', (data: Record<string, unknown>) => (data['solution'] = { code: 'nobody' }), 'solution.code'],
    ['an unknown submission', (data: Record<string, unknown>) => (data['submission'] = { externalId: 99 }), 'submission.externalId'],
    ['an unknown region', (data: Record<string, unknown>) => (data['region'] = 'mars'), 'region'],
    [
      'a message from the future',
      (data: Record<string, unknown>) => (data['messages'] = [{ externalId: 1, at: '2099-01-01T00:00:00Z', text: 'x' }]),
      'messages[0].at',
    ],
    [
      'a file outside',
      (data: Record<string, unknown>) =>
        (data['messages'] = [{ externalId: 1, at: '2026-01-01T00:00:00Z', text: 'x', files: [{ file: '../x' }] }]),
      'messages[0].files[0].file',
    ],
    [
      'a file that is not there',
      (data: Record<string, unknown>) =>
        (data['messages'] = [{ externalId: 1, at: '2026-01-01T00:00:00Z', text: 'x', files: [{ file: 'нет.txt' }] }]),
      'messages[0].files[0].file',
    ],
    [
      'a number twice',
      (data: Record<string, unknown>) =>
        (data['messages'] = [1, 1].map((externalId) => ({ externalId, at: '2026-01-01T00:00:00Z', text: 'x' }))),
      'messages[1].externalId',
    ],
    [
      'an empty message',
      (data: Record<string, unknown>) => (data['messages'] = [{ externalId: 1, at: '2026-01-01T00:00:00Z', text: '  ' }]),
      'messages[0].text',
    ],
  ])('with %s is refused with the place, and nothing of it is kept', async (_name, change, place) => {
    const row = await bench.accept({ solution: { code: 'acme.invoices', name: 'Счета' } });
    const before = chatThread(ctx(), { solutionId: row.solution_id }).messages.length;
    expect(await bench.workspace.importer.importPaths([write('wrong', change)])).toMatchObject({ imported: 0, refused: 1 });
    expect(listRefused(ctx()).items[0]?.problems.map((each) => each.place)).toContain(place);
    expect(chatThread(ctx(), { solutionId: row.solution_id }).messages).toHaveLength(before);
  });
});
