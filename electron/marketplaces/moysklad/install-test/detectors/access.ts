import { couldNotLook, failed, passed, type Judgement } from '../../../page-watch/judgement.ts';
import type { InboundCall, SolutionInspection } from '../../portal/inspection.ts';
import { activationFault } from './vendor-calls.ts';
import type { RunFacts, WindowVisit } from '../facts.ts';

const list = (names: readonly string[]): string => [...new Set(names)].slice(0, 5).join(', ');

function jsonCalls(facts: RunFacts): readonly InboundCall[] {
  return (facts.solution?.inbound ?? []).filter((call) => call.api === 'json');
}

/** When the DELETE of this cause was answered; null when it was not. */
function answeredAt(solution: SolutionInspection | null, cause: string): number | null {
  const call = solution?.vendorCalls.findLast((one) => one.kind === 'deactivation' && one.name === cause && one.probe === null);
  return call === undefined ? null : call.at + call.durationMs;
}

/** ms-uninstall-stops-access: nothing is asked for with the dead token. */
export function judgeAfterlife(facts: RunFacts): Judgement[] {
  const rule = 'ms-uninstall-stops-access';
  if (!facts.doneSteps.has('uninstall.watch')) return [];
  const removedAt = answeredAt(facts.solution, 'Uninstall');
  const isAfter = (call: InboundCall): boolean => removedAt !== null && call.at > removedAt;
  const dead = jsonCalls(facts).filter(
    (call) => call.token === 'revoked' && call.tokenInstallNumber === 1 && call.installNumber === 1 && isAfter(call),
  );
  const status = (facts.solution?.inbound ?? []).filter(
    (call) => call.resource === 'apps/status' && call.status === 404 && call.method === 'PUT' && isAfter(call) && call.installNumber === 1,
  );
  const calls = [...dead, ...status, ...staleCalls(facts).afterlife];
  if (calls.length > 0) {
    return [
      failed(
        rule,
        facts.stepAt(calls[0]?.at ?? 0) ?? 'uninstall.watch',
        `После удаления сервер решения продолжает обращаться к аккаунту: ${list(calls.map((call) => `${call.method} ${call.resource}`))} (HTTP ${calls[0]?.status ?? 0}).`,
        `After the removal the vendor's server still calls the account: ${list(calls.map((call) => `${call.method} ${call.resource}`))} (HTTP ${calls[0]?.status ?? 0}).`,
      ),
    ];
  }
  return [
    passed(
      rule,
      'uninstall.watch',
      `За ${facts.watchMs} мс после удаления обращений к аккаунту нет.`,
      `No calls to the account within ${facts.watchMs} ms after the removal.`,
    ),
  ];
}

/**
 * Calls with the token of the first installation while the second one is there. Where the new token is in use as well, something of
 * the first installation was left running; where it is not, the second one works with the wrong token.
 */
function staleCalls(facts: RunFacts): { readonly afterlife: readonly InboundCall[]; readonly reinstall: readonly InboundCall[] } {
  const second = jsonCalls(facts).filter((call) => call.installNumber === 2);
  const stale = second.filter((call) => call.token === 'revoked');
  const isNewTokenUsed = second.some((call) => call.token === 'valid' && call.tokenInstallNumber === 2);
  return isNewTokenUsed ? { afterlife: stale, reinstall: [] } : { afterlife: [], reinstall: stale };
}

function worked(visit: WindowVisit | undefined): boolean {
  return visit !== undefined && visit.page !== null && (visit.page.httpStatus ?? 200) < 400;
}

/** Calls with a live token during a visit. */
function goodCalls(visit: WindowVisit | undefined): number {
  return (visit?.calls ?? []).filter((call) => call.token === 'valid').length;
}

