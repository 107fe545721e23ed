import type { PortalCore } from './core.ts';
import { note, type DeliveryNote } from './observations.ts';
import { formOf } from '../../portal-kit/request-body.ts';
import type { ApplicationState, HandlerState } from './state.ts';
import { nextId, findApplication } from './core.ts';

/** More would start at once than a vendor's server of a small solution takes. */
const MAX_PARALLEL = 8;
const MAX_EVENT_REDIRECTS = 5;

/** Whose tokens an event carries (domain/bitrix24.md §4). */
export type EventAuth =
  { readonly kind: 'full'; readonly userId: string } | { readonly kind: 'access'; readonly userId: string } | { readonly kind: 'none' };

export interface RaisedEvent {
  /** Upper case. */
  readonly event: string;
  readonly data: Record<string, unknown>;
  readonly auth: EventAuth;
  /** ONAPPUNINSTALL goes out although the application is no longer there. */
  readonly evenWhenRemoved?: boolean;
  readonly clean?: boolean;
  /** Changes made by this application itself through an offline connector are not echoed to it. */
  readonly connector?: string | null;
}

interface Delivery {
  readonly note: DeliveryNote;
  readonly application: ApplicationState;
  readonly handler: HandlerState;
  readonly raised: RaisedEvent;
  readonly applicationToken: string;
}

/**
 * The portal's event queue: asynchronous, one attempt, no repeats; a failure is logged and the event is lost
 * (domain/bitrix24.md §4, "Delivery semantics").
 */
