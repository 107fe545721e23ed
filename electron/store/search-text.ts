import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as russianStem } from '@orama/stemmers/russian';

/**
 * Turns what people type into a full-text query that cannot be malformed, and stored texts into the same alphabet.
 * "1.2.3" stays one word (a phrase of single digits would be a thousand times slower), ё equals е, and word forms do not matter:
 * a word is looked for by its stem (Snowball), as the beginning of a stored word.
 */

/** Private-use letter that the tokenizer takes for a part of a word. */
const DOT = '\u{E000}';
const MAX_WORDS = 16;
const MAX_WORD_CHARS = 64;
const MIN_STEM = 3;

/** For the index and for the query alike. */
export function searchAlphabet(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(?<=\d)\.(?=\d)/gu, DOT);
}

/** @returns an FTS5 query where every word is quoted, or null when there is nothing to look for. */
export function searchQuery(typed: string): string | null {
  // Surrogate halves, NUL and other controls would break even a quoted query.
  const clean = searchAlphabet(typed).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
  const words = clean.match(/[\p{L}\p{N}\u{E000}]+/gu)?.slice(0, MAX_WORDS) ?? [];
  const parts = words.map((word) => {
    const cut = [...word].slice(0, MAX_WORD_CHARS).join('');
    const stems = stemsOf(cut).map(term);
    return stems.length === 1 ? (stems[0] ?? '') : `(${stems.join(' OR ')})`;
  });
  return parts.length === 0 ? null : parts.join(' AND ');
}

function term(stem: string): string {
  // One or two letters as a prefix would match half of everything; as a whole word they are useful ("1с").
  return [...stem].length >= MIN_STEM || (/\d/u.test(stem) && stem.includes(DOT)) ? `"${stem}"*` : `"${stem}"`;
}

/** Beginnings that all forms of a word share; two where a vowel comes and goes (заявка, заявок). */
function stemsOf(word: string): readonly string[] {
  if (/^[a-z]+$/u.test(word)) return [englishBeginning(word)];
  if (!/^\p{Script=Cyrillic}+$/u.test(word)) return [word];
  const stem = russianStem(word);
  if (stem.length < MIN_STEM || !word.startsWith(stem)) return [word];
  return [stem, ...withFleetingVowel(stem)];
}

const CONSONANT = '[бвгджзйклмнпрстфхцчшщ]';
const VOWEL_IN = new RegExp(`^(.*${CONSONANT})[ое]([кцн])$`, 'u');
const VOWEL_OUT = new RegExp(`^(.*${CONSONANT})([кц])$`, 'u');

function withFleetingVowel(stem: string): readonly string[] {
  const present = VOWEL_IN.exec(stem);
  if (present !== null) return [`${present[1] ?? ''}${present[2] ?? ''}`].filter((other) => other.length > MIN_STEM);
  const absent = VOWEL_OUT.exec(stem);
  return absent === null ? [] : ['о', 'е'].map((vowel) => `${absent[1] ?? ''}${vowel}${absent[2] ?? ''}`);
}

/** The stemmer restores letters ("company" gives "compani"); what it shares with the word is a beginning of all forms. */
function englishBeginning(word: string): string {
  const stem = englishStem(word);
  let shared = 0;
  while (shared < stem.length && stem[shared] === word[shared]) shared += 1;
  const beginning = word.slice(0, shared).replace(/i$/u, '');
  return beginning.length >= MIN_STEM ? beginning : word;
}
