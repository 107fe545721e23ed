import { diffArrays } from 'diff';

export interface WordPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Texts of more differences than this are shown one after the other: finding the shortest way between them would take too long. */
const MAX_DIFFERENCES = 1_000;

const WORDS = /[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu;

/** What was taken out of a text and what was put in, by whole words of any alphabet, in reading order; removed before added. */
export function wordDifference(before: string, now: string): readonly WordPart[] {
  const changes = diffArrays(before.match(WORDS) ?? [], now.match(WORDS) ?? [], { maxEditLength: MAX_DIFFERENCES });
  const parts: WordPart[] =
    changes === undefined
      ? [
          { kind: 'removed', text: before },
          { kind: 'added', text: now },
        ]
      : changes.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }));
  return joined(parts.filter(({ text }) => text !== ''));
}

/** Words that changed side by side are one change: a blank between them that stayed would only tear it apart. */
function joined(parts: readonly WordPart[]): readonly WordPart[] {
  const whole: WordPart[] = [];
  let removed = '';
  let added = '';
  const flush = (): void => {
    if (removed !== '') whole.push({ kind: 'removed', text: removed });
    if (added !== '') whole.push({ kind: 'added', text: added });
    removed = added = '';
  };
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    const isTorn = removed !== '' && added !== '' && next !== undefined && next.kind !== 'same';
    if (part.kind === 'removed') removed += part.text;
    else if (part.kind === 'added') added += part.text;
    else if (isTorn && part.text.trim() === '') {
      removed += part.text;
      added += part.text;
    } else {
      flush();
      whole.push(part);
    }
  });
  flush();
  return whole;
}
