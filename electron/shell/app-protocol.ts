import { protocol, type ProtocolRequest, type ProtocolResponse, type Session } from 'electron';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

/** The window's own origin. Nothing else may be shown in it. */
export const APP_ORIGIN = 'app://ui';
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** No inline code, no remote content; pictures of evidence come from app://blob. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' app: blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

/** Pictures are served as what their bytes are; anything else only as bytes. */
function pictureMime(head: Uint8Array): string {
  const hex = Buffer.from(head.subarray(0, 12)).toString('hex');
  if (hex.startsWith('89504e470d0a1a0a')) return 'image/png';
  if (hex.startsWith('ffd8ff')) return 'image/jpeg';
  if (hex.startsWith('474946383')) return 'image/gif';
  if (hex.startsWith('52494646') && hex.slice(16) === '57454250') return 'image/webp';
  return 'application/octet-stream';
}

/** An answer with the policy on it. */
function answer(statusCode: number, contentType: string, data: Uint8Array, more: Record<string, string> = {}): ProtocolResponse {
  const [mimeType = contentType] = contentType.split(';');
  return {
    statusCode,
    mimeType,
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    headers: {
      'content-type': contentType,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      ...more,
    },
  };
}

const refuse = (statusCode: number): ProtocolResponse => answer(statusCode, 'text/plain; charset=utf-8', new Uint8Array());

/** Before 'ready': makes app:// a standard, secure scheme. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
  ]);
}

/**
 * @param root folder of the built interface
 * @param blob returns a blob's bytes by its SHA-256, or null when the evidence store has none
 * @returns the answer to a request of the window; 403, 404 or 405 for everything unexpected
 */
export function createAppHandler(root: string, blob: (sha256: string) => Promise<Uint8Array | null>) {
  let realRoot: Promise<string> | null = null;
  return async (request: Pick<ProtocolRequest, 'method' | 'url'>): Promise<ProtocolResponse> => {
    if (request.method !== 'GET') return refuse(405);
    let url: URL;
    let pathname: string;
    try {
      url = new URL(request.url);
      pathname = decodeURIComponent(url.pathname);
    } catch {
      return refuse(403);
    }
    if (/[\0\\]/.test(pathname) || pathname.split('/').includes('..')) return refuse(403);
    if (url.host === 'blob') {
      const sha256 = /^\/([0-9a-f]{64})$/.exec(pathname)?.[1];
      if (sha256 === undefined) return refuse(403);
      const bytes = await blob(sha256);
      if (bytes === null) return refuse(404);
      return answer(200, pictureMime(bytes), bytes, {
        'cache-control': 'no-store',
        // The window, and nobody else, may read the pixels: it computes how two pictures differ.
        'access-control-allow-origin': APP_ORIGIN,
      });
    }
    if (url.host !== 'ui') return refuse(403);
    const file = path.join(root, pathname === '/' ? 'index.html' : pathname);
    try {
      // Compare real paths with a trailing separator: neither links nor a sibling such as "renderer-evil" get through.
      const real = await realpath(file);
      if (!real.startsWith((await (realRoot ??= realpath(root))) + path.sep)) return refuse(403);
      const mime = MIME[path.extname(real)];
      if (mime === undefined) return refuse(404);
      return answer(200, mime, await readFile(real));
    } catch {
      return refuse(404);
    }
  };
}

/**
 * After 'ready': answers app:// in this session. The older of Electron's two ways of doing it: the newer one first loads
 * Node's whole fetch, which every start of the window would wait for.
 * @returns settled once the window has been answered more than its first page: from then on it is busy with what it got
 */
export function serveApp(session: Session, root: string, blob: (sha256: string) => Promise<Uint8Array | null>): Promise<void> {
  const handler = createAppHandler(root, blob);
  return new Promise((resolve) => {
    session.protocol.registerBufferProtocol('app', (request, callback) => {
      void handler(request)
        .then(callback, () => {
          callback(refuse(500));
        })
        .then(() => {
          if (request.url !== APP_URL) resolve();
        });
    });
  });
}
