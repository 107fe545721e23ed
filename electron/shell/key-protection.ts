import { safeStorage } from 'electron';

/** Wraps the workspace key by the operating system's own store, where there is a real one. */
export interface KeyProtection {
  /** Recorded beside the wrapped key: a different one later explains why it cannot be read. */
  readonly backend: string;
  wrap(key: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}

/** @returns null where the system has no key store (then Electron would only obfuscate with a fixed password). */
export function systemKeyProtection(): KeyProtection | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  if (backend === 'basic_text' || backend === 'unknown') return null;
  return {
    backend,
    wrap: (key) => safeStorage.encryptString(Buffer.from(key).toString('base64')),
    unwrap: (wrapped) => Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64'),
  };
}
