import { describe, expect, it } from 'vitest';
import { retryGapsMs, usualBehaviour } from '../../../electron/marketplaces/poster/portal/behaviour.ts';
import { manageVerify, webhookVerify } from '../../../electron/marketplaces/poster/portal/signatures.ts';

/** Vectors of the domain document (domain/poster.md §3, §5). */
describe('signatures of Poster', () => {
  it('verify of the manage exchange', () => {
    expect(manageVerify('777', 'sim-app-secret', '0123456789abcdef0123456789abcdef')).toBe('4511193370701f3b4c30a54618dbad42');
  });

  it('verify of a webhook with data', () => {
    const data = '{"user_id":7,"access_token":"900001:00112233445566778899aabbccddeeff"}';
    const webhook = { account: 'sim-cafe', object: 'application', object_id: 1, action: 'added', data, time: '1795000000' };
    expect(webhookVerify(webhook, 'sim-app-secret')).toBe('7722e1bce9f9d4f586a5afe490b91388');
  });

  it('verify of a webhook without data', () => {
    const webhook = { account: 'sim-cafe', object: 'product', object_id: 42, action: 'changed', time: '1795000000' };
    expect(webhookVerify(webhook, 'sim-app-secret')).toBe('57826175d0b837a20c5075184b7d639d');
  });

  it('fifteen further attempts within two days, each gap longer than the one before', () => {
    const gaps = retryGapsMs({ ...usualBehaviour(), clockCompression: 1 });
    expect(gaps).toHaveLength(15);
    expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo(2 * 86_400_000, 0);
    expect(gaps.every((gap, index) => index === 0 || gap > (gaps[index - 1] ?? 0))).toBe(true);
    const compressed = retryGapsMs({ ...usualBehaviour(), clockCompression: 1000 });
    expect(compressed.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo((2 * 86_400_000) / 1000, 0);
  });
});
