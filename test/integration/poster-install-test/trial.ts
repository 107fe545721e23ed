import { createPosterInstallTest } from '../../../electron/marketplaces/poster/install-test/install-test.ts';
import { createPosterPortal } from '../../../electron/marketplaces/poster/portal/portal.ts';
import type { Trial } from '../install-test/workbench.ts';

/** Shorter waits than in earnest: the sample vendors are on this machine and answer at once, or never. */
export const POSTER: Trial = {
  marketplace: 'poster',
  createPortal: createPosterPortal,
  installTest: createPosterInstallTest({
    watchMs: 700,
    connectIdleMs: 1500,
    spinnerMs: 800,
    effectMs: 150,
    slowWebhookMs: 1000,
    reachLimitMs: 3000,
    slowApiMs: 600,
  }),
};
