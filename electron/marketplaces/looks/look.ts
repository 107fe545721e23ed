import { readFile } from 'node:fs/promises';
import { addressesIn } from '../card-checks/links.ts';
import type { CheckInput, FileLook, Looks, Speller } from '../marketplace.ts';
import { lookIntoArchive } from './archive-look.ts';
import { lookAtCertificate } from './certificate-look.ts';
import { lookAtLink } from './link-look.ts';
import { lookAtPicture } from './picture-look.ts';

const REMEMBERED = 2_000;
const ARCHIVE_BYTES = 64 * 1024 * 1024;
const LINKS = 40;
const SERVERS = 10;
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
    links: withNetwork ? await lookAtEach(linksOf(input), (url) => lookAtLink(url)) : new Map(),
    certificates: withNetwork ? await lookAtEach(serversOf(input), (origin) => lookAtCertificate(origin)) : new Map(),
  };
}

/** Every address of the card, in fields of their own and in texts. Pages of the vendor's server are the install test's. */
export function linksOf(input: CheckInput): readonly string[] {
  return [...addressesOf(input.card)].slice(0, LINKS);
}

/** Origins of the https addresses that the version names. */
export function serversOf(input: CheckInput): readonly string[] {
  const origins = [...addressesOf(input.version)].flatMap((url) =>
    URL.canParse(url) && url.startsWith('https:') ? [new URL(url).origin] : [],
  );
  return [...new Set(origins)].slice(0, SERVERS);
}

function addressesOf(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string') for (const { url } of addressesIn(value)) found.add(url);
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) addressesOf(each, found);
  return found;
}

async function lookAtEach<Look>(
  addresses: readonly string[],
  lookAt: (address: string) => Promise<Look>,
): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  const waiting = [...addresses];
  const next = async (): Promise<void> => {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) looks.set(address, await lookAt(address));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return looks;
}
