import { Command } from 'commander';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CliServices } from '../../../electron/cli/cli-services.ts';
import { addInstallTestCommand } from '../../../electron/cli/install-test-command.ts';
import { InstallTestDocument } from '../../../electron/cli/install-test-report.ts';
import type { RunningVendor, SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';
import { findSampleVendor } from '../../../electron/demo/vendors/sample-vendors.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import { startRun } from '../../../electron/sandbox/run-host.ts';
import { startHostileVendor } from './hostile-vendor.ts';
import { buildSandboxApp, REAL, type SandboxApp } from './sandbox-app.ts';
import { filesUnder, leftFiles, leftProcesses } from './sandbox-run.ts';

// The command as a developer of a solution uses it: the real portal, the real test, real sample vendors.
const SECRET = 'client-secret-of-the-vendor-5512';
let app: SandboxApp;
let outDir = '';

beforeAll(async () => {
  app = await buildSandboxApp(REAL);
});
beforeEach(async () => {
  outDir = await mkdtemp(path.join(app.temporaryDir, 'sandbox-run-'));
});
afterEach(async () => {
  await rm(outDir, { recursive: true, force: true });
  await expect.poll(() => leftProcesses(app), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => leftFiles(app), { timeout: 10_000 }).toEqual([]);
});
afterAll(() => app.remove());

interface Outcome {
  readonly exitCode: number;
  readonly out: string[];
  readonly err: string[];
}

async function run(args: readonly string[]): Promise<Outcome> {
  let exitCode = 0;
  const out: string[] = [];
  const err: string[] = [];
  const services: CliServices = {
    open: () => {
      throw new Error('no workspace here');
    },
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    setExitCode: (code) => (exitCode = code),
  };
  const program = new Command('workstation')
    .exitOverride()
    .configureOutput({ writeErr: (text) => err.push(text), writeOut: () => undefined });
  addInstallTestCommand(program, services, {
    marketplaces,
    startRun: (request, listeners) => startRun(request, listeners, { entry: app.runEntry, electron: app.electron }),
  });
  await program.parseAsync(['install-test', '--out', outDir, ...args], { from: 'user' });
  return { exitCode, out, err };
}

function documentOf({ out }: Outcome): InstallTestDocument {
  expect(out).toHaveLength(1);
  return InstallTestDocument.parse(JSON.parse(out[0] ?? ''));
}

async function withVendor<T>(name: string, work: (vendor: RunningVendor, args: string[]) => Promise<T>): Promise<T> {
  const vendor = findSampleVendor(name) as SampleVendor;
  const dataDir = await mkdtemp(path.join(app.temporaryDir, 'sandbox-run-'));
  const running = await vendor.start({ port: 0, host: '127.0.0.1', dataDir, clientId: 'app.1', clientSecret: SECRET, ca: null });
  const { code, version, mode, appUrl, installUrl, eventUrl, scopes, placements } = vendor.registration(running.address);
  const given = {
    '--app-url': appUrl,
    '--install-url': installUrl,
    '--event-url': eventUrl,
    '--code': code,
    '--solution-version': version,
  };
  const args = Object.entries(given).flatMap(([option, value]) => (value === null ? [] : [option, value]));
  try {
    return await work(running, [
      ...['--mode', mode, '--client-id', 'app.1', '--client-secret', SECRET, '--event-delay', '50', ...args],
      ...(scopes.length > 0 ? ['--scope', scopes.join(',')] : []),
      ...(placements.length > 0 ? ['--placement', placements.join(',')] : []),
    ]);
  } finally {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

describe('install-test', { timeout: 180_000 }, () => {
  it('passes a good wizard and prints one document', async () => {
    await withVendor('bitrix24-invoices', async (_vendor, args) => {
      const outcome = await run([...args, '--json']);
      const document = documentOf(outcome);
      expect(document, JSON.stringify(document.findings)).toMatchObject({ outcome: 'passed', problem: null, findings: [] });
      expect(outcome.exitCode).toBe(0);
      expect(outcome.err).toEqual([]);
      expect(document.phases.map((phase) => phase.status)).not.toContain('failed');
      expect(document.portal.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(document.portal.member_id).not.toBe('');
      expect(document.calls).toContainEqual({
        method: expect.any(String) as string,
        scope: 'placement',
        count: expect.any(Number) as number,
      });
      const files = await filesUnder(outDir);
      expect(files.filter((file) => file.bytes.includes(SECRET)).map((file) => file.name)).toEqual([]);
      for (const { path: file } of document.evidence) expect(files.map((one) => one.name)).toContain(path.join(outDir, file));
    });
  });

  it('passes a good callback', async () => {
    await withVendor('bitrix24-contacts', async (_vendor, args) => {
      const outcome = await run([...args, '--json', '--language', 'en']);
      expect(documentOf(outcome)).toMatchObject({ outcome: 'passed', findings: [] });
    });
  });

  it('names the fault of a vendor that keeps data, with its evidence, for people too', async () => {
    await withVendor('bitrix24-keeps-data', async (_vendor, args) => {
      const outcome = await run(args);
      expect(outcome.exitCode).toBe(1);
      expect(outcome.out.join('\n')).toContain('uninstall-data-removed');
      expect(outcome.err.length).toBeGreaterThan(10);
      expect([...outcome.out, ...outcome.err].join('\n')).not.toContain(SECRET);
    });
  });

  it.each([
    ['an unknown mode', ['--mode', 'magic'], '--mode'],
    ['a missing address', ['--mode', 'wizard', '--app-url', 'https://vendor.test/'], '--install-url'],
    ['a port that is none', ['--mode', 'wizard', '--portal-port', 'x'], '--portal-port'],
    ['an unknown probe', ['--mode', 'wizard', '--probe', 'token-expiry', '--probe', 'magic'], '--probe'],
    ['an unknown marketplace', ['--marketplace', 'nowhere'], '--marketplace'],
    ['missing keys', ['--mode', 'callback', '--install-url', 'https://vendor.test/'], 'client_id'],
    ['a submission without a workspace', ['--submission', '1'], '--workspace'],
  ])('could not start with %s', async (_name, args, named) => {
    const outcome = await run([...args, '--json']);
    const document = documentOf(outcome);
    expect(document).toMatchObject({ outcome: 'incomplete', problem: { code: 'invalid-request' } });
    expect(document.problem?.message).toContain(named);
    expect(outcome.exitCode).toBe(3);
  });

  it('could not start when the port is taken', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    try {
      await withVendor('bitrix24-invoices', async (_vendor, args) => {
        const outcome = await run([...args, '--json', '--portal-port', String(port)]);
        expect(documentOf(outcome)).toMatchObject({ outcome: 'incomplete', problem: { code: 'port-taken' } });
        expect(outcome.exitCode).toBe(3);
      });
    } finally {
      server.close();
    }
  });

  it.each([
    ['/never', 'vendor-timeout'],
    ['/redirects', 'vendor-redirect-loop'],
    ['/error-500', 'vendor-server-error'],
    ['', 'vendor-unreachable'],
  ])('ends with a clear word when the vendor answers %s', async (page, code) => {
    const vendor = await startHostileVendor('http://127.0.0.1:1');
    if (page === '') await vendor.close();
    const secretFile = path.join(outDir, 'secret');
    await writeFile(secretFile, `${SECRET}\n`);
    try {
      const outcome = await run([
        ...['--json', '--mode', 'A', '--app-url', vendor.origin + page, '--install-url', vendor.origin + page, '--client-id', 'app.1'],
        ...['--client-secret-file', secretFile, '--timeout', '60', '--step-timeout', '15'],
      ]);
      const document = documentOf(outcome);
      // Findings may come first; what keeps the test from going on is named all the same.
      expect([document.problem?.code, ...document.findings.map((finding) => finding.ruleId)], outcome.out[0]).toContain(
        document.outcome === 'incomplete' ? code : 'install-url-head',
      );
      expect(outcome.exitCode).toBe(document.outcome === 'incomplete' ? 2 : 1);
      expect(document.durationMs).toBeLessThan(65_000);
    } finally {
      await vendor.close().catch(() => undefined);
    }
  });

  it('has a published schema and every field explained', async () => {
    const docs = path.join(import.meta.dirname, '../../../docs');
    const { $schema, ...rest } = z.toJSONSchema(InstallTestDocument) as Record<string, unknown>;
    const { format } = await import('prettier');
    const schema = await format(JSON.stringify({ $schema, title: 'Report of install-test --json, format version 1', ...rest }), {
      parser: 'json',
      printWidth: 140,
    });
    const file = path.join(docs, 'install-test-report.schema.json');
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(file, schema);
    expect(await readFile(file, 'utf8'), 'stale: run with UPDATE_DOCS=1').toBe(schema);
    const text = await readFile(path.join(docs, 'install-test-report.md'), 'utf8');
    const names = new Set(
      [...schema.matchAll(/"properties": \{|"(\w+)": \{\s*"(?:type|enum|const|anyOf|description)"/g)].flatMap((match) => match[1] ?? []),
    );
    expect(
      [...names].filter(
        (name) => !['ru', 'en', 'items', 'propertyNames', 'additionalProperties'].includes(name) && !text.includes(`\`${name}\``),
      ),
    ).toEqual([]);
  });
});