/** The window used the account's data before and does not any more, or uses a token that is not the present one. */
function lostToken(before: WindowVisit | undefined, after: WindowVisit | undefined): { readonly ru: string; readonly en: string } | null {
  if (after === undefined) return null;
  const stale = after.calls.filter((call) => call.token === 'revoked');
  if (stale.length > 0)
    return {
      ru: 'окно обращается к JSON API с прежним, отозванным токеном',
      en: 'the window calls the JSON API with the earlier, revoked token',
    };
  const bare = after.calls.filter((call) => call.token === 'none' || call.token === 'unknown');
  if (bare.length > 0)
    return { ru: 'окно обращается к JSON API без действующего токена', en: 'the window calls the JSON API without a valid token' };
  if (goodCalls(before) > 0 && goodCalls(after) === 0)
    return { ru: 'окно больше не обращается к данным аккаунта', en: 'the window no longer asks for the account’s data' };
  if (worked(before) && !worked(after)) return { ru: 'окно больше не открывается', en: 'the window no longer opens' };
  return null;
}

/** ms-tariff-change-keeps-token, second half: the window works as before. */
export function judgeTokenAfterTariff(facts: RunFacts): Judgement[] {
  const lost = lostToken(facts.visits.settings, facts.visits.tariff);
  if (lost === null) return [];
  return [
    failed(
      'ms-tariff-change-keeps-token',
      'subscription.window',
      `После смены тарифа ${lost.ru}.`,
      `After the change of tariff ${lost.en}.`,
    ),
  ];
}

/** ms-suspend-resume: silence while suspended, then the new token and the old settings. */
export function judgeResumption(facts: RunFacts): Judgement[] {
  const rule = 'ms-suspend-resume';
  const judgements: Judgement[] = [];
  const suspendedAt = answeredAt(facts.solution, 'Suspend');
  const whileSuspended = jsonCalls(facts).filter(
    (call) => call.installation === 'Suspended' && suspendedAt !== null && call.at > suspendedAt,
  );
  if (whileSuspended.length > 0)
    judgements.push(
      failed(
        rule,
        'subscription.suspend',
        `Во время приостановки сервер решения обращается к аккаунту: ${list(whileSuspended.map((call) => call.resource))}.`,
        `While suspended, the vendor's server calls the account: ${list(whileSuspended.map((call) => call.resource))}.`,
      ),
    );
  const lost = lostToken(facts.visits.settings, facts.visits.resumed);
  if (lost !== null)
    judgements.push(failed(rule, 'subscription.resumed', `После возобновления ${lost.ru}.`, `After the resumption ${lost.en}.`));
  const { saved } = facts;
  const page = facts.visits.resumed?.page ?? null;
  const resumed = facts.solution?.vendorCalls.findLast(
    (call) => call.kind === 'activation' && call.name === 'Resume' && call.probe === null,
  );
  const asksAgain = resumed?.answered === 'SettingsRequired' && saved?.statusAfter === 'Activated';
  // An employee who may save has replaced the administrator's text.
  const text = facts.employee?.wasKept === true ? facts.employee.text : (saved?.text ?? '');
  const isGone = saved?.wasKept === true && page !== null && !shows(page, text);
  if (asksAgain || isGone) {
    const ru = 'После возобновления прежних настроек нет: их нужно вводить заново.';
    const en = 'After the resumption the earlier settings are gone and have to be entered again.';
    judgements.push(
      facts.registration.paid === true
        ? failed(rule, 'subscription.resumed', ru, en)
        : couldNotLook(
            rule,
            'subscription.resumed',
            `${ru} Для платного решения это ошибка; платное ли оно, неизвестно.`,
            `${en} For a paid solution this is a fault; whether it is paid is not known.`,
          ),
    );
  }
  return judgements;
}

function shows(page: NonNullable<WindowVisit['page']>, text: string): boolean {
  return page.text.includes(text) || page.fieldValues.some((value) => value.includes(text)) || page.html.includes(text);
}

