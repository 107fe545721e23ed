import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { startWorkstation, temporaryFolder, type StartedApp } from '../electron-app.ts';
import { runtimeInfo } from '../runtime.ts';

/** The moderator's main job in the real application, without the mouse, on a Russian keyboard layout. */
test.describe.configure({ mode: 'serial' });

let started: StartedApp;
let page: Page;
const folder = temporaryFolder('main-job');
const workspace = path.join(folder, 'workspace');
const bundle = path.join(folder, 'bundle.zip');
const supportLog = path.join(folder, 'support-log.txt');

/** Letters that a Russian layout gives on these physical keys. */
const CYRILLIC: Readonly<Record<string, string>> = {
  KeyJ: 'о',
  KeyK: 'л',
  KeyC: 'с',
  KeyT: 'е',
  KeyR: 'к',
  KeyU: 'г',
  KeyN: 'т',
  KeyM: 'ь',
  KeyG: 'п',
};

async function press(code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const key = CYRILLIC[code] ?? code;
  const windowsVirtualKeyCode = key === 'Enter' ? 13 : code.charCodeAt(code.length - 1);
  const text = key === 'Enter' ? '\r' : key.length === 1 ? key : (/^Digit(\d)$/.exec(code)?.[1] ?? '');
  const event = { code, key: text === '' || key === 'Enter' ? key : text, windowsVirtualKeyCode, ...(text === '' ? {} : { text }) };
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key: event.key, windowsVirtualKeyCode });
  await session.detach();
}

test.beforeAll(async () => {
  started = await startWorkstation({ workspace });
  page = started.page;
});

test.afterAll(async () => {
  await started.close();
});

test('the first start asks for a name and makes the demonstration workspace', async () => {
  await page.getByLabel('Имя модератора').fill('Дежурный модератор');
  await page.getByRole('button', { name: /учебн/i }).press('Enter');
  await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached', timeout: 60_000 });
  await expect(page.getByTestId('queue-row').first()).toBeVisible();
  expect(await page.getByTestId('queue-row').count()).toBeGreaterThan(8);
});

test('a submission is opened and claimed', async () => {
  await page.getByTestId('queue-list').focus();
  await page.getByTestId('queue-row').filter({ hasText: 'Платежи и сверки' }).first().click();
  await expect(page.getByTestId('submission')).toContainText('Платежи и сверки');
  await press('KeyC');
  await expect(page.getByTestId('submission')).toContainText('у меня в работе');
});

test('items are marked by digits, a mark shows who made it', async () => {
  await page.getByTestId('tab-checklist').press('Enter');
  const item = page.getByTestId('item-card-name-clear');
  await item.click();
  await press('Digit1');
  await expect(item.getByRole('img', { name: 'Соответствует' }).or(item.getByLabel('Соответствует')).first()).toBeVisible();
  await press('Digit0');
  await press('Digit2');
  await expect(page.getByTestId('tab-checklist')).toContainText('1/');
});

test('a message to the vendor waits in the outbox', async () => {
  await press('KeyM');
  await expect(page.locator('textarea:focus')).toBeVisible();
  await page.keyboard.type('Проверка началась, замечания придут в решении.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('message-to-vendor').last()).toContainText('Проверка началась');
});

test('one key replays install, removal and reinstall and finds what the vendor keeps', async () => {
  test.setTimeout(300_000);
  await page.getByTestId('tab-install-test').press('Enter');
  await press('KeyT');
  await expect(page.getByTestId('test-step').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('install-test')).toContainText('Есть замечания', { timeout: 240_000 });
  await expect(page.getByTestId('install-test')).toContainText('после переустановки');
  await page.getByTestId('tab-checklist').press('Enter');
  await expect(page.getByTestId('item-uninstall-data-removed')).toBeVisible();
  const marked = page.getByTestId('item-card-name-clear');
  await expect(marked).toBeVisible();
});

test('choosing a step filters everything: pictures, findings, HTTP; roles stand side by side; a finding is one click away', async () => {
  await page.getByTestId('tab-install-test').press('Enter');
  const screen = page.getByTestId('install-test');
  const findings = screen.getByTestId('run-finding');
  await expect(findings.first()).toBeVisible();
  const all = await findings.count();
  await screen.locator('[data-step="install.card"] button').press('Enter');
  await expect(findings).toHaveCount(0);
  await expect(screen.getByTestId('timeline').locator('[aria-pressed="true"]')).toHaveAttribute('aria-label', /карточку/);
  await screen.getByTestId('tab-http').press('Enter');
  const ofStep = await screen.getByTestId('exchange').count();
  expect(ofStep).toBeGreaterThan(0);
  // The line of time chooses as well; the arrow keys walk along it.
  await screen.getByTestId('timeline').locator('[aria-pressed="true"]').press('ArrowRight');
  await expect(screen.locator('.test-step[aria-pressed="true"]')).toContainText('Нажать «Установить»');
  await screen.locator('.test-evidence-head button').press('Enter');
  await expect.poll(() => screen.getByTestId('exchange').count()).toBeGreaterThan(ofStep);

  await screen.getByTestId('compare-roles').press('Enter');
  const pair = screen.getByTestId('role-pair');
  await expect(pair.getByRole('heading', { name: 'Администратор' })).toBeVisible();
  await expect(pair.getByRole('heading', { name: 'Сотрудник' })).toBeVisible();
  await expect(pair.locator('img')).toHaveCount(2);
  await screen.getByTestId('compare-roles').press('Enter');

  await screen.getByTestId('tab-findings').press('Enter');
  await expect(findings).toHaveCount(all);
  await screen
    .getByTestId('run-finding')
    .and(page.locator('[data-rule="uninstall-data-removed"]'))
    .getByText('К пункту чек-листа')
    .press('Enter');
  await expect(page.getByTestId('item-uninstall-data-removed')).toBeVisible();
  await page.getByTestId('to-run').first().press('Enter');
  await expect(screen.locator('.test-step[aria-pressed="true"]')).toHaveCount(1);
});

test('the support log is saved with every parameter and no token', async () => {
  await started.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, supportLog);
  const screen = page.getByTestId('install-test');
  await screen.getByTestId('tab-http').press('Enter');
  await screen.locator('.test-evidence-head button').press('Enter');
  await screen.getByTestId('support-log').press('Enter');
  await expect.poll(() => existsSync(supportLog), { timeout: 30_000 }).toBe(true);
  const text = readFileSync(supportLog, 'utf8');
  expect(text).toContain('Журнал HTTP-запросов для технической поддержки');
  expect(text).toContain('app.info');
  expect(text).toMatch(/auth: ‹access_token/);
  await page.getByTestId('tab-checklist').press('Enter');
});

