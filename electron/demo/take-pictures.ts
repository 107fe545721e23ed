import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDisplay } from '../sandbox/display.ts';

/**
 * Opens the workstation on the workspace and takes pictures of its screens.
 * @param application folder of the application (with package.json)
 * @returns names of the pictures, and why there are fewer than expected
 */
export async function takePictures(
  application: string,
  workspace: string,
  folder: string,
): Promise<{ pictures: string[]; problem: string | null }> {
  const executablePath = process.env['WORKSTATION_ELECTRON'];
  if (executablePath === undefined || executablePath === '')
    return { pictures: [], problem: 'the Electron executable is not known (WORKSTATION_ELECTRON)' };
  await mkdir(folder, { recursive: true });
  const pictures: string[] = [];
  const profile = await mkdtemp(path.join(os.tmpdir(), 'workstation-demo-profile-'));
  const display = await openDisplay();
  try {
    const { _electron } = await import('playwright');
    const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env as Record<string, string>;
    const isRoot = process.getuid?.() === 0;
    const app = await _electron.launch({
      executablePath,
      chromiumSandbox: !isRoot,
      args: [...(isRoot ? ['--no-sandbox'] : []), application, `--workspace=${workspace}`, `--user-data-dir=${profile}`],
      env: { ...environment, ...display.environment },
    });
    try {
      const page = await app.firstWindow();
      const take = async (name: string): Promise<void> => {
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        pictures.push(`${name}.png`);
      };
      await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached', timeout: 60_000 });
      await take('1-queue');
      await page.getByRole('button', { name: /Решённые/ }).click();
      await page.getByText('Платежи и сверки').first().click();
      await page.getByRole('tab', { name: /Карточка/ }).click();
      await take('2-card');
      await page.getByRole('tab', { name: /Чек-лист/ }).click();
      await take('3-checklist');
      await page.getByRole('tab', { name: /Тест установки/ }).click();
      await page.waitForTimeout(1000);
      await take('4-install-test');
      await page.getByRole('tab', { name: /История/ }).click();
      await take('5-history');
    } finally {
      await app.close();
    }
    return { pictures, problem: null };
  } catch (error) {
    return { pictures, problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  } finally {
    display.close();
    await rm(profile, { recursive: true, force: true });
  }
}