/** ms-reinstall-works: the second activation is in order, the window works, the old token is not used. */
export function judgeReinstall(facts: RunFacts): Judgement[] {
  const rule = 'ms-reinstall-works';
  if (!facts.doneSteps.has('reinstall.connect')) return [];
  const calls = (facts.solution?.vendorCalls ?? []).filter(
    (call) => call.kind === 'activation' && call.name === 'Install' && call.installNumber === 2 && call.probe === null,
  );
  const last = calls.at(-1);
  const fault = last === undefined ? null : activationFault(last);
  if (last === undefined || fault !== null) {
    return [
      failed(
        rule,
        'reinstall.connect',
        `Повторное подключение не удалось: ${fault?.ru ?? 'решение не отвечает'}.`,
        `The second connection failed: ${fault?.en ?? 'the solution does not answer'}.`,
      ),
    ];
  }
  const failures: Judgement[] = [];
  const stuck = facts.solution?.status === 'Activating';
  if (stuck)
    failures.push(
      failed(
        rule,
        'reinstall.connect',
        'Повторное подключение не завершилось: статус остался Activating.',
        'The second connection did not end: the status stayed Activating.',
      ),
    );
  const stale = staleCalls(facts).reinstall;
  if (stale.length > 0)
    failures.push(
      failed(
        rule,
        facts.stepAt(stale[0]?.at ?? 0) ?? 'reinstall.window',
        `После повторного подключения используется прежний токен: ${list(stale.map((call) => call.resource))}.`,
        `After the second connection the earlier token is used: ${list(stale.map((call) => call.resource))}.`,
      ),
    );
  const lost = stale.length > 0 ? null : lostToken(facts.visits.settings, facts.visits.reinstalled);
  if (lost !== null)
    failures.push(failed(rule, 'reinstall.window', `После повторного подключения ${lost.ru}.`, `After the second connection ${lost.en}.`));
  if (failures.length > 0) return failures;
  return [
    passed(
      rule,
      'reinstall.connect',
      `Повторное подключение принято: ${last.answered ?? ''}.`,
      `The second connection was taken: ${last.answered ?? ''}.`,
    ),
  ];
}

/** ms-reinstall-no-duplicates: each webhook and field once. */
export function judgeDuplicates(facts: RunFacts): Judgement[] {
  const rule = 'ms-reinstall-no-duplicates';
  if (facts.afterReinstall === null) return [];
  const twice = duplicatesIn(facts.afterReinstall);
  if (twice.length > 0)
    return [
      failed(
        rule,
        'reinstall.state',
        `После повторного подключения двоятся: ${list(twice)}.`,
        `After the second connection there are doubles: ${list(twice)}.`,
      ),
    ];
  return [
    passed(rule, 'reinstall.state', 'Двойных вебхуков и дополнительных полей нет.', 'There are no double webhooks and additional fields.'),
  ];
}

