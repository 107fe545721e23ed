import type { Command } from 'commander';
import path from 'node:path';
import { runDemo } from '../demo/run-demo.ts';
import { EXIT, runCommand, type CliServices } from './cli-services.ts';

/** `demo`: the whole job on the demonstration workspace, unattended. */
export function addDemoCommand(program: Command, services: CliServices, entries: string): void {
  program
    .command('demo')
    .description('do the whole job on a new demonstration workspace and leave pictures, a report and bundles in the output folder')
    .requiredOption('--out <dir>', 'output folder')
    .option('--json', 'one JSON document on standard output')
    .action((options: { out: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        async () => {
          const result = await runDemo({
            out: path.resolve(options.out),
            openWorkspace: (workspacePath) => services.open(workspacePath, { create: true }),
            entries,
            tell: (line) => {
              services.complain(line);
            },
          });
          const [faulty, good] = result.cases;
          const asExpected =
            faulty?.outcome === 'findings' &&
            good?.outcome === 'passed' &&
            result.cases.every((each) => each.bundleIsValid) &&
            result.picturesProblem === null;
          if (!asExpected) services.setExitCode(EXIT.refused);
          return { ...result, asExpected };
        },
        (result) => [
          result.asExpected ? 'The demonstration went as expected.' : 'The demonstration did not go as expected: see demo.json.',
          `Results: ${path.resolve(options.out)}`,
        ],
      ),
    );
}
