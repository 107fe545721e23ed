import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import type { AutomaticCheck, CheckFinding, CheckInput, CheckResult } from '../../marketplace.ts';
import type { Tariff } from '../card-schema.ts';
import { categoriesOf, offered, paidOf } from '../pricing/offers.ts';
import { isPriceStep, MINIMUM_PRICES, minimumMissed, recommendationMissed, type PriceCategory } from '../pricing/prices.ts';
import { trialProblem, type TrialProblem } from '../pricing/trials.ts';
import { read } from './read-input.ts';

const TRIAL_WORDS: Readonly<Record<TrialProblem, readonly [ru: string, en: string]>> = {
  'not-whole-days': ['длится не целое число дней', 'is no whole number of days'],
  'too-short': ['слишком короткий', 'is too short'],
  'too-long': ['длиннее 14 дней', 'is longer than 14 days'],
  missing: ['не назначен', 'is missing'],
};

/** Every paid tariff against the bound of the categories; the lowest counts, since a card may stand in several. */
function priceCheck(input: CheckInput, missed: (category: PriceCategory, price: number) => number | null): CheckResult {
  const categories = categoriesOf(read(input).card, input.solutionType);
  const found = paidOf(read(input).card).flatMap(({ tariff, path }): CheckFinding[] => {
    const bounds = categories.map((category) => missed(category, tariff.pricePerMonth));
    if (bounds.length === 0 || bounds.includes(null)) return [];
    const bound = Math.min(...bounds.flatMap((each) => each ?? []));
    return [
      finding(
        `Тариф «${tariff.name}»: ${String(tariff.pricePerMonth)} ₽ в месяц, для этой категории от ${String(bound)} ₽.`,
        `Tariff “${tariff.name}”: ${String(tariff.pricePerMonth)} roubles a month; this category asks for ${String(bound)}.`,
        path,
        { suggestion: [`Назначьте не меньше ${String(bound)} ₽.`, `Set at least ${String(bound)} roubles.`] },
      ),
    ];
  });
  return judge(found, pass('Цены подходят категории.', 'The prices fit the category.', 'pricing.tariffs'));
}

