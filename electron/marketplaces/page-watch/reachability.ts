import http from 'node:http';
import https from 'node:https';
import { AppError } from '../../../shared/domain/errors.ts';
import { shortUrl } from './judgement.ts';

const MOST_REDIRECTS = 10;

type Answer = { readonly status: number; readonly location: string | null };

async function get(url: string, limitMs: number, ca: string | null, signal: AbortSignal): Promise<Answer> {
  const target = new URL(url);
  return await new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? https : http).get(
      target,
      { signal, headers: { accept: 'text/html,*/*' }, ...(ca === null ? {} : { ca: [ca] }) },
      (response) => {
        clearTimeout(timer);
        const location = response.headers.location;
        // Only the head of the answer matters; a body without end must not hold the run up.
        response.destroy();
        resolve({ status: response.statusCode ?? 0, location: location === undefined ? null : new URL(location, target).href });
      },
    );
    const timer = setTimeout(() => {
      request.destroy(
        new AppError('vendor-timeout', `No answer from ${shortUrl(url)} within ${limitMs} ms`, { url: shortUrl(url), limitMs }),
      );
    }, limitMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/**
 * Makes sure that the vendor's server can be worked with at all: follows redirects and returns the final HTTP status.
 * Limit in ms for each request.
 * @throws AppError vendor-unreachable (nothing listens, no such host, broken TLS), vendor-timeout, vendor-redirect-loop.
 */
export async function reachVendor(url: string, limitMs: number, ca: string | null, signal: AbortSignal): Promise<number> {
  let next = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    let answer: Answer;
    try {
      answer = await get(next, limitMs, ca, signal);
    } catch (error) {
      if (error instanceof AppError || signal.aborted) throw error;
      const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
      throw new AppError('vendor-unreachable', `Cannot reach ${shortUrl(next)}: ${reason}`, { url: shortUrl(next), reason });
    }
    if (answer.status < 300 || answer.status > 399 || answer.location === null) return answer.status;
    next = answer.location;
  }
  throw new AppError('vendor-redirect-loop', `More than ${MOST_REDIRECTS} redirects from ${shortUrl(url)}`, { url: shortUrl(url) });
}
