import type { BrowserObservation } from '../../../sandbox/run-context.ts';
import type { FailedResponse, PageSnapshot, UnopenedPage, VendorBody } from '../../page-watch/page-facts.ts';
import type { SolutionInspection, InboundCall } from '../portal/inspection.ts';
import type { MoyskladRegistration } from '../portal/registration.ts';

/** What came of typing an unmistakable text into the settings and saving it. */
export interface SavedSettings {
  readonly stepId: string;
  readonly text: string;
  /** A form was found and sent. */
  readonly wasSent: boolean;
  /** The text was there when the window was opened anew. */
  readonly wasKept: boolean;
  readonly statusBefore: string | null;
  readonly statusAfter: string | null;
}

/** What an employee without administrator's rights could do. */
export interface EmployeeAttempt {
  readonly stepId: string;
  readonly text: string;
  readonly wasSent: boolean;
  /** Seen by the administrator afterwards. */
  readonly wasKept: boolean;
}

export interface ExpiredKeyAnswer {
  readonly status: number | null;
  readonly body: string;
}

/** A visit of the main window and what it needed. */
export interface WindowVisit {
  readonly stepId: string;
  /** JSON API calls of the vendor's server during the visit. */
  readonly calls: readonly InboundCall[];
  readonly page: PageSnapshot | null;
}

/** Everything a run gathered. Detectors are pure functions over it, so a partial run can be judged too. */
export interface RunFacts {
  readonly registration: MoyskladRegistration;
  readonly portalAddress: string;
  readonly vendorOrigins: ReadonlySet<string>;
  readonly secrets: readonly string[];
  readonly pages: readonly PageSnapshot[];
  readonly unopened: readonly UnopenedPage[];
  readonly bodies: readonly VendorBody[];
  readonly failedResponses: readonly FailedResponse[];
  readonly observations: readonly BrowserObservation[];
  readonly solution: SolutionInspection | null;
  /** State before the removal. */
  readonly beforeRemoval: SolutionInspection | null;
  /** State after the second connection. */
  readonly afterReinstall: SolutionInspection | null;
  readonly unattributed: readonly InboundCall[];
  readonly saved: SavedSettings | null;
  readonly employee: EmployeeAttempt | null;
  readonly expiredKey: ExpiredKeyAnswer | null;
  /** The main window as the administrator saw it, by the purpose of the visit. */
  readonly visits: Readonly<Partial<Record<'settings' | 'tariff' | 'resumed' | 'reinstalled', WindowVisit>>>;
  /** Widgets that declare open-feedback and how it went, by extension point. */
  readonly feedback: readonly {
    readonly point: string;
    readonly stepId: string;
    readonly wasSent: boolean;
    /** Ready again after the page went on to the next document, in the same frame; null when there was no next one. */
    readonly wasSentAgain: boolean | null;
    /** A script that the sandbox did not let through; without it nothing can be said. */
    readonly missing: string | null;
  }[];
  /** Webhooks and fields right before and after the activation was repeated with the same request id. */
  readonly repeated: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
  /** The main window with the portal in English; null when it was not opened so. */
  readonly english: { readonly stepId: string; readonly page: PageSnapshot } | null;
  /** Language of the portal during the run. */
  readonly language: 'ru' | 'en';
  readonly watchMs: number;
  readonly doneSteps: ReadonlySet<string>;
  /** The step under way at that time (ms UTC). */
  stepAt(at: number): string | null;
}
