import type { Page } from 'playwright';
import type { Portal } from '../../../portals/portal.ts';
import type { SandboxBrowser } from '../../../sandbox/run-context.ts';
import { portalSelectors } from '../portal/page-map.ts';

/** Opens a page of the account as this user. */
export async function openPanel(portal: Portal, browser: SandboxBrowser, userId: string, path: string): Promise<Page> {
  await browser.goto(await portal.signInUrl(userId, path));
  const { page } = browser;
  await page.locator(portalSelectors.ready).waitFor();
  return page;
}

/** Presses «Подключить» on the application's card. */
export async function pressConnect(page: Page): Promise<void> {
  await page.locator(portalSelectors.connectButton).click();
  await page.locator(portalSelectors.consent).waitFor();
}

/** Agrees to the accesses; the browser may go to the vendor, so nothing is waited for. */
export async function pressAgree(page: Page): Promise<void> {
  await page.locator(portalSelectors.agreeButton).click({ noWaitAfter: true });
}

/** Disconnects the application on the page of connected ones. */
export async function pressRemove(page: Page, code: string): Promise<void> {
  await page.locator(portalSelectors.removeButton(code)).click();
  await page.locator(portalSelectors.removeDialog).waitFor();
  await page.locator(portalSelectors.confirmRemoveButton).click();
  await page.locator(portalSelectors.connectedRow(code)).waitFor({ state: 'detached' });
}
