import type { Response } from 'express';
import type { Installation, MemberRecord, MemberStore } from './member-store.ts';
import { PortalError, type PortalClient, type VendorCredentials } from './portal-client.ts';

export type PageKind = 'install' | 'app' | 'widget' | 'landing';

/** The form that a portal posts into the frame (names as on the wire). */
export type FrameForm = Readonly<Record<string, string>>;

/** What the vendor knows while it answers a request for one page. */
export interface PageView {
  readonly kind: PageKind;
  /** HTTP method: GET or HEAD outside a portal, POST from a frame. */
  readonly method: string;
  readonly address: string;
  readonly credentials: VendorCredentials;
  /** e.g. https://portal-a.sim.test; null when the page was opened outside a portal. */
  readonly portalUrl: string | null;
  readonly memberId: string | null;
  readonly form: FrameForm;
  readonly record: MemberRecord | null;
  /** A client with the rights of the user who opened the page; null outside a portal. */
  readonly userClient: PortalClient | null;
}

/** An event as the portal posts it. */
export interface PortalEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly auth: Readonly<Record<string, string>>;
}

export interface Registrations {
  readonly events: readonly { readonly event: string; readonly handler: string }[];
  readonly placements: readonly { readonly placement: string; readonly handler: string; readonly title: string }[];
}

/**
 * The decisions in which vendors differ. The sample vendors take all the defaults below; a test vendor at fault
 * replaces one of them, so that everything else stays exactly as in the good one.
 */
export interface VendorBehaviour {
  /** May answer a page by itself (then true), or do something before the page is made. */
  beforePage(view: PageView, response: Response): Promise<boolean>;
  /** Last change to a page's HTML. */
  html(view: PageView, html: string): string;
  /** Bytes and headers of a page. */
  encode(view: PageView, html: string): { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };
  /** Text of a style sheet or script. */
  asset(name: string, text: string): string;
  /** Called with the client before the vendor works with a portal. */
  beforeWork(client: PortalClient): Promise<void>;
  /** Makes handlers and widgets registered as wanted. */
  register(client: PortalClient, wanted: Registrations, memberId: string): Promise<void>;
  /** What a portal that has just been connected starts with. */
  firstRecord(installation: Installation, defaults: Readonly<Record<string, string>>): MemberRecord;
  /** Whether an event really comes from the portal it names. */
  trusts(record: MemberRecord, event: PortalEvent): boolean;
  /** Waits, or returns the status to answer with; null leaves the portal without an answer. */
  answerEvent(event: PortalEvent): Promise<number | null>;
  /** Removes what is kept about a portal: everything, or only the access to it. */
  erase(store: MemberStore, record: MemberRecord, withData: boolean): void;
  /** After an uninstallation was handled; the client still holds the old access. */
  afterUninstall(client: PortalClient, record: MemberRecord): Promise<void>;
}

/** Reads what the portal already has and binds only what is missing, in two requests. */
async function registerMissing(client: PortalClient, wanted: Registrations): Promise<void> {
  const existing = await client.batch({
    events: ['event.get', {}],
    ...(wanted.placements.length > 0 ? { placements: ['placement.get', {}] } : {}),
  });
  const events = (existing['events'] ?? []) as readonly { event: string; handler: string }[];
  const placements = (existing['placements'] ?? []) as readonly { placement: string; handler: string }[];
  const commands: Record<string, readonly [string, Record<string, unknown>]> = {};
  for (const [index, wish] of wanted.events.entries()) {
    if (events.some((known) => known.event.toUpperCase() === wish.event && known.handler === wish.handler)) continue;
    commands[`event${index}`] = ['event.bind', { event: wish.event, handler: wish.handler }];
  }
  for (const [index, wish] of wanted.placements.entries()) {
    if (placements.some((known) => known.placement === wish.placement && known.handler === wish.handler)) continue;
    commands[`placement${index}`] = ['placement.bind', { PLACEMENT: wish.placement, HANDLER: wish.handler, TITLE: wish.title }];
  }
  if (Object.keys(commands).length > 0) await client.batch(commands);
}

export const GOOD_BEHAVIOUR: VendorBehaviour = {
  beforePage: () => Promise.resolve(false),
  html: (_view, html) => html,
  encode: (_view, html) => ({
    body: Buffer.from(html, 'utf8'),
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  }),
  asset: (_name, text) => text,
  beforeWork: () => Promise.resolve(),
  register: registerMissing,
  firstRecord: (installation, defaults) => ({ memberId: installation.memberId, installation, settings: defaults, documents: [] }),
  trusts: (record, event) => record.installation !== null && event.auth['application_token'] === record.installation.applicationToken,
  answerEvent: () => Promise.resolve(200),
  erase: (store, record, withData) => {
    if (withData) store.remove(record.memberId);
    else store.write({ ...record, installation: null });
  },
  afterUninstall: () => Promise.resolve(),
};

/** A sentence for the log without addresses and tokens. */
export function describeFailure(error: unknown): string {
  if (error instanceof PortalError) return `портал ответил ${error.code} (HTTP ${error.status})`;
  return error instanceof Error ? error.message : String(error);
}
