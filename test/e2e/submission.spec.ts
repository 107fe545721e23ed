import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { startWorkstation, temporaryFolder } from '../electron-app.ts';
import { openName, startDemoDesk, waitForDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

/** Asks the main process, as the window does. */
function ask<T>(page: Page, channel: string, input: unknown): Promise<T> {
  return page.evaluate(
    async ([name, given]) => {
      const bridge = (
        window as unknown as { workstation: { invoke(channel: string, input: unknown): Promise<{ ok: boolean; value: unknown }> } }
      ).workstation;
      return (await bridge.invoke(name as string, given)).value;
    },
    [channel, input] as const,
  ) as Promise<T>;
}

async function openFirst(page: Page): Promise<string> {
  await page.getByTestId('view-queue').click();
  await page.getByTestId('queue-row').first().click();
  await expect(page.getByTestId('submission')).toBeVisible();
  const id = await page.getByTestId('submission').getAttribute('data-submission-id');
  if (id === null) throw new Error('no submission is open');
  return id;
}

async function claimFirst(page: Page): Promise<string> {
  const id = await openFirst(page);
  await page.locator('.submission-actions [data-action="claim.take"]').click();
  await expect(page.locator('.submission-head')).toContainText('у меня в работе');
  return id;
}

test('buttons that cannot be pressed say why, and marks wait for a claim', async () => {
  const { page } = desk;
  const id = await openFirst(page);
  const approve = page.locator('.submission-actions [data-action="verdict.approve"]');
  await expect(approve).toHaveAttribute('aria-disabled', 'true');
  await approve.focus();
  await expect(page.getByRole('tooltip')).toContainText('Сначала возьмите заявку в работу');
  await page.getByTestId('tab-checklist').click();
  const first = page.locator('.checklist-item').first();
  await first.locator('.checklist-line').click();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('KeyA');
  await expect(page.getByTestId('verdict-form')).toHaveCount(0);
  const checklist = await ask<{ items: { mark: string }[] }>(page, 'checklist.get', { submissionId: id });
  expect(checklist.items[0]?.mark).toBe('not-checked');
});

test('test data is hidden until asked for, asking is in the history, and it hides when the window is left', async () => {
  const { page } = desk;
  await page.getByTestId('view-all').click();
  const rows = page.getByTestId('queue-row');
  for (let index = 0; index < 12; index += 1) {
    await rows.nth(index).click();
    await expect(page.getByTestId('submission')).toBeVisible();
    if ((await page.getByTestId('tab-test-data').count()) > 0) break;
  }
  await page.getByTestId('tab-test-data').click();
  await expect(page.getByTestId('test-data')).toHaveCount(0);
  await page.getByTestId('reveal-test-data').click();
  await expect(page.getByTestId('test-data')).toBeVisible();
  const value = page.getByTestId('test-data').locator('code').first();
  await page.getByTestId('test-data').locator('.test-data-value button').first().click();
  await expect(page.getByText('Скопировано')).toBeVisible();
  const copied = await value.innerText();
  await page.locator('[data-chat-input]').focus();
  await page.keyboard.press('Control+KeyV');
  await expect(page.locator('[data-chat-input]')).toHaveValue(copied);
  await page.locator('[data-chat-input]').fill('');
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(page.getByTestId('test-data')).toHaveCount(0);
  await page.getByTestId('tab-history').click();
  await expect(page.getByTestId('history')).toContainText('показаны тестовые данные');
});

test('a picture from the clipboard and a dropped file become evidence of the item', async () => {
  const { page } = desk;
  await claimFirst(page);
  await page.getByTestId('tab-checklist').click();
  const item = page.locator('.checklist-item').nth(1);
  await item.locator('.checklist-line').click();
  await item.locator('.checklist-line').focus();
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(32, 32);
    canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'image.png', { type: 'image/png' }));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(item.getByTestId('evidence')).toHaveCount(1);
  await expect(item.locator('.evidence-picture img')).toHaveJSProperty('complete', true);
  expect(await item.locator('.evidence-picture img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(32);

  const file = path.join(temporaryFolder('evidence'), 'журнал.txt');
  writeFileSync(file, 'строка журнала\n');
  const box = await item.locator('.checklist-line').boundingBox();
  if (box === null) throw new Error('the item is not on the screen');
  await drop(page, file, box.x + box.width / 2, box.y + box.height / 2);
  await expect(item.getByTestId('evidence')).toHaveCount(2);
  await expect(item.getByTestId('evidence').nth(1)).toContainText('журнал.txt');
});

/** Drops a file from the file manager. */
async function drop(page: Page, file: string, x: number, y: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await session.detach();
}

test('a package dropped on the window that cannot be taken in says what is wrong and how to mend it', async () => {
  const { page } = desk;
  const folder = path.join(temporaryFolder('package'), 'broken');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'submission.json'), '{"format": "something-else"}');
  await page.getByTestId('page-refused').click();
  await expect(page.getByTestId('refused')).toContainText('Отклонённых пакетов нет');
  await drop(page, folder, 640, 400);
  const refused = page.getByTestId('refused-item');
  await expect(refused).toHaveCount(1);
  await expect(refused.locator('tbody tr').first().locator('td')).toHaveCount(3);
  for (const cell of await refused.locator('tbody tr').first().locator('td').allInnerTexts()) expect(cell.trim()).not.toBe('');
  await refused.getByRole('button', { name: 'Убрать из списка' }).click();
  await expect(refused).toHaveCount(0);
});

