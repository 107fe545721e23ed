import { expect, test } from 'playwright/test';
import { openName, pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  desk = await startDemoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

test('a mark is taken back with U, and it is said what was', async () => {
  const { page } = desk;
  await page.getByTestId('queue-list').focus();
  await pressRussian(page, 'KeyJ');
  await page.keyboard.press('Enter');
  await pressRussian(page, 'KeyC');
  await expect(page.locator('.submission-head')).toContainText('у меня в работе');
  await page.keyboard.press('Control+4');
  await page.locator('[data-checklist-focus]').first().focus();
  await pressRussian(page, 'KeyJ');
  await page.keyboard.press('1');
  await expect(page.getByRole('tab', { name: /Чек-лист/ })).toContainText('1/');
  await pressRussian(page, 'KeyU');
  await expect(page.getByText('Отменена отметка «Соответствует», снова «Не проверено»')).toBeVisible();
  await expect(page.getByRole('tab', { name: /Чек-лист/ })).toContainText('0/');
});

test('a question makes it the vendor’s turn, words typed in the wrong layout find the message', async () => {
  const { page } = desk;
  const name = (await openName(page).textContent())?.trim() ?? '';
  await pressRussian(page, 'KeyM');
  await page.locator('[data-chat-input]').fill('Пришлите снимок витрины с колибри');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('view-waiting-vendor').click();
  await expect(page.getByTestId('queue-row').first()).toContainText('ждём ответа разработчика');
  await page.getByTestId('view-all').click();
  // «колибри» on the keys of an English layout.
  await page.locator('#queue-search').fill('rjkb,hb');
  await expect(page.getByText('Показано для «колибри»')).toBeVisible();
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await expect(page.getByTestId('queue-row')).toContainText('найдено в переписке');
  expect(name).toContain((await page.locator('.queue-row-title').first().textContent())?.trim() ?? '—');
  await page.locator('#queue-search').fill('');
  await page.getByTestId('queue-list').focus();
});

test('put aside with a reason, claim several at once, keep a filter', async () => {
  const { page } = desk;
  await page.getByTestId('view-queue').click();
  await page.getByTestId('queue-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const name = (await openName(page).textContent()) ?? '';
  await pressRussian(page, 'KeyS');
  await page.getByLabel('не моя тема').check();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('queue-row').first()).toContainText('отложена: не моя тема');
  await expect(openName(page)).not.toHaveText(name);

  await page.getByTestId('queue-list').focus();
  await page.keyboard.press('Shift+J');
  await expect(page.getByText('Выбрано: 2')).toBeVisible();
  await page.keyboard.press('Shift+C');
  await expect(page.getByText('Взято в работу: 2 из 2')).toBeVisible();

  // The order is in sight, changed by keys, and part of what is kept.
  const names = (): Promise<string[]> =>
    page.getByTestId('queue-row').evaluateAll((rows) =>
      rows
        .sort((a, b) => Number((a as HTMLElement).dataset['index']) - Number((b as HTMLElement).dataset['index']))
        .slice(0, 8)
        .map((row) => row.querySelector('.queue-row-title')?.textContent ?? ''),
    );
  const before = await names();
  await page.getByTestId('queue-list').focus();
  await pressRussian(page, 'KeyO');
  await expect(page.getByTestId('queue-sort')).toBeFocused();
  await expect(page.getByTestId('queue-sort')).toHaveValue('oldest');
  for (let n = 0; n < 2; n += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('queue-sort')).toHaveValue('name');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('queue-list')).toBeFocused();
  const alphabetical = (list: readonly string[]): string[] =>
    [...list].sort((a, b) => (a.toLowerCase().replace(/^[«"]/, '') < b.toLowerCase().replace(/^[«"]/, '') ? -1 : 1));
  expect(before).not.toEqual(alphabetical(before));
  await expect.poll(async () => (await names()).filter((name) => name !== '').length).toBe(8);
  expect(await names()).toEqual(alphabetical(await names()));
  await page.getByRole('button', { name: 'Отборы' }).click();
  await page.getByRole('button', { name: 'Сохранить отбор' }).click();
  await page.getByLabel('Название отбора').fill('По алфавиту');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('view-saved')).toContainText('По алфавиту');
  await page.getByTestId('view-queue').click();
  await expect(page.getByTestId('queue-sort')).toHaveValue('oldest');
  await page.getByTestId('view-saved').click();
  await expect(page.getByTestId('queue-sort')).toHaveValue('name');
});

test('statistics show what was done', async () => {
  const { page } = desk;
  await pressRussian(page, 'KeyG', 'KeyT');
  await page.getByLabel('всё время').check();
  await expect(page.getByTestId('statistics-submitted')).not.toContainText('—');
  await expect(page.getByTestId('statistics')).toContainText('Модератор смены');
  await page.getByText('Таблица').click();
  await expect(page.getByRole('table').first()).toBeVisible();
  expect(desk.complaints).toEqual([]);
});
