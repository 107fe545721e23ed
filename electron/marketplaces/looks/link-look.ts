import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LinkLook } from '../marketplace.ts';
import { isBarePrivate, lookupOutside } from './outside.ts';

const TIMEOUT_MS = 8_000;
const BODY_BYTES = 512 * 1024;
const MAXIMUM_REDIRECTS = 5;

const NOT_REACHED: LinkLook = {
  status: 'not-reached',
  httpStatus: 0,
  finalUrl: '',
  mime: '',
  isDownload: false,
  asksPassword: false,
  hasForm: false,
  text: '',
};

/**
 * Opens a page as a buyer without an account would, without running anything of it. A server that cannot be reached may be the fault of
 * this machine's network, so it says nothing about the page. @param isLocalAllowed for tests with a server on this machine
 */
export async function lookAtLink(url: string, isLocalAllowed = false): Promise<LinkLook> {
  let at = url;
  for (let hop = 0; hop <= MAXIMUM_REDIRECTS; hop += 1) {
    if (!URL.canParse(at) || !/^https?:$/.test(new URL(at).protocol)) return NOT_REACHED;
    if (!isLocalAllowed && isBarePrivate(new URL(at).hostname)) return NOT_REACHED;
    const answer = await ask(at, isLocalAllowed);
    if (answer === null) return NOT_REACHED;
    const { status, headers, body } = answer;
    if (status >= 300 && status < 400 && headers.location !== undefined && URL.canParse(headers.location, at)) {
      at = new URL(headers.location, at).href;
      continue;
    }
    // A server that is busy or in trouble for a moment says nothing about the page; "not found" and "forbidden" do.
    if (status >= 500 || status === 429) return { ...NOT_REACHED, httpStatus: status, finalUrl: at };
    return pageOf(at, status, headers, body);
  }
  return { ...NOT_REACHED, status: 'failed', httpStatus: 310, finalUrl: at };
}

function pageOf(finalUrl: string, httpStatus: number, headers: IncomingMessage['headers'], body: Buffer): LinkLook {
  const mime = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const html = /html|text\/plain/.test(mime) ? body.toString('utf8') : '';
  const shown = /^(?:text\/|application\/(?:pdf|xhtml|json)|image\/|video\/)/.test(mime) || mime === '';
  return {
    status: httpStatus < 400 ? 'opened' : 'failed',
    httpStatus,
    finalUrl,
    mime,
    isDownload: /attachment/i.test(headers['content-disposition'] ?? '') || !shown,
    asksPassword: /<input\b[^>]*type=["']?password/i.test(html),
    hasForm: /<form\b|<textarea\b|<iframe\b[^>]*form|data-b24-form/i.test(html),
    text: textOf(html).slice(0, 50_000),
  };
}

function textOf(html: string): string {
  return html
    .replace(/<(script|style|noscript)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&laquo;/g, '«')
    .replace(/&raquo;/g, '»')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function ask(url: string, isLocalAllowed: boolean): Promise<Answer | null> {
  return new Promise((resolve) => {
    const secure = url.startsWith('https:');
    const request = (secure ? https : http).get(
      url,
      {
        ...(isLocalAllowed ? {} : { lookup: lookupOutside }),
        headers: { 'user-agent': 'Mozilla/5.0 (ModerationWorkstation link check)', accept: 'text/html,application/pdf,text/plain,*/*' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        const done = (): void => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
        };
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= BODY_BYTES) parts.push(part);
          else {
            response.destroy();
            done();
          }
        });
        response.on('end', done);
        response.on('error', () => {
          resolve(null);
        });
      },
    );
    request.on('error', () => {
      resolve(null);
    });
  });
}
