import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type {
  BrowserRole,
  FurtherRun,
  HttpExchange,
  RunEvidence,
  RunPhase,
  RunProgress,
  RunReport,
  RunState,
} from '../../shared/domain/install-test.ts';
import type { Output, Parsed, RunDetails } from '../../shared/ipc/contract.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { RunHandle, startRun } from '../sandbox/run-host.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { WritableDb } from '../store/connection.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { checklistOf } from '../store/repositories/checklists.ts';
import { bindEvidence, insertEvidence } from '../store/repositories/evidence.ts';
import { countIncluded } from '../store/repositories/findings.ts';
import {
  finishRun,
  insertRun,
  recordPortalInstall,
  rememberProbes,
  runById,
  runsOf,
  runsUnderWay,
  setMemberId,
  setRunState,
  solutionProbes,
  type RunRow,
} from '../store/repositories/runs.ts';
import {
  documentBody,
  latestApproved,
  putDocument,
  solutionById,
  vendorById,
  type SubmissionRow,
} from '../store/repositories/submissions.ts';
import { storeAutomaticResults } from './automatic-results.ts';
import { beginChecklist } from './begin-checklist.ts';
import { applyChange, marketplaceOf, record, requireMyClaim, requireSubmission, type DeskContext } from './desk-context.ts';
import { createNumberedPortal, portalStateDir, requireUsablePortal } from './portal-desk.ts';
import { RunJournal } from './run-journal.ts';
import { countFaults, resultsOfReport, rulesOfEvidence } from './run-results.ts';
import { checklistRules, storedVersion } from './stored-documents.ts';
import { openTestData, testDataValues } from './test-data.ts';

/** The sandbox's way to start a run; a test passes one that plays a recorded report. */
type RunRequest = Parameters<typeof startRun>[0];
export type StartRun = (...args: Parameters<typeof startRun>) => RunHandle;

/** Where the portal of a run answers, and the limits of the run; hosts that pages may load from besides the portal's and the vendor's. */
export type RunPlace = Pick<RunRequest['portal'], 'host' | 'port' | 'tls' | 'eventDelayMs'> &
  Pick<RunRequest['options'], 'timeoutMs' | 'stepTimeoutMs'> &
  Pick<RunRequest, 'allowHosts'>;

const USUAL_PLACE: RunPlace = {
  host: '127.0.0.1',
  port: 0,
  tls: false,
  eventDelayMs: LIMITS.eventDelayMs,
  timeoutMs: LIMITS.runTimeoutMs,
  stepTimeoutMs: LIMITS.stepTimeoutMs,
  allowHosts: [],
};

/** How long closing the workspace waits for its runs to leave. */
const CLOSE_LIMIT_MS = 6_000;

interface LiveRun {
  readonly id: string;
  readonly submissionId: string;
  readonly portalId: string;
  readonly solutionId: string;
  readonly version: string;
  readonly outDir: string;
  readonly request: RunRequest;
  /** null while it waits for a free processor. */
  handle: RunHandle | null;
  readonly journal: RunJournal;
  readonly progress: RunProgress[];
  /** Pictures that the window may ask for while the run goes on. */
  readonly blobs: Set<string>;
  state: RunState;
  isInstallRecorded: boolean;
  /** Resolves when its results are stored. */
  readonly finished: Promise<void>;
  readonly settle: () => void;
}

/** Install tests of this process: starts them, keeps what they tell, and stores what they proved in one transaction. */
export class InstallTestDesk {
  private readonly live = new Map<string, LiveRun>();
  private readonly session = newId();

  constructor(
    private readonly context: DeskContext,
    private readonly start_: StartRun,
    /** So many tests run at once; each has several processes of its own and keeps one processor busy. */
    private readonly parallelRuns = availableParallelism(),
  ) {}

