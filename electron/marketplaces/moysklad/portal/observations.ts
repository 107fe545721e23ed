import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import type { FrameMessage, FrameRender, InboundCall, VendorCall } from './inspection.ts';

/** An observation with the exchange that proves it, whose number is known only once it is complete. */
export type Noted<T extends { readonly exchangeId: number }> = Omit<T, 'exchangeId'> & { readonly ticket: ExchangeTicket | null };

export interface Seen {
  readonly vendorCalls: Noted<VendorCall>[];
  readonly inbound: Noted<InboundCall>[];
  readonly frames: (Omit<FrameRender, 'wasContextRead'> & { wasContextRead: boolean })[];
  readonly messages: FrameMessage[];
}

const MOST_NOTES = 20_000;

/** What the portal saw of each solution since this process began. */
export class Observations {
  readonly #seen = new Map<string, Seen>();
  readonly unattributed: Noted<InboundCall>[] = [];

  of(code: string): Seen {
    let seen = this.#seen.get(code);
    if (seen === undefined) {
      seen = { vendorCalls: [], inbound: [], frames: [], messages: [] };
      this.#seen.set(code, seen);
    }
    return seen;
  }
}

export function note<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > MOST_NOTES) list.shift();
}

export function withExchangeId<T extends { readonly ticket: ExchangeTicket | null }>(noted: T): Omit<T, 'ticket'> & { exchangeId: number } {
  const { ticket, ...rest } = noted;
  return { ...rest, exchangeId: ticket?.id ?? 0 };
}
