import { fail, pass } from '../../../electron/marketplaces/card-checks/results.ts';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { IncomingFile, IncomingSubmission, PackageSource } from '../../../shared/domain/incoming-submission.ts';
import type { RunProgress, RunReport } from '../../../shared/domain/install-test.ts';
import type { Rule } from '../../../shared/domain/rulebook.ts';
import type { EventName } from '../../../shared/ipc/channels.ts';
import { acceptSubmission } from '../../../electron/desk/intake-desk.ts';
import { NOTICE_MS } from '../../../electron/desk/notices.ts';
import type { StartRun } from '../../../electron/desk/install-test-desk.ts';
import { openWorkspace, type OpenWorkspaceOptions, type Workspace } from '../../../electron/desk/workspace.ts';
import type { Marketplace } from '../../../electron/marketplaces/marketplace.ts';
import type { RunHandle, RunListeners } from '../../../electron/sandbox/run-host.ts';
import type { SubmissionRow } from '../../../electron/store/repositories/submissions.ts';

const rule = (id: string, area: Rule['area'], severity: Rule['severity'], more: Partial<Rule> = {}): Rule => ({
  id,
  area,
  severity,
  text: { ru: `Правило ${id}`, en: `Rule ${id}` },
  expected: { ru: `Ожидание ${id}`, en: `Expectation ${id}` },
  checks: ['manual'],
  source: 'TEST §1',
  ...more,
});

/** A marketplace of two regions with a few rules; small enough to reason about. */
export const testMarket: Marketplace = {
  id: 'testmarket',
  title: { ru: 'Проба', en: 'Trial' },
  regions: [
    { id: 'ru', title: { ru: 'Россия', en: 'Russia' } },
    { id: 'kz', title: { ru: 'Казахстан', en: 'Kazakhstan' } },
  ],
  solutionTypes: [{ id: 'crm', title: { ru: 'CRM', en: 'CRM' } }],
  cardSchema: z.record(z.string(), z.unknown()),
  versionSchema: z.record(z.string(), z.unknown()),
  cardFields: (card) =>
    Object.keys(card).map((name) => ({ path: name, label: { ru: name, en: name }, kind: Array.isArray(card[name]) ? 'list' : 'text' })),
  versionFields: () => [{ path: 'number', label: { ru: 'Номер', en: 'Number' }, kind: 'text' }],
  rulebook: {
    marketplace: 'testmarket',
    version: '2026-01-01.1',
    rules: [
      rule('card-description', 'card', 'blocker', { checks: ['submission', 'manual'] }),
      rule('card-contacts', 'card', 'minor'),
      rule('install-works', 'install', 'blocker', { checks: ['run', 'manual'] }),
      rule('uninstall-erases', 'uninstall', 'major', { checks: ['run', 'manual'] }),
      rule('kz-only', 'region', 'major', { appliesTo: { regions: ['kz'] } }),
      rule('wizard-only', 'install', 'minor', { appliesTo: { installModes: ['wizard'] } }),
    ],
  },
  checks: [
    {
      ruleId: 'card-description',
      run: ({ card }) =>
        typeof card['description'] === 'string' && card['description'].length >= 20
          ? pass('Описание есть', 'There is a description')
          : fail('Описание короткое', 'The description is short', 'description'),
    },
  ],
  loadPortal: () => Promise.reject(new Error('portals are run by processes')),
  loadInstallTest: () => Promise.reject(new Error('tests are run by processes')),
  runs: ['update', 'second-portal'],
  probes: [
    { id: 'usual', title: { ru: 'Обычная', en: 'Usual' }, isDefault: true },
    { id: 'rare', title: { ru: 'Редкая', en: 'Rare' }, isDefault: false },
  ],
  registration: (solution, version, testData) =>
    version['mode'] === 'wizard'
      ? { code: solution.code, version: String(version['number']), clientId: testData['client_id'] ?? '' }
      : { refused: { ru: 'Портал не умеет такой установки.', en: 'A portal cannot install this.' } },
  commandLine: { options: [], registration: ({ code, version }) => ({ code, version }) },
};

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export function incomingFile(name: string, bytes: Uint8Array, role: IncomingFile['role'] = 'screenshot'): IncomingFile {
  return {
    path: name,
    role,
    language: 'ru',
    title: name,
    mime: 'image/png',
    sizeBytes: bytes.byteLength,
    sha256: sha256(bytes),
    image: { widthPx: 100, heightPx: 50, hasTransparentPixels: false, isAnimated: false },
    read: () => Promise.resolve(bytes),
  };
}

let counter = 0;

