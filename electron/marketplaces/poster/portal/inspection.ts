import type { DataChange, DataDifference } from './account/changes.ts';

/** What `inspect()` of a simulated Poster account answers. Ids of exchanges are those of the HTTP log. */
export interface PosterInspection {
  readonly account: string;
  readonly accountNumber: string;
  readonly applications: readonly PosterApplicationInspection[];
  /** Requests of the API whose token belongs to no application here. */
  readonly unattributed: readonly PosterUnattributedCall[];
  /** Exchanges of a code that named no application of this account. */
  readonly unknownExchanges: readonly PosterExchange[];
  readonly changes: readonly DataChange[];
  /** The account's data now against how they were when the first application was registered, entry by entry. */
  readonly differences: readonly DataDifference[];
}

export interface PosterApplicationInspection {
  readonly code: string;
  readonly isConnected: boolean;
  /** The vendor holds a token: it exchanged a code or accepted the install webhook. */
  readonly isFinished: boolean;
  readonly installNumber: number;
  readonly accessesDeclared: readonly string[] | null;
  readonly accessesUsed: readonly string[];
  readonly windows: readonly PosterManageWindow[];
  readonly exchanges: readonly PosterExchange[];
  readonly calls: readonly PosterApiCalls[];
  readonly webhooks: readonly PosterWebhook[];
  readonly orders: readonly PosterOrderCall[];
  readonly refusedConsents: readonly { readonly at: number; readonly reason: string; readonly given: string }[];
  readonly history: readonly { readonly at: number; readonly what: 'connected' | 'finished' | 'removed'; readonly installNumber: number }[];
}

/** One opening of the window in the admin panel. */
export interface PosterManageWindow {
  readonly id: string;
  readonly at: number;
  readonly userId: string;
  readonly installNumber: number;
  readonly codeLabel: string;
  /** Milliseconds from the opening to the page's {hideSpinner: true}; null while the spinner is there. */
  readonly spinnerHiddenAfterMs: number | null;
  readonly isCodeExchanged: boolean;
}

/** One request of a token for a code. */
export interface PosterExchange {
  readonly at: number;
  readonly kind: 'oauth' | 'manage';
  readonly generation: 'v2' | 'legacy';
  readonly source: 'vendor' | 'browser';
  readonly installNumber: number;
  /** What was wrong; null for a token. */
  readonly error: 'application' | 'secret' | 'redirect-uri' | 'code' | 'grant-type' | 'field' | 'verify' | 'not-connected' | null;
  /** The field or value that was at fault, without secrets. */
  readonly detail: string;
  readonly exchangeId: number | null;
}

export type PosterTokenState = 'valid' | 'expired' | 'replaced' | 'removed' | 'unknown' | 'missing' | 'forged';

/** Calls of one method with tokens of one state. */
export interface PosterApiCalls {
  readonly method: string;
  readonly section: string;
  readonly writes: boolean;
  readonly installNumber: number;
  readonly source: 'vendor' | 'browser';
  readonly token: PosterTokenState;
  /** Installation whose token it was; null when the token says nothing. */
  readonly tokenInstallNumber: number | null;
  readonly count: number;
  /** Error code of the API -> how often. */
  readonly errors: Readonly<Record<string, number>>;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface PosterUnattributedCall {
  readonly at: number;
  readonly method: string;
  readonly token: PosterTokenState;
  readonly source: 'vendor' | 'browser';
  readonly exchangeId: number | null;
}

/** One event and the attempts to deliver it. */
export interface PosterWebhook {
  readonly id: number;
  readonly object: string;
  readonly objectId: number;
  readonly action: string;
  readonly installNumber: number;
  readonly raisedAt: number;
  readonly kind: 'genuine' | 'duplicate' | 'forged';
  readonly state: 'waiting' | 'accepted' | 'given-up';
  readonly attempts: readonly PosterAttempt[];
}

export interface PosterAttempt {
  readonly number: number;
  readonly at: number;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly body: string;
  readonly exchangeId: number | null;
}

/** What came with createIncomingOrder, createReservation or createClient. */
export interface PosterOrderCall {
  readonly at: number;
  readonly method: string;
  readonly installNumber: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly errorCode: number | null;
  /** Id of what was made. */
  readonly id: number | null;
}
