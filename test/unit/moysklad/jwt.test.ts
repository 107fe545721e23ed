import { describe, expect, it } from 'vitest';
import { readJwt, signJwt } from '../../../electron/marketplaces/moysklad/portal/jwt.ts';

// The vector of domain/moysklad.md §2.
const KEY = 'sim-secret-key-0001';
const CLAIMS = { iat: 1_795_000_000, exp: 1_795_000_300, jti: 'sim-000001' };
const TOKEN =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTUwMDAwMDAsImV4cCI6MTc5NTAwMDMwMCwianRpIjoic2ltLTAwMDAwMSJ9.Oi81A1h2ciVKyrez4zXhsgSdxq0SSmEoTC5NeowEGZc';

describe('tokens of the Vendor API', () => {
  it('are those of the vector', () => {
    expect(signJwt(CLAIMS, KEY)).toBe(TOKEN);
    const read = readJwt(TOKEN);
    expect(read?.claims).toEqual(CLAIMS);
    expect(read?.matches(KEY)).toBe(true);
  });

  it('are not taken with another key, another body, another algorithm or no signature', () => {
    const [head = '', payload = '', signature = ''] = TOKEN.split('.');
    expect(readJwt(TOKEN)?.matches(`${KEY}x`)).toBe(false);
    const other = Buffer.from(JSON.stringify({ ...CLAIMS, jti: 'sim-000002' })).toString('base64url');
    expect(readJwt(`${head}.${other}.${signature}`)?.matches(KEY)).toBe(false);
    expect(readJwt(signJwt(CLAIMS, KEY, { alg: 'none' }))?.matches(KEY)).toBe(false);
    expect(readJwt(`${head}.${payload}.`)).toBeNull();
    expect(readJwt('not a token')).toBeNull();
  });
});
