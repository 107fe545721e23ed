import type { Nodes, Parents, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** Containers deeper than this are shown as they were typed: nobody writes so, and a hostile text must not cost a stack. */
const DEEPEST = 12;
/** Longer texts are shown as they were typed: parsing them would hold the window up. */
const LONGEST = 20_000;

/** Markers of quotes and lists that one line opens. */
const OPENERS = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)+/;

/**
 * @returns the tree of a message, or null where it is shown as plain text: too long, or built to nest without end.
 * HTML stays in the tree as text; only `components/Markdown.tsx` decides which nodes become elements.
 */
export function parseMessage(text: string): Root | null {
  if (text.length > LONGEST) return null;
  for (const line of text.split('\n')) {
    const markers = OPENERS.exec(line)?.[0].replace(/[\s\d.)]/g, '').length ?? 0;
    if (markers > DEEPEST || /[[*_`~!<&\\]{60,}/.test(line) || (line.match(/[[*_]/g)?.length ?? 0) > 500) return null;
  }
  const root = fromMarkdown(text);
  return depthOf(root) > DEEPEST * 3 ? null : root;
}

function depthOf(root: Root): number {
  let deepest = 0;
  const open: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    deepest = Math.max(deepest, next.depth);
    if ('children' in next.node) {
      for (const child of (next.node as Parents).children) open.push({ node: child, depth: next.depth + 1 });
    }
  }
  return deepest;
}

/** The words of a message as one quoted block, ready to be answered below. */
export function quoteOf(author: string, text: string): string {
  const lines = text.trim().split('\n');
  return `${[
    `**${author
      .replace(/[*_`[\]<>\\]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()}:**`,
    '',
    ...lines,
  ]
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')}\n\n`;
}
