/**
 * Entry of the process that hosts one simulated portal: untrusted vendors talk to it, so it lives apart from the workspace.
 * Speaks the messages of portal-messages.ts over the channel of child_process.fork, and ends when its parent does.
 */
import { AppError } from '../../shared/domain/errors.ts';
import { marketplaces } from '../marketplaces/list.ts';
import { REMOTE_METHODS, wireError, type FromPortal, type ToPortal } from './portal-messages.ts';
import type { Portal } from './portal.ts';

let portal: Portal | null = null;
let isStarting = false;

function tell(message: FromPortal): void {
  if (process.connected) process.send?.(message);
}

async function start(message: Extract<ToPortal, { type: 'start' }>): Promise<void> {
  if (isStarting) return;
  isStarting = true;
  try {
    const marketplace = marketplaces.find((each) => each.id === message.marketplace);
    if (marketplace === undefined)
      throw new AppError('not-found', `There is no simulated portal of the marketplace "${message.marketplace}".`, {
        marketplace: message.marketplace,
      });
    const createPortal = await marketplace.loadPortal();
    portal = await createPortal(message.options, (exchange) => {
      tell({ type: 'exchange', exchange });
    });
    tell({ type: 'started', description: portal.describe() });
  } catch (error) {
    tell({ type: 'failed', error: wireError(error) });
  }
}

async function call(message: Extract<ToPortal, { type: 'call' }>): Promise<void> {
  try {
    if (portal === null || !REMOTE_METHODS.includes(message.method))
      throw new AppError('invalid-request', `The portal cannot do "${message.method}".`, {});
    const method = portal[message.method] as (...args: readonly unknown[]) => Promise<unknown>;
    tell({ type: 'answer', id: message.id, value: (await method.apply(portal, [...message.args])) ?? null });
  } catch (error) {
    tell({ type: 'refusal', id: message.id, error: wireError(error) });
  }
}

async function end(): Promise<void> {
  await portal?.stop().catch(() => undefined);
  process.exit(0);
}

process.on('message', (message: ToPortal) => {
  void (message.type === 'start' ? start(message) : call(message));
});
process.on('disconnect', () => {
  void end();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void end();
  });
}
