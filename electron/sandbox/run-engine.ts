import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { v7 as uuid } from 'uuid';
import { AppError } from '../../shared/domain/errors.ts';
import type {
  BrowserRole,
  HttpExchange,
  RunCall,
  RunEvidence,
  RunFinding,
  RunOutcome,
  RunPhase,
  RunProgress,
  RunReport,
  RunRuleResult,
  RunState,
  RunStep,
  StepCounts,
  StepState,
} from '../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { Portal, PortalDescription, SolutionRegistration } from '../portals/portal.ts';
import type { BrowserProcess } from './browser-process.ts';
import type { BrowserNote } from './browser-protocol.ts';
import { BrowserSession, type BrowserRecords } from './browser-session.ts';
import { Countdown } from './countdown.ts';
import { EvidenceFolder, type EvidenceAbout } from './evidence.ts';
import type { Masker } from './masking.ts';
import { filledFrame } from './filled-frame.ts';
import { findPlaces, namedIn } from './point-out.ts';
import { problem, problemOf, sentenceOf, vendorProblem, type Problem } from './problem.ts';
import {
  StepFailure,
  type Fault,
  type InstallTest,
  type PictureMark,
  type RunContext,
  type RunOptions,
  type SandboxBrowser,
  type StepOptions,
} from './run-context.ts';
import { takePicture } from './screenshot.ts';
import { maskedTrace } from './trace-masking.ts';
import { VendorExchanges, withBodies } from './vendor-exchanges.ts';

export interface RunEngineOptions {
  readonly runId: string;
  readonly marketplace: string;
  readonly solution: SolutionRegistration;
  readonly portal: Portal;
  /** Exchanges of this one are asked for, never told. */
  readonly secondPortal?: Portal | null;
  readonly description: PortalDescription;
  readonly options: RunOptions;
  /** Folder for `evidence/` and `report.json`; made when missing. */
  readonly outDir: string;
  readonly installTest: InstallTest;
  readonly masker: Masker;
  /** Starts a throw-away browser for a role. */
  readonly launch: (role: BrowserRole, onNote: (note: BrowserNote) => void, signal: AbortSignal) => Promise<BrowserProcess>;
  readonly onProgress: (progress: RunProgress) => void;
  readonly onFrame: (role: BrowserRole, jpeg: Uint8Array) => void;
}

type Plan = Parameters<RunContext['plan']>[0];
type Answer = 'pass' | 'fail' | 'skipped';

/** Ends a step or a run from outside; what it stands for is in `problem`. */
class RunEnded extends Error {
  readonly problem: Problem;
  constructor(reason: Problem) {
    super(reason.message.en);
    this.problem = reason;
  }
}

/** One role's browser as install tests hold it: it outlives the process behind it. */
interface RoleBrowser {
  readonly handle: SandboxBrowser;
  readonly records: BrowserRecords;
  session: BrowserSession | null;
  starting: Promise<BrowserSession> | null;
  /** Why the last process was given up. */
  lost: Problem | null;
}

interface StepRecord {
  readonly options: StepOptions;
  view: RunStep;
}

interface PendingFinding {
  readonly finding: Omit<RunFinding, 'evidence'>;
  isReported: boolean;
}

/** Faults of one step that get a picture of their own. */
const MOST_POINTED_OUT = 4;
/** Calls that look for a fault that cannot be seen. */
const MOST_LOOKS = 2;
/** A page that does not answer must not hold up its step for long. */
const POINTING_LIMIT_MS = 5_000;
const LONGEST_TITLE = 300;
const MARKED = { ru: 'Отмечено на снимке', en: 'Marked in the picture' } as const;
const PORTAL_LIMIT_MS = 3_000;
/** Numbers of the second portal's exchanges begin here, and here those that browsers told of. */
const SECOND_PORTAL_EXCHANGES = 10_000_000;
const VENDOR_EXCHANGES = 20_000_000;
/** Answers that are still being read when a step ends are waited for so long. */
const READ_LIMIT_MS = 1_000;
/** How long a test may take to file its last step and tell its findings after its run was ended. */
const LAST_WORDS_MS = 800;
/** A dead browser's process is noticed a little after its pages. */
const DEATH_NOTICE_MS = 1_000;
/** When a step ran out of time, Playwright's own message should have come first. */
const OPERATION_SHARE = 0.9;

