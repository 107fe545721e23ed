import { INVOICES, sampleVendor } from '../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/bitrix24/install-test/install-test.ts';
import { benchInstallTest } from './measure-install-test.ts';
import { runPlainScript } from './plain-install-script.ts';

await benchInstallTest({
  name: 'install-test',
  marketplace: 'bitrix24',
  vendor: sampleVendor(INVOICES),
  watchMs: DEFAULT_SETTINGS.watchMs,
  plainScript: runPlainScript,
});
