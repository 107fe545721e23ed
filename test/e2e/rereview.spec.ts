import { expect, test } from 'playwright/test';
import { startDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('a further attempt shows earlier findings first, keeps what did not change, and what changed word by word', async () => {
  const { page, complaints } = desk;
  await page.getByTestId('view-returned-again').click();
  await page.getByTestId('queue-row').first().click();
  await expect(page.getByTestId('submission')).toContainText('попытка 2');

  await page.getByTestId('tab-checklist').click();
  const first = page.locator('.checklist-item').first();
  await expect(page.locator('.checklist-area').first()).toHaveAccessibleName('Замечания прошлых попыток');
  await expect(first).toContainText('разработчик сообщает, что исправлено');
  await first.locator('.checklist-line').click();
  await expect(first).toContainText('Замечание попытки 1');
  const kept = page.locator('.checklist-item[data-mark="pass"]').filter({ hasText: 'с попытки 1' });
  expect(await kept.count()).toBeGreaterThan(5);

  await page.getByTestId('tab-compare').click();
  await expect(page.getByTestId('compare')).toContainText('С прошлой попыткой');
  await expect(page.getByTestId('compare').locator('ins').first()).toBeVisible();
  const difference = page.getByTestId('picture-difference').first();
  await expect(difference).toHaveAttribute('data-state', 'done');
  await expect(difference).toContainText(/отличается [\d,]+ % точек/);
  expect(complaints).toEqual([]);
});

test('a ready text is sent only when its placeholders are filled in', async () => {
  const { page } = desk;
  const chat = page.getByTestId('chat');
  await chat.getByLabel('Вставить шаблон').selectOption({ label: 'Вопрос по проверке' });
  const field = chat.locator('[data-chat-input]');
  await expect(field).toHaveValue(/\{вопрос\}/);
  const send = chat.locator('button[type="submit"]');
  await send.focus();
  await expect(page.getByRole('tooltip')).toContainText('Не заполнено: вопрос');
  await page.keyboard.press('Enter');
  await field.press('Control+Enter');
  await expect(chat.getByTestId('message-to-vendor')).toHaveCount(0);
  await field.fill((await field.inputValue()).replace('{вопрос}', 'как включить запись звонка'));
  await field.press('Control+Enter');
  await expect(chat.getByTestId('message-to-vendor')).toContainText('как включить запись звонка');
});
