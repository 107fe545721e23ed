import type { MessageDetails } from '../../../shared/ipc/contract.ts';
import { otherLayout } from '../palette/ranking.ts';

function normal(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** Whether every word that was typed, in either keyboard layout, stands in the message, its author or the names of its files. */
export function answersSearch(message: Pick<MessageDetails, 'text' | 'author' | 'files'>, search: string): boolean {
  const wanted = normal(search.trim());
  if (wanted === '') return true;
  const text = normal([message.author, message.text, ...message.files.map((file) => file.name)].join('\n'));
  const holds = (words: string): boolean => words.split(/\s+/).every((word) => text.includes(word));
  return holds(wanted) || holds(normal(otherLayout(wanted)));
}
