import { failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { findServerError, findWrongEncoding, isBlank, whyUnopened, withoutCode } from '../../../page-watch/page-content.ts';
import { judgeBrokenLinks, judgeScriptErrors } from '../../../page-watch/page-errors.ts';
import type { RunFacts } from '../facts.ts';

/** po-prod-mode: no stack traces, no debug output, no answers of a broken server; pages and webhooks alike. */
export function judgeProductionMode(facts: RunFacts): Judgement[] {
  const rule = 'po-prod-mode';
  const judgements: Judgement[] = [];
  const add = (stepId: string | null, ru: string, en: string): void => {
    judgements.push(failed(rule, stepId, ru, en));
  };
  for (const page of facts.pages) {
    const place = shortUrl(page.url);
    if (page.httpStatus !== null && page.httpStatus >= 500)
      add(
        page.stepId,
        `Сервер приложения ответил HTTP ${page.httpStatus} (${place}).`,
        `The application’s server answered HTTP ${page.httpStatus} (${place}).`,
      );
    const error = findServerError(page.text) ?? findServerError(withoutCode(page.html));
    if (error !== null)
      add(
        page.stepId,
        `На странице ${error.ru}: «${error.excerpt}» (${place}).`,
        `The page shows ${error.en}: "${error.excerpt}" (${place}).`,
      );
    const garbled = findWrongEncoding(page.text);
    if (garbled !== null)
      add(page.stepId, `Текст в неверной кодировке: «${garbled}» (${place}).`, `Text in the wrong encoding: "${garbled}" (${place}).`);
    for (const mark of page.debugMarks)
      add(page.stepId, `Включён режим отладки: ${mark} (${place}).`, `Debug mode is on: ${mark} (${place}).`);
  }
  for (const body of facts.bodies) {
    // Documents are judged as pages; scripts may hold such texts as ordinary strings.
    if (body.resourceType !== 'xhr' && body.resourceType !== 'fetch') continue;
    const error = findServerError(body.body);
    if (error !== null)
      add(
        body.stepId,
        `В ответе ${shortUrl(body.url)} — ${error.ru}: «${error.excerpt}».`,
        `The answer of ${shortUrl(body.url)} holds ${error.en}: "${error.excerpt}".`,
      );
    else if (body.status >= 500)
      add(
        body.stepId,
        `Запрос со страницы получил HTTP ${body.status}: ${shortUrl(body.url)}.`,
        `A request of the page got HTTP ${body.status}: ${shortUrl(body.url)}.`,
      );
  }
  for (const webhook of facts.latest?.webhooks ?? []) {
    for (const attempt of webhook.attempts) {
      const error = findServerError(attempt.body);
      if (error === null) continue;
      add(
        facts.stepAt(attempt.at),
        `В ответе на вебхук ${webhook.object}/${webhook.action} — ${error.ru}: «${error.excerpt}».`,
        `The answer to the webhook ${webhook.object}/${webhook.action} holds ${error.en}: "${error.excerpt}".`,
      );
    }
  }
  if (judgements.length > 0) return judgements;
  if (facts.pages.length === 0 && (facts.latest?.webhooks.length ?? 0) === 0) return [];
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? 'connect.finish',
      `Просмотрено страниц: ${facts.pages.length}; ошибок сервера и отладочного вывода нет.`,
      `Pages looked at: ${facts.pages.length}; no server errors and no debug output.`,
    ),
  ];
}

