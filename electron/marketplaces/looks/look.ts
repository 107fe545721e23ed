import { readFile } from 'node:fs/promises';
import { addressesIn } from '../card-checks/links.ts';
import type { CheckInput, FileLook, LinkLook, Looks, Speller } from '../marketplace.ts';
import { lookIntoArchive } from './archive-look.ts';
import { lookAtLink } from './link-look.ts';
import { lookAtPicture } from './picture-look.ts';

const REMEMBERED = 2_000;
const ARCHIVE_BYTES = 64 * 1024 * 1024;
const LINKS = 40;
const AT_ONCE = 6;

/** What was found out about files, by SHA-256: content never changes, so neither does this. */
const files = new Map<string, FileLook | null>();

/**
 * Finds out about a submission what its checks cannot see by themselves.
 * @param pathOf where the bytes of a file lie
 * @param withNetwork whether to open the links
 */
export async function look(
  input: CheckInput,
  speller: Speller | null,
  pathOf: (sha256: string) => string,
  withNetwork: boolean,
): Promise<Looks> {
  for (const { sha256, mime, path, sizeBytes, image } of input.files) {
    if (files.has(sha256)) continue;
    if (files.size >= REMEMBERED) files.delete(files.keys().next().value ?? '');
    const isArchive = /zip/.test(mime) || /\.zip$/i.test(path);
    if (image === null && !isArchive) continue;
    const bytes = sizeBytes > ARCHIVE_BYTES ? null : await readFile(pathOf(sha256)).catch(() => null);
    if (bytes === null) continue;
    const picture = image === null ? null : lookAtPicture(bytes, mime, image.widthPx * image.heightPx);
    const archive = isArchive ? await lookIntoArchive(bytes) : null;
    files.set(sha256, {
      sharpness: picture?.sharpness ?? null,
      fingerprint: picture?.fingerprint ?? null,
      entries: archive?.entries ?? null,
      texts: archive?.texts ?? [],
    });
  }
  return {
    speller,
    files: new Map(input.files.flatMap(({ sha256 }) => (files.has(sha256) ? [[sha256, files.get(sha256) ?? null] as const] : []))),
    links: withNetwork ? await lookAtLinks(linksOf(input)) : new Map(),
  };
}

/** Every address of the card, in fields of their own and in texts. Addresses of the vendor's server are the install test's. */
export function linksOf(input: CheckInput): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') for (const { url } of addressesIn(value)) found.add(url);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) walk(each);
  };
  walk(input.card);
  return [...found].slice(0, LINKS);
}

async function lookAtLinks(urls: readonly string[]): Promise<ReadonlyMap<string, LinkLook>> {
  const looks = new Map<string, LinkLook>();
  const waiting = [...urls];
  const next = async (): Promise<void> => {
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) looks.set(url, await lookAtLink(url));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return looks;
}
