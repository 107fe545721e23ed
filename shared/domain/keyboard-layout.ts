/** The same keys on an English (QWERTY) and a Russian (ЙЦУКЕН) keyboard, in the order of the keys. */
const ENGLISH = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?';
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,';

const toRussian = new Map([...ENGLISH].map((key, at) => [key, RUSSIAN[at] ?? key]));
const toEnglish = new Map([...RUSSIAN].map((key, at) => [key, ENGLISH[at] ?? key]));
// Between digits the key of "ю" is the point of a version number, not "." on the key of "/".
toEnglish.delete('.');
toEnglish.delete(',');

/**
 * What was meant when a text was typed in the other keyboard layout: "gkfnt;b" is «платежи», "ыещсл" is "stock". Decided word by
 * word, so that "1.2.3" and words that mix both alphabets stay. @returns null when nothing would change.
 */
export function inOtherLayout(typed: string): string | null {
  const swapped = typed
    .split(/(\s+)/u)
    .map((word) => {
      const isLatin = /[a-z]/iu.test(word);
      const isCyrillic = /[а-яё]/iu.test(word);
      if (isLatin === isCyrillic) return word;
      const keys = isLatin ? toRussian : toEnglish;
      return [...word].map((letter) => keys.get(letter) ?? letter).join('');
    })
    .join('');
  return swapped === typed ? null : swapped;
}
