import type { CheckFinding } from '../marketplace.ts';
import { finding } from './results.ts';

/** One text of a card or version and the language that it is declared for. */
export interface TextField {
  readonly path: string;
  readonly language: 'ru' | 'en';
  readonly text: string;
}

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

const ADDRESSES = /https?:\/\/\S+|[\w.+-]+@[\w.-]+/g;

/** The text without addresses, of the same length, so that places in it are places in the text. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESSES, (address) => ' '.repeat(address.length));
}

/** Share of Cyrillic among the letters; null where there are too few letters to tell. */
export function cyrillicShare(text: string): number | null {
  const bare = withoutAddresses(text);
  const cyrillic = bare.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = bare.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic + latin < 20 ? null : cyrillic / (cyrillic + latin);
}

/** Texts that are not in the language they are declared for. Russian texts of this trade are full of Latin names, English ones have no Cyrillic. */
export function* wrongLanguage(fields: readonly TextField[]): Iterable<CheckFinding> {
  for (const { path, language, text } of fields) {
    const share = cyrillicShare(text);
    if (share === null) continue;
    if (language === 'ru' ? share < 0.4 : share > 0.1)
      yield finding(`Текст не на языке карточки (${language}).`, `The text is not in the language of the card (${language}).`, path, {
        range: [0, text.length],
        suggestion: ['Переведите текст.', 'Translate the text.'],
      });
  }
}

/** Every place of a pattern in the texts. @param pattern with the flag g */
export function* matches(
  fields: readonly TextField[],
  pattern: RegExp,
  say: (found: string) => readonly [ru: string, en: string],
  suggestion?: (found: string) => readonly [ru: string, en: string],
): Iterable<CheckFinding> {
  for (const { path, text } of fields) {
    for (const match of text.matchAll(pattern)) {
      const found = match[0].trim();
      const start = match.index + match[0].indexOf(found);
      const [ru, en] = say(found);
      yield finding(ru, en, path, {
        range: [start, start + found.length],
        ...(suggestion === undefined ? {} : { suggestion: suggestion(found) }),
      });
    }
  }
}

