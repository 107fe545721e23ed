import { unescaped } from './page-content.ts';

/** What was searched already: facts are judged after every step, and texts do not change. */
const searched = new WeakMap<object, Map<string, boolean>>();

/**
 * Whether a text that went to the browser tells a secret: as it is, escaped as HTML or JSON, in percent codes, or anywhere inside base64.
 * @param source the thing the text belongs to; the answer is remembered for it
 */
export function tellsSecret(source: object, text: string, secret: string): boolean {
  const known = searched.get(source) ?? new Map<string, boolean>();
  searched.set(source, known);
  const answer = known.get(secret) ?? (text.includes(secret) || unescaped(text).includes(secret) || isInBase64(text, secret));
  known.set(secret, answer);
  return answer;
}

function isInBase64(text: string, secret: string): boolean {
  const runs = text.match(new RegExp(`[A-Za-z0-9+/_-]{${Math.floor((Buffer.byteLength(secret) * 4) / 3)},}`, 'g')) ?? [];
  return runs.some((run) => Buffer.from(run, 'base64').includes(secret));
}
