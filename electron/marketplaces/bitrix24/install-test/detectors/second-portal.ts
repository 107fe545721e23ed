import { failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';
import type { RunFacts } from '../facts.ts';
import { whyPageIsUseless } from './roles.ts';

/** func-external-service-testable: the solution can be connected to several portals in turn, and each keeps its own data. */
export function judgeSecondPortal(facts: RunFacts): Judgement[] {
  const rule = 'func-external-service-testable';
  const second = facts.secondPortal;
  if (second === null) return [];
  if (second.outcome !== 'finished') {
    const seen = quote(second.lastText);
    const answer = second.handlerStatus === null ? '' : ` (HTTP ${second.handlerStatus})`;
    return [
      failed(
        rule,
        second.stepId,
        `Ко второму порталу решение подключить не удалось${answer}.${seen === '' ? '' : ` На экране: «${seen}».`}`,
        `The solution could not be connected to a second portal${answer}.${seen === '' ? '' : ` On the screen: "${seen}".`}`,
      ),
    ];
  }
  const failures: Judgement[] = [];
  const whySecond = second.page === null ? null : whyPageIsUseless(second.page);
  if (second.page !== null && whySecond !== null) {
    failures.push(
      failed(
        rule,
        second.page.stepId,
        `На втором портале приложение не открывается: ${whySecond.ru} (${shortUrl(second.page.url)}).`,
        `The application does not open on the second portal: ${whySecond.en} (${shortUrl(second.page.url)}).`,
      ),
    );
  }
  const { canaryText } = second;
  if (canaryText !== null && second.page !== null && second.page.text.includes(canaryText)) {
    failures.push(
      failed(
        rule,
        second.page.stepId,
        `На втором портале видны данные первого («${canaryText}», ${shortUrl(second.page.url)}).`,
        `The second portal shows data of the first one ("${canaryText}", ${shortUrl(second.page.url)}).`,
      ),
    );
  }
  const before = facts.pages.findLast((one) => one.installNumber === 2 && one.purpose === 'application');
  const whyFirst = second.firstPage === null ? null : whyPageIsUseless(second.firstPage);
  if (second.firstPage !== null && whyFirst !== null && before !== undefined && whyPageIsUseless(before) === null) {
    failures.push(
      failed(
        rule,
        second.firstPage.stepId,
        `После подключения второго портала приложение перестало работать на первом: ${whyFirst.ru} (${shortUrl(second.firstPage.url)}).`,
        `Once a second portal was connected the application stopped working on the first one: ${whyFirst.en} (${shortUrl(second.firstPage.url)}).`,
      ),
    );
  } else if (canaryText !== null && second.firstPage !== null && !second.firstPage.text.includes(canaryText)) {
    failures.push(
      failed(
        rule,
        second.firstPage.stepId,
        `После подключения второго портала данные первого пропали («${canaryText}», ${shortUrl(second.firstPage.url)}).`,
        `Once a second portal was connected the data of the first one was gone ("${canaryText}", ${shortUrl(second.firstPage.url)}).`,
      ),
    );
  }
  if (failures.length === 0 && second.strayCalls.length > 0) {
    const names = [...new Set(second.strayCalls)].join(', ');
    failures.push(
      failed(
        rule,
        'second-portal.first',
        `Приложение открыто на первом портале, а сервер решения обращается ко второму (${names}): видны данные чужого портала.`,
        `The application is opened on the first portal, but the vendor's server calls the second one (${names}): data of another portal is shown.`,
      ),
    );
  }
  if (failures.length > 0) return failures;
  return [
    passed(
      rule,
      second.stepId,
      'Решение подключилось ко второму порталу и продолжает работать на первом.',
      'The solution was connected to a second portal and still works on the first one.',
    ),
  ];
}
