import type { Page } from 'playwright';
import type { PosterSampleRegistration } from '../../electron/demo/vendors/poster/sample-apps.ts';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/poster/install-test/install-test.ts';
import type { PosterInspection } from '../../electron/marketplaces/poster/portal/inspection.ts';
import { portalPaths, portalSelectors } from '../../electron/marketplaces/poster/portal/page-map.ts';
import type { PlainScriptPlace } from './measure-install-test.ts';
import { onStage } from './script-stage.ts';

/**
 * The steps of the Poster install test as somebody would write them down as a script: same clicks, same waits; no pictures, no logs, no looking
 * at pages. Throws when the application is not connected at the end.
 */
export async function runPosterScript(options: PlainScriptPlace & { readonly registration: PosterSampleRegistration }): Promise<void> {
  const { registration } = options;
  const { code } = registration;
  await onStage(options, 'poster', portalSelectors.ready, async ({ portal, administrator: owner, user, go, pause }) => {
    const loaded = async (page: Page): Promise<void> => {
      await page.frameLocator(portalSelectors.applicationFrame).locator('h1').waitFor();
      await page.locator(portalSelectors.spinner).waitFor({ state: 'hidden' });
    };
    const window = async (page: Page, role: 'administrator' | 'user'): Promise<void> => {
      await go(page, role, portalPaths.window(code));
      await loaded(page);
    };
    const connect = async (): Promise<void> => {
      await go(owner, 'administrator', portalPaths.card(code));
      await owner.locator(portalSelectors.connectButton).click();
      await owner.locator(portalSelectors.agreeButton).click();
      await loaded(owner);
      await portal.eventsSettled();
    };
    const settle = async (): Promise<void> => {
      await portal.eventsSettled();
      await pause(DEFAULT_SETTINGS.effectMs);
    };
    const change = async (): Promise<void> => {
      await portal.control('change-menu', { action: 'changed', productId: '2' });
      await settle();
    };

    await portal.registerSolution({ ...registration });
    await connect();
    await window(owner, 'administrator');
    await window(await user(), 'user');
    await window(owner, 'administrator');
    await change();
    await change();
    await portal.control('raise-webhook', { code, object: 'client', objectId: 2, action: 'changed' });
    await settle();
    await go(owner, 'administrator', portalPaths.connected);
    await owner.locator(portalSelectors.removeButton(code)).click();
    await owner.locator(portalSelectors.confirmRemoveButton).click();
    await owner.locator(portalSelectors.connectedRow(code)).waitFor({ state: 'detached' });
    await portal.eventsSettled();
    await pause(DEFAULT_SETTINGS.watchMs);
    await connect();
    await window(owner, 'administrator');
    await change();
    await go(owner, 'administrator', portalPaths.changes);
    // Events that come again, then forged ones; the page is read before and after.
    for (let reading = 0; reading < 2; reading += 1) await window(owner, 'administrator');
    for (const object of ['application', 'client']) {
      await portal.control('repeat-webhook', { code, object });
      await settle();
    }
    for (let reading = 0; reading < 3; reading += 1) await window(owner, 'administrator');
    await pause(4 * DEFAULT_SETTINGS.effectMs);
    await change();
    for (const [object, action] of [
      ['dish', 'changed'],
      ['application', 'added'],
      ['application', 'removed'],
    ]) {
      await portal.control('forge-webhook', { code, object, objectId: 1, action });
      await settle();
    }
    await change();
    await window(owner, 'administrator');
    const { applications } = (await portal.inspect()) as PosterInspection;
    const last = applications.find((one) => one.code === code);
    if (last?.installNumber !== 2 || !last.isFinished) throw new Error('the application is not connected for the second time');
  });
}
