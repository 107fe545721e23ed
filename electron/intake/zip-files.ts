import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { fromFdPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import { LIMITS } from '../../shared/limits.ts';
import { isLitter, nameFault, nameKey } from './entry-name.ts';
import { MANIFEST_NAME, plural, problem, quoted, refuse, Refusal, sizeText, type Wording } from './import-problem.ts';
import type { PackageFile, PackageFiles } from './package-files.ts';
import { PackageTree } from './package-tree.ts';

const UNIX = 3;
const MACOS = 19;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const SYMLINK = 0o120000;
const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;
/** Inflating more than `packageInflationRatio` times is a bomb, but only past this many bytes: short texts shrink well. */
const RATIO_FREE_BYTES = 1024 * 1024;

/**
 * Opens a zip without unpacking it: names and sizes are read, content comes out on demand.
 * @param path the archive; `place` is its name for messages
 * Throws Refusal for what is wrong with the archive, the file system's error when it cannot be opened.
 */
export async function openZip(path: string, place: string): Promise<PackageFiles> {
  // Non-blocking, so that a named pipe does not hold the import for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) {
      refuse(place, {
        ru: { reason: 'Это не обычный файл.', remedy: 'Выберите архив zip или папку с заявкой.' },
        en: { reason: 'This is not an ordinary file.', remedy: 'Choose a zip archive or a folder with a submission.' },
      });
    }
    let zip: ZipFile;
    try {
      zip = await fromFdPromise(handle.fd, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
    } catch (error) {
      throw brokenArchive(place, error);
    }
    const { tree, entries } = await readDirectory(zip, place);
    return new ZipFiles(zip, tree, entries, place, () => handle.close());
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readDirectory(zip: ZipFile, place: string): Promise<{ tree: PackageTree; entries: ReadonlyMap<string, Entry> }> {
  if (zip.entryCount > LIMITS.packageEntries) tooManyEntries(place);
  const problems = [];
  const entries = new Map<string, Entry>();
  const keys = new Map<string, string>();
  const files: PackageFile[] = [];
  let count = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > LIMITS.packageEntries) tooManyEntries(place);
      const rawName = entryName(entry);
      const isFolder = rawName.endsWith('/');
      const name = (isFolder ? rawName.slice(0, -1) : rawName).normalize('NFC');
      if (isLitter(name)) continue;
      const fault = nameFault(name) ?? entryFault(entry, isFolder);
      if (fault) {
        problems.push(problem(rawName === '' ? place : quoted(rawName), fault));
        if (problems.length >= LIMITS.packageProblems) break;
        continue;
      }
      if (isFolder) continue;
      const same = keys.get(nameKey(name));
      if (same !== undefined) {
        problems.push(problem(name, twice(name, same)));
        continue;
      }
      keys.set(nameKey(name), name);
      entries.set(name, entry);
      files.push({ path: name, declaredBytes: entry.uncompressedSize });
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw brokenArchive(place, error);
  }
  if (problems.length > 0) throw new Refusal(problems);
  return { tree: new PackageTree(files, place), entries };
}

/**
 * Names without the UTF-8 flag: the Unicode path field if there is one, else UTF-8 if it reads as such, else code page
 * 866, which Russian Windows writes (the specification's 437 has no Cyrillic at all).
 */
function entryName(entry: Entry): string {
  if (entry.generalPurposeBitFlag & UTF8_FLAG || entry.extraFields.some((field) => field.id === UNICODE_PATH)) {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry.fileNameRaw);
  } catch {
    return new TextDecoder('ibm866').decode(entry.fileNameRaw);
  }
}

function entryFault(entry: Entry, isFolder: boolean): Wording | null {
  const host = entry.versionMadeBy >>> 8;
  const type = host === UNIX || host === MACOS ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type === SYMLINK) return LINK;
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) {
    return {
      ru: { reason: 'Это не файл, а особый объект файловой системы.', remedy: 'Уберите его из пакета.' },
      en: { reason: 'This is not a file but a special object of a file system.', remedy: 'Remove it from the package.' },
    };
  }
  if (entry.isEncrypted()) {
    return {
      ru: { reason: 'Файл зашифрован паролем.', remedy: 'Соберите архив без пароля.' },
      en: { reason: 'The file is encrypted with a password.', remedy: 'Build the archive without a password.' },
    };
  }
  if (!isFolder && !entry.canDecodeFileData()) {
    return {
      ru: {
        reason: `Способ сжатия ${entry.compressionMethod} не поддерживается.`,
        remedy: 'Соберите обычный zip (Deflate или без сжатия).',
      },
      en: {
        reason: `Compression method ${entry.compressionMethod} is not supported.`,
        remedy: 'Build an ordinary zip (Deflate or stored).',
      },
    };
  }
  if (entry.uncompressedSize > LIMITS.packageEntryBytes) return tooLarge();
  return null;
}

class ZipFiles implements PackageFiles {
  private readonly zip: ZipFile;
  private readonly tree: PackageTree;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly place: string;
  private readonly closeFile: () => Promise<void>;
  private closing: Promise<void> | null = null;

  constructor(zip: ZipFile, tree: PackageTree, entries: ReadonlyMap<string, Entry>, place: string, closeFile: () => Promise<void>) {
    this.zip = zip;
    this.tree = tree;
    this.entries = entries;
    this.place = place;
    this.closeFile = closeFile;
  }

