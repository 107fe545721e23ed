import { Option, type Command } from 'commander';
import type { ImportSummary, PackageResult } from '../desk/intake-desk.ts';
import { EXIT, runCommand, withWorkspace, type CliServices } from './cli-services.ts';

/** Cancelled: what had been imported stays, the rest was not looked at. */
const EXIT_INCOMPLETE = 2;
/** Progress is told at most this often, ms. */
const PROGRESS_MS = 1000;

interface ImportOptions {
  workspace: string;
  create?: true;
  language: 'ru' | 'en';
  json?: true;
}

interface ImportOutcome extends ImportSummary {
  readonly packages: readonly PackageResult[];
}

/**
 * `import`: packages and folders with packages. Exit codes: 0 all imported, 1 some refused or already there, 2 cancelled
 * (Ctrl+C), 3 could not start. Progress goes to standard error.
 */
export function addImportCommand(program: Command, services: CliServices): void {
  program
    .command('import')
    .description('import submission packages: zip files, folders with submission.json, folders that hold such')
    .argument('<path...>', 'packages, or folders to search for them')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--create', 'make the workspace when it is not there')
    .addOption(new Option('--language <language>', 'language of the reasons').choices(['ru', 'en']).default('ru'))
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit codes: 0 all imported, 1 some refused, 2 cancelled, 3 could not start')
    .action((paths: string[], options: ImportOptions) =>
      runCommand(
        services,
        options.json === true,
        () => importPackages(services, paths, options),
        (outcome) => linesOf(outcome, options.language),
      ),
    );
}

async function importPackages(services: CliServices, paths: readonly string[], options: ImportOptions): Promise<ImportOutcome> {
  return withWorkspace(services, options.workspace, { create: options.create === true }, async ({ importer }) => {
    const packages: PackageResult[] = [];
    const cancel = (): void => {
      importer.cancel();
    };
    process.once('SIGINT', cancel);
    process.once('SIGTERM', cancel);
    let toldAt = Date.now();
    try {
      const summary = await importer.importPaths(
        paths,
        ({ done, total, name }) => {
          if (name === '' || Date.now() - toldAt < PROGRESS_MS) return;
          toldAt = Date.now();
          services.complain(`${String(done)}/${String(total)} ${name}`);
        },
        (result) => packages.push(result),
      );
      if (summary.cancelled) services.setExitCode(EXIT_INCOMPLETE);
      else if (summary.refused + summary.duplicates > 0) services.setExitCode(EXIT.refused);
      return { ...summary, packages };
    } finally {
      process.off('SIGINT', cancel);
      process.off('SIGTERM', cancel);
    }
  });
}

function linesOf(outcome: ImportOutcome, language: 'ru' | 'en'): string[] {
  const lines = outcome.packages.flatMap(({ path, refusal }) =>
    refusal === null
      ? []
      : [
          `${refusal.code}\t${path}`,
          ...refusal.problems.map(({ place, reason, remedy }) => `\t${place}: ${reason[language]} ${remedy[language]}`),
        ],
  );
  const { imported, refused, duplicates } = outcome;
  const counts: Readonly<Record<'ru' | 'en', string>> = {
    ru: `Импортировано: ${String(imported)}, отклонено: ${String(refused)}, повторов: ${String(duplicates)}${outcome.cancelled ? ', отменено' : ''}.`,
    en: `Imported: ${String(imported)}, refused: ${String(refused)}, duplicates: ${String(duplicates)}${outcome.cancelled ? ', cancelled' : ''}.`,
  };
  return [...lines, counts[language]];
}
