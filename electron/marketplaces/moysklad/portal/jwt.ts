import { createHmac, timingSafeEqual } from 'node:crypto';

/** JSON web tokens of the Vendor API: HS256 and nothing else (domain/moysklad.md §3). */
export type Claims = Readonly<Record<string, unknown>>;

export function signJwt(claims: Claims, key: string, header: Claims = { alg: 'HS256', typ: 'JWT' }): string {
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

export interface ReadJwt {
  readonly header: Claims;
  readonly claims: Claims;
  /** True when the signature was made with the key. */
  matches(key: string): boolean;
}

/** Takes a token apart without trusting it; null when it is none. */
export function readJwt(token: string): ReadJwt | null {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  const header = objectOf(head);
  const claims = objectOf(payload);
  if (header === null || claims === null || signature === '' || more.length > 0) return null;
  return {
    header,
    claims,
    matches: (key) => {
      const expected = createHmac('sha256', key).update(`${head}.${payload}`).digest();
      const given = Buffer.from(signature, 'base64url');
      return header['alg'] === 'HS256' && given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

function part(value: Claims): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

function objectOf(text: string): Claims | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch {
    return null;
  }
}
