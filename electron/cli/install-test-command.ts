import type { Command } from 'commander';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { FurtherRun, RunProgress, RunReport } from '../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import { LIMITS } from '../../shared/limits.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { findSubmissionId, getSubmission } from '../desk/submission-desk.ts';
import type { RunPlace } from '../desk/install-test-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import type { DescribedSolution, Marketplace } from '../marketplaces/marketplace.ts';
import type { SolutionRegistration } from '../portals/portal.ts';
import { problemOf } from '../sandbox/problem.ts';
import type { startRun } from '../sandbox/run-host.ts';
import type { RunRequest } from '../sandbox/run-messages.ts';
import { emptyReport } from '../sandbox/run-report.ts';
import { makeThrowawayFolder } from '../sandbox/throwaway-folder.ts';
import { newId } from '../store/ids.ts';
import { withWorkspace, type CliServices } from './cli-services.ts';
import { ProgressLines, summaryLines } from './install-test-progress.ts';
import { exitCodeOf, installTestDocument } from './install-test-report.ts';
import { addSolutionOptions, givenOptions } from './solution-options.ts';

interface InstallTestOptions {
  marketplace: string;
  code: string;
  solutionVersion: string;
  out?: string;
  portalHost: string;
  portalPort: string;
  tls: string;
  clean: string;
  probe?: string[];
  updateFrom?: string;
  secondPortal?: true;
  timeout: string;
  stepTimeout?: string;
  eventDelay?: string;
  allowHost: string[];
  fullTrace?: true;
  language: string;
  workspace?: string;
  submission?: string;
  claim?: true;
  moderator?: string;
  json?: true;
}

/** What the command stands on besides the common services. */
export interface InstallTestServices {
  readonly marketplaces: readonly Marketplace[];
  readonly startRun: typeof startRun;
}

/**
 * `install-test`: installs, uninstalls and reinstalls a solution on a simulated portal, either ad hoc against any vendor's server, or for
 * a submission of a workspace. Ends with 0 passed, 1 findings, 2 incomplete, 3 could not start.
 */
