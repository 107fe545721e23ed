/**
 * Characters that change how the text around them is read: controls (but tab and line ends), the explicit bidirectional
 * overrides, embeddings, isolates and marks, line and paragraph separators, and invisible fillers.
 */
const UNSAFE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** @returns the text without characters that could disguise it; lines end in \n. Vendors write these texts, so nothing in them is trusted. */
export function safeText(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(UNSAFE, '');
}

/** Safe text on one line. */
export function safeLine(text: string): string {
  return safeText(text).replace(/\s+/g, ' ').trim();
}

export type TextPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly text: string; readonly url: string };

const ADDRESS = /https?:\/\/[^\s<>"'`«»]+/gi;

/** Splits text at web addresses. Only http and https count; trailing punctuation stays text. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = match[0].replace(/[.,;:!?)\]}]+$/, '');
    if (!isWebAddress(url)) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: url, url });
    end = match.index + url.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Whether it may be offered for opening in the system browser. */
export function isWebAddress(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.length > 0;
  } catch {
    return false;
  }
}
