import type { Bitrix24ApplicationInspection } from '../../portal/inspection.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { onlyFinishIsMissing } from './installation.ts';
import { whyPageIsUseless } from './roles.ts';

/** reinstall-works: the second installation on the same portal finishes and the application works. */
export function judgeReinstall(facts: RunFacts): Judgement[] {
  const rule = 'reinstall-works';
  const second = facts.installs.find((one) => one.installNumber === 2);
  if (second === undefined) return [];
  if (second.outcome !== 'finished') {
    const first = facts.installs.find((one) => one.installNumber === 1);
    if (first?.outcome !== 'finished' && onlyFinishIsMissing(facts, 2)) return [];
    const seen = quote(second.lastText);
    return [
      failed(
        rule,
        second.stepId,
        `Повторная установка на тот же портал не завершилась.${seen === '' ? '' : ` На экране: «${seen}».`}`,
        `The second installation on the same portal did not finish.${seen === '' ? '' : ` On the screen: "${seen}".`}`,
      ),
    ];
  }
  const later = facts.installs.find((one) => one.stepId.startsWith('probes.') && one.outcome !== 'finished');
  if (later !== undefined) {
    const isTwice = later.stepId === 'probes.duplicate-install';
    const what = isTwice
      ? { ru: 'которую начали дважды', en: 'that was begun twice' }
      : { ru: 'при которой события опаздывали', en: 'with late events' };
    return [
      failed(
        rule,
        later.stepId,
        `Установка, ${what.ru}, не завершилась.${later.lastText === '' ? '' : ` На экране: «${quote(later.lastText)}».`}`,
        `An installation ${what.en} did not finish.${later.lastText === '' ? '' : ` On the screen: "${quote(later.lastText)}".`}`,
      ),
    ];
  }
  const page = facts.pages.findLast((one) => one.installNumber === 2 && one.purpose === 'application');
  if (page !== undefined) {
    const why = whyPageIsUseless(page);
    const before = facts.pages.findLast((one) => one.installNumber === 1 && one.purpose === 'application' && one.role === 'administrator');
    if (why !== null && before !== undefined && whyPageIsUseless(before) === null) {
      return [
        failed(
          rule,
          page.stepId,
          `После переустановки приложение не работает: ${why.ru} (${shortUrl(page.url)}).`,
          `After the reinstallation the application does not work: ${why.en} (${shortUrl(page.url)}).`,
        ),
      ];
    }
  }
  return [
    passed(
      rule,
      second.stepId,
      'Повторная установка на тот же портал завершилась, решение работает.',
      'The second installation on the same portal finished and the solution works.',
    ),
  ];
}

/** Event or place, with the address without its query: a changing query is how handlers are registered twice unnoticed. */
export function boundNow(application: Bitrix24ApplicationInspection): readonly string[] {
  return [
    ...application.handlers.filter((one) => !one.byPortal).map((one) => `${one.event} → ${shortUrl(one.url)}`),
    ...application.placements.map((one) => `${one.placement} → ${shortUrl(one.url)}`),
  ];
}

export function duplicates(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** reinstall-rebinds: handlers and widgets are registered again, and once. */
export function judgeRebinding(facts: RunFacts): Judgement[] {
  const rule = 'reinstall-rebinds';
  const before = facts.beforeUninstall;
  const after = facts.afterReinstall;
  const second = facts.installs.find((one) => one.installNumber === 2);
  if (before === null) return [];
  const failures: Judgement[] = [];
  const first = boundNow(before);
  const twice = new Set(duplicates(first));
  let again: readonly string[] = [];
  if (after !== null && second?.outcome === 'finished' && after.active) {
    again = boundNow(after);
    for (const name of duplicates(again)) twice.add(name);
    const places = new Set(again);
    const missing = [...new Set(first)].filter((name) => !places.has(name));
    if (missing.length > 0) {
      failures.push(
        failed(
          rule,
          'reinstall.state',
          `После переустановки не зарегистрировано: ${missing.join('; ')}.`,
          `Not registered after the reinstallation: ${missing.join('; ')}.`,
        ),
      );
    }
  }
  if (twice.size > 0) {
    failures.push(
      failed(
        rule,
        'reinstall.state',
        `Зарегистрировано больше одного раза: ${[...twice].join('; ')}.`,
        `Registered more than once: ${[...twice].join('; ')}.`,
      ),
    );
  }
  const repeated = facts.installedTwice === null ? [] : duplicates(boundNow(facts.installedTwice)).filter((name) => !twice.has(name));
  if (repeated.length > 0) {
    failures.push(
      failed(
        rule,
        'probes.duplicate-install',
        `Установку начали дважды, и зарегистрировано больше одного раза: ${repeated.join('; ')}.`,
        `The installation was begun twice, and registered more than once: ${repeated.join('; ')}.`,
      ),
    );
  }
  if (failures.length > 0) return failures;
  if (second?.outcome !== 'finished') {
    if (second === undefined || first.length === 0) return [];
    return [
      couldNotLook(
        rule,
        second.stepId,
        'Повторная установка не завершилась, регистрации не сравнить.',
        'The second installation did not finish, so the registrations cannot be compared.',
      ),
    ];
  }
  if (first.length === 0) return [];
  return [
    passed(
      rule,
      'reinstall.state',
      `После переустановки снова зарегистрировано всё (${again.length}), без повторов.`,
      `Everything is registered again after the reinstallation (${again.length}), without duplicates.`,
    ),
  ];
}
