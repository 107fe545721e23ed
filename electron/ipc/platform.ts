import type { Parsed } from '../../shared/ipc/contract.ts';

export type MenuSection = Parsed<'window.setMenu'>['sections'][number];

/** What the use-cases need of the desktop; shell/ implements it with Electron, tests with plain objects. */
export interface Platform {
  /** @returns absolute paths; empty when the person cancelled. */
  chooseFiles(purpose: 'import-packages' | 'evidence' | 'attachment' | 'verify-bundle'): Promise<readonly string[]>;
  chooseFolder(purpose: 'import-folder' | 'workspace'): Promise<string | null>;
  chooseSavePath(suggestedName: string): Promise<string | null>;
  copyText(text: string): void;
  /** Asks first, naming the host. @returns whether the system browser was opened. */
  openExternal(url: string): Promise<boolean>;
  setMenu(sections: readonly MenuSection[]): void;
  /** @returns the zoom factor after one step larger (1), smaller (-1) or back to actual size (0). */
  zoom(by: 1 | -1 | 0): number;
  /** Prints the window under print media, on paper or into a PDF at a place the person chooses. @returns the path of the PDF, or null. */
  print(to: 'printer' | 'pdf', name: string): Promise<string | null>;
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
