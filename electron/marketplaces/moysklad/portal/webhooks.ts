import { randomUUID } from 'node:crypto';
import type { PortalCore } from './core.ts';
import type { SolutionState, WebhookState } from './state.ts';

/** Webhooks that solutions made through the JSON API: off while a solution is suspended, gone with it (domain/moysklad.md §4). */
export class Webhooks {
  readonly #core: () => PortalCore;
  readonly #running = new Set<Promise<unknown>>();

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  create(solution: SolutionState, fields: { readonly url: string; readonly action: string; readonly entityType: string }): WebhookState {
    const webhook = { id: randomUUID(), ...fields, enabled: true, installNumber: solution.installNumber };
    solution.webhooks.push(webhook);
    this.#core().file.changed();
    return webhook;
  }

  disable(solution: SolutionState): void {
    for (const webhook of solution.webhooks) webhook.enabled = false;
  }

  enable(solution: SolutionState): void {
    for (const webhook of solution.webhooks) webhook.enabled = true;
  }

  remove(solution: SolutionState): void {
    solution.webhooks = [];
  }

  /** Tells those who asked for it that an entity changed. */
  raise(entityType: string, action: 'CREATE' | 'UPDATE' | 'DELETE', href: string): void {
    const core = this.#core();
    for (const solution of Object.values(core.state.solutions)) {
      for (const webhook of solution.webhooks) {
        if (!webhook.enabled || webhook.entityType !== entityType || webhook.action !== action) continue;
        const body = {
          auditContext: {
            meta: { type: 'audit', href: `${core.address.origin}/api/remap/1.2/audit/${randomUUID()}`, mediaType: 'application/json' },
          },
          events: [{ meta: { type: entityType, href }, action, accountId: core.state.accountId }],
        };
        const sending = core.outgoing.send({
          kind: 'webhook',
          name: `${entityType} ${action}`,
          method: 'POST',
          url: webhook.url,
          headers: { 'content-type': 'application/json', 'user-agent': 'MoySklad webhooks (simulated)' },
          body: JSON.stringify(body),
          timeoutMs: 1500,
          maxRedirects: 0,
        });
        const noted = sending.then(({ status, error }) => {
          if (status !== null && status >= 200 && status < 300) return;
          webhook.failure = { at: Date.now(), status, error };
          core.file.changed();
        });
        this.#running.add(noted);
        void noted.finally(() => this.#running.delete(noted));
      }
    }
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }
}
