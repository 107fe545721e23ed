import { couldNotLook, failed, originOf, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { tellsSecret } from '../../../page-watch/told-secret.ts';
import { findServerError, isBlank, whyUnopened, withoutCode } from '../../../page-watch/page-content.ts';
import { judgeBrokenLinks, judgeScriptErrors } from '../../../page-watch/page-errors.ts';
import type { PageSnapshot } from '../../../page-watch/page-facts.ts';
import type { RunFacts } from '../facts.ts';
import { refusalIn } from './vendor-calls.ts';

const PLACE: Readonly<Record<PageSnapshot['purpose'], { readonly ru: string; readonly en: string }>> = {
  installer: { ru: 'окно настройки', en: 'the settings window' },
  application: { ru: 'главное окно', en: 'the main window' },
  widget: { ru: 'виджет', en: 'the widget' },
  popup: { ru: 'модальное окно', en: 'the popup' },
  chat: { ru: 'окно чатов', en: 'the chat window' },
};

/** ms-no-js-errors: script errors, and requests of the page that fail. */
export function judgePageErrors(facts: RunFacts): Judgement[] {
  const forbidden = new Set(facts.observations.flatMap((one) => (isTopNavigation(one.text) ? [one.stepId] : [])));
  // The exception that the page gets for it may come without a word of what it is.
  const observations = facts.observations.filter(
    (one) => !isTopNavigation(one.text) && !(one.kind === 'page-error' && forbidden.has(one.stepId) && !/https?:/.test(one.text)),
  );
  return [...judgeScriptErrors({ ...facts, observations }, 'ms-no-js-errors'), ...judgeBrokenLinks(facts, 'ms-no-js-errors')];
}

/** What the browser says of a page that wants to move the window around it: the sandbox forbids that, and has a rule of its own. */
function isTopNavigation(text: string): boolean {
  return /Unsafe (?:JavaScript )?attempt to initiate navigation|allow-top-navigation|permission to navigate the target frame/.test(text);
}

/** ms-stable-service, ms-sandbox-compatible: pages open and are not errors. */
export function judgePages(facts: RunFacts): Judgement[] {
  const rule = 'ms-stable-service';
  const judgements: Judgement[] = [];
  for (const page of facts.unopened) {
    const where = PLACE[page.purpose];
    const why = whyUnopened(page.reason);
    const isForbidden = /BLOCKED_BY_RESPONSE|X_FRAME|FRAME_ANCESTORS/i.test(page.reason);
    judgements.push(
      failed(
        isForbidden ? 'ms-sandbox-compatible' : rule,
        page.stepId,
        `Не открывается ${where.ru}: ${why.ru} (${shortUrl(page.url)}).`,
        `${where.en} does not open: ${why.en} (${shortUrl(page.url)}).`.replace(/^t/, 'T'),
      ),
    );
  }
  for (const page of facts.pages) {
    const where = PLACE[page.purpose];
    const status = page.httpStatus ?? 200;
    const error = findServerError(page.text) ?? findServerError(withoutCode(page.html));
    // An employee may be turned away.
    const isRefusal = page.role === 'user' && (status === 401 || status === 403);
    if (status >= 400 && !isRefusal)
      judgements.push(
        failed(
          rule,
          page.stepId,
          `Сервер решения ответил HTTP ${status}: ${where.ru} (${shortUrl(page.url)}).`,
          `The vendor's server answered HTTP ${status}: ${where.en} (${shortUrl(page.url)}).`,
        ),
      );
    else if (error !== null)
      judgements.push(
        failed(rule, page.stepId, `${where.ru}: ${error.ru}, «${error.excerpt}».`, `${where.en}: ${error.en}, "${error.excerpt}".`),
      );
    else if (isBlank(page) && page.purpose !== 'widget')
      judgements.push(
        failed(rule, page.stepId, `Пусто: ${where.ru} (${shortUrl(page.url)}).`, `Empty: ${where.en} (${shortUrl(page.url)}).`),
      );
  }
  for (const body of facts.bodies) {
    if (originOf(body.url) === originOf(facts.portalAddress) || !facts.vendorOrigins.has(originOf(body.url) ?? '')) continue;
    if (body.resourceType !== 'xhr' && body.resourceType !== 'fetch') continue;
    if (body.status >= 500)
      judgements.push(
        failed(
          rule,
          body.stepId,
          `Запрос со страницы получил HTTP ${body.status}: ${shortUrl(body.url)}.`,
          `A request of a page got HTTP ${body.status}: ${shortUrl(body.url)}.`,
        ),
      );
  }
  for (const one of facts.observations)
    if (one.kind === 'console-error' && isTopNavigation(one.text))
      judgements.push(
        failed(
          'ms-sandbox-compatible',
          one.stepId,
          'Страница решения пытается увести верхнее окно МоегоСклада.',
          'The solution’s page tries to navigate MoySklad’s top window.',
        ),
      );
  if (judgements.some((one) => one.ruleId === rule)) return judgements;
  if (facts.pages.length === 0 && facts.solution?.mode !== 'no-window') return judgements;
  return [
    ...judgements,
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      `Сбоев нет, страниц просмотрено: ${facts.pages.length}.`,
      `No failures, pages looked at: ${facts.pages.length}.`,
    ),
  ];
}

