import type { PosterExchange } from '../../portal/inspection.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { tellsSecret } from '../../../page-watch/told-secret.ts';
import type { RunFacts } from '../facts.ts';

const REFUSALS: Readonly<Record<NonNullable<PosterExchange['error']>, { readonly ru: string; readonly en: string }>> = {
  application: { ru: 'неизвестный application_id', en: 'an unknown application_id' },
  secret: { ru: 'неверный application_secret', en: 'a wrong application_secret' },
  'redirect-uri': { ru: 'redirect_uri не совпадает с указанным в настройках', en: 'a redirect_uri that is not the registered one' },
  code: { ru: 'негодный code', en: 'a code that is no good' },
  'grant-type': { ru: 'неверный grant_type', en: 'a wrong grant_type' },
  field: { ru: 'не передано обязательное поле', en: 'a field that is missing' },
  verify: { ru: 'неверный verify', en: 'a wrong verify' },
  'not-connected': { ru: 'приложение не подключено', en: 'the application is not connected' },
};

/** Exchanges since somebody first agreed; what a server does before that is no sign-in of anybody. */
function exchangesOf(facts: RunFacts, kind: PosterExchange['kind']): readonly PosterExchange[] {
  const beganAt = facts.latest?.history[0]?.at ?? Infinity;
  const unknown = facts.inspection?.unknownExchanges ?? [];
  return [...(facts.latest?.exchanges ?? []), ...unknown].filter((one) => one.kind === kind && one.at >= beganAt);
}

function placeOf(facts: RunFacts, exchange: PosterExchange): string {
  return facts.stepAt(exchange.at) ?? 'connect.finish';
}

/** po-redirect-exact: redirect_uri equals the registered one, at the start and in the exchange. */
export function judgeRedirect(facts: RunFacts): Judgement[] {
  const rule = 'po-redirect-exact';
  if (facts.registration.redirectUri === null || facts.latest === null) return [];
  const judgements: Judgement[] = [];
  for (const one of exchangesOf(facts, 'oauth')) {
    if (one.error !== 'redirect-uri') continue;
    judgements.push(
      failed(
        rule,
        placeOf(facts, one),
        `При обмене кода передан redirect_uri «${quote(one.detail)}», в настройках указан ${facts.registration.redirectUri}.`,
        `The exchange named redirect_uri "${quote(one.detail)}"; the registered one is ${facts.registration.redirectUri}.`,
      ),
    );
  }
  for (const one of facts.latest.refusedConsents) {
    if (one.reason !== 'redirect-uri') continue;
    judgements.push(
      failed(
        rule,
        facts.stepAt(one.at) ?? 'connect.consent',
        `Сайт приложения отправил браузер с redirect_uri «${quote(one.given)}», в настройках указан ${facts.registration.redirectUri}.`,
        `The application’s site sent the browser with redirect_uri "${quote(one.given)}"; the registered one is ${facts.registration.redirectUri}.`,
      ),
    );
  }
  for (const attempt of facts.connects) {
    const isMissing = attempt.httpStatus === 404 || attempt.httpStatus === 405 || attempt.httpStatus === 410;
    if (attempt.outcome === 'stalled' && isMissing) {
      judgements.push(
        failed(
          rule,
          attempt.stepId,
          `redirect_uri не открывается: HTTP ${attempt.httpStatus} (${shortUrl(attempt.url)}).`,
          `The redirect_uri does not open: HTTP ${attempt.httpStatus} (${shortUrl(attempt.url)}).`,
        ),
      );
    }
  }
  if (judgements.length > 0) return judgements;
  if (!exchangesOf(facts, 'oauth').some((one) => one.error === null)) return [];
  return [
    passed(
      rule,
      'connect.finish',
      `Код обменян с тем же redirect_uri, что в настройках (${facts.registration.redirectUri}).`,
      `The code was exchanged with the registered redirect_uri (${facts.registration.redirectUri}).`,
    ),
  ];
}

