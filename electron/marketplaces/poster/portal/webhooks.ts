import type { WebhookEntity } from '../vocabulary.ts';
import { retryGapsMs } from './behaviour.ts';
import type { PosterCore } from './core.ts';
import { note, type WebhookNote } from './observations.ts';
import { webhookVerify, type SignedWebhook } from './signatures.ts';
import type { ApplicationState } from './state.ts';

const KEPT_ANSWER = 4000;

export interface RaisedWebhook {
  readonly object: string;
  readonly objectId: number;
  readonly action: 'added' | 'changed' | 'removed' | 'transformed';
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Delivery {
  readonly note: WebhookNote;
  readonly application: ApplicationState;
  readonly url: string;
  /** The same bytes in every attempt (domain/poster.md (ii).5 [I]). */
  readonly body: string;
}

/** Entities that an application hears of when its settings do not say: those of the sections it may use. */
const ENTITIES_OF: Readonly<Record<string, readonly WebhookEntity[]>> = {
  menu: ['product', 'dish', 'category'],
  incomingOrders: ['incoming_order'],
  clients: ['client', 'clients_group'],
  storage: ['stock'],
  transactions: ['transaction'],
};

/** Sends the account's events to vendors: an answer of HTTP 200 accepts, anything else is tried again (domain/poster.md §5). */
export class Webhooks {
  readonly #core: () => PosterCore;
  readonly #timers = new Map<NodeJS.Timeout, Delivery>();
  readonly #waiters: (() => void)[] = [];
  readonly #last = new Map<string, Delivery>();
  readonly #lastTimes = new Map<string, number>();
  #sending = 0;
  #lastId = 0;

  constructor(core: () => PosterCore) {
    this.#core = core;
  }

  /** Whether this application hears of the entity at all. Its own life is always told. */
  hears(application: ApplicationState, object: string): boolean {
    const { webhookEntities, accesses } = application.registration;
    if (object === 'application') return true;
    if (webhookEntities !== null) return (webhookEntities as readonly string[]).includes(object);
    const used = this.#core()
      .observations.of(application.registration.code)
      .calls()
      .map((call) => call.section);
    const sections = accesses ?? ['menu', ...used];
    return sections.some((section) => (ENTITIES_OF[section] as readonly string[] | undefined)?.includes(object) === true);
  }

  raise(application: ApplicationState, raised: RaisedWebhook): void {
    const { webhookUrl } = application.registration;
    if (webhookUrl === null || !this.hears(application, raised.object)) return;
    if (raised.object !== 'application' && !application.isConnected) return;
    const delivery = this.#deliveryOf(application, webhookUrl, raised, 'genuine', null);
    this.#last.set(lastKey(application, raised.object), delivery);
    this.#schedule(delivery, this.#core().options.eventDelayMs);
    if (this.#core().behaviour.duplicatesWebhooks) {
      this.#schedule(this.#again(delivery), this.#core().options.eventDelayMs + 50);
    }
  }

  /** Sends the last event of this object once more, byte for byte. False when there was none. */
  async repeat(application: ApplicationState, object: string): Promise<boolean> {
    const last = this.#last.get(lastKey(application, object));
    if (last === undefined) return false;
    await this.#attempt(this.#again(last), 1);
    return true;
  }

  /** Sends one event with a `verify` that is not the right one, once. @returns its HTTP status or fault */
  async forge(
    application: ApplicationState,
    raised: RaisedWebhook,
  ): Promise<{ readonly status: number | null; readonly error: string | null } | null> {
    const { webhookUrl } = application.registration;
    if (webhookUrl === null) return null;
    const delivery = this.#deliveryOf(application, webhookUrl, raised, 'forged', 'f'.repeat(32));
    await this.#attempt(delivery, 1);
    const [attempt] = delivery.note.attempts;
    return { status: attempt?.status ?? null, error: attempt?.error ?? null };
  }

  #again(delivery: Delivery): Delivery {
    this.#lastId += 1;
    const repeated: WebhookNote = {
      ...delivery.note,
      id: this.#lastId,
      raisedAt: Date.now(),
      kind: 'duplicate',
      state: 'waiting',
      attempts: [],
    };
    note(this.#core().observations.of(delivery.application.registration.code).webhooks, repeated);
    return { ...delivery, note: repeated };
  }

