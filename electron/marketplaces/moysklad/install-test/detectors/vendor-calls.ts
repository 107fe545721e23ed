import { couldNotLook, failed, originOf, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { ACTIVATION_STATUSES } from '../../vocabulary.ts';
import type { VendorCall } from '../../portal/inspection.ts';
import type { RunFacts } from '../facts.ts';

type Words = { readonly ru: string; readonly en: string };

/** Ordinary calls of the version under test, the last attempt of each. */
function lastAttempts(facts: RunFacts, kind: VendorCall['kind'], of: (call: VendorCall) => boolean = () => true): VendorCall[] {
  const last = new Map<string, VendorCall>();
  for (const call of facts.solution?.vendorCalls ?? []) {
    if (call.kind !== kind || call.probe !== null || call.credentials !== 'version' || !of(call)) continue;
    last.set(call.requestId, call);
  }
  return [...last.values()];
}

function noAnswer(call: VendorCall): Words | null {
  if (call.error === null && call.status !== null) return null;
  if (call.error?.startsWith('timeout') === true)
    return {
      ru: `сервер решения не ответил за ${Math.round(call.durationMs / 100) / 10} с`,
      en: `the vendor's server did not answer within ${Math.round(call.durationMs / 100) / 10} s`,
    };
  return { ru: `нет ответа (${quote(call.error ?? '')})`, en: `no answer (${quote(call.error ?? '')})` };
}

/** What is wrong with the answer to an activation; null when nothing is (domain/moysklad.md §2). */
export function activationFault(call: VendorCall): Words | null {
  const missing = noAnswer(call);
  if (missing !== null) return missing;
  if (call.status !== 200) return { ru: `ответ HTTP ${call.status}, нужен 200`, en: `the answer is HTTP ${call.status}, 200 is needed` };
  if (!/^application\/json\b/i.test(call.contentType))
    return {
      ru: `ответ с Content-Type «${quote(call.contentType)}», нужен application/json`,
      en: `the answer's Content-Type is "${quote(call.contentType)}", application/json is needed`,
    };
  if (call.answered === null)
    return { ru: `в ответе нет статуса: «${quote(call.body)}»`, en: `the answer names no status: "${quote(call.body)}"` };
  if (!ACTIVATION_STATUSES.some((one) => one === call.answered))
    return { ru: `неизвестный статус «${call.answered}»`, en: `unknown status "${call.answered}"` };
  return null;
}

function statusFault(call: VendorCall, accepted: readonly number[]): Words | null {
  const missing = noAnswer(call);
  if (missing !== null) return missing;
  if (call.status !== null && accepted.includes(call.status)) return null;
  return { ru: `ответ HTTP ${call.status}`, en: `the answer is HTTP ${call.status}` };
}

/** ms-install-put-200: the first activation is answered as the protocol wants. */
export function judgeActivation(facts: RunFacts): Judgement[] {
  const rule = 'ms-install-put-200';
  const calls = lastAttempts(facts, 'activation', (call) => call.name === 'Install' && call.installNumber === 1);
  const failures = calls.flatMap((call) => {
    const fault = activationFault(call);
    return fault === null
      ? []
      : [
          failed(
            rule,
            facts.stepAt(call.at) ?? 'install.connect',
            `PUT активации (Install): ${fault.ru}.`,
            `PUT activation (Install): ${fault.en}.`,
          ),
        ];
  });
  if (failures.length > 0) return failures;
  const [call] = calls;
  if (call === undefined) return [];
  return [
    passed(
      rule,
      'install.connect',
      `Активация принята: ${call.answered ?? ''} за ${call.durationMs} мс.`,
      `The activation was taken: ${call.answered ?? ''} in ${call.durationMs} ms.`,
    ),
  ];
}

/** ms-install-linked-account: an account to which the catalogue is open for solutions in development can connect it, as this one did. */
export function judgeLinkedAccount(facts: RunFacts): Judgement[] {
  const rule = 'ms-install-linked-account';
  const { solution } = facts;
  if (solution === null || !facts.doneSteps.has('install.connect')) return [];
  const end = solution.history.find((one) => one.installNumber === 1 && (one.status === 'SettingsRequired' || one.status === 'Activated'));
  if (end !== undefined)
    return [
      passed(
        rule,
        'install.connect',
        `На учебном аккаунте, который заменяет связанный, решение подключилось: ${end.status}. Проверял ли его разработчик на своём аккаунте, видно только в кабинете.`,
        `On the training account, which stands for a linked one, the solution was connected: ${end.status}. Whether the developer tried it on an account of his own only his cabinet shows.`,
      ),
    ];
  // Why it was not connected is told under the rules of the activation.
  return [
    couldNotLook(
      rule,
      'install.connect',
      'На учебном аккаунте решение не подключилось; на связанном аккаунте разработчика проверит человек.',
      'On the training account the solution was not connected; a person has to look at a linked account of the developer.',
    ),
  ];
}

/** ms-install-activating-finishes: Activating does not last. */
export function judgeActivating(facts: RunFacts): Judgement[] {
  const rule = 'ms-install-activating-finishes';
  const { solution } = facts;
  if (solution === null || !facts.doneSteps.has('install.connect')) return [];
  const asynchronous = lastAttempts(facts, 'activation', (call) => call.answered === 'Activating' && activationFault(call) === null);
  const [first] = asynchronous;
  if (first === undefined) return [passed(rule, 'install.connect', 'Активация синхронная.', 'The activation is synchronous.')];
  const left = solution.history.some(
    (one) => one.installNumber === first.installNumber && (one.status === 'SettingsRequired' || one.status === 'Activated'),
  );
  if (left)
    return [passed(rule, 'install.connect', 'Активация завершена вызовом PUT status.', 'The activation was finished by PUT status.')];
  return [
    failed(
      rule,
      'install.connect',
      'Решение ответило Activating и не сообщило о завершении: PUT status не пришёл.',
      'The solution answered Activating and did not report the end: no PUT status came.',
      'not-observed',
    ),
  ];
}

/** ms-stable-service: a server error or a dropped connection on any call, also one that a later attempt mended. */
export function judgeServerFailures(facts: RunFacts): Judgement[] {
  const rule = 'ms-stable-service';
  const calls = (facts.solution?.vendorCalls ?? []).filter((call) => call.probe === null && call.credentials === 'version');
  const last = new Set(
    calls.flatMap((call) => (calls.some((other) => other.requestId === call.requestId && other.attempt > call.attempt) ? [] : [call])),
  );
  const failures = calls.flatMap((call) => {
    // What its own rule judges is told there; here is what a repetition hid.
    if (last.has(call)) return [];
    const what = call.status === null ? quote(call.error ?? '') : `HTTP ${call.status}`;
    return [
      failed(
        rule,
        facts.stepAt(call.at),
        `Сервер решения ответил на ${call.kind} ${call.name} только с повторной попытки: ${what}.`,
        `The vendor's server answered ${call.kind} ${call.name} only when asked again: ${what}.`,
      ),
    ];
  });
  // A call that failed to the end is repeated by design; one finding is enough for it.
  const broken = new Set([...last].filter((call) => call.status === null || call.status >= 400).map((call) => call.requestId));
  const hidden = failures.filter((_one, index) => !broken.has(calls.filter((call) => !last.has(call))[index]?.requestId ?? ''));
  return hidden;
}

/** ms-stable-service: webhooks that the solution itself asked for are taken. An address outside its own servers may be out of reach here. */
export function judgeWebhooks(facts: RunFacts): Judgement[] {
  const webhooks = (facts.beforeRemoval ?? facts.solution)?.webhooks ?? [];
  return webhooks.flatMap(({ event, url, failure }) => {
    if (failure === null || (failure.status === null && !facts.vendorOrigins.has(originOf(url) ?? ''))) return [];
    const what = failure.status === null ? quote(failure.error ?? '') : `HTTP ${failure.status}`;
    return [
      failed(
        'ms-stable-service',
        facts.stepAt(failure.at) ?? 'work.webhooks',
        `Вебхук ${event} не принят (${shortUrl(url)}): ${what}.`,
        `The webhook ${event} was not taken (${shortUrl(url)}): ${what}.`,
      ),
    ];
  });
}

/** ms-tariff-change-keeps-token, first half: the calls are answered. */
export function judgeTariffCalls(facts: RunFacts): Judgement[] {
  const rule = 'ms-tariff-change-keeps-token';
  const calls = lastAttempts(facts, 'activation', (call) => call.name === 'TariffChanged' || call.name === 'Autoprolongation');
  const failures = calls.flatMap((call) => {
    const fault = activationFault(call);
    if (fault === null) return [];
    const stepId = facts.stepAt(call.at) ?? 'subscription.tariff';
    // MoySklad sends this to paid solutions alone; one that may be free is not held to the form of its answer.
    if (facts.registration.paid !== true && call.status === 200)
      return [
        couldNotLook(
          rule,
          stepId,
          `PUT ${call.name}: ${fault.ru}. Для платного решения это ошибка; платное ли оно, неизвестно.`,
          `PUT ${call.name}: ${fault.en}. For a paid solution this is a fault; whether it is paid is not known.`,
        ),
      ];
    return [failed(rule, stepId, `PUT ${call.name}: ${fault.ru}.`, `PUT ${call.name}: ${fault.en}.`)];
  });
  if (failures.length > 0 || calls.length === 0) return failures;
  return [
    passed(rule, 'subscription.tariff', 'Смена тарифа и продление приняты.', 'The change of tariff and the prolongation were taken.'),
  ];
}

/** ms-suspend-resume, the calls. */
export function judgeSuspension(facts: RunFacts): Judgement[] {
  const rule = 'ms-suspend-resume';
  const judgements: Judgement[] = [];
  for (const call of lastAttempts(facts, 'deactivation', (one) => one.name === 'Suspend')) {
    const fault = statusFault(call, [200, 204]);
    if (fault !== null)
      judgements.push(
        failed(rule, 'subscription.suspend', `DELETE приостановки (Suspend): ${fault.ru}.`, `DELETE suspension (Suspend): ${fault.en}.`),
      );
  }
  for (const call of lastAttempts(facts, 'activation', (one) => one.name === 'Resume')) {
    const fault = activationFault(call);
    if (fault !== null)
      judgements.push(
        failed(rule, 'subscription.resume', `PUT возобновления (Resume): ${fault.ru}.`, `PUT resumption (Resume): ${fault.en}.`),
      );
  }
  if (judgements.length > 0 || !facts.doneSteps.has('subscription.resume')) return judgements;
  return [passed(rule, 'subscription.resume', 'Приостановка и возобновление приняты.', 'Suspension and resumption were taken.')];
}

/** ms-uninstall-delete-2xx: 404 is not accepted any more (changelog 2026-03-12). */
export function judgeRemoval(facts: RunFacts): Judgement[] {
  const rule = 'ms-uninstall-delete-2xx';
  const calls = lastAttempts(facts, 'deactivation', (call) => call.name === 'Uninstall');
  const [call] = calls;
  if (call === undefined) return [];
  const fault = statusFault(call, [200, 204]);
  if (fault === null)
    return [
      passed(rule, 'uninstall.remove', `DELETE принят: HTTP ${String(call.status)}.`, `DELETE was taken: HTTP ${String(call.status)}.`),
    ];
  const more =
    call.status === 404
      ? { ru: ' Ответ 404 не принимается с 12.03.2026.', en: ' 404 is not accepted since 2026-03-12.' }
      : { ru: '', en: '' };
  return [failed(rule, 'uninstall.remove', `DELETE удаления: ${fault.ru}.${more.ru}`, `DELETE removal: ${fault.en}.${more.en}`)];
}

/** ms-rights-old-installs: /event is answered 200 where the descriptor asks for it. */
export function judgeRightsEvent(facts: RunFacts): Judgement[] {
  const rule = 'ms-rights-old-installs';
  return lastAttempts(facts, 'event').map((call) => {
    const fault = statusFault(call, [200, 204]);
    return fault === null
      ? passed(rule, 'work.rights', 'Событие PermissionsChanged принято.', 'The event PermissionsChanged was taken.')
      : failed(rule, 'work.rights', `PUT event (PermissionsChanged): ${fault.ru}.`, `PUT event (PermissionsChanged): ${fault.en}.`);
  });
}

/** What each action cannot do without (MS §6.3). */
const NEEDED_PARAMETER: Readonly<Record<string, string>> = { showNotification: 'text', navigateTo: 'url', showPopup: 'popupName' };

function answerIn(call: VendorCall): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(call.body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Words for the user in a refusal: HTTP 400 with error.errorMessage; null when there are none. */
export function refusalIn(call: VendorCall): string | null {
  if (call.status !== 400) return null;
  const { errorMessage } = objectIn(answerIn(call)['error']);
  return typeof errorMessage === 'string' && errorMessage.trim() !== '' ? errorMessage : null;
}

/** What is wrong with the action of a button's answer; null when nothing is. */
function actionFault(call: VendorCall, popups: readonly string[]): Words | null {
  const { action, async: isAsync, params } = answerIn(call);
  const name = typeof action === 'string' ? action : '';
  const needed = Object.hasOwn(NEEDED_PARAMETER, name) ? NEEDED_PARAMETER[name] : undefined;
  if (needed === undefined)
    return {
      ru: `в ответе нет допустимого действия: «${quote(call.body)}»`,
      en: `the answer holds no legal action: "${quote(call.body)}"`,
    };
  const given = objectIn(params);
  const value = given[needed];
  if (typeof value !== 'string' || value === '')
    return { ru: `действие ${name} без params.${needed}`, en: `the action ${name} has no params.${needed}` };
  if (needed === 'url' && !/^(?:#|\/)/.test(value) && !URL.canParse(value))
    return { ru: `params.url — не адрес: «${quote(value)}»`, en: `params.url is no address: "${quote(value)}"` };
  if (needed === 'popupName' && !popups.includes(value))
    return { ru: `модального окна «${quote(value)}» нет в дескрипторе`, en: `the descriptor has no popup "${quote(value)}"` };
  const { asyncProcessId } = given;
  if (isAsync === true && (typeof asyncProcessId !== 'string' || asyncProcessId === ''))
    return { ru: 'async без params.asyncProcessId', en: 'async without params.asyncProcessId' };
  return null;
}

/** ms-buttons-answer: 200 with a legal action, and asynchronous ones report their end. */
export function judgeButtons(facts: RunFacts): Judgement[] {
  const rule = 'ms-buttons-answer';
  const stepId = 'work.buttons';
  const popups = facts.registration.descriptor.popups.map((popup) => popup.name);
  const pressed = lastAttempts(facts, 'button').map((call) => {
    const refusal = refusalIn(call);
    // A solution may find the document wanting; whether this one is, a person has to see.
    if (refusal !== null)
      return couldNotLook(
        rule,
        stepId,
        `Кнопка «${call.name}» отказала пробному документу: «${quote(refusal)}».`,
        `Button "${call.name}" refused the sample document: "${quote(refusal)}".`,
      );
    const fault = statusFault(call, [200]) ?? actionFault(call, popups);
    if (fault !== null) return failed(rule, stepId, `Кнопка «${call.name}»: ${fault.ru}.`, `Button "${call.name}": ${fault.en}.`);
    return passed(rule, stepId, 'Кнопки отвечают допустимым действием.', 'Buttons answer with a legal action.');
  });
  if (!facts.doneSteps.has(stepId)) return pressed;
  const unfinished = (facts.solution?.processes ?? []).filter((one) => one.completedAt === null);
  const refused = (facts.solution?.inbound ?? []).filter((call) => call.resource === 'button/complete' && call.status >= 400);
  return [
    ...pressed,
    ...unfinished.map((one) =>
      failed(
        rule,
        stepId,
        `Кнопка «${one.button}» обещала сообщить о завершении, но button/complete не вызван.`,
        `Button "${one.button}" promised to report its end, but button/complete was not called.`,
        'not-observed',
      ),
    ),
    ...refused.map((call) =>
      failed(
        rule,
        facts.stepAt(call.at) ?? stepId,
        `button/complete отклонён: HTTP ${call.status}, код ${String(call.errorCode)}.`,
        `button/complete was refused: HTTP ${call.status}, code ${String(call.errorCode)}.`,
      ),
    ),
  ];
}

/** ms-scenario-answer: 200. */
export function judgeScenarios(facts: RunFacts): Judgement[] {
  const rule = 'ms-scenario-answer';
  return lastAttempts(facts, 'scenario').map((call) => {
    const refusal = refusalIn(call);
    if (refusal !== null)
      return couldNotLook(
        rule,
        'work.scenario',
        `Действие сценария «${call.name}» отказало пробному документу: «${quote(refusal)}».`,
        `Scenario action "${call.name}" refused the sample document: "${quote(refusal)}".`,
      );
    const fault = statusFault(call, [200]);
    return fault === null
      ? passed(rule, 'work.scenario', 'Действия сценариев выполняются.', 'Scenario actions are carried out.')
      : failed(rule, 'work.scenario', `Действие сценария «${call.name}»: ${fault.ru}.`, `Scenario action "${call.name}": ${fault.en}.`);
  });
}

const REFUSED = [401, 403];

/** ms-jwt-verified: what is not signed by MoySklad, has expired or was used before is refused. */
export function judgeProbes(facts: RunFacts): Judgement[] {
  const rule = 'ms-jwt-verified';
  const words: Readonly<Record<string, Words>> = {
    'wrong-signature': { ru: 'с чужой подписью', en: 'with a wrong signature' },
    'expired-token': { ru: 'с истёкшим токеном', en: 'with an expired token' },
    'repeated-jti': { ru: 'с повторным jti', en: 'with a repeated jti' },
  };
  return Object.entries(words).flatMap(([probe, word]) => {
    const call = (facts.solution?.vendorCalls ?? []).findLast((one) => one.probe === probe);
    if (call === undefined) return [];
    const stepId = `probes.${probe}`;
    if (call.status !== null && REFUSED.includes(call.status))
      return [
        passed(rule, stepId, `Запрос ${word.ru} отклонён: HTTP ${call.status}.`, `A request ${word.en} is refused: HTTP ${call.status}.`),
      ];
    if (call.status !== null && call.status >= 400 && call.status < 500)
      return [
        passed(
          rule,
          stepId,
          `Запрос ${word.ru} отклонён: HTTP ${call.status} (обычно 401).`,
          `A request ${word.en} is refused: HTTP ${call.status} (401 is usual).`,
        ),
      ];
    const what = call.status === null ? quote(call.error ?? '') : `HTTP ${call.status}`;
    return [failed(rule, stepId, `Запрос ${word.ru} не отклонён: ${what}.`, `A request ${word.en} is not refused: ${what}.`)];
  });
}

/** ms-install-idempotent: the same activation again makes nothing twice. */
export function judgeRepetition(facts: RunFacts): Judgement[] {
  const rule = 'ms-install-idempotent';
  const stepId = 'probes.repeated-request';
  const call = (facts.solution?.vendorCalls ?? []).findLast((one) => one.probe === 'repeated-request');
  if (call === undefined) return [];
  const fault = activationFault(call);
  if (fault !== null) return [failed(rule, stepId, `Повтор активации: ${fault.ru}.`, `The repeated activation: ${fault.en}.`)];
  const { repeated } = facts;
  const added = repeated === null ? [] : repeated.after.filter((one) => !repeated.before.includes(one));
  if (added.length > 0 || (repeated !== null && repeated.after.length > repeated.before.length))
    return [
      failed(
        rule,
        stepId,
        `Повтор активации создал дубли: ${added.join(', ')}.`,
        `The repeated activation made duplicates: ${added.join(', ')}.`,
      ),
    ];
  return [passed(rule, stepId, 'Повтор активации ничего не создал дважды.', 'The repeated activation made nothing twice.')];
}

/** ms-version-two-credentials: the published version's calls are taken by the same server. */
export function judgePublished(facts: RunFacts): Judgement[] {
  const rule = 'ms-version-two-credentials';
  const calls = (facts.solution?.vendorCalls ?? []).filter((call) => call.credentials === 'published');
  if (calls.length === 0) return [];
  const failures = calls.flatMap((call) => {
    const fault = call.kind === 'activation' ? activationFault(call) : statusFault(call, [200, 204]);
    return fault === null
      ? []
      : [
          failed(
            rule,
            'version.credentials',
            `Ключи опубликованной версии, ${call.name}: ${fault.ru}.`,
            `Credentials of the published version, ${call.name}: ${fault.en}.`,
          ),
        ];
  });
  if (failures.length > 0) return failures;
  return [passed(rule, 'version.credentials', 'Сервер принимает обе пары ключей.', 'The server takes both sets of credentials.')];
}