/** po-connect-simple: «Подключить», «Разрешить», and the application is connected. */
export function judgeConnecting(facts: RunFacts): Judgement[] {
  const rule = 'po-connect-simple';
  const attempt = facts.connects.find((one) => one.installNumber === 1);
  if (attempt === undefined) return [];
  if (attempt.outcome === 'finished') {
    return [
      passed(
        rule,
        attempt.stepId,
        'Подключение занимает два нажатия: «Подключить» и «Разрешить».',
        'Connecting takes two presses: "Connect" and "Allow".',
      ),
    ];
  }
  // A refusal that a rule of its own tells is not told twice.
  const told = [...exchangesOf(facts, 'oauth'), ...exchangesOf(facts, 'manage')].some(
    (one) => one.error === 'redirect-uri' || one.error === 'verify' || one.error === 'field',
  );
  // A broken server is told as such.
  if (attempt.httpStatus !== null && attempt.httpStatus >= 500) return [];
  if (told || attempt.httpStatus === 404 || attempt.httpStatus === 405 || attempt.httpStatus === 410) return [];
  if (facts.tokenFields.length > 0) return [];
  const refused = [...exchangesOf(facts, 'oauth'), ...exchangesOf(facts, 'manage')].find((one) => one.error !== null);
  const isWebhook = facts.registration.mode === 'webhook';
  const why =
    refused !== undefined && refused.error !== null
      ? {
          ru: `обмен отклонён: ${REFUSALS[refused.error].ru} (${quote(refused.detail)})`,
          en: `the exchange was refused: ${REFUSALS[refused.error].en} (${quote(refused.detail)})`,
        }
      : isWebhook
        ? { ru: 'сервер не принял вебхук application/added', en: 'the server did not accept the webhook application/added' }
        : { ru: 'сервер приложения не обменял код на токен', en: 'the application’s server did not exchange the code for a token' };
  const seen =
    attempt.lastText === ''
      ? { ru: '', en: '' }
      : { ru: ` На экране: «${quote(attempt.lastText)}».`, en: ` On the screen: "${quote(attempt.lastText)}".` };
  return [
    failed(
      facts.registration.redirectUri === null && !isWebhook ? 'po-manage-verify' : rule,
      attempt.stepId,
      `Подключить не удалось: ${why.ru}.${seen.ru}`,
      `It could not be connected: ${why.en}.${seen.en}`,
    ),
  ];
}

/** po-manage-verify: the window computes verify properly and signs the right account in. */
export function judgeManageLogin(facts: RunFacts): Judgement[] {
  const rule = 'po-manage-verify';
  if (facts.registration.manageUrl === null || facts.latest === null || facts.latest.windows.length === 0) return [];
  const judgements: Judgement[] = [];
  for (const one of exchangesOf(facts, 'manage')) {
    if (one.error === null) continue;
    judgements.push(
      failed(
        rule,
        placeOf(facts, one),
        `Вход из окна админ-панели отклонён: ${REFUSALS[one.error].ru} (${quote(one.detail)}).`,
        `The sign-in from the window was refused: ${REFUSALS[one.error].en} (${quote(one.detail)}).`,
      ),
    );
  }
  // A page may keep a session of its own, but the first window of each person has nothing else to go by than its code.
  for (const userId of new Set(facts.latest.windows.map((window) => window.userId))) {
    const windows = facts.latest.windows.filter((window) => window.userId === userId);
    if (windows.some((window) => window.isCodeExchanged) || judgements.length > 0) continue;
    const step = facts.stepAt(windows[0]?.at ?? 0) ?? 'use.window';
    // The first window opens at the end of the consent and is looked at in the step after it.
    if (!facts.doneSteps.has(step.replace('.consent', '.finish'))) continue;
    const page = facts.pages.find((one) => one.stepId === step);
    if (page !== undefined && page.httpStatus !== null && page.httpStatus >= 400) continue;
    judgements.push(
      failed(
        rule,
        step,
        'Страница в окне открылась, но её сервер не обменял code: кто вошёл, он не знает.',
        'The page opened in the window, but its server did not exchange the code: it does not know who signed in.',
      ),
    );
  }
  const strange =
    facts.inspection?.unattributed.filter((call) => call.source === 'vendor' && (call.token === 'unknown' || call.token === 'missing')) ??
    [];
  const [first] = strange;
  if (first !== undefined && judgements.length === 0 && facts.registration.redirectUri === null) {
    judgements.push(
      failed(
        rule,
        facts.stepAt(first.at) ?? 'use.window',
        `API вызван с токеном, который аккаунт не выдавал (${first.method}).`,
        `The API was called with a token that this account never gave (${first.method}).`,
      ),
    );
  }
  if (judgements.length > 0) return judgements;
  return [
    passed(
      rule,
      'use.window',
      `Окно открыто ${facts.latest.windows.length} раз, вход с верным verify.`,
      `The window was opened ${facts.latest.windows.length} times; signed in with the right verify.`,
    ),
  ];
}

