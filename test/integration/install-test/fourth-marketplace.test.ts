import { Command } from 'commander';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSolutionOptions, givenOptions } from '../../../electron/cli/solution-options.ts';
import { readPackage } from '../../../electron/intake/read-package.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import { toy } from '../../fixtures/toy-marketplace/toy.ts';
import { openWorkbench, outline, type Workbench } from './workbench.ts';

// A marketplace that none of the product's folders knows: everything it needs goes through the interface.
const all = [...marketplaces, toy];
let bench: Workbench;
let vendor: Server;
let vendorUrl = '';
let status = 200;
let folder = '';

beforeAll(async () => {
  bench = await openWorkbench({ marketplace: toy.id, createPortal: await toy.loadPortal(), installTest: await toy.loadInstallTest() });
  vendor = createServer((_request, response) => {
    response.statusCode = status;
    response.end('hello');
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  vendorUrl = `http://127.0.0.1:${String((vendor.address() as AddressInfo).port)}/hello`;
  folder = mkdtempSync(path.join(os.tmpdir(), 'toy-marketplace-'));
});
afterAll(async () => {
  vendor.close();
  rmSync(folder, { recursive: true, force: true });
  await bench.close();
});

describe('a fourth marketplace from a folder of its own', () => {
  it('describes its solutions on the command line and is tested by the same engine', async () => {
    const command = new Command('test');
    addSolutionOptions(command, all);
    command.parse(['--hello-url', vendorUrl], { from: 'user' });
    const { values } = await givenOptions(command.opts(), toy, all);
    const registration = toy.commandLine.registration({ code: 'toy.one', version: '1', values });
    if ('refused' in registration) throw new Error('refused');
    status = 200;
    const passed = await bench.runAgainst(registration);
    expect(passed, outline(passed)).toMatchObject({ marketplace: 'toy', outcome: 'passed', findings: [] });
    status = 500;
    const failed = await bench.runAgainst(registration);
    expect(
      failed.findings.map((finding) => finding.ruleId),
      outline(failed),
    ).toEqual(['toy-says-hello']);
    expect(failed.findings[0]?.evidence.length, outline(failed)).toBeGreaterThan(0);
  });

  it('has its submissions read by the same intake', async () => {
    const example = path.join(import.meta.dirname, '../../../docs/examples/submission');
    const submission = JSON.parse(readFileSync(path.join(example, 'submission.json'), 'utf8')) as Record<string, unknown>;
    const place = path.join(folder, 'package');
    mkdirSync(place);
    const rest = { ...submission, media: {} };
    const changed = {
      ...rest,
      marketplace: 'toy',
      region: 'everywhere',
      solutionType: 'greeting',
      card: { name: 'Hello' },
      version: { number: '1', mode: 'hello', helloUrl: vendorUrl },
    };
    writeFileSync(path.join(place, 'submission.json'), JSON.stringify(changed));
    const reading = await readPackage(place, {
      marketplaces: all,
      now: () => Date.parse('2026-11-21T00:00:00Z'),
      signal: { aborted: false },
    });
    expect(reading, JSON.stringify(reading)).toMatchObject({ kind: 'read', submission: { marketplace: 'toy' } });
    if (reading.kind === 'read') await reading.submission.close();
  });

  it('needs nothing of the product but the interfaces', () => {
    const place = path.join(import.meta.dirname, '../../fixtures/toy-marketplace');
    const imported = readdirSync(place).flatMap((name) =>
      [...readFileSync(path.join(place, name), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? ''),
    );
    const allowed = [
      'electron/marketplaces/marketplace.ts',
      'electron/portals/portal.ts',
      'electron/sandbox/run-context.ts',
      'shared/domain/install-test.ts',
    ];
    const own = imported.filter((one) => one.startsWith('../'));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((one) => !allowed.some((file) => one.endsWith(file)))).toEqual([]);
  });
});
