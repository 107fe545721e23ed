import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOOD_BEHAVIOUR } from '../../../electron/demo/vendors/bitrix24/behaviour.ts';
import { AGREEMENTS, CONTACTS, INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { PROBES, probeStepId } from '../../../electron/marketplaces/bitrix24/install-test/plan.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});

const FURTHER = { published: '0', secondPortal: true, probes: PROBES } as const;

describe.concurrent('update from the published version, second portal, probes', { timeout: 600_000 }, () => {
  it.each([
    ['with a wizard', INVOICES],
    ['with a page of its own', AGREEMENTS],
    ['without a page', CONTACTS],
  ])('a good vendor %s stands all of them', async (_name, app) => {
    const report = await bench.run(sampleVendor(app), FURTHER);
    expect(report.findings, outline(report)).toEqual([]);
    expect(report.outcome, outline(report)).toBe('passed');
    const results = new Map(report.ruleResults.map((result) => [result.ruleId, result.status]));
    expect(results.get('update-rebinds'), outline(report)).toBe('pass');
    expect(report.steps.filter((step) => step.phase === 'probes').map((step) => step.id)).toEqual(PROBES.map(probeStepId));
    expect(results.get('func-external-service-testable'), outline(report)).toBe('pass');
  });

  it('finds a vendor that registers only at the first installation of a version', async () => {
    let times = 0;
    const vendor = sampleVendor(INVOICES, () => ({
      register: async (client, wanted, memberId) => {
        times += 1;
        // The fourth time is the update: clean, again, published, update.
        if (times !== 4) await GOOD_BEHAVIOUR.register(client, wanted, memberId);
      },
    }));
    const report = await bench.run(vendor, { published: '0', probes: [] });
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toEqual(['update-rebinds']);
    expect(report.findings[0]?.message.ru).toContain('ONCRMDEALADD');
  });

  it('finds a vendor that registers twice when its installer is opened twice', async () => {
    // Binds as soon as the installer is opened, under an address that is new each time.
    const vendor = sampleVendor(INVOICES, () => ({
      beforePage: async (view) => {
        if (view.kind !== 'install' || view.userClient === null) return false;
        const handler = `${view.address}/events?installation=${Math.random()}`;
        await view.userClient.call('event.bind', { event: 'ONCRMLEADADD', handler });
        return false;
      },
    }));
    const report = await bench.run(vendor, { probes: ['duplicate-install'] });
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toEqual(['reinstall-rebinds']);
    expect(report.findings[0]?.stepId).toBe('probes.duplicate-install');
  });

  it('finds a vendor whose page breaks before a late install event', async () => {
    const vendor = sampleVendor(INVOICES, () => {
      const told = new Set<string>();
      return {
        answerEvent: (event) => {
          if (event.name === 'ONAPPINSTALL') told.add(event.auth['member_id'] ?? '');
          if (event.name === 'ONAPPUNINSTALL') told.clear();
          return Promise.resolve(200);
        },
        beforePage: (view, response) => {
          if (view.kind !== 'app' || view.memberId === null || told.has(view.memberId)) return Promise.resolve(false);
          response.status(500).type('html').send('<p>Internal Server Error</p>');
          return Promise.resolve(true);
        },
        register: async (client, wanted, memberId) => {
          const { handler } = wanted.events[0] ?? { handler: '' };
          await GOOD_BEHAVIOUR.register(client, { ...wanted, events: [...wanted.events, { event: 'ONAPPINSTALL', handler }] }, memberId);
        },
      };
    });
    const report = await bench.run(vendor, { probes: ['delayed-event'] });
    const late = report.steps.find((step) => step.id === 'probes.delayed-event');
    expect(late?.state, outline(report)).toBe('failed');
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toContain('ui-no-server-errors');
  });

  it('finds a vendor that opens only on the portal where it was first connected', async () => {
    const vendor = sampleVendor(AGREEMENTS, () => {
      let first: string | null = null;
      return {
        beforePage: (view, response) => {
          if (view.memberId === null) return Promise.resolve(false);
          first ??= view.memberId;
          if (first === view.memberId) return Promise.resolve(false);
          response.status(403).type('html').send('<!doctype html><meta charset="utf-8"><p>Доступ запрещён: портал не подключён.</p>');
          return Promise.resolve(true);
        },
      };
    });
    const report = await bench.run(vendor, { secondPortal: true, probes: [] });
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toEqual(['func-external-service-testable']);
    expect(report.findings[0]).toMatchObject({ severity: 'blocker', confidence: 'observed', stepId: 'second-portal.install' });
  });
});
