import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { HOSTILE, hostileVendor } from '../../vendors/bitrix24/hostile.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

const OPTIONS = { stepTimeoutMs: 15_000, timeoutMs: 90_000 };
/** What closing browsers and filing the last evidence may take on top of the run's own limit. */
const END_MS = 15_000;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});
afterEach(async () => {
  // The next run starts clean: no browser and no profile of this one is left.
  await expect.poll(() => bench.left(), { timeout: 15_000 }).toEqual([]);
});

describe('install test of vendors that attack it', () => {
  it.each(HOSTILE.map((variant) => [variant.name, variant] as const))('%s: a clear result within the limit', async (_name, variant) => {
    const report = await bench.run(hostileVendor(variant), OPTIONS);
    if (process.env['OUTLINE']) process.stdout.write(`${variant.name}: ${outline(report)}\n`);
    expect(report.durationMs, outline(report)).toBeLessThan(OPTIONS.timeoutMs + END_MS);
    // Steps after the attack are either done or said not to have been looked at; none is left open.
    for (const step of report.steps) expect(['passed', 'failed', 'skipped', 'could-not-look'], outline(report)).toContain(step.state);
    const installed = report.steps.find((step) => step.id === 'reinstall.finish')?.state;
    if (variant.canBeInstalled === null) {
      expect(
        report.findings.map((finding) => finding.ruleId),
        outline(report),
      ).toContain('ui-no-js-errors');
    } else if (variant.canBeInstalled) {
      expect(installed, outline(report)).toBe('passed');
    } else {
      expect(report.outcome, outline(report)).not.toBe('passed');
      expect(installed, outline(report)).not.toBe('passed');
      expect(report.problem !== null || report.findings.some((finding) => finding.ruleId === 'install-clean-portal'), outline(report)).toBe(
        true,
      );
    }
  });

  it('a good vendor passes on the same workbench afterwards', async () => {
    const report = await bench.run(sampleVendor(INVOICES));
    expect(report.findings, outline(report)).toEqual([]);
    expect(report.outcome, outline(report)).toBe('passed');
  });
});
