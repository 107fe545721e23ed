import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExchangeLog, BODY_CAP_BYTES } from '../../../electron/marketplaces/portal-kit/exchange-log.ts';
import { hashSecret, Secrets } from '../../../electron/marketplaces/portal-kit/secrets.ts';
import type { HttpExchange } from '../../../shared/domain/install-test.ts';

const TOKEN = 'a1'.repeat(35);

function secretsWith(known: Record<string, string> = {}): Secrets {
  return new Secrets({}, (hash) => known[hash] ?? null);
}

describe('masking', () => {
  it('gives one label per value and finds it wherever it stands', () => {
    const secrets = secretsWith();
    const label = secrets.label('access_token', TOKEN);
    expect(label).toBe('‹access_token#1›');
    expect(secrets.label('access_token', TOKEN)).toBe(label);
    expect(secrets.label('access_token', 'b2'.repeat(35))).toBe('‹access_token#2›');
    for (const text of [`auth=${TOKEN}&x=1`, `{"a":"${TOKEN}"}`, `auth%3d${TOKEN}`, `ff${TOKEN}ff`, `${TOKEN}${TOKEN}`]) {
      expect(secrets.mask(text)).not.toContain(TOKEN);
      expect(secrets.mask(text)).toContain(label);
    }
    expect(secrets.mask('ab'.repeat(35))).toBe('ab'.repeat(35));
  });

  it('recognises a token of an earlier process by its hash', () => {
    const secrets = secretsWith({ [hashSecret(TOKEN)]: '‹refresh_token#7›' });
    expect(secrets.mask(`x ${TOKEN} y`)).toBe('x ‹refresh_token#7› y');
    expect(secrets.label('refresh_token', TOKEN)).toBe('‹refresh_token#7›');
  });

  it('hides any secret in plain, form, URL and JSON spelling', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!secret.includes('‹') && secret.trim().length >= 6);
        // A secret that its own label contains would be found in it.
        fc.pre(!'‹client_secret#1›'.includes(secret));
        const secrets = secretsWith();
        secrets.label('client_secret', secret);
        const spellings = [secret, JSON.stringify(secret).slice(1, -1), new URLSearchParams({ v: secret }).toString().slice(2)];
        for (const spelling of spellings) {
          const masked = secrets.mask(`${before} ${spelling} ${after}`);
          expect(masked).toContain('‹client_secret#1›');
          if (!before.includes(spelling) && !after.includes(spelling)) expect(masked).not.toContain(spelling);
        }
      }),
    );
  });
});

describe('the HTTP log', () => {
  function logged(body: string, headers: Record<string, string> = { 'content-type': 'text/html' }): HttpExchange {
    const secrets = secretsWith();
    secrets.label('access_token', TOKEN);
    const exchanges: HttpExchange[] = [];
    const log = new ExchangeLog(secrets, (exchange) => exchanges.push(exchange));
    log.record({
      ticket: { id: 0 },
      at: 1,
      direction: 'portal-to-vendor',
      kind: 'event',
      name: null,
      method: 'POST',
      url: `https://vendor.example/?t=${TOKEN}`,
      requestHeaders: { authorization: 'Bearer abcdefgh12', cookie: 'a=secretcookie1; b=secretcookie2' },
      requestBody: '',
      status: 200,
      responseHeaders: { ...headers, 'set-cookie': ['sid=secretcookie3; Path=/'] },
      responseBody: Buffer.from(body),
      durationMs: 1,
      error: null,
    });
    const [exchange] = exchanges;
    if (exchange === undefined) throw new Error('nothing was logged');
    return exchange;
  }

  it('cuts long bodies after masking, so that no half of a token stays', () => {
    const exchange = logged('x'.repeat(BODY_CAP_BYTES - 30) + TOKEN.repeat(5));
    expect(exchange.responseBody).not.toContain('a1a1a1');
    expect(exchange.responseBody.length).toBeLessThan(BODY_CAP_BYTES + 200);
    expect(exchange.responseBody).toContain('‹cut after');
  });

  it('hides cookies and authorisation, and names binary answers', () => {
    const exchange = logged('\u0000\u0001', { 'content-type': 'image/png' });
    expect(exchange.responseBody).toBe('‹2 bytes of image/png›');
    expect(exchange.requestHeaders['cookie']).toMatch(/^a=‹cookie#\d›; b=‹cookie#\d›$/);
    expect(exchange.requestHeaders['authorization']).toBe('Bearer ‹authorization#1›');
    expect(JSON.stringify(exchange)).not.toContain('secretcookie');
  });
});
