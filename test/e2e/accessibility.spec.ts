import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { startDemoDesk, type DemoDesk } from './demo-desk.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another theme or language can break: colours and names. */
const LOOK_RULES = ['color-contrast', 'button-name', 'label', 'aria-input-field-name'];

/** What axe-core calls serious or critical, one line each. */
async function faults(page: Page, screen: string, rules: readonly string[]): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, rules);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${screen}: ${id} at ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`),
    );
}

async function setLook(page: Page, theme: string, locale: string): Promise<void> {
  await page.evaluate(
    async ([nextTheme, nextLocale]) => {
      await (window as unknown as { workstation: { invoke(channel: string, input: unknown): Promise<unknown> } }).workstation.invoke(
        'settings.set',
        {
          theme: nextTheme,
          locale: nextLocale,
        },
      );
    },
    [theme, locale],
  );
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
  await desk.page.getByTestId('queue-list').press('Enter');
  await expect(desk.page.getByTestId('submission')).toBeVisible();
  await desk.page.keyboard.press('KeyC');
  await expect(desk.page.locator('[data-action="verdict.approve"]')).not.toHaveAttribute('aria-disabled', 'true');
});

test.afterAll(async () => {
  await desk.close();
});

for (const [theme, locale, rules] of [
  ['light', 'ru', ALL_RULES],
  ['dark', 'en', LOOK_RULES],
  ['contrast', 'ru', LOOK_RULES],
] as const) {
  test(`every screen is accessible: ${theme}, ${locale}`, async () => {
    const { page } = desk;
    await setLook(page, theme, locale);
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => {
      found.push(...(await faults(page, screen, rules)));
    };

    for (const tab of ['card', 'compare', 'version', 'checklist', 'install-test', 'history']) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect(page.locator(`.tabs-content[data-state="active"] [data-testid="${tab}"]`).first()).toBeVisible();
      if (tab === 'checklist') await page.locator('.checklist-line').nth(3).click();
      await look(tab);
    }
    if ((await page.getByTestId('tab-test-data').count()) > 0) {
      await page.getByTestId('tab-test-data').click();
      await look('test data, hidden');
      await page.getByTestId('reveal-test-data').click();
      await expect(page.getByTestId('test-data')).toBeVisible();
      await look('test data, shown');
    }
    await page.getByTestId('tab-card').click();
    await page.getByTestId('media-item').first().click();
    await expect(page.locator('.viewer')).toBeVisible();
    await look('viewer');
    await page.keyboard.press('Escape');
    await page.getByTestId('tab-verdict').click();
    await look('verdict');
    await page.locator('.submission-actions [data-action="verdict.return"]').click();
    await expect(page.getByTestId('verdict-form')).toBeVisible();
    await look('return');
    await page.keyboard.press('Escape');
    for (const screen of ['reviews', 'outbox', 'refused', 'portals', 'bundles', 'settings', 'help']) {
      await page.getByTestId(`page-${screen}`).click();
      await expect(page.getByTestId(screen)).toBeVisible();
      await look(screen);
    }
    await page.keyboard.press('Control+KeyK');
    await expect(page.locator('.palette')).toBeVisible();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Slash');
    await expect(page.getByTestId('shortcuts')).toBeVisible();
    await look('shortcuts');
    await page.keyboard.press('Escape');
    await page.getByTestId('view-queue').click();

    expect(found).toEqual([]);
  });
}

test('nothing of the window runs against its own content security policy', () => {
  expect(desk.complaints).toEqual([]);
});
