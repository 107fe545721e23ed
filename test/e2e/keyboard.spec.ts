import { expect, test } from 'playwright/test';
import { openName, pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** The main job without a pointer, on a Russian layout: the keys send Cyrillic letters. */
let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('a submission is returned with the keyboard alone, on a Russian layout, and the verdict is undone', async () => {
  const { page } = desk;
  // Down and up in the queue, open, claim.
  await pressRussian(page, 'KeyJ', 'KeyJ', 'KeyK');
  const row = page.locator('[role="option"][aria-selected="true"]');
  await expect(row).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('submission')).toBeVisible();
  const name = await openName(page).innerText();
  await pressRussian(page, 'KeyC');
  await expect(page.locator('.submission-head')).toContainText('у меня в работе');

  // Checklist: second item passes, third fails with a note and a finding.
  await page.keyboard.press('Control+Digit4');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await pressRussian(page, 'KeyJ');
  await page.keyboard.press('Digit1');
  const items = page.locator('.checklist-item');
  await expect(items.nth(1)).toHaveAttribute('data-mark', 'pass');
  await pressRussian(page, 'KeyJ');
  await page.keyboard.press('Digit2');
  await expect(items.nth(2)).toHaveAttribute('data-mark', 'fail');
  await pressRussian(page, 'KeyN');
  const note = items.nth(2).getByLabel('Заметка', { exact: true });
  await expect(note).toBeFocused();
  await page.keyboard.insertText('Окно остаётся пустым');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await expect(items.nth(2).getByLabel('Есть заметка')).toBeVisible();

  // Letters typed into a field are text, not commands.
  await pressRussian(page, 'KeyM');
  const message = page.locator('[data-chat-input]');
  await expect(message).toBeFocused();
  await pressRussian(page, 'KeyA', 'KeyR', 'KeyG');
  await expect(message).toHaveValue('фкп');
  await expect(page.getByTestId('verdict-form')).toHaveCount(0);
  await message.fill('');
  await page.keyboard.press('F6');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  // Return: what will happen is said first, then it is confirmed.
  await pressRussian(page, 'KeyR');
  await expect(page.getByTestId('consequence')).toContainText('доработку');
  await expect(page.getByTestId('verdict-confirm')).toBeFocused();
  await expect(page.getByLabel('Письмо разработчику')).not.toHaveValue('');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Возвращено');
  await expect(openName(page)).not.toHaveText(name);

  await pressRussian(page, 'KeyU');
  await expect(page.getByTestId('undo-bar')).toHaveCount(0);
  await expect(openName(page)).toHaveText(name);
  await expect(page.locator('.submission-head')).toContainText('у меня в работе');
});

test('G and a letter go to a view, the palette finds what was typed in the wrong layout', async () => {
  const { page } = desk;
  await page.getByTestId('queue-list').focus();
  await pressRussian(page, 'KeyG', 'KeyM');
  await expect(page.getByTestId('view-mine')).toHaveAttribute('aria-current', 'page');
  await pressRussian(page, 'KeyG', 'KeyO');
  await expect(page.getByTestId('outbox')).toBeVisible();
  await pressRussian(page, 'KeyG', 'KeyQ');
  await expect(page.getByTestId('view-queue')).toHaveAttribute('aria-current', 'page');

  await page.keyboard.press('Control+KeyK');
  await page.keyboard.insertText('yfcnhjqrb');
  await expect(page.locator('.palette [role="option"]').first()).toContainText('Настройки');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('settings')).toBeVisible();
});

test('who comes back from another screen finds the queue where it stood, and its cursor', async () => {
  const { page } = desk;
  await pressRussian(page, 'KeyG', 'KeyQ');
  const list = page.getByTestId('queue-list');
  await list.focus();
  await page.keyboard.press('End');
  await pressRussian(page, 'KeyK');
  const standing = (): Promise<number> => list.evaluate((element) => element.scrollTop);
  await expect.poll(standing).toBeGreaterThan(200);
  const [top, cursor] = [await standing(), await list.getAttribute('aria-activedescendant')];
  await pressRussian(page, 'KeyG', 'KeyT');
  await expect(page.getByTestId('statistics')).toBeVisible();
  await pressRussian(page, 'KeyG', 'KeyQ');
  await expect(list).toHaveAttribute('aria-activedescendant', cursor ?? '');
  expect(await standing()).toBe(top);
  await expect(page.locator(`#${cursor ?? ''}`)).toBeInViewport();
  await list.focus();
  await page.keyboard.press('Home');
});

test('the focus can always leave: Tab comes back to where it began', async () => {
  const { page } = desk;
  await page.getByTestId('view-queue').click();
  await page.getByTestId('queue-list').focus();
  const seen = new Set<string>();
  let isBack = false;
  for (let step = 0; step < 150 && !isBack; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return 'body';
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isSeen = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      return `${element.getAttribute('data-testid') ?? element.className} ${isSeen ? 'seen' : 'UNSEEN'}`;
    });
    seen.add(at);
    isBack = at.startsWith('queue-list');
  }
  expect(isBack).toBe(true);
  expect([...seen].filter((at) => at.endsWith('UNSEEN'))).toEqual([]);
});
