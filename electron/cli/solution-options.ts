import { Option, type Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/domain/errors.ts';
import type { DescribedSolution, Marketplace, SolutionOption } from '../marketplaces/marketplace.ts';

/** Values of the marketplaces' own options, by name, and the secrets among them. */
export interface GivenOptions {
  readonly values: DescribedSolution['values'];
  readonly secrets: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/** No description of a solution is longer. */
const LARGEST_FILE_BYTES = 2_000_000;

/** Adds every marketplace's own options to the command, each under its marketplace in the help. */
export function addSolutionOptions(command: Command, marketplaces: readonly Marketplace[]): void {
  const known = new Map<string, SolutionOption>();
  for (const marketplace of marketplaces) {
    for (const one of marketplace.commandLine.options) {
      const earlier = known.get(one.name);
      if (earlier !== undefined && earlier.kind !== one.kind) throw new Error(`${one.name} is a ${earlier.kind} and a ${one.kind}`);
      if (earlier !== undefined) continue;
      known.set(one.name, one);
      for (const option of commanderOptions(one)) command.addOption(option.helpGroup(`Solution of ${marketplace.title.en}:`));
    }
  }
}

/**
 * What was given of this marketplace's options; files are read.
 * @param options the command's options as commander names them
 * @throws AppError 'invalid-request' for an option that only another marketplace has, and for a file that cannot be read
 */
export async function givenOptions(options: Given, marketplace: Marketplace, marketplaces: readonly Marketplace[]): Promise<GivenOptions> {
  const own = new Map(marketplace.commandLine.options.map((one) => [one.name, one]));
  for (const { commandLine } of marketplaces) {
    for (const one of commandLine.options) {
      if (own.has(one.name)) continue;
      const foreign = [one.name, fileNameOf(one)].find((name) => options[keyOf(name)] !== undefined);
      if (foreign !== undefined) throw invalid(foreign, `not an option of --marketplace ${marketplace.id}`);
    }
  }
  const values: Record<string, string | readonly string[] | true> = {};
  const secrets: string[] = [];
  for (const one of own.values()) {
    const value = await valueOf(options, one);
    if (value === undefined) continue;
    values[one.name] = value;
    if (one.kind === 'secret' && typeof value === 'string') secrets.push(value);
  }
  return { values, secrets };
}

async function valueOf(options: Given, one: SolutionOption): Promise<string | readonly string[] | true | undefined> {
  const value = options[keyOf(one.name)] as string | readonly string[] | true | undefined;
  if (one.kind === 'file') return value === undefined ? undefined : textOf(one.name, String(value));
  if (one.kind !== 'secret') return value;
  const file = options[keyOf(fileNameOf(one))];
  return file === undefined ? value : (await textOf(fileNameOf(one), file as string)).trim();
}

async function textOf(option: string, file: string): Promise<string> {
  try {
    if ((await stat(file)).size > LARGEST_FILE_BYTES) throw new Error('too large');
    return await readFile(file, 'utf8');
  } catch {
    throw invalid(option, `a file that can be read, of at most ${LARGEST_FILE_BYTES / 1_000_000} MB`);
  }
}

function commanderOptions(one: SolutionOption): Option[] {
  const argument = one.argument ?? 'value';
  switch (one.kind) {
    case 'switch':
      return [new Option(one.name, one.description)];
    case 'list':
      return [new Option(`${one.name} <${argument}>`, one.description).argParser(words)];
    case 'secret':
      return [
        new Option(`${one.name} <${argument}>`, `${one.description}; never printed or stored`),
        new Option(`${fileNameOf(one)} <file>`, 'file with the same, instead of writing it on the command line'),
      ];
    default:
      return [new Option(`${one.name} <${argument}>`, one.description)];
  }
}

function fileNameOf(one: SolutionOption): string {
  return `${one.name}-file`;
}

/** The name under which commander keeps an option's value: --app-url is appUrl. */
function keyOf(name: string): string {
  return name.replace(/^--/, '').replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
}

function words(value: string, before: unknown): string[] {
  return [...(Array.isArray(before) ? (before as string[]) : []), ...value.split(/[\s,]+/).filter((word) => word !== '')];
}

function invalid(option: string, wanted: string): AppError {
  return new AppError('invalid-request', `${option}: ${wanted}`, { option });
}
