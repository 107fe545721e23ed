import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { HttpExchange, RunReport } from '../../shared/domain/install-test.ts';
import { writeChosenFile } from '../desk/chosen-file.ts';
import { exchangesForSupport, supportLog, supportLogOf } from '../export/support-log.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import { runCommand, withWorkspace, type CliServices } from './cli-services.ts';

interface SupportLogOptions {
  workspace?: string;
  exchange: string[];
  language: string;
  out?: string;
  json?: true;
}

/** `support-log`: the HTTP requests that show a fault of a portal. Exit codes: 0 written, 1 there is none or no such test, 3 could not start. */
export function addSupportLogCommand(program: Command, services: CliServices, marketplaces: readonly Marketplace[]): void {
  program
    .command('support-log')
    .description(
      "write the HTTP requests of an install test that show a fault of the portal, for the platform's support; secrets are masked",
    )
    .argument('<test>', 'output folder of `install-test`; with --workspace: id of a run')
    .option('--workspace <dir>', 'workspace folder that has the run')
    .option(
      '--exchange <numbers>',
      'these exchanges, by their numbers; without it every REST and OAuth call that failed',
      (value: string, before: string[]) => [...before, ...value.split(/[\s,]+/).filter((word) => word !== '')],
      [],
    )
    .option('--language <ru|en>', 'language of the log', 'ru')
    .option('--out <file>', 'file to write; without it standard output')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit codes: 0 written, 1 no such request or test, 3 could not start')
    .action((test: string, options: SupportLogOptions) =>
      runCommand(
        services,
        options.json === true,
        async () => {
          const language = options.language === 'en' ? 'en' : 'ru';
          const ids = options.exchange.length === 0 ? null : options.exchange.map(numberOf);
          const log =
            options.workspace === undefined
              ? await ofFolder(test, ids, language, marketplaces)
              : await withWorkspace(services, options.workspace, { create: false }, (workspace) =>
                  supportLogOf(workspace, { runId: test, exchangeIds: ids }, language),
                );
          if (log.requests === 0) throw new AppError('not-found', 'There is no such request: no REST or OAuth call of the test failed.');
          if (options.out === undefined) return { ...log, path: null };
          const file = path.resolve(options.out);
          await writeChosenFile(file, Buffer.from(log.text));
          return { requests: log.requests, path: file };
        },
        (log) => [log.path === null ? log.text : `${log.path}: ${String(log.requests)}`],
      ),
    );
}

function numberOf(word: string): number {
  const number = Number(word);
  if (!Number.isInteger(number)) throw new AppError('invalid-request', `--exchange: "${word}" is no number`, { option: '--exchange' });
  return number;
}

/** The folder holds report.json and the exchanges of each step as evidence. */
async function ofFolder(
  folder: string,
  ids: readonly number[] | null,
  language: 'ru' | 'en',
  marketplaces: readonly Marketplace[],
): Promise<{ readonly text: string; readonly requests: number }> {
  const read = async <T>(file: string): Promise<T> => {
    try {
      return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as T;
    } catch {
      throw new AppError('not-found', `${path.join(folder, file)} cannot be read; give the output folder of an install test.`);
    }
  };
  const report = await read<RunReport>('report.json');
  const files = report.evidence.filter(({ kind }) => kind === 'http');
  const exchanges = (await Promise.all(files.map((file) => read<HttpExchange[]>(file.path)))).flat();
  const chosen = exchangesForSupport(exchanges, ids);
  const title = marketplaces.find(({ id }) => id === report.marketplace)?.title[language] ?? report.marketplace;
  return { text: supportLog({ report, marketplaceTitle: title, exchanges: chosen }, language), requests: chosen.length };
}
