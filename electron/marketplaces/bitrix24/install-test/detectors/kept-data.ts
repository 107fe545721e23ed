import { couldNotLook, failed, passed, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import type { RunFacts } from '../facts.ts';
import { isShown, sentAgain } from './erasure.ts';
import { whyPageIsUseless } from './roles.ts';

/**
 * uninstall-handler in a run without data removal: ONAPPUNINSTALL brought CLEAN=0, so that what the people entered is still there after the
 * reinstallation (domain/bitrix24.md §5). The portal keeps the options; what the solution itself keeps is looked for on its page.
 */
export function judgeKeptData(facts: RunFacts): Judgement[] {
  const rule = 'uninstall-handler';
  const { canary, beforeUninstall, afterReinstall } = facts;
  const second = facts.installs.find((one) => one.installNumber === 2);
  if (facts.clean || beforeUninstall === null || afterReinstall === null || second?.outcome !== 'finished') return [];
  const lost = lostOptions(facts);
  const failures: Judgement[] = [];
  if (lost.length > 0) {
    failures.push(
      failed(
        rule,
        'reinstall.state',
        `Решение удалено без удаления данных, но его параметров на портале после переустановки нет: ${lost.join(', ')}.`,
        `The solution was removed without its data, but its options on the portal are gone after the reinstallation: ${lost.join(', ')}.`,
        'not-observed',
      ),
    );
  }
  if (canary === null || !canary.wasKept) return failures;
  const pages = facts.pages.filter((one) => one.installNumber === 2 && one.purpose === 'application');
  const isThere = pages.some((one) => isShown(one, canary.text)) || sentAgain(facts, canary.text) !== undefined;
  const page = pages.find((one) => whyPageIsUseless(one) === null);
  if (!isThere && page !== undefined) {
    failures.push(
      failed(
        rule,
        page.stepId,
        `Решение удалено без удаления данных (CLEAN=0), но введённого до этого («${canary.text}») после переустановки не видно (${shortUrl(page.url)}).`,
        `The solution was removed without its data (CLEAN=0), but what was entered before ("${canary.text}") is not seen after the reinstallation (${shortUrl(page.url)}).`,
        'not-observed',
      ),
    );
  }
  if (failures.length > 0) return failures;
  if (!isThere) {
    return [
      couldNotLook(
        rule,
        'reinstall.state',
        'Сохранились ли данные при удалении без их стирания, посмотреть негде.',
        'There is nowhere to see whether the data survived the uninstallation that keeps it.',
      ),
    ];
  }
  return [
    passed(
      rule,
      page?.stepId ?? 'reinstall.state',
      'После удаления без удаления данных (CLEAN=0) и переустановки введённое на месте.',
      'After an uninstallation that keeps the data (CLEAN=0) and the reinstallation what was entered is there.',
    ),
  ];
}

/** Names of options that were there before the uninstallation and are not any more. */
function lostOptions({ beforeUninstall, afterReinstall }: RunFacts): readonly string[] {
  if (beforeUninstall === null || afterReinstall === null) return [];
  const kept = new Set(afterReinstall.appOptionKeys);
  const lost = beforeUninstall.appOptionKeys.filter((key) => !kept.has(key)).map((key) => `app.option ${key}`);
  const keptOfUsers = new Set(afterReinstall.userOptionKeys.flatMap(({ userId, keys }) => keys.map((key) => `${userId} ${key}`)));
  const lostOfUsers = beforeUninstall.userOptionKeys.flatMap(({ userId, keys }) =>
    keys.filter((key) => !keptOfUsers.has(`${userId} ${key}`)),
  );
  return [...lost, ...[...new Set(lostOfUsers)].map((key) => `user.option ${key}`)];
}
