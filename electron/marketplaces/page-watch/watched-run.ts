import type { Page } from 'playwright';
import type { BrowserRole } from '../../../shared/domain/install-test.ts';
import type { Severity } from '../../../shared/domain/rulebook.ts';
import { StepFailure, type BrowserObservation, type RunContext, type SandboxBrowser } from '../../sandbox/run-context.ts';
import type { Judgement } from './judgement.ts';
import type { FailedResponse, VendorBody } from './page-facts.ts';
import { VendorTraffic } from './vendor-traffic.ts';

/** A page that is just then loading something by itself may get in the way of another. */
const OPEN_ROUNDS = 3;

/** The window in which each role works. */
export type RoleWindows = Readonly<Record<BrowserRole, { readonly width: number; readonly height: number }>>;

/** What the install test of any marketplace keeps of its run: the step under way, those that are done, and what the roles' pages loaded. */
export class WatchedRun {
  /** Steps whose work was done, whatever it showed. */
  readonly doneSteps = new Set<string>();
  readonly #context: RunContext;
  readonly #portalAddress: string;
  readonly #windows: RoleWindows;
  readonly #traffic = new Map<BrowserRole, VendorTraffic>();
  readonly #oldTraffic: VendorTraffic[] = [];
  readonly #observations = new Map<BrowserRole, SandboxBrowser['observations']>();
  readonly #stepStarts: { readonly id: string; readonly at: number }[] = [];
  #stepId = '';

  constructor(context: RunContext, portalAddress: string, windows: RoleWindows) {
    this.#context = context;
    this.#portalAddress = portalAddress;
    this.#windows = windows;
  }

  /** The step under way; empty before the first. */
  get stepId(): string {
    return this.#stepId;
  }

  /** The step that was under way at that moment. */
  stepAt(at: number): string | null {
    return this.#stepStarts.findLast((step) => step.at <= at)?.id ?? null;
  }

  /**
   * A step of the test. What it does is judged at its end: a failure that it proves fails the step, so that the list shows
   * where it went wrong while the run goes on.
   */
  async step<T>(id: string, work: (signal: AbortSignal) => Promise<T>, judgeNow: () => Promise<readonly Judgement[]>): Promise<T | null> {
    let result: { readonly value: T } | null = null;
    await this.#context.step(id, async (signal) => {
      this.#stepId = id;
      this.#stepStarts.push({ id, at: Date.now() });
      const value = await work(signal);
      result = { value };
      this.doneSteps.add(id);
      const failures = (await judgeNow()).filter((one) => one.status === 'fail');
      await this.#context.pointOut(failures);
      const failure = failures.find((one) => one.stepId === id);
      if (failure !== undefined) throw new StepFailure(failure.message);
      return value;
    });
    // A step that failed only because of what it found has done its work.
    return result === null ? null : (result as { readonly value: T }).value;
  }

  /** The role's browser, and the traffic of the page it has now. */
  async browser(role: BrowserRole): Promise<{ browser: SandboxBrowser; traffic: VendorTraffic }> {
    const browser = await this.#context.browser(role);
    this.#observations.set(role, browser.observations);
    let traffic = this.#traffic.get(role);
    if (traffic === undefined || traffic.page !== browser.page) {
      if (traffic !== undefined) this.#oldTraffic.push(traffic);
      traffic = new VendorTraffic(role, browser.page, this.#portalAddress, () => this.#stepId);
      this.#traffic.set(role, traffic);
      await browser.page.setViewportSize(this.#windows[role]).catch(() => {
        // An engine that cannot resize keeps its window; the width is measured, not assumed.
      });
    }
    return { browser, traffic };
  }

  /** What the role's page does from now on is no matter of this run's portal; what it did is kept. */
  retire(role: BrowserRole): void {
    const traffic = this.#traffic.get(role);
    if (traffic === undefined) return;
    traffic.stop();
    this.#oldTraffic.push(traffic);
    this.#traffic.delete(role);
  }

  /** Opens a page of the portal as this user, once what marks it as loaded is there. */
  async open(role: BrowserRole, userId: string, path: string, ready: string): Promise<{ page: Page; traffic: VendorTraffic }> {
    const { browser, traffic } = await this.browser(role);
    traffic.takeFailure();
    for (let round = 1; ; round += 1)
      try {
        await browser.goto(await this.#context.portal.signInUrl(userId, path));
        break;
      } catch (error) {
        if (round === OPEN_ROUNDS || !/ERR_ABORTED|interrupted by another navigation/.test(String(error))) throw error;
      }
    await browser.page.locator(ready).waitFor();
    return { page: browser.page, traffic };
  }

  /** What the pages loaded and complained of so far. */
  seen(): {
    readonly bodies: readonly VendorBody[];
    readonly failedResponses: readonly FailedResponse[];
    readonly observations: readonly BrowserObservation[];
  } {
    const traffic = [...this.#oldTraffic, ...this.#traffic.values()];
    return {
      bodies: traffic.flatMap((one) => one.bodies),
      failedResponses: traffic.flatMap((one) => one.failedResponses),
      observations: [...this.#observations.values()].flat(),
    };
  }

  /** Waits until the bodies under way are read. */
  async settled(): Promise<void> {
    await Promise.all([...this.#traffic.values()].map((traffic) => traffic.settled()));
  }

  stop(): void {
    for (const traffic of [...this.#traffic.values(), ...this.#oldTraffic]) traffic.stop();
  }

  /** Tells each rule's result, and each failure as a finding. */
  report(judgements: readonly Judgement[], severityOf: (ruleId: string) => Severity): void {
    for (const { ruleId, status, message, confidence, stepId } of judgements) {
      this.#context.ruleResult({ ruleId, status, message, evidenceIds: [] });
      if (status !== 'fail') continue;
      this.#context.finding({ ruleId, severity: severityOf(ruleId), confidence, message, ...(stepId === null ? {} : { stepId }) });
    }
  }

  /** Tells what the solution called, each name once. */
  reportCalls(calls: readonly { readonly name: string; readonly scope: string; readonly count: number }[]): void {
    const counts = new Map<string, { scope: string; count: number }>();
    for (const { name, scope, count } of calls) {
      const known = counts.get(name);
      if (known === undefined) counts.set(name, { scope, count });
      else known.count += count;
    }
    this.#context.calls([...counts].map(([method, { scope, count }]) => ({ method, scope, count })));
  }
}