/** One install test from start to report: carries out `installTest` and keeps the record of it. Used once. */
export class RunEngine implements RunContext {
  readonly portal: Portal;
  readonly secondPortal: Portal | null;
  readonly solution: SolutionRegistration;
  readonly options: RunOptions;
  readonly #setup: RunEngineOptions;
  readonly #masker: Masker;
  readonly #folder: EvidenceFolder;
  readonly #roles = new Map<BrowserRole, RoleBrowser>();
  readonly #phases: RunPhase[] = [];
  readonly #steps: StepRecord[] = [];
  readonly #running: StepRecord[] = [];
  readonly #countdowns = new Set<Countdown>();
  readonly #evidence: RunEvidence[] = [];
  readonly #findings: PendingFinding[] = [];
  readonly #ruleResults = new Map<string, RunRuleResult>();
  readonly #exchanges = new Map<number, { readonly exchange: HttpExchange; readonly stepId: string | null }>();
  readonly #vendorExchanges: VendorExchanges;
  #lastVendorExchange = VENDOR_EXCHANGES;
  readonly #checkpoints = new Map<string, (answer: Answer) => void>();
  /** How often each fault was looked for on a page. */
  readonly #looksFor = new Map<string, number>();
  readonly #writes = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #ended: Promise<never>;
  #rejectEnded: (reason: RunEnded) => void = () => undefined;
  #end: RunEnded | null = null;
  #isClosing = false;
  /** What a failed step was about; the run's problem when nothing was found. */
  #stepProblem: Problem | null = null;
  #calls: readonly RunCall[] = [];
  #scopes: RunReport['scopes'] = { declared: [], used: [] };
  #state: RunState = 'starting';
  #lastStepId: string | null = null;
  #resume: (() => void) | null = null;
  #resumed: Promise<void> | null = null;
  #watched: BrowserRole | null = null;

