import type { IncomingMessage } from 'node:http';
import qs from 'qs';

/** Requests beyond this are refused with 413. */
export const REQUEST_CAP_BYTES = 16 * 1024 * 1024;

export type Fields = Record<string, unknown>;

/** Nested keys in brackets, as PHP reads them. */
export function parseForm(text: string): Fields {
  return qs.parse(text, { depth: 12, parameterLimit: 20_000, arrayLimit: 1000, ignoreQueryPrefix: true });
}

/** Writes nested keys in brackets, as PHP's http_build_query does. */
export function formOf(fields: object): string {
  return qs.stringify(fields, { arrayFormat: 'indices', format: 'RFC1738' });
}

/** Reads the whole body. Resolves with null when it is too long. */
export function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= REQUEST_CAP_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(size > REQUEST_CAP_BYTES ? null : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('aborted', () => {
      reject(new Error('the client went away'));
    });
  });
}

/** Fields of a body by its content type: form, JSON or multipart. Unknown or broken ones have none. */
export function parseBody(body: Buffer, contentType: string): Fields {
  if (body.length === 0) return {};
  if (/^application\/json\b/i.test(contentType)) {
    try {
      const value: unknown = JSON.parse(body.toString('utf8'));
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
    } catch {
      return {};
    }
  }
  const boundary = /^multipart\/form-data\b.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary !== undefined) return parseMultipart(body, boundary);
  return parseForm(body.toString('utf8'));
}

/** Text fields of a multipart body; files become `[name, base64]`, the form in which this portal's REST takes files. */
function parseMultipart(body: Buffer, boundary: string): Fields {
  const pairs: [string, string | [string, string]][] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    const next = body.indexOf(mark, start);
    if (next < 0) break;
    const part = body.subarray(start + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    if (split >= 0) {
      const head = part.subarray(0, split).toString('utf8');
      const content = part.subarray(split + 4);
      const name = /\bname="([^"]*)"/i.exec(head)?.[1];
      const fileName = /\bfilename="([^"]*)"/i.exec(head)?.[1];
      if (name !== undefined)
        pairs.push([name, fileName === undefined ? content.toString('utf8') : [fileName, content.toString('base64')]]);
    }
    at = next;
  }
  const text = pairs
    .flatMap(([name, value]) =>
      typeof value === 'string'
        ? [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
        : value.map((item, index) => `${encodeURIComponent(`${name}[${index}]`)}=${encodeURIComponent(item)}`),
    )
    .join('&');
  return parseForm(text);
}

/** First value of a field as text; '' when absent or nested. */
export function textField(fields: Fields, ...names: readonly string[]): string {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return '';
}

/** A field's value whatever the case of its name: REST takes PLACEMENT and placement alike. */
export function anyCase(fields: Fields, name: string): unknown {
  if (name in fields) return fields[name];
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(fields)) {
    if (key.toLowerCase() === wanted) return value;
  }
  return undefined;
}

export function anyCaseText(fields: Fields, name: string): string {
  const value = anyCase(fields, name);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
