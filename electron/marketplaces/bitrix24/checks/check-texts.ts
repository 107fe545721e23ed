import type { CheckInput, CheckResult } from '../../marketplace.ts';
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

export const pass = (ru: string, en: string, place: string | null = null): CheckResult => ({ status: 'pass', message: { ru, en }, place });
export const fail = (ru: string, en: string, place: string | null): CheckResult => ({ status: 'fail', message: { ru, en }, place });
export const couldNotLook = (ru: string, en: string, place: string | null = null): CheckResult => ({
  status: 'could-not-look',
  message: { ru, en },
  place,
});

/** Sentences of a text; abbreviations of one or two letters and numbers do not end one. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[^\s.\d]{3}[.!?…]+|[»")][.!?…]+)\s+(?=[«"(]?[\p{Lu}\d])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** Words for comparing: lower case, no punctuation. */
export function wordsOf(text: string): string[] {
  return text.toLocaleLowerCase('ru').match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Share of Cyrillic among the letters; null where there are too few letters to tell. */
export function cyrillicShare(text: string): number | null {
  const bare = text.replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+/g, ' ');
  const cyrillic = bare.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = bare.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic + latin < 20 ? null : cyrillic / (cyrillic + latin);
}

/** Words that a text never needs twice in a row. Doubling for emphasis ("очень-очень") is written with other words. */
const DOUBLED =
  /(?<![\p{L}\p{N}-])(и|в|во|на|с|со|по|для|от|до|из|к|о|об|у|за|не|что|как|или|это|the|an|of|to|and|in|on|for|with|is) +\1(?![\p{L}\p{N}-])/u;
/** A word of both alphabets, except a Latin beginning or end with an ending of its own, such as "SMSки" or "1Сник". */
const MIXED =
  /(?<![\p{L}\p{N}_])(?:\p{Script=Cyrillic}+\p{Script=Latin}\p{Script=Cyrillic}+|\p{Script=Latin}\p{Script=Cyrillic}{2,}|\p{Script=Cyrillic}{2,}\p{Script=Latin})(?![\p{L}\p{N}_])/u;
/** Latin letters that look like Cyrillic ones: a word that mixes them was typed on the wrong layout. */
const LOOKALIKE = /[aceopxyABCEHKMOPTXi]/;

/** A slip that no writer means: a doubled function word or a word of mixed alphabets; null where there is none. */
export function slipIn(text: string): { readonly ru: string; readonly en: string } | null {
  const bare = text.replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+/g, ' ');
  const doubled = DOUBLED.exec(bare)?.[0];
  if (doubled !== undefined) return { ru: `повтор «${doubled}».`, en: `repeated “${doubled}”.` };
  const mixed = MIXED.exec(bare)?.[0];
  if (mixed !== undefined && LOOKALIKE.test(mixed))
    return { ru: `в слове «${mixed}» смешаны алфавиты.`, en: `the word “${mixed}” mixes two alphabets.` };
  return null;
}
