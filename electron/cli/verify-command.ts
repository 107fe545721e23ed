import { Option, type Command } from 'commander';
import { AppError } from '../../shared/domain/errors.ts';
import { verifyBundle, type BundleVerification } from '../export/verify-bundle.ts';
import { EXIT, type CliServices } from './cli-services.ts';

interface VerifyCommandOptions {
  key?: string;
  language: 'ru' | 'en';
  json?: true;
}

/** `verify`: needs no workspace. Exit codes: 0 valid, 1 not valid, 3 the file cannot be read. */
export function addVerifyCommand(program: Command, services: CliServices): void {
  program
    .command('verify')
    .description('check a verdict bundle; names the first byte that does not fit')
    .argument('<file>', 'the bundle')
    .option('--key <fingerprint>', 'fingerprint that the signing key must have')
    .addOption(new Option('--language <language>', 'language of the messages').choices(['ru', 'en']).default('ru'))
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit codes: 0 valid, 1 not valid, 3 the file cannot be read')
    .action(async (file: string, options: VerifyCommandOptions) => {
      try {
        const result = await verifyBundle(file, options.key === undefined ? {} : { expectedFingerprint: options.key });
        if (!result.valid) services.setExitCode(EXIT.refused);
        if (options.json === true) services.print(JSON.stringify(result, null, 2));
        else for (const line of linesOf(result, options.language)) services.print(line);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        services.setExitCode(EXIT.couldNotStart);
        if (options.json === true) services.print(JSON.stringify({ error: { code: error.code, message: error.message } }, null, 2));
        else services.complain(`${error.code}: ${error.message}`);
      }
    });
}

function linesOf(result: BundleVerification, language: 'ru' | 'en'): string[] {
  const verdict = {
    ru: result.valid ? 'Пакет подлинный.' : 'Пакет не прошёл проверку.',
    en: result.valid ? 'The bundle is valid.' : 'The bundle is not valid.',
  };
  return [
    ...result.checks.map(({ ok, name, file, offset, message }) => {
      const place = file === null ? '' : ` [${file}:${String(offset ?? 0)}]`;
      return `${ok ? '+' : '-'} ${name}${place}: ${message[language]}`;
    }),
    verdict[language],
  ];
}