export const pricingChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'ms-paid-by-default',
    run(input) {
      const { card } = read(input);
      if (input.solutionType === 'telephony') return pass('Телефония бесплатна.', 'Telephony is free.', 'pricing.free');
      const isFree = card.pricing.free || paidOf(card).length === 0;
      if (isFree && !card.pricing.freeAgreed)
        return fail('Решение бесплатное, а согласия на это нет.', 'The solution is free, but that was not agreed.', 'pricing.freeAgreed');
      if (!isFree && card.pricing.externalPayment === 'own')
        return fail(
          'Само решение оплачивается мимо биллинга МоегоСклада.',
          'The solution itself is paid past MoySklad billing.',
          'pricing.externalPayment',
        );
      return pass('Оплата идёт через биллинг или согласована.', 'It is paid through billing, or that was agreed.', 'pricing.free');
    },
  },
  {
    ruleId: 'ms-price-minimum-old',
    run: (input) =>
      priceCheck(input, (category, price) => (MINIMUM_PRICES[category] === undefined ? null : minimumMissed(category, price))),
  },
  { ruleId: 'ms-price-not-dumping', run: (input) => priceCheck(input, recommendationMissed) },
  {
    ruleId: 'ms-price-multiple-100',
    run: (input) =>
      judge(
        paidOf(read(input).card)
          .filter(({ tariff }) => !isPriceStep(tariff.pricePerMonth))
          .map(({ tariff, path }) =>
            finding(
              `Цена ${String(tariff.pricePerMonth)} ₽ не кратна 100.`,
              `The price ${String(tariff.pricePerMonth)} is no multiple of 100.`,
              path,
            ),
          ),
        pass('Цены кратны 100 рублям.', 'The prices are multiples of 100 roubles.', 'pricing.tariffs'),
      ),
  },
  {
    ruleId: 'ms-trial-1-14',
    run(input) {
      const trials = offered(read(input).card).filter(({ tariff }) => tariff.trialDays !== 0);
      const found = trials.flatMap(({ tariff, path }): CheckFinding[] => {
        const problem = trialProblem(tariff.trialDays, { turnsPaidAfterFree: false });
        if (problem === null) return [];
        const [ru, en] = TRIAL_WORDS[problem];
        return [finding(`Пробный период тарифа «${tariff.name}» ${ru}.`, `The trial of the tariff “${tariff.name}” ${en}.`, path)];
      });
      if (trials.length > 1)
        found.push(
          finding('Пробный период указан у нескольких тарифов.', 'Several tariffs have a trial.', trials[1]?.path ?? null, {
            suggestion: ['Оставьте его одному тарифу.', 'Keep it on one tariff.'],
          }),
        );
      return judge(found, pass('Пробный период в порядке.', 'The trial is in order.', 'pricing.tariffs'));
    },
  },
  {
    ruleId: 'ms-trial-on-going-paid',
    run(input) {
      const { card, approved } = read(input);
      const wasFree = approved !== null && paidOf(approved).length === 0;
      if (!input.isPublished || !wasFree || paidOf(card).length === 0)
        return pass('Решение не становится платным после бесплатного.', 'It does not turn paid after being free.');
      const days = Math.max(...offered(card).map(({ tariff }) => tariff.trialDays));
      const problem = trialProblem(days === 0 ? null : days, { turnsPaidAfterFree: true });
      if (problem === null) return pass('Пробный период от 7 до 14 дней есть.', 'There is a trial of 7 to 14 days.', 'pricing.tariffs');
      const [ru, en] = TRIAL_WORDS[problem];
      return fail(
        `Опубликованное бесплатное решение становится платным, а пробный период ${ru}: нужно от 7 до 14 дней.`,
        `A published free solution turns paid, but the trial ${en}: 7 to 14 days are needed.`,
        'pricing.tariffs',
      );
    },
  },
  {
    ruleId: 'ms-change-of-published',
    run: (input) =>
      input.isPublished
        ? pass('Решение опубликовано.', 'The solution is published.')
        : fail(
            'Решение не опубликовано: цену и пробный период разработчик меняет сам.',
            'The solution is not published: the vendor changes price and trial himself.',
            'pricing.tariffs',
          ),
  },
  {
    ruleId: 'ms-one-free-tariff',
    run(input) {
      const free = offered(read(input).card).filter(({ tariff }) => tariff.pricePerMonth === 0);
      if (free.length > 1)
        return fail(`Бесплатных тарифов ${String(free.length)}.`, `There are ${String(free.length)} free tariffs.`, free[1]?.path ?? null);
      return pass('Бесплатный тариф не больше одного.', 'At most one tariff is free.', 'pricing.tariffs');
    },
  },
  {
    ruleId: 'ms-tariff-names',
    run(input) {
      const tariffs = offered(read(input).card);
      const found = tariffs.flatMap(({ tariff, path }): CheckFinding[] => [
        ...(tariff.name.trim() === '' || [...tariff.name].length > 40
          ? [finding(`Название тарифа не кратко: «${tariff.name}».`, `The tariff name is not short: “${tariff.name}”.`, path)]
          : []),
        ...(tariffs.length > 1 && tariff.description.trim() === ''
          ? [finding(`У тарифа «${tariff.name}» нет описания.`, `The tariff “${tariff.name}” has no description.`, path)]
          : []),
      ]);
      const names = tariffs.map(({ tariff }) => tariff.name.trim().toLocaleLowerCase('ru'));
      const twice = tariffs.find((_, index) => names.indexOf(names[index] ?? '') !== index);
      if (twice !== undefined)
        found.push(
          finding(
            `Два тарифа с одним названием: «${twice.tariff.name}».`,
            `Two tariffs have one name: “${twice.tariff.name}”.`,
            twice.path,
          ),
        );
      return judge(found, pass('Тарифы названы и описаны.', 'Tariffs have names and descriptions.', 'pricing.tariffs'));
    },
  },
  {
    ruleId: 'ms-version-tariffs-locked',
    run(input) {
      const { card, approved } = read(input);
      if (approved === null) return pass('Опубликованных тарифов нет.', 'There are no published tariffs.');
      const key = (tariff: Tariff): string => (tariff.id === '' ? tariff.name : tariff.id);
      const now = new Map(card.pricing.tariffs.map((tariff) => [key(tariff), tariff]));
      const found = approved.pricing.tariffs.flatMap((tariff): CheckFinding[] => {
        const same = now.get(key(tariff));
        if (same === undefined)
          return [
            finding(`Тариф «${tariff.name}» удалён.`, `The tariff “${tariff.name}” was removed.`, 'pricing.tariffs', {
              suggestion: ['Скройте его.', 'Hide it.'],
            }),
          ];
        return same.pricePerMonth === tariff.pricePerMonth
          ? []
          : [
              finding(
                `Цена тарифа «${tariff.name}» изменена: ${String(tariff.pricePerMonth)} → ${String(same.pricePerMonth)} ₽.`,
                `The price of “${tariff.name}” was changed: ${String(tariff.pricePerMonth)} → ${String(same.pricePerMonth)}.`,
                'pricing.tariffs',
              ),
            ];
      });
      return judge(found, pass('Опубликованные тарифы на месте.', 'The published tariffs are in place.', 'pricing.tariffs'));
    },
  },
  {
    ruleId: 'ms-private-terms',
    run(input) {
      const wrong = paidOf(read(input).card).find(({ tariff }) => tariff.pricePerMonth !== 1300);
      if (wrong !== undefined)
        return fail(
          `Цена ${String(wrong.tariff.pricePerMonth)} ₽, нужна 1300 ₽.`,
          `The price is ${String(wrong.tariff.pricePerMonth)}; 1300 is needed.`,
          wrong.path,
        );
      return couldNotLook(
        'Цена верна; знает ли разработчик, что выбор окончателен, спросите.',
        'The price is right; ask whether the vendor knows that the choice is final.',
      );
    },
  },
  {
    ruleId: 'ms-vendor-legal-form-2023',
    run(input) {
      const { legal, pricing } = read(input).card;
      if (pricing.free) return pass('Решение бесплатное.', 'The solution is free.', 'legal.form');
      if (legal.form === 'other')
        return fail('Разработчик не ИП и не организация.', 'The vendor is neither sole trader nor company.', 'legal.form');
      if (legal.country.toUpperCase() !== 'RU')
        return fail(
          `Страна разработчика: ${legal.country || 'не указана'}, нужна Россия.`,
          `The vendor’s country: ${legal.country || 'not given'}; Russia is needed.`,
          'legal.country',
        );
      return pass('Форма и страна подходят.', 'Form and country fit.', 'legal.form');
    },
  },
  {
    ruleId: 'ms-vendor-legal-form',
    run(input) {
      const { legal, pricing } = read(input).card;
      if (pricing.free) return pass('Решение бесплатное.', 'The solution is free.', 'legal.form');
      if (!legal.offerAccepted) return fail('Оферта не принята.', 'The offer is not accepted.', 'legal.offerAccepted');
      if (legal.form === 'other' || !['RU', 'BY', 'KZ', 'AM', 'AZ', 'KG', 'MD', 'TJ', 'UZ', 'TM'].includes(legal.country.toUpperCase()))
        return fail(
          'Разработчик не зарегистрирован в России или СНГ.',
          'The vendor is not registered in Russia or the CIS.',
          'legal.country',
        );
      return couldNotLook(
        'Форма и страна подходят; счёт в рублях проверьте.',
        'Form and country fit; look for the account in roubles.',
        'legal.form',
      );
    },
  },
];
