import { Option, type Command } from 'commander';
import { QUEUE_VIEWS, SUBMISSION_KINDS, type QueueView, type SubmissionKind } from '../../shared/domain/submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { queuePage } from '../desk/queue-desk.ts';
import { runCommand, withWorkspace, type CliServices } from './cli-services.ts';
import { atMost } from './number-option.ts';

interface QueueOptions {
  workspace: string;
  view: QueueView;
  marketplace?: string;
  region?: string;
  kind?: SubmissionKind;
  search?: string;
  limit: number;
  after?: string;
  json?: true;
}

/** `queue`: rows of a view, oldest first. */
export function addQueueCommand(program: Command, services: CliServices): void {
  program
    .command('queue')
    .description('list submissions of the workspace, oldest first')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .addOption(new Option('--view <view>', 'which part of the queue').choices(QUEUE_VIEWS).default('queue'))
    .option('--marketplace <id>', 'only this marketplace')
    .option('--region <id>', 'only this region')
    .addOption(new Option('--kind <kind>', 'only this kind').choices(SUBMISSION_KINDS))
    .option('--search <text>', 'words in solution, code, vendor, version or card')
    .option('--limit <n>', 'rows at most', atMost(LIMITS.pageRows), 50)
    .option('--after <cursor>', 'continue behind the row with this cursor')
    .option('--json', 'one JSON document on standard output')
    .action((options: QueueOptions) =>
      runCommand(
        services,
        options.json === true,
        () =>
          withWorkspace(services, options.workspace, { create: false }, ({ context }) =>
            queuePage(context, {
              query: {
                view: options.view,
                marketplace: options.marketplace ?? null,
                region: options.region ?? null,
                kind: options.kind ?? null,
                search: options.search ?? null,
              },
              start: options.after === undefined ? { index: 0 } : { after: options.after },
              limit: options.limit,
            }),
          ),
        ({ rows, total, totalIsCapped }) => [
          ...rows.map((row) =>
            [
              row.id,
              new Date(row.queuedAt).toISOString(),
              row.state,
              row.marketplace,
              row.region,
              row.kind,
              `#${String(row.attempt)}`,
              `${row.solutionName} ${row.version}`,
              row.vendorName,
              row.claimedBy ?? '',
            ].join('\t'),
          ),
          `${String(rows.length)} of ${String(total)}${totalIsCapped ? '+' : ''}`,
        ],
      ),
    );
}
