import type { HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { BrowserObservation } from '../../../sandbox/run-context.ts';
import type { FailedResponse, PageSnapshot, UnopenedPage, VendorBody } from '../../page-watch/page-facts.ts';
import type { PosterApplicationInspection, PosterInspection } from '../portal/inspection.ts';
import type { PosterRegistration } from '../portal/registration.ts';

/** How one attempt to connect ended. */
export interface ConnectAttempt {
  readonly installNumber: number;
  readonly stepId: string;
  /** finished: the vendor holds a token; refused: the account did not let it begin; stalled: no token was asked for, or none was given. */
  readonly outcome: 'finished' | 'refused' | 'stalled';
  /** Where the browser came to rest, and what stood there. */
  readonly url: string;
  readonly httpStatus: number | null;
  readonly lastText: string;
}

/** A field on a vendor's page that asks for a token or key of Poster. */
export interface TokenField {
  readonly stepId: string;
  readonly url: string;
  readonly label: string;
}

/** What could be seen of an event's effect from outside. */
export interface EventEffect {
  readonly object: string;
  /** Methods that the vendor called in answer. */
  readonly methods: readonly string[];
  /** Changes of the account's data that it made in answer. */
  readonly changes: readonly string[];
}

export interface ProbeEffect {
  readonly stepId: string;
  readonly effects: readonly EventEffect[];
  /** Lines of the vendor's page that changed by it; null when no page could be compared, because there is none or it is never the same. */
  readonly changedLines: readonly string[] | null;
  /** Answers of the vendor to the events. */
  readonly answers: readonly { readonly object: string; readonly action: string; readonly status: number | null }[];
  /** The vendor used a token that only a forged event carried. */
  readonly usedForgedToken: boolean;
  /** After a forged removal a genuine event had no effect any more. */
  readonly stoppedWorking: boolean;
}

/** What came of the terminal's decisions. */
export interface DecisionFacts {
  readonly stepId: string;
  readonly decided: readonly { readonly orderId: string; readonly decision: string }[];
  readonly isTold: boolean;
  readonly asked: boolean;
  readonly isShown: boolean;
}

/** Everything a run gathered. Detectors are pure functions over it, so a partial run can be judged too. */
export interface RunFacts {
  readonly registration: PosterRegistration;
  readonly portalAddress: string;
  readonly vendorOrigins: ReadonlySet<string>;
  readonly secrets: readonly string[];
  readonly pages: readonly PageSnapshot[];
  readonly unopened: readonly UnopenedPage[];
  readonly bodies: readonly VendorBody[];
  readonly failedResponses: readonly FailedResponse[];
  readonly observations: readonly BrowserObservation[];
  readonly exchanges: readonly HttpExchange[];
  readonly connects: readonly ConnectAttempt[];
  readonly tokenFields: readonly TokenField[];
  /** Windows whose spinner was waited for in vain, by the step. */
  readonly spinning: readonly { readonly stepId: string; readonly waitedMs: number }[];
  /** Events of the account and what they set off. */
  readonly genuine: readonly EventEffect[];
  readonly duplicate: ProbeEffect | null;
  readonly forged: ProbeEffect | null;
  readonly decisions: DecisionFacts | null;
  readonly inspection: PosterInspection | null;
  /** State now. */
  readonly latest: PosterApplicationInspection | null;
  /** Right before the removal. */
  readonly beforeRemoval: PosterApplicationInspection | null;
  readonly removedAt: number | null;
  readonly watchMs: number;
  /** Steps that were done; a rule is only judged when the step that proves it ran. */
  readonly doneSteps: ReadonlySet<string>;
  /** The step under way at that time (ms UTC); null before the first one. */
  stepAt(at: number): string | null;
  /** A slower answer to a webhook is a finding. */
  readonly slowWebhookMs: number;
}