  /** Unix seconds. Two changes of one object never have the same: receivers tell repetitions by it. */
  #timeOf(application: ApplicationState, { object, objectId }: RaisedWebhook): number {
    const key = `${application.registration.code} ${object} ${objectId}`;
    const time = Math.max(Math.floor(Date.now() / 1000), (this.#lastTimes.get(key) ?? 0) + 1);
    this.#lastTimes.set(key, time);
    return time;
  }

  #deliveryOf(
    application: ApplicationState,
    url: string,
    raised: RaisedWebhook,
    kind: WebhookNote['kind'],
    verify: string | null,
  ): Delivery {
    const core = this.#core();
    const { code } = application.registration;
    const signed: SignedWebhook = {
      account: core.state.account,
      object: raised.object,
      object_id: raised.objectId,
      action: raised.action,
      ...(raised.data === undefined ? {} : { data: JSON.stringify(raised.data) }),
      time: String(this.#timeOf(application, raised)),
    };
    const { data, time, ...head } = signed;
    const body = JSON.stringify({
      account: head.account,
      account_number: core.state.accountNumber,
      object: head.object,
      object_id: head.object_id,
      action: head.action,
      ...(data === undefined ? {} : { data }),
      time,
      verify: verify ?? webhookVerify(signed, core.applicationSecrets.get(code) ?? ''),
    });
    this.#lastId += 1;
    const made: WebhookNote = {
      id: this.#lastId,
      object: raised.object,
      objectId: raised.objectId,
      action: raised.action,
      installNumber: application.installNumber,
      raisedAt: Date.now(),
      kind,
      state: 'waiting',
      attempts: [],
    };
    note(core.observations.of(code).webhooks, made);
    return { note: made, application, url, body };
  }

  #schedule(delivery: Delivery, delayMs: number, number = 1): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#sending += 1;
      void this.#attempt(delivery, number).then((isAccepted) => {
        this.#sending -= 1;
        const gap = retryGapsMs(this.#core().behaviour)[number - 1];
        if (!isAccepted && gap !== undefined) this.#schedule(delivery, gap, number + 1);
        else if (!isAccepted) delivery.note.state = 'given-up';
        this.#tellSettled();
      });
    }, delayMs);
    this.#timers.set(timer, delivery);
  }

  async #attempt(delivery: Delivery, number: number): Promise<boolean> {
    const core = this.#core();
    const { object, action } = delivery.note;
    const at = Date.now();
    const { eventTimeoutMs } = core.options;
    const answer = await core.outgoing.send({
      kind: 'webhook',
      name: `${object}/${action}`,
      method: 'POST',
      url: delivery.url,
      // The second header is ours: by it the sample servers find the account that has no public name.
      headers: { 'content-type': 'application/json', 'x-simulated-poster': core.origin },
      body: delivery.body,
      timeoutMs: number === 1 ? eventTimeoutMs : Math.min(eventTimeoutMs, core.behaviour.retryPatienceMs),
      maxRedirects: 0,
    });
    const isAccepted = answer.error === null && answer.status === 200;
    delivery.note.attempts.push({
      number,
      at,
      status: answer.status,
      durationMs: Math.round(answer.durationMs),
      error: answer.error,
      body: core.secrets.mask(answer.body.slice(0, KEPT_ANSWER)),
      ticket: answer.ticket,
    });
    if (isAccepted) {
      delivery.note.state = 'accepted';
      // With no code to exchange, accepting the install webhook is what completes the connection.
      const { application } = delivery;
      const isInstall = object === 'application' && action === 'added' && delivery.note.kind !== 'forged';
      if (isInstall && application.isConnected && application.registration.mode === 'webhook') core.connections.finished(application);
    }
    return isAccepted;
  }

  settled(): Promise<void> {
    if (this.#timers.size === 0 && this.#sending === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  #tellSettled(): void {
    if (this.#timers.size > 0 || this.#sending > 0) return;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  /** Drops what waits; what is under way ends by itself. */
  stop(): void {
    for (const [timer, delivery] of this.#timers) {
      clearTimeout(timer);
      delivery.note.state = 'given-up';
    }
    this.#timers.clear();
    this.#tellSettled();
  }
}

function lastKey(application: ApplicationState, object: string): string {
  return `${application.registration.code} ${object}`;
}
