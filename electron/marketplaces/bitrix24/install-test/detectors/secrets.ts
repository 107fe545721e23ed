import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, originOf, passed, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { tellsSecret } from '../../../page-watch/told-secret.ts';

/** Shorter values could occur by chance. */
const SHORTEST_SECRET = 16;

/** How many secrets a text was searched for, the last of them, and whether one was in it. */
const searched = new WeakMap<object, { readonly count: number; readonly last: string | undefined; readonly holds: boolean }>();

/** The facts are judged after every step, and secrets only become more: each text is searched for each secret once. */
function holdsSecret(source: object, text: string, secrets: readonly string[]): boolean {
  const before = searched.get(source);
  const isContinued = before !== undefined && before.count <= secrets.length && secrets[before.count - 1] === before.last;
  const known = isContinued ? before : { count: 0, holds: false };
  const holds = known.holds || secrets.slice(known.count).some((secret) => text.includes(secret));
  searched.set(source, { count: secrets.length, last: secrets.at(-1), holds });
  return holds;
}

/** sec-secret-not-in-browser: neither the client secret nor tokens in anything the vendor's server sends to the browser. */
export function judgeSecretsInBrowser(facts: RunFacts): Judgement[] {
  const rule = 'sec-secret-not-in-browser';
  const portalOrigin = originOf(facts.portalAddress);
  const clientSecret = facts.registration.clientSecret;
  const secrets = facts.secrets.filter((secret) => secret.length >= SHORTEST_SECRET && secret !== clientSecret);
  const failures: Judgement[] = [];
  const places = [
    ...facts.bodies
      .filter((body) => originOf(body.url) !== portalOrigin)
      .map((body) => ({ source: body, stepId: body.stepId, url: body.url, text: body.body })),
    ...facts.pages.map((page) => ({ source: page, stepId: page.stepId, url: page.url, text: page.html })),
  ];
  for (const place of places) {
    const url = shortUrl(place.url);
    if (clientSecret.length >= 8 && tellsSecret(place.source, place.text, clientSecret)) {
      failures.push(
        failed(
          rule,
          place.stepId,
          `client_secret решения передан в браузер: ${url}.`,
          `The solution's client_secret is sent to the browser: ${url}.`,
        ),
      );
    }
    if (holdsSecret(place.source, place.text, secrets)) {
      failures.push(
        failed(
          rule,
          place.stepId,
          `Сервер решения вписал токен портала в код страницы: ${url}.`,
          `The vendor's server wrote a portal token into the page's code: ${url}.`,
        ),
      );
    }
  }
  for (const page of facts.pages) {
    for (const entry of page.storage) {
      if (tellsSecret(entry, entry.value, clientSecret) || secrets.some((secret) => entry.value.includes(secret))) {
        failures.push(
          failed(
            rule,
            page.stepId,
            `Токен портала сохранён в браузере (${entry.kind}, ключ «${entry.key}») на ${shortUrl(page.url)}.`,
            `A portal token is kept in the browser (${entry.kind}, key "${entry.key}") on ${shortUrl(page.url)}.`,
          ),
        );
      }
    }
  }
  if (failures.length > 0) return failures;
  if (places.length === 0) return [];
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      `В ответах сервера решения браузеру (${facts.bodies.length}) нет ни client_secret, ни токенов.`,
      `The vendor's answers to the browser (${facts.bodies.length}) hold neither the client_secret nor tokens.`,
    ),
  ];
}

/** Words near a password field which say that the portal's own password is asked for. */
const PORTAL_WORDS =
  /битрикс\s*24|bitrix\s*24|битрикс|bitrix|ваш(?:его|ем|ему)? портал|учётн\w* запис\w* портал|portal (?:login|password|account)/i;

/** sec-no-password-request: the login and password of the portal are never asked for. */
export function judgePasswordRequests(facts: RunFacts): Judgement[] {
  const rule = 'sec-no-password-request';
  if (facts.pages.length === 0) return [];
  const judgements: Judgement[] = [];
  for (const page of facts.pages) {
    for (const one of page.passwordFields) {
      if (PORTAL_WORDS.test(`${one.name} ${one.context}`)) {
        judgements.push(
          failed(
            rule,
            page.stepId,
            `На странице просят пароль Битрикс24 (поле «${one.name}») на ${shortUrl(page.url)}.`,
            `The page asks for the Bitrix24 password (field "${one.name}") on ${shortUrl(page.url)}.`,
          ),
        );
      } else {
        judgements.push(
          couldNotLook(
            rule,
            page.stepId,
            `На ${shortUrl(page.url)} есть поле пароля «${one.name}»; чей это пароль, решит человек.`,
            `There is a password field "${one.name}" on ${shortUrl(page.url)}; whose password it is, a person has to decide.`,
          ),
        );
      }
    }
  }
  if (judgements.length > 0) return judgements;
  return [passed(rule, facts.pages.at(-1)?.stepId ?? null, 'Полей пароля нет ни на одной странице.', 'No page has a password field.')];
}
