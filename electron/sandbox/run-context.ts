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
    | 'crash'
    | 'hang';
  readonly url: string;
  readonly text: string;
}

export interface SandboxBrowser {
  readonly role: BrowserRole;
  readonly page: Page;
  /** Everything observed so far. */
  readonly observations: readonly BrowserObservation[];
  /** Opens the URL in the role's single window. */
  goto(url: string): Promise<void>;
}

export interface StepOptions {
  readonly id: string;
  readonly title: Text;
  readonly role?: BrowserRole;
  /** Checklist items that this step's evidence proves. */
  readonly ruleIds: readonly string[];
}

/** Thrown by a step to fail it with a sentence; anything else that is thrown fails the step with its message. */
export interface RunContext {
  readonly portal: Portal;
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
  browser(role: BrowserRole): Promise<SandboxBrowser>;
  /** The vendor's frame inside the portal page, waited for up to the step limit. */
  vendorFrame(page: Page, selector: string): Promise<Frame>;
  exchanges(): readonly HttpExchange[];
  finding(finding: Omit<RunFinding, 'evidence' | 'stepId'> & { readonly stepId?: string }): void;
  ruleResult(result: RunRuleResult): void;
  calls(calls: readonly RunCall[]): void;
  scopes(scopes: { readonly declared: readonly string[]; readonly used: readonly string[] }): void;
  /** Asks the moderator; resolves with the answer, or 'skipped' in an unattended run. */
  checkpoint(question: Text): Promise<'pass' | 'fail' | 'skipped'>;
}

export interface RunOptions {
  /** Uninstall with data removal (1) or without (0). */
  readonly clean: boolean;
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
