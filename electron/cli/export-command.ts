import type { Command } from 'commander';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { findSubmissionId, getSubmission } from '../desk/submission-desk.ts';
import { suggestedBundleName } from '../desk/verdict-desk.ts';
import { exportBundle } from '../export/export-bundle.ts';
import { verdictById } from '../store/repositories/verdicts.ts';
import type { Workspace } from '../desk/workspace.ts';
import { runCommand, withWorkspace, type CliServices } from './cli-services.ts';

interface ExportOptions {
  workspace: string;
  out?: string;
  notes?: true;
  json?: true;
}

/** `export`: the bundle of a verdict. Exit codes: 0 written, 1 refused, 3 could not start. */
export function addExportCommand(program: Command, services: CliServices): void {
  program
    .command('export')
    .description('write the bundle of a verdict: what was decided, with its proof')
    .argument('<verdict>', 'id of a verdict; or of a submission (or its number in the vendor cabinet) for its standing verdict')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--out <file>', 'zip file to write; without it a name of its own in the current folder')
    .option('--notes', 'with team notes')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit codes: 0 written, 1 refused, 3 could not start')
    .action((verdict: string, options: ExportOptions) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: false }, (workspace) => {
            const verdictId = verdictIdOf(workspace, verdict);
            return exportBundle(workspace, {
              verdictId,
              includeNotes: options.notes === true,
              path: path.resolve(options.out ?? suggestedBundleName(workspace.context, verdictId)),
            });
          }),
        (written) => [written.path, `sha256 ${written.sha256}`, `key ${written.fingerprint}`],
      ),
    );
}

function verdictIdOf({ context }: Workspace, text: string): string {
  if (verdictById(context.db, text) !== undefined) return text;
  const id = findSubmissionId(context, text);
  const { verdict } = getSubmission(context, { id });
  if (verdict === null) throw new AppError('not-found', 'The submission has no verdict yet.', { id });
  return verdict.id;
}
