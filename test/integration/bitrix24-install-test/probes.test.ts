import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortalError } from '../../../electron/demo/vendors/bitrix24/portal-client.ts';
import { CONTACTS, INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});

describe.concurrent('probes of the install test', { timeout: 600_000 }, () => {
  it('finds a vendor whose page never recovers from a portal that was busy', async () => {
    let isBroken = false;
    const vendor = sampleVendor(INVOICES, () => ({
      beforePage: async (view, response) => {
        if (view.kind !== 'app' || view.userClient === null) return false;
        await view.userClient.call('app.info').catch((error: unknown) => {
          if (error instanceof PortalError && error.status === 503) isBroken = true;
        });
        if (isBroken) response.status(500).type('html').send('<p>Internal Server Error</p>');
        return isBroken;
      },
    }));
    const report = await bench.run(vendor, { probes: ['portal-busy'] });
    expect(report.steps.find((step) => step.id === 'probes.portal-busy')?.state, outline(report)).toBe('failed');
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toContain('ui-no-server-errors');
  });

  it('does without probes when none is asked for', async () => {
    const report = await bench.run(sampleVendor(CONTACTS), { probes: [] });
    expect(report.outcome, outline(report)).toBe('passed');
    expect(report.phases.map((phase) => phase.name)).not.toContain('probes');
  });

  it('says which probes there are when one is unknown', async () => {
    const report = await bench.run(sampleVendor(CONTACTS), { probes: ['nothing-of-the-kind'] });
    expect(report.outcome, outline(report)).toBe('incomplete');
    expect(report.problem, outline(report)).toMatchObject({ code: 'invalid-request' });
    expect(report.problem?.message.en).toContain('forged-event');
  });
});