  /** What can be chosen for a run of this submission. */
  options(input: { submissionId: string }): Output<'installTest.options'> {
    const row = requireSubmission(this.context.db, input.submissionId);
    const marketplace = marketplaceOf(this.context, row.marketplace);
    const chosen = this.probesOf(marketplace, row.solution_id, undefined);
    return {
      probes: marketplace.probes.map(({ id, title }) => ({ id, title: { ...title }, isChosen: chosen.includes(id) })),
      further: this.furtherRuns(marketplace, row),
      parallelRuns: this.parallelRuns,
    };
  }

  /** What the marketplace offers; an update needs a version that was approved before and that a portal can install. */
  private furtherRuns(marketplace: Marketplace, row: SubmissionRow): FurtherRun[] {
    const offered = marketplace.runs ?? [];
    return offered.filter((run) => run !== 'update' || this.publishedRegistration(marketplace, row) !== null);
  }

  /** Number of the approved version that a test of this submission can update from; null when there is none. */
  publishedVersionOf(input: { submissionId: string }): string | null {
    const row = requireSubmission(this.context.db, input.submissionId);
    return this.publishedRegistration(marketplaceOf(this.context, row.marketplace), row)?.version ?? null;
  }

  private publishedRegistration(marketplace: Marketplace, row: SubmissionRow): RunRequest['registration'] | null {
    const { db } = this.context;
    const published = latestApproved(db, row.solution_id, row.region, row.id);
    if (published === undefined) return null;
    const values = testDataValues(openTestData(this.context, db, row.id));
    const about = { code: row.solution_code, name: row.solution_name, vendorName: row.vendor_name, solutionType: row.solution_type };
    const registration = marketplace.registration(about, storedVersion(db, published), values);
    return 'refused' in registration ? null : registration;
  }

  /** Wanted now, else chosen for the solution last, else the marketplace's own choice. Throws AppError 'invalid-request' for an unknown one. */
  private probesOf(marketplace: Marketplace, solutionId: string, wanted: readonly string[] | undefined): readonly string[] {
    const unknown = wanted?.find((name) => !marketplace.probes.some(({ id }) => id === name));
    if (unknown !== undefined) throw new AppError('invalid-request', `There is no probe "${unknown}".`, { probe: unknown });
    const remembered = wanted ?? solutionProbes(this.context.db, solutionId);
    return marketplace.probes.filter(({ id, isDefault }) => remembered?.includes(id) ?? isDefault).map(({ id }) => id);
  }

  /**
   * Starts a test, or lets it wait until another one has ended. Throws AppError 'not-claimed', 'claimed-by-other', 'run-active', 'portal-busy', 'portal-not-clean', 'secret-unreadable' or
   * 'not-allowed' (this version cannot be installed by a portal).
   */
  start(input: Parsed<'installTest.start'>, place = USUAL_PLACE): { runId: string } {
    const { context } = this;
    const { host, port, tls, eventDelayMs, timeoutMs, stepTimeoutMs, allowHosts } = place;
    const row = requireSubmission(context.db, input.submissionId);
    requireMyClaim(context, row);
    const marketplace = marketplaceOf(context, row.marketplace);
    const solution = solutionById(context.db, row.solution_id);
    const vendor = solution === undefined ? undefined : vendorById(context.db, solution.vendor_id);
    const values = testDataValues(openTestData(context, context.db, row.id));
    const registration = marketplace.registration(
      {
        code: row.solution_code,
        name: row.solution_name,
        vendorName: vendor?.name ?? row.vendor_name,
        solutionType: row.solution_type,
      },
      storedVersion(context.db, row),
      values,
    );
    if ('refused' in registration) throw new AppError('not-allowed', (registration.refused as { en: string }).en, { id: row.id });
    const probes = this.probesOf(marketplace, row.solution_id, input.probes);
    const further = input.further ?? [];
    const offered = this.furtherRuns(marketplace, row);
    const missing = further.find((one) => !offered.includes(one));
    if (missing !== undefined) throw new AppError('invalid-request', `This submission has no run "${missing}".`, { run: missing });
    const updateFrom = further.includes('update') ? this.publishedRegistration(marketplace, row) : null;
    this.requireNoRun(row.id);
    const portalId = input.portalId ?? createNumberedPortal(context, row.marketplace).id;
    const runId = newId();
    this.storeStart(row, portalId, runId, input, probes);

    let settle: () => void = () => undefined;
    const outDir = path.join(context.folder.runs, runId);
    const run: LiveRun = {
      id: runId,
      submissionId: row.id,
      portalId,
      solutionId: row.solution_id,
      version: row.version,
      outDir,
      request: {
        runId,
        marketplace: row.marketplace,
        registration,
        secrets: Object.values(values).filter((value) => value !== ''),
        portal: {
          stateDir: portalStateDir(context, portalId),
          host,
          port,
          tls,
          eventDelayMs,
          eventTimeoutMs: LIMITS.eventTimeoutMs,
        },
        options: {
          clean: input.clean,
          probes,
          ...(updateFrom === null ? {} : { updateFrom }),
          ...(further.includes('second-portal') ? { secondPortal: true } : {}),
          stepTimeoutMs,
          timeoutMs,
          fullTrace: input.fullTrace,
          attended: true,
          language: context.locale(),
        },
        outDir,
        allowHosts,
      },
      handle: null,
      journal: new RunJournal(outDir),
      progress: [],
      blobs: new Set(),
      state: 'queued',
      isInstallRecorded: false,
      finished: new Promise((resolve) => {
        settle = resolve;
      }),
      settle: () => {
        settle();
      },
    };
    this.live.set(runId, run);
    if (!this.launchNext()) this.noteProgress(runId, [{ type: 'state', state: 'queued' }]);
    return { runId };
  }