/** ms-frame-auto-height: a page that is taller than its window says so. */
export function judgeHeight(facts: RunFacts): Judgement[] {
  const rule = 'ms-frame-auto-height';
  const pages = facts.pages.filter((page) => page.purpose === 'application' && page.layouts.length > 0);
  if (pages.length === 0) return [];
  // Each window has to tell its height; what a later page in the same window tells is not the first one's doing.
  const telling = new Set(facts.solution?.messages.flatMap((message) => (message.name === 'height' ? [message.frameId] : [])));
  const told = facts.solution?.frames.filter((frame) => frame.purpose === 'main').every((frame) => telling.has(frame.id)) === true;
  const tall = pages.find((page) => page.layouts.some((layout) => layout.scrollsVertically));
  if (tall !== undefined && !told) {
    const layout = tall.layouts.find((one) => one.scrollsVertically);
    return [
      failed(
        rule,
        tall.stepId,
        `Окно прокручивается (содержимое ${layout?.contentHeight ?? 0}, окно ${layout?.frameHeight ?? 0}), автовысоты нет: сообщение {height} не приходит.`,
        `The window scrolls (content ${layout?.contentHeight ?? 0}, window ${layout?.frameHeight ?? 0}) and has no auto-height: no {height} message comes.`,
      ),
    ];
  }
  return [
    passed(
      rule,
      pages.at(-1)?.stepId ?? null,
      told ? 'Автовысота работает.' : 'Окно умещается без прокрутки.',
      told ? 'Auto-height works.' : 'The window fits without scrolling.',
    ),
  ];
}

