import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../vendors/moysklad/faults.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { MOYSKLAD } from './trial.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench(MOYSKLAD);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of MoySklad vendors at fault', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s is found under its rule',
    async (_name, fault) => {
      const report = await bench.run(fault.vendor, fault.probes === undefined ? {} : { probes: fault.probes });
      const found = [...new Set(report.findings.map((finding) => finding.ruleId))].sort();
      expect(found, outline(report)).toEqual([...fault.expected].sort());
      expect(report.outcome, outline(report)).toBe('findings');
      expect(report.problem, outline(report)).toBeNull();
      // A finding without a picture or a log is an assertion, not a proof.
      for (const finding of report.findings) expect(finding.evidence.length, `${finding.ruleId}\n${outline(report)}`).toBeGreaterThan(0);
    },
    600_000,
  );
});
