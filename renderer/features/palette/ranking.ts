/** Keys of the Russian layout by the Latin letter on the same key, to find what was typed in the wrong layout. */
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

/** The same keys on the other layout: "dthcbz" is "версия". */
export function otherLayout(text: string): string {
  return [...text.toLowerCase()]
    .map((letter) => {
      const latin = LATIN.indexOf(letter);
      if (latin >= 0) return CYRILLIC[latin] ?? letter;
      const cyrillic = CYRILLIC.indexOf(letter);
      return cyrillic >= 0 ? (LATIN[cyrillic] ?? letter) : letter;
    })
    .join('');
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

function rankOne(title: string, query: string): number {
  const at = title.indexOf(query);
  if (at === 0) return 3;
  if (at > 0) return /[\s«"(-]/.test(title[at - 1] ?? '') ? 2 : 1;
  // All words begin some word of the title, in any order.
  const words = query.split(/\s+/).filter((word) => word !== '');
  const titleWords = title.split(/[\s,:()«»-]+/);
  return words.length > 1 && words.every((word) => titleWords.some((other) => other.startsWith(word))) ? 1.5 : 0;
}

/** How well a title answers what was typed, in either layout; 0: not at all. */
export function rank(title: string, query: string): number {
  const wanted = normal(query.trim());
  if (wanted === '') return 1;
  const text = normal(title);
  return Math.max(rankOne(text, wanted), rankOne(text, normal(otherLayout(wanted))) * 0.9);
}
