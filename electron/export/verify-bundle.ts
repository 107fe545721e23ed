import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { blockBytesFor, firstDifference, Summing, sumsOf, type FileSums } from './block-sums.ts';
import { BUNDLE_LIMITS, documentBytes, entryOf, EVENTS, MANIFEST, REPORT, SIGNATURE, signatureOf, VERDICT } from './bundle-entry.ts';
import { checkEvents } from './check-events.ts';
import { checkVerdict } from './check-verdict.ts';
import { crc32Of, singleByteByCrc } from './crc-location.ts';
import { fingerprintOf, isSignedBy } from './signing-key.ts';
import { CENTRAL_BYTES, directory, END_BYTES, LOCAL_BYTES, localHeader, type StoredEntry } from './stored-zip.ts';
import {
  BundleManifest,
  BundleSignature,
  type BundleManifestData,
  type BundleSignatureData,
  type VerdictDocumentData,
} from './verdict-document.ts';

type Text = { readonly ru: string; readonly en: string };

/** One thing that was checked; where it does not fit, the file and the first byte of it that does not. */
export interface BundleCheck {
  readonly name: 'archive' | 'manifest' | 'signature' | 'files' | 'verdict' | 'events';
  readonly ok: boolean;
  /** A file of the bundle, or the name of the archive itself for bytes between its files. */
  readonly file: string | null;
  readonly offset: number | null;
  readonly message: Text;
}

export interface BundleVerification {
  readonly path: string;
  readonly valid: boolean;
  readonly checks: readonly BundleCheck[];
  /** Of the key that signed it: compare it with the workspace's. Null when there is no readable signature. */
  readonly fingerprint: string | null;
  /** What the bundle says, as far as it could be read. */
  readonly verdict: Pick<VerdictDocumentData['verdict'], 'id' | 'kind' | 'by' | 'at' | 'version'> | null;
}

export interface VerifyOptions {
  /** Fingerprint that the signature must have; without it any key will do. */
  readonly expectedFingerprint?: string;
}

/**
 * Checks a verdict bundle. Needs nothing but the file: no workspace, no network. Every byte of the archive is accounted
 * for: its records follow from the manifest, the manifest is signed, the contents are hashed.
 * Throws AppError 'not-found' or 'not-allowed' when the file cannot be read at all.
 */
export async function verifyBundle(file: string, options: VerifyOptions = {}): Promise<BundleVerification> {
  let handle: FileHandle;
  try {
    // Non-blocking, so that a named pipe is refused and not waited for.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw cannotRead(file, error);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new AppError('not-allowed', `This is not a file: ${file}`, { path: file });
    return await new Verification(handle, file, stat.size, options).run();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw cannotRead(file, error);
    throw error;
  } finally {
    await handle.close();
  }
}

function cannotRead(file: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  if (code === 'ENOENT') return new AppError('not-found', `There is no such file: ${file}`, { path: file });
  return new AppError('not-allowed', `The file cannot be read (${code}): ${file}`, { path: file });
}

/** Nothing more can be looked at. */
class Stop extends Error {}

const CHUNK_BYTES = 256 * 1024;

class Verification {
  private readonly checks: BundleCheck[] = [];
  private readonly archiveName: string;
  private readonly handle: FileHandle;
  private readonly file: string;
  private readonly size: number;
  private readonly options: VerifyOptions;
  private fingerprint: string | null = null;
  private verdict: BundleVerification['verdict'] = null;

  constructor(handle: FileHandle, file: string, size: number, options: VerifyOptions) {
    this.handle = handle;
    this.file = file;
    this.size = size;
    this.options = options;
    this.archiveName = path.basename(file);
  }

