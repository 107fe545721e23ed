import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import type {
  Bitrix24Binding,
  Bitrix24DeadTokenUse,
  Bitrix24EventDelivery,
  Bitrix24FrameRender,
  Bitrix24HeadCheck,
  Bitrix24InstallFinishCall,
  Bitrix24OAuthCall,
  Bitrix24RestCalls,
  Bitrix24UnattributedCall,
} from './inspection.ts';

/** An observation as it is collected: the number of its exchange is known once that is recorded. */
export type Noted<T extends { readonly exchangeId: number | null }> = Omit<T, 'exchangeId'> & { readonly ticket: ExchangeTicket };

export type DeliveryNote = { -readonly [K in keyof Omit<Bitrix24EventDelivery, 'exchangeId'>]: Bitrix24EventDelivery[K] } & {
  ticket: ExchangeTicket | null;
};

interface RestCallNote {
  readonly method: string;
  readonly scope: string | null;
  readonly installNumber: number;
  readonly source: 'vendor' | 'browser';
  count: number;
  readonly errors: Record<string, number>;
  readonly first: ExchangeTicket;
  last: ExchangeTicket;
}

/** A list per application would grow without end in a hostile run; the newest are dropped and counted as calls elsewhere. */
const KEPT = 5000;

/** What the portal saw of one application since this process started. */
export class ApplicationObservations {
  headChecks: Noted<Bitrix24HeadCheck>[] = [];
  readonly bindings: Noted<Bitrix24Binding>[] = [];
  readonly deadTokenUses: Noted<Bitrix24DeadTokenUse>[] = [];
  readonly installFinishCalls: Noted<Bitrix24InstallFinishCall>[] = [];
  readonly frames: Bitrix24FrameRender[] = [];
  readonly deliveries: DeliveryNote[] = [];
  readonly oauthCalls: Noted<Bitrix24OAuthCall>[] = [];
  readonly frameMessages = new Map<string, number>();
  /** Methods that were answered without being played. */
  readonly standIns = new Set<string>();
  readonly #restCalls = new Map<string, RestCallNote>();

  restCall(call: {
    method: string;
    scope: string | null;
    installNumber: number;
    source: 'vendor' | 'browser';
    error: string | null;
    ticket: ExchangeTicket;
  }): void {
    const key = JSON.stringify([call.method, call.scope, call.installNumber, call.source]);
    let note = this.#restCalls.get(key);
    if (note === undefined) {
      if (this.#restCalls.size >= KEPT) return;
      const { method, scope, installNumber, source, ticket } = call;
      note = { method, scope, installNumber, source, count: 0, errors: {}, first: ticket, last: ticket };
      this.#restCalls.set(key, note);
    }
    note.count += 1;
    note.last = call.ticket;
    if (call.error !== null) note.errors[call.error] = (note.errors[call.error] ?? 0) + 1;
  }

  restCalls(): Bitrix24RestCalls[] {
    return [...this.#restCalls.values()].map(({ first, last, ...call }) => ({
      ...call,
      errors: { ...call.errors },
      firstExchangeId: first.id,
      lastExchangeId: last.id,
    }));
  }
}

export class Observations {
  readonly #applications = new Map<string, ApplicationObservations>();
  readonly unattributed: Noted<Bitrix24UnattributedCall>[] = [];
  readonly commands: string[] = [];

  of(code: string): ApplicationObservations {
    let notes = this.#applications.get(code);
    if (notes === undefined) {
      notes = new ApplicationObservations();
      this.#applications.set(code, notes);
    }
    return notes;
  }
}

/** Adds unless the list is full. */
export function note<T>(list: T[], item: T): void {
  if (list.length < KEPT) list.push(item);
}

export function withExchangeId<T extends { readonly exchangeId: number | null }>(noted: Noted<T>): T {
  const { ticket, ...rest } = noted;
  return { ...rest, exchangeId: ticket.id } as unknown as T;
}
