import { couldNotLook, failed, originOf, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { findServerError, isBlank, whyUnopened } from '../../../page-watch/page-content.ts';
import { judgeBrokenLinks, judgeScriptErrors } from '../../../page-watch/page-errors.ts';
import type { PageSnapshot } from '../../../page-watch/page-facts.ts';
import type { RunFacts } from '../facts.ts';

const PLACE: Readonly<Record<PageSnapshot['purpose'], { readonly ru: string; readonly en: string }>> = {
  installer: { ru: 'окно настройки', en: 'the settings window' },
  application: { ru: 'главное окно', en: 'the main window' },
  widget: { ru: 'виджет', en: 'the widget' },
  popup: { ru: 'модальное окно', en: 'the popup' },
};

/** ms-no-js-errors: script errors, and requests of the page that fail. */
export function judgePageErrors(facts: RunFacts): Judgement[] {
  return [...judgeScriptErrors(facts, 'ms-no-js-errors'), ...judgeBrokenLinks(facts, 'ms-no-js-errors')];
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
    const error = findServerError(page.text) ?? findServerError(page.html);
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
    if (one.kind === 'console-error' && /Unsafe (?:JavaScript )?attempt to initiate navigation|allow-top-navigation/.test(one.text))
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

/** ms-context-key: an expired key ends in words, not in a crash. */
export function judgeContextKey(facts: RunFacts): Judgement[] {
  const rule = 'ms-context-key';
  const answer = facts.expiredKey;
  if (answer === null) return [];
  const error = findServerError(answer.body);
  if (answer.status === null || answer.status >= 500 || error !== null) {
    const what =
      answer.status === null ? { ru: 'нет ответа', en: 'no answer' } : { ru: `HTTP ${answer.status}`, en: `HTTP ${answer.status}` };
    return [
      failed(
        rule,
        'settings.expired-key',
        `С истёкшим contextKey окно решения падает: ${what.ru}${error === null ? '' : `, ${error.ru} «${error.excerpt}»`}.`,
        `With an expired contextKey the solution's window crashes: ${what.en}${error === null ? '' : `, ${error.en} "${error.excerpt}"`}.`,
      ),
    ];
  }
  return [
    passed(
      rule,
      'settings.expired-key',
      `Истёкший contextKey: HTTP ${answer.status}, без сбоя.`,
      `Expired contextKey: HTTP ${answer.status}, without a crash.`,
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

/** ms-descriptor-supports-real: open-feedback that is declared is sent. */
export function judgeSupports(facts: RunFacts): Judgement[] {
  const rule = 'ms-descriptor-supports-real';
  if (facts.feedback.length === 0) return [];
  const silent = facts.feedback.filter((one) => !one.wasSent);
  if (silent.length > 0)
    return silent.map((one) =>
      one.missing !== null
        ? couldNotLook(
            rule,
            one.stepId,
            `Виджет ${one.point} не сообщил о готовности, но песочница не пропустила его скрипт ${shortUrl(one.missing)}.`,
            `The widget ${one.point} did not report that it is ready, but the sandbox did not let its script through: ${shortUrl(one.missing)}.`,
          )
        : failed(
            rule,
            one.stepId,
            `Виджет ${one.point} объявил open-feedback, но не сообщил о готовности: пользователь его не видит.`,
            `The widget ${one.point} declares open-feedback but did not report that it is ready: the user does not see it.`,
            'not-observed',
          ),
    );
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
      .map((body) => ({ stepId: body.stepId, url: body.url, text: body.body })),
    ...facts.pages.flatMap((page) =>
      [page.html, ...page.storage.map((entry) => entry.value)].map((text) => ({ stepId: page.stepId, url: page.url, text })),
    ),
  ];
  const leak = places.find((place) => secrets.some((secret) => isAccess(secret, secretKey) && place.text.includes(secret)));
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
