import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, faultyVendor } from '../../vendors/bitrix24/faults.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});

describe('a run that is stopped half-way', () => {
  it('is incomplete, and still tells what it had found', async () => {
    const fault = FAULTS.find((one) => one.name === 'php-warning');
    if (fault === undefined) throw new Error('no such fault');
    const report = await bench.run(faultyVendor(fault), {}, 'roles.user');
    expect(report.outcome, outline(report)).toBe('incomplete');
    expect(report.problem?.code, outline(report)).toBe('cancelled');
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toEqual(['ui-no-server-errors']);
    // Nothing is said about what was not reached.
    expect(
      report.ruleResults.some((result) => result.ruleId === 'reinstall-works'),
      outline(report),
    ).toBe(false);
  });
});
