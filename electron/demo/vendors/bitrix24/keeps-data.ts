import type { VendorBehaviour } from './behaviour.ts';
import { INVOICES, type SampleApp } from './sample-apps.ts';

/**
 * The vendor at fault that the demo shows: it takes the news of an uninstallation, answers politely, keeps everything and
 * goes on asking the portal.
 */
export function keepsDataAfterUninstall(): Partial<VendorBehaviour> {
  return {
    erase: () => {
      // Nothing is removed.
    },
    afterUninstall: (client) => {
      setTimeout(() => void client.call('app.info').catch(() => undefined), 100);
      return Promise.resolve();
    },
  };
}

export const FORGETFUL_INVOICES: SampleApp = {
  ...INVOICES,
  name: 'bitrix24-keeps-data',
  code: 'severlab.payments',
  clientId: 'app.6624d81a7c90f5.37114826',
  clientSecret: 'Xr8dM1kYp6TzC3nWsB9vLq5HfG2jAe7uNo4iEwRtKxQyVcZb',
  description: {
    ...INVOICES.description,
    texts: { ...INVOICES.description.texts, title: 'Платежи и сверки', purpose: 'Оплаты и сверки рядом со сделкой' },
  },
};
