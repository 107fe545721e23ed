import type { Page } from 'playwright';
import { portalSelectors } from '../portal/page-map.ts';

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
