import { Command } from 'commander';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CliServices } from '../../../electron/cli/cli-services.ts';
import { addInstallTestCommand } from '../../../electron/cli/install-test-command.ts';
import { addSupportLogCommand } from '../../../electron/cli/support-log-command.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import type { SubmissionRow } from '../../../electron/store/repositories/submissions.ts';
import { openBench, reportOf, testMarket, type Bench, type PlayedRun } from '../desk/desk-fixture.ts';
import { call } from '../desk/make-exchange.ts';

/** Tests of a workspace's submissions and their support logs from the command line, with runs whose course the test decides. */
let bench: Bench;
let row: SubmissionRow;
beforeEach(async () => {
  bench = openBench();
  row = await bench.accept();
});
afterEach(() => bench.end());

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], during: (played: PlayedRun) => void = () => undefined): Promise<Outcome> {
  let exitCode = 0;
  const out: string[] = [];
  const err: string[] = [];
  const services: CliServices = {
    // The bench closes its workspace itself.
    open: () => Object.assign(Object.create(bench.workspace) as typeof bench.workspace, { close: () => Promise.resolve() }),
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    setExitCode: (code) => (exitCode = code),
  };
  const program = new Command('workstation')
    .exitOverride()
    .configureOutput({ writeErr: (text) => err.push(text), writeOut: () => undefined });
  addInstallTestCommand(program, services, { marketplaces: [testMarket], startRun: bench.stage.startRun });
  addSupportLogCommand(program, services, [testMarket]);
  const before = bench.stage.runs.length;
  const done = program.parseAsync([...args], { from: 'user' });
  const started = vi.waitFor(() => {
    const played = bench.stage.runs[before];
    if (played === undefined) throw new Error('no run yet');
    during(played);
  });
  // A command that is refused starts none.
  await Promise.race([started.catch(() => undefined), done]);
  await done;
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

const EXCHANGES = [
  call(1, {}),
  call(2, { status: 400, responseBody: '{"error":"ERROR_CORE","error_description":"Нет поля"}' }),
  call(3, {
    direction: 'browser-to-vendor',
    kind: 'page',
    name: null,
    url: 'http://vendor/app',
    status: 200,
    responseBody: '<p>Страница</p>',
  }),
];

describe('install-test --submission', () => {
  const args = (...more: string[]): string[] => [
    'install-test',
    '--submission',
    row.id,
    '--workspace',
    'here',
    '--claim',
    '--json',
    ...more,
  ];

  it('runs where and within the limits that were given', async () => {
    const place = ['--portal-host', 'portal-a.test', '--portal-port', '8123', '--tls', 'on', '--event-delay', '70'];
    const limits = ['--timeout', '90', '--step-timeout', '20', '--allow-host', 'cdn.example'];
    const { exitCode, out } = await run(args(...place, ...limits, '--second-portal', '--clean', '0', '--out', bench.root), (played) => {
      played.end(reportOf(played.request));
    });
    const { request } = bench.stage.runs[0] as PlayedRun;
    expect(request.portal).toMatchObject({ host: 'portal-a.test', port: 8123, tls: true, eventDelayMs: 70 });
    expect(request.options).toMatchObject({ clean: false, timeoutMs: 90_000, stepTimeoutMs: 20_000, secondPortal: true });
    expect(request.allowHosts).toEqual(['cdn.example']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'passed' });
  });

  it('refuses a port that is none before anything is started', async () => {
    const { exitCode, out } = await run(args('--portal-port', '70000'));
    expect(exitCode).toBe(3);
    expect(out).toContain('--portal-port');
    expect(bench.stage.runs).toEqual([]);
  });

  it('updates from the approved version, and from no other', async () => {
    const first = await run(args('--update-from', '1.0.0'));
    expect(first.out).toContain('no approved version');
    const { context } = bench.workspace;
    const { revision, version } = getSubmission(context, { id: row.id });
    const letter = previewVerdict(context, { submissionId: row.id, kind: 'approve' }).letter.ru;
    decideVerdict(context, { submissionId: row.id, revision, version, kind: 'approve', letter, language: 'ru' });
    const { solution_code: code, solution_name: name } = row;
    row = await bench.accept({ kind: 'new-version', solution: { code, name }, version: { number: '2.0.0', mode: 'wizard' } });
    expect((await run(args('--update-from', '1.5.0'))).out).toContain('the approved version is 1.0.0');
    await run(args('--update-from', '1.0.0', '--out', bench.root), (played) => {
      played.end(reportOf(played.request));
    });
    expect(bench.stage.runs.map(({ request }) => request.options.updateFrom?.version)).toEqual(['1.0.0']);
  });
});

describe('support-log', () => {
  it('of a run of the workspace: every call that failed, or the exchanges that are named', async () => {
    const { context, installTests } = bench.workspace;
    takeClaim(context, { id: row.id, revision: getSubmission(context, { id: row.id }).revision });
    const { runId } = installTests.start({ submissionId: row.id, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false });
    const [played] = bench.stage.runs as [PlayedRun];
    played.tell(...EXCHANGES.map((exchange) => ({ type: 'exchange', exchange, stepId: null }) as const));
    played.end(reportOf(played.request));
    await installTests.whenFinished(runId);

    const { exitCode, out } = await run(['support-log', runId, '--workspace', 'here']);
    expect(exitCode).toBe(0);
    expect(out).toContain('Запросов: 1');
    expect(out).toContain('fields[TITLE]: Счёт');
    expect(out).toContain('ERROR_CORE: Нет поля');
    const file = path.join(bench.root, 'log.txt');
    const chosen = await run([
      'support-log',
      runId,
      '--workspace',
      'here',
      '--exchange',
      '1,3',
      '--language',
      'en',
      '--out',
      file,
      '--json',
    ]);
    expect(JSON.parse(chosen.out)).toEqual({ requests: 2, path: file });
    expect(readFileSync(file, 'utf8')).toMatch(
      /Requests: 2[\s\S]*solution's server → portal[\s\S]*browser → solution's server[\s\S]*Страница/,
    );
    expect((await run(['support-log', runId, '--workspace', 'here', '--exchange', '99'])).exitCode).toBe(1);
    expect((await run(['support-log', 'no-such-run', '--workspace', 'here'])).err).toContain('not-found');
  });

  it('of an output folder', async () => {
    const folder = path.join(bench.root, 'out');
    mkdirSync(path.join(folder, 'evidence'), { recursive: true });
    writeFileSync(path.join(folder, 'evidence', 'a.json'), JSON.stringify(EXCHANGES));
    const about = { id: '1', stepId: 'install', ruleIds: [], mime: 'application/json', sizeBytes: 1, sha256: '', title: '' };
    const report = reportOf(
      { runId: 'run-1', marketplace: 'testmarket', registration: { code: 'vendor.app', version: '1' } } as PlayedRun['request'],
      { evidence: [{ ...about, kind: 'http', path: 'evidence/a.json' }] },
    );
    writeFileSync(path.join(folder, 'report.json'), JSON.stringify(report));
    const { exitCode, out } = await run(['support-log', folder, '--language', 'en']);
    expect(exitCode).toBe(0);
    expect(out).toContain('Marketplace: Trial');
    expect(out).toContain('Requests: 1');
    expect(out).toContain('POST http://portal/rest/crm.lead.add.json?auth=‹access_token#1›');
    const wrong = await run(['support-log', path.join(bench.root, 'nowhere')]);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.err).toContain('output folder of an install test');
    expect((await run(['support-log', folder, '--exchange', 'x'])).err).toContain('--exchange');
  });
});
