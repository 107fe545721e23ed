import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANNELS, EVENTS } from '../shared/ipc/channels.ts';

/** The bridge: names only. Everything else is checked again in the main process. */
const channels: ReadonlySet<string> = new Set(CHANNELS);
const events: ReadonlySet<string> = new Set(EVENTS);

contextBridge.exposeInMainWorld('workstation', {
  invoke(channel: unknown, input: unknown): Promise<unknown> {
    if (typeof channel !== 'string' || !channels.has(channel)) {
      return Promise.resolve({ ok: false, code: 'invalid-request', message: 'Unknown channel', details: {} });
    }
    return ipcRenderer.invoke('workstation:invoke', channel, input);
  },
  on(event: unknown, listener: (payload: unknown) => void): () => void {
    if (typeof event !== 'string' || !events.has(event) || typeof listener !== 'function') return () => undefined;
    // The Electron event object stays here: a page never gets hold of it.
    const relay = (_event: unknown, name: string, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('workstation:event', relay);
    return () => {
      ipcRenderer.removeListener('workstation:event', relay);
    };
  },
  pathOf(file: File): string {
    try {
      return webUtils.getPathForFile(file);
    } catch {
      return '';
    }
  },
});
