import type { Bitrix24Mode, Bitrix24Status } from './registration.ts';

/**
 * What `Portal.inspect()` of the simulated Bitrix24 portal returns: everything the portal saw and knows, per solution.
 * Times are integer milliseconds UTC. Secrets never appear; tokens are named by the labels used in the HTTP log.
 * `installNumber` counts the installations of the solution on this portal from 1, so that the first install and a reinstall can be compared.
 */
export interface Bitrix24Inspection {
  readonly address: string;
  readonly memberId: string;
  readonly inspectedAt: number;
  readonly applications: readonly Bitrix24ApplicationInspection[];
  /** REST and OAuth calls that could not be bound to any solution (no token, unknown token, unknown client). */
  readonly unattributedCalls: readonly Bitrix24UnattributedCall[];
  /** Commands given by control() in this process, oldest first. */
  readonly faults: readonly string[];
}

export interface Bitrix24ApplicationInspection {
  readonly code: string;
  readonly name: string;
  readonly mode: Bitrix24Mode;
  readonly status: Bitrix24Status;
  /** Version on the catalogue card. */
  readonly registeredVersion: string;
  /** Version on the portal; null when not installed. */
  readonly installedVersion: string | null;
  /** True once the solution was installed here at any time, also by an earlier process: the portal is not clean for it. */
  readonly everInstalled: boolean;
  /** Times it was installed here (updates not counted). */
  readonly installNumber: number;
  /** ACTIVE: present on the portal. */
  readonly active: boolean;
  /** INSTALLED: the installation is finished; `app.info` answers the same. */
  readonly finished: boolean;
  readonly history: readonly Bitrix24HistoryEntry[];
  readonly headChecks: readonly Bitrix24HeadCheck[];
  readonly addressNotes: readonly Bitrix24AddressNote[];
  /** Handlers and widgets bound now. */
  readonly handlers: readonly Bitrix24Handler[];
  readonly placements: readonly Bitrix24PlacementHandler[];
  /** Every successful or refused bind and unbind, also of earlier installations. */
  readonly bindings: readonly Bitrix24Binding[];
  readonly appOptionKeys: readonly string[];
  readonly userOptionKeys: readonly { readonly userId: string; readonly keys: readonly string[] }[];
  readonly entityNames: readonly string[];
  /** Robots, bots, telephone lines and other features registered by code. */
  readonly registrations: readonly { readonly kind: string; readonly codes: readonly string[] }[];
  readonly tokens: {
    readonly valid: number;
    readonly expired: number;
    readonly revoked: number;
    readonly refreshValid: number;
  };
  /** Calls made with a token that an uninstall had revoked: proof that the vendor kept it. */
  readonly deadTokenUses: readonly Bitrix24DeadTokenUse[];
  readonly installFinishCalls: readonly Bitrix24InstallFinishCall[];
  /** Every rendering of the application, installer or widget frame. */
  readonly frames: readonly Bitrix24FrameRender[];
  readonly events: readonly Bitrix24EventDelivery[];
  readonly restCalls: readonly Bitrix24RestCalls[];
  /** Methods among them that this portal does not play: they were answered with nothing in particular. */
  readonly standIns: readonly string[];
  readonly oauthCalls: readonly Bitrix24OAuthCall[];
  readonly scopesDeclared: readonly string[];
  readonly scopesUsed: readonly string[];
  /** Messages from the frame by command name. */
  readonly frameMessages: readonly { readonly command: string; readonly count: number }[];
}

export interface Bitrix24UnattributedCall {
  readonly at: number;
  readonly kind: 'rest' | 'oauth';
  readonly name: string;
  readonly error: string;
  readonly exchangeId: number;
}

export interface Bitrix24HistoryEntry {
  readonly at: number;
  readonly what: 'installed' | 'finished' | 'updated' | 'uninstalled';
  readonly version: string;
  readonly installNumber: number;
  readonly userId: string | null;
  /** Tick «удалить настройки и данные»; null unless uninstalled. */
  readonly clean: boolean | null;
}

export interface Bitrix24HeadCheck {
  readonly field: 'appUrl' | 'installUrl' | 'eventUrl' | 'settingsUrl';
  readonly url: string;
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
  /** 200, 301 or 302 (domain/bitrix24.md §8). */
  readonly accepted: boolean;
  readonly durationMs: number;
  readonly exchangeId: number;
}

