import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { CLEAN } from '../../vendors/bitrix24/clean.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of vendors that do everything right', { timeout: 600_000 }, () => {
  it.each(CLEAN.map((vendor) => [vendor.name, vendor] as const))('%s passes without a finding', async (_name, vendor) => {
    const report = await bench.run(vendor);
    if (process.env['OUTLINE']) process.stdout.write(`${outline(report)}\n`);
    expect(report.findings, outline(report)).toEqual([]);
    expect(report.outcome, outline(report)).toBe('passed');
  });

  it('removed without data removal: what the vendor keeps is not held against it', async () => {
    const report = await bench.run(sampleVendor(INVOICES), { clean: false });
    expect(report.findings, outline(report)).toEqual([]);
    const erasure = report.ruleResults.find((result) => result.ruleId === 'uninstall-data-removed');
    expect(erasure?.status, outline(report)).toBe('could-not-look');
    // The vendor was told so, no longer has access, and finds again what was entered.
    const handler = report.ruleResults.find((result) => result.ruleId === 'uninstall-handler');
    expect(handler?.status, outline(report)).toBe('pass');
    expect(handler?.message.en).toMatch(/CLEAN=0\) was answered HTTP 200[\s\S]*what was entered is there/);
    expect(report.ruleResults.find((result) => result.ruleId === 'uninstall-no-afterlife')?.status).toBe('pass');
  });

  it('removed without data removal: a vendor that erases all the same is found', async () => {
    const vendor = sampleVendor(INVOICES, () => ({ erase: (store, record) => store.remove(record.memberId) }));
    const report = await bench.run(vendor, { clean: false });
    expect(
      report.findings.map(({ ruleId, confidence, stepId }) => ({ ruleId, confidence, stepId })),
      outline(report),
    ).toEqual([{ ruleId: 'uninstall-handler', confidence: 'not-observed', stepId: 'reinstall.application' }]);
  });
});
