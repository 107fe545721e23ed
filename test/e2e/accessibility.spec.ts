import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { SCREENS, SIDE_TABS, SUBMISSION_TABS, type Overlay, type SubmissionTab } from '../../renderer/app/navigation-store.ts';
import { pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

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
  // A colour that is still fading in is not the colour that is read: what is judged stands still.
  await desk.page.emulateMedia({ reducedMotion: 'reduce' });
  // This one has every part that a submission can have.
  await desk.page.getByTestId('queue-row').filter({ hasText: 'Клуб гостей' }).first().click();
  await expect(desk.page.getByTestId('submission')).toBeVisible();
  await desk.page.keyboard.press('KeyC');
  await expect(desk.page.locator('[data-action="verdict.approve"]')).not.toHaveAttribute('aria-disabled', 'true');
});

test.afterAll(async () => {
  await desk.close();
});

/** What must be done in a part of the submission before it shows all that it has. */
const MORE: Partial<Record<SubmissionTab, (page: Page, look: (screen: string) => Promise<void>) => Promise<void>>> = {
  card: async (page, look) => {
    await page.getByTestId('media-item').first().click();
    await expect(page.locator('.viewer')).toBeVisible();
    await look('viewer');
    await page.keyboard.press('Escape');
  },
  checklist: async (page, look) => {
    await page.locator('.checklist-line').nth(3).click();
    await look('checklist, details');
  },
  stages: async (page, look) => {
    // In the first of the three looks the first stage is begun: the others see it under way.
    const account = page.getByTestId('stage-account');
    if ((await account.getAttribute('data-state')) === 'not-entered') {
      await account.locator('.button-primary').click();
      await expect(account).toHaveAttribute('data-state', 'open');
      await look('stages, under way');
    }
  },
  'test-data': async (page, look) => {
    await page.getByTestId('reveal-test-data').click();
    await expect(page.getByTestId('test-data')).toBeVisible();
    await look('test data, shown');
  },
};

/** How each dialog is opened. A new one that is not named here does not compile. */
const OVERLAYS: Readonly<Record<NonNullable<Overlay>, ((page: Page) => Promise<void>) | 'like release'>> = {
  palette: (page) => page.keyboard.press('Control+KeyK'),
  shortcuts: (page) => page.keyboard.press('Shift+Slash'),
  print: (page) => page.keyboard.press('Control+KeyP'),
  release: (page) => page.locator('.submission-actions [data-action="claim.release"]').click(),
  'take-over': 'like release',
  skip: (page) => page.keyboard.press('KeyS'),
  'save-view': async (page) => {
    const save = page.locator('[data-action="queue.saveView"]');
    if (!(await save.isVisible())) await page.locator('.queue-head [aria-expanded]').click();
    await save.click();
  },
  'decide-selected': async (page) => {
    await page.getByTestId('queue-list').focus();
    if (!(await page.locator('.queue-selection').isVisible())) await page.keyboard.press('KeyX');
    await page.keyboard.press('Shift+KeyR');
    await expect(page.locator('.several-item').first()).toBeVisible();
  },
};

for (const [theme, locale, rules] of [
  ['light', 'ru', ALL_RULES],
  ['dark', 'en', ALL_RULES],
  ['light', 'en', ALL_RULES],
  ['dark', 'ru', ALL_RULES],
  ['contrast', 'ru', LOOK_RULES],
] as const) {
  test(`every screen is accessible: ${theme}, ${locale}`, async () => {
    const { page } = desk;
    await setLook(page, theme, locale);
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => {
      found.push(...(await faults(page, screen, rules)));
    };

    await page.getByTestId('view-mine').click();
    await page.getByTestId('queue-row').first().click();
    for (const tab of SUBMISSION_TABS) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect(page.getByTestId(`tab-${tab}`)).toHaveAttribute('data-state', 'active');
      await look(tab);
      await MORE[tab]?.(page, look);
    }
    await page.getByTestId('tab-card').click();
    for (const side of SIDE_TABS) {
      await page.getByTestId(`tab-${side}`).click();
      await expect(page.getByTestId(`tab-${side}`)).toHaveAttribute('data-state', 'active');
      await look(side);
    }
    await page.locator('.submission-actions [data-action="verdict.return"]').click();
    await expect(page.getByTestId('verdict-form')).toBeVisible();
    await look('return');
    await page.keyboard.press('Escape');
    for (const [name, open] of Object.entries(OVERLAYS)) {
      if (open === 'like release') continue;
      await open(page);
      await expect(page.locator('[data-overlay]')).toBeVisible();
      await look(name);
      await page.keyboard.press('Escape');
      await expect(page.locator('[data-overlay]')).toHaveCount(0);
    }
    for (const screen of SCREENS) {
      if (screen === 'queue') continue;
      // The calculator has no place in the column of views.
      if (screen === 'prices') await pressRussian(page, 'KeyG', 'KeyW');
      else await page.getByTestId(`page-${screen}`).click();
      await expect(page.getByTestId(screen)).toBeVisible();
      await look(screen);
    }
    await page.locator('[data-testid="help"] [data-action="tour.start"]').click();
    await expect(page.getByTestId('tour')).toBeVisible();
    await look('tour');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('tour')).toHaveCount(0);

    expect(found).toEqual([]);
  });
}

test('nothing of the window runs against its own content security policy', () => {
  expect(desk.complaints).toEqual([]);
});