test('the submission is returned with a compiled letter, undone, and returned again', async () => {
  await press('KeyR');
  await expect(page.getByTestId('verdict-form')).toBeVisible();
  await expect(page.getByTestId('consequence')).toContainText('доработку');
  const letter = page.getByTestId('verdict-form').getByRole('textbox').first();
  await expect(letter).toHaveValue(/uninstall|удален|данные/i);
  await page.getByTestId('verdict-confirm').press('Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Возвращено');
  await press('KeyU');
  await expect(page.getByTestId('undo-bar')).toHaveCount(0);
  await expect(page.getByTestId('submission')).toContainText('Платежи и сверки');
  await expect(page.getByTestId('submission')).toContainText('у меня в работе');
  await press('KeyR');
  await page.getByTestId('verdict-confirm').press('Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Возвращено');
});

test('the bundle is exported and the command line verifies it', async () => {
  await started.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, bundle);
  await page.getByTestId('view-decided').press('Enter');
  await page.getByTestId('queue-row').filter({ hasText: 'Платежи и сверки' }).first().click();
  await page.getByRole('button', { name: 'Сохранить пакет решения' }).first().press('Enter');
  await expect.poll(() => existsSync(bundle), { timeout: 60_000 }).toBe(true);
  const cli = path.resolve(import.meta.dirname, '../..', process.env['WORKSTATION_OUT'] ?? 'out', 'main/cli.js');
  const verify = spawnSync(runtimeInfo().executable, [cli, 'verify', bundle, '--json'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  expect(verify.status, verify.stdout + verify.stderr).toBe(0);
});

test('a new version is updated from the published one and connected to a second portal, as ticked among the run options', async () => {
  test.setTimeout(300_000);
  await page.getByTestId('view-queue').press('Enter');
  await page.getByTestId('queue-row').filter({ hasText: 'Счета и акты' }).first().click();
  await expect(page.getByTestId('submission')).toContainText('версия 4');
  await press('KeyC');
  await expect(page.getByTestId('submission')).toContainText('у меня в работе');
  const screen = page.getByTestId('install-test');
  await page.getByTestId('tab-install-test').press('Enter');
  await screen.getByTestId('run-options').press('Enter');
  for (const option of ['Обновить с опубликованной версии', 'Подключить второй портал']) await page.getByLabel(option).press('Space');
  await page.keyboard.press('Escape');
  await press('KeyT');
  await expect(screen).toContainText('Второй портал', { timeout: 60_000 });
  await expect(screen).toContainText('Пройден', { timeout: 240_000 });
  for (const step of ['update.update', 'update.state', 'second-portal.install', 'second-portal.first'])
    await expect(screen.locator(`[data-step="${step}"]`).getByLabel('Пройден').first(), step).toBeVisible();
});

test('everything is there after a restart', async () => {
  await started.close();
  started = await startWorkstation({ workspace });
  page = started.page;
  await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached' });
  await page.getByTestId('view-decided').press('Enter');
  await page.getByTestId('queue-row').filter({ hasText: 'Платежи и сверки' }).first().click();
  await expect(page.getByTestId('submission')).toContainText('Возвращена');
  await page.getByTestId('tab-history').press('Enter');
  await expect(page.getByTestId('history')).toContainText('Дежурный модератор');
});
