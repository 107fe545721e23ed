import { createBitrix24InstallTest } from '../../../electron/marketplaces/bitrix24/install-test/install-test.ts';
import { createBitrix24Portal } from '../../../electron/marketplaces/bitrix24/portal/portal.ts';
import type { Trial } from '../install-test/workbench.ts';

/** Shorter waits than in earnest: the sample vendors are on this machine and answer at once, or never. */
export const BITRIX24: Trial = {
  marketplace: 'bitrix24',
  createPortal: createBitrix24Portal,
  installTest: createBitrix24InstallTest({ watchMs: 600, rebindMs: 300, wizardIdleMs: 1500, slowEventMs: 1000, reachLimitMs: 3000 }),
};
