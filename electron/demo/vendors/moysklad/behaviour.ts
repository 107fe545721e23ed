import type { AccountRecord } from './account-store.ts';
import type { Employee, MoyskladClient } from './moysklad-client.ts';

/** What the vendor's server answers a call of MoySklad with. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON when it is an object; as it is, with `contentType`, when it is a text. */
  readonly body?: Readonly<Record<string, unknown>> | string;
  readonly contentType?: string;
}

/** A call of MoySklad to the vendor's server. */
export interface VendorCall {
  readonly kind: 'activation' | 'deactivation' | 'event' | 'button' | 'scenario';
  readonly appId: string;
  readonly accountId: string;
  readonly cause: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly account: AccountRecord | null;
  readonly client: MoyskladClient;
}

export interface PageView {
  readonly kind: 'main' | 'widget' | 'popup' | 'chat';
  readonly employee: Employee | null;
  readonly account: AccountRecord | null;
}

/** Decisions of a sample vendor that a variant at fault makes differently; the defaults are those of a good vendor. */
export interface Behaviour {
  /** Whether a token is accepted. @param isFresh its jti was not seen before */
  accepts(token: string, isSound: boolean, isFresh: boolean): boolean;
  handle(call: VendorCall, good: () => Promise<Answer>): Promise<Answer>;
  /** Changes a page before it is sent. */
  html(view: PageView, html: string): string;
  /** What a person is shown whom the server does not know. */
  refusal(html: string): string;
  /** Status of a page's answer. */
  pageStatus(view: PageView): number;
  pageHeaders(view: PageView): Readonly<Record<string, string>>;
  maySave(employee: Employee): boolean;
  /** After settings were kept: tells MoySklad that the solution is ready. */
  afterSaving(account: AccountRecord, tell: () => Promise<void>): Promise<void>;
  /** Whether a page of a connected account fetches what it shows. */
  token(account: AccountRecord): string | null;
}

export const GOOD_BEHAVIOUR: Behaviour = {
  accepts: (_token, isSound, isFresh) => isSound && isFresh,
  handle: (_call, good) => good(),
  html: (_view, html) => html,
  refusal: (html) => html,
  pageStatus: () => 200,
  pageHeaders: () => ({}),
  maySave: (employee) => employee.isAdmin,
  afterSaving: (_account, tell) => tell(),
  token: (account) => account.token,
};
