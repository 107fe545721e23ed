import { statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/domain/errors.ts';
import type { CommandLine, DescribedSolution } from '../marketplace.ts';
import { registrationOf } from './registration.ts';
import { versionSchema } from './version-schema.ts';

/** Install modes by the letters of the lifecycle protocol (domain/bitrix24.md §1). */
const MODE_LETTERS: Readonly<Record<string, string>> = {
  A: 'wizard',
  B: 'interface',
  C: 'callback',
  D: 'settings-form',
  E: 'archive',
};

/** The version card of a Bitrix24 solution as options of `install-test`. */
export const commandLine: CommandLine = {
  options: [
    {
      name: '--mode',
      kind: 'text',
      argument: 'mode',
      description: 'how it installs: wizard (A), interface (B), callback (C), settings-form (D), archive (E)',
    },
    { name: '--app-url', kind: 'text', argument: 'url', description: 'address of the application' },
    {
      name: '--install-url',
      kind: 'text',
      argument: 'url',
      description: 'address of the installer; in mode callback the handler of the install event',
    },
    { name: '--event-url', kind: 'text', argument: 'url', description: 'handler of the install event (mode callback)' },
    { name: '--settings-url', kind: 'text', argument: 'url', description: 'address of the settings form (mode settings-form)' },
    { name: '--archive', kind: 'text', argument: 'file', description: 'zip file of a static solution (mode archive)' },
    { name: '--client-id', kind: 'text', argument: 'id', description: 'client_id of the application' },
    { name: '--client-secret', kind: 'secret', argument: 'secret', description: 'client_secret of the application' },
    { name: '--scope', kind: 'list', argument: 'list', description: 'permissions asked for, separated by commas' },
    { name: '--placement', kind: 'list', argument: 'list', description: 'widget places declared, separated by commas' },
    { name: '--user-install', kind: 'switch', description: 'any user may install it' },
    { name: '--published-app-url', kind: 'text', argument: 'url', description: 'with --update-from: address of the published application' },
    { name: '--published-install-url', kind: 'text', argument: 'url', description: 'with --update-from: its installer' },
    { name: '--published-scope', kind: 'list', argument: 'list', description: 'with --update-from: permissions it asks for' },
    { name: '--published-placement', kind: 'list', argument: 'list', description: 'with --update-from: widget places it declares' },
  ],
  registration: registrationOfOptions,
};

function registrationOfOptions({ code, version: number, values }: DescribedSolution): ReturnType<CommandLine['registration']> {
  const given = values['--mode'];
  if (typeof given !== 'string') throw invalid('--mode', 'wizard or callback, for instance');
  const mode = MODE_LETTERS[given] ?? given;
  const isCallback = mode === 'callback';
  // With no page to install from, the one address that there is must be the handler's.
  const eventUrl = values['--event-url'] ?? (isCallback ? (values['--install-url'] ?? values['--app-url']) : undefined);
  const fields = {
    number,
    mode,
    appUrl: isCallback ? undefined : values['--app-url'],
    installUrl: isCallback ? undefined : values['--install-url'],
    eventUrl,
    settingsUrl: values['--settings-url'],
    scopes: values['--scope'],
    placements: values['--placement'],
    userInstall: values['--user-install'],
  };
  const archivePath =
    mode === 'archive' ? path.resolve(textOf(values['--archive']) || missing('--archive', 'the zip file of the solution')) : null;
  if (archivePath !== null && statSync(archivePath, { throwIfNoEntry: false })?.isFile() !== true)
    throw invalid('--archive', 'a zip file that can be read');
  const version = versionSchema.safeParse(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
  if (!version.success) {
    const issue = version.error.issues[0];
    throw invalid(optionOf(String(issue?.path[0] ?? '')), issue?.message ?? 'a valid value');
  }
  return registrationOf(
    { code, name: code, vendorName: code },
    version.data,
    {
      client_id: textOf(values['--client-id']),
      client_secret: textOf(values['--client-secret']),
    },
    archivePath,
  );
}

/** The option that gives this field of a version. */
function optionOf(field: string): string {
  const names: Readonly<Record<string, string>> = { number: '--solution-version', scopes: '--scope', placements: '--placement' };
  return names[field] ?? `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function textOf(value: DescribedSolution['values'][string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function missing(option: string, wanted: string): never {
  throw invalid(option, wanted);
}

function invalid(option: string, wanted: string): AppError {
  return new AppError('invalid-request', `${option}: ${wanted}`, { option });
}