/** Placeholders that were left in; example addresses such as xxx.bitrix24.ru and field names in braces are no placeholders. */
const FILLER =
  /lorem ipsum|dolor sit amet|текст[- ]рыба|здесь (?:будет|должн[аоы]? быть) (?:текст|описание|инструкци|информаци|ссылк|картинк)\p{L}*|(?:заполнить|дописать|уточнить) позже|to be filled|placeholder text|your text here|(?<![\p{L}\d.-])[xх]{3,}(?![\p{L}\d.-]*\.\p{L})(?![\p{L}\d])|\[вставьте|\[insert|(?<!\p{L})(?:TODO|TBD)(?!\p{L})/giu;

export function placeholders(fields: readonly TextField[]): Iterable<CheckFinding> {
  return matches(
    fields,
    FILLER,
    (found) => [`Осталась заготовка: «${found}».`, `A placeholder was left in: “${found}”.`],
    () => ['Замените заготовку текстом.', 'Replace the placeholder by a text.'],
  );
}

/** Words that a text never needs twice in a row. Doubling for emphasis ("очень-очень") is written with other words. */
const DOUBLED =
  /(?<![\p{L}\p{N}-])(и|в|во|на|с|со|по|для|от|до|из|к|о|об|у|за|не|что|как|или|это|the|an|of|to|and|in|on|for|with|is) +\1(?![\p{L}\p{N}-])/gu;
/** A word of both alphabets, except a Latin beginning or end with an ending of its own, such as "SMSки" or "1Сник". */
const MIXED =
  /(?<![\p{L}\p{N}_])(?:\p{Script=Cyrillic}+\p{Script=Latin}\p{Script=Cyrillic}+|\p{Script=Latin}\p{Script=Cyrillic}{2,}|\p{Script=Cyrillic}{2,}\p{Script=Latin})(?![\p{L}\p{N}_])/gu;
/** Latin letters that look like Cyrillic ones: a word that mixes them was typed on the wrong layout. */
const LOOKALIKE = /[aceopxyABCEHKMOPTXi]/;

/** Slips that no writer means: doubled function words and words of mixed alphabets. */
export function* slips(fields: readonly TextField[]): Iterable<CheckFinding> {
  const bare = fields.map((field) => ({ ...field, text: withoutAddresses(field.text) }));
  yield* matches(
    bare,
    DOUBLED,
    (found) => [`Похоже на опечатку: повтор «${found}».`, `This looks like a slip: repeated “${found}”.`],
    (found) => [`Оставьте одно: «${found.split(' ')[0] ?? ''}».`, `Keep one: “${found.split(' ')[0] ?? ''}”.`],
  );
  for (const each of matches(bare, MIXED, (found) => [
    `Похоже на опечатку: в слове «${found}» смешаны алфавиты.`,
    `This looks like a slip: the word “${found}” mixes two alphabets.`,
  ])) {
    const text = bare.find(({ path }) => path === each.field)?.text.slice(...(each.range ?? [0, 0])) ?? '';
    if (LOOKALIKE.test(text)) yield each;
  }
}

/**
 * Offers of the vendor's own goods. Solutions that work with their users' discounts and promo codes must be able to say
 * so: a discount counts only beside the vendor, a licence or a particular code.
 */
const SALES: readonly RegExp[] = [
  /(?<!\p{L})(?:купи|приобре|закаж|оплат)\p{L}*(?:\s+\p{L}+){0,2}\s+(?:у нас(?!\p{L})|на нашем сайте|в нашем (?:офисе|магазине))/giu,
  /(?<!\p{L})(?:купи|приобре|закаж)\p{L}*(?:\s+\p{L}+){0,2}\s+напрямую/giu,
  /(?<!\p{L})выставим (?:вам )?сч[её]т/giu,
  /[Сс]кидк\p{L}*\s+\d+\s*%\s+по промокоду\s+\p{Lu}[\p{Lu}\d-]{2,}/gu,
  /(?<!\p{L})(?:скидк|акци[яию]|спецпредложени|специальн\p{L}+ предложени|промокод)\p{L}*[^.!?\n]{0,60}(?:(?<!\p{L})наш\p{L}*|у нас(?!\p{L})|лицензи\p{L}*|внедрени\p{L}*|продлени\p{L}* подписки)/giu,
  /(?<!\p{L})(?:лицензи|внедрени|продлени|подписк)\p{L}*[^.!?\n]{0,40}со скидк\p{L}*/giu,
  /\b(?:buy|order|purchase) (?:it )?(?:from us|directly|on our (?:web)?site)\b/giu,
  /\b(?:\d+\s?% (?:off|discount)|discount of \d+\s?%|promo code)[^.!?\n]{0,60}\b(?:our|licen[cs]e|subscription|implementation|first year)\b/giu,
];

export function* directSales(fields: readonly TextField[]): Iterable<CheckFinding> {
  for (const pattern of SALES)
    yield* matches(
      fields,
      pattern,
      (found) => [`Предложение купить напрямую: «${found}».`, `An offer to buy directly: “${found}”.`],
      () => ['Уберите предложение.', 'Remove the offer.'],
    );
}

/** Words that have no innocent use on the card of a business application. */
const PROHIBITED = /(?<!\p{L})(?:порно\p{L}*|порнограф\p{L}*|porn(?:o|ography|ographic)?|наркошоп\p{L}*|нацис(?:т|тск)\p{L}*)(?!\p{L})/giu;

export function prohibited(fields: readonly TextField[]): Iterable<CheckFinding> {
  return matches(fields, PROHIBITED, (found) => [`Недопустимое выражение: «${found}».`, `An expression that is not allowed: “${found}”.`]);
}

const PLACEHOLDER_NAME =
  /^(?:тест|test|проба|demo|демо|новое решение|без названия|название|приложение|untitled|sample|my app|app|asdf|йцук\w*|lorem.*|qwe\w*)[\s\d._-]*$/iu;

/** Names that say nothing. @param names the name in each language */
export function* emptyNames(names: readonly TextField[]): Iterable<CheckFinding> {
  for (const { path, text } of names) {
    const name = text.trim();
    if (name.length < 3 || PLACEHOLDER_NAME.test(name))
      yield finding(`Название «${name}» похоже на заглушку.`, `The name “${name}” looks like a placeholder.`, path, {
        range: [0, text.length],
      });
  }
}