/** Why a real portal would not have accepted an address that this one did. */
export interface Bitrix24AddressNote {
  readonly place: string;
  readonly url: string;
  readonly reason: 'loopback' | 'undotted-host' | 'plain-http';
}

export interface Bitrix24Handler {
  readonly event: string;
  readonly url: string;
  readonly userId: string | null;
  readonly offline: boolean;
  readonly boundAt: number;
  readonly installNumber: number;
  /** The portal's own subscription from the version card (modes C and D), not a call of event.bind. */
  readonly byPortal: boolean;
}

export interface Bitrix24PlacementHandler {
  readonly placement: string;
  readonly url: string;
  readonly title: string;
  readonly boundAt: number;
  readonly installNumber: number;
}

export interface Bitrix24Binding {
  readonly at: number;
  readonly action: 'event.bind' | 'event.unbind' | 'placement.bind' | 'placement.unbind';
  readonly name: string;
  readonly url: string;
  readonly installNumber: number;
  /** REST error code, null when it was accepted. */
  readonly error: string | null;
  readonly exchangeId: number;
}

export interface Bitrix24DeadTokenUse {
  readonly at: number;
  readonly exchangeId: number;
  readonly kind: 'rest' | 'oauth';
  /** REST method or grant type. */
  readonly name: string;
  /** Label of the token in the HTTP log, e.g. ‹access_token#3›. */
  readonly token: string;
  readonly source: 'vendor' | 'browser';
  /** Installation that the token belonged to. */
  readonly installNumber: number;
  readonly revokedAt: number;
  /** True when the solution was installed again at that moment. */
  readonly afterReinstall: boolean;
}

export interface Bitrix24InstallFinishCall {
  readonly at: number;
  readonly userId: string;
  readonly installNumber: number;
  readonly accepted: boolean;
  readonly reason: 'finished' | 'already-finished' | 'not-administrator' | 'not-installer';
  readonly exchangeId: number;
}

export interface Bitrix24FrameRender {
  readonly at: number;
  readonly appSid: string;
  readonly userId: string;
  readonly url: string;
  /** GET for archives (mode E), POST otherwise. */
  readonly method: 'GET' | 'POST';
  readonly purpose: 'installer' | 'application' | 'widget' | 'settings';
  readonly placement: string;
  readonly placementOptions: string;
  readonly installNumber: number;
  readonly version: string;
  /** FIRST_RUN as the frame was told. */
  readonly firstRun: boolean;
}

export interface Bitrix24EventDelivery {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly installNumber: number;
  readonly raisedAt: number;
  readonly state: 'queued' | 'sending' | 'delivered' | 'failed' | 'dropped';
  /** Why a dropped event never left: "not-finished", "not-active", "lost" (fault), "offline". */
  readonly droppedBecause: 'not-finished' | 'not-active' | 'lost' | 'offline' | null;
  readonly startedAt: number | null;
  /** Final status after redirects; null when there was no answer. */
  readonly status: number | null;
  readonly durationMs: number | null;
  readonly redirects: number;
  readonly error: string | null;
  readonly exchangeId: number | null;
  /** The value of data[CLEAN] for ONAPPUNINSTALL. */
  readonly clean: boolean | null;
  /** True for a probe with a wrong application_token. */
  readonly forged: boolean;
}

export interface Bitrix24RestCalls {
  readonly method: string;
  /** Scope that the method needs; "" for methods that need none; null for unknown methods. */
  readonly scope: string | null;
  readonly installNumber: number;
  readonly source: 'vendor' | 'browser';
  readonly count: number;
  /** How often each error code was the answer. */
  readonly errors: Readonly<Record<string, number>>;
  readonly firstExchangeId: number;
  readonly lastExchangeId: number;
}

export interface Bitrix24OAuthCall {
  readonly at: number;
  readonly grantType: string;
  readonly status: number;
  readonly error: string | null;
  readonly installNumber: number;
  readonly exchangeId: number;
  /** Milliseconds until the access token that was renewed would have expired; null when unknown or for other grants. */
  readonly remainingMs: number | null;
}
