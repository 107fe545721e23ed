/**
 * Placeholders of ready texts: a few words in braces, `{что сделать}`. Double braces belong to the marketplaces' own template
 * languages ("{{Название}}" of a robot) and JSON has quotes, so neither is taken for one.
 */
const PLACEHOLDER = /(?<!\{)\{(\p{L}[\p{L}\p{N} ,.№%/–—-]{0,79})\}(?!\})/gu;

/** Names of the placeholders of a ready text, in order, each once. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

/**
 * Placeholders that are still to be filled in. A single Latin word in braces, such as the {id} of an address, counts only when a
 * ready text uses it.
 * @param known names that ready texts use
 */
export function unfilledPlaceholders(text: string, known: ReadonlySet<string>): readonly string[] {
  return placeholdersOf(text).filter((name) => known.has(name) || !/^[A-Za-z0-9.-]+$/.test(name));
}

/** Puts values in the place of the placeholders that have one. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}
