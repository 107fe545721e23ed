import type { Command } from 'commander';
import type { RulebookFile } from '../../shared/domain/rulebook-file.ts';
import { EXIT, runCommand, withWorkspace, type CliServices } from './cli-services.ts';

/** Each problem of a refused rulebook file in a line: file, field, reason, remedy. */
export function refusedFiles(files: readonly RulebookFile[]): readonly string[] {
  return files.flatMap(({ name, problems }) =>
    problems.map(({ place, reason, remedy }) => `rulebooks/${name}: ${place}: ${reason.en} ${remedy.en}`),
  );
}

/** `rulebook`: the rulebooks that hold in a workspace; exit code 1 when a file is refused. */
export function addRulebookCommand(program: Command, services: CliServices): void {
  program
    .command('rulebook')
    .description('show the rulebooks that hold in a workspace and check the files that change them')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .option('--json', 'one JSON document on standard output')
    .action((options: { workspace: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: false }, ({ rulebooks }) => {
            const view = rulebooks.view();
            if (view.files.some(({ isApplied }) => !isApplied)) services.setExitCode(EXIT.refused);
            return view;
          }),
        ({ rulebooks, files }) => [
          ...rulebooks.map(({ marketplace, version, rules }) => `${marketplace}\t${version}\t${String(rules)} rules`),
          ...files.map(({ name, isApplied, added, changed, off }) =>
            isApplied
              ? `${name}\tapplied: ${String(added)} added, ${String(changed)} changed, ${String(off)} off`
              : `${name}\trefused; the rulebook of the application holds`,
          ),
        ],
      ),
    );
}
