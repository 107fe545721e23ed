import { couldNotLook, failed, passed, quote, type Judgement } from '../../../page-watch/judgement.ts';
import type { PosterAttempt, PosterWebhook } from '../../portal/inspection.ts';
import type { ProbeEffect, RunFacts } from '../facts.ts';
import { callsWithOldToken } from './data.ts';

function answerOf(attempt: PosterAttempt | undefined): { readonly ru: string; readonly en: string } {
  if (attempt === undefined) return { ru: 'ответа нет', en: 'no answer' };
  if (attempt.status !== null && attempt.error === null) return { ru: `HTTP ${attempt.status}`, en: `HTTP ${attempt.status}` };
  return { ru: `ответа нет (${quote(attempt.error ?? '')})`, en: `no answer (${quote(attempt.error ?? '')})` };
}

function genuineOf(facts: RunFacts): readonly PosterWebhook[] {
  return (facts.latest?.webhooks ?? []).filter((one) => one.kind === 'genuine' && one.attempts.length > 0);
}

/** po-webhook-200: every event is answered HTTP 200, at once and quickly. */
export function judgeAnswers(facts: RunFacts): Judgement[] {
  const rule = 'po-webhook-200';
  const sent = genuineOf(facts);
  if (sent.length === 0) return [];
  const judgements: Judgement[] = [];
  for (const one of sent) {
    const [first] = one.attempts;
    const name = `${one.object}/${one.action}`;
    const stepId = facts.stepAt(first?.at ?? one.raisedAt);
    if (first?.status !== 200 || first.error !== null) {
      const later = one.attempts.length - 1;
      const end =
        one.state === 'accepted'
          ? { ru: `принято с ${one.attempts.length}-й попытки`, en: `accepted by attempt ${one.attempts.length}` }
          : { ru: `повторов: ${later}, не принято`, en: `${later} more attempts, never accepted` };
      judgements.push(
        failed(
          rule,
          stepId,
          `На вебхук ${name} ${answerOf(first).ru} вместо 200; ${end.ru}.`,
          `The webhook ${name} got ${answerOf(first).en} instead of 200; ${end.en}.`,
        ),
      );
    } else if (first.durationMs > facts.slowWebhookMs) {
      judgements.push(
        failed(
          rule,
          stepId,
          `На вебхук ${name} сервер отвечал ${first.durationMs} мс (больше ${facts.slowWebhookMs} мс).`,
          `The server took ${first.durationMs} ms to answer the webhook ${name} (more than ${facts.slowWebhookMs} ms).`,
        ),
      );
    }
  }
  if (judgements.length > 0) return judgements;
  return [
    passed(
      rule,
      'events.account',
      `Вебхуков отправлено: ${sent.length}, на все быстрый ответ 200.`,
      `Webhooks sent: ${sent.length}, all answered 200 quickly.`,
    ),
  ];
}

/** Words by which a line is a journal of what was received, rather than the effect of it. */
const JOURNAL = /журнал|лог\b|событи|вебхук|получен|принято|доставк|последн|время|log|event|webhook|received|deliver|last|time/i;

function visibleEffect(effect: ProbeEffect): string | null {
  return (effect.changedLines ?? []).find((line) => !JOURNAL.test(line)) ?? null;
}

/** po-webhook-idempotent: an event that comes again has no second effect. */
export function judgeDuplicates(facts: RunFacts): Judgement[] {
  const rule = 'po-webhook-idempotent';
  const effect = facts.duplicate;
  if (effect === null) return [];
  const doubled = effect.effects.filter((one) => one.changes.length > 0);
  if (doubled.length > 0) {
    return doubled.map((one) =>
      failed(
        rule,
        effect.stepId,
        `Повтор события ${one.object} подействовал ещё раз: ${quote(one.changes.join('; '))}.`,
        `The repeated event ${one.object} had a second effect: ${quote(one.changes.join('; '))}.`,
      ),
    );
  }
  const line = visibleEffect(effect);
  if (line !== null)
    return [
      failed(
        rule,
        effect.stepId,
        `После повтора событий на странице приложения изменилось: «${quote(line)}».`,
        `After the repeated events the application’s page changed: "${quote(line)}".`,
      ),
    ];
  if (effect.effects.length === 0)
    return [couldNotLook(rule, effect.stepId, 'Повторить нечего: событий не было.', 'There was no event to repeat.')];
  const names = effect.effects.map((one) => one.object).join(', ');
  return [
    passed(
      rule,
      effect.stepId,
      `Повторены события: ${names}; данные аккаунта и страница приложения не изменились.`,
      `Events repeated: ${names}; neither the account’s data nor the application’s page changed.`,
    ),
  ];
}

