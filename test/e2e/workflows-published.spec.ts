import { expect, test } from 'playwright/test';
import { releaseClaim, takeOverClaim } from '../../electron/desk/claim-desk.ts';
import { noteItem } from '../../electron/desk/checklist-desk.ts';
import type { DeskContext } from '../../electron/desk/desk-context.ts';
import { changeStage } from '../../electron/desk/stage-desk.ts';
import { getSubmission } from '../../electron/desk/submission-desk.ts';
import { openForBench } from '../bench/bench-workspace.ts';
import { command, leaveField, tabTo, toQueue } from './by-keyboard.ts';
import { openName, pressRussian, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** What comes after a first approval, terms, stages and two people at once; by keyboard alone, nothing here points with a mouse. */
test.describe.configure({ mode: 'serial' });

let desk: DemoDesk;
test.beforeAll(async () => {
  desk = await startDemoDesk();
});
test.afterAll(async () => {
  await desk.close();
});

const head = () => desk.page.locator('.submission-head');

/** Finds a submission by its words and opens the one of that region; null: the first. */
async function openFound(words: string, name: string, region: string | null): Promise<void> {
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
  // Several regions have rows of one name: which of them is the wanted one is asked, not read from the screen that is left.
  const rows = await page.evaluate(async (search) => {
    const query = { view: 'all' as const, marketplace: null, region: null, kind: null, search };
    const found = await window.workstation.invoke('queue.page', { query, start: { index: 0 }, limit: 20 });
    return (found as { value: { rows: { id: string; solutionName: string; region: string }[] } }).value.rows;
  }, words);
  const index = rows.findIndex((row) => row.solutionName.includes(name) && (region === null || row.region === region));
  if (index < 0) throw new Error(`«${name}» of ${region ?? 'any region'} is not found`);
  for (let n = 0; n < index; n += 1) await pressRussian(page, 'KeyJ');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('submission')).toHaveAttribute('data-submission-id', rows[index]?.id ?? '');
}

async function claim(): Promise<void> {
  await pressRussian(desk.page, 'KeyC');
  await expect(head()).toContainText('у меня в работе');
}

const region = (id: string) => desk.page.getByTestId('regions').locator(`[data-region="${id}"]`);

test('a later version leaves its visibility to the vendor; what is published is withdrawn', async () => {
  const { page } = desk;
  await openFound('Смены и табель 1.3', 'Смены и табель', 'ru');
  await claim();
  await pressRussian(page, 'KeyA');
  await expect(page.getByTestId('consequence')).toContainText('Версия 1.3');
  await expect(page.getByTestId('consequence')).toContainText('видимость для покупателей переключает разработчик');
  await expect(page.getByTestId('consequence')).not.toContainText('сразу опубликована');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Одобрено');

  await openFound('Смены и табель 1.3', 'Смены и табель', 'ru');
  await page.keyboard.press('Control+Digit1');
  await expect(region('ru')).toContainText('Опубликовано');
  await command(page, 'Снять с публикации');
  await expect(page.getByTestId('consequence')).toContainText('покупатели перестанут его видеть');
  await expect(page.getByTestId('consequence')).toContainText('исходящие');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Снято: Смены и табель');
  await openFound('Смены и табель 1.3', 'Смены и табель', 'ru');
  await expect(region('ru')).toContainText('Снято с публикации');
  await expect(head()).toContainText('Снята');
  await page.keyboard.press('Control+Digit6');
  await expect(page.getByTestId('history')).toContainText(/снят/i);
});

