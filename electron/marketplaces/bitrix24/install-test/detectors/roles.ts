import type { PageSnapshot } from '../../../page-watch/page-facts.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import { findServerError, isBlank } from '../../../page-watch/page-content.ts';

/** Texts of a page that tells its visitor that he may not be here or that nothing works. */
const REFUSAL =
  /доступ (?:запрещ|закрыт|ограничен|только)|нет (?:прав|доступа)|недостаточно прав|только (?:для )?администратор|обратитесь к администратору|access (?:is )?denied|forbidden|permission denied|not (?:allowed|authorized)|administrators? only|only administrators?|insufficient rights|ACCESS_DENIED/i;

/** Why a page is no working application; null when it seems to be one. */
export function whyPageIsUseless(page: PageSnapshot): { readonly ru: string; readonly en: string } | null {
  if (page.httpStatus !== null && page.httpStatus >= 400) return { ru: `HTTP ${page.httpStatus}`, en: `HTTP ${page.httpStatus}` };
  if (isBlank(page)) return { ru: 'пустая страница', en: 'an empty page' };
  if (findServerError(page.text) !== null) return { ru: 'ошибка сервера', en: 'a server error' };
  // A refusal is a short page; a long one may well mention rights in passing.
  if (page.text.length < 600 && REFUSAL.test(page.text))
    return { ru: `отказ: «${quote(page.text)}»`, en: `a refusal: "${quote(page.text)}"` };
  return null;
}

/** install-nonadmin-open: an employee without administrator rights can open it. */
export function judgeOrdinaryUser(facts: RunFacts): Judgement[] {
  const rule = 'install-nonadmin-open';
  if (facts.registration.mode === 'C' || !facts.doneSteps.has('roles.user')) return [];
  const page = facts.pages.findLast((one) => one.stepId === 'roles.user');
  const administrator = facts.pages.findLast((one) => one.stepId === 'roles.administrator');
  if (page === undefined) {
    return [
      couldNotLook(
        rule,
        'roles.user',
        'Страница приложения у сотрудника не открылась.',
        'The application page did not open for an employee.',
      ),
    ];
  }
  const why = whyPageIsUseless(page);
  if (why === null) {
    return [
      passed(
        rule,
        'roles.user',
        `Сотрудник без прав администратора открыл приложение (${shortUrl(page.url)}).`,
        `An employee without administrator rights opened the application (${shortUrl(page.url)}).`,
      ),
    ];
  }
  if (administrator !== undefined && whyPageIsUseless(administrator) !== null) {
    return [
      couldNotLook(
        rule,
        'roles.user',
        'Приложение не работает и у администратора, поэтому о правах сотрудника судить нельзя.',
        'The application does not work for an administrator either, so an employee’s rights cannot be judged.',
      ),
    ];
  }
  return [
    failed(
      rule,
      'roles.user',
      `У администратора приложение работает, а у сотрудника — ${why.ru} (${shortUrl(page.url)}).`,
      `The application works for an administrator, but an employee gets ${why.en} (${shortUrl(page.url)}).`,
    ),
  ];
}

/** install-widgets-live: every widget that was bound appears in the portal and loads. */
export function judgeWidgets(facts: RunFacts): Judgement[] {
  const rule = 'install-widgets-live';
  const application = facts.beforeUninstall;
  if (application === null || application.placements.length === 0 || !facts.doneSteps.has('roles.widgets')) return [];
  const opened = facts.pages.filter((page) => page.purpose === 'widget');
  const judgements: Judgement[] = [];
  for (const page of opened) {
    const why = whyPageIsUseless(page);
    if (why !== null) {
      judgements.push(
        failed(
          rule,
          page.stepId,
          `Виджет не работает: ${why.ru} (${shortUrl(page.url)}).`,
          `A widget does not work: ${why.en} (${shortUrl(page.url)}).`,
        ),
      );
    }
  }
  const rendered = new Set(application.frames.filter((frame) => frame.purpose === 'widget').map((frame) => frame.placement));
  const unseen = application.placements.filter((one) => !rendered.has(one.placement));
  if (unseen.length > 0) {
    const names = [...new Set(unseen.map((one) => one.placement))].join(', ');
    judgements.push(
      couldNotLook(
        rule,
        'roles.widgets',
        `Места виджетов, которых нет на тестовом портале: ${names}.`,
        `Places of widgets that the test portal does not have: ${names}.`,
      ),
    );
  }
  if (judgements.length > 0) return judgements;
  return [
    passed(rule, 'roles.widgets', `Виджетов открыто: ${opened.length}, все загрузились.`, `Widgets opened: ${opened.length}, all loaded.`),
  ];
}
