import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { INVOICES, registrationOf } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { openWorkbench, outline, type Workbench } from '../install-test/workbench.ts';
import { BITRIX24 } from './run-vendor.ts';

let bench: Workbench;
let server: http.Server | null = null;

beforeAll(async () => {
  bench = await openWorkbench(BITRIX24);
});
afterAll(async () => {
  await bench.close();
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  server = null;
});

async function listen(answer: http.RequestListener): Promise<string> {
  const started = http.createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

describe('install test of a vendor’s server that cannot be worked with', () => {
  it.each([
    [
      'is down',
      'vendor-unreachable',
      ['install-url-head'],
      async () => {
        const address = await listen((_request, response) => response.end());
        await new Promise<void>((resolve) => server?.close(() => resolve()));
        server = null;
        return address;
      },
    ],
    ['accepts and never answers', 'vendor-timeout', ['install-url-head'], () => listen(() => undefined)],
    [
      'redirects for ever',
      'vendor-redirect-loop',
      [],
      () =>
        // HEAD gets a redirect, which is an accepted answer; only following it shows that it has no end.
        listen((_request, response) => {
          response.writeHead(302, { location: '/again' }).end();
        }),
    ],
  ] as const)('%s: incomplete with %s', async (_what, code, found, start) => {
    const report = await bench.runAgainst({ ...registrationOf(INVOICES, await start()) });
    expect(report.outcome, outline(report)).toBe('incomplete');
    expect(report.problem?.code, outline(report)).toBe(code);
    expect(
      report.findings.map((finding) => finding.ruleId),
      outline(report),
    ).toEqual(found);
  });

  it('answers 500 to everything: findings with the status', async () => {
    const address = await listen((_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Ошибка</h1>'));
    const report = await bench.runAgainst({ ...registrationOf(INVOICES, address) });
    expect(report.outcome, outline(report)).toBe('findings');
    expect(report.findings.map((finding) => finding.ruleId).sort(), outline(report)).toEqual([
      'install-clean-portal',
      'install-url-head',
      'ui-no-server-errors',
    ]);
    expect(report.findings.find((finding) => finding.ruleId === 'ui-no-server-errors')?.message.ru).toContain('HTTP 500');
  });
});
