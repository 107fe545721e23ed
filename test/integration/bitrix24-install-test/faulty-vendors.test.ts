import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, faultyVendor } from '../../vendors/bitrix24/faults.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

/** Faults that can be seen on a page: their finding has a picture in which the place is outlined. */
const SEEN_ON_PAGE: ReadonlySet<string> = new Set([
  'broken-image',
  'broken-link',
  'php-warning',
  'asks-for-the-portal-password',
  'scrolls-down',
]);

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of vendors at fault', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s is found under its rule',
    async (_name, fault) => {
      const report = await bench.run(faultyVendor(fault));
      const found = [...new Set(report.findings.map((finding) => finding.ruleId))].sort();
      expect(found, outline(report)).toEqual([...fault.expected].sort());
      expect(report.outcome, outline(report)).toBe('findings');
      expect(report.problem, outline(report)).toBeNull();
      // A finding without a picture or a log is an assertion, not a proof.
      for (const finding of report.findings) expect(finding.evidence.length, `${finding.ruleId}\n${outline(report)}`).toBeGreaterThan(0);
      if (SEEN_ON_PAGE.has(fault.name)) {
        const marked = report.evidence.filter((one) => (one.marks ?? 0) > 0 && one.kind === 'screenshot').map(({ id }) => id);
        expect(marked, outline(report)).toContain(report.findings[0]?.evidence[0]?.id);
      }
    },
    600_000,
  );
});