/** What a person reads in an answer that no browser has run: text of the page without its scripts and marks. */
function textOf(body: string): string {
  return body
    .replace(/<(script|style|title|template)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .trim();
}

/** ms-context-key: the window knows who opened it, and an expired key ends in words, not in a crash, a blank page or the settings. */
export function judgeContextKey(facts: RunFacts): Judgement[] {
  const rule = 'ms-context-key';
  const { expiredKey: answer, saved } = facts;
  const judgements: Judgement[] = [];
  const windows = (facts.solution?.frames ?? []).filter((frame) => frame.purpose === 'main');
  if (saved?.wasKept === true && windows.length > 0 && !windows.some((frame) => frame.wasContextRead))
    judgements.push(
      failed(
        rule,
        saved.stepId,
        'Окно показывает и сохраняет настройки, ни разу не узнав по contextKey, кто его открыл.',
        'The window shows and saves settings without ever learning by contextKey who opened it.',
      ),
    );
  if (answer === null) return judgements;
  const stepId = 'settings.expired-key';
  const error = findServerError(answer.body);
  if (answer.status === null || answer.status >= 500 || error !== null) {
    const what =
      answer.status === null ? { ru: 'нет ответа', en: 'no answer' } : { ru: `HTTP ${answer.status}`, en: `HTTP ${answer.status}` };
    return [
      ...judgements,
      failed(
        rule,
        stepId,
        `С истёкшим contextKey окно решения падает: ${what.ru}${error === null ? '' : `, ${error.ru} «${error.excerpt}»`}.`,
        `With an expired contextKey the solution's window crashes: ${what.en}${error === null ? '' : `, ${error.en} "${error.excerpt}"`}.`,
      ),
    ];
  }
  if (saved?.wasKept === true && answer.body.includes(saved.text))
    judgements.push(
      failed(
        rule,
        stepId,
        'С негодным contextKey окно показывает настройки аккаунта тому, кто не вошёл.',
        'With a contextKey that is no good the window shows the account’s settings to somebody who is not signed in.',
      ),
    );
  // A page that its scripts fill is judged where a browser runs them.
  else if (textOf(answer.body) === '' && !/<script\b/i.test(answer.body) && !(answer.status >= 300 && answer.status < 400))
    judgements.push(
      failed(
        rule,
        stepId,
        `С истёкшим contextKey окно пустое (HTTP ${answer.status}): пользователю не сказано, что делать.`,
        `With an expired contextKey the window is blank (HTTP ${answer.status}): the user is not told what to do.`,
      ),
    );
  if (judgements.length > 0) return judgements;
  return [
    passed(
      rule,
      stepId,
      `Истёкший contextKey: HTTP ${answer.status}, без сбоя.`,
      `Expired contextKey: HTTP ${answer.status}, without a crash.`,
    ),
  ];
}

/** ms-errors-in-russian, as far as the run sees errors: the expired key, the employee who is turned away, refusals of buttons. */
export function judgeErrorTexts(facts: RunFacts): Judgement[] {
  const rule = 'ms-errors-in-russian';
  const texts: { readonly stepId: string; readonly text: string }[] = [];
  const { expiredKey } = facts;
  if (expiredKey !== null && expiredKey.status !== null && expiredKey.status < 500 && !/<script\b/i.test(expiredKey.body))
    texts.push({ stepId: 'settings.expired-key', text: textOf(expiredKey.body) });
  for (const page of facts.pages)
    if (page.role === 'user' && facts.language === 'ru' && (page.httpStatus === 401 || page.httpStatus === 403))
      texts.push({ stepId: page.stepId, text: page.text });
  for (const call of facts.solution?.vendorCalls ?? []) {
    const refusal = call.kind === 'button' || call.kind === 'scenario' ? refusalIn(call) : null;
    if (refusal !== null) texts.push({ stepId: facts.stepAt(call.at) ?? 'work.buttons', text: refusal });
  }
  const seen = texts.filter((one) => /\p{L}{2}/u.test(one.text));
  const foreign = seen.filter((one) => !/[а-яё]{2}/i.test(one.text));
  if (foreign.length > 0)
    return foreign.map((one) =>
      failed(
        rule,
        one.stepId,
        `Сообщение об ошибке не на русском: «${quote(one.text)}».`,
        `An error message is not in Russian: "${quote(one.text)}".`,
      ),
    );
  const [first] = seen;
  if (first === undefined)
    return facts.pages.length === 0
      ? []
      : [
          couldNotLook(
            rule,
            facts.pages.at(-1)?.stepId ?? null,
            'За прогон решение не показало ни одного сообщения об ошибке.',
            'The solution showed no error message during the run.',
          ),
        ];
  return [
    passed(
      rule,
      first.stepId,
      `Сообщения об ошибках на русском: «${quote(first.text)}».`,
      `Error messages are in Russian: "${quote(first.text)}".`,
    ),
  ];
}

/** ms-locale-aware: with MoySklad in English the window is in English. Whether English is claimed, a run does not know. */
export function judgeLocale(facts: RunFacts): Judgement[] {
  const rule = 'ms-locale-aware';
  const russian = facts.pages.find((page) => page.purpose === 'application' && page.role === 'administrator');
  const english = facts.english ?? (facts.language === 'en' && russian !== undefined ? { stepId: russian.stepId, page: russian } : null);
  if (english === null) {
    if (russian === undefined) return [];
    return [
      couldNotLook(
        rule,
        russian.stepId,
        'Окно при английском МоемСкладе не открывали: для этого есть проба «Главное окно при английском МоемСкладе».',
        'The window was not opened with MoySklad in English: there is a probe for that.',
      ),
    ];
  }
  const cyrillic = english.page.text.match(/[а-яё]/gi)?.length ?? 0;
  const latin = english.page.text.match(/[a-z]/gi)?.length ?? 0;
  if (latin > cyrillic)
    return [passed(rule, english.stepId, 'По userLocale=en_US окно на английском.', 'With userLocale=en_US the window is in English.')];
  return [
    couldNotLook(
      rule,
      english.stepId,
      'При userLocale=en_US окно осталось русским. Если решение заявляет английский язык, это замечание.',
      'With userLocale=en_US the window stayed Russian. If the solution claims English, this is a fault.',
    ),
  ];
}

const UNLINKS = /отключ|отвяз|отсоедин|разорвать|выйти|сменить аккаунт|disconnect|unlink|sign out|log ?out/i;

/** ms-unlink-in-settings: a control that disconnects the outside account is seen; that there is none proves nothing. */
export function judgeUnlink(facts: RunFacts): Judgement[] {
  const rule = 'ms-unlink-in-settings';
  const windows = facts.pages.filter((page) => page.purpose === 'application' && page.role === 'administrator');
  const [window] = windows;
  if (window === undefined) return [];
  for (const page of windows) {
    const controls = [
      ...[...page.html.matchAll(/<(button|a)\b[^>]*>([\s\S]*?)<\/\1>/gi)].map((match) => textOf(match[2] ?? '')),
      ...[...page.html.matchAll(/<input\b[^>]*\btype="(?:submit|button)"[^>]*>/gi)].map(
        (match) => /\bvalue="([^"]*)"/i.exec(match[0])?.[1] ?? '',
      ),
    ];
    const found = controls.find((control) => UNLINKS.test(control));
    if (found !== undefined)
      return [passed(rule, page.stepId, `В настройках есть «${quote(found)}».`, `The settings have "${quote(found)}".`)];
  }
  return [
    couldNotLook(
      rule,
      window.stepId,
      'Кнопки отключения внешнего аккаунта в окне не видно. Подключает ли решение внешний аккаунт, решит человек.',
      'No button that disconnects an outside account is seen. Whether the solution connects one, a person has to decide.',
    ),
  ];
}

