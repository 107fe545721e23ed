import { moyskladVendor, STOCK_BOT } from '../../electron/demo/vendors/moysklad/sample-solutions.ts';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/moysklad/install-test/install-test.ts';
import { benchInstallTest } from './measure-install-test.ts';
import { runMoyskladScript } from './moysklad-plain-script.ts';

await benchInstallTest({
  name: 'moysklad-install-test',
  marketplace: 'moysklad',
  vendor: moyskladVendor(STOCK_BOT),
  watchMs: DEFAULT_SETTINGS.watchMs,
  plainScript: runMoyskladScript,
});
