import type { Channel, EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, Input, Output, Result } from '../../shared/ipc/contract.ts';

/** What the preload script exposes; nothing else of the main process is reachable. */
export interface Bridge {
  invoke(channel: Channel, input: unknown): Promise<Result<unknown>>;
  on(event: EventName, listener: (payload: unknown) => void): () => void;
  /** Path of a file that was dropped on the window; empty for anything that is not a file on disk. */
  pathOf(file: File): string;
}

declare global {
  interface Window {
    readonly workstation: Bridge;
  }
}

/** Calls the main process. Never throws for expected failures: look at `ok`. */
export async function call<C extends Channel>(channel: C, input: Input<C>): Promise<Result<Output<C>>> {
  return (await window.workstation.invoke(channel, input)) as Result<Output<C>>;
}

/** Listens to an event of the main process. @returns a function that stops listening. */
export function listen<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
  return window.workstation.on(event, (payload) => {
    listener(payload as EventPayload<E>);
  });
}
