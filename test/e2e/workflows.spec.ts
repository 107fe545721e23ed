import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { startWorkstation, temporaryFolder } from '../electron-app.ts';
import { runtimeInfo } from '../runtime.ts';
import { takeClaim } from '../../electron/desk/claim-desk.ts';
import { getSubmission } from '../../electron/desk/submission-desk.ts';
import { openForBench } from '../bench/bench-workspace.ts';
import { command, openFirstOf, toQueue } from './by-keyboard.ts';
import { openName, pressRussian, startDemoDesk, waitForDesk, type DemoDesk } from './demo-desk.ts';

/** Workflows of a working day by keyboard alone; nothing in this file points with a mouse. */
test.describe.configure({ mode: 'serial' });

let desk: DemoDesk;
test.beforeAll(async () => {
  desk = await startDemoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

const head = () => desk.page.locator('.submission-head');

test('a claim is taken, seen by the next moderator before he opens it, and taken over with a note', async () => {
  const { page } = desk;
  await openFirstOf(page, 'KeyQ');
  const name = await openName(page).innerText();
  await expect(page.getByTestId('submission-turn')).toContainText(/ждёт нас .*: (новая заявка|подана повторно)/);
  const id = (await page.getByTestId('submission').getAttribute('data-submission-id')) ?? '';
  // A colleague at another machine takes it: another process on the same workspace.
  const beside = openForBench(desk.workspace);
  const colleague = { ...beside.context, actor: () => 'Утренняя смена', workstationId: '0198a000-0000-7000-8000-0000000000c1' };
  takeClaim(colleague, { id, revision: getSubmission(colleague, { id }).revision });
  await beside.close();
  await expect(head()).toContainText('Утренняя смена');

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressRussian(page, 'KeyG', 'KeyC');
  await expect(page.getByTestId('view-claimed')).toHaveAttribute('aria-current', 'page');
  // Who holds it stands in the list, before anything is opened.
  await expect(page.getByTestId('queue-row').filter({ hasText: 'Утренняя смена' })).toHaveCount(1);
  await expect(openName(page)).toHaveText(name);

  await command(page, 'Перехватить');
  await expect(page.getByRole('dialog')).toBeVisible();
  // Without a note nothing is taken from anybody.
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.insertText('Смена закончилась, продолжаю');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(head()).toContainText('у меня в работе');
  await expect(page.getByTestId('submission-turn')).toContainText('перехвачена');
  await page.keyboard.press('Control+Digit6');
  await expect(page.getByTestId('history')).toContainText(/перехвачено.*Было.*Утренняя смена/);
  await expect(page.getByTestId('message-note')).toContainText('Смена закончилась');
});

test('a message with an attached picture is written; unsent, text and picture survive a restart', async () => {
  const { page } = desk;
  await openFirstOf(page, 'KeyM');
  const name = await openName(page).innerText();
  await pressRussian(page, 'KeyM');
  await expect(page.locator('[data-chat-input]')).toBeFocused();
  await page.keyboard.insertText('Снимок окна во вложении');
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'окно.png', { type: 'image/png' }));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByTestId('pending-file')).toContainText('окно.png');
  // Left with the text unsent; drafts are written when the field goes away.
  await openFirstOf(page, 'KeyQ');
  await desk.close();

  const again = await startWorkstation({ workspace: desk.workspace });
  desk = { ...again, complaints: desk.complaints };
  await waitForDesk(again.page);
  await openFirstOf(again.page, 'KeyM');
  await expect(openName(again.page)).toHaveText(name);
  await expect(again.page.locator('[data-chat-input]')).toHaveValue('Снимок окна во вложении');
  await expect(again.page.getByTestId('pending-file')).toContainText('окно.png');
  await pressRussian(again.page, 'KeyM');
  await expect(again.page.locator('[data-chat-input]')).toBeFocused();
  await again.page.keyboard.press('Control+Enter');
  await expect(again.page.getByTestId('message-to-vendor').last()).toContainText('окно.png');
  await expect(again.page.getByTestId('pending-file')).toHaveCount(0);
  await expect(again.page.getByTestId('submission-turn')).toContainText(/ждёт разработчика .*: ждём ответа разработчика/);
});

test('publication is refused, and the verdict with the attachment of the message is exported and valid', async () => {
  const { page, app } = desk;
  const bundle = path.join(temporaryFolder('workflows'), 'bundle.zip');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, bundle);
  await openFirstOf(page, 'KeyM');
  const name = await openName(page).innerText();
  await command(page, 'Отказать в публикации');
  await expect(page.getByTestId('consequence')).toContainText('отказано в публикации');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Отказано');

  await pressRussian(page, 'KeyG', 'KeyD');
  await toQueue(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(openName(page)).toHaveText(name);
  await command(page, 'Сохранить пакет решения');
  await expect.poll(() => existsSync(bundle)).toBe(true);
  const cli = path.resolve(import.meta.dirname, '../..', process.env['WORKSTATION_OUT'] ?? 'out', 'main/cli.js');
  const verify = spawnSync(runtimeInfo().executable, [cli, 'verify', bundle, '--json'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  expect(verify.status, verify.stdout + verify.stderr).toBe(0);
});

test('several are claimed and returned in one confirmation that names each; what cannot be returned is left with the reason', async () => {
  const { page } = desk;
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressRussian(page, 'KeyG', 'KeyQ');
  await toQueue(page);
  await page.keyboard.press('Home');
  for (const count of [2, 3]) {
    await page.keyboard.press('Shift+KeyJ');
    await expect(page.getByText(`Выбрано: ${String(count)}`)).toBeVisible();
  }
  await page.keyboard.press('Shift+KeyC');
  await expect(page.getByText('Взято в работу: 3 из 3')).toBeVisible();

  await pressRussian(page, 'KeyG', 'KeyM');
  await expect(page.getByTestId('queue-row').nth(2)).toContainText(/./);
  const count = await page.getByTestId('queue-row').count();
  await toQueue(page);
  await page.keyboard.press('Home');
  // One item fails in the first two, so that there is something to write; nothing in the others.
  for (let n = 0; n < 2; n += 1) {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Digit4');
    await expect(page.locator('[data-checklist-focus]')).toBeFocused();
    const failed = page.locator('.checklist-item').nth(1);
    await pressRussian(page, 'KeyJ');
    await page.keyboard.press('Digit2');
    await expect(failed).toHaveAttribute('data-mark', 'fail');
    await toQueue(page);
    await pressRussian(page, 'KeyJ');
  }
  await page.keyboard.press('Home');
  for (let n = 1; n < count; n += 1) await page.keyboard.press('Shift+KeyJ');
  await expect(page.getByText(`Выбрано: ${String(count)}`)).toBeVisible();
  await page.keyboard.press('Shift+KeyA');
  await expect(page.getByTestId('several')).toContainText('Останутся без решения');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+KeyR');
  const named = page.getByTestId('several').locator('.several-item');
  await expect(named).toHaveCount(count);
  await expect(page.getByTestId('several')).toContainText('вернётся разработчику на доработку');
  await expect(page.getByTestId('several-confirm')).toBeFocused();
  const decided = Number(/\d+/.exec(await page.getByTestId('several-confirm').innerText())?.[0]);
  expect(decided).toBeGreaterThanOrEqual(2);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Решено: ${String(decided)} из ${String(decided)}`)).toBeVisible();
  await expect(page.getByTestId('queue-row')).toHaveCount(count - decided);
  // Each of them is one step for undo.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressRussian(page, 'KeyU');
  await expect(page.getByTestId('queue-row')).toHaveCount(count - decided + 1);
  expect(desk.complaints).toEqual([]);
});
