/** Error of the Web API or of an exchange. */
export class PosterError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface PosterPerson {
  readonly id: number;
  readonly name: string;
  readonly role_id: number;
}

export interface PosterLogin {
  readonly access_token: string;
  readonly account_number: string;
  readonly user: PosterPerson;
}

const LIMIT_MS = 10_000;

/** Calls of the Web API with the token of one account. */
export class PosterClient {
  readonly base: string;
  readonly token: string;

  constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  async get(method: string, fields: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const query = new URLSearchParams({ format: 'json', token: this.token, ...fields });
    return await answerOf(await fetch(`${this.base}/api/${method}?${query.toString()}`, { signal: AbortSignal.timeout(LIMIT_MS) }));
  }

  async post(method: string, fields: Readonly<Record<string, unknown>>): Promise<unknown> {
    const query = new URLSearchParams({ format: 'json', token: this.token });
    return await answerOf(
      await fetch(`${this.base}/api/${method}?${query.toString()}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
        signal: AbortSignal.timeout(LIMIT_MS),
      }),
    );
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const body = (await response.json()) as { response?: unknown; error?: { code: number; message: string } };
  if (body.error !== undefined) throw new PosterError(body.error.code, body.error.message);
  return body.response;
}

/** Exchanges a code for a token: POST with form data. Throws PosterError. */
export async function exchange(base: string, path: string, fields: Readonly<Record<string, string>>): Promise<PosterLogin> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = await fetch(`${base}${path}`, { method: 'POST', body: form, signal: AbortSignal.timeout(LIMIT_MS) });
  const body = (await response.json()) as Partial<PosterLogin> & {
    code?: number;
    error?: number;
    error_message?: string;
    message?: string;
  };
  if (body.access_token === undefined)
    throw new PosterError(body.code ?? body.error ?? 0, body.error_message ?? body.message ?? 'no token');
  return body as PosterLogin;
}
