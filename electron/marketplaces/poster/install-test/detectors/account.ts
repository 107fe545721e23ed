import { couldNotLook, failed, passed, quote, type Judgement } from '../../../page-watch/judgement.ts';
import { freshAccountData } from '../../portal/account/account-data.ts';
import { probeStepId } from '../plan.ts';
import type { RunFacts } from '../facts.ts';

/** Names of the simulated account's spots; there is more than one. */
const SPOT_NAMES: readonly string[] = Object.values(freshAccountData().spots).map((spot) => String(spot['spot_name'] as string));

/** What is to be read on a page, in its fields too. */
function readingsOf(page: RunFacts['pages'][number]): string {
  return [page.text, ...page.fieldValues, page.html].join('\n');
}

/** po-multi-spot: the page names every spot, so that each can be set up or chosen; that it does not proves nothing. */
export function judgeSpots(facts: RunFacts): Judgement[] {
  const rule = 'po-multi-spot';
  const last = facts.pages.at(-1);
  if (last === undefined) return [];
  const shown = facts.pages.find((page) => SPOT_NAMES.every((name) => readingsOf(page).includes(name)));
  if (shown !== undefined)
    return [
      passed(
        rule,
        shown.stepId,
        `На странице приложения названы все заведения: ${SPOT_NAMES.join(', ')}.`,
        `The application’s page names every spot: ${SPOT_NAMES.join(', ')}.`,
      ),
    ];
  const hasAsked = (facts.latest?.calls ?? []).some((call) => /^(?:access|spots)\.getSpots?$/.test(call.method));
  return [
    couldNotLook(
      rule,
      last.stepId,
      `В аккаунте ${SPOT_NAMES.length} заведения, ${hasAsked ? 'приложение запросило их список, но' : 'список их приложение не запрашивало и'} на страницах их нет. Нужен ли выбор заведения, решит человек.`,
      `The account has ${SPOT_NAMES.length} spots; the application ${hasAsked ? 'asked for their list but' : 'did not ask for their list and'} its pages do not show them. Whether a choice of spot is needed, a person has to decide.`,
    ),
  ];
}

/** po-billing-tariff-keys: with Poster's billing a tariff that has run out is seen on the page. */
export function judgeTariff(facts: RunFacts): Judgement[] {
  const rule = 'po-billing-tariff-keys';
  if (!facts.registration.posterBilling) return [];
  const stepId = probeStepId('tariff-limit');
  const limited = facts.pages.find((page) => page.stepId === stepId);
  const usual = facts.pages.findLast((page) => page.role === 'administrator' && !page.stepId.startsWith('probes.'));
  if (limited === undefined || usual === undefined) {
    if (facts.pages.length === 0) return [];
    return [
      couldNotLook(
        rule,
        facts.pages.at(-1)?.stepId ?? null,
        'Окончание тарифа не пробовали: для этого есть проба «Ограничение тарифа».',
        'The end of the tariff was not tried: there is a probe for that.',
      ),
    ];
  }
  if (limited.text.trim() !== usual.text.trim())
    return [
      passed(
        rule,
        stepId,
        `С истёкшим тарифом страница другая: «${quote(limited.text)}».`,
        `With an expired tariff the page is another: "${quote(limited.text)}".`,
      ),
    ];
  return [
    failed(
      rule,
      stepId,
      'С истёкшим тарифом (next_pay_date в прошлом, ошибка 700) страница приложения та же, что с оплаченным.',
      'With an expired tariff (next_pay_date in the past, error 700) the application’s page is the same as with a paid one.',
      'not-observed',
    ),
  ];
}

const ACCOUNT_PHONE = /380\s?000\s?000\s?000|000000000/;

/** po-res-manage-connect: booking is connected in the admin panel, with the account's name, address and phone filled in. */
export function judgeBookingConnection(facts: RunFacts): Judgement[] {
  const rule = 'po-res-manage-connect';
  const isBooking = (facts.latest?.orders ?? []).some((one) => one.method === 'incomingOrders.createReservation');
  if (!isBooking) return [];
  if (facts.registration.manageUrl === null)
    return [
      failed(
        rule,
        'connect.finish',
        'Бронирование подключается не в админ-панели: Manage URL не указан.',
        'Booking is not connected in the admin panel: no Manage URL is given.',
      ),
    ];
  const known = facts.pages.find((page) =>
    page.fieldValues.some(
      (value) => SPOT_NAMES.includes(value) || ACCOUNT_PHONE.test(value.replace(/\D/g, '')) || value === facts.inspection?.account,
    ),
  );
  if (known !== undefined)
    return [
      passed(
        rule,
        known.stepId,
        'В окне подключения данные заведения подставлены в поля.',
        'The window of the connection has the spot’s data in its fields.',
      ),
    ];
  return [
    couldNotLook(
      rule,
      'connect.finish',
      'Полей с подставленными названием, адресом и телефоном на страницах не видно.',
      'No fields with name, address and phone filled in are seen on the pages.',
    ),
  ];
}
