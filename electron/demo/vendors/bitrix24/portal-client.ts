import http from 'node:http';
import https from 'node:https';

/** Access to one portal as the vendor stores it. Times are ms UTC. */
export interface PortalAccess {
  readonly clientEndpoint: string;
  readonly serverEndpoint: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
}

export interface VendorCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An answer of the portal that carries an error, with its HTTP status and the portal's code. */
export class PortalError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, description: string) {
    super(`${code} (HTTP ${status}): ${description}`);
    this.name = 'PortalError';
    this.status = status;
    this.code = code;
  }
}

export type RestParameters = Readonly<Record<string, unknown>>;

/** Flattens nested values into bracketed form keys, the way the platform reads them. */
export function encodeForm(values: RestParameters): string {
  const form = new URLSearchParams();
  const put = (key: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) put(key === '' ? name : `${key}[${name}]`, inner);
      return;
    }
    form.append(key, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  };
  put('', values);
  return form.toString();
}

/** POSTs a form and returns status and parsed JSON. Gives up after 15 s. */
export async function postForm(
  url: string,
  values: RestParameters,
  ca: string | null,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const target = new URL(url);
  const body = encodeForm(values);
  const settings: https.RequestOptions = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), accept: 'application/json' },
    timeout: 15_000,
    ...(ca === null ? {} : { ca }),
  };
  return await new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? https : http).request(target, settings, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) as Record<string, unknown> });
        } catch {
          reject(new Error(`The portal answered HTTP ${response.statusCode ?? 0} without JSON`));
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error('The portal did not answer within 15 s')));
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * REST client of one portal. Refreshes the access token only when it has run out, and hands every new pair to
 * `onAccess` before using it, so that a refresh token is never lost.
 */
export class PortalClient {
  #access: PortalAccess;
  readonly #credentials: VendorCredentials;
  readonly #ca: string | null;
  readonly #onAccess: (access: PortalAccess) => void;

  constructor(access: PortalAccess, credentials: VendorCredentials, ca: string | null, onAccess: (access: PortalAccess) => void) {
    this.#access = access;
    this.#credentials = credentials;
    this.#ca = ca;
    this.#onAccess = onAccess;
  }

  /** Calls one method and returns its `result`; throws PortalError. */
  async call(method: string, parameters: RestParameters = {}): Promise<unknown> {
    if (this.#access.expiresAt <= Date.now()) await this.refresh();
    try {
      return await this.#send(method, parameters);
    } catch (error) {
      if (!(error instanceof PortalError) || error.code !== 'expired_token') throw error;
      await this.refresh();
      return await this.#send(method, parameters);
    }
  }

  /** Up to 50 commands in one request; returns results by name and throws on the first error inside. */
  async batch(commands: Readonly<Record<string, readonly [method: string, parameters: RestParameters]>>): Promise<Record<string, unknown>> {
    const cmd: Record<string, string> = {};
    for (const [name, [method, parameters]] of Object.entries(commands)) {
      const query = encodeForm(parameters);
      cmd[name] = query === '' ? method : `${method}?${query}`;
    }
    const answer = (await this.call('batch', { halt: 0, cmd })) as { result?: unknown; result_error?: unknown };
    const errors = answer.result_error;
    if (errors !== null && typeof errors === 'object') {
      for (const [name, error] of Object.entries(errors as Record<string, { error?: string; error_description?: string }>)) {
        throw new PortalError(200, error.error ?? 'ERROR', `${name}: ${error.error_description ?? ''}`);
      }
    }
    return (answer.result ?? {}) as Record<string, unknown>;
  }

  /** Exchanges the refresh token for a new pair at the authorisation server that the portal named. */
  async refresh(): Promise<void> {
    const tokenUrl = this.#access.serverEndpoint.replace(/\/rest\/?$/, '/oauth/token/');
    const { status, json } = await postForm(
      tokenUrl,
      {
        grant_type: 'refresh_token',
        client_id: this.#credentials.clientId,
        client_secret: this.#credentials.clientSecret,
        refresh_token: this.#access.refreshToken,
      },
      this.#ca,
    );
    if (typeof json['access_token'] !== 'string') {
      throw new PortalError(status, String(json['error'] ?? 'ERROR'), String(json['error_description'] ?? ''));
    }
    this.#access = {
      ...this.#access,
      accessToken: json['access_token'],
      refreshToken: String(json['refresh_token']),
      expiresAt: Date.now() + Number(json['expires_in'] ?? 3600) * 1000 - 60_000,
    };
    this.#onAccess(this.#access);
  }

  async #send(method: string, parameters: RestParameters): Promise<unknown> {
    const { status, json } = await postForm(
      `${this.#access.clientEndpoint}${method}.json`,
      { ...parameters, auth: this.#access.accessToken },
      this.#ca,
    );
    if (json['error'] !== undefined) throw new PortalError(status, String(json['error']), String(json['error_description'] ?? ''));
    return json['result'];
  }
}
