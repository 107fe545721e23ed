import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posterVendor } from '../../../electron/demo/vendors/poster/sample-apps.ts';
import { PROBES } from '../../../electron/marketplaces/poster/install-test/plan.ts';
import { CLEAN } from '../../vendors/poster/faults.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { POSTER } from './trial.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(POSTER);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of good Poster vendors', { timeout: 240_000 }, () => {
  it.each(CLEAN.map((app) => [app.name, app] as const))('%s passes every probe without a finding', async (_name, app) => {
    const report = await bench.run(posterVendor(app), { probes: PROBES });
    if (process.env['OUTLINE']) process.stdout.write(`${outline(report)}\n`);
    expect(report.findings, outline(report)).toEqual([]);
    expect(report.outcome, outline(report)).toBe('passed');
  });
});
