import { ipcMain, type WebContents } from 'electron';
import { EVENTS, type EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload } from '../../shared/ipc/contract.ts';
import type { createDispatch } from './dispatch.ts';

/** The single transport of requests; the channel name is data that dispatch checks. */
export const INVOKE = 'workstation:invoke';
export const EVENT = 'workstation:event';

/** Binds dispatch to Electron; the only file that names ipcMain. Requests that come before it is there wait for it. */
export function registerDispatch(dispatch: Promise<ReturnType<typeof createDispatch>>): void {
  ipcMain.handle(INVOKE, async (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    const answer = await dispatch;
    return answer(
      {
        // A frame that is gone or has no URL is nobody.
        url: frame?.url ?? '',
        isMainFrame: frame !== null && frame.parent === null,
        webContentsId: event.sender.id,
      },
      name,
      input,
    );
  });
}

/** Sends an event to the window; names outside the list do not compile. */
export function sendEvent<E extends EventName>(target: WebContents, event: E, payload: EventPayload<E>): void {
  if (!target.isDestroyed() && EVENTS.includes(event)) target.send(EVENT, event, payload);
}
