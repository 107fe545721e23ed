import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, faultyVendor } from '../../vendors/poster/faults.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { POSTER } from './trial.ts';

/** Runs mostly wait for pages to come to rest, so a few more than there are cores go side by side. */
const AT_ONCE = 4;

let bench: Workbench;
const waiting: (() => void)[] = [];
let free = AT_ONCE;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free -= 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

beforeAll(async () => {
  bench = await openWorkbench(POSTER);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of Poster vendors at fault', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s is found under its rule',
    async (_name, fault) => {
      const report = await inTurn(() => bench.run(faultyVendor(fault)));
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
