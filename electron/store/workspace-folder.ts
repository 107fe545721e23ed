import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { toStorageError } from './storage-error.ts';

/** Where everything of one workspace lies. Nothing of it is ever outside this folder. */
export interface WorkspaceFolder {
  readonly root: string;
  readonly database: string;
  readonly lock: string;
  readonly evidence: string;
  readonly keys: string;
  readonly portals: string;
  readonly runs: string;
  readonly backups: string;
  /** Files of the team that add to the rulebooks. */
  readonly rulebooks: string;
}

export function workspaceFolder(root: string): WorkspaceFolder {
  const absolute = path.resolve(root);
  return {
    root: absolute,
    database: path.join(absolute, 'workspace.sqlite'),
    lock: path.join(absolute, 'workspace.lock'),
    evidence: path.join(absolute, 'evidence'),
    keys: path.join(absolute, 'keys'),
    portals: path.join(absolute, 'portals'),
    runs: path.join(absolute, 'runs'),
    backups: path.join(absolute, 'backups'),
    rulebooks: path.join(absolute, 'rulebooks'),
  };
}

/** @returns whether a workspace database exists there. */
export function workspaceExists(root: string): boolean {
  return existsSync(workspaceFolder(root).database);
}

/** Makes the folders that are missing. Throws AppError 'workspace-read-only', 'storage-full' or 'workspace-missing'. */
export function prepareWorkspaceFolder(folder: WorkspaceFolder, create: boolean): void {
  if (!create && !existsSync(folder.root)) {
    throw new AppError('workspace-missing', `There is no workspace at ${folder.root}.`, { path: folder.root });
  }
  try {
    if (existsSync(folder.root) && !statSync(folder.root).isDirectory()) {
      throw new AppError('workspace-foreign', `${folder.root} is a file, not a workspace folder.`, { path: folder.root });
    }
    for (const each of [folder.root, folder.evidence, folder.portals, folder.runs, folder.backups]) mkdirSync(each, { recursive: true });
    mkdirSync(folder.keys, { recursive: true, mode: 0o700 });
    chmodSync(folder.keys, 0o700);
  } catch (error) {
    throw toStorageError(error);
  }
}
