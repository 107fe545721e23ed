import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import type { RunFacts } from '../facts.ts';
import { boundNow, duplicates } from './reinstall.ts';
import { whyPageIsUseless } from './roles.ts';

/** update-rebinds: after an update from the published version all is registered as after a fresh installation, and the application works. */
export function judgeUpdate(facts: RunFacts): Judgement[] {
  const rule = 'update-rebinds';
  const { update, beforeUninstall } = facts;
  if (update === null) return [];
  if (update.outcome !== 'finished') {
    const seen = quote(update.lastText);
    return [
      failed(
        rule,
        update.stepId,
        `Обновление с версии ${update.fromVersion} не завершилось.${seen === '' ? '' : ` На экране: «${seen}».`}`,
        `The update from version ${update.fromVersion} did not finish.${seen === '' ? '' : ` On the screen: "${seen}".`}`,
      ),
    ];
  }
  const failures: Judgement[] = [];
  const why = update.page === null ? null : whyPageIsUseless(update.page);
  if (update.page !== null && why !== null) {
    failures.push(
      failed(
        rule,
        update.page.stepId,
        `После обновления с версии ${update.fromVersion} приложение не работает: ${why.ru} (${shortUrl(update.page.url)}).`,
        `After the update from version ${update.fromVersion} the application does not work: ${why.en} (${shortUrl(update.page.url)}).`,
      ),
    );
  }
  if (beforeUninstall === null) return failures;
  const fresh = boundNow(beforeUninstall);
  const now = boundNow(update.after);
  const missing = [...new Set(fresh)].filter((name) => !now.includes(name));
  const twice = duplicates(now).filter((name) => !duplicates(fresh).includes(name));
  if (missing.length > 0) {
    failures.push(
      failed(
        rule,
        'update.state',
        `После обновления не зарегистрировано снова: ${missing.join('; ')}. При обновлении портал снимает все подписки и виджеты.`,
        `Not registered again after the update: ${missing.join('; ')}. An update drops all handlers and widgets.`,
      ),
    );
  }
  if (twice.length > 0) {
    failures.push(
      failed(
        rule,
        'update.state',
        `После обновления зарегистрировано больше одного раза: ${twice.join('; ')}.`,
        `Registered more than once after the update: ${twice.join('; ')}.`,
      ),
    );
  }
  if (failures.length > 0) return failures;
  if (fresh.length === 0) {
    return [
      couldNotLook(
        rule,
        'update.state',
        'Решение ничего не регистрирует, сравнивать нечего; обновление завершилось.',
        'The solution registers nothing, so there is nothing to compare; the update finished.',
      ),
    ];
  }
  return [
    passed(
      rule,
      'update.state',
      `После обновления с версии ${update.fromVersion} снова зарегистрировано всё (${now.length}).`,
      `Everything is registered again after the update from version ${update.fromVersion} (${now.length}).`,
    ),
  ];
}
