import type { Command } from 'commander';
import { seedWorkspace } from '../desk/seed-desk.ts';
import { runCommand, withWorkspace, type CliServices } from './cli-services.ts';
import { atMost } from './number-option.ts';
import { bitrix24Seed } from './seed-material.ts';

const MOST_ROWS = 5_000_000;

/** `seed`: a workspace of any size, for measurements. */
export function addSeedCommand(program: Command, services: CliServices): void {
  program
    .command('seed')
    .description('add generated submissions to a workspace (made when missing), for measurements')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .requiredOption('--count <n>', 'how many submissions', atMost(MOST_ROWS))
    .option('--moderator <name>', 'who works in a workspace that has no moderator yet', 'Измерения')
    .option('--json', 'one JSON document on standard output')
    .action((options: { workspace: string; count: number; moderator: string; json?: true }) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: true }, ({ path, context, settings }) => {
            const startedAt = performance.now();
            // Nothing is measured on a workspace that first asks for a name.
            if (settings.get().moderatorName === '') settings.set({ moderatorName: options.moderator });
            seedWorkspace(context, bitrix24Seed, options.count, (done) => {
              if (options.json !== true) services.complain(`${String(done)} of ${String(options.count)}`);
            });
            return { workspace: path, count: options.count, durationMs: Math.round(performance.now() - startedAt) };
          }),
        ({ count, workspace, durationMs }) => [`${String(count)} submissions in ${workspace}, ${String(durationMs)} ms`],
      ),
    );
}
