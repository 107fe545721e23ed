import { expect, test } from 'playwright/test';
import { pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** The install test of a MoySklad and of a Poster submission by the same key, in the real window. */
test.describe.configure({ mode: 'serial' });

let desk: DemoDesk;
test.beforeAll(async () => {
  desk = await startDemoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

for (const { marketplace, solution, pictured, last, rule } of [
  {
    marketplace: 'MoySklad',
    solution: 'Складской помощник',
    pictured: 'work.widgets',
    last: 'probes.expired-token',
    rule: 'ms-reinstall-works',
  },
  { marketplace: 'Poster', solution: 'Клуб гостей', pictured: 'use.window', last: 'probes.wrong-verify', rule: 'po-manage-spinner' },
]) {
  test(`${marketplace}: T replays the life of «${solution}», its steps have pictures, its checklist knows what the run saw`, async () => {
    test.setTimeout(180_000);
    const { page } = desk;
    await page.getByTestId('queue-row').filter({ hasText: solution }).first().click();
    await expect(page.getByTestId('submission')).toContainText(solution);
    await pressRussian(page, 'KeyC');
    await expect(page.getByTestId('submission')).toContainText('у меня в работе');
    await page.getByTestId('tab-install-test').click();
    await pressRussian(page, 'KeyT');
    const screen = page.getByTestId('install-test');
    await expect(screen.locator(`[data-step="${last}"]`)).toHaveAttribute('data-state', 'passed', { timeout: 150_000 });
    await expect(screen).not.toContainText('Остановить тест');
    await expect(screen).toContainText('Пройден');
    await expect(screen.getByTestId('run-finding')).toHaveCount(0);
    const step = screen.locator(`[data-step="${pictured}"]`);
    await expect(step).toHaveAttribute('data-state', 'passed');
    await step.getByRole('button').click();
    await expect(screen.locator('.test-frame img').first()).toBeVisible();
    await page.getByTestId('tab-checklist').click();
    await page.getByTestId(`item-${rule}`).click();
    await expect(page.getByTestId('to-run').first()).toBeVisible();
    expect(desk.complaints).toEqual([]);
  });
}