/** po-manage-spinner: the page says {hideSpinner: true} when it has loaded. */
export function judgeSpinner(facts: RunFacts): Judgement[] {
  const rule = 'po-manage-spinner';
  if (facts.registration.manageUrl === null || facts.latest === null) return [];
  const failures = facts.spinning.flatMap((one) => {
    // A page that did not load is another rule's matter.
    const page = facts.pages.find((snapshot) => snapshot.stepId === one.stepId);
    if (page === undefined || (page.httpStatus !== null && page.httpStatus >= 400)) return [];
    return [
      failed(
        rule,
        one.stepId,
        `Страница загрузилась, но за ${one.waitedMs} мс не сообщила {hideSpinner: true}: загрузка в админ-панели не кончается.`,
        `The page loaded but did not say {hideSpinner: true} within ${one.waitedMs} ms: the admin panel keeps its spinner.`,
      ),
    ];
  });
  if (failures.length > 0) return failures;
  const hidden = facts.latest.windows.flatMap((window) => window.spinnerHiddenAfterMs ?? []);
  if (hidden.length === 0) return [];
  const slowest = Math.max(...hidden);
  return [
    passed(
      rule,
      'use.window',
      `Загрузка снята, самое позднее через ${slowest} мс.`,
      `The spinner was hidden, at the latest after ${slowest} ms.`,
    ),
  ];
}

/** po-oauth-for-market: the client never types a token. */
export function judgeTypedTokens(facts: RunFacts): Judgement[] {
  const rule = 'po-oauth-for-market';
  if (facts.tokenFields.length > 0) {
    return facts.tokenFields.map((one) =>
      failed(
        rule,
        one.stepId,
        `На ${shortUrl(one.url)} просят ввести токен: «${quote(one.label)}».`,
        `${shortUrl(one.url)} asks for a token to be typed: "${quote(one.label)}".`,
      ),
    );
  }
  if (!facts.connects.some((one) => one.outcome === 'finished')) return [];
  return [
    passed(
      rule,
      'connect.finish',
      'Токен получен обменом, вводить его не просят.',
      'The token came by an exchange; nobody is asked to type it.',
    ),
  ];
}

/** po-code-exchange-server-side: application_secret and the exchange stay on the server. */
export function judgeSecret(facts: RunFacts): Judgement[] {
  const rule = 'po-code-exchange-server-side';
  const secret = facts.registration.applicationSecret;
  const judgements: Judgement[] = [];
  for (const one of [...exchangesOf(facts, 'oauth'), ...exchangesOf(facts, 'manage')]) {
    if (one.source === 'browser') {
      judgements.push(
        failed(
          rule,
          placeOf(facts, one),
          'Код обменивает браузер, а не сервер: application_secret виден каждому посетителю.',
          'The browser exchanges the code, not the server: every visitor can see the application_secret.',
        ),
      );
    }
  }
  const places = [
    ...facts.bodies.map((body) => ({ source: body, stepId: body.stepId, url: body.url, text: body.body })),
    ...facts.pages.map((page) => ({ source: page, stepId: page.stepId, url: page.url, text: `${page.url} ${page.html}` })),
    ...facts.pages.flatMap((page) => page.storage.map((one) => ({ source: one, stepId: page.stepId, url: page.url, text: one.value }))),
  ];
  for (const place of places) {
    if (secret.length < 8 || !tellsSecret(place.source, place.text, secret)) continue;
    judgements.push(
      failed(
        rule,
        place.stepId,
        `application_secret передан в браузер: ${shortUrl(place.url)}.`,
        `The application_secret is sent to the browser: ${shortUrl(place.url)}.`,
      ),
    );
  }
  if (judgements.length > 0) return judgements;
  if (facts.registration.mode === 'webhook' || places.length === 0) return [];
  if (secret.length < 8)
    return [
      couldNotLook(
        rule,
        'connect.finish',
        'application_secret слишком короткий, чтобы искать его на страницах.',
        'The application_secret is too short to look for it on pages.',
      ),
    ];
  return [
    passed(
      rule,
      'connect.finish',
      `В ответах сервера браузеру (${facts.bodies.length}) нет application_secret.`,
      `The server’s answers to the browser (${facts.bodies.length}) do not hold the application_secret.`,
    ),
  ];
}