/** po-webhook-verify: events with a wrong verify are ignored. */
export function judgeForged(facts: RunFacts): Judgement[] {
  const rule = 'po-webhook-verify';
  const effect = facts.forged;
  if (effect === null) return [];
  const judgements: Judgement[] = [];
  const add = (ru: string, en: string): void => {
    judgements.push(failed(rule, effect.stepId, ru, en));
  };
  if (effect.usedForgedToken)
    add(
      'Сервер стал работать с токеном из поддельного application/added.',
      'The server began to use the token of a forged application/added.',
    );
  for (const one of effect.effects) {
    const done = [...one.changes, ...one.methods];
    if (done.length > 0)
      add(
        `Поддельное событие ${one.object} подействовало: ${quote(done.join('; '))}.`,
        `The forged event ${one.object} had an effect: ${quote(done.join('; '))}.`,
      );
  }
  if (effect.stoppedWorking)
    add(
      'После поддельного application/removed сервер перестал обрабатывать настоящие события.',
      'After a forged application/removed the server no longer handled genuine events.',
    );
  const line = visibleEffect(effect);
  if (line !== null && judgements.length === 0)
    add(
      `После поддельных событий на странице приложения изменилось: «${quote(line)}».`,
      `After forged events the application’s page changed: "${quote(line)}".`,
    );
  if (judgements.length > 0) return judgements;
  const answers = [...new Set(effect.answers.map((one) => (one.status === null ? '—' : `HTTP ${one.status}`)))].join(', ');
  const isRefused =
    effect.answers.length > 0 && effect.answers.every((one) => one.status !== null && one.status >= 400 && one.status < 500);
  const isComparable = effect.changedLines !== null || facts.genuine.some((one) => one.methods.length > 0);
  if (isRefused || isComparable)
    return [
      passed(
        rule,
        effect.stepId,
        `Поддельные события ничего не изменили (ответы: ${answers}).`,
        `Forged events changed nothing (answers: ${answers}).`,
      ),
    ];
  return [
    couldNotLook(
      rule,
      effect.stepId,
      `На поддельные события ответы ${answers}; подействовали ли они, снаружи не видно.`,
      `Forged events were answered ${answers}; whether they had an effect cannot be seen from outside.`,
    ),
  ];
}

/** A server that did not know of the removal learns of it by error 11; to go on after that is a fault. */
const STUBBORN = 5;
/** A call that was under way when the webhook came. */
const GRACE_MS = 300;

/** po-uninstall-handled: application/removed is received, and the old token is used no more. */
export function judgeRemoval(facts: RunFacts): Judgement[] {
  const rule = 'po-uninstall-handled';
  const { latest, removedAt } = facts;
  if (latest === null || removedAt === null || !facts.doneSteps.has('remove.webhook')) return [];
  const dead = [
    ...latest.calls.filter((call) => call.token === 'removed' && call.source === 'vendor' && call.installNumber === 1),
    ...callsWithOldToken(facts).afterlife,
  ];
  const count = dead.reduce((sum, call) => sum + call.count, 0);
  const lastAt = Math.max(0, ...dead.map((call) => call.lastAt));
  const methods = [...new Set(dead.map((call) => call.method))].join(', ');
  const removal = latest.webhooks.find((one) => one.object === 'application' && one.action === 'removed' && one.kind === 'genuine');
  if (facts.registration.webhookUrl === null || removal === undefined) {
    if (count >= STUBBORN)
      return [
        failed(
          rule,
          'remove.watch',
          `После отключения вызовов со старым токеном: ${count} (${methods}), хотя API отвечает ошибкой 11.`,
          `After the removal ${count} calls with the old token (${methods}), although the API answers error 11.`,
        ),
      ];
    return [
      couldNotLook(
        rule,
        'remove.webhook',
        'Адрес вебхуков не указан: узнать об отключении приложению неоткуда.',
        'No webhook address is given: the application has no way to learn of its removal.',
      ),
    ];
  }
  if (removal.state !== 'accepted')
    return [
      failed(
        rule,
        'remove.webhook',
        `Вебхук application/removed не принят: ${answerOf(removal.attempts.at(-1)).ru}.`,
        `The webhook application/removed was not accepted: ${answerOf(removal.attempts.at(-1)).en}.`,
      ),
    ];
  const acceptedAt = removal.attempts.at(-1)?.at ?? removedAt;
  if (lastAt > acceptedAt + GRACE_MS)
    return [
      failed(
        rule,
        'remove.watch',
        `Сервер принял application/removed, но и после этого вызывает API со старым токеном: ${methods} (${count}).`,
        `The server accepted application/removed and still calls the API with the old token: ${methods} (${count}).`,
      ),
    ];
  return [
    passed(
      rule,
      'remove.watch',
      `application/removed принят; ${facts.watchMs} мс наблюдения без вызовов со старым токеном.`,
      `application/removed was accepted; no calls with the old token during ${facts.watchMs} ms.`,
    ),
  ];
}

/** po-ec-menu-hooks: changes of the menu reach a shop. */
export function judgeMenuHooks(facts: RunFacts): Judgement[] {
  const rule = 'po-ec-menu-hooks';
  const { registration, latest } = facts;
  if (latest === null || !facts.doneSteps.has('events.account')) return [];
  const isShop = latest.orders.some((one) => one.method === 'incomingOrders.createIncomingOrder');
  if (!isShop) return [];
  const heard = latest.webhooks.filter((one) => one.kind === 'genuine' && (one.object === 'product' || one.object === 'dish'));
  if (heard.length > 0) {
    const isTaken = heard.every((one) => one.state === 'accepted');
    return isTaken
      ? [passed(rule, 'events.account', `Изменения меню приняты: ${heard.length}.`, `Changes of the menu were accepted: ${heard.length}.`)]
      : [];
  }
  if (registration.webhookEntities === null)
    return [couldNotLook(rule, 'events.account', 'Какие вебхуки выбраны, не указано.', 'It is not said which webhooks are chosen.')];
  return [
    failed(
      rule,
      'events.account',
      'Приложение отправляет заказы, но не подписано на изменения товаров и тех. карт.',
      'The application sends orders but does not hear of changes of products and dishes.',
      'not-observed',
    ),
  ];
}
