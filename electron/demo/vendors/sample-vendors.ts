import { FORGETFUL_INVOICES, keepsDataAfterUninstall } from './bitrix24/keeps-data.ts';
import { AGREEMENTS, CONTACTS, INVOICES, sampleVendor } from './bitrix24/sample-apps.ts';
import { moyskladVendor, STOCK_BOT } from './moysklad/sample-solutions.ts';
import { LOYALTY, posterVendor } from './poster/sample-apps.ts';
import type { SampleVendor } from './sample-vendor.ts';

/** The vendors of Bitrix24 that ship with the workstation: three good ones and the demo's one at fault. */
export const BITRIX24_VENDORS: readonly SampleVendor[] = [
  sampleVendor(INVOICES),
  sampleVendor(AGREEMENTS),
  sampleVendor(CONTACTS),
  sampleVendor(FORGETFUL_INVOICES, keepsDataAfterUninstall),
];

/** Every vendor that ships with the workstation. */
export const SAMPLE_VENDORS: readonly SampleVendor<{ readonly code: string; readonly version: string }>[] = [
  ...BITRIX24_VENDORS,
  moyskladVendor(STOCK_BOT),
  posterVendor(LOYALTY),
];

export function findSampleVendor(name: string): SampleVendor | null {
  return BITRIX24_VENDORS.find((vendor) => vendor.name === name) ?? null;
}