/** po-usable, as far as a machine can see it: pages open, are not empty, their scripts and pictures work. */
export function judgeUsable(facts: RunFacts): Judgement[] {
  const rule = 'po-usable';
  const judgements: Judgement[] = [];
  for (const page of facts.unopened) {
    const why = whyUnopened(page.reason);
    judgements.push(
      failed(
        rule,
        page.stepId,
        `Окно пустое: ${why.ru} (${shortUrl(page.url)}).`,
        `The window is empty: ${why.en} (${shortUrl(page.url)}).`,
      ),
    );
  }
  for (const page of facts.pages) {
    const place = shortUrl(page.url);
    const isConnect =
      page.stepId.endsWith('.finish') && facts.connects.some((one) => one.stepId === page.stepId && one.outcome !== 'finished');
    // A connection that failed is judged as such, an employee who is turned away in words is no fault.
    if (isConnect) continue;
    if (page.httpStatus !== null && page.httpStatus >= 400 && page.httpStatus < 500 && !(page.role === 'user' && !isBlank(page))) {
      judgements.push(
        failed(
          rule,
          page.stepId,
          `Страница ответила HTTP ${page.httpStatus} (${place}).`,
          `The page answered HTTP ${page.httpStatus} (${place}).`,
        ),
      );
    } else if (isBlank(page) && (page.httpStatus === null || page.httpStatus < 400)) {
      const who = page.role === 'user' ? { ru: 'сотрудника', en: 'an employee' } : { ru: 'владельца', en: 'the owner' };
      judgements.push(failed(rule, page.stepId, `У ${who.ru} страница пустая (${place}).`, `For ${who.en} the page is empty (${place}).`));
    }
  }
  const errors = [...judgeScriptErrors(facts, rule), ...judgeBrokenLinks(facts, rule)].filter((one) => one.status === 'fail');
  judgements.push(...errors);
  if (judgements.length > 0) return judgements;
  if (facts.pages.length === 0) return [];
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      `Просмотрено страниц: ${facts.pages.length}; пустых нет, ошибок JavaScript и битых картинок нет.`,
      `Pages looked at: ${facts.pages.length}; none is empty, no JavaScript errors, no broken pictures.`,
    ),
  ];
}

/** Calls of one method beyond this number, so many in a second, are a flood. */
const FLOOD = 120;
const FLOOD_PER_SECOND = 5;

/** po-no-break-poster: the page leaves the admin panel alone, and the API is not flooded. */
export function judgeDisturbance(facts: RunFacts): Judgement[] {
  const rule = 'po-no-break-poster';
  if (facts.latest === null) return [];
  const judgements: Judgement[] = [];
  const kinds = {
    dialog: { ru: 'показывает поверх админ-панели сообщение браузера', en: 'shows a browser dialog over the admin panel' },
    popup: { ru: 'сама открывает новые окна', en: 'opens new windows by itself' },
    download: { ru: 'сама начинает скачивание', en: 'starts a download by itself' },
    crash: { ru: 'роняет страницу админ-панели', en: 'brings the admin panel’s page down' },
    hang: { ru: 'останавливает страницу админ-панели', en: 'brings the admin panel’s page to a stop' },
  } as const;
  for (const one of facts.observations) {
    const what = kinds[one.kind as keyof typeof kinds] as (typeof kinds)[keyof typeof kinds] | undefined;
    if (what === undefined) continue;
    judgements.push(
      failed(
        rule,
        one.stepId,
        `Страница приложения ${what.ru}: «${quote(one.text)}».`,
        `The application’s page ${what.en}: "${quote(one.text)}".`,
      ),
    );
  }
  for (const call of facts.latest.calls) {
    if (call.count <= FLOOD || call.count / Math.max(1, (call.lastAt - call.firstAt) / 1000) < FLOOD_PER_SECOND) continue;
    judgements.push(
      failed(
        rule,
        facts.stepAt(call.firstAt),
        `Метод ${call.method} вызван ${call.count} раз за прогон.`,
        `The method ${call.method} was called ${call.count} times during the run.`,
      ),
    );
  }
  if (judgements.length > 0) return judgements;
  if (!facts.doneSteps.has('data.compare')) return [];
  return [
    passed(
      rule,
      'data.compare',
      'Приложение не мешает админ-панели и не перегружает API.',
      'The application leaves the admin panel alone and does not flood the API.',
    ),
  ];
}
