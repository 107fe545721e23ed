/** What the use-cases need of the desktop; shell/ implements it with Electron, tests with plain objects. */
export interface Platform {
  /** @returns absolute paths; empty when the person cancelled. */
  chooseFiles(purpose: 'import-packages' | 'evidence' | 'attachment' | 'verify-bundle'): Promise<readonly string[]>;
  chooseFolder(purpose: 'import-folder' | 'workspace'): Promise<string | null>;
  chooseSavePath(suggestedName: string): Promise<string | null>;
  copyText(text: string): void;
  /** Asks first, naming the host. @returns whether the system browser was opened. */
  openExternal(url: string): Promise<boolean>;
  emit(event: string, payload: unknown): void;
}

/** Encrypts and decrypts secrets at rest (test data, portal passwords, tokens). */
export interface SecretBox {
  readonly protection: 'os' | 'file';
  /** @returns bytes that include nonce, authentication tag and key id. */
  seal(plain: string): Uint8Array;
  /** Throws AppError 'secret-unreadable'. */
  open(sealed: Uint8Array): string;
}
