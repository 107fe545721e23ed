import type { Frame, Page } from 'playwright';
import type { BrowserRole, HttpExchange, RunCall, RunFinding, RunRuleResult } from '../../shared/domain/install-test.ts';
import type { Portal, SolutionRegistration } from '../portals/portal.ts';

type Text = { readonly ru: string; readonly en: string };

/** What the pages of one role's sandbox browser showed since a mark was taken. */
export interface BrowserObservation {
  readonly at: number;
  readonly stepId: string | null;
  readonly role: BrowserRole;
  readonly kind:
    | 'console-error'
    | 'page-error'
    | 'request-failed'
    | 'response-error'
    | 'dialog'
    | 'popup'
    | 'download'
    | 'permission'
    | 'blocked-request'
    | 'http-auth'
    | 'certificate'
    | 'crash'
    | 'hang';
  readonly url: string;
  readonly text: string;
}

/** One request of a page, as the browser saw it. Secrets are not masked here; they are in everything that is written. */
export interface BrowserRequest {
  readonly at: number;
  readonly stepId: string | null;
  readonly role: BrowserRole;
  readonly method: string;
  readonly url: string;
  /** document, script, stylesheet, image, font, xhr, fetch, websocket, … */
  readonly resourceType: string;
  /** URL of the frame that asked. */
  readonly frameUrl: string;
  readonly status: number | null;
  readonly mime: string | null;
  /** Network fault, e.g. "net::ERR_CONNECTION_REFUSED". */
  readonly failure: string | null;
  readonly durationMs: number | null;
}

export interface SandboxBrowser {
  readonly role: BrowserRole;
  /** The role's single window. Read it again after a step that failed: a browser whose page hung is replaced by a fresh one. */
  readonly page: Page;
  /** Everything observed so far. */
  readonly observations: readonly BrowserObservation[];
  /** Every request that ended so far, and every web socket that was opened. */
  readonly requests: readonly BrowserRequest[];
  /** Opens the URL in the role's single window and waits for its load event. */
  goto(url: string): Promise<void>;
}

/** A place in the window, in CSS pixels from its upper left corner, as `Locator.boundingBox()` gives it, for elements inside frames too. */
export interface PictureMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StepOptions {
  readonly id: string;
  readonly title: Text;
  readonly role?: BrowserRole;
  /** Checklist items that this step's evidence proves. */
  readonly ruleIds: readonly string[];
}

/** Thrown by a step whose work was done and showed a fault of the solution: the step fails with these words and no others. */
export class StepFailure extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.name = 'StepFailure';
    this.text = text;
  }
}

/** Something of the solution that was found broken, by rule. */
export interface Fault {
  readonly ruleId: string;
  readonly message: Text;
}

/**
 * What an install test does its work with. How a run ends:
 * a finding other than "could-not-look" makes it 'findings'; without one, a failed step or one that could not be looked at makes it 'incomplete';
 * 'passed' needs every planned step passed or skipped as not applicable. The limits, a stop, a dead browser and anything thrown outside
 * a step end the run at once as 'incomplete'.
 * A step fails with the message of what it throws. An AppError with one of the vendor-… codes names the run's problem
 * when nothing was found; for other errors the engine looks at the step's traffic to name it.
 */
export interface RunContext {
  readonly portal: Portal;
  /** Another portal of the same marketplace, where the solution never was; null unless the run asks for one. */
  readonly secondPortal: Portal | null;
  readonly solution: SolutionRegistration;
  readonly options: RunOptions;
  /** Declares phases and steps up front so that the list can be drawn before it runs. */
  plan(phases: readonly { readonly name: string; readonly title: Text; readonly steps: readonly StepOptions[] }[]): void;
  phase<T>(name: string, work: () => Promise<T>): Promise<T>;
  /**
   * Runs one planned step: waits while paused, times it, takes a screenshot of the role's browser at its end,
   * files the console, network and portal exchanges of the step as evidence.
   * A failed step returns null and does not throw, unless the run was stopped.
   */
  step<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null>;
  /** A step that cannot be looked at: marked as such with a reason, never passed. */
  couldNotLook(id: string, reason: Text): void;
  /** A step that does not apply to this solution: left out with a reason, without spoiling the outcome. */
  skip(id: string, reason: Text): void;
  browser(role: BrowserRole): Promise<SandboxBrowser>;
  /** The vendor's frame inside the portal page, waited for up to the step limit. */
  vendorFrame(page: Page, selector: string): Promise<Frame>;
  /**
   * One more picture of the role's window as it is now, with places outlined; evidence of the step under way (every step ends with a
   * plain picture of its own accord). Secrets are blacked out in it as in every picture.
   */
  picture(role: BrowserRole, title: Text, marks: readonly PictureMark[]): Promise<void>;
  /**
   * Looks on the page of the step under way for what the words of these faults quote, and takes a picture of each with it outlined; evidence
   * of that step. Give all that are known so far, those of earlier steps too: a fault that cannot be seen is looked for once more at the
   * next call, because it may be noticed after its page was left; one that was outlined is not outlined again.
   */
  pointOut(faults: readonly Fault[]): Promise<void>;
  /** The portal's exchanges known so far; complete at the start of every step. `portal.exchanges()` asks afresh. */
  exchanges(): readonly HttpExchange[];
  /** Bound to `stepId`, else to the step under way, whose evidence it gets. */
  finding(finding: Omit<RunFinding, 'evidence' | 'stepId'> & { readonly stepId?: string }): void;
  /** With empty `evidenceIds` it gets the evidence of all steps that name its rule. The last result of a rule counts. */
  ruleResult(result: RunRuleResult): void;
  calls(calls: readonly RunCall[]): void;
  scopes(scopes: { readonly declared: readonly string[]; readonly used: readonly string[] }): void;
  /** Asks the moderator; resolves with the answer, or 'skipped' in an unattended run. */
  checkpoint(question: Text): Promise<'pass' | 'fail' | 'skipped'>;
}

export interface RunOptions {
  /** Uninstall with data removal (1) or without (0). */
  readonly clean: boolean;
  /** Faults of the portal to try out, by the marketplace's names; absent: those it tries on every solution. */
  readonly probes?: readonly string[];
  /** The published version: at the end it is installed and updated to the tested one. Only for marketplaces that name the run in `Marketplace.runs`. */
  readonly updateFrom?: SolutionRegistration;
  /** At the end the solution is connected to a second portal as well. Only for marketplaces that name the run in `Marketplace.runs`. */
  readonly secondPortal?: boolean;
  /** Limit for a single step. */
  readonly stepTimeoutMs: number;
  /** Limit for the whole run. */
  readonly timeoutMs: number;
  readonly fullTrace: boolean;
  readonly attended: boolean;
  readonly language: 'ru' | 'en';
}

/** The lifecycle protocol of a marketplace as a replayable test. */
export type InstallTest = (context: RunContext) => Promise<void>;
