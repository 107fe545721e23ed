import type { Command } from 'commander';
import { AppError } from '../../shared/domain/errors.ts';
import { listBackups, newestGoodBackup, restoreBackup, type Backup } from '../store/backup.ts';
import { workspaceFolder } from '../store/workspace-folder.ts';
import { lockWorkspace } from '../store/workspace-lock.ts';
import { EXIT, runCommand, withWorkspace, type CliServices } from './cli-services.ts';

/** `backup`, `restore`, `check`: the care of a workspace. */
export function addWorkspaceCommands(program: Command, services: CliServices): void {
  program
    .command('backup')
    .description('make a verified copy of the workspace database in its folder "backups"')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--json', 'one JSON document on standard output')
    .action((options: { workspace: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: false }, ({ context }) =>
            context.reader.run('backup', { now: context.now(), reason: 'by-hand' }),
          ),
        (backup) => [`${backup.path}\t${String(backup.sizeBytes)} bytes`],
      ),
    );

  program
    .command('restore')
    .description('put a backup in the place of the workspace database; the database that was there is kept beside it')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--backup <name>', 'file name in the folder "backups"; without it the newest that is whole')
    .option('--json', 'one JSON document on standard output')
    .action((options: { workspace: string; backup?: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        () => Promise.resolve(restore(options.workspace, options.backup)),
        ({ backup, keptAside }) => [`restored ${backup}`, ...keptAside.map((file) => `kept ${file}`)],
      ),
    );

  program
    .command('check')
    .description('verify the event chain and the database of a workspace')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--json', 'one JSON document on standard output')
    .action((options: { workspace: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: false }, async ({ context }) => {
            const chain = await context.reader.run('verifyChain', {});
            const integrity = await context.reader.run('checkIntegrity', { full: true });
            const isWhole = chain.broken === null && integrity === 'ok';
            if (!isWhole) services.setExitCode(EXIT.refused);
            return { isWhole, events: chain.checked, chain, integrity };
          }),
        ({ isWhole, events, chain, integrity }) => [
          isWhole
            ? `whole: ${String(events)} events`
            : `damaged: ${chain.broken === null ? integrity : `event ${String(chain.broken.sequence)} (${chain.broken.reason})`}`,
        ],
      ),
    );
}

function restore(path: string, name: string | undefined): { backup: string; keptAside: readonly string[] } {
  const folder = workspaceFolder(path);
  const lock = lockWorkspace(folder.lock);
  try {
    const backup: Backup | null =
      name === undefined ? newestGoodBackup(folder) : (listBackups(folder).find((each) => each.name === name) ?? null);
    if (backup === null) throw new AppError('not-found', 'There is no backup that is whole.', { path: folder.backups });
    return { backup: backup.name, keptAside: restoreBackup(folder, backup, Date.now()) };
  } finally {
    lock.release();
  }
}
