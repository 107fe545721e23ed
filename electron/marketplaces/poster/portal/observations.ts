import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import type { PosterApiCalls, PosterExchange, PosterOrderCall, PosterUnattributedCall } from './inspection.ts';

/** Enough for any run; beyond it a vendor only repeats itself. */
const KEPT = 3000;

type Noted<T> = Omit<T, 'exchangeId'> & { readonly ticket: ExchangeTicket };

export interface WindowNote {
  readonly id: string;
  readonly at: number;
  readonly userId: string;
  readonly installNumber: number;
  readonly codeLabel: string;
  spinnerHiddenAfterMs: number | null;
  isCodeExchanged: boolean;
}

export interface AttemptNote {
  readonly number: number;
  readonly at: number;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly body: string;
  readonly ticket: ExchangeTicket;
}

export interface WebhookNote {
  readonly id: number;
  readonly object: string;
  readonly objectId: number;
  readonly action: string;
  readonly installNumber: number;
  readonly raisedAt: number;
  readonly kind: 'genuine' | 'duplicate' | 'forged';
  state: 'waiting' | 'accepted' | 'given-up';
  readonly attempts: AttemptNote[];
}

type CallNote = { -readonly [K in keyof PosterApiCalls]: PosterApiCalls[K] } & { errors: Record<string, number> };

/** What the account saw of one application since this process began. */
export class ApplicationObservations {
  readonly windows: WindowNote[] = [];
  readonly exchanges: Noted<PosterExchange>[] = [];
  readonly webhooks: WebhookNote[] = [];
  readonly orders: PosterOrderCall[] = [];
  readonly refusedConsents: { at: number; reason: string; given: string }[] = [];
  readonly #calls = new Map<string, CallNote>();

  call(call: Omit<PosterApiCalls, 'count' | 'errors' | 'firstAt' | 'lastAt'> & { readonly errorCode: number | null }): void {
    const { errorCode, ...rest } = call;
    const key = JSON.stringify([rest.method, rest.installNumber, rest.source, rest.token, rest.tokenInstallNumber]);
    const now = Date.now();
    let note = this.#calls.get(key);
    if (note === undefined) {
      if (this.#calls.size >= KEPT) return;
      note = { ...rest, count: 0, errors: {}, firstAt: now, lastAt: now };
      this.#calls.set(key, note);
    }
    note.count += 1;
    note.lastAt = now;
    if (errorCode !== null) note.errors[String(errorCode)] = (note.errors[String(errorCode)] ?? 0) + 1;
  }

  calls(): PosterApiCalls[] {
    return [...this.#calls.values()].map((note) => ({ ...note, errors: { ...note.errors } }));
  }
}

export class Observations {
  readonly #applications = new Map<string, ApplicationObservations>();
  readonly unattributed: Noted<PosterUnattributedCall>[] = [];
  readonly unknownExchanges: Noted<PosterExchange>[] = [];

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