/** ms-frame-min-768: nothing of the main window lies out of reach below 768 px. */
export function judgeSmallestWindow(facts: RunFacts): Judgement[] {
  const rule = 'ms-frame-min-768';
  const pages = facts.pages.filter((page) => page.purpose === 'application' && page.layouts.length > 0);
  const telling = new Set(
    facts.solution?.messages.flatMap((message) => (message.name === 'height' && message.purpose === 'main' ? [message.frameId] : [])),
  );
  if (pages.length === 0) return [];
  const cut = pages.find((page) =>
    page.layouts.some((layout) => !layout.scrollsVertically && layout.contentHeight > layout.frameHeight + 1),
  );
  const layout = cut?.layouts[0];
  if (cut !== undefined && layout !== undefined && telling.size === 0)
    return [
      failed(
        rule,
        cut.stepId,
        `При высоте окна ${layout.frameHeight} часть содержимого (${layout.contentHeight}) обрезана: прокрутки нет, об автовысоте окно не сообщает.`,
        `At a height of ${layout.frameHeight} a part of the content (${layout.contentHeight}) is cut off: it does not scroll and does not tell its height.`,
      ),
    ];
  return [
    passed(
      rule,
      pages.at(-1)?.stepId ?? null,
      'Окно высотой 768 можно использовать целиком.',
      'The window can be used at a height of 768.',
    ),
  ];
}

