import { Command, CommanderError } from 'commander';
import path from 'node:path';
import { EXIT, type CliServices } from './cli/cli-services.ts';
import { addDemoCommand } from './cli/demo-command.ts';
import { addExportCommand } from './cli/export-command.ts';
import { addImportCommand } from './cli/import-command.ts';
import { addInstallTestCommand } from './cli/install-test-command.ts';
import { addQueueCommand } from './cli/queue-command.ts';
import { addSeedCommand } from './cli/seed-command.ts';
import { addSupportLogCommand } from './cli/support-log-command.ts';
import { addVerdictCommand } from './cli/verdict-command.ts';
import { addVerifyCommand } from './cli/verify-command.ts';
import { addRulebookCommand, refusedFiles } from './cli/rulebook-command.ts';
import { addWorkspaceCommands } from './cli/workspace-commands.ts';
import { openWorkspace } from './desk/workspace.ts';
import { createPackageSource } from './intake/package-source.ts';
import { readRulebookFiles } from './intake/rulebook-files.ts';
import { marketplaces } from './marketplaces/list.ts';
import { startRun } from './sandbox/run-host.ts';

/**
 * The command line: the same use-cases as the window, on the runtime's own Node, without a window. Results go to standard
 * output, everything else to standard error.
 */
const services: CliServices = {
  open(workspacePath, { create, moderator }) {
    const workspace = openWorkspace({
      path: workspacePath,
      create,
      exclusive: false,
      appVersion: __APP_VERSION__,
      marketplaces,
      packages: createPackageSource({
        marketplaces,
        onWarnings: (file, warnings) => {
          for (const { place, reason } of warnings) services.complain(`${path.basename(file)}: ${place}: ${reason.en}`);
        },
      }),
      startRun,
      readRulebooks: readRulebookFiles,
      keyProtector: null,
      emit: () => undefined,
      workerScript: path.join(import.meta.dirname, 'read-worker.js'),
      housekeeping: false,
      ...(moderator === undefined ? {} : { moderator }),
    });
    for (const line of refusedFiles(workspace.rulebooks.files())) services.complain(line);
    return workspace;
  },
  print(line) {
    process.stdout.write(`${line}\n`);
  },
  complain(line) {
    process.stderr.write(`${line}\n`);
  },
  setExitCode(code) {
    process.exitCode = code;
  },
};

// A reader that has seen enough ("| head") ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

const program = new Command('workstation')
  .description('Moderation workstation: import, queue, install tests, verdicts and bundles without a window')
  .version(__APP_VERSION__)
  .showHelpAfterError()
  .exitOverride();

addImportCommand(program, services);
addQueueCommand(program, services);
addVerdictCommand(program, services);
addExportCommand(program, services);
addVerifyCommand(program, services);
addSeedCommand(program, services);
addInstallTestCommand(program, services, { marketplaces, startRun });
addSupportLogCommand(program, services, marketplaces);
addWorkspaceCommands(program, services);
addRulebookCommand(program, services);
addDemoCommand(program, services, import.meta.dirname);

try {
  // Electron's own Node counts its script like plain Node does.
  await program.parseAsync(process.argv, { from: 'node' });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Whoever reads the document is told there too; help and version are what was asked for.
  if (error.exitCode !== 0 && process.argv.includes('--json'))
    services.print(JSON.stringify({ error: { code: 'invalid-request', message: error.message.replace(/^error: /, '') } }, null, 2));
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.couldNotStart;
}
