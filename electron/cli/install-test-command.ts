import type { Command } from 'commander';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunProgress, RunReport } from '../../shared/domain/install-test.ts';
import { LIMITS } from '../../shared/limits.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { findSubmissionId, getSubmission } from '../desk/submission-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { SolutionRegistration } from '../portals/portal.ts';
import { problemOf } from '../sandbox/problem.ts';
import type { startRun } from '../sandbox/run-host.ts';
import type { RunRequest } from '../sandbox/run-messages.ts';
import { emptyReport } from '../sandbox/run-report.ts';
import { newId } from '../store/ids.ts';
import { withWorkspace, type CliServices } from './cli-services.ts';
import { ProgressLines, summaryLines } from './install-test-progress.ts';
import { exitCodeOf, installTestDocument } from './install-test-report.ts';

interface InstallTestOptions {
  marketplace: string;
  mode?: string;
  appUrl?: string;
  installUrl?: string;
  eventUrl?: string;
  settingsUrl?: string;
  clientId?: string;
  clientSecret?: string;
  clientSecretFile?: string;
  scope: string[];
  placement: string[];
  code: string;
  solutionVersion: string;
  userInstall?: true;
  out?: string;
  portalHost: string;
  portalPort: string;
  tls: string;
  clean: string;
  probe?: string[];
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

/** Install modes by the letters of the lifecycle protocol (domain/bitrix24.md §1). */
const MODE_LETTERS: Readonly<Record<string, string>> = {
  A: 'wizard',
  B: 'interface',
  C: 'callback',
  D: 'settings-form',
  E: 'archive',
};

/**
 * `install-test`: installs, uninstalls and reinstalls a solution on a simulated portal, either ad hoc against any vendor's server, or for
 * a submission of a workspace. Ends with 0 passed, 1 findings, 2 incomplete, 3 could not start.
 */
export function addInstallTestCommand(program: Command, services: CliServices, more: InstallTestServices): void {
  const list = (value: string, before: string[]): string[] => [...before, ...value.split(/[\s,]+/).filter((word) => word !== '')];
  program
    .command('install-test')
    .description(
      'install, uninstall and reinstall a solution on a simulated portal; exit code 0 passed, 1 findings, 2 incomplete, 3 could not start',
    )
    .option('--marketplace <id>', 'marketplace whose portal is simulated', 'bitrix24')
    .option('--mode <mode>', 'how it installs: wizard (A), interface (B), callback (C), settings-form (D)')
    .option('--app-url <url>', 'address of the application')
    .option('--install-url <url>', 'address of the installer; in mode callback the handler of the install event')
    .option('--event-url <url>', 'handler of the install event (mode callback)')
    .option('--settings-url <url>', 'address of the settings form (mode settings-form)')
    .option('--client-id <id>', 'client_id of the application')
    .option('--client-secret <secret>', 'client_secret of the application; never printed or stored')
    .option('--client-secret-file <file>', 'file with the client_secret, instead of writing it on the command line')
    .option('--scope <list>', 'permissions asked for, separated by commas', list, [])
    .option('--placement <list>', 'widget places declared, separated by commas', list, [])
    .option('--user-install', 'any user may install it')
    .option('--code <code>', 'code of the solution', 'vendor.solution')
    .option('--solution-version <number>', 'number of the version', '1')
    .option('--out <dir>', 'folder for the report and the evidence (default: install-test-… in this folder)')
    .option('--portal-host <host>', 'host name of the portal; must lead to this machine', '127.0.0.1')
    .option('--portal-port <port>', 'port of the portal; 0 takes a free one', '0')
    .option('--tls <on|off>', 'portal over HTTPS, signed by its own authority', 'off')
    .option('--clean <0|1>', 'uninstall with removal of data', '1')
    .option(
      '--probe <name>',
      'fault of the portal to try out, may be repeated: token-expiry, portal-busy, forged-event, or none; without it forged-event',
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option('--timeout <seconds>', 'limit for the whole test', String(LIMITS.runTimeoutMs / 1000))
    .option('--step-timeout <seconds>', 'limit for a single step')
    .option('--event-delay <ms>', 'delay before the portal delivers an event', String(LIMITS.eventDelayMs))
    .option('--allow-host <list>', 'hosts that pages may load from besides the portal’s and the vendor’s', list, [])
    .option('--full-trace', 'keep a complete Playwright trace; several times slower')
    .option('--language <ru|en>', 'language of the portal and of the report', 'ru')
    .option('--workspace <dir>', 'workspace folder, with --submission')
    .option('--submission <id>', 'test this submission of the workspace instead')
    .option('--claim', 'with --submission: take the submission first')
    .option('--moderator <name>', 'with --submission: who tests; without it the name in the settings')
    .option('--json', 'one JSON document on standard output')
    .action((options: InstallTestOptions) => carryOut(options, services, more));
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
    if (!(error instanceof AppError)) throw error;
    const { marketplace, code, solutionVersion } = options;
    const registration = { code, version: solutionVersion, mode: options.mode ?? '' };
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
  if (options.mode === undefined) throw invalid('--mode', 'wizard or callback, for instance');
  oneOf('--language', options.language, ['ru', 'en']);
  const timeoutMs = 1000 * wholeNumber('--timeout', options.timeout, 1, 24 * 3600);
  const stepTimeoutMs =
    options.stepTimeout === undefined ? LIMITS.stepTimeoutMs : 1000 * wholeNumber('--step-timeout', options.stepTimeout, 1, 24 * 3600);
  const port = wholeNumber('--portal-port', options.portalPort, 0, 65_535);
  const clean = oneOf('--clean', options.clean, ['0', '1']) === '1';
  const probes = options.probe && probesOf(options.probe, marketplace);
  const tls = oneOf('--tls', options.tls, ['on', 'off']) === 'on';
  const eventDelayMs = wholeNumber('--event-delay', options.eventDelay ?? '0', 0, 600_000);
  const secret = await secretOf(options);
  return {
    runId: newId(),
    marketplace: marketplace.id,
    registration: registrationOf(options, marketplace, language, secret),
    secrets: [secret],
    portal: { stateDir: '', host: options.portalHost, port, tls, eventDelayMs, eventTimeoutMs: LIMITS.eventTimeoutMs },
    options: {
      clean,
      stepTimeoutMs: Math.min(stepTimeoutMs, timeoutMs),
      timeoutMs,
      fullTrace: options.fullTrace === true,
      attended: false,
      language,
      ...(probes === undefined ? {} : { probes }),
    },
    outDir,
    allowHosts: options.allowHost,
  };
}

function probesOf(names: readonly string[], marketplace: Marketplace): readonly string[] {
  const wanted = names.filter((name) => name !== 'none');
  for (const name of wanted) oneOf('--probe', name, [...marketplace.probes, 'none']);
  return wanted;
}

/** The version card that the options describe, as the marketplace registers it on a portal. */
function registrationOf(
  options: InstallTestOptions,
  marketplace: Marketplace,
  language: 'ru' | 'en',
  secret: string,
): SolutionRegistration {
  const mode = MODE_LETTERS[options.mode ?? ''] ?? options.mode;
  // With no page to install from, the one address that there is must be the handler's.
  const eventUrl = options.eventUrl ?? (mode === 'callback' ? (options.installUrl ?? options.appUrl) : undefined);
  const version = marketplace.versionSchema.safeParse(
    withoutUndefined({
      number: options.solutionVersion,
      mode,
      appUrl: mode === 'callback' ? undefined : options.appUrl,
      installUrl: mode === 'callback' ? undefined : options.installUrl,
      eventUrl,
      settingsUrl: options.settingsUrl,
      scopes: options.scope,
      placements: options.placement,
      userInstall: options.userInstall,
    }),
  );
  if (!version.success) {
    const issue = version.error.issues[0];
    throw invalid(optionOf(String(issue?.path[0] ?? '')), issue?.message ?? 'a valid value');
  }
  const registration = marketplace.registration({ code: options.code, name: options.code, vendorName: options.code }, version.data, {
    client_id: options.clientId ?? '',
    client_secret: secret,
  });
  if ('refused' in registration) throw new AppError('invalid-request', (registration.refused as { ru: string; en: string })[language]);
  return registration;
}

/** The option that gives this field of a version. */
function optionOf(field: string): string {
  const names: Readonly<Record<string, string>> = { number: '--solution-version', scopes: '--scope', placements: '--placement' };
  return names[field] ?? `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function secretOf(options: InstallTestOptions): Promise<string> {
  if (options.clientSecretFile === undefined) return options.clientSecret ?? '';
  try {
    return (await readFile(options.clientSecretFile, 'utf8')).trim();
  } catch {
    throw invalid('--client-secret-file', 'a file that can be read');
  }
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
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'moderation-portal-'));
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
  return withWorkspace(services, folder, { create: false, ...(moderator === undefined ? {} : { moderator }) }, async (workspace) => {
    const { context, installTests } = workspace;
    const id = findSubmissionId(context, submission);
    if (options.claim) takeClaim(context, { id, revision: getSubmission(context, { id }).revision });
    const { runId } = installTests.start({
      submissionId: id,
      portalId: null,
      clean,
      fullTrace: options.fullTrace === true,
      acceptUsedPortal: false,
    });
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

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
