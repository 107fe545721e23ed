import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { Cancellation } from '../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { isLitter } from './entry-name.ts';
import { isManifest } from './import-problem.ts';

/**
 * What a person chose -> the packages in it. A folder with submission.json, messages.json or reviews.json is one package; any other folder is searched
 * for zip files and such folders. What was chosen itself always counts, so that a wrong file, an empty folder or a wrong
 * path is refused with a reason and not passed over; a manifest itself stands for its folder.
 *
 * @param paths absolute paths, in any mixture
 * @returns absolute paths in a stable order: as chosen, and by name inside folders; each once
 * Throws AppError 'package-refused' when there are more than LIMITS.importBatchPackages, or 'cancelled'.
 */
export async function findPackages(paths: readonly string[], signal: Cancellation): Promise<readonly string[]> {
  const found = new Set<string>();
  const add = (each: string): void => {
    found.add(each);
    if (found.size > LIMITS.importBatchPackages) {
      throw new AppError('package-refused', `More than ${LIMITS.importBatchPackages} packages at once. Import them in several goes.`, {
        limit: LIMITS.importBatchPackages,
      });
    }
  };
  for (const chosen of paths) {
    const absolute = path.resolve(chosen);
    if (!(await isFolder(absolute))) {
      add(isManifest(path.basename(absolute).toLowerCase()) ? path.dirname(absolute) : absolute);
      continue;
    }
    let count = 0;
    await search(
      absolute,
      0,
      (each) => {
        count += 1;
        add(each);
      },
      signal,
    );
    if (count === 0) add(absolute);
  }
  return [...found];
}

async function isFolder(absolute: string): Promise<boolean> {
  try {
    return (await stat(absolute)).isDirectory();
  } catch {
    return false;
  }
}

async function search(folder: string, depth: number, add: (found: string) => void, signal: Cancellation): Promise<void> {
  if (signal.aborted) throw new AppError('cancelled', 'import cancelled');
  const names: { name: string; isFolder: boolean }[] = [];
  try {
    for await (const item of await opendir(folder)) {
      if (isLitter(item.name)) continue;
      if (item.isFile() && isManifest(item.name)) {
        add(folder);
        return;
      }
      // Links are not followed: they may lead in a circle.
      if (item.isDirectory() || (item.isFile() && /\.zip$/i.test(item.name))) names.push({ name: item.name, isFolder: item.isDirectory() });
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // A folder that may not be listed is one without packages; the others are still found.
    return;
  }
  names.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const each of names) {
    const full = path.join(folder, each.name);
    if (!each.isFolder) add(full);
    else if (depth < LIMITS.packageDepth) await search(full, depth + 1, add, signal);
  }
}
