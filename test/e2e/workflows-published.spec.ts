import { expect, test } from 'playwright/test';
import { command, leaveField, tabTo } from './by-keyboard.ts';
import { openName, pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** What comes after a first approval, terms and stages; by keyboard alone, nothing here points with a mouse. */
test.describe.configure({ mode: 'serial' });

let desk: DemoDesk;
test.beforeAll(async () => {
  desk = await startDemoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

const head = () => desk.page.locator('.submission-head');

/** Finds a submission by its words and opens the one of that region. */
async function openFound(words: string, name: string, region: string): Promise<void> {
  const { page } = desk;
  await leaveField(page);
  await pressRussian(page, 'KeyG', 'KeyA');
  await expect(page.getByTestId('view-all')).toHaveAttribute('aria-current', 'page');
  await pressRussian(page, 'Slash');
  await expect(page.locator('#queue-search')).toBeFocused();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.insertText(words);
  await expect(page.getByTestId('queue-row').first()).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('queue-list')).toBeFocused();
  for (let n = 0; n < 6; n += 1) {
    await page.keyboard.press('Enter');
    await expect(openName(page)).toContainText(name);
    if ((await page.locator('.submission-facts').innerText()).includes(region)) return;
    await pressRussian(page, 'KeyJ');
  }
  throw new Error(`«${name}» of ${region} is not found`);
}

async function claim(): Promise<void> {
  await pressRussian(desk.page, 'KeyC');
  await expect(head()).toContainText('у меня в работе');
}

const region = (id: string) => desk.page.getByTestId('regions').locator(`[data-region="${id}"]`);

test('a later version leaves its visibility to the vendor; what is published is withdrawn', async () => {
  const { page } = desk;
  await openFound('Смены и табель 1.3', 'Смены и табель', 'Россия');
  await claim();
  await pressRussian(page, 'KeyA');
  await expect(page.getByTestId('consequence')).toContainText('Версия 1.3');
  await expect(page.getByTestId('consequence')).toContainText('видимость для покупателей переключает разработчик');
  await expect(page.getByTestId('consequence')).not.toContainText('сразу опубликована');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Одобрено');

  await openFound('Смены и табель 1.3', 'Смены и табель', 'Россия');
  await page.keyboard.press('Control+Digit1');
  await expect(region('ru')).toContainText('Опубликовано');
  await command(page, 'Снять с публикации');
  await expect(page.getByTestId('consequence')).toContainText('покупатели перестанут его видеть');
  await expect(page.getByTestId('consequence')).toContainText('исходящие');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Снято: Смены и табель');
  await openFound('Смены и табель 1.3', 'Смены и табель', 'Россия');
  await expect(region('ru')).toContainText('Снято с публикации');
  await expect(head()).toContainText('Снята');
  await page.keyboard.press('Control+Digit6');
  await expect(page.getByTestId('history')).toContainText(/снят/i);
});

test('a team’s term puts a submission first in its order and reaches neither letter nor outbox', async () => {
  const { page } = desk;
  await openFound('Роботы согласования', 'Роботы согласования', 'Россия');
  const name = await openName(page).innerText();
  await claim();
  await command(page, 'Назначить срок команды');
  await expect(page.getByTestId('due-day')).toBeFocused();
  // A day is typed part by part, as the field of the system wants it.
  await page.keyboard.type('03172027');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('due-day')).toHaveValue('2027-03-17');
  await expect(page.locator('.submission-facts')).toContainText('решить до 17 марта 2027');

  // What is searched for stands by fitness; without a search the order can be chosen.
  await leaveField(page);
  await pressRussian(page, 'Slash');
  await expect(page.locator('#queue-search')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('queue-sort')).toBeEnabled();
  await leaveField(page);
  await command(page, 'Порядок: по сроку команды');
  await expect(page.getByTestId('queue-sort')).toHaveValue('due');
  await expect(page.getByTestId('queue-row').first()).toContainText('срок 17 марта 2027');
  await expect(page.getByTestId('queue-row').first()).toContainText(name.split(' ')[0] ?? '—');
  await expect(openName(page)).toHaveText(name);

  // One finding, so that there is something to return it for.
  await page.keyboard.press('Control+Digit4');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await pressRussian(page, 'KeyJ');
  await page.keyboard.press('Digit2');
  await expect(page.locator('.checklist-item').nth(1)).toHaveAttribute('data-mark', 'fail');
  await pressRussian(page, 'KeyR');
  const letter = page.getByTestId('verdict-form').locator('textarea').first();
  await expect(letter).toHaveValue(/\S/);
  const told = /17 марта|17\.03|2027|срок/i;
  expect(await letter.inputValue()).not.toMatch(told);
  await expect(page.getByTestId('consequence')).not.toContainText(told);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Возвращено');
  await pressRussian(page, 'KeyG', 'KeyO');
  await expect(page.getByTestId('outbox-item').filter({ hasText: 'Роботы согласования' }).first()).toBeVisible();
  await expect(page.getByTestId('outbox')).not.toContainText(/17 марта|17\.03|2027-03/);
  // The letters themselves, not only what the list shows of them.
  const waiting = await page.evaluate(async () => JSON.stringify(await window.workstation.invoke('outbox.list', {})));
  expect(waiting).toContain('Роботы согласования');
  expect(waiting).not.toMatch(/17 марта|17\.03|2027-03|20270317/);
});

test('two stages of a publication are gone through: noted, checked, finished, the next begun', async () => {
  const { page } = desk;
  await openFound('Клуб гостей', 'Клуб гостей', '');
  await claim();
  const toStages = async (): Promise<void> => {
    await leaveField(page);
    await page.keyboard.press('Control+Digit8');
    await expect(page.getByTestId('stages')).toBeVisible();
  };
  await toStages();
  const account = page.getByTestId('stage-account');
  await expect(account).toHaveAttribute('data-state', 'not-entered');
  // Whatever day it is: today and the next days are worked.
  await page.evaluate(() => {
    const day = (from: number): string =>
      new Date(Date.now() + from * 86_400_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return window.workstation.invoke('settings.set', {
      calendar: { holidays: 'none', daysOff: [], workDays: [day(-1), day(0), day(1), day(2)] },
    });
  });
  await tabTo(account.getByLabel('Срок, рабочих дней'));
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.insertText('1');
  await tabTo(account.getByRole('button', { name: 'Начать этап' }));
  await page.keyboard.press('Enter');
  await expect(account).toHaveAttribute('data-state', 'open');
  await expect(page.getByTestId('stage-reminder')).toHaveText('Аккаунт разработчика: срок близко');
  await expect(account.locator('.stage-facts')).toContainText('сегодня последний день');
  await page.evaluate(() => window.workstation.invoke('settings.set', { locale: 'en' }));
  await expect(account.locator('.stage-facts')).toContainText('today is the last day');
  await page.evaluate(() => window.workstation.invoke('settings.set', { locale: 'ru' }));
  await expect(account.locator('.stage-facts')).toContainText('сегодня последний день');
  await tabTo(account.getByLabel('Имя аккаунта'));
  await page.keyboard.insertText('cafe-demo');
  await page.keyboard.press('Enter');
  await expect(account.locator('.stage-records')).toContainText('cafe-demo');
  const rules = account.locator('.stage-list .link');
  const count = await rules.count();
  expect(count).toBeGreaterThan(0);
  for (let n = 0; n < count; n += 1) {
    await toStages();
    await tabTo(rules.nth(n));
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-checklist-focus]')).toBeFocused();
    await page.keyboard.press('Digit1');
    await expect(page.locator('.checklist-item[data-focused]')).toHaveAttribute('data-mark', 'pass');
  }
  await toStages();
  const finish = account.getByRole('button', { name: 'Завершить этап' });
  await expect(finish).not.toHaveAttribute('aria-disabled', 'true');
  await tabTo(finish);
  await page.keyboard.press('Enter');
  await expect(account).toHaveAttribute('data-state', 'finished');
  const next = page.locator('.stage').nth(1);
  await tabTo(next.getByRole('button', { name: 'Начать этап' }));
  await page.keyboard.press('Enter');
  await expect(next).toHaveAttribute('data-state', 'open');
  await page.keyboard.press('Control+Digit6');
  await expect(page.getByTestId('history')).toContainText('завершён этап публикации');
  expect(desk.complaints).toEqual([]);
});
