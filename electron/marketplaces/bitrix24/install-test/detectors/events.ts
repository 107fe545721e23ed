import type { Bitrix24EventDelivery } from '../../portal/inspection.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';

function wasAccepted(delivery: Bitrix24EventDelivery): boolean {
  return delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
}

function answerOf(delivery: Bitrix24EventDelivery): { readonly ru: string; readonly en: string } {
  if (delivery.status !== null) return { ru: `HTTP ${delivery.status}`, en: `HTTP ${delivery.status}` };
  return { ru: `ответа нет (${quote(delivery.error ?? '')})`, en: `no answer (${quote(delivery.error ?? '')})` };
}

const LIFECYCLE = new Set(['ONAPPINSTALL', 'ONAPPUNINSTALL']);

/** install-events-received: bound handlers answer events with 2xx, quickly. */
export function judgeEvents(facts: RunFacts): Judgement[] {
  const rule = 'install-events-received';
  const application = facts.latest;
  if (application === null) return [];
  // Install and uninstall events have rules of their own.
  const sent = application.events.filter(
    (one) => !LIFECYCLE.has(one.event) && !one.forged && one.startedAt !== null && (one.state === 'delivered' || one.state === 'failed'),
  );
  const failures: Judgement[] = [];
  for (const one of sent) {
    if (!wasAccepted(one)) {
      failures.push(
        failed(
          rule,
          facts.stepAt(one.startedAt ?? 0) ?? 'roles.events',
          `Событие ${one.event} обработчик ${shortUrl(one.url)} не принял: ${answerOf(one).ru}.`,
          `The handler ${shortUrl(one.url)} did not take the event ${one.event}: ${answerOf(one).en}.`,
        ),
      );
    } else if ((one.durationMs ?? 0) > facts.slowEventMs) {
      failures.push(
        failed(
          rule,
          facts.stepAt(one.startedAt ?? 0) ?? 'roles.events',
          `На событие ${one.event} обработчик ${shortUrl(one.url)} отвечал ${one.durationMs} мс (больше ${facts.slowEventMs} мс): медленные обработчики портал вызывает реже.`,
          `The handler ${shortUrl(one.url)} took ${one.durationMs} ms to answer ${one.event} (more than ${facts.slowEventMs} ms): portals call slow handlers less often.`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  const bound = facts.beforeUninstall?.handlers.filter((one) => !LIFECYCLE.has(one.event) && !one.offline) ?? [];
  if (sent.length === 0) {
    if (bound.length === 0) return [];
    const names = [...new Set(bound.map((one) => one.event))].join(', ');
    return [
      couldNotLook(
        rule,
        'roles.events',
        `События, на которые решение подписано, за прогон не случились: ${names}.`,
        `Events the solution subscribed to did not occur during the run: ${names}.`,
      ),
    ];
  }
  return [
    passed(
      rule,
      'roles.events',
      `Событий доставлено: ${sent.length}, на все быстрый ответ 2xx.`,
      `Events delivered: ${sent.length}, all answered 2xx quickly.`,
    ),
  ];
}

/** uninstall-handler: the solution listens to ONAPPUNINSTALL and answers 2xx. */
export function judgeUninstallHandler(facts: RunFacts): Judgement[] {
  const rule = 'uninstall-handler';
  const before = facts.beforeUninstall;
  const after = facts.afterErasure;
  if (before === null || after === null) return [];
  if (facts.registration.mode === 'E') {
    return [
      passed(
        rule,
        'uninstall.events',
        'Решение — архив файлов: своего сервера, который должен узнать об удалении, у него нет.',
        'The solution is an archive of files: it has no server that would have to learn of the uninstallation.',
      ),
    ];
  }
  const isBound = before.handlers.some((one) => one.event === 'ONAPPUNINSTALL');
  if (!isBound) {
    return [
      failed(
        rule,
        'uninstall.events',
        'Решение не подписано на ONAPPUNINSTALL: об удалении его сервер не узнаёт.',
        'The solution is not subscribed to ONAPPUNINSTALL: its server does not learn of the uninstallation.',
        'not-observed',
      ),
    ];
  }
  const deliveries = after.events.filter(
    (one) => one.event === 'ONAPPUNINSTALL' && !one.forged && one.installNumber === before.installNumber,
  );
  if (deliveries.length === 0) {
    return [couldNotLook(rule, 'uninstall.events', 'ONAPPUNINSTALL не отправлялся.', 'ONAPPUNINSTALL was not sent.')];
  }
  const refused = deliveries.filter((one) => !wasAccepted(one));
  if (refused.length > 0) {
    return refused.map((one) =>
      failed(
        rule,
        'uninstall.events',
        `На ONAPPUNINSTALL обработчик ${shortUrl(one.url)} не ответил 2xx: ${answerOf(one).ru}.`,
        `The handler ${shortUrl(one.url)} did not answer ONAPPUNINSTALL with 2xx: ${answerOf(one).en}.`,
      ),
    );
  }
  const slow = deliveries.filter((one) => (one.durationMs ?? 0) > facts.slowEventMs);
  if (slow.length > 0) {
    return slow.map((one) =>
      failed(
        rule,
        'uninstall.events',
        `На ONAPPUNINSTALL обработчик ${shortUrl(one.url)} отвечал ${one.durationMs} мс (больше ${facts.slowEventMs} мс).`,
        `The handler ${shortUrl(one.url)} took ${one.durationMs} ms to answer ONAPPUNINSTALL (more than ${facts.slowEventMs} ms).`,
      ),
    );
  }
  const [first] = deliveries;
  return [
    passed(
      rule,
      'uninstall.events',
      `На ONAPPUNINSTALL (CLEAN=${facts.clean ? 1 : 0}) ответ HTTP ${first?.status ?? 0} за ${first?.durationMs ?? 0} мс.`,
      `ONAPPUNINSTALL (CLEAN=${facts.clean ? 1 : 0}) was answered HTTP ${first?.status ?? 0} in ${first?.durationMs ?? 0} ms.`,
    ),
  ];
}

/** sec-application-token-check: an event with a wrong application_token changes nothing. */
export function judgeForgedEvent(facts: RunFacts): Judgement[] {
  const rule = 'sec-application-token-check';
  const { forged } = facts;
  if (forged === null) return [];
  const answer = forged.status === null ? quote(forged.error ?? '') : `HTTP ${forged.status}`;
  if (forged.stillWorks === false) {
    return [
      failed(
        rule,
        forged.stepId,
        `После поддельного ${forged.event} с чужим application_token (ответ ${answer}) данные портала у решения пропали. На экране: «${quote(forged.lastText)}».`,
        `After a forged ${forged.event} with a wrong application_token (answer ${answer}) the solution lost the portal's data. On the screen: "${quote(forged.lastText)}".`,
      ),
    ];
  }
  const refused = forged.status !== null && forged.status >= 400 && forged.status < 500;
  if (refused || forged.stillWorks === true) {
    return [
      passed(
        rule,
        forged.stepId,
        `Поддельный ${forged.event} с чужим application_token ничего не изменил (ответ ${answer}).`,
        `A forged ${forged.event} with a wrong application_token changed nothing (answer ${answer}).`,
      ),
    ];
  }
  return [
    couldNotLook(
      rule,
      forged.stepId,
      `На поддельный ${forged.event} ответ ${answer}; подействовал ли он, снаружи не видно.`,
      `A forged ${forged.event} was answered ${answer}; whether it had an effect cannot be seen from outside.`,
    ),
  ];
}
