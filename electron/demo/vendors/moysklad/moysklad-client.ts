import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Where MoySklad's interfaces are. */
export interface ApiAddresses {
  readonly vendorApi: string;
  readonly jsonApi: string;
}

export const REAL_ADDRESSES: ApiAddresses = {
  vendorApi: 'https://apps-api.moysklad.ru/api/vendor/1.0',
  jsonApi: 'https://api.moysklad.ru/api/remap/1.2',
};

export interface Employee {
  readonly uid: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly accountId: string;
}

/** The vendor's calls to MoySklad. Node's fetch asks for gzip by itself and unpacks it. */
export class MoyskladClient {
  readonly #addresses: () => ApiAddresses;
  readonly #appUid: string;
  readonly #secretKey: string;

  constructor(addresses: () => ApiAddresses, appUid: string, secretKey: string) {
    this.#addresses = addresses;
    this.#appUid = appUid;
    this.#secretKey = secretKey;
  }

  /** A token of the Vendor API: one use, five minutes. */
  token(): string {
    const iat = Math.floor(Date.now() / 1000);
    return sign({ sub: this.#appUid, iat, exp: iat + 300, jti: randomUUID() }, this.#secretKey);
  }

  async setStatus(appId: string, accountId: string, status: string): Promise<boolean> {
    return (await this.#vendor('PUT', `/apps/${appId}/${accountId}/status`, { status })) !== null;
  }

  async employeeByKey(contextKey: string): Promise<Employee | null> {
    return employeeOf(await this.#vendor('POST', `/context/${encodeURIComponent(contextKey)}`, null));
  }

  async employeeByToken(token: string): Promise<Employee | null> {
    return employeeOf(await this.#vendor('POST', '/context/user/expand', { token }));
  }

  /** A call to the JSON API with an account's token; null when it is refused. */
  async json(token: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown> | null> {
    return this.#send(method, `${this.#addresses().jsonApi}${path}`, `Bearer ${token}`, body);
  }

  #vendor(method: string, path: string, body: unknown): Promise<Record<string, unknown> | null> {
    return this.#send(method, `${this.#addresses().vendorApi}${path}`, `Bearer ${this.token()}`, body ?? undefined);
  }

  async #send(method: string, url: string, authorization: string, body: unknown): Promise<Record<string, unknown> | null> {
    const response = await fetch(url, {
      method,
      headers: { authorization, 'accept-encoding': 'gzip', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(8000),
    });
    const text = await response.text();
    if (!response.ok) return null;
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }
}

function employeeOf(value: Record<string, unknown> | null): Employee | null {
  if (value === null || typeof value['uid'] !== 'string' || typeof value['accountId'] !== 'string') return null;
  const permissions = value['permissions'] as { admin?: { view?: string } } | undefined;
  return {
    uid: value['uid'],
    name: String(value['shortFio'] ?? ''),
    accountId: value['accountId'],
    isAdmin: permissions?.admin?.view === 'ALL',
  };
}

export function sign(claims: Readonly<Record<string, unknown>>, key: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

/** Claims of a token that MoySklad signed with the key and that has not expired; null otherwise. */
export function verified(token: string, key: string): { readonly jti: string; readonly exp: number } | null {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', key).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { exp, iat, jti } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  if (typeof exp !== 'number' || typeof iat !== 'number' || typeof jti !== 'string' || exp * 1000 < Date.now()) return null;
  return { jti, exp };
}
