import { expect, test } from 'playwright/test';
import { pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('reviews are walked through, judged and decided by keyboard', async () => {
  const { page, complaints } = desk;
  await pressRussian(page, 'KeyG', 'KeyE');
  await expect(page.getByTestId('reviews')).toBeVisible();
  const rows = page.getByTestId('review-row');
  await expect(rows.first()).toBeFocused();
  const count = await rows.count();
  expect(count).toBeGreaterThan(3);

  // What a person must decide comes first; J and K walk on a Russian layout.
  await pressRussian(page, 'KeyJ');
  await expect(rows.nth(1)).toBeFocused();
  await pressRussian(page, 'KeyK');
  await expect(rows.first()).toBeFocused();
  await expect(page.getByTestId('unanswered')).toContainText('Мостик');

  // A disputed review: removed only with a reason.
  await page.getByTestId('reviews-disputed').click();
  await expect(rows).toHaveCount(1);
  const review = page.getByTestId('review');
  await expect(review).toContainText('Просим снять отзыв');
  const remove = review.getByRole('button', { name: 'Снять отзыв' });
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await review.getByLabel('Причина').fill('Претензия к настройке, а не к решению');
  await review.getByLabel('Сообщение разработчику (необязательно)').fill('Отзыв снят.');
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(0);
  await expect(review).toContainText('снят');
  await expect(review).toContainText('отзыв снят');

  // A corrected text takes the place of the first, which is kept.
  await page.getByTestId('reviews-open').click();
  await rows.filter({ hasText: 'прислан новый текст' }).click();
  await expect(review.locator('ins').first()).toBeVisible();
  await review.getByRole('button', { name: 'Заменить присланным' }).click();
  await expect(review).toContainText('Прежние тексты');
  await expect(review).toContainText('подсказала поддержка');
  await review.getByTestId('quality-grateful').getByRole('radio', { name: 'Нет', exact: true }).click();
  await expect(review.getByTestId('quality-grateful').getByRole('img', { name: 'Модератор: Не соответствует' })).toBeVisible();
  expect(complaints).toEqual([]);
});
