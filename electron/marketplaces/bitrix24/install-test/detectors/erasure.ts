import type { Bitrix24ApplicationInspection, Bitrix24DeadTokenUse, Bitrix24OAuthCall } from '../../portal/inspection.ts';
import type { HttpExchange } from '../../../../../shared/domain/install-test.ts';
import type { PageSnapshot } from '../../../page-watch/page-facts.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';

/** Calls of the vendor's server with access that the uninstallation had ended; pages still open in a browser do not count. */
function deadUses(application: Bitrix24ApplicationInspection): readonly Bitrix24DeadTokenUse[] {
  return application.deadTokenUses.filter((one) => one.source === 'vendor');
}

/** When the vendor had answered the news of the uninstallation; null when it did not. */
function uninstallAnsweredAt(application: Bitrix24ApplicationInspection): number | null {
  const delivery = application.events.find((one) => one.event === 'ONAPPUNINSTALL' && !one.forged && one.installNumber === 1);
  return delivery === undefined || delivery.startedAt === null || delivery.durationMs === null
    ? null
    : delivery.startedAt + delivery.durationMs;
}

function uninstalledAt(application: Bitrix24ApplicationInspection): number | null {
  return application.history.find((one) => one.what === 'uninstalled')?.at ?? null;
}

/** Refused token requests between the uninstallation and the next installation, of this solution's client id. */
function oauthAfterUninstall(application: Bitrix24ApplicationInspection): readonly Bitrix24OAuthCall[] {
  const from = uninstalledAt(application);
  if (from === null) return [];
  const until = application.history.find((one) => one.what === 'installed' && one.at > from)?.at ?? Number.POSITIVE_INFINITY;
  return application.oauthCalls.filter((one) => one.at > from && one.at < until);
}

function listNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name)).join(', ');
}

/** uninstall-no-afterlife: no REST and no token requests for the portal after the uninstallation. */
export function judgeAfterlife(facts: RunFacts): Judgement[] {
  const rule = 'uninstall-no-afterlife';
  const application = facts.latest;
  const from = application === null ? null : uninstalledAt(application);
  if (application === null || from === null || facts.afterErasure === null) return [];
  const rest = deadUses(application).filter((one) => one.kind === 'rest');
  const oauth = oauthAfterUninstall(application);
  const failures: Judgement[] = [];
  if (rest.length > 0) {
    const seconds = (((rest[0]?.at ?? from) - from) / 1000).toFixed(1);
    failures.push(
      failed(
        rule,
        facts.stepAt(rest[0]?.at ?? from) ?? 'erasure.watch',
        `После удаления сервер решения продолжает вызывать REST с прежними токенами: ${listNames(rest.map((one) => one.name))} (первый раз через ${seconds} с).`,
        `After the uninstallation the vendor's server keeps calling REST with the old tokens: ${listNames(rest.map((one) => one.name))} (first after ${seconds} s).`,
      ),
    );
  }
  if (oauth.length > 0) {
    failures.push(
      failed(
        rule,
        facts.stepAt(oauth[0]?.at ?? from) ?? 'erasure.watch',
        `После удаления сервер решения запрашивает новые токены: ${listNames(oauth.map((one) => `${one.grantType} → ${one.error ?? `HTTP ${one.status}`}`))}.`,
        `After the uninstallation the vendor's server asks for new tokens: ${listNames(oauth.map((one) => `${one.grantType} → ${one.error ?? `HTTP ${one.status}`}`))}.`,
      ),
    );
  }
  if (failures.length > 0) return failures;
  return [
    passed(
      rule,
      'erasure.watch',
      `За ${facts.watchMs ?? 0} мс после удаления ни одного вызова REST и OAuth с прежними токенами.`,
      `No REST or OAuth call with the old tokens within ${facts.watchMs ?? 0} ms after the uninstallation.`,
    ),
  ];
}

function reinstalledAt(facts: RunFacts): number | null {
  return facts.latest?.history.find((one) => one.what === 'installed' && one.installNumber === 2)?.at ?? null;
}

/** What the vendor's side said to the portal with this text in it, since the second installation. */
export function sentAgain(facts: RunFacts, text: string): HttpExchange | undefined {
  const from = reinstalledAt(facts);
  if (from === null) return undefined;
  // The unmistakable end of the text is the same in every encoding.
  const mark = text.split(' ').at(-1) ?? text;
  return facts.exchanges.find(
    (one) =>
      one.at >= from &&
      (one.direction === 'portal-to-vendor' ? one.responseBody : `${one.kind === 'page' ? '' : one.url} ${one.requestBody}`).includes(mark),
  );
}

const STORES = { local: 'localStorage', session: 'sessionStorage', cookie: 'cookie' } as const;

/** Where the browser keeps a text for this page. */
function storedAt(page: PageSnapshot, text: string): string | null {
  const stored = page.storage.find((one) => one.value.includes(text));
  if (stored !== undefined) return `${STORES[stored.kind]} «${quote(stored.key)}»`;
  const hidden = page.hiddenCookies.find((one) => one.value.includes(text));
  return hidden === undefined ? null : `cookie (HttpOnly) «${quote(hidden.name)}»`;
}

export function isShown(page: PageSnapshot, text: string): boolean {
  return page.text.includes(text) || page.fieldValues.some((value) => value.includes(text));
}

