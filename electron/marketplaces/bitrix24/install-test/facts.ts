import type { HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { BrowserObservation } from '../../../sandbox/run-context.ts';
import type { Bitrix24ApplicationInspection, Bitrix24FrameRender } from '../portal/inspection.ts';
import type { Bitrix24Registration } from '../portal/registration.ts';
import type { FailedResponse, PageSnapshot, UnopenedPage, VendorBody } from '../../page-watch/page-facts.ts';

/** How one attempt to install ended. */
export interface InstallAttempt {
  readonly installNumber: number;
  readonly stepId: string;
  /** When it began, ms UTC: an update starts a new attempt within the same installation. */
  readonly startedAt: number;
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

/** Texts that were written into the solution's options on the portal, where the portal erases them itself. */
export interface OptionCanaryFacts {
  readonly name: string;
  readonly app: string;
  readonly user: string;
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

/** The update from the published version to the tested one. */
export interface UpdateFacts {
  readonly stepId: string;
  readonly fromVersion: string;
  readonly outcome: InstallAttempt['outcome'];
  readonly lastText: string;
  /** The application's page afterwards; null when there is none or it did not open. */
  readonly page: PageSnapshot | null;
  /** State once everything had settled. */
  readonly after: Bitrix24ApplicationInspection;
}

/** A second portal, connected while the first one still has the solution. */
export interface SecondPortalFacts {
  readonly stepId: string;
  readonly outcome: InstallAttempt['outcome'];
  readonly lastText: string;
  /** Last answer to ONAPPINSTALL where there is no page; null when there was none. */
  readonly handlerStatus: number | null;
  readonly page: PageSnapshot | null;
  /** The application's page on the first portal, opened again after the second one was connected. */
  readonly firstPage: PageSnapshot | null;
  /** REST calls that the second portal got while only the first one's page was opened, and none that the first one got. */
  readonly strayCalls: readonly string[];
  /** A text typed in on the first portal before; null when it could not be. */
  readonly canaryText: string | null;
}

/** Everything a run gathered. Detectors are pure functions over it, so a partial run can be judged too. */
export interface RunFacts {
  readonly registration: Bitrix24Registration;
  /** Uninstalled with data removal. */
  readonly clean: boolean;
  readonly portalAddress: string;
  /** Origins of the addresses in the version card. */
  readonly vendorOrigins: ReadonlySet<string>;
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
  /** State once the reinstallation had settled. */
  readonly afterReinstall: Bitrix24ApplicationInspection | null;
  /** State after an installation that was begun twice. */
  readonly installedTwice: Bitrix24ApplicationInspection | null;
  readonly update: UpdateFacts | null;
  readonly secondPortal: SecondPortalFacts | null;
  readonly canary: CanaryFacts | null;
  readonly optionCanary: OptionCanaryFacts | null;
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
