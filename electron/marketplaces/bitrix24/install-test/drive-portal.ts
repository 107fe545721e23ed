import type { Frame, Page } from 'playwright';
import type { SandboxBrowser } from '../../../sandbox/run-context.ts';
import type { Portal } from '../../../portals/portal.ts';
import { portalPaths, portalSelectors } from '../portal/page-map.ts';

const OPEN_ROUNDS = 4;
const OWN_RELOAD_MS = 3000;

/**
 * Opens a page of the portal as this user. A page that is just reloading itself may get in the way; the way in is good for one use,
 * so each further attempt takes a new one.
 */
export async function openPortalPage(portal: Portal, browser: SandboxBrowser, userId: string, path: string): Promise<Page> {
  for (let round = 1; ; round += 1) {
    try {
      await browser.goto(await portal.signInUrl(userId, path));
    } catch (error) {
      if (round < OPEN_ROUNDS && /ERR_ABORTED|interrupted by another navigation/.test(String(error))) continue;
      throw error;
    }
    const { page } = browser;
    await page.locator(portalSelectors.ready).waitFor();
    if (round === OPEN_ROUNDS || (await page.locator(portalSelectors.page('sign-in')).count()) === 0) return page;
  }
}

/** Once the wizard is finished the portal reloads its page and shows the application; waits for that, or for nothing to come of it. */
export async function afterOwnReload(page: Page): Promise<void> {
  await page
    .locator(`${portalSelectors.applicationFrame}[data-purpose="application"]`)
    .waitFor({ state: 'attached', timeout: OWN_RELOAD_MS })
    .catch(() => undefined);
}

/** Presses «Установить» on the catalogue card and agrees. */
export async function pressInstall(page: Page): Promise<void> {
  await page.locator(portalSelectors.installButton).click();
  await page.locator(portalSelectors.installDialog).waitFor();
  await page.locator(portalSelectors.confirmInstallButton).click();
}

/** Presses «Обновить» on the catalogue card and agrees. */
export async function pressUpdate(page: Page): Promise<void> {
  await page.locator(portalSelectors.updateButton).click();
  await page.locator(portalSelectors.installDialog).waitFor();
  await page.locator(portalSelectors.confirmInstallButton).click();
}

/** Removes the solution on the page of installed applications. */
export async function pressRemove(page: Page, code: string, withData: boolean): Promise<void> {
  await page.locator(portalSelectors.removeButton(code)).click();
  await page.locator(portalSelectors.removeDialog).waitFor();
  await page.locator(portalSelectors.removeDataCheckbox).setChecked(withData);
  await page.locator(portalSelectors.confirmRemoveButton).click();
  await page.locator(portalSelectors.installedRow(code)).waitFor({ state: 'detached' });
}

/** The vendor's frame if the portal shows one now. */
export async function currentVendorFrame(page: Page): Promise<Frame | null> {
  try {
    const handle = await page.locator(portalSelectors.applicationFrame).elementHandle({ timeout: 1000 });
    return (await handle?.contentFrame()) ?? null;
  } catch {
    return null;
  }
}

/** Where a bound widget can be seen on the portal; null for places that the portal does not have. */
export function pageOfPlacement(placement: string): string | null {
  if (placement.startsWith('CRM_DEAL_DETAIL')) return portalPaths.crmItem('deal', '1');
  if (placement.startsWith('CRM_LEAD_DETAIL')) return portalPaths.crmItem('lead', '1');
  if (placement.startsWith('CRM_CONTACT_DETAIL')) return portalPaths.crmItem('contact', '1');
  if (placement.startsWith('CRM_COMPANY_DETAIL')) return portalPaths.crmItem('company', '1');
  if (placement.startsWith('CRM_DEAL_LIST')) return portalPaths.deals;
  if (placement.startsWith('CRM_LEAD_LIST')) return portalPaths.leads;
  if (placement.startsWith('CRM_CONTACT_LIST')) return portalPaths.contacts;
  if (placement.startsWith('CRM_COMPANY_LIST')) return portalPaths.companies;
  if (placement.startsWith('TASK_')) return portalPaths.tasks;
  if (placement === 'LEFT_MENU') return portalPaths.home;
  return null;
}
