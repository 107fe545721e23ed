import type { CheckFinding, CheckInput, CheckResult, LinkLook } from '../marketplace.ts';
import { couldNotLook, finding, judge, pass } from './results.ts';

const SHORTENERS =
  /^(?:bit\.ly|goo\.gl|t\.co|clck\.ru|tinyurl\.com|vk\.cc|is\.gd|ow\.ly|cutt\.ly|rebrand\.ly|u\.to|shorturl\.at|lnkd\.in|goo\.su)$/i;

/** What is wrong with the form of an address, null when nothing is. */
export function badForm(address: string): { readonly ru: string; readonly en: string } | null {
  if (!URL.canParse(address)) return { ru: 'не читается', en: 'cannot be read' };
  const url = new URL(address);
  if (url.protocol !== 'https:') return { ru: 'без https', en: 'is not https' };
  if (SHORTENERS.test(url.hostname)) return { ru: 'сокращена', en: 'is a shortened link' };
  if (!url.hostname.includes('.')) return { ru: 'ведёт не в интернет', en: 'does not lead to the internet' };
  if (/\.(?:docx?|rtf|odt|zip|rar|7z)$/i.test(url.pathname)) return { ru: 'ведёт на скачивание', en: 'leads to a download' };
  return null;
}

/** Addresses in a text with their places; punctuation behind an address is not part of it. */
export function* addressesIn(text: string): Iterable<{ readonly url: string; readonly range: readonly [number, number] }> {
  for (const match of text.matchAll(/https?:\/\/[^\s<>"«»]+/giu)) {
    const url = match[0].replace(/[.,;:!?)\]]+$/u, '');
    yield { url, range: [match.index, match.index + url.length] };
  }
}

/** What is wrong with a page that was looked at, null when nothing is. Pages that could not be reached say nothing. */
export function badPage(look: LinkLook): { readonly ru: string; readonly en: string } | null {
  if (look.status === 'failed')
    return { ru: `не открывается: ответ ${String(look.httpStatus)}`, en: `does not open: answer ${String(look.httpStatus)}` };
  if (look.status !== 'opened') return null;
  if (look.asksPassword) return { ru: 'требует входа', en: 'asks for a log-in' };
  if (look.isDownload) return { ru: 'скачивается, а не открывается', en: 'is downloaded instead of opened' };
  return null;
}

export interface NamedLink {
  readonly field: string;
  readonly url: string;
  readonly ru: string;
  readonly en: string;
}

/** Form first, then the page behind it where one was looked at. */
export function* badLinks(input: CheckInput, links: readonly NamedLink[]): Iterable<CheckFinding> {
  for (const { field, url, ru, en } of links) {
    const form = badForm(url);
    const look = input.looks?.links.get(url);
    const bad = form ?? (look === undefined ? null : badPage(look));
    if (bad !== null) yield finding(`Ссылка (${ru}) ${bad.ru}: ${url}`, `The link (${en}) ${bad.en}: ${url}`, field, { link: url });
  }
}

/** Judges links; passes only where every page was opened. */
export function judgeLinks(input: CheckInput, links: readonly NamedLink[]): CheckResult {
  const unseen = links.filter(({ url }) => input.looks?.links.get(url)?.status !== 'opened');
  return judge(
    badLinks(input, links),
    unseen.length === 0
      ? pass('Ссылки открываются.', 'The links open.')
      : couldNotLook(
          `Форма ссылок верна; открываются ли они, не проверено: ${unseen.map(({ ru }) => ru).join(', ')}.`,
          `The links have the right form; whether they open was not looked at: ${unseen.map(({ en }) => en).join(', ')}.`,
          unseen[0]?.field ?? null,
        ),
  );
}
