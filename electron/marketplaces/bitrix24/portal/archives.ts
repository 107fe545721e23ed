import type http from 'node:http';
import path from 'node:path';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../../../shared/domain/errors.ts';

/** A static solution (mode E): its files in memory, bounded. */
export interface Archive {
  readonly files: ReadonlyMap<string, Buffer>;
  /** install.html stands in the root: the installation has a wizard (domain/bitrix24.md §1). */
  readonly hasInstaller: boolean;
}

const MAX_FILES = 2000;
const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Reads the zip of a static solution.
 * @throws AppError package-refused with a sentence, when it is no zip, has no index.html, or is too large
 */
export async function readArchive(file: string): Promise<Archive> {
  let zip: ZipFile;
  try {
    zip = await new Promise<ZipFile>((resolve, reject) => {
      yauzl.open(file, { lazyEntries: true, autoClose: true }, (error, opened) => {
        if (error) reject(error);
        else resolve(opened);
      });
    });
  } catch (error) {
    throw refused(file, `it cannot be opened: ${(error as Error).message}`);
  }
  const files = new Map<string, Buffer>();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName.endsWith('/')) {
        zip.readEntry();
        return;
      }
      total += entry.uncompressedSize;
      if (files.size >= MAX_FILES || total > MAX_BYTES) {
        reject(refused(file, `it holds more than ${MAX_FILES} files or ${MAX_BYTES} bytes`));
        zip.close();
        return;
      }
      zip.openReadStream(entry, (error, stream) => {
        if (error) {
          reject(error);
          return;
        }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () => {
          files.set(entry.fileName, Buffer.concat(chunks));
          zip.readEntry();
        });
      });
    });
    zip.readEntry();
  }).catch((error: unknown) => {
    throw error instanceof AppError ? error : refused(file, (error as Error).message);
  });
  if (!files.has('index.html')) throw refused(file, 'it has no index.html in its root');
  return { files, hasInstaller: files.has('install.html') };
}

function refused(file: string, why: string): AppError {
  return new AppError('package-refused', `The archive ${path.basename(file)} is not a static solution: ${why}.`, {
    file: path.basename(file),
  });
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Loaded archives and the pages made of them. They are served on an origin of their own, as the real portal does,
 * so that a solution's script cannot act as the portal.
 */
export class Archives {
  readonly #byPath = new Map<string, Archive>();

  async load(file: string): Promise<void> {
    this.#byPath.set(file, await readArchive(file));
  }

  hasInstaller(file: string): boolean {
    return this.#byPath.get(file)?.hasInstaller === true;
  }

  isLoaded(file: string): boolean {
    return this.#byPath.has(file);
  }

  /** Path of a file of the archive on the files' origin. */
  pathOf(code: string, version: string, name: string): string {
    return `/${encodeURIComponent(code)}/${encodeURIComponent(version)}/${name}`;
  }

  /** Answers a request on the files' origin; `find` gives the archive's file on disk for a code and version. */
  answer(request: http.IncomingMessage, response: http.ServerResponse, find: (code: string, version: string) => string | null): void {
    const parts = decodedPath(request.url ?? '/');
    const [code = '', version = '', ...rest] = parts;
    const file = find(code, version);
    const content = file === null ? undefined : this.#byPath.get(file)?.files.get(rest.join('/') || 'index.html');
    if ((request.method !== 'GET' && request.method !== 'HEAD') || content === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found');
      return;
    }
    const type = TYPES[path.posix.extname(rest.join('/') || 'index.html').toLowerCase()] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    response.end(request.method === 'HEAD' ? undefined : content);
  }
}

function decodedPath(url: string): string[] {
  try {
    return new URL(url, 'http://files').pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}
