import {
  findServerError,
  findUnnamedEncoding,
  findWrongEncoding,
  isBlank,
  whyUnopened,
  withoutCode,
} from '../../../page-watch/page-content.ts';
import type { PageSnapshot, VendorBody } from '../../../page-watch/page-facts.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';

const PURPOSE = {
  installer: { ru: 'странице мастера установки', en: 'the installer page' },
  application: { ru: 'странице приложения', en: 'the application page' },
  widget: { ru: 'странице виджета', en: 'the widget page' },
  popup: { ru: 'странице всплывающего окна', en: 'the popup page' },
  chat: { ru: 'странице чата', en: 'the chat page' },
} as const;

/** What was found in pages and answers that were judged before: the facts are judged after every step, and these do not change. */
const judged = new WeakMap<object, Judgement[]>();

function once<T extends object>(thing: T, judge: (thing: T) => Judgement[]): Judgement[] {
  const known = judged.get(thing) ?? judge(thing);
  judged.set(thing, known);
  return known;
}

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
  const error = findServerError(page.text) ?? findServerError(withoutCode(page.html));
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
  const isCall = body.resourceType === 'xhr' || body.resourceType === 'fetch';
  // Documents are judged as pages too, but one that moves on by itself (an installer that finishes at once) is never seen at rest.
  if (!isCall && body.resourceType !== 'document') return [];
  if (isCall && body.status >= 500) {
    return [
      failed(
        'ui-no-server-errors',
        body.stepId,
        `Запрос со страницы получил HTTP ${body.status}: ${shortUrl(body.url)}.`,
        `A request of the page got HTTP ${body.status}: ${shortUrl(body.url)}.`,
      ),
    ];
  }
  const unnamed = isCall ? null : findUnnamedEncoding(body.body, body.contentType);
  if (unnamed !== null) {
    return [
      failed(
        'ui-no-server-errors',
        body.stepId,
        `Страница не в UTF-8 и не называет своей кодировки, браузер её угадывает: ${shortUrl(body.url)}.`,
        `The page is not in UTF-8 and does not name its encoding, so that the browser has to guess: ${shortUrl(body.url)}.`,
      ),
    ];
  }
  const error = findServerError(isCall ? body.body : withoutCode(body.body));
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
  // What was seen on a page need not be told once more as the answer that brought it.
  const faulty = facts.pages.filter((page) => once(page, serverErrorsOfPage).length > 0);
  const told = new Set(faulty.map((page) => shortUrl(page.url)));
  const bodies = facts.bodies.filter((body) => body.resourceType !== 'document' || !told.has(shortUrl(body.url)));
  const failures = [
    ...faulty.flatMap((page) => once(page, serverErrorsOfPage)),
    ...bodies.flatMap((body) => once(body, serverErrorsOfBody)),
  ];
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
