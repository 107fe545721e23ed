import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as QueueStore from '../../../renderer/features/queue/queue-store.ts';
import type { Bridge } from '../../../renderer/lib/bridge.ts';
import type { Input, Output, QueueRowView } from '../../../shared/ipc/contract.ts';

type Store = typeof QueueStore;

/** A queue in memory behind the bridge; counts what is asked. */
class FakeQueue {
  ids: string[];
  asked: Input<'queue.page'>[] = [];
  isFailing = false;
  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, index) => `row-${index}`);
  }
  readonly bridge: Bridge = {
    invoke: (_channel, input) => {
      const question = input as Input<'queue.page'>;
      this.asked.push(question);
      if (this.isFailing) return Promise.resolve({ ok: false, code: 'storage-busy', message: '', details: {} });
      const first = 'after' in question.start ? this.ids.indexOf(question.start.after) + 1 : question.start.index;
      const rows = this.ids.slice(first, first + question.limit).map((id) => ({ id, cursor: id }) as QueueRowView);
      const value: Output<'queue.page'> = { rows, firstIndex: first, total: this.ids.length, totalIsCapped: false, readAs: null };
      return Promise.resolve({ ok: true, value });
    },
    on: () => () => undefined,
    pathOf: () => '',
  };
}

let queue: FakeQueue;
let store: Store;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(async () => {
  vi.resetModules();
  queue = new FakeQueue(1_000);
  vi.stubGlobal('window', { workstation: queue.bridge });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  store = await import('../../../renderer/features/queue/queue-store.ts');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('queue store', () => {
  it('reads what is looked at, once, and neighbours by key', async () => {
    store.lookAt(0, 30, []);
    store.lookAt(0, 35, []);
    await settle();
    expect(queue.asked.map(({ start }) => start)).toEqual([{ index: 0 }]);
    store.lookAt(90, 130, []);
    await settle();
    expect(queue.asked.at(-1)?.start).toEqual({ after: 'row-99' });
    store.lookAt(800, 830, []);
    await settle();
    expect(queue.asked.at(-1)?.start).toEqual({ index: 800 });
    expect(store.rowAt(815)?.id).toBe('row-815');
    expect(store.rowAt(500)).toBeUndefined();
    expect(store.useQueue.getState().total).toBe(1_000);
  });

  it('keeps the fixed point in place and the cursor on its submission when rows above go away', async () => {
    store.lookAt(200, 230, [{ id: 'row-210', index: 210 }]);
    await settle();
    store.setCursor(220);
    queue.ids = queue.ids.filter((id) => id !== 'row-3' && id !== 'row-4');
    await store.refreshQueue();
    const state = store.useQueue.getState();
    expect(state.shift).toEqual({ serial: 1, rows: -2 });
    expect(store.rowAt(208)?.id).toBe('row-210');
    expect(state.cursor).toBe(218);
    expect(store.rowAt(state.cursor)?.id).toBe('row-220');
    expect(state.total).toBe(998);
  });

  it('takes the next fixed point when the first one is gone', async () => {
    store.lookAt(100, 130, [
      { id: 'row-110', index: 110 },
      { id: 'row-111', index: 111 },
    ]);
    await settle();
    queue.ids = queue.ids.filter((id) => id !== 'row-110');
    await store.refreshQueue();
    expect(store.useQueue.getState().shift.rows).toBe(-1);
  });

  it('leaves the cursor on its place when its own submission left the view', async () => {
    store.lookAt(0, 30, []);
    await settle();
    store.setCursor(5);
    queue.ids = queue.ids.filter((id) => id !== 'row-5');
    await store.refreshQueue();
    expect(store.useQueue.getState().cursor).toBe(5);
    expect(store.cursorRow()?.id).toBe('row-6');
  });

  it('asks a failing queue once, and again when told to', async () => {
    queue.isFailing = true;
    store.lookAt(0, 30, []);
    await settle();
    for (let look = 0; look < 5; look += 1) store.lookAt(0, 30, []);
    await settle();
    expect(queue.asked).toHaveLength(1);
    expect(store.useQueue.getState().failure?.code).toBe('storage-busy');
    queue.isFailing = false;
    await store.refreshQueue();
    expect(store.useQueue.getState().failure).toBeNull();
    expect(store.rowAt(0)?.id).toBe('row-0');
  });

  it('drops the answer to a question that is no longer asked', async () => {
    store.lookAt(0, 30, []);
    store.changeQuery({ view: 'mine' });
    await settle();
    const asked = queue.asked.map(({ query }) => query.view);
    expect(asked).toEqual(['queue', 'mine']);
    expect(store.useQueue.getState().query.view).toBe('mine');
    expect(store.useQueue.getState().cursor).toBe(0);
  });
});
