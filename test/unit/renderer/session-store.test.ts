import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as SessionStore from '../../../renderer/app/session-store.ts';
import type { Bridge } from '../../../renderer/lib/bridge.ts';

let store: typeof SessionStore;
/** What is on disk. */
let layout: Record<string, unknown>;
/** Called in turn to let an answer come. */
let answers: (() => void)[];

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers();
  layout = { views: 240 };
  answers = [];
  const invoke: Bridge['invoke'] = (channel, input) => {
    // Main answers with what it knew when it was asked.
    const settings = { ...store.useSession.getState().settings, layout };
    if (channel === 'settings.set') layout = { ...layout, ...(input as { layout: Record<string, unknown> }).layout };
    return new Promise((resolve) => {
      answers.push(() => {
        resolve({ ok: true, value: channel === 'app.info' ? { settings } : settings });
      });
    });
  };
  vi.stubGlobal('window', { workstation: { invoke } });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  store = await import('../../../renderer/app/session-store.ts');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const known = (): Record<string, unknown> => store.useSession.getState().settings.layout;
async function answerAll(): Promise<void> {
  for (const answer of answers.splice(0)) answer();
  await vi.advanceTimersByTimeAsync(0);
}

describe('what is remembered of the layout', () => {
  it('outlives a session that was asked for before and answers after', async () => {
    const loading = store.loadSession();
    store.rememberLayout('tour.offered', true);
    await answerAll();
    await loading;
    expect(known()).toEqual({ views: 240, 'tour.offered': true });
    await vi.advanceTimersByTimeAsync(400);
    expect(layout).toEqual({ views: 240, 'tour.offered': true });
  });

  it('gives way to what is on disk once it was written', async () => {
    store.rememberLayout('views', 300);
    await vi.advanceTimersByTimeAsync(400);
    await answerAll();
    layout = { views: 200 };
    const loading = store.loadSession();
    await answerAll();
    await loading;
    expect(known()).toEqual({ views: 200 });
  });
});
