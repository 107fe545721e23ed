import type { Severity } from './rulebook.ts';

/** What a run or a check says about one rule. "could-not-look" is never a pass. */
export const CONFIDENCES = ['observed', 'not-observed', 'could-not-look'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const STEP_STATES = ['waiting', 'running', 'passed', 'failed', 'could-not-look', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

export const RUN_OUTCOMES = ['passed', 'findings', 'incomplete'] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** queued: waits until a processor is free; it has its portal already. */
export const RUN_STATES = ['queued', 'starting', 'running', 'paused', 'checkpoint', 'finished', 'stopped'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Further runs that some marketplaces' tests offer beside the usual one. */
export const FURTHER_RUNS = ['update', 'second-portal'] as const;
export type FurtherRun = (typeof FURTHER_RUNS)[number];

export const EVIDENCE_KINDS = ['screenshot', 'console', 'network', 'http', 'file', 'trace', 'report'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const BROWSER_ROLES = ['administrator', 'user'] as const;
export type BrowserRole = (typeof BROWSER_ROLES)[number];

/** A file that a run left in its output folder; secrets were masked before it was written. */
export interface RunEvidence {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly stepId: string;
  readonly ruleIds: readonly string[];
  /** Path relative to the run's output folder, with forward slashes. */
  readonly path: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly title: string;
  /** A picture that points at something: how many places are outlined in it. It proves its own rules alone, not those of the whole step. */
  readonly marks?: number;
}

/** What a step saw, in numbers, so that a list can tell where to look. */
export interface StepCounts {
  readonly consoleErrors: number;
  readonly failedRequests: number;
  readonly exchanges: number;
}

export interface RunStep {
  readonly id: string;
  readonly phase: string;
  /** Message key without parameters, e.g. "install.open-card"; the texts live in the marketplace. */
  readonly name: string;
  readonly title: { readonly ru: string; readonly en: string };
  readonly role: BrowserRole | null;
  readonly state: StepState;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly message: string | null;
  readonly ruleIds: readonly string[];
  readonly evidenceIds: readonly string[];
  /** Absent until the step has ended. */
  readonly counts?: StepCounts;
}

export interface RunPhase {
  readonly name: string;
  readonly title: { readonly ru: string; readonly en: string };
  readonly status: StepState;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
}

export interface RunFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: { readonly ru: string; readonly en: string };
  readonly stepId: string | null;
  readonly evidence: readonly { readonly id: string; readonly sha256: string; readonly path: string }[];
}

/** A rule the run could judge: what it saw. Findings are the failed ones, in full. */
export interface RunRuleResult {
  readonly ruleId: string;
  readonly status: 'pass' | 'fail' | 'could-not-look';
  readonly message: { readonly ru: string; readonly en: string };
  readonly evidenceIds: readonly string[];
}

export interface RunCall {
  readonly method: string;
  readonly scope: string;
  readonly count: number;
}

/** One HTTP exchange seen by the simulated portal, secrets already masked. */
export interface HttpExchange {
  readonly id: number;
  readonly at: number;
  readonly direction: 'browser-to-portal' | 'vendor-to-portal' | 'portal-to-vendor' | 'browser-to-vendor';
  /** What it is in the protocol: page, frame, rest, oauth, event, head, static, api. */
  readonly kind: string;
  /** REST method, event name or grant type, when there is one. */
  readonly name: string | null;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
  readonly durationMs: number;
  /** Network fault in plain words, e.g. "timeout after 10000 ms". */
  readonly error: string | null;
}

/** The document that `install-test --json` prints and that a finished run is stored as. */
export interface RunReport {
  readonly format: 'moderation-install-test';
  readonly formatVersion: 1;
  readonly runId: string;
  readonly marketplace: string;
  readonly outcome: RunOutcome;
  /** Why a run is incomplete or could not start: closed error code and sentence. */
  readonly problem: { readonly code: string; readonly message: { readonly ru: string; readonly en: string } } | null;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly solution: { readonly code: string; readonly version: string; readonly mode: string };
  readonly portal: {
    readonly address: string;
    readonly memberId: string;
    readonly ca: string | null;
    /** Programming interfaces of the portal by the marketplace's names; absent where the address says it all. */
    readonly services?: Readonly<Record<string, string>>;
  };
  readonly phases: readonly RunPhase[];
  readonly steps: readonly RunStep[];
  readonly findings: readonly RunFinding[];
  readonly ruleResults: readonly RunRuleResult[];
  readonly calls: readonly RunCall[];
  readonly scopes: { readonly declared: readonly string[]; readonly used: readonly string[] };
  readonly evidence: readonly RunEvidence[];
}

/** Live messages of a run, coalesced by the runner. */
export type RunProgress =
  | { readonly type: 'state'; readonly state: RunState }
  | { readonly type: 'plan'; readonly phases: readonly RunPhase[]; readonly steps: readonly RunStep[] }
  | { readonly type: 'phase'; readonly phase: RunPhase }
  | { readonly type: 'step'; readonly step: RunStep }
  | { readonly type: 'evidence'; readonly evidence: RunEvidence }
  | { readonly type: 'finding'; readonly finding: RunFinding }
  | { readonly type: 'exchange'; readonly exchange: HttpExchange; readonly stepId: string | null }
  | { readonly type: 'checkpoint'; readonly checkpointId: string; readonly question: { readonly ru: string; readonly en: string } }
  | { readonly type: 'report'; readonly report: RunReport };
