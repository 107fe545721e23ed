import { LOYALTY, posterVendor } from '../../electron/demo/vendors/poster/sample-apps.ts';
import { DEFAULT_SETTINGS } from '../../electron/marketplaces/poster/install-test/install-test.ts';
import { benchInstallTest } from './measure-install-test.ts';
import { runPosterScript } from './poster-plain-script.ts';

await benchInstallTest({
  name: 'poster-install-test',
  marketplace: 'poster',
  vendor: posterVendor(LOYALTY),
  watchMs: DEFAULT_SETTINGS.watchMs,
  plainScript: runPosterScript,
});
