import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, Masker } from '../../../electron/sandbox/masking.ts';

describe('masking announced secrets', () => {
  const secret = 'S3cr+t/ключ "x" & <y>';
  const masker = new Masker([secret]);
  const php = JSON.stringify(secret)
    .slice(1, -1)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

  it.each([
    ['as it is', secret],
    ['in a query', encodeURIComponent(secret)],
    ['in a query in lower case', encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in JSON as PHP writes it', php],
    ['in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['in JSON in a query', encodeURIComponent(JSON.stringify({ a: secret }))],
    ['in a query in a query', encodeURIComponent(`a=${encodeURIComponent(secret)}`)],
    ['in HTML', '&lt;p&gt;S3cr+t/ключ &quot;x&quot; &amp; &lt;y&gt;'],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 after one byte', Buffer.from(`:${secret}`).toString('base64')],
    ['in base64 after two bytes', Buffer.from(`ab${secret}cd`).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ])('%s', (_name, text) => {
    const masked = masker.text(`before ${text} after`);
    expect(masked).toContain(MASK);
    expect(masked.startsWith('before ')).toBe(true);
    expect(masked.endsWith(' after')).toBe(true);
    expect(masked).not.toMatch(/S3cr|ключ|UzNjc/);
  });

  it('finds every value in whatever surrounds it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }).filter((one) => one.trim().length >= 8),
        fc.string({ unit: 'grapheme' }),
        (value, around) => {
          const each = new Masker([value]);
          const needle = value.trim();
          for (const form of [needle, encodeURIComponent(Buffer.from(needle).toString()), JSON.stringify(needle)]) {
            const masked = each.text(`${around}\n${form}\n${around.replaceAll(needle, '')}`);
            expect(masked).toContain(MASK);
          }
          expect(each.text(`-${needle}-`)).not.toContain(needle.length > MASK.length ? needle : '\0');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('masks a value that contains another as a whole', () => {
    expect(new Masker(['abcdef', 'abcdefghij']).text('x abcdefghij y abcdef z')).toBe(`x ${MASK} y ${MASK} z`);
  });

  it('masks short values as whole words only, and the shortest not at all', () => {
    const short = new Masker(['1234', 'ab']);
    expect(short.text('PIN 1234, number 91234, ab')).toBe(`PIN ${MASK}, number 91234, ab`);
  });

  it('masks values that are announced later', () => {
    const growing = new Masker();
    expect(growing.text('token-of-today')).toBe('token-of-today');
    growing.add(['token-of-today']);
    expect(growing.text('token-of-today')).toBe(MASK);
  });

  it('keeps JSON valid', () => {
    const masked = masker.json({ a: secret, list: [`x${secret}`], n: 1 });
    expect(JSON.parse(masked)).toEqual({ a: MASK, list: [`x${MASK}`], n: 1 });
  });

  it('tells where secrets stand', () => {
    expect(new Masker(['abcdef', '1234']).places('--abcdef 1234 abcdef')).toEqual([
      [2, 8],
      [14, 20],
      [9, 13],
    ]);
  });
});

describe('masking what nobody announced', () => {
  const masker = new Masker();

  it.each([
    ['a query', 'GET /x?access_token=abcdef0123&b=1', 'abcdef0123'],
    ['the first of a query', 'AUTH_ID=abcdef0123&AUTH_EXPIRES=3600', 'abcdef0123'],
    ['a bracketed field', 'auth[refresh_token]=abcdef0123&event=X', 'abcdef0123'],
    ['an encoded bracketed field', 'x=1&auth%5Baccess_token%5D=abcdef0123&event=X', 'abcdef0123'],
    ['JSON', '{"client_secret":"abcdef0123"}', 'abcdef0123'],
    ['JSON in JSON', JSON.stringify({ body: JSON.stringify({ refresh_token: 'abcdef0123' }) }), 'abcdef0123'],
    ['an authorization header', '{"authorization": "Bearer abcdef0123.x"}', 'abcdef0123'],
    ['a cookie', '{"cookie": "sid=abcdef0123"}', 'abcdef0123'],
    ['a set-cookie', '{"set-cookie": "sid=abcdef0123; HttpOnly"}', 'abcdef0123'],
    ['a JSON web token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl y', 'eyJzdWIi'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQabc\n-----END PRIVATE KEY-----', 'MIIEvQabc'],
  ])('in %s', (_name, text, value) => {
    expect(masker.text(text)).toContain(MASK);
    expect(masker.text(text)).not.toContain(value);
  });

  it('leaves other text and labelled tokens as they are', () => {
    for (const text of [
      'AUTH_EXPIRES=3600&LANG=ru',
      'The password field is empty',
      'access_token=‹access_token#3›&x=1',
      '{"access_token":"‹access_token#3›"}',
      `https://vendor.test/app?DOMAIN=portal&APP_SID=0123456789abcdef`,
    ]) {
      expect(masker.text(text)).toBe(text);
    }
  });
});
