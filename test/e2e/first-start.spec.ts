import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { launchFolder, startWorkstation, temporaryFolder } from '../electron-app.ts';
import { waitForDesk } from './demo-desk.ts';

test('an empty workspace needs a name, is made where it was said, and opens by itself the next time', async () => {
  const first = await startWorkstation();
  const { page, workspace } = first;
  await expect(page.locator('html')).toHaveAttribute('data-app-state', 'first-start');
  await expect(page.getByTestId('workspace-path')).toHaveText(workspace);
  const name = page.getByLabel('Имя модератора');
  await name.fill('   ');
  await page.getByTestId('start-empty').click();
  await expect(page.getByText('Введите имя: без него решение некому подписать')).toBeVisible();
  await expect(name).toBeFocused();
  expect(existsSync(workspace) && readdirSync(workspace).length > 0).toBe(false);

  await name.fill('Модератор Первый');
  await page.getByTestId('start-empty').click();
  await waitForDesk(page);
  await expect(page.getByText('Очередь пуста')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Принять пакеты' }).first()).toBeVisible();
  expect(readdirSync(workspace).length).toBeGreaterThan(0);
  await first.close();

  const second = await startWorkstation({ workspace });
  await waitForDesk(second.page);
  await second.page.getByTestId('page-settings').click();
  await expect(second.page.getByLabel('Имя модератора')).toHaveValue('Модератор Первый');
  await second.close();
});

test('a workspace that cannot be opened is left as it is, with a reason and a way on', async () => {
  const folder = path.join(temporaryFolder('damaged'), 'workspace');
  mkdirSync(folder);
  const database = path.join(folder, 'workspace.sqlite');
  const bytes = Buffer.alloc(8_192, 'this is no database ');
  writeFileSync(database, bytes);
  const started = await startWorkstation({ workspace: folder });
  const { page } = started;
  await expect(page.locator('html')).toHaveAttribute('data-app-state', 'failed');
  const trouble = page.getByRole('alert');
  await expect(trouble).toContainText('Рабочая папка не открылась');
  await expect(trouble).toContainText(/Код: (?:storage-corrupt|workspace-foreign)/);
  await expect(trouble).toContainText(folder);
  await expect(page.getByRole('button', { name: 'Повторить' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Выбрать другую папку' })).toBeVisible();
  expect(readFileSync(database).equals(bytes)).toBe(true);
  await started.close();
});

test('a window that never got its interface ends the application when it is closed', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const copy = temporaryFolder('no-interface');
  cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  cpSync(path.resolve(root, process.env['WORKSTATION_OUT'] ?? 'out'), path.join(copy, 'out'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  rmSync(path.join(copy, 'out/renderer'), { recursive: true });
  const app = await launchFolder(copy, [`--workspace=${path.join(copy, 'workspace')}`, `--user-data-dir=${path.join(copy, 'profile')}`]);
  const ended = app.waitForEvent('close', { timeout: 20_000 });
  await app.evaluate(({ BrowserWindow }) => {
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 0);
  });
  await ended;
});
