import { quote } from './judgement.ts';
import type { PageSnapshot } from './page-facts.ts';

/** Texts that only an unhandled fault of a server writes. Each pattern is narrow: a page that merely talks about errors must not match. */
const SERVER_ERRORS: readonly { readonly what: { readonly ru: string; readonly en: string }; readonly pattern: RegExp }[] = [
  {
    what: { ru: 'предупреждение PHP', en: 'a PHP warning' },
    pattern:
      /(?:Warning|Notice|Deprecated|Fatal error|Parse error|Catchable fatal error)(?:<\/b>)?\s*:\s.{1,400}?\sin\s.{1,200}?\son line\s+(?:<b>)?\d+/s,
  },
  {
    what: { ru: 'необработанное исключение PHP', en: 'an unhandled PHP exception' },
    pattern: /Uncaught (?:[A-Z]\w*\\?)*(?:Exception|Error)\b.{0,300}\bin\s\S+:\d+/s,
  },
  {
    what: { ru: 'ошибка базы данных', en: 'a database error' },
    pattern:
      /SQLSTATE\[\w{5}\]|You have an error in your SQL syntax|\bORA-\d{5}:|(?:mysqli?|pg)_(?:query|connect|fetch\w*)\(\)|PG::\w+Error|SQLITE_(?:ERROR|CONSTRAINT|BUSY|CORRUPT)\b|(?:ERROR|ОШИБКА):\s+(?:relation|column|syntax error|отношение|столбец)[^\n]{0,120}(?:does not exist|at or near|не существует)|Unclosed quotation mark after the character string|MySQL server has gone away/i,
  },
  { what: { ru: 'трассировка Python', en: 'a Python traceback' }, pattern: /Traceback \(most recent call last\)/ },
  {
    what: { ru: 'трассировка Node.js', en: 'a Node.js stack trace' },
    pattern: /(?:[A-Z]\w*)?Error: [^\n<]{1,300}(?:\n|<br>)\s*(?:&nbsp;\s*)*at [^\n]{1,200}:\d+:\d+\)?/,
  },
  {
    what: { ru: 'трассировка Java', en: 'a Java stack trace' },
    pattern: /(?:[a-z]+\.)+[A-Z]\w*(?:Exception|Error)[^\n]{0,200}\n\s+at [\w.$]+\([\w]+\.java:\d+\)/,
  },
  { what: { ru: 'ошибка ASP.NET', en: 'an ASP.NET error' }, pattern: /Server Error in '\/[^']*' Application|System\.\w+Exception:/ },
  {
    what: { ru: 'страница ошибки фреймворка', en: 'an error page of a framework' },
    pattern:
      /Whoops, looks like something went wrong|The Symfony Debug|Werkzeug Debugger|Action Controller: Exception caught|Ignition\.start/,
  },
];

export interface ServerError {
  readonly ru: string;
  readonly en: string;
  readonly excerpt: string;
}

/** The first server error in a text, with what was read; null when there is none. Also one inside a string of a JSON answer. */
export function findServerError(text: string): ServerError | null {
  const plain = text.includes('\\') ? unescaped(text) : text;
  for (const { what, pattern } of SERVER_ERRORS) {
    const match = pattern.exec(text) ?? (plain === text ? null : pattern.exec(plain));
    if (match !== null) return { ...what, excerpt: quote(match[0].replace(/<[^>]{0,200}>/g, ' ')) };
  }
  return null;
}

/** Texts of the page alone: scripts and styles may hold the words of an error as ordinary strings. */
export function withoutCode(html: string): string {
  return html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ');
}

const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
};

/** A text without the escapes of JSON, HTML and addresses; those that are none stay as they are. */
export function unescaped(text: string): string {
  return text.replace(
    /\\u([0-9a-f]{4})|\\([nrt"'/\\])|&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(quot|apos|amp|lt|gt|nbsp));|%([2-7][0-9a-f])/gi,
    (_all, unicode?: string, letter?: string, decimal?: string, hex?: string, name?: string, percent?: string) => {
      const code = unicode ?? hex ?? percent;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      const word = letter ?? name?.toLowerCase() ?? '';
      return ESCAPED[word] ?? word;
    },
  );
}

const WRONG_ENCODINGS: readonly RegExp[] = [
  /�/g,
  // UTF-8 Cyrillic read as Windows-1251: pairs that begin with Р or С followed by a letter that ordinary words do not have there.
  /[РС][°±‚„…†‡€‰‹‘’“”•–—™›№»јЅѕї¤¦§©«¬®µ¶·Ђ-Џђ-џ\u0080-\u00BF]/g,
  // UTF-8 Cyrillic read as Latin-1 or Windows-1252.
  /[ÐÑ][\u0080-\u00BF‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g,
];

/**
 * Signs of text decoded with the wrong table: replacement characters (Windows-1251 read as UTF-8), or UTF-8 read as
 * Windows-1251 or Latin-1. Returns an excerpt or null. Three signs are needed, so a single odd letter is not enough.
 */
export function findWrongEncoding(text: string, patterns: readonly RegExp[] = WRONG_ENCODINGS): string | null {
  for (const pattern of patterns) {
    const matches = [...text.matchAll(pattern)];
    const [first] = matches;
    if (matches.length >= 3 && first !== undefined) return quote(text.slice(Math.max(0, first.index - 20), first.index + 60));
  }
  return null;
}

/**
 * Whether a document is in some 8-bit encoding that it does not name: which letters are seen depends on the guess and the language of
 * the browser. An excerpt or null.
 * @param body read as UTF-8
 */
export function findUnnamedEncoding(body: string, contentType: string): string | null {
  if (/charset\s*=/i.test(contentType) || /<meta\b[^>]*charset/i.test(body)) return null;
  return findWrongEncoding(body.replace(/<[^>]{0,500}>/g, ' '), [/\ufffd/g]);
}

/** A page on which there is nothing to see or to do. */
export function isBlank(page: PageSnapshot): boolean {
  const text = page.text.trim();
  if (text === '') return page.visibleElements === 0;
  // A page that never gets further than its own "loading" is a dead end as well.
  return page.visibleElements === 0 && /^(?:загрузка|загружа\S*|идёт загрузка|подождите|loading|please wait)[\s.…]*$/i.test(text);
}

/** What the browser's network fault means for a page in a frame. */
export function whyUnopened(reason: string): { readonly ru: string; readonly en: string } {
  if (/BLOCKED_BY_RESPONSE|X_FRAME|FRAME_ANCESTORS/i.test(reason)) {
    return {
      ru: 'сервер решения запрещает показ во фрейме (X-Frame-Options или CSP)',
      en: 'the vendor’s server forbids framing (X-Frame-Options or CSP)',
    };
  }
  if (/REDIRECTS/i.test(reason)) return { ru: 'сервер решения перенаправляет по кругу', en: 'the vendor’s server redirects in a circle' };
  if (/TIMED_OUT|timeout/i.test(reason)) return { ru: 'сервер решения не ответил', en: 'the vendor’s server did not answer' };
  return { ru: quote(reason), en: quote(reason) };
}