  get files(): readonly PackageFile[] {
    return this.tree.files;
  }

  async stream(path: string, limitBytes: number, onChunk: (chunk: Uint8Array) => void | Promise<void>): Promise<void> {
    const entry = this.entries.get(this.tree.fullName(path));
    if (!entry) throw new Error(`no entry ${path}`);
    let total = 0;
    let sum = 0;
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        total += chunk.byteLength;
        if (total > limitBytes) throw new Refusal([problem(path, tooLarge(limitBytes))]);
        if (total > RATIO_FREE_BYTES && total > entry.compressedSize * LIMITS.packageInflationRatio)
          throw new Refusal([problem(path, BOMB)]);
        sum = crc32(chunk, sum);
        await onChunk(chunk);
      }
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw damagedEntry(path, error);
    }
    if (total !== entry.uncompressedSize || sum !== entry.crc32) throw damagedEntry(path, null);
  }

  close(): Promise<void> {
    this.closing ??= this.closeFile();
    return this.closing;
  }

  toString(): string {
    return this.place;
  }
}

function tooManyEntries(place: string): never {
  const limit = LIMITS.packageEntries;
  refuse(place, {
    ru: {
      reason: `В архиве больше ${limit} ${plural(limit, 'файла', 'файлов', 'файлов')}.`,
      remedy: `Оставьте только ${MANIFEST_NAME} и файлы, на которые он ссылается.`,
    },
    en: { reason: `The archive holds more than ${limit} files.`, remedy: `Keep only ${MANIFEST_NAME} and the files it refers to.` },
  });
}

function brokenArchive(place: string, error: unknown): Refusal {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('End of central directory')) {
    return new Refusal([
      problem(place, {
        ru: {
          reason: 'Это не архив zip, или он обрывается.',
          remedy: 'Соберите архив заново и проверьте, что он скачан или скопирован целиком.',
        },
        en: {
          reason: 'This is not a zip archive, or it is cut short.',
          remedy: 'Build the archive anew and make sure that it was downloaded or copied whole.',
        },
      }),
    ]);
  }
  if (message.startsWith('strong encryption')) {
    return new Refusal([
      problem(place, {
        ru: { reason: 'Архив зашифрован.', remedy: 'Соберите архив без пароля.' },
        en: { reason: 'The archive is encrypted.', remedy: 'Build the archive without a password.' },
      }),
    ]);
  }
  if (message.startsWith('multi-disk')) {
    return new Refusal([
      problem(place, {
        ru: { reason: 'Архив разбит на тома.', remedy: 'Соберите один файл zip без разбиения.' },
        en: { reason: 'The archive is split into volumes.', remedy: 'Build a single zip file.' },
      }),
    ]);
  }
  return new Refusal([
    problem(place, {
      ru: { reason: 'Оглавление архива повреждено.', remedy: 'Соберите архив заново и проверьте, что он скачан или скопирован целиком.' },
      en: {
        reason: "The archive's directory is damaged.",
        remedy: 'Build the archive anew and make sure that it was downloaded or copied whole.',
      },
    }),
  ]);
}

function damagedEntry(path: string, error: unknown): Refusal | Error {
  // A fault of this machine's disk is not the package's.
  if (error instanceof Error && 'syscall' in error) return error;
  return new Refusal([
    problem(path, {
      ru: { reason: 'Файл в архиве повреждён: содержимое не сходится с контрольной суммой.', remedy: 'Соберите архив заново.' },
      en: { reason: 'The file in the archive is damaged: its content does not match the checksum.', remedy: 'Build the archive anew.' },
    }),
  ]);
}

export function tooLarge(limitBytes: number = LIMITS.packageEntryBytes): Wording {
  const limit = sizeText(limitBytes);
  return {
    ru: { reason: `Файл больше ${limit.ru}.`, remedy: 'Сожмите или сократите его.' },
    en: { reason: `The file is larger than ${limit.en}.`, remedy: 'Compress or shorten it.' },
  };
}

export function twice(name: string, other: string): Wording {
  return name === other
    ? {
        ru: { reason: 'Файл записан в пакете дважды.', remedy: 'Оставьте один из двух.' },
        en: { reason: 'The file occurs twice in the package.', remedy: 'Keep one of the two.' },
      }
    : {
        ru: { reason: `Имя отличается от «${quoted(other)}» только регистром букв.`, remedy: 'Переименуйте один из двух файлов.' },
        en: { reason: `The name differs from "${quoted(other)}" only in letter case.`, remedy: 'Rename one of the two files.' },
      };
}

export const LINK: Wording = {
  ru: { reason: 'Это символическая ссылка.', remedy: 'Положите в пакет сам файл.' },
  en: { reason: 'This is a symbolic link.', remedy: 'Put the file itself into the package.' },
};

const BOMB: Wording = {
  ru: {
    reason: `Файл разворачивается более чем в ${LIMITS.packageInflationRatio} раз: так устроены архивные бомбы.`,
    remedy: 'Если файл настоящий, добавьте его в архив без сжатия.',
  },
  en: {
    reason: `The file inflates more than ${LIMITS.packageInflationRatio} times, as archive bombs do.`,
    remedy: 'If the file is genuine, add it to the archive without compression.',
  },
};