  /** Starts the test that has waited longest when a processor is free. @returns whether none waits any more */
  private launchNext(): boolean {
    const runs = [...this.live.values()];
    const next = runs.find(({ handle }) => handle === null);
    if (next === undefined) return true;
    if (runs.filter(({ handle }) => handle !== null).length >= this.parallelRuns) return false;
    next.state = 'starting';
    next.handle = this.start_(next.request, {
      onProgress: (progress) => {
        this.noteProgress(next.id, progress);
      },
      onFrame: (role: BrowserRole, jpeg) => {
        this.context.emit('run.framed', { runId: next.id, role, jpeg });
      },
    });
    // Only who was told that it waits needs to hear that it no longer does.
    if (next.progress.length > 0) this.noteProgress(next.id, [{ type: 'state', state: 'starting' }]);
    void next.handle.done.then((report) => this.finish(next, report));
    return this.launchNext();
  }

  /** A test that was stopped before its turn. */
  private withdraw(run: LiveRun): void {
    this.live.delete(run.id);
    try {
      this.context.db.write((tx) => {
        const row = runById(tx, run.id);
        if (row !== undefined) this.storeLoss(tx, row, 'run.stopped');
      });
    } finally {
      this.context.emit('run.progressed', {
        runId: run.id,
        submissionId: run.submissionId,
        progress: [{ type: 'state', state: 'stopped' }],
      });
      run.settle();
    }
  }

  control(input: Parsed<'installTest.control'>): void {
    const run = this.live.get(input.runId);
    if (run === undefined) throw new AppError('not-found', 'That run is not under way here.', { id: input.runId });
    const { command } = input;
    if (run.handle === null) {
      if (command.type === 'stop') this.withdraw(run);
      return;
    }
    switch (command.type) {
      case 'pause':
        run.handle.pause();
        break;
      case 'resume':
        run.handle.resume();
        break;
      case 'stop':
        run.handle.stop();
        break;
      case 'watch':
        run.handle.watch(command.role);
        break;
      case 'answer':
        // A person's judgement: part of the record.
        this.context.db.write((tx) => {
          record(this.context, tx, {
            type: 'checkpoint.answered',
            submissionId: run.submissionId,
            solutionId: run.solutionId,
            details: { runId: run.id, checkpointId: command.checkpointId, answer: command.answer },
          });
        });
        run.handle.answer(command.checkpointId, command.answer);
        break;
    }
  }

  active(): { runs: RunDetails[] } {
    return { runs: runsUnderWay(this.context.db).map((row) => this.runView(row)) };
  }

