import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { sumsInPieces, sumsOf, type FileSums } from './block-sums.ts';
import {
  BUNDLE_LIMITS,
  documentBytes,
  entryOf,
  EVENTS,
  MANIFEST,
  manifestOf,
  REPORT,
  SIGNATURE,
  signatureOf,
  VERDICT,
} from './bundle-entry.ts';
import { fingerprintOf, type Signer } from './signing-key.ts';
import { directory, localHeader, type StoredEntry } from './stored-zip.ts';
import { VerdictDocument, type ChainLineData, type VerdictDocumentData } from './verdict-document.ts';

export interface BundleInput {
  readonly document: VerdictDocumentData;
  readonly lines: readonly ChainLineData[];
  /** report.html */
  readonly report: string;
  /** Content by its hash, checked against it. Throws AppError when it is missing or damaged. */
  content(sha256: string): Promise<Uint8Array>;
  readonly signer: Signer;
}

export interface WrittenBundle {
  readonly path: string;
  /** Of the whole archive, lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Of the key that signed it. */
  readonly fingerprint: string;
}

/**
 * Writes a verdict bundle: whole or not at all, and for the same verdict the same bytes every time. One file of it is
 * in memory at a time.
 * Throws AppError: 'storage-full', 'not-allowed' when the place cannot be written, 'cancelled', and what `content` throws.
 */
export async function writeBundle(
  input: BundleInput,
  outPath: string,
  signal: { readonly aborted: boolean } = { aborted: false },
): Promise<WrittenBundle> {
  const document = VerdictDocument.parse(input.document);
  const fixed = new Map<string, Buffer>([
    [VERDICT, documentBytes(document)],
    [REPORT, Buffer.from(input.report)],
    [EVENTS, Buffer.from(input.lines.map((line) => `${canonicalJson(line)}\n`).join(''))],
  ]);
  const stored = new Map<string, string>();
  const attached = [...(document.messages ?? []), ...(document.notes ?? [])].flatMap(({ files }) => files ?? []);
  for (const each of [...document.evidence, ...document.submission.media, ...attached])
    if (each.file !== null) stored.set(each.file, each.sha256);

  const files: (FileSums & { path: string })[] = [...fixed].map(([name, bytes]) => ({ path: name, ...sumsOf(bytes) }));
  for (const [name, sha256] of stored) {
    stopIf(signal);
    files.push({ path: name, ...(await sumsInPieces(await input.content(sha256))) });
  }
  const manifest = manifestOf(document.verdict.id, document.verdict.at, files);
  const manifestBytes = documentBytes(manifest);
  const manifestSums = await sumsInPieces(manifestBytes);
  const fingerprint = fingerprintOf(input.signer.publicKey);
  const signature = documentBytes(signatureOf(input.signer.publicKey, fingerprint, input.signer.sign(manifestBytes), manifestSums));

  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, manifestBytes.byteLength + signature.byteLength);
  if (
    totalBytes > BUNDLE_LIMITS.archiveBytes ||
    files.length > BUNDLE_LIMITS.files ||
    manifestBytes.byteLength > BUNDLE_LIMITS.manifestBytes
  ) {
    throw new AppError('not-allowed', 'The evidence of this submission is too large for one bundle.', { totalBytes, files: files.length });
  }

  const temporary = path.join(path.dirname(path.resolve(outPath)), `.${randomUUID()}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    let written: { sha256: string; sizeBytes: number };
    try {
      const archive = new Archive(handle, document.verdict.at);
      await archive.add(entryOf(MANIFEST, manifestSums), manifestBytes);
      await archive.add(entryOf(SIGNATURE, sumsOf(signature)), signature);
      for (const file of manifest.files) {
        stopIf(signal);
        await archive.add(entryOf(file.path, file), fixed.get(file.path) ?? (await input.content(stored.get(file.path) as string)));
      }
      written = await archive.finish();
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, outPath);
    return { path: outPath, ...written, fingerprint };
  } catch (error) {
    await rm(temporary, { force: true });
    throw asAppError(error, outPath);
  }
}

class Archive {
  private readonly hash = createHash('sha256');
  private readonly entries: StoredEntry[] = [];
  private size = 0;
  private readonly handle: FileHandle;
  private readonly at: number;

  constructor(handle: FileHandle, at: number) {
    this.handle = handle;
    this.at = at;
  }

  async add(entry: StoredEntry, content: Uint8Array): Promise<void> {
    this.entries.push(entry);
    await this.write(localHeader(entry, this.at));
    await this.write(content);
  }

  async finish(): Promise<{ sha256: string; sizeBytes: number }> {
    await this.write(directory(this.entries, this.at));
    return { sha256: this.hash.digest('hex'), sizeBytes: this.size };
  }

  private async write(bytes: Uint8Array): Promise<void> {
    // In pieces: hashing 64 MB at once would hold the event loop.
    for (let at = 0; at < bytes.byteLength; at += 1024 * 1024) {
      const piece = bytes.subarray(at, at + 1024 * 1024);
      this.hash.update(piece);
      await this.handle.writeFile(piece);
      this.size += piece.byteLength;
    }
  }
}

function stopIf(signal: { readonly aborted: boolean }): void {
  if (signal.aborted) throw new AppError('cancelled', 'export cancelled');
}

function asAppError(error: unknown, outPath: string): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new AppError('storage-full', 'The disk is full: the bundle was not written. Free some space and export again.', {
      path: outPath,
    });
  }
  return new AppError('not-allowed', `The bundle cannot be written there (${String(error.code)}). Choose another place.`, {
    path: outPath,
  });
}
