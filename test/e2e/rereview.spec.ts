import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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

test('a checklist that is begun says what a newer rulebook has otherwise and stays as it is', async () => {
  const { page, workspace } = desk;
  await page.getByTestId('tab-checklist').click();
  const rows = await page.locator('.checklist-item').count();
  await expect(page.getByTestId('newer-rules')).toHaveCount(0);
  mkdirSync(path.join(workspace, 'rulebooks'), { recursive: true });
  writeFileSync(
    path.join(workspace, 'rulebooks', 'bitrix24.json'),
    JSON.stringify({
      format: 'moderation-rulebook',
      formatVersion: 1,
      marketplace: 'bitrix24',
      version: 'team-3',
      off: ['card-keywords-no-spam'],
      change: { 'card-tags-max5': { severity: 'blocker' } },
    }),
  );
  await page.getByTestId('page-settings').click();
  await expect(page.getByTestId('rulebooks')).toContainText('team-3');
  await page.getByTestId('view-returned-again').click();
  const newer = page.getByTestId('newer-rules');
  await expect(newer).toContainText('добавлено 0, изменено 1, убрано 1');
  await newer.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(newer.locator('li').first()).toContainText('card-tags-max5');
  await expect(newer.locator('li').first().locator('ins')).toHaveText('блокирует');
  await expect(newer.locator('li').nth(1)).toContainText('card-keywords-no-spam');
  await expect(page.locator('.checklist-item')).toHaveCount(rows);
});