  list(input: { submissionId: string }): { runs: RunDetails[] } {
    requireSubmission(this.context.db, input.submissionId);
    return { runs: runsOf(this.context.db, input.submissionId).map((row) => this.runView(row)) };
  }

  get(input: { runId: string }): Output<'installTest.get'> {
    const row = runById(this.context.db, input.runId);
    if (row === undefined) throw new AppError('not-found', 'There is no such run.', { id: input.runId });
    const live = this.live.get(row.id);
    if (live !== undefined) return { run: this.runView(row), report: null, progress: [...live.progress] };
    const told = new RunJournal(path.join(this.context.folder.runs, row.id)).read();
    const stored = row.report_sha256 === null ? undefined : documentBody(this.context.db, row.report_sha256);
    if (stored === undefined) return { run: this.runView(row), report: null, progress: told };
    // The report has everything but the portal's exchanges.
    return {
      run: this.runView(row),
      report: JSON.parse(stored) as RunReport,
      progress: told.filter(({ type }) => type === 'exchange'),
    };
  }

  /** Whether a file belongs to a run that is still going on. */
  knowsBlob(sha256: string): boolean {
    return [...this.live.values()].some(({ blobs }) => blobs.has(sha256));
  }

  /** Resolves when the run's results are stored. */
  async whenFinished(runId: string): Promise<void> {
    await this.live.get(runId)?.finished;
  }

  /** Marks runs whose process is gone; their journal tells how far they came. */
  recover(): void {
    const lost = runsUnderWay(this.context.db).filter((row) => row.owner_session !== this.session && !isAlive(row.owner_pid));
    if (lost.length === 0) return;
    this.context.db.write((tx) => {
      for (const row of lost) this.storeLoss(tx, row, 'run.lost');
    });
  }