/** A webhook counts as the same when its event and address without query are. */
export function duplicatesIn(solution: SolutionInspection): string[] {
  const names = [
    ...solution.webhooks.map((one) => `webhook ${one.event} ${one.url.split('?')[0] ?? ''}`),
    ...solution.attributes.map((one) => `attribute ${one.entityType} «${one.name}»`),
  ];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** A part of the solution that could not be tried, and might have used a right. */
function unseenPart(facts: RunFacts): { readonly ru: string; readonly en: string } | null {
  const isBroken =
    facts.unopened.length > 0 ||
    facts.feedback.some((one) => !one.wasSent) ||
    facts.pages.some((page) => page.role === 'administrator' && (page.httpStatus ?? 200) >= 400);
  if (isBroken) return { ru: 'страницы решения не работают', en: 'the solution’s pages do not work' };
  const isUnset = facts.beforeRemoval?.status === 'SettingsRequired' || facts.saved?.statusAfter === 'SettingsRequired';
  if (isUnset) return { ru: 'решение осталось не настроенным', en: 'the solution was not set up' };
  return null;
}

/** ms-rights-minimal: what is granted is used, and nothing else is asked for. */
export function judgeRights(facts: RunFacts): Judgement[] {
  const rule = 'ms-rights-minimal';
  const { solution } = facts;
  if (solution === null || !facts.doneSteps.has('reinstall.state')) return [];
  const excess = jsonCalls(facts).filter((call) => call.status === 403);
  if (excess.length > 0)
    return [
      failed(
        rule,
        facts.stepAt(excess[0]?.at ?? 0),
        `Решение обращается к тому, на что у него нет прав: ${list(excess.map((call) => `${call.method} ${call.resource} (${call.right})`))}.`,
        `The solution asks for what it has no rights to: ${list(excess.map((call) => `${call.method} ${call.resource} (${call.right})`))}.`,
      ),
    ];
  if (solution.scope !== 'custom')
    return [
      couldNotLook(
        rule,
        'reinstall.state',
        'Решение работает с правами администратора: какие из них нужны, решит человек.',
        'The solution has administrator’s rights: which of them it needs, a person has to decide.',
      ),
    ];
  const used = new Set(solution.rightsUsed);
  // print and approve are not part of the JSON API; view is needed by every other level, update by delete.
  const unused = solution.rightsGranted.filter((right) => {
    if (used.has(right) || /:(?:print|approve)$/.test(right) || right === 'currency:view') return false;
    const [name = '', level] = right.split(':');
    const levels = solution.rightsUsed.filter((one) => one.startsWith(`${name}:`));
    if (level === 'view') return levels.length === 0;
    if (level === 'update') return !levels.includes(`${name}:delete`);
    return true;
  });
  const whyUnseen = unseenPart(facts);
  if (unused.length > 0 && whyUnseen !== null)
    return [
      couldNotLook(
        rule,
        'reinstall.state',
        `Права не использованы: ${unused.join(', ')}; но ${whyUnseen.ru}, поэтому о лишних правах судить нельзя.`,
        `Rights not used: ${unused.join(', ')}; but ${whyUnseen.en}, so needless rights cannot be judged.`,
      ),
    ];
  if (unused.length > 0)
    return [
      failed(
        rule,
        'reinstall.state',
        `Запрошены, но за весь прогон ни разу не использованы права: ${unused.join(', ')}.`,
        `Rights asked for and never used during the run: ${unused.join(', ')}.`,
        'not-observed',
      ),
    ];
  return [passed(rule, 'reinstall.state', 'Все запрошенные права использованы.', 'Every right asked for was used.')];
}

/** ms-jsonapi12-token-only, ms-no-jsonapi11, ms-no-login-password, ms-stable-service: how the vendor's server talks to MoySklad. */
export function judgeAccess(facts: RunFacts): Judgement[] {
  const judgements: Judgement[] = [];
  const everything = [...jsonCalls(facts), ...facts.unattributed.filter((call) => call.api === 'json')];
  const old = everything.filter((call) => call.resource.startsWith('remap/'));
  if (old.length > 0)
    judgements.push(
      failed(
        'ms-no-jsonapi11',
        facts.stepAt(old[0]?.at ?? 0),
        `Решение обращается к устаревшему JSON API: ${list(old.map((call) => call.resource))}.`,
        `The solution calls an outdated JSON API: ${list(old.map((call) => call.resource))}.`,
      ),
    );
  else if (everything.length > 0)
    judgements.push(passed('ms-no-jsonapi11', 'reinstall.state', 'Используется только JSON API 1.2.', 'Only JSON API 1.2 is used.'));
  const basic = everything.filter((call) => call.requested === 'login and password');
  if (basic.length > 0)
    judgements.push(
      failed(
        'ms-no-login-password',
        facts.stepAt(basic[0]?.at ?? 0),
        'Решение обращается к JSON API по логину и паролю.',
        'The solution calls the JSON API with login and password.',
      ),
    );
  const foreign = facts.unattributed.filter((call) => call.api === 'json' && call.token === 'unknown');
  if (foreign.length > 0)
    judgements.push(
      failed(
        'ms-jsonapi12-token-only',
        facts.stepAt(foreign[0]?.at ?? 0),
        `Решение обращается к JSON API не с тем токеном, который получило: ${list(foreign.map((call) => call.resource))}.`,
        `The solution calls the JSON API with another token than it was given: ${list(foreign.map((call) => call.resource))}.`,
      ),
    );
  const inbound = [...(facts.solution?.inbound ?? []), ...facts.unattributed];
  const packed = inbound.filter((call) => call.status === 415);
  if (packed.length > 0)
    judgements.push(
      failed(
        'ms-stable-service',
        facts.stepAt(packed[0]?.at ?? 0),
        `Запросы без Accept-Encoding: gzip отклонены (415): ${list(packed.map((call) => call.resource))}.`,
        `Requests without Accept-Encoding: gzip are refused (415): ${list(packed.map((call) => call.resource))}.`,
      ),
    );
  const refused = facts.unattributed.filter((call) => call.api === 'vendor' && call.status === 401);
  if (refused.length > 0)
    judgements.push(
      failed(
        'ms-stable-service',
        facts.stepAt(refused[0]?.at ?? 0),
        `Vendor API отклоняет токены решения (401, 1056): ${list(refused.map((call) => call.resource))}.`,
        `The Vendor API refuses the solution's tokens (401, 1056): ${list(refused.map((call) => call.resource))}.`,
      ),
    );
  return judgements;
}

/** ms-install-status-honest: settings that are saved end in Activated, and no transition is asked for that there is not. */
export function judgeStatus(facts: RunFacts): Judgement[] {
  const rule = 'ms-install-status-honest';
  const { saved, solution } = facts;
  const conflicts = (solution?.inbound ?? []).filter((call) => call.resource === 'apps/status' && call.status === 409);
  if (conflicts.length > 0) {
    const [first] = conflicts;
    return [
      failed(
        rule,
        facts.stepAt(first?.at ?? 0),
        `PUT status «${first?.requested ?? ''}» в состоянии ${first?.installation ?? ''} отклонён (409): такого перехода нет.`,
        `PUT status "${first?.requested ?? ''}" in the state ${first?.installation ?? ''} is refused (409): there is no such transition.`,
      ),
    ];
  }
  if (!facts.doneSteps.has('settings.state')) return [];
  const status = saved?.statusAfter ?? facts.beforeRemoval?.status ?? solution?.status ?? null;
  if (status === 'Activated') return [passed(rule, 'settings.state', 'Решение перешло в «подключено».', 'The solution became connected.')];
  if (status !== 'SettingsRequired') return [];
  if (saved === null || !saved.wasSent)
    return [
      couldNotLook(
        rule,
        'settings.state',
        'Решение требует настройки, но форму, которую можно заполнить, найти не удалось.',
        'The solution needs setting up, but no form was found that can be filled in.',
      ),
    ];
  const asksForMore = (solution?.inbound ?? []).some(
    (call) => call.resource === 'apps/status' && call.requested === 'SettingsRequired' && facts.stepAt(call.at) === saved.stepId,
  );
  // A form that wants real values, such as the key of an outside service, is right not to take a sample.
  if (asksForMore || !saved.wasKept) {
    const why = asksForMore
      ? { ru: 'решение сообщило, что настроек не хватает', en: 'the solution reported that settings are missing' }
      : { ru: 'форма не сохранила пробное значение', en: 'the form did not keep the sample value' };
    return [
      couldNotLook(
        rule,
        'settings.state',
        `Настроить решение пробными значениями не удалось: ${why.ru}. Его нужно настроить вручную.`,
        `The solution could not be set up with sample values: ${why.en}. A person has to set it up.`,
      ),
    ];
  }
  return [
    failed(
      rule,
      saved.stepId,
      'Настройки сохранены, но решение не сообщило PUT status Activated и осталось «требует настройки».',
      'The settings were saved, but the solution did not report PUT status Activated and still "needs setting up".',
      'not-observed',
    ),
  ];
}

/** ms-loyalty-configured, as far as a run sees it: settings that are sent are taken. Cash desks are not simulated. */
export function judgeLoyalty(facts: RunFacts): Judgement[] {
  const rule = 'ms-loyalty-configured';
  if (!facts.registration.descriptor.loyaltyApi || facts.solution === null) return [];
  const calls = facts.solution.inbound.filter((call) => call.resource === 'apps/loyalty');
  const refused = calls.find((call) => call.status >= 400);
  if (refused !== undefined)
    return [
      failed(
        rule,
        facts.stepAt(refused.at),
        `Настройки лояльности отклонены: HTTP ${refused.status}, код ${String(refused.errorCode)}.`,
        `The loyalty settings were refused: HTTP ${refused.status}, code ${String(refused.errorCode)}.`,
      ),
    ];
  const [first] = calls;
  if (first !== undefined)
    return [passed(rule, facts.stepAt(first.at), 'Настройки лояльности переданы и приняты.', 'Loyalty settings were sent and taken.')];
  return [
    couldNotLook(
      rule,
      'reinstall.state',
      'За прогон настройки лояльности не передавались; в кассе программу проверит человек.',
      'No loyalty settings were sent during the run; a person tries the programme at the cash desk.',
    ),
  ];
}
