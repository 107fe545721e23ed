import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { pressRussian } from './demo-desk.ts';

/** Ways of somebody who has no mouse, on a Russian layout. */

/** Out of a field, so that letters are keys again. */
export async function leaveField(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Finds an action in the palette by its name and runs it. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.insertText(name);
  await expect(page.locator('.palette [role="option"]').first()).toContainText(name);
  await page.keyboard.press('Enter');
}

/** F6 walks through the panes. */
export async function toQueue(page: Page): Promise<void> {
  for (let step = 0; step < 6; step += 1) {
    if (await page.evaluate(() => document.activeElement?.matches('[data-testid="queue-list"]') === true)) return;
    await page.keyboard.press('F6');
  }
  await tabTo(page.getByTestId('queue-list'));
}

/** Tab until the focus is on what is wanted. */
export async function tabTo(wanted: Locator): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await wanted.page().keyboard.press('Tab');
  }
  throw new Error(`${String(wanted)} is not reached with Tab`);
}

/** Opens the first row of a view. */
export async function openFirstOf(page: Page, view: 'KeyQ' | 'KeyM'): Promise<void> {
  await leaveField(page);
  await pressRussian(page, 'KeyG', view);
  await expect(page.getByTestId(view === 'KeyQ' ? 'view-queue' : 'view-mine')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByTestId('queue-row').first()).not.toHaveAttribute('aria-busy', 'true');
  await toQueue(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('submission')).toBeVisible();
}
