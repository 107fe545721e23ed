import { createMoyskladInstallTest } from '../../../electron/marketplaces/moysklad/install-test/install-test.ts';
import { createMoyskladPortal } from '../../../electron/marketplaces/moysklad/portal/portal.ts';
import type { Trial } from '../install-test/workbench.ts';

/** Shorter waits than in earnest: the sample vendors are on this machine and answer at once, or never. */
export const MOYSKLAD: Trial = {
  marketplace: 'moysklad',
  createPortal: createMoyskladPortal,
  installTest: createMoyskladInstallTest({ watchMs: 400, activatingLimitMs: 1200, feedbackLimitMs: 6000, reachLimitMs: 10_000 }),
};
