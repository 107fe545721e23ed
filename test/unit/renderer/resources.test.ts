import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as Resources from '../../../renderer/lib/resources.ts';
import type { Bridge } from '../../../renderer/lib/bridge.ts';

let resources: typeof Resources;
const bridge: Bridge = {
  invoke: (_channel, input) => Promise.resolve({ ok: true, value: input }),
  on: () => () => undefined,
  pathOf: () => '',
};

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('window', { workstation: bridge });
  resources = await import('../../../renderer/lib/resources.ts');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('answers still come after hundreds of submissions were opened, and the oldest are forgotten', async () => {
  for (let n = 0; n < 300; n += 1) {
    resources.refreshOne('submission.get', { id: String(n) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(resources.peek('submission.get', { id: String(n) })).toEqual({ id: String(n) });
  }
  expect(resources.peek('submission.get', { id: '0' })).toBeUndefined();
});
