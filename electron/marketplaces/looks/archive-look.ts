import yauzl from 'yauzl';

export interface ArchiveLook {
  readonly entries: readonly { readonly path: string; readonly sizeBytes: number }[];
  readonly texts: readonly { readonly path: string; readonly text: string }[];
}

const MAXIMUM_ENTRIES = 5_000;
const TEXT_BYTES = 256 * 1024;
const ALL_TEXT_BYTES = 4 * 1024 * 1024;

/** Names and short texts of a zip; nothing is written anywhere. @returns null when it is no readable zip */
export async function lookIntoArchive(bytes: Buffer): Promise<ArchiveLook | null> {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
    const entries: { path: string; sizeBytes: number }[] = [];
    const texts: { path: string; text: string }[] = [];
    let read = 0;
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= MAXIMUM_ENTRIES) break;
      const { fileName, uncompressedSize } = entry;
      if (fileName.endsWith('/')) continue;
      entries.push({ path: fileName, sizeBytes: uncompressedSize });
      if (!/\.(?:html?|ya?ml|json)$/i.test(fileName) || uncompressedSize > TEXT_BYTES || read + uncompressedSize > ALL_TEXT_BYTES) continue;
      read += uncompressedSize;
      const parts: Buffer[] = [];
      for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
      texts.push({ path: fileName, text: Buffer.concat(parts).toString('utf8') });
    }
    return { entries, texts };
  } catch {
    return null;
  }
}
