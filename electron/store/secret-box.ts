import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { toStorageError } from './storage-error.ts';

/** Wraps the workspace key by means of the operating system; the shell passes it in where there is one. */
export interface KeyProtector {
  /** Name of the mechanism, kept beside what it wrapped (e.g. "gnome_libsecret", "dpapi", "keychain"). */
  readonly backend: string;
  wrap(plain: Uint8Array): Uint8Array;
  /** May throw: another session may have another keyring. */
  unwrap(wrapped: Uint8Array): Uint8Array;
}

interface KeyRecord {
  readonly format: 'moderation-workspace-key';
  readonly formatVersion: 1;
  readonly keyId: string;
  readonly protection: 'os' | 'file';
  readonly backend: string;
  readonly createdAt: number;
  /** Base64 of the public half (SPKI): enough to seal, so the command line can import without the keyring. */
  readonly publicKey: string;
  /** Base64 of the private half (PKCS #8), wrapped when protection is 'os'. */
  readonly privateKey: string;
}

/**
 * Seals texts for the workspace: an ephemeral X25519 agreement with the workspace key gives an AES-256-GCM key per text.
 * Layout: version (1) | key id (8) | ephemeral public key (32) | nonce (12) | tag (16) | ciphertext.
 */
export interface WorkspaceSecretBox {
  readonly protection: 'os' | 'file';
  readonly backend: string;
  readonly keyId: string;
  seal(plain: string): Uint8Array;
  /** Throws AppError 'secret-unreadable'; the sealed bytes stay as they are. */
  open(sealed: Uint8Array): string;
}

const LAYOUT = 1;
const KEY_ID_BYTES = 8;
const PUBLIC_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + PUBLIC_BYTES + NONCE_BYTES + TAG_BYTES;
const INFO = 'moderation-workstation secret 1';
/** DER prefix of an X25519 public key; the raw 32 bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');
const KEY_FILE = 'workspace-key.json';

/** Reads the key of the workspace, or makes it on the first start. @param keysDir folder with mode 0700. */
export function openSecretBox(keysDir: string, protector: KeyProtector | null, now: number): WorkspaceSecretBox {
  const file = path.join(keysDir, KEY_FILE);
  const record = existsSync(file) ? readRecord(file) : createRecord(file, protector, now);
  const publicKey = createPublicKey({ key: Buffer.from(record.publicKey, 'base64'), format: 'der', type: 'spki' });
  let privateKey: KeyObject | null = null;
  const reveal = (): KeyObject => {
    privateKey ??= unwrapPrivateKey(record, protector);
    return privateKey;
  };
  return {
    protection: record.protection,
    backend: record.backend,
    keyId: record.keyId,
    seal: (plain) => seal(plain, record.keyId, publicKey),
    open: (sealed) => open(sealed, record, publicKey, reveal),
  };
}

function unreadable(message: string, record: KeyRecord): AppError {
  return new AppError('secret-unreadable', message, { keyId: record.keyId, backend: record.backend, createdAt: record.createdAt });
}

function readRecord(file: string): KeyRecord {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw toStorageError(error);
  }
  let record: Partial<KeyRecord>;
  try {
    record = JSON.parse(text) as Partial<KeyRecord>;
  } catch {
    record = {};
  }
  const { keyId, publicKey, privateKey, backend, createdAt, protection } = record;
  if (
    record.format !== 'moderation-workspace-key' ||
    record.formatVersion !== 1 ||
    typeof keyId !== 'string' ||
    typeof publicKey !== 'string' ||
    typeof privateKey !== 'string' ||
    typeof backend !== 'string' ||
    typeof createdAt !== 'number' ||
    (protection !== 'os' && protection !== 'file')
  ) {
    throw new AppError('secret-unreadable', `The key file ${file} is damaged. Put it back from a copy of the folder "keys".`, {
      path: file,
    });
  }
  return { format: record.format, formatVersion: 1, keyId, publicKey, privateKey, backend, createdAt, protection };
}

function createRecord(file: string, protector: KeyProtector | null, now: number): KeyRecord {
  const pair = generateKeyPairSync('x25519');
  const publicDer = pair.publicKey.export({ format: 'der', type: 'spki' });
  const privateDer = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  const record: KeyRecord = {
    format: 'moderation-workspace-key',
    formatVersion: 1,
    keyId: createHash('sha256').update(publicDer).digest().subarray(0, KEY_ID_BYTES).toString('hex'),
    protection: protector === null ? 'file' : 'os',
    backend: protector?.backend ?? 'file',
    createdAt: now,
    publicKey: publicDer.toString('base64'),
    privateKey: Buffer.from(protector === null ? privateDer : protector.wrap(privateDer)).toString('base64'),
  };
  try {
    // Whole or not at all: a half-written key would make every secret sealed later unreadable.
    const temporary = `${file}.${String(process.pid)}.new`;
    writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flag: 'w' });
    chmodSync(temporary, 0o600);
    const handle = openSync(temporary, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(temporary, file);
  } catch (error) {
    throw toStorageError(error);
  }
  return record;
}

function unwrapPrivateKey(record: KeyRecord, protector: KeyProtector | null): KeyObject {
  const stored = Buffer.from(record.privateKey, 'base64');
  try {
    if (record.protection === 'file') return createPrivateKey({ key: stored, format: 'der', type: 'pkcs8' });
    if (protector === null) {
      throw unreadable('The workspace key is protected by the operating system and can only be read by the application.', record);
    }
    return createPrivateKey({ key: Buffer.from(protector.unwrap(stored)), format: 'der', type: 'pkcs8' });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreadable(
      `The workspace key could not be unwrapped by "${protector?.backend ?? 'file'}"; it was wrapped by "${record.backend}".`,
      record,
    );
  }
}

function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

function agree(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Buffer, receiver: Buffer): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ephemeral, receiver]), INFO, 32));
}

function seal(plain: string, keyId: string, publicKey: KeyObject): Uint8Array {
  const pair = generateKeyPairSync('x25519');
  const ephemeral = rawPublic(pair.publicKey);
  const key = agree(pair.privateKey, publicKey, ephemeral, rawPublic(publicKey));
  const nonce = randomBytes(NONCE_BYTES);
  const head = Buffer.concat([Buffer.from([LAYOUT]), Buffer.from(keyId, 'hex'), ephemeral]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(head);
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext]);
}

function open(sealed: Uint8Array, record: KeyRecord, receiver: KeyObject, reveal: () => KeyObject): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEADER_BYTES || bytes[0] !== LAYOUT) throw unreadable('The stored secret is damaged.', record);
  const sealedBy = bytes.subarray(1, 1 + KEY_ID_BYTES).toString('hex');
  if (sealedBy !== record.keyId) throw unreadable(`The secret was sealed with another key (${sealedBy}).`, record);
  let at = 1 + KEY_ID_BYTES;
  const ephemeral = bytes.subarray(at, (at += PUBLIC_BYTES));
  const head = bytes.subarray(0, at);
  const nonce = bytes.subarray(at, (at += NONCE_BYTES));
  const tag = bytes.subarray(at, (at += TAG_BYTES));
  const privateKey = reveal();
  try {
    const sender = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, ephemeral]), format: 'der', type: 'spki' });
    const decipher = createDecipheriv('aes-256-gcm', agree(privateKey, sender, Buffer.from(ephemeral), rawPublic(receiver)), nonce);
    decipher.setAAD(head);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(at)), decipher.final()]).toString('utf8');
  } catch {
    throw unreadable('The stored secret is damaged.', record);
  }
}
