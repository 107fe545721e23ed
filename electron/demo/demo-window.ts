import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { AppError } from '../../shared/domain/errors.ts';

type Text = { readonly ru: string; readonly en: string };

/** How the workstation's own window is started. */
export interface WindowCommand {
  readonly executablePath: string;
  readonly args: readonly string[];
  /** DISPLAY and the like. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface DemoPicture {
  /** Name of the file in the folder of screenshots. */
  readonly file: string;
  readonly title: Text;
}

export interface WindowRequest {
  readonly command: WindowCommand;
  readonly workspace: string;
  readonly folder: string;
  readonly language: 'ru' | 'en';
  /** Name and version, as the queue shows them, of the solution that was returned and of the one that is tested in the window. */
  readonly returned: string;
  readonly tested: string;
  readonly tell: (text: Text) => void;
}

const START_MS = 60_000;
const LOOK_MS = 20_000;
const TEST_MS = 180_000;

/**
 * Opens the real window on the workspace, works in it by clicks and keys, and photographs what a moderator sees.
 * Throws AppError 'unavailable' when the window does not come up or a part of it is missing.
 */
export async function photographWindow(request: WindowRequest): Promise<readonly DemoPicture[]> {
  await mkdir(request.folder, { recursive: true });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'workstation-demo-profile-'));
  const isRoot = process.getuid?.() === 0;
  // The command line runs on Electron's own Node; the window must not.
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE')) as Record<
    string,
    string
  >;
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: request.command.executablePath,
      args: [
        // Chromium refuses to run as root with its sandbox; an ordinary user always has it.
        ...(isRoot ? ['--no-sandbox'] : []),
        ...request.command.args,
        `--workspace=${request.workspace}`,
        `--user-data-dir=${profile}`,
      ],
      chromiumSandbox: !isRoot,
      env: { ...environment, ...request.command.environment },
      timeout: START_MS,
    });
  let app: ElectronApplication | null = null;
  try {
    // On a very busy machine the connection to the window sometimes misses its start and waits for ever: once more, then.
    app = await launch().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TimeoutError') return launch();
      throw error;
    });
    const page = await app.firstWindow({ timeout: START_MS });
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900);
    });
    return await photograph(page, request);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new AppError('unavailable', `The window could not be shown: ${why ?? ''}`);
  } finally {
    await app?.close().catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
  }
}

async function photograph(page: Page, request: WindowRequest): Promise<readonly DemoPicture[]> {
  const pictures: DemoPicture[] = [];
  const shoot = async (name: string, title: Text): Promise<void> => {
    const file = `${String(pictures.length + 1).padStart(2, '0')}-${name}.png`;
    // Pictures and fonts of the page are loaded, motion is over.
    await page.evaluate(
      'document.fonts.ready.then(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))).then(() => true)',
    );
    await page.screenshot({ path: path.join(request.folder, file), animations: 'disabled' });
    pictures.push({ file, title });
    request.tell({ ru: `  Снимок ${file}: ${title.ru}`, en: `  Picture ${file}: ${title.en}` });
  };
  const tab = async (name: string): Promise<void> => {
    await page.getByTestId(`tab-${name}`).click();
  };

  page.setDefaultTimeout(LOOK_MS);
  await page.waitForSelector('[data-app-state="loaded"]', { state: 'attached', timeout: START_MS });
  await openSubmission(page, 'queue', request.tested);
  await shoot('queue-and-card', { ru: 'Очередь и карточка решения', en: 'Queue and card' });

  await page.locator('[data-action="claim.take"]').first().click();
  await page.locator('[data-action="claim.release"]').first().waitFor();
  await tab('install-test');
  const start = page.locator('[data-action="test.run"]').first();
  await start.waitFor();
  await page.keyboard.press('t');
  await start.waitFor({ state: 'detached' });
  await page.getByTestId('install-test').locator('figure img').first().waitFor({ timeout: TEST_MS });
  await shoot('install-test-live', { ru: 'Тест установки идёт', en: 'An install test under way' });
  await start.waitFor({ timeout: TEST_MS });
  await shoot('install-test-finished', { ru: 'Тест установки закончен', en: 'The install test has ended' });

  // The test takes the room of the views and the queue; any other tab gives it back.
  await tab('card');
  await openSubmission(page, 'decided', request.returned);
  await tab('install-test');
  await shoot('install-test-findings', { ru: 'Что нашёл тест установки', en: 'What the install test found' });
  await tab('checklist');
  await shoot('checklist', { ru: 'Чек-лист возвращённой заявки', en: 'Checklist of a returned submission' });
  await tab('verdict');
  await shoot('verdict', { ru: 'Решение и письмо', en: 'Verdict and letter' });
  await tab('history');
  await shoot('history', { ru: 'История с цепочкой хешей', en: 'History with its chain of hashes' });
  return pictures;
}

/** Opens a submission of a view as a moderator would: the view, then the row. */
async function openSubmission(page: Page, view: string, nameAndVersion: string): Promise<void> {
  await page.getByTestId(`view-${view}`).click();
  const row = page.getByTestId('queue-row').filter({ hasText: nameAndVersion }).first();
  await row.click();
  await page
    .getByTestId('submission')
    .filter({ hasText: nameAndVersion.slice(0, nameAndVersion.lastIndexOf(' ')) })
    .waitFor();
}
