import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { ImportProblem } from '../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { isLitter, nameFault, nameKey } from './entry-name.ts';
import { isManifest, MANIFEST_NAME, plural, problem, quoted, refuse, Refusal } from './import-problem.ts';
import type { PackageFile, PackageFiles } from './package-files.ts';
import { PackageTree } from './package-tree.ts';
import { LINK, tooLarge, twice } from './zip-files.ts';

const CHUNK_BYTES = 64 * 1024;

/**
 * Reads a folder by the rules of an archive: links and special files are refused, so nothing outside it is ever read.
 * @param root the folder; `place` is its name for messages
 * Throws Refusal, or the file system's error when the folder cannot be read.
 */
export async function openFolder(root: string, place: string): Promise<PackageFiles> {
  const problems: ImportProblem[] = [];
  const files: PackageFile[] = [];
  /** Composed name -> name as the file system spells it. */
  const spelled = new Map<string, string>();
  const keys = new Map<string, string>();
  const pending = [''];
  let count = 0;
  for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
    const directory = await opendir(path.join(root, folder));
    for await (const item of directory) {
      const relative = folder === '' ? item.name : `${folder}/${item.name}`;
      const name = relative.normalize('NFC');
      if (isLitter(name)) continue;
      count += 1;
      if (count > LIMITS.packageEntries) {
        // The root was listed first. A large folder without a manifest is no package, whatever its size.
        if (!files.some((file) => isManifest(file.path) || isManifest(file.path.split('/')[1] ?? ''))) new PackageTree([], place);
        const limit = LIMITS.packageEntries;
        refuse(place, {
          ru: {
            reason: `В папке больше ${limit} ${plural(limit, 'файла', 'файлов', 'файлов')}.`,
            remedy: `Оставьте только ${MANIFEST_NAME} и файлы, на которые он ссылается.`,
          },
          en: { reason: `The folder holds more than ${limit} files.`, remedy: `Keep only ${MANIFEST_NAME} and the files it refers to.` },
        });
      }
      const fault = nameFault(name) ?? (item.isSymbolicLink() ? LINK : null);
      const same = keys.get(nameKey(name));
      if (fault) problems.push(problem(quoted(name), fault));
      else if (item.isDirectory()) pending.push(relative);
      else if (!item.isFile()) {
        problems.push(
          problem(name, {
            ru: { reason: 'Это не файл, а особый объект файловой системы.', remedy: 'Уберите его из папки.' },
            en: { reason: 'This is not a file but a special object of the file system.', remedy: 'Remove it from the folder.' },
          }),
        );
      } else if (same !== undefined) problems.push(problem(name, twice(name, same)));
      else {
        keys.set(nameKey(name), name);
        spelled.set(name, relative);
        files.push({ path: name, declaredBytes: 0 });
      }
      if (problems.length >= LIMITS.packageProblems) throw new Refusal(problems);
    }
  }
  if (problems.length > 0) throw new Refusal(problems);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return new FolderFiles(root, new PackageTree(files, place), spelled);
}

class FolderFiles implements PackageFiles {
  private readonly root: string;
  private readonly tree: PackageTree;
  private readonly spelled: ReadonlyMap<string, string>;

  constructor(root: string, tree: PackageTree, spelled: ReadonlyMap<string, string>) {
    this.root = root;
    this.tree = tree;
    this.spelled = spelled;
  }

  get files(): readonly PackageFile[] {
    return this.tree.files;
  }

  async stream(name: string, limitBytes: number, onChunk: (chunk: Uint8Array) => void | Promise<void>): Promise<void> {
    const full = this.tree.fullName(name);
    const spelled = this.spelled.get(full);
    if (spelled === undefined) throw new Error(`no file ${name}`);
    // The name was put together from what the folder listed, never from the manifest; a file that has meanwhile been
    // exchanged for a link or a pipe is not followed and does not block.
    const handle = await open(path.join(this.root, spelled), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (error: unknown) => {
        const code = error instanceof Error && 'code' in error ? error.code : '';
        if (code === 'ELOOP' || code === 'EMLINK') throw new Refusal([problem(name, LINK)]);
        throw unreadable(name, code);
      },
    );
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw unreadable(name, 'EINVAL');
      if (stat.size > limitBytes) throw new Refusal([problem(name, tooLarge(limitBytes))]);
      let total = 0;
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return;
        total += bytesRead;
        // It may grow while it is read.
        if (total > limitBytes) throw new Refusal([problem(name, tooLarge(limitBytes))]);
        await onChunk(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  async close(): Promise<void> {
    // Files are opened one at a time and closed when read.
  }
}

function unreadable(name: string, code: unknown): Refusal {
  return new Refusal([
    problem(name, {
      ru: { reason: `Файл не читается (${String(code)}).`, remedy: 'Проверьте права доступа и то, что файл не удалён.' },
      en: { reason: `The file cannot be read (${String(code)}).`, remedy: 'Check its permissions and that it has not been removed.' },
    }),
  ]);
}
