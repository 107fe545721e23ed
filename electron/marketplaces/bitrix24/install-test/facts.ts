import type { BrowserRole, HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { BrowserObservation } from '../../../sandbox/run-context.ts';
import type { Bitrix24ApplicationInspection, Bitrix24FrameRender } from '../portal/inspection.ts';
import type { Bitrix24Registration } from '../portal/registration.ts';

/** What one vendor page showed at the end of a step. Lengths of texts are bounded where they are taken. */
export interface PageSnapshot {
  readonly stepId: string;
  readonly role: BrowserRole;
  readonly purpose: 'installer' | 'application' | 'widget';
  /** Number of the installation on this portal: 1 before the uninstallation, 2 after it. */
  readonly installNumber: number;
  readonly at: number;
  readonly url: string;
  /** HTTP status of the document; null when it was not seen. */
  readonly httpStatus: number | null;
  readonly title: string;
  /** Visible text. */
  readonly text: string;
  readonly html: string;
  /** Visible things that are not text: pictures, fields, buttons, canvases, frames. */
  readonly visibleElements: number;
  readonly layouts: readonly FrameLayout[];
  readonly brokenImages: readonly string[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly checkedLinks: readonly CheckedLink[];
  /** Parts of the page asked for over plain HTTP. */
  readonly insecureParts: readonly { readonly tag: string; readonly url: string }[];
  readonly passwordFields: readonly { readonly name: string; readonly context: string }[];
  readonly fieldValues: readonly string[];
  readonly storage: readonly { readonly kind: 'local' | 'session' | 'cookie'; readonly key: string; readonly value: string }[];
  /** Names of debugging tools found in the page. */
  readonly debugMarks: readonly string[];
}

/** Sizes in CSS pixels of the frame's root and of what it holds, in a window of the given width. */
export interface FrameLayout {
  readonly windowWidth: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly scrollsHorizontally: boolean;
  readonly scrollsVertically: boolean;
}

export interface CheckedLink {
  readonly href: string;
  readonly status: number | null;
  readonly error: string | null;
}

/** A text answer of the vendor's server that reached the browser, unmasked; it lives in memory only. */
export interface VendorBody {
  readonly stepId: string | null;
  readonly role: BrowserRole;
  readonly url: string;
  readonly status: number;
  readonly resourceType: string;
  readonly contentType: string;
  readonly body: string;
}

/** A page that did not come into the portal's frame. */
export interface UnopenedPage {
  readonly stepId: string;
  readonly role: BrowserRole;
  readonly purpose: PageSnapshot['purpose'];
  readonly installNumber: number;
  readonly url: string;
  /** Network fault of the browser, or why the wait ended. */
  readonly reason: string;
}

/** An answer to a page of something other than a document that was an error (4xx, 5xx). */
export interface FailedResponse {
  readonly stepId: string | null;
  readonly url: string;
  readonly status: number;
  readonly resourceType: string;
}

/** How one attempt to install ended. */
export interface InstallAttempt {
  readonly installNumber: number;
  readonly stepId: string;
  /** refused: the portal showed no installation; stalled: the wizard or callback came to rest without finishing. */
  readonly outcome: 'finished' | 'stalled' | 'refused';
  /** Buttons that were pressed in the wizard. */
  readonly pressed: readonly string[];
  /** What stood on the page when it came to rest. */
  readonly lastText: string;
}

export interface CanaryFacts {
  /** An unmistakable text typed into the application. */
  readonly text: string;
  readonly stepId: string;
  /** Seen again after the page was opened anew: the vendor keeps it. */
  readonly wasKept: boolean;
  readonly whyNot: string | null;
}

export interface ForgedEventFacts {
  readonly stepId: string;
  readonly event: string;
  readonly status: number | null;
  readonly error: string | null;
  /** Whether the application still worked and showed its data afterwards; null when there is no page to look at. */
  readonly stillWorks: boolean | null;
  readonly lastText: string;
}

/** Everything a run gathered. Detectors are pure functions over it, so a partial run can be judged too. */
export interface RunFacts {
  readonly registration: Bitrix24Registration;
  /** Uninstalled with data removal. */
  readonly clean: boolean;
  readonly portalAddress: string;
  readonly secrets: readonly string[];
  readonly pages: readonly PageSnapshot[];
  readonly unopened: readonly UnopenedPage[];
  readonly bodies: readonly VendorBody[];
  readonly failedResponses: readonly FailedResponse[];
  readonly observations: readonly BrowserObservation[];
  readonly exchanges: readonly HttpExchange[];
  readonly installs: readonly InstallAttempt[];
  /** State right before the uninstallation, after the events settled. */
  readonly beforeUninstall: Bitrix24ApplicationInspection | null;
  /** State at the end of the watch after the uninstallation. */
  readonly afterErasure: Bitrix24ApplicationInspection | null;
  /** State now. */
  readonly latest: Bitrix24ApplicationInspection | null;
  readonly canary: CanaryFacts | null;
  readonly watchMs: number | null;
  readonly forged: ForgedEventFacts | null;
  /** Steps that were done, with their state; a rule is only judged when the step that proves it ran. */
  readonly doneSteps: ReadonlySet<string>;
  /** The step under way at that time (ms UTC), whose evidence shows what happened then; null before the first one. */
  stepAt(at: number): string | null;
  /** An answer to an event slower than this is a finding. */
  readonly slowEventMs: number;
}

/** Only what belongs to an installation. */
export function framesOf(application: Bitrix24ApplicationInspection, installNumber: number): readonly Bitrix24FrameRender[] {
  return application.frames.filter((frame) => frame.installNumber === installNumber);
}
