import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type { FileSums } from './block-sums.ts';
import type { StoredEntry } from './stored-zip.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_FORMAT_VERSION,
  SIGNATURE_FORMAT,
  type BundleManifestData,
  type BundleSignatureData,
} from './verdict-document.ts';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'signature.json';
export const VERDICT = 'verdict.json';
export const REPORT = 'report.html';
export const EVENTS = 'events.jsonl';

/** Caps for a stranger's bundle; our own stay far below. */
export const BUNDLE_LIMITS = {
  archiveBytes: 2 * 1024 * 1024 * 1024,
  manifestBytes: 32 * 1024 * 1024,
  signatureBytes: 1024 * 1024,
  documentBytes: 64 * 1024 * 1024,
  files: 20_000,
} as const;

/** The one spelling of every JSON file in a bundle. */
export function documentBytes(value: unknown): Buffer {
  return Buffer.from(`${canonicalJson(value)}\n`);
}

export function manifestOf(verdictId: string, at: number, files: readonly (FileSums & { readonly path: string })[]): BundleManifestData {
  return {
    format: BUNDLE_FORMAT,
    formatVersion: BUNDLE_FORMAT_VERSION,
    verdictId,
    at,
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

export function signatureOf(publicKey: Uint8Array, fingerprint: string, signature: Uint8Array, manifest: FileSums): BundleSignatureData {
  return {
    format: SIGNATURE_FORMAT,
    formatVersion: 1,
    algorithm: 'Ed25519',
    publicKey: Buffer.from(publicKey).toString('base64'),
    fingerprint,
    signature: Buffer.from(signature).toString('base64'),
    manifest,
  };
}

export function entryOf(name: string, sums: FileSums): StoredEntry {
  return { name, sizeBytes: sums.sizeBytes, crc32: sums.crc32 };
}
