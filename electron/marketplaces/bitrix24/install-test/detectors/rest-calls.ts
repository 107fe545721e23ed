import type { HttpExchange } from '../../../../../shared/domain/install-test.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, type Judgement } from '../../../page-watch/judgement.ts';

/** The same call with the same parameters this often after one opening of a page serves nothing. */
const REPEATS = 4;
/** A refresh with more than this left of the access token is early. */
const EARLY_REFRESH_MS = 10 * 60 * 1000;
const EARLY_REFRESHES = 3;

/** Answers that are the caller's mistake. Missing rights of a person, expired tokens, limits and faults of the portal are not. */
const CALLERS_MISTAKES = new Set([
  'insufficient_scope',
  'ERROR_METHOD_NOT_FOUND',
  'INVALID_REQUEST',
  'ERROR_ARGUMENT',
  'ERROR_EVENT_NOT_FOUND',
  'ERROR_WRONG_HANDLER_URL',
  'ERROR_UNSUPPORTED_PROTOCOL',
  'ERROR_BATCH_LENGTH_EXCEEDED',
  'ERROR_BATCH_METHOD_NOT_ALLOWED',
  'ERROR_PLACEMENT_NOT_FOUND',
]);

/** What stays of a call when token and session values are taken away. */
function callKey(exchange: HttpExchange): string {
  const body = exchange.requestBody.replace(/(?:^|&)(?:auth|access_token|AUTH_ID|sessid)=[^&]*/g, '').replace(/"auth"\s*:\s*"[^"]*"/g, '');
  const query = exchange.url.includes('?') ? exchange.url.slice(exchange.url.indexOf('?')).replace(/([?&])auth=[^&]*/g, '$1') : '';
  return `${exchange.direction} ${exchange.name ?? ''} ${query} ${body}`;
}

/** func-matches-claim: what rests on methods that the simulated portal does not play has to be looked at by a person. */
export function judgeStandIns(facts: RunFacts): Judgement[] {
  const standIns = facts.latest?.standIns ?? [];
  if (standIns.length === 0) return [];
  const names = quote(standIns.join(', '));
  return [
    couldNotLook(
      'func-matches-claim',
      'roles.administrator',
      `Учебный портал принимает эти методы, но не воспроизводит их, ответ был пустым: ${names}. Проверьте такие сценарии на облачном портале.`,
      `The simulated portal takes these methods but does not play them, the answer was empty: ${names}. Check such scenarios on a cloud portal.`,
    ),
  ];
}

/** sec-rest-economy: no useless repetitions and no calls that cannot succeed. */
export function judgeRestEconomy(facts: RunFacts): Judgement[] {
  const rule = 'sec-rest-economy';
  const application = facts.latest;
  if (application === null) return [];
  const failures: Judgement[] = [];

  const mistakes = new Map<string, { count: number; exchangeId: number }>();
  for (const call of application.restCalls) {
    for (const [code, count] of Object.entries(call.errors)) {
      if (!CALLERS_MISTAKES.has(code)) continue;
      const key = `${call.method} → ${code}`;
      const known = mistakes.get(key);
      if (known === undefined) mistakes.set(key, { count, exchangeId: call.firstExchangeId });
      else known.count += count;
    }
  }
  for (const [call, { count, exchangeId }] of mistakes) {
    const exchange = facts.exchanges.find((one) => one.id === exchangeId);
    const stepId = exchange === undefined ? 'verify.state' : facts.stepAt(exchange.at);
    failures.push(
      failed(rule, stepId, `Неверный вызов REST: ${quote(call)} (раз: ${count}).`, `Invalid REST call: ${quote(call)} (times: ${count}).`),
    );
  }

  // Each opening of a page, installation and event starts a new count, so that a run that causes many is not held against the vendor.
  const openings = [
    ...application.frames.map((frame) => frame.at),
    ...application.history.map((entry) => entry.at),
    ...application.events.flatMap((event) => (event.startedAt === null ? [] : [event.startedAt])),
  ].sort((a, b) => a - b);
  const rest = facts.exchanges.filter((exchange) => exchange.kind === 'rest' && exchange.name !== null && (exchange.status ?? 0) < 400);
  const counts = new Map<string, { count: number; name: string; at: number }>();
  for (const exchange of rest) {
    const opening = openings.findLastIndex((at) => at <= exchange.at);
    const key = `${opening} ${callKey(exchange)}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { count: 1, name: exchange.name ?? '', at: exchange.at });
    else known.count += 1;
  }
  const worst = new Map<string, { count: number; at: number }>();
  for (const { count, name, at } of counts.values()) {
    if (count >= REPEATS && count > (worst.get(name)?.count ?? 0)) worst.set(name, { count, at });
  }
  for (const [name, { count, at }] of worst) {
    failures.push(
      failed(
        rule,
        facts.stepAt(at) ?? 'roles.administrator',
        `Вызов ${name} с одними и теми же параметрами повторён ${count} раз за одно открытие страницы.`,
        `${name} was called ${count} times with the same parameters after one opening of a page.`,
      ),
    );
  }
  if (failures.length > 0) return failures;
  const total = application.restCalls.reduce((sum, call) => sum + call.count, 0);
  if (total === 0) return [];
  return [
    passed(
      rule,
      'verify.state',
      `Вызовов REST: ${total}; бесполезных повторов и неверных вызовов нет.`,
      `REST calls: ${total}; no useless repetitions, no invalid calls.`,
    ),
  ];
}

/** sec-token-refresh-sane: tokens are renewed when they run out, not before each call. */
export function judgeTokenRefresh(facts: RunFacts): Judgement[] {
  const rule = 'sec-token-refresh-sane';
  const application = facts.latest;
  if (application === null) return [];
  const refreshes = application.oauthCalls.filter((call) => call.grantType === 'refresh_token' && call.error === null);
  const early = refreshes.filter((call) => call.remainingMs !== null && call.remainingMs > EARLY_REFRESH_MS);
  if (early.length >= EARLY_REFRESHES) {
    const minutes = Math.round((early[0]?.remainingMs ?? 0) / 60_000);
    return [
      failed(
        rule,
        facts.stepAt(early[0]?.at ?? 0) ?? 'verify.state',
        `Токен обновлён ${early.length} раз, хотя он ещё действовал (в первый раз оставалось ${minutes} мин).`,
        `The token was refreshed ${early.length} times although it was still valid (${minutes} min were left the first time).`,
      ),
    ];
  }
  if (!application.restCalls.some((call) => call.source === 'vendor')) return [];
  return [
    passed(
      rule,
      'verify.state',
      `Обновлений токена: ${refreshes.length}, из них раньше времени: ${early.length}.`,
      `Token refreshes: ${refreshes.length}, of them early: ${early.length}.`,
    ),
  ];
}