/** ms-frame-min-768, second half: the chat window gets at most 1096 px and may not scroll sideways in them. */
export function judgeChatWindow(facts: RunFacts): Judgement[] {
  const rule = 'ms-frame-min-768';
  const looks = facts.pages.flatMap((page) => (page.purpose === 'chat' ? page.layouts.map((layout) => ({ page, layout })) : []));
  const [first] = looks;
  if (first === undefined) return [];
  const wide = looks.find(({ layout }) => layout.scrollsHorizontally);
  if (wide !== undefined)
    return [
      failed(
        rule,
        wide.page.stepId,
        `Окно чатов прокручивается по горизонтали: содержимое ${wide.layout.contentWidth}, окно ${wide.layout.frameWidth}.`,
        `The chat window scrolls horizontally: content ${wide.layout.contentWidth}, window ${wide.layout.frameWidth}.`,
      ),
    ];
  return [
    passed(
      rule,
      first.page.stepId,
      `Окно чатов шириной ${first.layout.frameWidth} без горизонтальной прокрутки.`,
      `The chat window, ${first.layout.frameWidth} wide, has no horizontal scroll.`,
    ),
  ];
}

/** ms-settings-in-main-window: something can be set where something must be set. */
export function judgeSettingsPlace(facts: RunFacts): Judgement[] {
  const rule = 'ms-settings-in-main-window';
  const { saved } = facts;
  if (saved === null) return [];
  if (saved.wasSent) return [passed(rule, saved.stepId, 'Настройки сохраняются в главном окне.', 'Settings are saved in the main window.')];
  return [
    couldNotLook(
      rule,
      saved.stepId,
      'Формы настроек не найдено; где настраивается решение, решит человек.',
      'No settings form was found; where the solution is set up, a person has to decide.',
    ),
  ];
}

/** ms-user-rights-check: an employee cannot change the account's settings. */
export function judgeEmployee(facts: RunFacts): Judgement[] {
  const rule = 'ms-user-rights-check';
  const { employee } = facts;
  if (employee === null) return [];
  if (employee.wasKept)
    return [
      failed(
        rule,
        employee.stepId,
        `Сотрудник без прав администратора изменил настройки аккаунта («${employee.text}»).`,
        `An employee without administrator's rights changed the account's settings ("${employee.text}").`,
      ),
    ];
  return [passed(rule, employee.stepId, 'Сотрудник не может изменить настройки.', 'An employee cannot change the settings.')];
}

/** Errors of the host window that say: the message is wrong, or its protocol is not in the descriptor. */
const WRONG_MESSAGE = /^(?:1001|1002|1004) /;

/** ms-descriptor-supports-real: what is declared works, each time the widget is opened, and nothing else is asked for. */
export function judgeSupports(facts: RunFacts): Judgement[] {
  const rule = 'ms-descriptor-supports-real';
  const wrong = (facts.solution?.messages ?? []).filter((message) => message.error !== null && WRONG_MESSAGE.test(message.error));
  const judgements = wrong.map((message) =>
    failed(
      rule,
      facts.stepAt(message.at) ?? 'work.widgets',
      `Сообщение ${message.name} (${message.place}) отклонено хост-окном: ${message.error ?? ''}.`,
      `The message ${message.name} (${message.place}) is refused by the host window: ${message.error ?? ''}.`,
    ),
  );
  for (const one of facts.feedback) {
    if (one.wasSent && one.wasSentAgain !== false) continue;
    if (!one.wasSent && one.missing !== null)
      judgements.push(
        couldNotLook(
          rule,
          one.stepId,
          `Виджет ${one.point} не сообщил о готовности, но песочница не пропустила его скрипт ${shortUrl(one.missing)}.`,
          `The widget ${one.point} did not report that it is ready, but the sandbox did not let its script through: ${shortUrl(one.missing)}.`,
        ),
      );
    else if (!one.wasSent)
      judgements.push(
        failed(
          rule,
          one.stepId,
          `Виджет ${one.point} объявил open-feedback, но не сообщил о готовности: пользователь его не видит.`,
          `The widget ${one.point} declares open-feedback but did not report that it is ready: the user does not see it.`,
          'not-observed',
        ),
      );
    else
      judgements.push(
        failed(
          rule,
          one.stepId,
          `Виджет ${one.point} остаётся загруженным, но на следующем документе о готовности не сообщил: второе сообщение Open не обработано.`,
          `The widget ${one.point} stays loaded but did not report that it is ready for the next document: the second Open is not handled.`,
          'not-observed',
        ),
      );
  }
  if (judgements.length > 0 || facts.feedback.length === 0) return judgements;
  return [passed(rule, 'work.widgets', 'Виджеты сообщают о готовности.', 'Widgets report that they are ready.')];
}

