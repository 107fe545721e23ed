/**
 * Turns what people type into a full-text query that cannot be malformed, and stored texts into the same alphabet.
 * "1.2.3" stays one word (a phrase of single digits would be a thousand times slower), ё equals е, and Russian endings
 * do not matter.
 */

/** Private-use letter that the tokenizer takes for a part of a word. */
const DOT = '\u{E000}';
const MAX_WORDS = 16;
const MAX_WORD_CHARS = 64;
/** Endings of nouns, adjectives and verbs, longest first; only cut where a stem of four letters remains. */
const ENDINGS =
  /(?:иями|ями|ами|ией|иям|иях|ого|его|ому|ему|ыми|ими|ешь|ишь|ете|ите|ать|ять|еть|ить|ов|ев|ей|ий|ый|ой|ая|яя|ое|ее|ые|ие|ам|ям|ах|ях|ом|ем|ию|ью|ия|ья|а|я|ы|и|о|е|у|ю|ь|й)$/u;
const MIN_STEM = 4;

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
    const stem = stemOf(cut);
    // One or two letters as a prefix would match half of everything; as a whole word they are useful ("1с").
    return [...stem].length >= 3 || (/\d/u.test(stem) && stem.includes(DOT)) ? `"${stem}"*` : `"${stem}"`;
  });
  return parts.length === 0 ? null : parts.join(' ');
}

function stemOf(word: string): string {
  if (!/^\p{Script=Cyrillic}+$/u.test(word)) return word;
  const stem = word.replace(ENDINGS, '');
  return stem.length >= MIN_STEM ? stem : word;
}
