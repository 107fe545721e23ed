import type { TextField } from '../../card-checks/texts.ts';
import type { CheckInput, InspectedFile } from '../../marketplace.ts';
import { cardSchema, languagesOf, type Card } from '../card-schema.ts';
import { readDescriptor, type DescriptorReading } from '../descriptor/read-descriptor.ts';
import { versionSchema, type Version } from '../version-schema.ts';

export interface Read {
  readonly card: Card;
  readonly approved: Card | null;
  readonly version: Version;
  /** Null where the version has none: Phone API. */
  readonly descriptor: DescriptorReading | null;
}

const known = new WeakMap<CheckInput, Read>();

/** Card, version and descriptor, parsed once for all checks; the input was validated by the same schemas at intake. */
export function read(input: CheckInput): Read {
  const before = known.get(input);
  if (before !== undefined) return before;
  const version = versionSchema.parse(input.version);
  const made: Read = {
    card: cardSchema.parse(input.card),
    approved: input.approvedCard === null ? null : (cardSchema.safeParse(input.approvedCard).data ?? null),
    version,
    descriptor: version.descriptor === undefined ? null : readDescriptor(version.descriptor),
  };
  known.set(input, made);
  return made;
}

type CardTextName = 'name' | 'slogan' | 'description';

export function cardTexts(input: CheckInput, names: readonly CardTextName[] = ['name', 'slogan', 'description']): TextField[] {
  const { card } = read(input);
  return languagesOf(card).flatMap((language) =>
    names.map((name) => ({ path: `texts.${language}.${name}`, language, text: card.texts[language]?.[name] ?? '' })),
  );
}

export function newsTexts(input: CheckInput): TextField[] {
  const { version } = read(input);
  return (['ru', 'en'] as const).flatMap((language) => {
    const text = version.whatsNew[language];
    return text === undefined ? [] : [{ path: `whatsNew.${language}`, language, text }];
  });
}

export const filesOf = (input: CheckInput, role: InspectedFile['role']): InspectedFile[] =>
  input.files.filter((file) => file.role === role);

/** Videos come as attachments. */
export const videosOf = (input: CheckInput): InspectedFile[] =>
  input.files.filter((file) => file.mime.startsWith('video/') || /\.(?:webm|mp4|mov|avi|mkv)$/i.test(file.path));
