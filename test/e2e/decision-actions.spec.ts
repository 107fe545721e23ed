import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { openName, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** docs/actions-per-decision.md says what each side takes; here the workstation's side is done and counted. */
const document = readFileSync(path.join(import.meta.dirname, '../../docs/actions-per-decision.md'), 'utf8');

/** Numbered steps under a heading of the document. */
function stepsUnder(heading: string): number {
  const part = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  if (part === undefined) throw new Error(`the document has no part "${heading}"`);
  return [...part.matchAll(/^\d+\. /gm)].length;
}

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('a return with a finding takes less than half the actions of a web admin, and as many as the document says', async () => {
  const { page } = desk;
  let actions = 0;
  const press = async (keys: string): Promise<void> => {
    actions += 1;
    await page.keyboard.press(keys);
  };
  await page.getByTestId('queue-list').focus();
  await press('Enter');
  await expect(page.getByTestId('submission')).toBeVisible();
  const name = await openName(page).innerText();
  await press('KeyC');
  await expect(page.locator('[data-action="verdict.return"]').first()).not.toHaveAttribute('aria-disabled', 'true');
  await press('Control+Digit4');
  // The keys of the parts follow their order, which may grow.
  if ((await page.locator('[data-checklist-focus]').count()) === 0) throw new Error('Ctrl+4 is no longer the checklist: mend the document');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await press('KeyJ');
  await press('KeyJ');
  await press('Digit2');
  const item = page.locator('.checklist-item').nth(2);
  await expect(item).toHaveAttribute('data-mark', 'fail');
  await press('KeyN');
  await expect(item.getByLabel('Заметка', { exact: true })).toBeFocused();
  actions += 1;
  await page.keyboard.insertText('Окно остаётся пустым');
  await press('Escape');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  actions += 1;
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'image.png', { type: 'image/png' }));
    window.document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(item.getByTestId('evidence')).toHaveCount(1);
  await press('KeyR');
  await expect(page.getByTestId('verdict-confirm')).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByTestId('verdict-confirm')).toBeFocused();
  await press('Control+Enter');
  // The next submission is open already.
  await expect(openName(page)).not.toHaveText(name);

  expect(actions).toBe(stepsUnder('The workstation'));
  expect(actions).toBeLessThan(stepsUnder('A web admin') / 2);
});
