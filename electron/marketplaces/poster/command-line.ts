import { AppError } from '../../../shared/domain/errors.ts';
import type { CommandLine, DescribedSolution } from '../marketplace.ts';
import { posterRegistrationSchema } from './portal/registration.ts';
import { ACCESSES, WEBHOOK_ENTITIES } from './vocabulary.ts';

const ADDRESSES = ['--redirect-uri', '--manage-url', '--webhook-url'] as const;

/** The settings of an application in the developer's account of Poster as options of `install-test`. */
export const commandLine: CommandLine = {
  options: [
    { name: '--application-id', kind: 'text', argument: 'id', description: 'application_id of the application' },
    { name: '--application-secret', kind: 'secret', argument: 'secret', description: 'application_secret of the application' },
    { name: '--redirect-uri', kind: 'text', argument: 'url', description: 'redirect_uri of OAuth' },
    { name: '--manage-url', kind: 'text', argument: 'url', description: 'page for the window in the admin panel' },
    { name: '--webhook-url', kind: 'text', argument: 'url', description: 'address for webhooks' },
    {
      name: '--access',
      kind: 'list',
      argument: 'list',
      description: `accesses to the API (${ACCESSES.map(({ id }) => id).join(', ')}); without it all are open and not judged`,
    },
    {
      name: '--webhook-entity',
      kind: 'list',
      argument: 'list',
      description: 'entities of which webhooks are sent; without it those that fit the accesses',
    },
    { name: '--poster-billing', kind: 'switch', description: 'paid for through Poster: the exchange answers with a tariff' },
  ],
  registration: registrationOfOptions,
};

function registrationOfOptions({ code, version, values }: DescribedSolution): ReturnType<CommandLine['registration']> {
  for (const name of ['--application-id', '--application-secret']) if (textOf(values[name]) === '') throw invalid(name, 'a value');
  const address = (name: (typeof ADDRESSES)[number]): string | null => {
    const value = textOf(values[name]);
    if (value === '') return null;
    if (!URL.canParse(value) || !/^https?:/i.test(value)) throw invalid(name, 'an address that begins with https:// or http://');
    return value;
  };
  const [redirectUri, manageUrl, webhookUrl] = ADDRESSES.map(address);
  if (redirectUri === null && manageUrl === null && webhookUrl === null)
    throw invalid('--redirect-uri', 'at least one of --redirect-uri, --manage-url, --webhook-url');
  const known = (name: '--access' | '--webhook-entity', words: readonly string[]): readonly string[] | null => {
    const given = values[name];
    if (!Array.isArray(given)) return null;
    const unknown = (given as readonly string[]).find((word) => !words.includes(word));
    if (unknown !== undefined) throw invalid(name, `"${unknown}" is none of ${words.join(', ')}`);
    return given as readonly string[];
  };
  return posterRegistrationSchema.parse({
    code,
    name: code,
    vendorName: code,
    version,
    mode: redirectUri !== null ? (manageUrl !== null ? 'oauth-manage' : 'oauth') : manageUrl !== null ? 'manage' : 'webhook',
    applicationId: textOf(values['--application-id']),
    applicationSecret: textOf(values['--application-secret']),
    redirectUri,
    manageUrl,
    webhookUrl,
    accesses: known(
      '--access',
      ACCESSES.map(({ id }) => id),
    ),
    webhookEntities: known('--webhook-entity', WEBHOOK_ENTITIES),
    posterBilling: values['--poster-billing'] === true,
  });
}

function textOf(value: DescribedSolution['values'][string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function invalid(option: string, wanted: string): AppError {
  return new AppError('invalid-request', `${option}: ${wanted}`, { option });
}
