import type { ErrorCode } from '../../shared/domain/errors.ts';
import type { ImportProblem } from '../../shared/domain/incoming-submission.ts';

/** Where in a package something is wrong: the manifest itself, or the archive as a whole. */
export const MANIFEST_NAME = 'submission.json';
/** Manifest of a package that brings messages of a vendor instead of a submission. */
export const MESSAGES_NAME = 'messages.json';

/** Manifest of a package of buyers' reviews. */
export const REVIEWS_NAME = 'reviews.json';

export function isManifest(name: string): boolean {
  return name === MANIFEST_NAME || name === MESSAGES_NAME || name === REVIEWS_NAME;
}

/** What is said about one place: why it is wrong and how to mend it, Russian first. */
export interface Wording {
  readonly ru: { readonly reason: string; readonly remedy: string };
  readonly en: { readonly reason: string; readonly remedy: string };
}

/** @returns the problem that the desk keeps and the window and the command line show. */
export function problem(place: string, wording: Wording): ImportProblem {
  return {
    place,
    reason: { ru: wording.ru.reason, en: wording.en.reason },
    remedy: { ru: wording.ru.remedy, en: wording.en.remedy },
  };
}

/** Stops the reading of a package. Caught in read-package.ts; nothing outside intake sees it. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly ImportProblem[];
  constructor(problems: readonly ImportProblem[], code: ErrorCode = 'package-refused') {
    super(problems[0]?.reason.en ?? 'refused');
    this.name = 'Refusal';
    this.code = code;
    this.problems = problems;
  }
}

/** Throws a refusal with a single problem. */
export function refuse(place: string, wording: Wording): never {
  throw new Refusal([problem(place, wording)]);
}

/** Russian plural: 1 знак, 2 знака, 5 знаков. */
export function plural(count: number, one: string, few: string, many: string): string {
  const tail = Math.abs(count) % 100;
  if (tail > 10 && tail < 20) return many;
  const last = tail % 10;
  if (last === 1) return one;
  return last >= 2 && last <= 4 ? few : many;
}

/** Sizes as people read them, e.g. "2 МБ" and "2 MB". */
export function sizeText(bytes: number): { ru: string; en: string } {
  const units: readonly (readonly [number, string, string])[] = [
    [1024 * 1024 * 1024, 'ГБ', 'GB'],
    [1024 * 1024, 'МБ', 'MB'],
    [1024, 'КБ', 'KB'],
  ];
  for (const [factor, ru, en] of units) {
    if (bytes < factor) continue;
    const value = Math.round((bytes / factor) * 10) / 10;
    return { ru: `${String(value).replace('.', ',')} ${ru}`, en: `${value} ${en}` };
  }
  return { ru: `${bytes} ${plural(bytes, 'байт', 'байта', 'байт')}`, en: bytes === 1 ? '1 byte' : `${bytes} bytes` };
}

/** A foreign text fit for a message: one line, no control or direction-changing characters, not endless. */
export function quoted(text: string, maximumChars = 60): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\u00b7');
  const points = [...plain];
  return points.length > maximumChars ? `${points.slice(0, maximumChars).join('')}…` : plain;
}