  constructor(setup: RunEngineOptions) {
    this.#setup = setup;
    this.portal = setup.portal;
    this.secondPortal = setup.secondPortal ?? null;
    this.solution = setup.solution;
    this.options = setup.options;
    this.#masker = setup.masker;
    this.#folder = new EvidenceFolder(setup.outDir);
    this.#vendorExchanges = new VendorExchanges(portalCheck([setup.description, setup.secondPortal?.describe()]));
    this.#ended = new Promise<never>((_resolve, reject) => {
      this.#rejectEnded = reject;
    });
    this.#ended.catch(() => undefined);
  }

  // ---- what main and the command line do with a run ----

  /** Carries out the test. Never rejects: whatever happens is in the report. */
  async run(): Promise<RunReport> {
    const startedAt = Date.now();
    const began = performance.now();
    const limit = this.#countdown(this.options.timeoutMs, () => this.#endRun(problem('run-timeout', `${this.options.timeoutMs / 1000} s`)));
    let thrown: Problem | null = null;
    let test: Promise<void> = Promise.resolve();
    try {
      await mkdir(this.#setup.outDir, { recursive: true });
      this.#setState('running');
      test = this.#setup.installTest(this);
      test.catch(() => undefined);
      await Promise.race([test, this.#ended]);
    } catch (error) {
      if (!(error instanceof RunEnded)) thrown = problemOf(error, (text) => this.#masker.text(text));
    }
    this.#dropCountdown(limit);
    if (!this.#end) await this.#saveTraces();
    // A run that was broken off still files its last step and tells what it had found; a test that does not come back is not waited for.
    if (this.#end) await within(test, LAST_WORDS_MS);
    await this.#closeBrowsers();
    await this.#written();
    this.#skipTheRest();

    const findings = this.#findings.map((pending) => this.#withEvidence(pending.finding));
    const steps = this.#steps.map((record) => record.view);
    const isUnseen = steps.some((step) => step.state === 'could-not-look') || findings.some((one) => one.confidence === 'could-not-look');
    const fatal = this.#end?.problem ?? thrown;
    const hasFindings = findings.some((one) => one.confidence !== 'could-not-look');
    const openProblem = fatal ?? (hasFindings ? null : (this.#stepProblem ?? (isUnseen ? problem('blocked') : null)));
    const outcome: RunOutcome = openProblem ? 'incomplete' : hasFindings ? 'findings' : 'passed';
    const { address, memberId, ca, services } = this.#setup.description;
    const report: RunReport = {
      format: 'moderation-install-test',
      formatVersion: 1,
      runId: this.#setup.runId,
      marketplace: this.#setup.marketplace,
      outcome,
      problem: openProblem,
      startedAt,
      durationMs: Math.round(performance.now() - began),
      solution: { code: this.solution.code, version: this.solution.version, mode: String(this.solution['mode'] ?? '') },
      portal: { address, memberId, ca, ...(services === undefined ? {} : { services }) },
      phases: this.#phases,
      steps,
      findings,
      ruleResults: [...this.#ruleResults.values()].map((result) => this.#completed(result)),
      calls: this.#masked(this.#calls),
      scopes: this.#masked(this.#scopes),
      evidence: this.#evidence,
    };
    const kept = await this.#keepReport(report);
    this.#setState(this.#end?.problem.code === 'cancelled' ? 'stopped' : 'finished');
    this.#setup.onProgress({ type: 'report', report: kept });
    return kept;
  }

  /** The step under way is finished; the next one waits. */
  pause(): void {
    if (this.#resumed || this.#end) return;
    this.#resumed = new Promise((resolve) => {
      this.#resume = resolve;
    });
    this.#setState('paused');
  }

  resume(): void {
    this.#resume?.();
    this.#resume = null;
    this.#resumed = null;
    if (!this.#end) this.#setState(this.#checkpoints.size > 0 ? 'checkpoint' : 'running');
  }

  /** Ends the run at once, in the middle of a step too. */
  stop(): void {
    this.#endRun(problem('cancelled'));
  }

  answer(checkpointId: string, answer: Answer): void {
    this.#checkpoints.get(checkpointId)?.(answer);
  }

  /** Sends pictures of this role's browser while somebody watches; null when nobody does. */
  watch(role: BrowserRole | null): void {
    this.#watched = role;
    for (const [each, browser] of this.#roles) this.#showTo(each, browser.session);
  }

  /** An exchange that the portal process told about by itself. */
  noteExchange(exchange: HttpExchange): void {
    if (this.#exchanges.has(exchange.id)) return;
    const masked = this.#masked(exchange);
    const stepId = this.#currentStepId();
    this.#exchanges.set(exchange.id, { exchange: masked, stepId });
    this.#setup.onProgress({ type: 'exchange', exchange: masked, stepId });
  }

  /** The portal's process is gone. */
  portalLost(detail: string): void {
    this.#endRun(problem('unavailable', detail));
  }

  // ---- RunContext: what install tests do with a run ----

  plan(phases: Plan): void {
    for (const phase of phases) {
      this.#phases.push({ name: phase.name, title: phase.title, status: 'waiting', startedAt: null, durationMs: null });
      for (const options of phase.steps) {
        if (this.#steps.some((known) => known.options.id === options.id)) throw new Error(`step "${options.id}" is planned twice`);
        this.#steps.push({
          options,
          view: {
            id: options.id,
            phase: phase.name,
            name: options.id,
            title: options.title,
            role: options.role ?? null,
            state: 'waiting',
            startedAt: null,
            durationMs: null,
            message: null,
            ruleIds: options.ruleIds,
            evidenceIds: [],
          },
        });
      }
    }
    this.#setup.onProgress({ type: 'plan', phases: [...this.#phases], steps: this.#steps.map((record) => record.view) });
    const roles = phases.flatMap((phase) => phase.steps).flatMap(({ role }) => role ?? []);
    void this.#startBrowsers([...new Set(roles)]);
  }

  /**
   * Browsers start while the first steps run, one after the other so that the role that works first is not kept waiting by the next one.
   * A failure to start ends the run by itself.
   */
  async #startBrowsers(roles: readonly BrowserRole[]): Promise<void> {
    for (const role of roles) {
      if (this.#end || this.#isClosing) return;
      await this.#session(role, this.#role(role)).catch(() => undefined);
    }
  }

  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#throwIfEnded();
    const startedAt = Date.now();
    const began = performance.now();
    this.#setPhase(name, { status: 'running', startedAt });
    let hasThrown = true;
    try {
      const value = await work();
      hasThrown = false;
      return value;
    } finally {
      const states = this.#steps.filter((record) => record.view.phase === name).map((record) => record.view.state);
      const status: StepState = this.#end
        ? 'could-not-look'
        : hasThrown || states.includes('failed')
          ? 'failed'
          : states.includes('could-not-look')
            ? 'could-not-look'
            : states.length === 0 || states.includes('passed')
              ? 'passed'
              : 'skipped';
      this.#setPhase(name, { status, durationMs: Math.round(performance.now() - began) });
    }
  }

  async step<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const record = this.#step(id);
    await this.#gate();
    const stepAbort = new AbortController();
    const signal = AbortSignal.any([stepAbort.signal, this.#abort.signal]);
    const began = performance.now();
    this.#running.push(record);
    this.#lastStepId = id;
    this.#setStep(record, { state: 'running', startedAt: Date.now() });

    let hasTimedOut = false;
    let countdown: Countdown | null = null;
    const timeout = new Promise<never>((_resolve, reject) => {
      countdown = this.#countdown(this.options.stepTimeoutMs, () => {
        hasTimedOut = true;
        reject(new AppError('run-timeout', `the step took longer than ${this.options.stepTimeoutMs / 1000} s`));
      });
    });
    timeout.catch(() => undefined);
    let value: T | null = null;
    let failure: { readonly error: unknown } | null = null;
    try {
      const done = work(signal);
      done.catch(() => undefined);
      value = await Promise.race([done, timeout, this.#ended]);
    } catch (error) {
      failure = { error };
    }
    if (countdown) this.#dropCountdown(countdown);
    const durationMs = Math.round(performance.now() - began);
    const reason = failure ? await this.#explain(record, failure.error, hasTimedOut) : null;
    stepAbort.abort();
    await this.#collect(record);
    this.#running.splice(this.#running.indexOf(record), 1);

    if (this.#end) {
      this.#setStep(record, { state: 'could-not-look', durationMs, message: this.#end.problem.message[this.options.language] });
      throw this.#end;
    }
    if (reason) {
      this.#stepProblem ??= reason;
      this.#setStep(record, { state: 'failed', durationMs, message: reason.message[this.options.language] });
      return null;
    }
    this.#setStep(record, { state: 'passed', durationMs });
    return value;
  }

  couldNotLook(id: string, reason: LocalizedText): void {
    this.#setStep(this.#step(id), { state: 'could-not-look', message: this.#masker.text(reason[this.options.language]) });
  }

  skip(id: string, reason: LocalizedText): void {
    this.#setStep(this.#step(id), { state: 'skipped', message: this.#masker.text(reason[this.options.language]) });
  }

  async browser(role: BrowserRole): Promise<SandboxBrowser> {
    this.#throwIfEnded();
    const browser = this.#role(role);
    await this.#session(role, browser);
    return browser.handle;
  }

  async vendorFrame(page: Page, selector: string): Promise<Frame> {
    return await filledFrame(page, selector, this.options.stepTimeoutMs, () => {
      this.#throwIfEnded();
    });
  }

  async picture(role: BrowserRole, title: LocalizedText, marks: readonly PictureMark[]): Promise<void> {
    const record = this.#running.at(-1);
    const session = this.#roles.get(role)?.session;
    if (!record || !session || session.isClosed) return;
    await this.#refresh();
    const taken = takePicture(session.page, session.devTools, this.#masker, marks);
    const picture = await Promise.race([taken, this.#ended]);
    const { id: stepId, ruleIds } = record.options;
    const about: EvidenceAbout = { kind: 'screenshot', stepId, ruleIds, title: this.#masker.text(title[this.options.language]) };
    if (picture) this.#file(record, [this.#folder.write(marks.length === 0 ? about : { ...about, marks: marks.length }, 'jpeg', picture)]);
  }

  async pointOut(faults: readonly Fault[]): Promise<void> {
    const record = this.#running.at(-1);
    if (!record || faults.length === 0) return;
    const { role, id: stepId } = record.options;
    const session = role === undefined ? undefined : this.#roles.get(role)?.session;
    const language = this.options.language;
    const began = performance.now();
    let taken = 0;
    for (const { ruleId, message } of faults) {
      if (!session || session.isClosed || this.#end || taken === MOST_POINTED_OUT || performance.now() - began > POINTING_LIMIT_MS) return;
      const fault = `${ruleId} ${message.ru}`;
      const looks = this.#looksFor.get(fault) ?? 0;
      if (looks === MOST_LOOKS) continue;
      this.#looksFor.set(fault, looks + 1);
      const marks = await Promise.race([findPlaces(session.page, namedIn(message)), this.#ended.catch(() => [])]);
      if (marks.length === 0) continue;
      this.#looksFor.set(fault, MOST_LOOKS);
      if (taken === 0) await this.#refresh();
      taken += 1;
      const picture = await Promise.race([takePicture(session.page, session.devTools, this.#masker, marks), this.#ended.catch(() => null)]);
      const title = `${MARKED[language]}: ${this.#maskedText(message)[language]}`.slice(0, LONGEST_TITLE);
      const about: EvidenceAbout = { kind: 'screenshot', stepId, ruleIds: [ruleId], title, marks: marks.length };
      if (picture) this.#file(record, [this.#folder.write(about, 'jpeg', picture)]);
    }
  }

  exchanges(): readonly HttpExchange[] {
    return [...this.#exchanges.values()].map(({ exchange }) => exchange).filter(({ id }) => id < VENDOR_EXCHANGES);
  }

  finding(finding: Omit<RunFinding, 'evidence' | 'stepId'> & { readonly stepId?: string }): void {
    this.#findings.push({ finding: { ...finding, stepId: finding.stepId ?? this.#currentStepId() }, isReported: false });
    this.#reportFindings();
  }

  ruleResult(result: RunRuleResult): void {
    this.#ruleResults.set(result.ruleId, result);
  }

  calls(calls: readonly RunCall[]): void {
    this.#calls = calls;
  }

  scopes(scopes: RunReport['scopes']): void {
    this.#scopes = scopes;
  }

  async checkpoint(question: LocalizedText): Promise<Answer> {
    this.#throwIfEnded();
    if (!this.options.attended) return 'skipped';
    const checkpointId = uuid();
    const answered = new Promise<Answer>((resolve) => {
      this.#checkpoints.set(checkpointId, resolve);
    });
    for (const countdown of this.#countdowns) countdown.hold();
    const held = [...this.#countdowns];
    this.#setState('checkpoint');
    this.#setup.onProgress({ type: 'checkpoint', checkpointId, question });
    try {
      return await Promise.race([answered, this.#ended]);
    } finally {
      this.#checkpoints.delete(checkpointId);
      for (const countdown of held) countdown.release();
      if (!this.#end && this.#state === 'checkpoint') this.#setState('running');
    }
  }

  // ---- steps and limits ----

  #step(id: string): StepRecord {
    const record = this.#steps.find((known) => known.options.id === id);
    if (!record) throw new Error(`step "${id}" was not planned`);
    return record;
  }

  #currentStepId(): string | null {
    return this.#running.at(-1)?.options.id ?? this.#lastStepId;
  }

  /** Waits while paused. Time that a person takes is not the test's. */
  async #gate(): Promise<void> {
    while (this.#resumed) {
      const held = [...this.#countdowns];
      for (const countdown of held) countdown.hold();
      try {
        await Promise.race([this.#resumed, this.#ended]);
      } finally {
        for (const countdown of held) countdown.release();
      }
    }
    this.#throwIfEnded();
  }

  #countdown(limitMs: number, onEnd: () => void): Countdown {
    const countdown = new Countdown(limitMs, onEnd);
    this.#countdowns.add(countdown);
    return countdown;
  }

  #dropCountdown(countdown: Countdown): void {
    countdown.cancel();
    this.#countdowns.delete(countdown);
  }

  #throwIfEnded(): void {
    if (this.#end) throw this.#end;
  }

  #endRun(reason: Problem): void {
    if (this.#end) return;
    this.#end = new RunEnded({ ...reason, message: this.#maskedText(reason.message) });
    this.#rejectEnded(this.#end);
    this.#abort.abort();
    // Whatever Playwright waits for ends with the browsers.
    void this.#closeBrowsers();
  }

  #setState(state: RunState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#setup.onProgress({ type: 'state', state });
  }

  #setStep(record: StepRecord, change: Partial<RunStep>): void {
    record.view = { ...record.view, ...change };
    this.#setup.onProgress({ type: 'step', step: record.view });
  }

  #setPhase(name: string, change: Partial<RunPhase>): void {
    const index = this.#phases.findIndex((phase) => phase.name === name);
    const known = this.#phases[index];
    if (!known) throw new Error(`phase "${name}" was not planned`);
    const phase = { ...known, ...change };
    this.#phases[index] = phase;
    this.#setup.onProgress({ type: 'phase', phase });
  }

  #skipTheRest(): void {
    for (const record of this.#steps) if (record.view.state === 'waiting') this.#setStep(record, { state: 'skipped' });
    for (const phase of this.#phases) if (phase.status === 'waiting') this.#setPhase(phase.name, { status: 'skipped' });
  }

  /** Puts a name to the failure of a step. A page that no longer answers is given up, so that the next step has a working one. */
  async #explain(record: StepRecord, error: unknown, hasTimedOut: boolean): Promise<Problem | null> {
    const session = record.options.role === undefined ? null : this.#roles.get(record.options.role)?.session;
    const isSlow = hasTimedOut || /timeout/i.test(String(error));
    // The failure may be the first word of a browser that has died; the page of a living one answers at once.
    if (session?.isConnected && !isSlow && !(error instanceof StepFailure)) await session.answers();
    if (session && !session.isClosed && !session.isConnected) {
      await within(this.#ended, DEATH_NOTICE_MS);
      this.#endRun(problem('browser-crashed', 'the connection to the browser process broke'));
    }
    if (this.#end) return null;
    if (error instanceof StepFailure) return { code: 'step-failed', message: this.#maskedText(error.text) };
    const mask = (text: string): string => this.#masker.text(text);
    const role = record.options.role;
    const browser = role === undefined ? undefined : this.#roles.get(role);
    const pendingUrls = browser?.session?.pendingUrls() ?? [];
    if (browser?.lost) {
      const reason = browser.lost;
      browser.lost = null;
      return reason;
    }
    if (isSlow && browser?.session && !browser.session.isClosed && !(await browser.session.answers())) {
      const reason = problem('vendor-timeout', 'the page does not answer: its scripts never end');
      browser.records.observations.push({
        at: Date.now(),
        stepId: record.options.id,
        role: browser.session.role,
        kind: 'hang',
        url: browser.session.page.url(),
        text: reason.message.en,
      });
      await browser.session.close();
      return reason;
    }
    if (error instanceof AppError && !hasTimedOut) return problemOf(error, mask);
    await this.#refresh();
    const traffic = vendorProblem({
      exchanges: this.#exchangesOf(record.options.id),
      requests: browser?.records.requests.filter((request) => request.stepId === record.options.id) ?? [],
      pendingUrls,
      portalAddress: this.#setup.description.address,
      hasTimedOut: isSlow,
    });
    const named = traffic ?? problem(hasTimedOut ? 'run-timeout' : 'step-failed', sentenceOf(error));
    return { code: named.code, message: this.#maskedText(named.message) };
  }

  // ---- browsers ----

  #role(role: BrowserRole): RoleBrowser {
    const known = this.#roles.get(role);
    if (known) return known;
    const records: BrowserRecords = { observations: [], requests: [], console: [] };
    const browser: RoleBrowser = {
      records,
      session: null,
      starting: null,
      lost: null,
      handle: {
        role,
        observations: records.observations,
        requests: records.requests,
        get page() {
          if (!browser.session) throw new Error('the sandbox browser is not open');
          return browser.session.page;
        },
        goto: async (url) => {
          const session = await this.#session(role, browser);
          await session.goto(url);
        },
      },
    };
    this.#roles.set(role, browser);
    return browser;
  }

  #session(role: BrowserRole, browser: RoleBrowser): Promise<BrowserSession> {
    this.#throwIfEnded();
    if (browser.session && !browser.session.isClosed) return Promise.resolve(browser.session);
    browser.starting ??= this.#open(role, browser).finally(() => {
      browser.starting = null;
    });
    return browser.starting;
  }

  async #open(role: BrowserRole, browser: RoleBrowser): Promise<BrowserSession> {
    let session: BrowserSession | null = null;
    const early: BrowserNote[] = [];
    try {
      const process = await this.#setup.launch(
        role,
        (note) => {
          if (session) session.note(note);
          else early.push(note);
        },
        this.#abort.signal,
      );
      if (this.#end) {
        await process.close();
        throw this.#end;
      }
      void process.exited.then((why) => {
        if (why === 'closed') return;
        session?.note({ kind: why === 'hung' ? 'hang' : 'crash', url: '', text: `the browser process ${why}` });
        this.#endRun(problem('browser-crashed', why === 'hung' ? 'no answer' : 'process ended'));
      });
      session = await BrowserSession.connect({
        role,
        process,
        operationTimeoutMs: Math.max(500, this.options.stepTimeoutMs * OPERATION_SHARE),
        fullTrace: this.options.fullTrace,
        currentStep: () => this.#currentStepId(),
        records: browser.records,
        exchanges: this.#vendorExchanges,
        onLost: (why, text) => {
          if (why === 'crash') {
            this.#endRun(problem('browser-crashed', text));
          } else {
            browser.lost = problem('vendor-timeout', text);
            void session?.close();
          }
        },
      }).catch(async (error: unknown) => {
        await process.close();
        throw error;
      });
      for (const note of early) session.note(note);
      browser.session = session;
      browser.lost = null;
      if (this.#end) {
        await session.close();
        throw this.#end;
      }
      this.#showTo(role, session);
      return session;
    } catch (error) {
      if (error instanceof RunEnded) throw error;
      this.#endRun(
        error instanceof AppError ? problemOf(error, (text) => this.#masker.text(text)) : problem('browser-unavailable', sentenceOf(error)),
      );
      throw this.#end ?? error;
    }
  }

  #showTo(role: BrowserRole, session: BrowserSession | null): void {
    if (!session || session.isClosed) return;
    const onFrame = this.#watched === role ? (jpeg: Uint8Array): void => this.#setup.onFrame(role, jpeg) : null;
    session.watch(onFrame).catch(() => undefined);
  }

  async #closeBrowsers(): Promise<void> {
    // A test may end before the browsers of all its roles were started.
    this.#isClosing = true;
    await Promise.all(
      [...this.#roles.values()].map(async (browser) => {
        await browser.starting?.catch(() => undefined);
        await browser.session?.close();
      }),
    );
  }

  // ---- evidence ----

  /** Asks the portal for what it saw and which values are secret. A portal that does not answer does not hold up the run. */
  async #refresh(): Promise<void> {
    // Which tokens went to a page, only the portal knows: what browsers saw is noted once it has said so.
    const seen = this.#vendorExchanges.handOver();
    const answers = Promise.all([
      this.#refreshFrom(this.portal, 0),
      ...(this.secondPortal ? [this.#refreshFrom(this.secondPortal, SECOND_PORTAL_EXCHANGES)] : []),
    ]).then(
      () => {
        for (const one of seen) {
          this.#lastVendorExchange += 1;
          const exchange = withBodies(one, (text) => this.#masker.text(text));
          this.noteExchange({ ...exchange, id: this.#lastVendorExchange });
        }
      },
      () => this.#vendorExchanges.takeBack(seen),
    );
    await within(answers, this.#end ? PORTAL_LIMIT_MS / 10 : PORTAL_LIMIT_MS);
  }

  async #refreshFrom(portal: Portal, offset: number): Promise<void> {
    const known = [...this.#exchanges.keys()].filter((id) => id >= offset && id < offset + SECOND_PORTAL_EXCHANGES);
    const lastId = Math.max(offset, ...known) - offset;
    const [secrets, exchanges] = await Promise.all([portal.secrets(), portal.exchanges(lastId)]);
    this.#masker.add(secrets);
    for (const exchange of exchanges) this.noteExchange({ ...exchange, id: exchange.id + offset });
  }

  /** Takes what the step leaves; only the picture is waited for, files are written on the side. */
  async #collect(record: StepRecord): Promise<void> {
    const { id, role, ruleIds } = record.options;
    await within(this.#vendorExchanges.settled(), READ_LIMIT_MS);
    await this.#refresh();
    const browser = role === undefined ? undefined : this.#roles.get(role);
    const session = browser?.session;
    const picture =
      session && !session.isClosed && !this.#end
        ? await Promise.race([takePicture(session.page, session.devTools, this.#masker), this.#ended.catch(() => null)])
        : null;

    const title = record.options.title[this.options.language];
    const about = (kind: EvidenceAbout['kind']): EvidenceAbout => ({ kind, stepId: id, ruleIds, title });
    const logs: [EvidenceAbout['kind'], readonly unknown[]][] = [
      ['console', [...this.#ofStep(id, (records) => records.console), ...this.#ofStep(id, (records) => records.observations)]],
      ['network', this.#ofStep(id, (records) => records.requests)],
      ['http', this.#exchangesOf(id)],
    ];
    const files: Promise<RunEvidence>[] = [];
    if (picture) files.push(this.#folder.write(about('screenshot'), 'jpeg', picture));
    for (const [kind, entries] of logs) {
      if (entries.length > 0) files.push(this.#folder.write(about(kind), 'json', Buffer.from(this.#masker.json(entries))));
    }
    this.#setStep(record, { counts: this.#countsOf(id) });
    this.#file(record, files);
  }

  #countsOf(stepId: string): StepCounts {
    const observed = this.#ofStep(stepId, (records) => records.observations);
    return {
      consoleErrors: observed.filter(({ kind }) => kind === 'console-error' || kind === 'page-error').length,
      failedRequests: observed.filter(({ kind }) => kind === 'request-failed' || kind === 'response-error').length,
      exchanges: this.#exchangesOf(stepId).length,
    };
  }

  /** Binds files to their step once they are written. */
  #file(record: StepRecord, files: readonly Promise<RunEvidence>[]): void {
    const write = Promise.all(files).then(
      (written) => {
        this.#evidence.push(...written);
        for (const evidence of written) this.#setup.onProgress({ type: 'evidence', evidence });
        this.#setStep(record, { evidenceIds: [...record.view.evidenceIds, ...written.map((evidence) => evidence.id)] });
        this.#reportFindings();
      },
      (error: unknown) => this.#endRun(problemOf(error, (text) => this.#masker.text(text))),
    );
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
  }

  #ofStep<T extends { readonly stepId: string | null }>(id: string, list: (records: BrowserRecords) => readonly T[]): T[] {
    return [...this.#roles.values()].flatMap((browser) => list(browser.records).filter((entry) => entry.stepId === id));
  }

  #exchangesOf(stepId: string): HttpExchange[] {
    return [...this.#exchanges.values()].filter((entry) => entry.stepId === stepId).map((entry) => entry.exchange);
  }

  async #written(): Promise<void> {
    while (this.#writes.size > 0) await Promise.all(this.#writes);
  }

  /** A finding is told once the evidence of its step is there. */
  #reportFindings(): void {
    for (const pending of this.#findings) {
      const { stepId } = pending.finding;
      const step = this.#steps.find((record) => record.options.id === stepId);
      const isStepDone = !step || (!this.#running.includes(step) && (step.view.evidenceIds.length > 0 || step.view.state === 'passed'));
      if (pending.isReported || !isStepDone) continue;
      pending.isReported = true;
      this.#setup.onProgress({ type: 'finding', finding: this.#withEvidence(pending.finding) });
    }
  }

  #withEvidence(finding: Omit<RunFinding, 'evidence'>): RunFinding {
    const isPointed = (one: RunEvidence): boolean => one.marks !== undefined && one.ruleIds.includes(finding.ruleId);
    const evidence = [
      ...this.#evidence.filter(isPointed),
      ...this.#evidence.filter((one) => one.stepId === finding.stepId && one.marks === undefined),
    ].map(({ id, sha256, path: relativePath }) => ({ id, sha256, path: relativePath }));
    return { ...finding, message: this.#maskedText(finding.message), evidence };
  }

  #completed(result: RunRuleResult): RunRuleResult {
    const proving = this.#evidence.filter((one) => one.ruleIds.includes(result.ruleId)).map((one) => one.id);
    return {
      ...result,
      message: this.#maskedText(result.message),
      evidenceIds: result.evidenceIds.length > 0 ? result.evidenceIds : proving,
    };
  }

  #masked<T>(value: T): T {
    return JSON.parse(this.#masker.json(value)) as T;
  }

  #maskedText(text: LocalizedText): LocalizedText {
    return { ru: this.#masker.text(text.ru), en: this.#masker.text(text.en) };
  }

  async #saveTraces(): Promise<void> {
    if (!this.options.fullTrace) return;
    await this.#refresh();
    for (const [role, { session }] of this.#roles) {
      if (!session || session.isClosed) continue;
      try {
        const about: EvidenceAbout = { kind: 'trace', stepId: 'run', ruleIds: [], title: `trace: ${role}` };
        const evidence = await this.#folder.write(about, 'zip', await maskedTrace(await session.saveTrace(), this.#masker));
        this.#evidence.push(evidence);
        this.#setup.onProgress({ type: 'evidence', evidence });
      } catch (error) {
        this.#stepProblem ??= problemOf(error, (text) => this.#masker.text(text));
      }
    }
  }

  async #keepReport(report: RunReport): Promise<RunReport> {
    try {
      await writeFile(path.join(this.#setup.outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
      return report;
    } catch (error) {
      return { ...report, outcome: 'incomplete', problem: report.problem ?? problemOf(error, (text) => this.#masker.text(text)) };
    }
  }
}

/** Whether an address is one of the portals': by its origin, or by a name that leads to a portal whatever the port. */
function portalCheck(portals: readonly (PortalDescription | undefined)[]): (url: string) => boolean {
  const origins = new Set<string>();
  const hosts = new Set<string>();
  for (const portal of portals) {
    if (portal === undefined) continue;
    for (const origin of [portal.address, ...(portal.origins ?? [])]) origins.add(new URL(origin).host);
    for (const { host } of portal.names ?? []) if (host !== new URL(portal.address).hostname) hosts.add(host.toLowerCase());
  }
  return (url) => URL.canParse(url) && (origins.has(new URL(url).host) || hosts.has(new URL(url).hostname));
}

/** Waits for the promise, whatever becomes of it, at most this long. */
async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
