import { FORGETFUL_INVOICES, keepsDataAfterUninstall } from './bitrix24/keeps-data.ts';
import { AGREEMENTS, CONTACTS, INVOICES, sampleVendor } from './bitrix24/sample-apps.ts';
import type { SampleVendor } from './sample-vendor.ts';

/** The vendors that ship with the workstation: three good ones and the demo's one at fault. */
export const SAMPLE_VENDORS: readonly SampleVendor[] = [
  sampleVendor(INVOICES),
  sampleVendor(AGREEMENTS),
  sampleVendor(CONTACTS),
  sampleVendor(FORGETFUL_INVOICES, keepsDataAfterUninstall),
];

export function findSampleVendor(name: string): SampleVendor | null {
  return SAMPLE_VENDORS.find((vendor) => vendor.name === name) ?? null;
}