  async run(): Promise<BundleVerification> {
    try {
      await this.check();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return {
      path: this.file,
      valid: this.checks.length > 0 && this.checks.every((each) => each.ok),
      checks: this.checks,
      fingerprint: this.fingerprint,
      verdict: this.verdict,
    };
  }

  private async check(): Promise<void> {
    if (this.size > BUNDLE_LIMITS.archiveBytes) {
      this.fault(
        'archive',
        this.archiveName,
        BUNDLE_LIMITS.archiveBytes,
        'Файл больше, чем бывают пакеты решений.',
        'The file is larger than bundles are.',
      );
      throw new Stop();
    }
    const first = await this.read(0, LOCAL_BYTES + MANIFEST.length);
    if (first.byteLength < LOCAL_BYTES + MANIFEST.length || this.size < 2 * END_BYTES) {
      this.fault('archive', this.archiveName, this.size, 'Файл обрывается.', 'The file is cut short.');
      throw new Stop();
    }
    const strange = [...first.subarray(LOCAL_BYTES)].filter((byte, i) => byte !== MANIFEST.charCodeAt(i)).length;
    if (strange > 4) {
      this.notABundle(first);
      throw new Stop();
    }
    const central = await this.centralSizes();
    const manifestBytes = this.sizeOf(first, central[0], BUNDLE_LIMITS.manifestBytes);
    const signatureAt = first.byteLength + manifestBytes;
    const second = await this.read(signatureAt, LOCAL_BYTES + SIGNATURE.length);
    if (second.byteLength < LOCAL_BYTES + SIGNATURE.length) {
      this.notABundle(first);
      throw new Stop();
    }
    const signatureBytes = this.sizeOf(second, central[1], BUNDLE_LIMITS.signatureBytes);

    const rawManifest = await this.read(first.byteLength, manifestBytes);
    const rawSignature = await this.read(signatureAt + second.byteLength, signatureBytes);
    const crcs = [second.readUInt32LE(14), central[1]?.crc32].filter((each) => each !== undefined);
    const signature = this.readSignature(rawSignature, crcs);
    const trueManifest = signature ? await this.readManifestBytes(rawManifest, signature.data.manifest) : rawManifest;
    const manifest = this.readManifest(trueManifest);
    if (!manifest) {
      if (!signature) this.notABundle(first);
      throw new Stop();
    }
    this.checkSignature(signature?.data ?? null, trueManifest);

    const manifestSums = signature?.data.manifest ?? sumsOf(trueManifest);
    const entries: StoredEntry[] = [
      entryOf(MANIFEST, manifestSums),
      entryOf(SIGNATURE, sumsOf(signature ? signature.bytes : rawSignature)),
      ...manifest.files.map((each) => entryOf(each.path, each)),
    ];
    await this.checkArchive(entries, manifest.at);
    const documents = await this.checkFiles(entries, manifest);
    await this.checkDocuments(documents, manifest);
  }

  // Archive -----------------------------------------------------------------------------------------------------------

  /** Sizes and checksums of the first two files as the directory at the end states them, as far as it can be read. */
  private async centralSizes(): Promise<readonly { packed: number; unpacked: number; crc32: number }[]> {
    const end = await this.read(this.size - END_BYTES, END_BYTES);
    const bytes = end.readUInt32LE(12);
    const at = end.readUInt32LE(16);
    // Either statement leads there; one of them may be the altered one.
    for (const start of new Set([at, this.size - END_BYTES - bytes])) {
      if (start < 0 || start >= this.size) continue;
      const list = await this.read(start, 2 * CENTRAL_BYTES + MANIFEST.length + SIGNATURE.length);
      const second = CENTRAL_BYTES + MANIFEST.length;
      if (list.byteLength < second + CENTRAL_BYTES || list.toString('latin1', CENTRAL_BYTES, second) !== MANIFEST) continue;
      return [0, second].map((offset) => ({
        crc32: list.readUInt32LE(offset + 16),
        packed: list.readUInt32LE(offset + 20),
        unpacked: list.readUInt32LE(offset + 24),
      }));
    }
    return [];
  }

  /** Four places state the size of a file; what two agree on is taken, and the archive check names the odd one. */
  private sizeOf(header: Buffer, central: { packed: number; unpacked: number } | undefined, limitBytes: number): number {
    const stated = [header.readUInt32LE(18), header.readUInt32LE(22), central?.packed, central?.unpacked].filter(
      (each) => each !== undefined,
    );
    const agreed = stated.find((each, i) => stated.indexOf(each, i + 1) > 0) ?? (stated[0] as number);
    if (agreed > limitBytes || agreed > this.size) {
      this.notABundle(header);
      throw new Stop();
    }
    return agreed;
  }

  private notABundle(first: Buffer): void {
    const isZip = first.readUInt32LE(0) === 0x04034b50;
    this.fault(
      'archive',
      this.archiveName,
      0,
      isZip ? 'Это архив zip, но не пакет решения (или он собран другой программой).' : 'Это не пакет решения.',
      isZip ? 'This is a zip archive but not a verdict bundle (or another program packed it).' : 'This is not a verdict bundle.',
    );
  }

  private async checkArchive(entries: readonly StoredEntry[], at: number): Promise<void> {
    let offset = 0;
    for (const entry of entries) {
      if (await this.differs(localHeader(entry, at), offset)) return;
      offset += LOCAL_BYTES + entry.name.length + entry.sizeBytes;
    }
    const expected = directory(entries, at);
    if (await this.differs(expected, offset)) return;
    if (this.size > offset + expected.byteLength) {
      this.fault(
        'archive',
        this.archiveName,
        offset + expected.byteLength,
        'За концом архива есть лишние байты.',
        'There are superfluous bytes behind the end of the archive.',
      );
      return;
    }
    this.fine(
      'archive',
      `Архив цел: файлов ${entries.length}, все служебные записи на месте.`,
      `The archive is whole: ${entries.length} files, all its records in place.`,
    );
  }

  private async differs(expected: Buffer, offset: number): Promise<boolean> {
    const actual = await this.read(offset, expected.byteLength);
    const at = firstOffset(expected, actual);
    if (at === null) return false;
    if (offset + at >= this.size) this.fault('archive', this.archiveName, this.size, 'Архив обрывается.', 'The archive is cut short.');
    else {
      this.fault(
        'archive',
        this.archiveName,
        offset + at,
        'Служебная запись архива изменена: она не такая, какой её записало рабочее место.',
        'A record of the archive was altered: it is not as the workstation wrote it.',
      );
    }
    return true;
  }

  // Manifest and signature --------------------------------------------------------------------------------------------

  private readSignature(raw: Buffer, crcs: readonly number[]): { data: BundleSignatureData; bytes: Buffer } | null {
    const parse = (bytes: Buffer): BundleSignatureData | null => {
      const data = parseCanonical(bytes, BundleSignature);
      if (!data) return null;
      const publicKey = Buffer.from(data.publicKey, 'base64');
      // Everything but key, signature and sums follows from these.
      const again = documentBytes(signatureOf(publicKey, fingerprintOf(publicKey), Buffer.from(data.signature, 'base64'), data.manifest));
      return again.equals(bytes) && isPlausible(data.manifest) ? data : null;
    };
    const direct = parse(raw);
    if (direct && crcs.includes(crc32Of(raw))) return { data: direct, bytes: raw };
    for (const crc of new Set(crcs)) {
      for (const { index, original } of singleByteByCrc(raw, crc)) {
        const mended = Buffer.from(raw);
        mended[index] = original;
        const data = parse(mended);
        if (!data) continue;
        this.fault('signature', SIGNATURE, index, 'Файл подписи изменён.', 'The signature file was altered.');
        return { data, bytes: mended };
      }
    }
    this.fault('signature', SIGNATURE, 0, 'Файл подписи изменён или не читается.', 'The signature file was altered or cannot be read.');
    return direct ? { data: direct, bytes: raw } : null;
  }

  private async readManifestBytes(raw: Buffer, expected: FileSums): Promise<Buffer> {
    const difference = await firstDifference(expected, sumsOf(raw), async (offset, lengthBytes) =>
      raw.subarray(offset, offset + lengthBytes),
    );
    if (!difference) {
      if (canonicalJson(sumsOf(raw)) !== canonicalJson(expected)) {
        this.fault(
          'signature',
          SIGNATURE,
          0,
          'Суммы в файле подписи не сходятся с описью.',
          'The sums in the signature file do not fit the manifest.',
        );
      }
      return raw;
    }
    this.alteredFile('manifest', MANIFEST, difference.offset, difference.isExact);
    if (difference.original === null) return raw;
    const mended = Buffer.from(raw);
    mended[difference.offset] = difference.original;
    return sumsOf(mended).sha256 === expected.sha256 ? mended : raw;
  }

  private readManifest(bytes: Buffer): BundleManifestData | null {
    const manifest = parseCanonical(bytes, BundleManifest);
    const isAltered = this.checks.some((each) => each.name === 'manifest');
    if (!manifest) {
      if (!isAltered)
        this.fault(
          'manifest',
          MANIFEST,
          firstUncanonical(bytes),
          'Опись не читается или записана не по формату.',
          'The manifest cannot be read or does not follow the format.',
        );
      return null;
    }
    const paths = manifest.files.map((each) => each.path);
    const isSorted = paths.every((each, i) => i === 0 || (paths[i - 1] as string) < each);
    const hasAll = [VERDICT, REPORT, EVENTS].every((each) => paths.includes(each));
    const totalBytes = manifest.files.reduce((sum, each) => sum + each.sizeBytes, 0);
    if (
      !isSorted ||
      !hasAll ||
      !manifest.files.every(isPlausible) ||
      totalBytes > BUNDLE_LIMITS.archiveBytes ||
      manifest.files.length > BUNDLE_LIMITS.files
    ) {
      this.fault('manifest', MANIFEST, 0, 'Опись противоречит сама себе или архиву.', 'The manifest contradicts itself or the archive.');
      return null;
    }
    if (!isAltered) this.fine('manifest', `Опись читается: файлов ${paths.length}.`, `The manifest can be read: ${paths.length} files.`);
    return manifest;
  }

  private checkSignature(signature: BundleSignatureData | null, manifest: Buffer): void {
    if (!signature) return;
    this.fingerprint = signature.fingerprint;
    if (!isSignedBy(Buffer.from(signature.publicKey, 'base64'), manifest, Buffer.from(signature.signature, 'base64'))) {
      const at = documentBytes(signature).indexOf('"signature":"') + '"signature":"'.length;
      this.fault('signature', SIGNATURE, at, 'Подпись не сходится с описью.', 'The signature does not fit the manifest.');
      return;
    }
    const expected = this.options.expectedFingerprint?.toLowerCase().replace(/[^0-9a-f]/g, '');
    if (expected !== undefined && expected !== signature.fingerprint) {
      const at = documentBytes(signature).indexOf('"publicKey":"') + '"publicKey":"'.length;
      this.fault(
        'signature',
        SIGNATURE,
        at,
        'Подписано другим ключом, не тем, что ожидался.',
        'Signed with another key than the expected one.',
      );
      return;
    }
    if (this.checks.some((each) => each.name === 'signature' && !each.ok)) return;
    const grouped = signature.fingerprint.match(/.{8}/g)?.join(' ') ?? '';
    this.fine('signature', `Подпись верна. Отпечаток ключа: ${grouped}`, `The signature is valid. Key fingerprint: ${grouped}`);
  }

  // Contents ----------------------------------------------------------------------------------------------------------

  private async checkFiles(entries: readonly StoredEntry[], manifest: BundleManifestData): Promise<ReadonlyMap<string, Buffer>> {
    const sums = new Map(manifest.files.map((each) => [each.path, each]));
    const documents = new Map<string, Buffer>();
    let offset = 0;
    let isFine = true;
    for (const entry of entries) {
      const start = offset + LOCAL_BYTES + entry.name.length;
      offset = start + entry.sizeBytes;
      const expected = sums.get(entry.name);
      if (!expected) continue;
      const isDocument = entry.name === VERDICT || entry.name === EVENTS;
      const summing = new Summing(expected.sizeBytes);
      const kept: Buffer[] = [];
      for (let at = start; at < start + entry.sizeBytes; at += CHUNK_BYTES) {
        const chunk = await this.read(at, Math.min(CHUNK_BYTES, start + entry.sizeBytes - at));
        if (chunk.byteLength === 0) break;
        summing.update(chunk);
        if (isDocument && entry.sizeBytes <= BUNDLE_LIMITS.documentBytes) kept.push(chunk);
      }
      const actual = summing.finish();
      const difference = await firstDifference(expected, actual, (at, lengthBytes) => this.read(start + at, lengthBytes));
      if (difference) {
        isFine = false;
        this.alteredFile('files', entry.name, difference.offset, difference.isExact);
      } else if (canonicalJson(sumsFields(actual)) !== canonicalJson(sumsFields(expected))) {
        isFine = false;
        this.fault(
          'files',
          entry.name,
          0,
          'Суммы блоков в описи не сходятся с файлом.',
          'The block sums in the manifest do not fit the file.',
        );
      } else if (!isNamedByContent(entry.name, actual.sha256)) {
        isFine = false;
        this.fault('files', entry.name, 0, 'Имя файла не сходится с его содержимым.', 'The name of the file does not fit its content.');
      } else if (isDocument) documents.set(entry.name, Buffer.concat(kept));
      if (this.checks.length > 100) break;
    }
    if (isFine)
      this.fine(
        'files',
        `Содержимое всех файлов (${manifest.files.length}) сходится с описью.`,
        `The content of all ${manifest.files.length} files fits the manifest.`,
      );
    return documents;
  }

  private async checkDocuments(documents: ReadonlyMap<string, Buffer>, manifest: BundleManifestData): Promise<void> {
    const verdictBytes = documents.get(VERDICT);
    const eventBytes = documents.get(EVENTS);
    // An altered file has been named already.
    if (!verdictBytes) return;
    const { fault, document } = checkVerdict(verdictBytes, manifest);
    if (document) {
      const { id, kind, by, at, version } = document.verdict;
      this.verdict = { id, kind, by, at, version };
    }
    if (fault) this.fault('verdict', VERDICT, fault.offset, fault.message.ru, fault.message.en);
    else if (document) {
      const { version } = document.verdict;
      this.fine(
        'verdict',
        `Решение записано по формату и относится к версии ${version}.`,
        `The verdict follows the format and refers to version ${version}.`,
      );
    }
    if (!eventBytes || !document) return;
    const events = await checkEvents(eventBytes, document);
    if (events.fault) this.fault('events', EVENTS, events.fault.offset, events.fault.message.ru, events.fault.message.en);
    else this.fine('events', events.message.ru, events.message.en);
  }

  // -------------------------------------------------------------------------------------------------------------------

  private async read(offset: number, lengthBytes: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(lengthBytes, this.size - offset));
    const buffer = Buffer.alloc(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.handle.read(buffer, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  private alteredFile(name: BundleCheck['name'], file: string, offset: number, isExact: boolean): void {
    if (isExact) this.fault(name, file, offset, `Файл изменён, начиная с байта ${offset}.`, `The file was altered from byte ${offset} on.`);
    else {
      this.fault(
        name,
        file,
        offset,
        `Файл изменён: первый не сходящийся блок начинается с байта ${offset}.`,
        `The file was altered: the first block that does not fit begins at byte ${offset}.`,
      );
    }
  }

  private fault(name: BundleCheck['name'], file: string, offset: number, ru: string, en: string): void {
    this.checks.push({ name, ok: false, file, offset, message: { ru, en } });
  }

  private fine(name: BundleCheck['name'], ru: string, en: string): void {
    this.checks.push({ name, ok: true, file: null, offset: null, message: { ru, en } });
  }
}

function sumsFields({ sizeBytes, sha256, crc32, blockBytes, blocks }: FileSums): FileSums {
  return { sizeBytes, sha256, crc32, blockBytes, blocks };
}

/** Sums that a workstation could have written for a file of this size. */
function isPlausible(sums: FileSums): boolean {
  if (sums.blockBytes !== blockBytesFor(sums.sizeBytes)) return false;
  const blocks = Buffer.from(sums.blocks, 'base64');
  return blocks.byteLength === Math.ceil(sums.sizeBytes / sums.blockBytes) * 12 && blocks.toString('base64') === sums.blocks;
}

function isNamedByContent(name: string, sha256: string): boolean {
  const named = /^(?:evidence|media|messages)\/([0-9a-f]{64})\./.exec(name)?.[1];
  return named === undefined || named === sha256;
}

/** @returns the value when the bytes are its one spelling and follow the schema. */
export function parseCanonical<T>(bytes: Buffer, schema: z.ZodType<T>): T | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (!documentBytes(value).equals(bytes)) return null;
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Where a JSON file stops being the one spelling of its value; 0 when it is no JSON at all. */
export function firstUncanonical(bytes: Buffer): number {
  try {
    return firstOffset(documentBytes(JSON.parse(bytes.toString('utf8'))), bytes) ?? 0;
  } catch {
    return 0;
  }
}

/** @returns the first offset at which the two differ, or null. */
function firstOffset(expected: Uint8Array, actual: Uint8Array): number | null {
  const shorter = Math.min(expected.byteLength, actual.byteLength);
  for (let i = 0; i < shorter; i += 1) if (expected[i] !== actual[i]) return i;
  return expected.byteLength === actual.byteLength ? null : shorter;
}