/** The text that was entered before the uninstallation, where it is met again afterwards; null when it is not. */
function metAgain(facts: RunFacts, text: string): { readonly stepId: string; readonly ru: string; readonly en: string } | null {
  const again = facts.pages.filter((page) => page.installNumber >= 2);
  const page = again.find((one) => isShown(one, text));
  if (page !== undefined) {
    const where = shortUrl(page.url);
    return {
      stepId: page.stepId,
      ru: `снова видны после переустановки (${where})`,
      en: `is seen again after the reinstallation (${where})`,
    };
  }
  for (const one of again) {
    const place = storedAt(one, text);
    if (place === null) continue;
    const where = `${place} (${shortUrl(one.url)})`;
    return { stepId: one.stepId, ru: `остались в браузере: ${where}`, en: `stayed in the browser: ${where}` };
  }
  const sent = sentAgain(facts, text);
  if (sent === undefined) return null;
  const what = sent.name ?? shortUrl(sent.url);
  const stepId = facts.stepAt(sent.at) ?? 'reinstall.state';
  return {
    stepId,
    ru: `решение передаёт порталу после переустановки: ${what}`,
    en: `is sent to the portal by the solution after the reinstallation: ${what}`,
  };
}

/** The option that was written before is back although the portal erased it and wrote nothing. */
function optionIsBack(facts: RunFacts, name: string): boolean {
  const after = facts.afterReinstall;
  return after !== null && (after.appOptionKeys.includes(name) || after.userOptionKeys.some(({ keys }) => keys.includes(name)));
}

/** uninstall-data-removed: nothing that belongs to the portal survives an uninstallation with data removal. */
export function judgeErasure(facts: RunFacts): Judgement[] {
  const rule = 'uninstall-data-removed';
  const application = facts.latest;
  if (application === null || facts.afterErasure === null) return [];
  if (!facts.clean) {
    return [
      couldNotLook(
        rule,
        'erasure.watch',
        'Решение удалено без удаления данных, стирание не проверялось.',
        'Uninstalled without data removal; erasure was not checked.',
      ),
    ];
  }
  const failures: Judgement[] = [];
  // A call while the event is being handled can still be part of tidying up; a later one needs a stored token.
  const answeredAt = uninstallAnsweredAt(application);
  const kept = deadUses(application).filter((one) => answeredAt === null || one.at > answeredAt);
  if (kept.length > 0) {
    const names = listNames(kept.map((one) => one.name));
    failures.push(
      failed(
        rule,
        facts.stepAt(kept[0]?.at ?? 0) ?? 'erasure.watch',
        `Токены портала не удалены: уже ответив на ONAPPUNINSTALL, сервер решения использует их (${names}).`,
        `The portal's tokens were not deleted: having answered ONAPPUNINSTALL, the vendor's server still uses them (${names}).`,
      ),
    );
  }
  const { canary, optionCanary } = facts;
  const again = facts.pages.filter((page) => page.installNumber >= 2);
  const met = canary === null ? null : metAgain(facts, canary.text);
  // A text that was never kept was not erased either; mode D keeps it out of sight.
  if (canary !== null && met !== null && (canary.wasKept || failures.length === 0)) {
    failures.push(
      failed(
        rule,
        met.stepId,
        `Данные, введённые до удаления («${canary.text}»), ${met.ru}.`,
        `Data entered before the uninstallation ("${canary.text}") ${met.en}.`,
      ),
    );
  }
  if (optionCanary !== null) {
    for (const [method, text] of [
      ['app.option', optionCanary.app],
      ['user.option', optionCanary.user],
    ] as const) {
      const place = metAgain(facts, text);
      if (place === null) continue;
      failures.push(
        failed(
          rule,
          place.stepId,
          `Данные, записанные до удаления в ${method} («${text}»), ${place.ru}.`,
          `Data written to ${method} before the uninstallation ("${text}") ${place.en}.`,
        ),
      );
    }
    if (failures.length === 0 && optionIsBack(facts, optionCanary.name)) {
      failures.push(
        failed(
          rule,
          'reinstall.state',
          `Параметр «${optionCanary.name}», стёртый порталом при удалении, решение записало снова.`,
          `The option "${optionCanary.name}", which the portal erased at the uninstallation, was written again by the solution.`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  if (canary === null || !canary.wasKept) {
    return [
      couldNotLook(
        rule,
        'erasure.watch',
        'Прежние токены не используются, но пробные данные ввести не удалось: базу данных разработчика снаружи не видно, нужна проверка человеком.',
        'The old tokens are not used, but no sample data could be entered: the vendor’s database cannot be seen from outside, a person has to check.',
      ),
    ];
  }
  const isAskedAgain = facts.exchanges.some(
    (one) => one.kind === 'settings' && one.at > (reinstalledAt(facts) ?? Number.POSITIVE_INFINITY),
  );
  if (again.length === 0 && !isAskedAgain) {
    return [
      couldNotLook(
        rule,
        'erasure.watch',
        'Переустановка не дошла до страниц приложения, пробные данные искать негде.',
        'The reinstallation did not reach the application’s pages, so there was nowhere to look for the sample data.',
      ),
    ];
  }
  return [
    passed(
      rule,
      again.at(-1)?.stepId ?? 'reinstall.state',
      'Прежние токены не используются, введённые до удаления данные после переустановки не видны. Саму базу данных разработчика снаружи не видно.',
      'The old tokens are not used and data entered before the uninstallation is not seen after the reinstallation. The vendor’s database itself cannot be seen from outside.',
    ),
  ];
}