export function incoming(change: Partial<IncomingSubmission> = {}): IncomingSubmission {
  counter += 1;
  const externalId = change.externalId ?? `S-${String(counter)}`;
  return {
    marketplace: 'testmarket',
    kind: 'new-solution',
    externalId,
    submittedAt: 1_700_000_000_000 + counter * 1_000,
    region: 'ru',
    solutionType: 'crm',
    solution: { code: `vendor.app-${String(counter)}`, name: `Решение ${String(counter)}` },
    vendor: { code: 'vendor', name: 'Вендор', legalName: 'ООО «Вендор»', email: 'dev@vendor.example' },
    version: { number: '1.0.0', mode: 'wizard' },
    card: { title: `Решение ${String(counter)}`, description: 'Достаточно длинное описание решения', tags: ['склад', 'учёт'] },
    testData: null,
    files: [],
    packageSha256: sha256(`${externalId}-${randomBytes(8).toString('hex')}`),
    close: () => Promise.resolve(),
    ...change,
  };
}

/** A run whose course the test decides. */
export interface PlayedRun {
  readonly request: Parameters<StartRun>[0];
  readonly listeners: RunListeners;
  readonly commands: string[];
  tell(...progress: RunProgress[]): void;
  end(report: RunReport): void;
}

export function runStage(): { startRun: StartRun; runs: PlayedRun[] } {
  const runs: PlayedRun[] = [];
  const startRun: StartRun = (request, listeners) => {
    let resolve: (report: RunReport) => void = () => undefined;
    const done = new Promise<RunReport>((given) => {
      resolve = given;
    });
    const commands: string[] = [];
    const run: PlayedRun = {
      request,
      listeners,
      commands,
      tell: (...progress) => {
        listeners.onProgress(progress);
      },
      end: (report) => {
        resolve(report);
      },
    };
    runs.push(run);
    const handle: RunHandle = {
      pause: () => commands.push('pause'),
      resume: () => commands.push('resume'),
      stop: () => {
        commands.push('stop');
        resolve(
          reportOf(request, { outcome: 'incomplete', problem: { code: 'cancelled', message: { ru: 'Остановлено', en: 'Stopped' } } }),
        );
      },
      answer: (id, answer) => commands.push(`answer ${id} ${answer}`),
      watch: (role) => commands.push(`watch ${String(role)}`),
      done,
    };
    return handle;
  };
  return { startRun, runs };
}

export function reportOf(request: Parameters<StartRun>[0], change: Partial<RunReport> = {}): RunReport {
  return {
    format: 'moderation-install-test',
    formatVersion: 1,
    runId: request.runId,
    marketplace: request.marketplace,
    outcome: 'passed',
    problem: null,
    startedAt: 1_700_000_000_000,
    durationMs: 1_000,
    solution: { code: request.registration.code, version: request.registration.version, mode: 'wizard' },
    portal: { address: 'http://127.0.0.1:1', memberId: 'member-1', ca: null },
    phases: [],
    steps: [],
    findings: [],
    ruleResults: [],
    calls: [],
    scopes: { declared: [], used: [] },
    evidence: [],
    ...change,
  };
}

export interface Bench {
  readonly root: string;
  workspace: Workspace;
  /** The clock of the workspace; add to it to let time pass. */
  readonly clock: { now: number };
  readonly emitted: { event: EventName; payload: unknown }[];
  /** Waits until the window was told of all that changed until now, the queue apart. */
  told(): Promise<void>;
  readonly stage: ReturnType<typeof runStage>;
  readonly options: OpenWorkspaceOptions;
  accept(change?: Partial<IncomingSubmission>): Promise<SubmissionRow>;
  /** Another moderator at another place, on the same workspace. */
  as(name: string): void;
  reopen(change?: Partial<OpenWorkspaceOptions>): Promise<void>;
  end(): Promise<void>;
}

export const noPackages: PackageSource = {
  find: (paths) => Promise.resolve(paths),
  read: () => Promise.reject(new Error('no packages here')),
};

/** A real workspace in a folder of its own with a clock that stands still. */
export function openBench(change: Partial<OpenWorkspaceOptions> = {}): Bench {
  const root = mkdtempSync(path.join(tmpdir(), 'desk-'));
  const clock = { now: 1_800_000_000_000 };
  const emitted: Bench['emitted'] = [];
  const stage = runStage();
  const options: OpenWorkspaceOptions = {
    path: path.join(root, 'workspace'),
    create: true,
    exclusive: false,
    appVersion: '0.1.0',
    marketplaces: [testMarket],
    packages: noPackages,
    startRun: stage.startRun,
    keyProtector: null,
    emit: (event, payload) => {
      emitted.push({ event, payload });
    },
    workerScript: null,
    housekeeping: false,
    now: () => clock.now,
    ...change,
  };
  const bench: Bench = {
    root,
    workspace: openWorkspace(options),
    clock,
    emitted,
    // Timers of one length go off in the order in which they were set.
    told: () =>
      new Promise((resolve) => {
        setTimeout(resolve, NOTICE_MS);
      }),
    stage,
    options,
    accept: (given) => acceptSubmission(bench.workspace.context, incoming(given)),
    as: (name) => {
      bench.workspace.settings.set({ moderatorName: name });
    },
    reopen: async (given = {}) => {
      await bench.workspace.close();
      bench.workspace = openWorkspace({ ...options, ...given });
    },
    end: async () => {
      await bench.workspace.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  bench.as('Модератор 1');
  return bench;
}