export class EventQueue {
  readonly #core: () => PortalCore;
  readonly #waiting: Delivery[] = [];
  readonly #timers = new Map<NodeJS.Timeout, Delivery>();
  readonly #settledWaiters: (() => void)[] = [];
  #sending = 0;
  #lastId = 0;

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  /** Raises an event for one application: queues it for each of its handlers, or notes why it is dropped. */
  raise(application: ApplicationState, raised: RaisedEvent): void {
    const core = this.#core();
    for (const handler of application.handlers) {
      if (handler.event !== raised.event) continue;
      if (handler.offline) {
        this.#keepOffline(application, handler, raised);
        continue;
      }
      const copies = core.faults.duplicateEvents.includes(raised.event) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) this.#queue(application, handler, raised);
    }
  }

  /** Raises a domain event (a deal was added) for every application that listens. */
  raiseForAll(event: string, data: Record<string, unknown>, userId: string | null, connector: string | null): void {
    for (const application of Object.values(this.#core().state.applications)) {
      this.raise(application, { event, data, auth: userId === null ? { kind: 'none' } : { kind: 'access', userId }, connector });
    }
  }

  /** A probe: the event goes to the address at once, with an application_token that is not the right one. */
  async sendForged(application: ApplicationState, handler: HandlerState, event: string, applicationToken: string): Promise<DeliveryNote> {
    const raised: RaisedEvent = {
      event,
      data: { LANGUAGE_ID: this.#core().options.language, CLEAN: '1' },
      auth: { kind: 'none' },
      evenWhenRemoved: true,
    };
    const delivery = { note: this.#newNote(application, handler, raised, true), application, handler, raised, applicationToken };
    await this.#send(delivery);
    return delivery.note;
  }

  #newNote(application: ApplicationState, handler: HandlerState, raised: RaisedEvent, forged: boolean): DeliveryNote {
    this.#lastId += 1;
    const delivery: DeliveryNote = {
      id: this.#lastId,
      event: raised.event,
      url: handler.url,
      installNumber: application.installNumber,
      raisedAt: Date.now(),
      state: 'queued',
      droppedBecause: null,
      startedAt: null,
      status: null,
      durationMs: null,
      redirects: 0,
      error: null,
      ticket: null,
      clean: raised.clean ?? null,
      forged,
    };
    note(this.#core().observations.of(application.registration.code).deliveries, delivery);
    return delivery;
  }

  #queue(application: ApplicationState, handler: HandlerState, raised: RaisedEvent): void {
    const core = this.#core();
    const deliveryNote = this.#newNote(application, handler, raised, false);
    const drop = (because: NonNullable<DeliveryNote['droppedBecause']>): void => {
      deliveryNote.state = 'dropped';
      deliveryNote.droppedBecause = because;
    };
    if (raised.evenWhenRemoved !== true) {
      if (!application.active) {
        drop('not-active');
        return;
      }
      if (!application.finished) {
        drop('not-finished');
        return;
      }
    }
    if (core.faults.loseEvents.includes(raised.event)) {
      drop('lost');
      return;
    }
    const delivery = { note: deliveryNote, application, handler, raised, applicationToken: core.tokens.applicationToken(application) };
    const delayMs = core.options.eventDelayMs + (core.faults.extraDelayMs[raised.event] ?? 0);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#waiting.push(delivery);
      this.#pump();
    }, delayMs);
    this.#timers.set(timer, delivery);
  }

  #keepOffline(application: ApplicationState, handler: HandlerState, raised: RaisedEvent): void {
    const deliveryNote = this.#newNote(application, handler, raised, false);
    deliveryNote.state = 'dropped';
    deliveryNote.droppedBecause = 'offline';
    if (!application.active || !application.finished) {
      deliveryNote.droppedBecause = application.active ? 'not-finished' : 'not-active';
      return;
    }
    if (handler.connector !== null && handler.connector === (raised.connector ?? null)) return;
    // The same change of the same object is kept once, newest last, as the real queue does.
    const key = JSON.stringify(raised.data);
    const others = application.offlineEvents.filter(
      (kept) => kept.processId !== null || kept.event !== raised.event || JSON.stringify(kept.data) !== key,
    );
    const isNew = others.length === application.offlineEvents.length;
    application.offlineEvents = others;
    application.offlineEvents.push({
      id: nextId(this.#core()),
      at: Date.now(),
      event: raised.event,
      data: raised.data,
      extra: {},
      processId: null,
      failed: false,
    });
    this.#core().file.changed();
    if (isNew) {
      this.raise(application, { event: 'ONOFFLINEEVENT', data: {}, auth: { kind: 'none' } });
    }
  }

  #pump(): void {
    while (this.#sending < MAX_PARALLEL) {
      const delivery = this.#waiting.shift();
      if (delivery === undefined) break;
      this.#sending += 1;
      void this.#send(delivery).finally(() => {
        this.#sending -= 1;
        this.#pump();
      });
    }
    this.#tellSettled();
  }

  async #send(delivery: Delivery): Promise<void> {
    const core = this.#core();
    const { application, handler, raised } = delivery;
    if (raised.evenWhenRemoved !== true && !application.active) {
      delivery.note.state = 'dropped';
      delivery.note.droppedBecause = 'not-active';
      return;
    }
    delivery.note.state = 'sending';
    delivery.note.startedAt = Date.now();
    const answer = await core.outgoing.send({
      kind: 'event',
      name: raised.event,
      method: 'POST',
      url: handler.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Bitrix24 Webhook Engine' },
      body: formOf(this.#payload(delivery)),
      timeoutMs: core.options.eventTimeoutMs,
      maxRedirects: MAX_EVENT_REDIRECTS,
    });
    delivery.note.ticket = answer.ticket;
    delivery.note.status = answer.status;
    // Measured back from the answer: what passed before the request left the portal is not the vendor's time.
    delivery.note.durationMs = Math.round(answer.durationMs);
    delivery.note.startedAt = Date.now() - delivery.note.durationMs;
    delivery.note.redirects = answer.redirects;
    const isAccepted = answer.error === null && answer.status !== null && answer.status >= 200 && answer.status < 300;
    delivery.note.error = answer.error ?? (isAccepted ? null : `answered ${answer.status ?? 'nothing'}`);
    delivery.note.state = isAccepted ? 'delivered' : 'failed';
  }

  #payload(delivery: Delivery): Record<string, unknown> {
    const core = this.#core();
    const { application, handler, raised } = delivery;
    const place: Record<string, unknown> = {
      domain: core.address.domain,
      client_endpoint: core.address.clientEndpoint,
      server_endpoint: core.address.serverEndpoint,
      member_id: core.state.memberId,
      application_token: delivery.applicationToken,
    };
    let auth = place;
    if (raised.auth.kind !== 'none' && application.active) {
      // event.bind with auth_type fixes whose tokens are sent.
      const userId = handler.userId ?? raised.auth.userId;
      const tokens = core.tokens.issue(application, userId, raised.auth.kind === 'full');
      const { application_token: applicationToken, ...rest } = place;
      auth = {
        access_token: tokens.accessToken,
        expires: String(Math.floor(tokens.expiresAt / 1000)),
        expires_in: String(tokens.expiresInSeconds),
        scope: tokens.scopes.join(','),
        ...rest,
        status: application.registration.status,
        user_id: userId,
        ...(tokens.refreshToken === '' ? {} : { refresh_token: tokens.refreshToken }),
        application_token: applicationToken,
      };
    }
    const isDomainEvent = !raised.event.startsWith('ONAPP');
    return {
      event: raised.event,
      ...(isDomainEvent ? { event_handler_id: handler.id } : {}),
      data: raised.data,
      ts: String(Math.floor(Date.now() / 1000)),
      auth,
    };
  }

  get isSettled(): boolean {
    return this.#timers.size === 0 && this.#waiting.length === 0 && this.#sending === 0;
  }

  settled(): Promise<void> {
    if (this.isSettled) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settledWaiters.push(resolve);
    });
  }

  #tellSettled(): void {
    if (!this.isSettled) return;
    for (const resolve of this.#settledWaiters.splice(0)) resolve();
  }

  /** Drops what waits; what is under way ends by itself. */
  stop(): void {
    for (const [timer, delivery] of this.#timers) {
      clearTimeout(timer);
      delivery.note.state = 'dropped';
      delivery.note.droppedBecause = 'lost';
    }
    this.#timers.clear();
    this.#waiting.length = 0;
    this.#tellSettled();
  }

  /** The handler of an application that answers this event, for probes. */
  handlerOf(code: string, event: string): HandlerState | null {
    const application = findApplication(this.#core(), code);
    return application?.handlers.find((handler) => handler.event === event && !handler.offline) ?? null;
  }
}
