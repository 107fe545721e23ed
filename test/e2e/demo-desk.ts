import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { startWorkstation, type StartedApp } from '../electron-app.ts';

export interface DemoDesk extends StartedApp {
  /** What the window complained about: faults, refusals of the content security policy. */
  readonly complaints: string[];
}

/** Starts the application on a new demo workspace, introduced as "Модератор смены". */
export async function startDemoDesk(): Promise<DemoDesk> {
  const started = await startWorkstation();
  const complaints: string[] = [];
  started.page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  started.page.on('pageerror', (error) => complaints.push(error.message));
  await expect(started.page.locator('html')).toHaveAttribute('data-app-state', 'first-start');
  await started.page.getByLabel('Имя модератора').fill('Модератор смены');
  await started.page.getByTestId('start-demo').click();
  await waitForDesk(started.page);
  await started.page.getByTestId('tour-offer').getByRole('button', { name: 'Не сейчас' }).click();
  return { ...started, complaints };
}

/** Until the first page of the queue is painted. */
export async function waitForDesk(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-app-state', 'loaded', { timeout: 60_000 });
}

/** Letters on the keys of the Russian layout. */
const RUSSIAN: Readonly<Record<string, string>> = {
  KeyA: 'ф',
  KeyC: 'с',
  KeyD: 'в',
  KeyE: 'у',
  KeyG: 'п',
  KeyJ: 'о',
  KeyK: 'л',
  KeyM: 'ь',
  KeyN: 'т',
  KeyO: 'щ',
  KeyQ: 'й',
  KeyR: 'к',
  KeyS: 'ы',
  KeyT: 'е',
  KeyU: 'г',
  KeyW: 'ц',
  Slash: '.',
};

/** Presses keys as a Russian layout sends them: the place of the key is the same, the letter is not. */
export async function pressRussian(page: Page, ...codes: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const code of codes) {
    const key = RUSSIAN[code];
    if (key === undefined) throw new Error(`no Russian letter for ${code}`);
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key, text: key, unmodifiedText: key });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
  }
  await session.detach();
}

/** Name of the solution that is open. */
export function openName(page: Page) {
  return page.getByTestId('submission').locator('h2');
}
