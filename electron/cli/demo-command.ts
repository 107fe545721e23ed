import { Option, type Command } from 'commander';
import path from 'node:path';
import { runDemo, type DemoLanguage } from '../demo/run-demo.ts';
import { openDisplay } from '../sandbox/display.ts';
import { electronCommand } from '../sandbox/run-host.ts';
import { runCommand, type CliServices } from './cli-services.ts';

interface DemoOptions {
  out: string;
  language: DemoLanguage;
  window: boolean;
  json?: true;
}

/**
 * `demo`: the whole job on fictional submissions, unattended.
 * @param builtFolder where the built entries lie (out/main)
 */
export function addDemoCommand(program: Command, services: CliServices, builtFolder: string): void {
  program
    .command('demo')
    .description('do the whole job on a demonstration workspace; leaves a report, screenshots and bundles in a folder')
    .option('--out <dir>', 'folder for what it leaves', 'demo-output')
    .addOption(
      new Option('--language <language>', 'language of submissions’ letters and of the report').choices(['ru', 'en']).default('ru'),
    )
    .option('--no-window', 'leave out the window and its screenshots')
    .option('--json', 'one JSON document on standard output; progress goes to standard error')
    .action((options: DemoOptions) =>
      runCommand(
        services,
        options.json === true,
        async () => {
          // One display for the window and for every sandbox browser.
          const display = await openDisplay();
          Object.assign(process.env, display.environment);
          try {
            return await runDemo({
              out: path.resolve(options.out),
              language: options.language,
              builtFolder,
              openWorkspace: (workspacePath, create) => services.open(workspacePath, { create }),
              window: options.window ? { ...electronCommand(), environment: display.environment } : null,
              say: options.json === true ? services.complain : services.print,
            });
          } finally {
            display.close();
          }
        },
        // Everything was said while it happened.
        () => [],
      ),
    );
}
