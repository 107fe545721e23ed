import type { HttpExchange } from '../../shared/domain/install-test.ts';

/**
 * The interface of a simulated portal. Each marketplace implements `CreatePortal`; portal-process.ts hosts one in a
 * process of its own; portal-host.ts starts that process and gives the same methods to the runner.
 */
export interface PortalOptions {
  /** Folder with the portal's own state (users, installed applications, options); survives the process. */
  readonly stateDir: string;
  /** Host name that the vendor sees; must resolve to this machine. Default 127.0.0.1. */
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly tls: boolean;
  readonly language: 'ru' | 'en';
  /** Delay before an event leaves the portal's queue. */
  readonly eventDelayMs: number;
  /** How long the portal waits for a vendor's answer to an event. */
  readonly eventTimeoutMs: number;
}

export interface PortalUser {
  readonly id: string;
  readonly role: 'administrator' | 'user';
  readonly name: string;
}

export interface PortalDescription {
  /** e.g. http://127.0.0.1:41235 */
  readonly address: string;
  readonly memberId: string;
  /** PEM of the local authority, for whoever talks TLS with the portal; null when it has none. */
  readonly ca: string | null;
  /**
   * Host names that lead to this portal although the network need not know it: its own, and those that solutions of this
   * marketplace have written into their code. `address` is "127.0.0.1" (same port) or "127.0.0.1:41235".
   */
  readonly names?: readonly { readonly host: string; readonly address: string }[];
  /**
   * Addresses of the portal's programming interfaces by name, e.g. "vendor-api": what a vendor's own server has to be pointed at when it
   * cannot find them from the portal's address. They stand in the report of a run.
   */
  readonly services?: Readonly<Record<string, string>>;
  /** Further origins of the portal, e.g. of the files of static solutions. */
  readonly origins?: readonly string[];
  readonly users: readonly PortalUser[];
}

/** Marketplace-specific settings of a solution version, as validated by that marketplace's version schema. */
export type SolutionRegistration = Readonly<Record<string, unknown>> & { readonly code: string; readonly version: string };

export interface Portal {
  describe(): PortalDescription;
  /** Makes the solution available on the portal's catalogue card. */
  registerSolution(registration: SolutionRegistration): Promise<void>;
  /** URL that signs the sandbox browser in as this user and continues at `path`. One use. */
  signInUrl(userId: string, path: string): Promise<string>;
  /** All exchanges since `afterId` (0 = all), secrets masked. */
  exchanges(afterId: number): Promise<readonly HttpExchange[]>;
  /** Resolves when no event is queued or under way. */
  eventsSettled(): Promise<void>;
  /** Marketplace-specific view of the state, for checks (installed, handlers, placements, options). JSON. */
  inspect(): Promise<unknown>;
  /** Marketplace-specific commands, e.g. switch on a fault. JSON in, JSON out. */
  control(command: string, input: unknown): Promise<unknown>;
  /** Values that must be masked in everything that leaves the run (tokens, client secret). Grows during a run. */
  secrets(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export type CreatePortal = (options: PortalOptions, onExchange: (exchange: HttpExchange) => void) => Promise<Portal>;
