import type { PageSnapshot, RunFacts, VendorBody } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../judgement.ts';

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

/** The first server error in a text, with what was read; null when there is none. */
export function findServerError(text: string): ServerError | null {
  for (const { what, pattern } of SERVER_ERRORS) {
    const match = pattern.exec(text);
    if (match !== null) return { ...what, excerpt: quote(match[0].replace(/<[^>]{0,200}>/g, ' ')) };
  }
  return null;
}

/**
 * Signs of text decoded with the wrong table: replacement characters (Windows-1251 read as UTF-8), or UTF-8 read as
 * Windows-1251 or Latin-1. Returns an excerpt or null. Three signs are needed, so a single odd letter is not enough.
 */
export function findWrongEncoding(text: string): string | null {
  const patterns = [
    /�/g,
    // UTF-8 Cyrillic read as Windows-1251: pairs that begin with Р or С followed by a letter that ordinary words do not have there.
    /[РС][°±‚„…†‡€‰‹‘’“”•–—™›№»јЅѕї¤¦§©«¬®µ¶·Ђ-Џђ-џ\u0080-\u00BF]/g,
    // UTF-8 Cyrillic read as Latin-1 or Windows-1252.
    /[ÐÑ][\u0080-\u00BF‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g,
  ];
  for (const pattern of patterns) {
    const matches = [...text.matchAll(pattern)];
    const [first] = matches;
    if (matches.length >= 3 && first !== undefined) return quote(text.slice(Math.max(0, first.index - 20), first.index + 60));
  }
  return null;
}

const PURPOSE = {
  installer: { ru: 'странице мастера установки', en: 'the installer page' },
  application: { ru: 'странице приложения', en: 'the application page' },
  widget: { ru: 'странице виджета', en: 'the widget page' },
} as const;

function serverErrorsOfPage(page: PageSnapshot): Judgement[] {
  const judgements: Judgement[] = [];
  const where = PURPOSE[page.purpose];
  if (page.httpStatus !== null && page.httpStatus >= 500) {
    judgements.push(
      failed(
        'ui-no-server-errors',
        page.stepId,
        `Сервер решения ответил HTTP ${page.httpStatus} на ${where.ru} (${shortUrl(page.url)}).`,
        `The vendor's server answered HTTP ${page.httpStatus} on ${where.en} (${shortUrl(page.url)}).`,
      ),
    );
  }
  const error = findServerError(page.text) ?? findServerError(page.html);
  if (error !== null) {
    judgements.push(
      failed(
        'ui-no-server-errors',
        page.stepId,
        `На ${where.ru} видна ${error.ru}: «${error.excerpt}» (${shortUrl(page.url)}).`
          .replace('видна предупреждение', 'видно предупреждение')
          .replace('видна необработанное', 'видно необработанное'),
        `On ${where.en} there is ${error.en}: "${error.excerpt}" (${shortUrl(page.url)}).`,
      ),
    );
  }
  const garbled = findWrongEncoding(page.text);
  if (garbled !== null) {
    judgements.push(
      failed(
        'ui-no-server-errors',
        page.stepId,
        `Текст на ${where.ru} в неверной кодировке: «${garbled}» (${shortUrl(page.url)}).`,
        `Text on ${where.en} is in the wrong encoding: "${garbled}" (${shortUrl(page.url)}).`,
      ),
    );
  }
  for (const mark of page.debugMarks) {
    judgements.push(
      failed(
        'ui-no-server-errors',
        page.stepId,
        `На ${where.ru} включён режим отладки: ${mark} (${shortUrl(page.url)}).`,
        `Debug mode is on, on ${where.en}: ${mark} (${shortUrl(page.url)}).`,
      ),
    );
  }
  return judgements;
}

function serverErrorsOfBody(body: VendorBody): Judgement[] {
  // Documents are judged as pages; scripts may hold such texts as ordinary strings.
  if (body.resourceType !== 'xhr' && body.resourceType !== 'fetch') return [];
  if (body.status >= 500) {
    return [
      failed(
        'ui-no-server-errors',
        body.stepId,
        `Запрос со страницы получил HTTP ${body.status}: ${shortUrl(body.url)}.`,
        `A request of the page got HTTP ${body.status}: ${shortUrl(body.url)}.`,
      ),
    ];
  }
  const error = findServerError(body.body);
  if (error === null) return [];
  return [
    failed(
      'ui-no-server-errors',
      body.stepId,
      `В ответе ${shortUrl(body.url)} — ${error.ru}: «${error.excerpt}».`,
      `The answer of ${shortUrl(body.url)} holds ${error.en}: "${error.excerpt}".`,
    ),
  ];
}

/** ui-no-server-errors: warnings of the server, database errors, stack traces, wrong encoding, debug mode. */
export function judgeServerErrors(facts: RunFacts): Judgement[] {
  const failures = [...facts.pages.flatMap(serverErrorsOfPage), ...facts.bodies.flatMap(serverErrorsOfBody)];
  if (failures.length > 0) return failures;
  if (facts.pages.length === 0) return [];
  return [
    passed(
      'ui-no-server-errors',
      facts.pages.at(-1)?.stepId ?? null,
      `Просмотрено страниц: ${facts.pages.length}; ошибок сервера, базы данных и кодировки нет.`,
      `Pages looked at: ${facts.pages.length}; no server errors, database errors or wrong encoding.`,
    ),
  ];
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

/** install-no-blank-page: no empty frame, and the application appears by itself after the wizard. */
export function judgeBlankPages(facts: RunFacts): Judgement[] {
  const rule = 'install-no-blank-page';
  if (facts.pages.length === 0 && facts.unopened.length === 0) return [];
  const failures: Judgement[] = [];
  for (const page of facts.unopened) {
    const where = PURPOSE[page.purpose];
    const why = whyUnopened(page.reason);
    failures.push(
      failed(
        rule,
        page.stepId,
        `Вместо содержимого на ${where.ru} пустой фрейм: ${why.ru} (${shortUrl(page.url)}).`,
        `Instead of content, an empty frame on ${where.en}: ${why.en} (${shortUrl(page.url)}).`,
      ),
    );
  }
  for (const page of facts.pages) {
    // An employee who is turned away is another rule's matter.
    if (page.role === 'user' && (page.httpStatus === 401 || page.httpStatus === 403)) continue;
    const where = PURPOSE[page.purpose];
    const person =
      page.role === 'administrator' ? { ru: 'администратора', en: 'an administrator' } : { ru: 'сотрудника', en: 'an employee' };
    if (page.httpStatus !== null && page.httpStatus >= 400 && page.httpStatus < 500 && page.purpose !== 'widget') {
      failures.push(
        failed(
          rule,
          page.stepId,
          `На ${where.ru} сервер решения ответил HTTP ${page.httpStatus} (${shortUrl(page.url)}).`,
          `On ${where.en} the vendor's server answered HTTP ${page.httpStatus} (${shortUrl(page.url)}).`,
        ),
      );
    } else if (isBlank(page) && page.purpose !== 'widget' && !(page.httpStatus !== null && page.httpStatus >= 500)) {
      failures.push(
        failed(
          rule,
          page.stepId,
          `На ${where.ru} у ${person.ru} пусто: ни текста, ни элементов (${shortUrl(page.url)}).`,
          `For ${person.en} ${where.en} is empty: no text, no elements (${shortUrl(page.url)}).`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  if (facts.installs.some((attempt) => attempt.outcome !== 'finished')) {
    return [
      couldNotLook(
        rule,
        facts.pages.at(-1)?.stepId ?? null,
        'Страницы не пустые, но установка не завершилась, поэтому переход в приложение не увидеть.',
        'The pages are not empty, but the installation did not finish, so the move to the application cannot be seen.',
      ),
    ];
  }
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      `Пустых страниц нет, просмотрено: ${facts.pages.length}.`,
      `No empty pages among ${facts.pages.length} looked at.`,
    ),
  ];
}
