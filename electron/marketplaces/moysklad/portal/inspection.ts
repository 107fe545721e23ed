import type { MoyskladRegistration } from './registration.ts';

/** States of an installation (domain/moysklad.md §4). */
export type InstallationStatus =
  'Activating' | 'SettingsRequired' | 'Activated' | 'ActivationFailed' | 'Deactivating' | 'DeactivationFailed' | 'Suspended';

/** What `inspect()` of the MoySklad portal answers; times in milliseconds since 1970 UTC. `exchangeId` 0: not in the log (yet). */
export interface MoyskladInspection {
  readonly address: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly solutions: readonly SolutionInspection[];
  /** Calls to the portal's interfaces that could not be bound to a solution: no token, unknown token, unknown sub. */
  readonly unattributed: readonly InboundCall[];
}

export interface SolutionInspection {
  readonly code: string;
  readonly name: string;
  readonly mode: MoyskladRegistration['mode'];
  readonly version: string;
  readonly status: InstallationStatus | null;
  readonly cause: string | null;
  readonly everInstalled: boolean;
  readonly installNumber: number;
  readonly history: readonly HistoryEntry[];
  /** The portal's calls to the vendor, every attempt of each. */
  readonly vendorCalls: readonly VendorCall[];
  /** Calls of the vendor to the Vendor API and the JSON API. */
  readonly inbound: readonly InboundCall[];
  readonly webhooks: readonly {
    readonly id: string;
    readonly url: string;
    readonly event: string;
    readonly enabled: boolean;
    readonly installNumber: number;
    /** The last delivery that was not answered 2xx; null while every one was. */
    readonly failure: { readonly at: number; readonly status: number | null; readonly error: string | null } | null;
  }[];
  readonly attributes: readonly { readonly entityType: string; readonly name: string; readonly installNumber: number }[];
  readonly frames: readonly FrameRender[];
  readonly messages: readonly FrameMessage[];
  readonly rightsGranted: readonly string[];
  readonly rightsUsed: readonly string[];
  readonly scope: 'admin' | 'custom' | null;
  readonly hasLoyaltySettings: boolean;
  /** Asynchronous buttons and whether their end was reported; times in milliseconds since 1970 UTC. */
  readonly processes: readonly {
    readonly button: string;
    readonly id: string;
    readonly startedAt: number;
    readonly completedAt: number | null;
  }[];
}

export interface HistoryEntry {
  readonly at: number;
  readonly status: InstallationStatus | 'Uninstalled';
  readonly cause: string | null;
  /** Who brought it there. */
  readonly by: 'portal' | 'answer' | 'vendor';
  readonly installNumber: number;
}

export interface VendorCall {
  readonly kind: 'activation' | 'deactivation' | 'event' | 'button' | 'scenario';
  /** Cause, button or action. */
  readonly name: string;
  /** The same in every attempt of one call. */
  readonly requestId: string;
  readonly attempt: number;
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly contentType: string;
  /** Beginning of the answer's body, secrets masked. */
  readonly body: string;
  /** Status named in the answer, whatever it is; null when there is none. */
  readonly answered: string | null;
  readonly installNumber: number;
  /** Name of the probe that this call was part of; null for an ordinary call. */
  readonly probe: string | null;
  /** Which credentials it was signed with. */
  readonly credentials: 'version' | 'published';
  readonly exchangeId: number;
}

export interface InboundCall {
  readonly at: number;
  readonly api: 'vendor' | 'json';
  readonly method: string;
  /** Resource without identifiers, e.g. "entity/product" or "apps/status". */
  readonly resource: string;
  readonly status: number;
  readonly errorCode: number | null;
  readonly source: 'vendor' | 'browser';
  /** JSON API: the right that the call needs, e.g. "customerOrder:view"; "" when it needs none. */
  readonly right: string;
  /** Of the token or key that was used. */
  readonly token: 'valid' | 'revoked' | 'none' | 'unknown';
  /** Label of the JSON API token in the HTTP log. */
  readonly tokenLabel: string | null;
  readonly tokenInstallNumber: number | null;
  readonly installNumber: number;
  /** Status of the installation when the call came. */
  readonly installation: InstallationStatus | null;
  /** What the caller asked for in PUT status. */
  readonly requested: string | null;
  readonly exchangeId: number;
}

export interface FrameRender {
  /** One rendering of a frame; messages name it. */
  readonly id: string;
  readonly at: number;
  readonly purpose: 'main' | 'widget' | 'popup' | 'chat';
  readonly place: string;
  readonly url: string;
  readonly userId: string;
  readonly installNumber: number;
  /** Label of its contextKey; null when the page asks by message. */
  readonly contextKey: string | null;
  readonly wasContextRead: boolean;
}

export interface FrameMessage {
  readonly frameId: string;
  readonly at: number;
  readonly purpose: 'main' | 'widget' | 'popup' | 'chat';
  readonly place: string;
  readonly name: string;
  /** Null when the portal could take it. */
  readonly error: string | null;
}
