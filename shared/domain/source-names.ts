import type { LocalizedText } from './rulebook.ts';

/** A document that rules refer to by a short mark: "MS §6.3" is section 6.3 of the document marked MS. */
export interface SourceName {
  readonly mark: string;
  readonly title: LocalizedText;
}

/**
 * A rule's source with the documents called by their names, for who does not know the marks.
 * @param source document and section as a rulebook names them; unknown marks and other words stay as they are
 */
export function sourceInWords(source: string, names: readonly SourceName[], pick: (text: LocalizedText) => string): string {
  if (names.length === 0) return source;
  const titles = new Map(names.map(({ mark, title }) => [mark, title]));
  const marks = [...titles.keys()].sort((a, b) => b.length - a.length).map((mark) => mark.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return source.replace(new RegExp(`(?<![\\p{L}\\d-])(?:${marks.join('|')})(?![\\p{L}\\d-])`, 'gu'), (mark) => {
    const title = titles.get(mark);
    return title === undefined ? mark : pick(title);
  });
}