test('language and theme change at once', async () => {
  const { page } = desk;
  await page.getByTestId('page-settings').click();
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByTestId('view-mine')).toContainText('Mine');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('radio', { name: 'High contrast' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  await page.getByRole('radio', { name: 'Русский' }).check();
  await page.getByRole('radio', { name: 'Светлая' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('drafts and pane sizes survive a kill', async () => {
  const own = await startDemoDesk();
  const id = await claimFirst(own.page);
  const name = await openName(own.page).innerText();
  const solution = await ask<{ solution: { id: string } }>(own.page, 'submission.get', { id });
  await own.page.locator('[data-chat-input]').fill('Черновик, который нельзя потерять');
  const handle = own.page.getByRole('separator', { name: 'Ширина очереди' });
  await handle.focus();
  await own.page.keyboard.press('Shift+ArrowRight');
  const width = Number(await handle.getAttribute('aria-valuenow'));
  await expect
    .poll(async () => (await ask<{ text: string }>(own.page, 'draft.get', { key: `chat:${solution.solution.id}:to-vendor` })).text)
    .toContain('нельзя потерять');
  await expect
    .poll(async () => (await ask<{ layout: Record<string, unknown> }>(own.page, 'settings.get', {})).layout['queue.width'])
    .toBe(width);
  own.app.process().kill('SIGKILL');

  const again = await startWorkstation({ workspace: own.workspace });
  await waitForDesk(again.page);
  await again.page.getByTestId('view-mine').click();
  await again.page.getByTestId('queue-row').first().click();
  await expect(openName(again.page)).toHaveText(name);
  await expect(again.page.locator('[data-chat-input]')).toHaveValue('Черновик, который нельзя потерять');
  await expect(again.page.getByRole('separator', { name: 'Ширина очереди' })).toHaveAttribute('aria-valuenow', String(width));
  await again.close();
});

test('a field of hostile text stays text', async () => {
  const { page } = desk;
  await openFirst(page);
  await page
    .locator('[data-chat-input]')
    .fill('<img src=x onerror="document.title=1"> https://vendor.example/a javascript:alert(1) \u202eтекст');
  await page.keyboard.press('Control+Enter');
  const message = page.getByTestId('message-to-vendor').last();
  await expect(message).toContainText('<img src=x');
  await expect(message.locator('img')).toHaveCount(0);
  await expect(message.getByRole('link')).toHaveText('https://vendor.example/a');
  expect(await message.locator('.markdown').innerText()).not.toContain('\u202e');
  expect(await message.locator('a').count()).toBe(0);
  expect(await page.title()).toBe('Рабочее место модератора');
});

test('a publication stage is begun, noted for and blocked; its reminder stands in the header', async () => {
  const { page } = desk;
  await page.getByTestId('view-queue').click();
  await page.getByTestId('queue-row').filter({ hasText: 'Клуб гостей' }).first().click();
  await expect(openName(page)).toContainText('Клуб гостей');
  await page.getByTestId('tab-stages').click();
  const account = page.getByTestId('stage-account');
  await account.getByLabel('Срок, рабочих дней').fill('1');
  await account.getByRole('button', { name: 'Начать этап' }).click();
  await expect(account).toHaveAttribute('data-state', 'open');
  await expect(page.getByTestId('stage-reminder')).toHaveText('Аккаунт разработчика: срок близко');
  await account.getByLabel('Имя аккаунта').fill('cafe-demo');
  await account.getByRole('button', { name: 'Записать' }).click();
  await expect(account.locator('.stage-records')).toContainText('cafe-demo');
  // The rules of the stage are not marked yet.
  await expect(account.getByRole('button', { name: 'Завершить этап' })).toHaveAttribute('aria-disabled', 'true');
  await account.locator('.link').first().click();
  await expect(page.getByTestId('tab-checklist')).toHaveAttribute('data-state', 'active');
});

test('the prices of a card are reckoned, with discounts that the workspace keeps', async () => {
  const { page } = desk;
  await page.getByTestId('view-place-moysklad-ru').click();
  await page.getByTestId('queue-row').filter({ hasText: 'Складской помощник' }).first().click();
  await expect(openName(page)).toContainText('Складской помощник');
  await page.getByTestId('tab-card').click();
  await page.locator('[data-action="go.submissionPrices"]').click();
  const screen = page.getByTestId('prices');
  await expect(screen.getByTestId('monthly-price')).toHaveValue('1000');
  const twelve = screen.locator('tr[data-months="12"]');
  await expect(twelve).toContainText(/12 месяцев.*12\s000.*9\s000/);
  const discount = screen.getByLabel('Скидка за 12 месяцев, %');
  await discount.fill('пять');
  await discount.press('Enter');
  await expect(screen).toContainText('Нужно число от 0 до 100');
  await discount.fill('20');
  await discount.press('Enter');
  await expect(twelve).toContainText(/20 %.*9\s600.*9\s000/);
  await screen.getByLabel('Категория').selectOption({ label: 'Маркетплейсы' });
  await expect(screen.locator('.prices-remarks li').first()).toContainText('Не меньше 3000 ₽');
  await expect(screen.locator('.prices-remarks li').first().locator('.mark-fail')).toBeVisible();

  await screen.getByRole('button', { name: 'К заявке «Складской помощник»' }).click();
  await expect(openName(page)).toContainText('Складской помощник');
  // From the palette it has the kept discount and nobody's price.
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('Калькулятор');
  await page.keyboard.press('Enter');
  await expect(twelve).toContainText(/20 %.*9\s600/);
  await screen.getByTestId('monthly-price').fill('1 290,50');
  await expect(screen.locator('tr[data-months="1"]')).toContainText(/1\s290,50.*967,88/);
});

test('regions of one solution see each other: state, marks, evidence that is used here as well; the team has its own day', async () => {
  const { page } = desk;
  const open = async (region: string): Promise<void> => {
    await page.getByTestId(`view-place-bitrix24-${region}`).click();
    await page.getByTestId('queue-row').filter({ hasText: 'Чистые контакты' }).first().click();
    await page.locator('.submission-actions [data-action="claim.take"]').click();
    await expect(page.locator('.submission-head')).toContainText('у меня в работе');
  };
  await open('ru');
  await page.getByTestId('tab-checklist').click();
  const item = page.locator('.checklist-item').filter({ hasText: 'Категорий не больше пяти' });
  await item.locator('.checklist-line').click();
  await page.keyboard.press('Digit1');
  const submissionId = await page.getByTestId('submission').getAttribute('data-submission-id');
  await page.evaluate(
    (id) =>
      window.workstation.invoke('evidence.attach', {
        submissionId: id ?? '',
        ruleId: 'card-categories-max5',
        name: 'категории.txt',
        mime: 'text/plain',
        bytes: new Uint8Array([49]),
      }),
    submissionId,
  );
  await expect(item.getByTestId('evidence')).toContainText('категории.txt');

  await open('kz');
  await page.getByTestId('tab-checklist').click();
  await item.locator('.checklist-line').click();
  const elsewhere = item.getByTestId('elsewhere');
  await expect(elsewhere).toContainText('Россия');
  await expect(elsewhere).toContainText('Соответствует');
  await elsewhere.getByRole('button', { name: 'Приложить здесь: категории.txt' }).click();
  await expect(item.getByTestId('evidence')).toContainText('категории.txt');
  await expect(elsewhere.getByRole('button', { name: /Приложить/ })).toHaveCount(0);

  await page.getByTestId('tab-card').click();
  await expect(page.getByTestId('regions').locator('[data-region="ru"]')).toContainText('версия 1, в работе');
  await page.getByTestId('due-day').fill('2026-01-15');
  await page.getByTestId('due-day').blur();
  await expect(page.locator('.submission-facts')).toContainText('решить до 15 января');
  await page.getByTestId('regions').locator('[data-region="ru"] button').click();
  await expect(page.locator('.submission-facts')).toContainText('Россия');
});