test('a team’s term puts a submission first in its order and reaches neither letter nor outbox', async () => {
  const { page } = desk;
  await openFound('Роботы согласования', 'Роботы согласования', 'ru');
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
  // Whatever day it is: today and the days around it are worked.
  await page.evaluate(() => {
    const day = (from: number): string =>
      new Date(Date.now() + from * 86_400_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return window.workstation.invoke('settings.set', {
      calendar: { holidays: 'none', daysOff: [], workDays: [day(-1), day(0), day(1), day(2)] },
    });
  });
  await openFound('Клуб гостей', 'Клуб гостей', null);
  const submissionId = (await page.getByTestId('submission').getAttribute('data-submission-id')) ?? '';
  // A colleague began the first stage last evening and gave it one working day: it ends this evening.
  const beside = openForBench(desk.workspace);
  try {
    const evening = new Date().setHours(0, 0, 0, 0) - 1_000;
    const colleague: DeskContext = { ...beside.context, now: () => evening };
    changeStage(colleague, { submissionId, stageId: 'account', revision: 0, change: { to: 'enter', owner: 'Вечерняя смена', days: 1 } });
  } finally {
    await beside.close();
  }
  await claim();
  const toStages = async (): Promise<void> => {
    await leaveField(page);
    await page.keyboard.press('Control+Digit8');
    await expect(page.getByTestId('stages')).toBeVisible();
  };
  await toStages();
  const account = page.getByTestId('stage-account');
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
  await tabTo(next.getByLabel('Срок, рабочих дней'));
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.insertText('1');
  await tabTo(next.getByRole('button', { name: 'Начать этап' }));
  await page.keyboard.press('Enter');
  await expect(next).toHaveAttribute('data-state', 'open');
  // Due tomorrow at this hour: not today.
  await expect(next.locator('.stage-facts')).toContainText('остался 1 рабочий день');
  await page.keyboard.press('Control+Digit6');
  await expect(page.getByTestId('history')).toContainText('завершён этап публикации');
});

test('two moderators change one note: both texts are shown, a person chooses', async () => {
  const { page } = desk;
  await openFound('Чат-бот «Приём»', 'Чат-бот', 'ru');
  await claim();
  const id = (await page.getByTestId('submission').getAttribute('data-submission-id')) ?? '';
  await page.keyboard.press('Control+Digit4');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  const ruleId = ((await page.locator('.checklist-item[data-focused]').getAttribute('data-testid')) ?? '').replace('item-', '');
  await pressRussian(page, 'KeyN');
  const field = page.locator('.checklist-item').first().getByRole('textbox', { name: 'Заметка' });
  await expect(field).toBeFocused();
  await page.keyboard.insertText('Моё: иконка размыта');

  // The other window: another process on the same workspace takes the submission over, writes into the same note and gives it back.
  const beside = openForBench(desk.workspace);
  try {
    const colleague: DeskContext = {
      ...beside.context,
      actor: () => 'Вечерняя смена',
      workstationId: '0198a000-0000-7000-8000-0000000000c2',
    };
    const revision = (): number => getSubmission(colleague, { id }).revision;
    takeOverClaim(colleague, { id, revision: revision(), note: 'Посмотрю сам' });
    noteItem(colleague, { submissionId: id, ruleId, note: 'Коллега: иконка в порядке' });
    releaseClaim(colleague, { id, revision: revision(), note: '' });
  } finally {
    await beside.close();
  }
  await expect(head()).not.toContainText('у меня в работе');
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('Моё: иконка размыта');

  await claim();
  await pressRussian(page, 'KeyN');
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+Enter');
  const conflict = page.getByTestId('conflict');
  await expect(conflict).toContainText('Моё: иконка размыта');
  await expect(conflict).toContainText('Другой вариант: Вечерняя смена');
  await expect(conflict).toContainText('Коллега: иконка в порядке');
  await expect(page.getByRole('button', { name: 'Оставить своё' })).toBeFocused();
  await tabTo(page.getByRole('button', { name: 'Оставить оба' }));
  await page.keyboard.press('Enter');
  await expect(conflict).toHaveCount(0);
  await expect(field).toHaveValue(/Моё: иконка размыта\s+Коллега: иконка в порядке/);
  await leaveField(page);
  await toQueue(page);
  expect(desk.complaints).toEqual([]);
});
