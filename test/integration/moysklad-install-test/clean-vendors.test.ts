import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERY, LABELS, moyskladVendor, ORDER_SYNC, STOCK_BOT } from '../../../electron/demo/vendors/moysklad/sample-solutions.ts';
import { PROBES } from '../../../electron/marketplaces/moysklad/install-test/plan.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { MOYSKLAD } from './trial.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(MOYSKLAD);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('install test of good MoySklad vendors', { timeout: 240_000 }, () => {
  it.each([STOCK_BOT, LABELS, ORDER_SYNC, DELIVERY].map((solution) => [solution.name, solution] as const))(
    '%s passes every probe without a finding',
    async (_name, solution) => {
      const report = await bench.run(moyskladVendor(solution), { probes: PROBES });
      if (process.env['OUTLINE']) process.stdout.write(`${outline(report)}\n`);
      expect(report.findings, outline(report)).toEqual([]);
      expect(report.outcome, outline(report)).toBe('passed');
    },
  );

  it('a version under moderation is served beside the published one, each with its own credentials', async () => {
    const vendor = moyskladVendor(ORDER_SYNC, undefined, (card) => ({ ...card, published: ORDER_SYNC.published }));
    const report = await bench.run(vendor);
    expect(report.findings, outline(report)).toEqual([]);
    expect(report.outcome, outline(report)).toBe('passed');
    expect(report.ruleResults.find((one) => one.ruleId === 'ms-version-two-credentials')?.status).toBe('pass');
  });
});
