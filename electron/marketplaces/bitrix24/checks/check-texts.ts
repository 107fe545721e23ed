import type { TextField } from '../../card-checks/texts.ts';
import type { CheckInput } from '../../marketplace.ts';
import { cardSchema, languagesOf, type Card, type CardLanguage, type CardTexts } from '../card-schema.ts';
import { versionSchema, type Version } from '../version-schema.ts';

/** What every check reads, typed; the input was validated by the same schemas at intake. */
export interface Read {
  readonly input: CheckInput;
  readonly card: Card;
  readonly version: Version;
  readonly languages: readonly { readonly language: CardLanguage; readonly texts: CardTexts }[];
}

/** Some forty checks look at the same input one after another; it is parsed once. */
const known = new WeakMap<CheckInput, Read>();

export function read(input: CheckInput): Read {
  const before = known.get(input);
  if (before !== undefined) return before;
  const made = parse(input);
  known.set(input, made);
  return made;
}

function parse(input: CheckInput): Read {
  const card = cardSchema.parse(input.card);
  return {
    input,
    card,
    version: versionSchema.parse(input.version),
    languages: languagesOf(card).flatMap((language) => {
      const texts = card.texts[language];
      return texts === undefined ? [] : [{ language, texts }];
    }),
  };
}

type CardTextName = keyof CardTexts;
const ALL: readonly CardTextName[] = ['name', 'slogan', 'description', 'installation', 'support'];

/** Texts of the card in every language that it has, in the order in which a moderator reads. */
export function cardTexts(input: CheckInput, names: readonly CardTextName[] = ALL): TextField[] {
  return read(input).languages.flatMap(({ language, texts }) =>
    names.map((name) => ({ path: `texts.${language}.${name}`, language, text: texts[name] })),
  );
}

/** "What is new" in the languages of the card. */
export function newsTexts(input: CheckInput): TextField[] {
  const { languages, version } = read(input);
  return languages.map(({ language }) => ({ path: `whatsNew.${language}`, language, text: version.whatsNew[language] ?? '' }));
}
