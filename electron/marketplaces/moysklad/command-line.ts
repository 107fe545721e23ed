import { AppError } from '../../../shared/domain/errors.ts';
import type { CommandLine, DescribedSolution } from '../marketplace.ts';
import { mainFrame, movedTo } from './descriptor/descriptor.ts';
import { readDescriptor } from './descriptor/read-descriptor.ts';
import { moyskladRegistrationSchema } from './portal/registration.ts';
import { tariffsOf } from './registration.ts';

/** A MoySklad solution as options of `install-test`. */
export const commandLine: CommandLine = {
  options: [
    { name: '--descriptor', kind: 'file', argument: 'file', description: 'descriptor of the solution, XML of schema 2' },
    { name: '--app-id', kind: 'text', argument: 'uuid', description: 'appId of the version' },
    { name: '--app-uid', kind: 'text', argument: 'uid', description: 'appUid of the version, alias.vendorAlias' },
    { name: '--secret', kind: 'secret', argument: 'key', description: 'secretKey with which both sides sign' },
    {
      name: '--endpoint-base',
      kind: 'text',
      argument: 'url',
      description: 'endpointBase of a server that is tested instead of the descriptor’s; pages move with it',
    },
    {
      name: '--paid',
      kind: 'switch',
      description: 'it has a subscription: settings that are lost when a suspended subscription is resumed are a fault',
    },
    {
      name: '--published-app-id',
      kind: 'text',
      argument: 'uuid',
      description: 'appId of the published version, for a version under moderation',
    },
    { name: '--published-app-uid', kind: 'text', argument: 'uid', description: 'appUid of the published version' },
    { name: '--published-secret', kind: 'secret', argument: 'key', description: 'secretKey of the published version' },
  ],
  registration: registrationOfOptions,
};

function registrationOfOptions({ code, version, values }: DescribedSolution): ReturnType<CommandLine['registration']> {
  const text = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw invalid(name, 'is needed');
    return value;
  };
  const reading = readDescriptor(text('--descriptor'));
  if (reading.descriptor === null) throw invalid('--descriptor', reading.problems[0]?.message.en ?? 'a descriptor');
  const base = values['--endpoint-base'];
  if (base !== undefined && !(typeof base === 'string' && /^https?:\/\//.test(base) && URL.canParse(base)))
    throw invalid('--endpoint-base', 'an address that begins with https:// or http://');
  const descriptor = typeof base === 'string' ? movedTo(reading.descriptor, base.replace(/\/+$/, '')) : reading.descriptor;
  if (descriptor.endpointBase === '') throw invalid('--endpoint-base', 'is needed, the descriptor has none');
  const appId = text('--app-id');
  const hasPublished = ['--published-app-id', '--published-app-uid', '--published-secret'].some((name) => values[name] !== undefined);
  return moyskladRegistrationSchema.parse({
    code,
    name: code,
    vendorName: code,
    version,
    mode: mainFrame(descriptor) === null ? 'no-window' : 'main-window',
    appId,
    appUid: text('--app-uid'),
    secretKey: text('--secret'),
    descriptor,
    descriptorProblems: reading.problems,
    paid: values['--paid'] === true ? true : null,
    tariffs: tariffsOf(appId),
    published: hasPublished
      ? { appId: text('--published-app-id'), appUid: text('--published-app-uid'), secretKey: text('--published-secret') }
      : null,
  });
}

function invalid(option: string, wanted: string): AppError {
  return new AppError('invalid-request', `${option}: ${wanted}`, { option });
}
