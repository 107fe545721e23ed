/** One file of a package, before anything is known of its content. */
export interface PackageFile {
  /** Path inside the package in composed form, without the single top folder if there is one. */
  readonly path: string;
  /** As declared by the archive or the folder. Not to be trusted. */
  readonly declaredBytes: number;
}

/**
 * The files of one package, wherever they lie. Implementations: zip-files.ts, folder-files.ts.
 * Every method throws Refusal for what is wrong with the package.
 */
export interface PackageFiles {
  readonly files: readonly PackageFile[];
  /**
   * Hands the content over piece by piece, counting what really comes out.
   * @param limitBytes more than that is a refusal
   */
  stream(path: string, limitBytes: number, onChunk: (chunk: Uint8Array) => void | Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** @returns the whole content, at most `limitBytes`. Throws Refusal. */
export async function readWhole(source: PackageFiles, path: string, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await source.stream(path, limitBytes, (chunk) => {
    chunks.push(chunk);
  });
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}