  /** Stops what runs and stores what it left. */
  async close(): Promise<void> {
    const runs = [...this.live.values()];
    if (runs.length === 0) return;
    for (const run of runs.filter(({ handle }) => handle === null)) this.withdraw(run);
    for (const { handle } of runs) handle?.stop();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(runs.map(({ finished }) => finished)),
      new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT_MS);
      }),
    ]);
    clearTimeout(timer);
  }

  private requireNoRun(submissionId: string): void {
    if (runsUnderWay(this.context.db).some((run) => run.submission_id === submissionId)) {
      throw new AppError('run-active', 'An install test of this submission is running.', { id: submissionId });
    }
  }

  private storeStart(
    row: SubmissionRow,
    portalId: string,
    runId: string,
    input: Parsed<'installTest.start'>,
    probes: readonly string[],
  ): void {
    const { context } = this;
    context.db.write((tx) => {
      const now = requireSubmission(tx, row.id);
      requireMyClaim(context, now);
      this.requireNoRun(row.id);
      requireUsablePortal(tx, portalId, {
        marketplace: row.marketplace,
        solutionId: row.solution_id,
        acceptUsed: input.acceptUsedPortal,
      });
      beginChecklist(context, tx, now);
      if (input.probes !== undefined) rememberProbes(tx, row.solution_id, probes);
      insertRun(tx, {
        id: runId,
        submission_id: row.id,
        portal_id: portalId,
        version: row.version,
        state: 'starting',
        outcome: null,
        started_at: context.now(),
        started_by: context.actor(),
        finished_at: null,
        is_clean: input.clean ? 1 : 0,
        findings: 0,
        report_sha256: null,
        owner_pid: process.pid,
        owner_session: this.session,
      });
      record(context, tx, {
        type: 'run.started',
        submissionId: row.id,
        solutionId: row.solution_id,
        details: {
          runId,
          portalId,
          version: row.version,
          clean: input.clean,
          probes,
          further: input.further ?? [],
          fullTrace: input.fullTrace,
          acceptUsedPortal: input.acceptUsedPortal,
        },
      });
      applyChange(context, tx, now, {});
    });
  }

  private noteProgress(runId: string, progress: readonly RunProgress[]): void {
    const run = this.live.get(runId);
    if (run === undefined) return;
    // For the window a run is over when its results are stored: only then the next one can begin.
    const told = progress.filter((each) => !isEnd(each));
    run.progress.push(...told);
    try {
      run.journal.append(progress);
      for (const each of told) this.noteOne(run, each);
    } catch (error) {
      // A full disk must not end the run: it is told again when the results are stored.
      console.error(`run ${runId}:`, error);
    }
    if (told.length > 0) this.context.emit('run.progressed', { runId, submissionId: run.submissionId, progress: told });
  }

  private noteOne(run: LiveRun, progress: RunProgress): void {
    if (progress.type === 'state') {
      run.state = progress.state;
      if (progress.state !== 'queued') {
        this.context.db.write((tx) => {
          setRunState(tx, run.id, progress.state);
        });
      }
    } else if (progress.type === 'phase' && isTouching(progress.phase) && !run.isInstallRecorded) {
      run.isInstallRecorded = true;
      this.storeInstall(run);
    } else if (progress.type === 'evidence') {
      run.blobs.add(progress.evidence.sha256);
      void this.keep(run, progress.evidence).catch(() => undefined);
    }
  }

  /** From here on the portal has seen the solution, however the run ends: it is never clean for it again. */
  private storeInstall(run: LiveRun): void {
    const { context } = this;
    context.db.write((tx) => {
      if (!recordPortalInstall(tx, run.portalId, run.solutionId, run.id, run.version, context.now())) return;
      record(context, tx, {
        type: 'portal.used',
        submissionId: run.submissionId,
        solutionId: run.solutionId,
        details: { portalId: run.portalId, runId: run.id, version: run.version },
      });
    });
  }

  /** Copies a file of the run into the evidence store. Throws when it is not where and what the run said. */
  private async keep(run: LiveRun, evidence: RunEvidence): Promise<void> {
    const file = path.resolve(run.outDir, evidence.path);
    if (!file.startsWith(run.outDir + path.sep)) throw new AppError('invalid-request', 'A run named a file outside its folder.');
    await this.context.evidence.putFile(file, evidence.sha256);
  }

  private async finish(run: LiveRun, report: RunReport): Promise<void> {
    try {
      for (const evidence of report.evidence) await this.keep(run, evidence);
      this.storeReport(run, report);
      await rm(path.join(run.outDir, 'evidence'), { recursive: true, force: true });
    } catch (error) {
      // The files stay in the run's folder; the run is told to be incomplete rather than lost.
      console.error(`run ${run.id}:`, error);
      this.storeFailure(run.id);
    } finally {
      this.live.delete(run.id);
      this.launchNext();
      const row = runById(this.context.db, run.id);
      if (row !== undefined) {
        this.context.emit('run.progressed', {
          runId: run.id,
          submissionId: run.submissionId,
          progress: [
            { type: 'report', report },
            { type: 'state', state: row.state },
          ],
        });
      }
      run.settle();
    }
  }

  /** A finished run's report with everything that went between browser, portal and vendor. Throws AppError 'not-found'. */
  async exchangesOf(input: { runId: string }): Promise<{ readonly report: RunReport; readonly exchanges: readonly HttpExchange[] }> {
    const { report, progress } = this.get(input);
    if (report === null) throw new AppError('not-found', 'This run has no report yet.', { id: input.runId });
    const known = new Map<number, HttpExchange>();
    for (const one of progress) if (one.type === 'exchange') known.set(one.exchange.id, one.exchange);
    // The journal lies in the run's folder and may be gone; what steps proved is evidence.
    for (const { kind, sha256 } of report.evidence) {
      if (kind !== 'http') continue;
      const bytes = await this.context.evidence.read(sha256);
      for (const exchange of JSON.parse(Buffer.from(bytes).toString('utf8')) as HttpExchange[]) known.set(exchange.id, exchange);
    }
    return { report, exchanges: [...known.values()].sort((a, b) => a.id - b.id) };
  }

  private storeFailure(runId: string): void {
    try {
      this.context.db.write((tx) => {
        const row = runById(tx, runId);
        if (row !== undefined && row.finished_at === null) this.storeLoss(tx, row, 'run.unstored');
      });
    } catch (error) {
      console.error(`run ${runId}:`, error);
    }
  }

  private storeLoss(tx: WritableDb, row: RunRow, type: 'run.stopped' | 'run.lost' | 'run.unstored'): void {
    const { context } = this;
    finishRun(tx, row.id, { state: 'stopped', outcome: 'incomplete', at: context.now(), findings: row.findings, reportSha256: null });
    const submission = requireSubmission(tx, row.submission_id);
    record(context, tx, {
      type,
      actor: 'system',
      submissionId: row.submission_id,
      solutionId: submission.solution_id,
      details: { runId: row.id, portalId: row.portal_id },
    });
    applyChange(context, tx, submission, {});
  }

  private storeReport(run: LiveRun, report: RunReport): void {
    const { context } = this;
    const body = canonicalJson(report);
    const reportSha256 = sha256Hex(body);
    context.db.write((tx) => {
      const row = requireSubmission(tx, run.submissionId);
      putDocument(tx, reportSha256, body);
      if (report.portal.memberId !== '') setMemberId(tx, run.portalId, report.portal.memberId);
      this.storeEvidence(tx, run, report);
      // A verdict that was made meanwhile stands on what was known then: its checklist and findings are left alone.
      const isOpen = row.state === 'queued' || row.state === 'claimed';
      const checklist = checklistOf(tx, row.id);
      if (isOpen && checklist !== undefined) {
        const rules = checklistRules(tx, checklist.rules_sha256);
        storeAutomaticResults(context, tx, row, rules, 'install-test', run.id, resultsOfReport(report));
      }
      const findings = countFaults(report);
      const state = report.problem?.code === 'cancelled' ? 'stopped' : 'finished';
      finishRun(tx, run.id, { state, outcome: report.outcome, at: context.now(), findings, reportSha256 });
      record(context, tx, {
        type: state === 'stopped' ? 'run.stopped' : 'run.finished',
        submissionId: row.id,
        solutionId: row.solution_id,
        details: {
          runId: run.id,
          portalId: run.portalId,
          version: run.version,
          outcome: report.outcome,
          problem: report.problem?.code ?? null,
          findings,
          evidence: report.evidence.length,
          reportSha256,
          isLate: !isOpen,
        },
      });
      applyChange(context, tx, row, isOpen ? { openFindings: countIncluded(tx, row.id) } : {});
    });
  }

  private storeEvidence(tx: WritableDb, run: LiveRun, report: RunReport): void {
    for (const evidence of report.evidence) {
      insertEvidence(tx, {
        id: evidence.id,
        submission_id: run.submissionId,
        sha256: evidence.sha256,
        kind: evidence.kind,
        title: evidence.title,
        mime: evidence.mime,
        size_bytes: evidence.sizeBytes,
        source: 'install-test',
        run_id: run.id,
        step_id: evidence.stepId,
        at: this.context.now(),
        added_by: this.context.actor(),
      });
      for (const ruleId of rulesOfEvidence(report, evidence)) bindEvidence(tx, run.submissionId, ruleId, evidence.id);
    }
  }

  private runView(row: RunRow): RunDetails {
    const live = this.live.get(row.id);
    const found = live?.progress.filter((each) => each.type === 'finding' && each.finding.confidence !== 'could-not-look').length;
    return {
      id: row.id,
      submissionId: row.submission_id,
      solutionName: row.solution_name,
      portalId: row.portal_id,
      portalName: row.portal_name,
      state: row.finished_at === null ? (live?.state ?? row.state) : row.state,
      outcome: row.outcome,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      findings: found ?? row.findings,
    };
  }
}

/** Whether a phase that has begun may leave something of the solution on the portal; registering only lists it in the catalogue. */
function isTouching(phase: RunPhase): boolean {
  return phase.startedAt !== null && phase.name !== 'registration';
}

/** Signal 0 only asks whether a process is there. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** What a run says last of itself. */
function isEnd(progress: RunProgress): boolean {
  return progress.type === 'report' || (progress.type === 'state' && (progress.state === 'finished' || progress.state === 'stopped'));
}
