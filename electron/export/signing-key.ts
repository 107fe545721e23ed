import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';

/** Signs what leaves the workspace. The private half never does. */
export interface Signer {
  /** The 32 bytes of the Ed25519 public key. */
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

const KEY_FILE = 'signing-key.json';
/** DER of an Ed25519 public key up to its 32 bytes. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The workspace's signing key, made on first use. It lies in the keys folder, readable by its owner only: unlike the
 * secrets it must also work where there is no keyring (command line), and it protects nobody's data, only the proof
 * that a bundle came from this workspace.
 * @param keysDir the workspace's folder for keys, which exists
 * Throws AppError 'secret-unreadable' when the file is damaged.
 */
export function openSigningKey(keysDir: string): Signer {
  const file = path.join(keysDir, KEY_FILE);
  const privateKey = readKey(file) ?? createKey(file);
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.byteLength);
  return { publicKey, sign: (bytes) => sign(null, bytes, privateKey) };
}

function readKey(file: string): KeyObject | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const record = JSON.parse(text) as { format?: unknown; formatVersion?: unknown; privateKey?: unknown };
    if (record.format !== 'moderation-signing-key' || record.formatVersion !== 1 || typeof record.privateKey !== 'string')
      throw new Error('format');
    const key = createPrivateKey({ key: Buffer.from(record.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('type');
    return key;
  } catch {
    throw new AppError('secret-unreadable', 'The signing key is damaged. Put signing-key.json back from a copy of the folder "keys".', {
      file: KEY_FILE,
    });
  }
}

function createKey(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  const record = {
    format: 'moderation-signing-key',
    formatVersion: 1,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  try {
    chmodSync(temporary, 0o600);
    const handle = openSync(temporary, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    // A link, not a rename: of two processes that make the key at once the first one's stays.
    try {
      linkSync(temporary, file);
    } catch {
      const theirs = readKey(file);
      if (theirs) return theirs;
      // Some file systems have no links.
      renameSync(temporary, file);
    }
    return privateKey;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** @param publicKey 32 bytes. @returns whether the signature over `bytes` was made with that key. */
export function isSignedBy(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}

/** SHA-256 of the public key, lower-case hex. */
export function fingerprintOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex');
}
