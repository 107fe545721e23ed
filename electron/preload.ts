import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANNELS, EVENTS } from '../shared/ipc/channels.ts';

/** The bridge: names only. Everything else is checked again in the main process. */
const channels: ReadonlySet<string> = new Set(CHANNELS);
const events: ReadonlySet<string> = new Set(EVENTS);

const listeners = new Map<string, Set<(payload: unknown) => void>>();

// The Electron event object stays here: a page never gets hold of it.
ipcRenderer.on('workstation:event', (_event, name: string, payload: unknown) => {
  for (const relay of listeners.get(name) ?? []) relay(payload);
});

contextBridge.exposeInMainWorld('workstation', {
  invoke(channel: unknown, input: unknown): Promise<unknown> {
    if (typeof channel !== 'string' || !channels.has(channel)) {
      return Promise.resolve({ ok: false, code: 'invalid-request', message: 'Unknown channel', details: {} });
    }
    return ipcRenderer.invoke('workstation:invoke', channel, input);
  },
  on(event: unknown, listener: (payload: unknown) => void): () => void {
    if (typeof event !== 'string' || !events.has(event) || typeof listener !== 'function') return () => undefined;
    // A wrapper of its own, so that a listener given twice is called twice and each is taken away alone.
    const relay = (payload: unknown): void => {
      listener(payload);
    };
    const sameEvent = listeners.get(event) ?? new Set();
    listeners.set(event, sameEvent.add(relay));
    return () => {
      sameEvent.delete(relay);
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
