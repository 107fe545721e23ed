import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { startDemoDesk, type DemoDesk } from './demo-desk.ts';

/**
 * How the main screens look, in both languages and themes and two sizes. The pictures are kept at a reduced size: enough to see
 * a broken layout, colour or font, small enough to keep. `npm test -- --only e2e` compares; README says how they are renewed.
 */
// Systems draw letters differently; the kept pictures are those of Linux with the bundled fonts.
test.skip(process.platform !== 'linux', 'the kept pictures are of Linux');

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
  await desk.page.getByTestId('queue-row').filter({ hasText: 'Чистые контакты' }).first().click();
  await expect(desk.page.getByTestId('submission')).toBeVisible();
  await desk.page.keyboard.press('KeyC');
  await expect(desk.page.locator('[data-action="verdict.approve"]')).not.toHaveAttribute('aria-disabled', 'true');
});

test.afterAll(async () => {
  await desk.close();
});

/** Ages, times and counts by the calendar differ from day to day: their texts are replaced, their places stay. */
const BY_THE_CLOCK = ['time', '.chat-day', '.views-age', '.views-count', '[data-testid="outbox-state"] span', '.title-bar-workspace span'];

/** Where a picture may differ: a new entry in a list is no fault, another layout or palette is. */
const TOLERANCE = { threshold: 0.2, maxDiffPixelRatio: 0.03 };

const KEPT_WIDTH_PX = 530;

async function look(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async (selectors) => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    for (const element of document.querySelectorAll(selectors.join(','))) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(), at = 0; node !== null; node = walker.nextNode(), at += 1) node.nodeValue = at === 0 ? '00' : '';
    }
  }, BY_THE_CLOCK);
  const whole = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
  const kept = await desk.app.evaluate(
    ({ nativeImage }, [picture, width]) =>
      nativeImage
        .createFromBuffer(Buffer.from(String(picture), 'base64'))
        .resize({ width: Number(width), quality: 'good' })
        .toPNG()
        .toString('base64'),
    [whole.toString('base64'), KEPT_WIDTH_PX],
  );
  expect.soft(Buffer.from(kept, 'base64')).toMatchSnapshot(`${name}.png`, TOLERANCE);
}

/** From now on these channels answer nothing, or that they cannot; everything else answers as ever. */
async function answerOtherwise(how: { readonly silent?: readonly string[]; readonly failing?: readonly string[] }): Promise<void> {
  await desk.app.evaluate(({ ipcMain }, { silent = [], failing = [] }) => {
    type Handler = (event: unknown, name: string, input: unknown) => unknown;
    // Electron keeps the handlers in a map of this name; the window itself cannot be told to fail.
    const handlers = (ipcMain as unknown as { readonly _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const kept = globalThis as unknown as { ownHandler?: Handler | undefined };
    const own = (kept.ownHandler ??= handlers.get('workstation:invoke'));
    handlers.set('workstation:invoke', (event, name, input) => {
      if (silent.includes(name)) return new Promise(() => undefined);
      if (failing.includes(name)) return { ok: false, code: 'unavailable', message: 'The reader of the workspace has ended.' };
      return own?.(event, name, input);
    });
  }, how);
}

for (const [locale, theme, width, height] of [
  ['ru', 'light', 1280, 800],
  ['en', 'dark', 1280, 800],
  ['en', 'light', 1920, 1080],
  ['ru', 'dark', 1920, 1080],
] as const) {
  test(`looks as it did: ${locale}, ${theme}, ${String(width)}x${String(height)}`, async () => {
    const { page, app } = desk;
    await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0), [width, height]);
    await page.evaluate((change) => window.workstation.invoke('settings.set', change), { theme, locale });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
    const name = `${locale}-${theme}-${String(width)}`;

    await page.getByTestId('view-mine').click();
    await page.getByTestId('queue-row').first().click();
    await page.getByTestId('tab-card').click();
    await expect(page.getByTestId('card')).toBeVisible();
    await look(page, `${name}-card`);
    await page.getByTestId('tab-checklist').click();
    await page.locator('.checklist-line').nth(3).click();
    await expect(page.locator('.checklist-item').nth(3).locator('textarea').first()).toBeVisible();
    await look(page, `${name}-checklist`);
    await page.locator('.checklist-line').nth(3).click();
    await page.locator('.submission-actions [data-action="verdict.return"]').click();
    await expect(page.getByTestId('verdict-form').locator('textarea')).toHaveValue(/\S/);
    await look(page, `${name}-return`);
    await page.keyboard.press('Escape');
    await page.getByTestId('tab-chat').click();
    await page.getByTestId('page-help').click();
    await expect(page.getByTestId('help')).toBeVisible();
    await look(page, `${name}-help`);
  });
}

test('looks as it did with nothing to show, while it loads and when it cannot, in both densities', async () => {
  const { page, app } = desk;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1280);
  const set = async (locale: 'ru' | 'en', theme: 'light' | 'dark', density: 'comfortable' | 'compact'): Promise<void> => {
    await page.evaluate((change) => window.workstation.invoke('settings.set', change), { locale, theme, density });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('data-density', density);
  };
  await set('ru', 'light', 'compact');
  await page.getByTestId('view-all').click();
  await page.getByTestId('queue-row').filter({ hasText: 'Чистые контакты' }).first().click();
  await page.getByTestId('tab-card').click();
  await expect(page.getByTestId('card')).toBeVisible();
  await look(page, 'ru-light-1280-compact');

  await set('en', 'dark', 'comfortable');
  await page.getByTestId('view-waiting-vendor').click();
  await expect(page.locator('.queue').getByRole('button')).not.toHaveCount(0);
  await expect(page.locator('.queue-list')).toHaveCount(0);
  await look(page, 'en-dark-1280-empty');

  await set('ru', 'dark', 'comfortable');
  await answerOtherwise({ silent: ['queue.page'] });
  await page.getByTestId('view-decided').click();
  await expect(page.locator('.queue-skeleton')).toBeVisible();
  await look(page, 'ru-dark-1280-loading');

  await set('en', 'light', 'compact');
  await answerOtherwise({ failing: ['queue.page', 'statistics.get'] });
  await page.getByTestId('view-returned-again').click();
  await expect(page.locator('.queue')).toContainText('The reader of the workspace has ended.');
  await look(page, 'en-light-1280-error');
  await answerOtherwise({});
});
