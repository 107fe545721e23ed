import { AppError } from '../../shared/domain/errors.ts';
import type { Workspace } from '../desk/workspace.ts';

/** Exit codes of the command line. `install-test` and `verify` use 1 and 2 in their own, documented way. */
export const EXIT = {
  done: 0,
  /** The command was understood and refused: a rule, a conflict, a missing claim. */
  refused: 1,
  /** The workspace or the arguments do not allow to begin. */
  couldNotStart: 3,
} as const;

/** What a command needs; `electron/cli.ts` gives the real ones, tests their own. */
export interface CliServices {
  /** @param moderator name to act under, instead of the one in the workspace's settings. */
  open(path: string, options: { readonly create: boolean; readonly moderator?: string }): Workspace;
  /** Standard output, one line. */
  print(line: string): void;
  /** Standard error, one line. */
  complain(line: string): void;
  setExitCode(code: number): void;
}

const COULD_NOT_START: ReadonlySet<string> = new Set([
  'workspace-missing',
  'workspace-newer',
  'workspace-foreign',
  'workspace-read-only',
  'storage-busy',
  'storage-corrupt',
  'storage-full',
  'secret-unreadable',
]);

/**
 * Runs a command: its result as one JSON document with `--json`, else as lines; expected failures as one sentence with
 * their code, never a stack.
 */
export async function runCommand<T>(
  services: CliServices,
  asJson: boolean,
  work: () => Promise<T>,
  lines: (result: T) => readonly string[],
): Promise<void> {
  try {
    const result = await work();
    if (asJson) services.print(JSON.stringify(result, null, 2));
    else for (const line of lines(result)) services.print(line);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    services.setExitCode(COULD_NOT_START.has(error.code) ? EXIT.couldNotStart : EXIT.refused);
    if (asJson) services.print(JSON.stringify({ error: { code: error.code, message: error.message, details: error.details } }, null, 2));
    else services.complain(`${error.code}: ${error.message}`);
  }
}

/** Opens the workspace for one piece of work and closes it whatever happens. */
export async function withWorkspace<T>(
  services: CliServices,
  path: string,
  options: { readonly create: boolean; readonly moderator?: string },
  work: (workspace: Workspace) => Promise<T> | T,
): Promise<T> {
  const workspace = services.open(path, options);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}
