import type { FrameLocator, Page } from 'playwright';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/moysklad/install-test/install-test.ts';
import type { MoyskladInspection } from '../../electron/marketplaces/moysklad/portal/inspection.ts';
import { portalPaths, portalSelectors } from '../../electron/marketplaces/moysklad/portal/page-map.ts';
import type { MoyskladRegistration } from '../../electron/marketplaces/moysklad/portal/registration.ts';
import type { PlainScriptPlace } from './measure-install-test.ts';
import { onStage } from './script-stage.ts';

/**
 * The steps of the MoySklad install test as somebody would write them down as a script: same clicks, same waits; no pictures, no logs, no
 * looking at pages. Throws when the solution is not connected at the end.
 */
export async function runMoyskladScript(options: PlainScriptPlace & { readonly registration: MoyskladRegistration }): Promise<void> {
  const { registration } = options;
  const { code } = registration;
  await onStage(options, 'moysklad', portalSelectors.ready, async ({ portal, administrator, user, go, pause }) => {
    const window = async (page: Page, role: 'administrator' | 'user'): Promise<FrameLocator> => {
      await go(page, role, portalPaths.mainWindow(code));
      const frame = page.frameLocator(portalSelectors.mainFrame);
      await frame.locator('h1').waitFor();
      return frame;
    };
    const press = async (button: string, dialog: string, confirm: string): Promise<void> => {
      await go(administrator, 'administrator', portalPaths.card(code));
      await administrator.locator(button).click();
      await administrator.locator(dialog).waitFor();
      await administrator.locator(confirm).click();
      await administrator.locator(portalSelectors.state).waitFor();
      await portal.eventsSettled();
    };
    const connect = (): Promise<void> => press(portalSelectors.connect, portalSelectors.consentDialog, portalSelectors.confirmConnect);

    await portal.registerSolution({ ...registration });
    await connect();
    const settings = await window(administrator, 'administrator');
    await settings.locator('[name="message"]').fill('Проба');
    await settings.locator('button').click();
    await settings.getByText('Настройки сохранены').waitFor();
    await window(administrator, 'administrator');
    await window(await user(), 'user');
    const { id } = (await portal.control('first-entity', { entityType: 'customerorder' })) as { id: string };
    await go(administrator, 'administrator', portalPaths.edit('customerorder', id));
    const widget = administrator.frameLocator(portalSelectors.widgetFrame('document.customerorder.edit'));
    await widget.getByText('Заказ 00001').waitFor();
    await administrator.locator(portalSelectors.nextDocument).click();
    await widget.getByText('Заказ 00002').waitFor();
    await portal.control('press-button', { code, name: 'check-stock', point: 'document.customerorder.edit' });
    await portal.control('change-permissions', { code });
    await portal.control('change-tariff', { code });
    await portal.control('prolong', { code });
    await window(administrator, 'administrator');
    await portal.control('suspend', { code });
    await pause(300);
    await portal.control('resume', { code });
    await window(administrator, 'administrator');
    await press(portalSelectors.remove, portalSelectors.removeDialog, portalSelectors.confirmRemove);
    await pause(DEFAULT_SETTINGS.watchMs);
    await connect();
    await window(administrator, 'administrator');
    for (const probe of ['wrong-signature', 'expired-token']) await portal.control('probe', { code, probe });
    const { solutions } = (await portal.inspect()) as MoyskladInspection;
    const last = solutions.find((one) => one.code === code);
    if (last?.installNumber !== 2 || last.status !== 'Activated') throw new Error('the solution is not connected for the second time');
  });
}
