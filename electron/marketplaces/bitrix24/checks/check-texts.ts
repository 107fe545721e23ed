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

export function read(input: CheckInput): Read {
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