const OWN_WORDS = /мо(?:й|его|ем|ему|им)\s?склад|moysklad|учётн\w* запис\w* мо/i;
const SHORTEST_SECRET = 16;

/** ms-no-login-password, and secrets that reach the browser. */
export function judgeSecrets(facts: RunFacts): Judgement[] {
  const judgements: Judgement[] = [];
  const fields = facts.pages.flatMap((page) => page.passwordFields.map((field) => ({ page, field })));
  for (const { page, field } of fields) {
    judgements.push(
      OWN_WORDS.test(`${field.name} ${field.context}`)
        ? failed(
            'ms-no-login-password',
            page.stepId,
            `На странице просят пароль МоегоСклада (поле «${field.name}», ${shortUrl(page.url)}).`,
            `The page asks for the MoySklad password (field "${field.name}", ${shortUrl(page.url)}).`,
          )
        : couldNotLook(
            'ms-no-login-password',
            page.stepId,
            `На ${shortUrl(page.url)} есть поле пароля «${quote(field.name)}»; чей это пароль, решит человек.`,
            `There is a password field "${quote(field.name)}" on ${shortUrl(page.url)}; whose password it is, a person has to decide.`,
          ),
    );
  }
  if (fields.length === 0 && facts.pages.length > 0)
    judgements.push(
      passed(
        'ms-no-login-password',
        facts.pages.at(-1)?.stepId ?? null,
        'Полей пароля нет ни на одной странице.',
        'No page has a password field.',
      ),
    );
  const { secretKey } = facts.registration;
  const secrets = [secretKey, ...facts.secrets].filter((secret) => secret.length >= SHORTEST_SECRET);
  const portal = originOf(facts.portalAddress);
  const places = [
    ...facts.bodies
      .filter((body) => originOf(body.url) !== portal)
      .map((body) => ({ source: body, stepId: body.stepId, url: body.url, text: body.body })),
    ...facts.pages.flatMap((page) => [
      { source: page, stepId: page.stepId, url: page.url, text: page.html },
      ...page.storage.map((entry) => ({ source: entry, stepId: page.stepId, url: page.url, text: entry.value })),
    ]),
  ];
  const leak = places.find(({ source, text }) =>
    secrets.some((secret) =>
      secret === secretKey ? tellsSecret(source, text, secret) : isAccess(secret, secretKey) && text.includes(secret),
    ),
  );
  if (leak !== undefined)
    judgements.push(
      failed(
        'ms-jsonapi12-token-only',
        leak.stepId,
        `Сервер решения передал в браузер токен доступа или secretKey: ${shortUrl(leak.url)}.`,
        `The vendor's server sent an access token or the secretKey to the browser: ${shortUrl(leak.url)}.`,
      ),
    );
  return judgements;
}

/** Access tokens have 40 digits; keys of contexts and sessions are longer and may be seen by the browser. */
function isAccess(secret: string, secretKey: string): boolean {
  return secret === secretKey || /^[0-9a-f]{40}$/.test(secret);
}