export function addInstallTestCommand(program: Command, services: CliServices, more: InstallTestServices): void {
  const list = (value: string, before: string[]): string[] => [...before, ...value.split(/[\s,]+/).filter((word) => word !== '')];
  const probes = more.marketplaces.map((one) => `${one.probes.map((probe) => probe.id).join(', ')} (${one.id})`).join('; ');
  const command = program
    .command('install-test')
    .description(
      'install, uninstall and reinstall a solution on a simulated portal; exit code 0 passed, 1 findings, 2 incomplete, 3 could not start',
    )
    .option('--marketplace <id>', `marketplace whose portal is simulated: ${more.marketplaces.map((one) => one.id).join(', ')}`, 'bitrix24')
    .option('--code <code>', 'code of the solution', 'vendor.solution')
    .option('--solution-version <number>', 'number of the version', '1')
    .option('--out <dir>', 'folder for the report and the evidence (default: install-test-… in this folder)')
    .option('--portal-host <host>', 'host name of the portal; must lead to this machine', '127.0.0.1')
    .option('--portal-port <port>', 'port of the portal; 0 takes a free one', '0')
    .option('--tls <on|off>', 'portal over HTTPS, signed by its own authority', 'off')
    .option('--clean <0|1>', 'uninstall with removal of data', '1')
    .option(
      '--probe <name>',
      `fault to try out, may be repeated, or none; without it those that every solution has to stand. ${probes}`,
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option('--update-from <number>', 'also update from this published version; --published-… options tell what is different in it')
    .option('--second-portal', 'also connect the solution to a second portal')
    .option('--timeout <seconds>', 'limit for the whole test', String(LIMITS.runTimeoutMs / 1000))
    .option('--step-timeout <seconds>', 'limit for a single step')
    .option('--event-delay <ms>', 'delay before the portal delivers an event', String(LIMITS.eventDelayMs))
    .option('--allow-host <list>', 'hosts that pages may load from besides the portal’s and the vendor’s', list, [])
    .option(
      '--full-trace',
      'keep a complete Playwright trace of each browser in evidence/, which takes longer; open it with "npx playwright show-trace FILE"',
    )
    .option('--language <ru|en>', 'language of the portal and of the report', 'ru')
    .option('--workspace <dir>', 'workspace folder, with --submission')
    .option('--submission <id>', 'test this submission of the workspace instead')
    .option('--claim', 'with --submission: take the submission first')
    .option('--moderator <name>', 'with --submission: who tests; without it the name in the settings')
    .option('--json', 'one JSON document on standard output')
    .action((options: InstallTestOptions) => carryOut(options, services, more));
  addSolutionOptions(command, more.marketplaces);
}

async function carryOut(options: InstallTestOptions, services: CliServices, more: InstallTestServices): Promise<void> {
  const language = options.language === 'en' ? 'en' : 'ru';
  const outDir = path.resolve(options.out ?? `install-test-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  const lines = new ProgressLines(language);
  const tell = (progress: readonly RunProgress[]): void => {
    if (options.json) return;
    for (const line of progress.flatMap((one) => lines.of(one))) services.complain(line);
  };
  let report: RunReport;
  try {
    report =
      options.submission === undefined
        ? await runAdHoc(await requestOf(options, language, outDir, more.marketplaces), more, tell)
        : await runSubmission(options, options.submission, outDir, services, tell);
  } catch (error) {
    // Whoever reads the document is told of everything there, what nobody foresaw included.
    const { marketplace, code, solutionVersion } = options;
    const registration = { code, version: solutionVersion };
    report = emptyReport({ runId: newId(), marketplace, registration }, problemOf(error, String));
  }
  services.setExitCode(exitCodeOf(report));
  if (options.json) services.print(JSON.stringify(installTestDocument(report, outDir, language), null, 2));
  else for (const line of summaryLines(report, outDir, language)) services.print(line);
}

/** Throws AppError 'invalid-request' or 'not-found' with a sentence that names the option. Values of secrets are never in it. */
async function requestOf(
  options: InstallTestOptions,
  language: 'ru' | 'en',
  outDir: string,
  marketplaces: readonly Marketplace[],
): Promise<RunRequest> {
  const marketplace = marketplaces.find((one) => one.id === options.marketplace);
  if (!marketplace) throw invalid('--marketplace', `one of: ${marketplaces.map((one) => one.id).join(', ')}`);
  oneOf('--language', options.language, ['ru', 'en']);
  const { host, port, tls, eventDelayMs, timeoutMs, stepTimeoutMs, allowHosts } = placeOf(options);
  const clean = oneOf('--clean', options.clean, ['0', '1']) === '1';
  const probes = options.probe && probesOf(options.probe, marketplace);
  const { values, secrets } = await givenOptions({ ...options }, marketplace, marketplaces);
  const registration = marketplace.commandLine.registration({ code: options.code, version: options.solutionVersion, values });
  if ('refused' in registration) throw new AppError('invalid-request', (registration.refused as LocalizedText)[language]);
  const updateFrom = publishedRegistration(options, marketplace, values, language);
  if (options.secondPortal && !marketplace.runs?.includes('second-portal')) throw invalid('--second-portal', `not for ${marketplace.id}`);
  return {
    runId: newId(),
    marketplace: marketplace.id,
    registration,
    secrets,
    portal: { stateDir: '', host, port, tls, eventDelayMs, eventTimeoutMs: LIMITS.eventTimeoutMs },
    options: {
      clean,
      stepTimeoutMs,
      timeoutMs,
      fullTrace: options.fullTrace === true,
      attended: false,
      language,
      ...(probes === undefined ? {} : { probes }),
      ...(updateFrom === null ? {} : { updateFrom }),
      ...(options.secondPortal ? { secondPortal: true } : {}),
    },
    outDir,
    allowHosts,
  };
}

/** Where and within which limits a test runs, whatever it tests. */
function placeOf(options: InstallTestOptions): RunPlace {
  const timeoutMs = 1000 * wholeNumber('--timeout', options.timeout, 1, 24 * 3600);
  const stepTimeoutMs =
    options.stepTimeout === undefined ? LIMITS.stepTimeoutMs : 1000 * wholeNumber('--step-timeout', options.stepTimeout, 1, 24 * 3600);
  return {
    host: options.portalHost,
    port: wholeNumber('--portal-port', options.portalPort, 0, 65_535),
    tls: oneOf('--tls', options.tls, ['on', 'off']) === 'on',
    eventDelayMs: wholeNumber('--event-delay', options.eventDelay ?? '0', 0, 600_000),
    timeoutMs,
    stepTimeoutMs: Math.min(stepTimeoutMs, timeoutMs),
    allowHosts: options.allowHost,
  };
}

const PUBLISHED = '--published-';

/** The version that the tested one follows: the same card, except for what `--published-…` options say. Null when no update is asked for. */
function publishedRegistration(
  options: InstallTestOptions,
  marketplace: Marketplace,
  values: DescribedSolution['values'],
  language: 'ru' | 'en',
): SolutionRegistration | null {
  if (options.updateFrom === undefined) return null;
  if (!marketplace.runs?.includes('update')) throw invalid('--update-from', `not for ${marketplace.id}`);
  if (options.updateFrom === options.solutionVersion) throw invalid('--update-from', 'another number than --solution-version');
  const different = Object.entries(values).filter(([name]) => name.startsWith(PUBLISHED));
  const published = { ...values, ...Object.fromEntries(different.map(([name, value]) => [`--${name.slice(PUBLISHED.length)}`, value])) };
  const registration = marketplace.commandLine.registration({ code: options.code, version: options.updateFrom, values: published });
  if ('refused' in registration) throw new AppError('invalid-request', (registration.refused as LocalizedText)[language]);
  return registration;
}

function probesOf(names: readonly string[], marketplace: Marketplace): readonly string[] {
  const wanted = names.filter((name) => name !== 'none');
  for (const name of wanted) oneOf('--probe', name, [...marketplace.probes.map((probe) => probe.id), 'none']);
  return wanted;
}

async function runAdHoc(
  request: RunRequest,
  more: InstallTestServices,
  tell: (progress: readonly RunProgress[]) => void,
): Promise<RunReport> {
  await mkdir(request.outDir, { recursive: true }).catch(() => {
    throw invalid('--out', 'a folder that can be written');
  });
  // Nobody was ever installed on a portal that did not exist before, and its tokens go with it.
  const stateDir = makeThrowawayFolder('portal');
  try {
    const run = more.startRun({ ...request, portal: { ...request.portal, stateDir } }, { onProgress: tell });
    return await stoppable(run.done, () => run.stop());
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** The same through the workspace: the portal is one of its own, the results land on the checklist. Evidence is copied to the output folder. */
async function runSubmission(
  options: InstallTestOptions,
  submission: string,
  outDir: string,
  services: CliServices,
  tell: (progress: readonly RunProgress[]) => void,
): Promise<RunReport> {
  const { workspace: folder, moderator } = options;
  if (folder === undefined) throw invalid('--workspace', 'the folder of the workspace that has the submission');
  const clean = oneOf('--clean', options.clean, ['0', '1']) === '1';
  const place = placeOf(options);
  const further: FurtherRun[] = [
    ...(options.updateFrom === undefined ? [] : ['update' as const]),
    ...(options.secondPortal ? ['second-portal' as const] : []),
  ];
  return withWorkspace(services, folder, { create: false, ...(moderator === undefined ? {} : { moderator }) }, async (workspace) => {
    const { context, installTests } = workspace;
    const id = findSubmissionId(context, submission);
    if (options.claim) takeClaim(context, { id, revision: getSubmission(context, { id }).revision });
    const probes = options.probe?.filter((name) => name !== 'none');
    const published = options.updateFrom === undefined ? null : installTests.publishedVersionOf({ submissionId: id });
    if (options.updateFrom !== undefined && published !== options.updateFrom)
      throw invalid(
        '--update-from',
        published === null ? 'this solution has no approved version to update from' : `the approved version is ${published}`,
      );
    const { runId } = installTests.start(
      {
        submissionId: id,
        portalId: null,
        clean,
        ...(probes === undefined ? {} : { probes }),
        ...(further.length === 0 ? {} : { further }),
        fullTrace: options.fullTrace === true,
        acceptUsedPortal: false,
      },
      place,
    );
    const watch = setInterval(() => attend(workspace, runId, tell), WATCH_EVERY_MS);
    try {
      await stoppable(installTests.whenFinished(runId), () => installTests.control({ runId, command: { type: 'stop' } }));
    } finally {
      clearInterval(watch);
    }
    const { report } = installTests.get({ runId });
    if (!report) throw new AppError('unavailable', 'The results of the run could not be stored.');
    tell([
      ...report.phases.map((phase) => ({ type: 'phase', phase }) as const),
      ...report.steps.map((step) => ({ type: 'step', step }) as const),
    ]);
    await copyEvidence(workspace, report, outDir);
    return report;
  });
}

const WATCH_EVERY_MS = 500;

/** Tells what happened since, and answers for the person who is not there. */
function attend(workspace: Workspace, runId: string, tell: (progress: readonly RunProgress[]) => void): void {
  const { progress, report } = workspace.installTests.get({ runId });
  if (report) return;
  tell(progress.filter((one) => one.type !== 'finding'));
  const asked = progress.findLast((one) => one.type === 'checkpoint' || one.type === 'state');
  if (asked?.type !== 'checkpoint') return;
  workspace.installTests.control({ runId, command: { type: 'answer', checkpointId: asked.checkpointId, answer: 'skipped' } });
}

async function copyEvidence(workspace: Workspace, report: RunReport, outDir: string): Promise<void> {
  for (const evidence of report.evidence) {
    const bytes = await workspace.blob(evidence.sha256);
    if (!bytes) continue;
    const target = path.join(outDir, evidence.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}

/** Ctrl+C stops the test, and its report is still printed. */
async function stoppable<T>(work: Promise<T>, stop: () => void): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work;
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

function invalid(option: string, wanted: string): AppError {
  return new AppError('invalid-request', `${option}: ${wanted}`, { option });
}

function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) throw invalid(option, `a whole number from ${least} to ${most}`);
  return number;
}

function oneOf(option: string, value: string, choices: readonly string[]): string {
  if (!choices.includes(value)) throw invalid(option, choices.join(' | '));
  return value;
}
