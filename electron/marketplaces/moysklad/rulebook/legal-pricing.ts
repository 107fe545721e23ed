import { rulesOf, text, words as w } from '../../make-rule.ts';
import { CONTENT, NEXT_VERSION, PRICED, PRICE_OR_TRIAL, VERSIONS, WITH_TRIAL } from './scopes.ts';

const legal = rulesOf('legal');
const pricing = rulesOf('pricing');
const privateOnly = { ...VERSIONS, solutionTypes: ['private'] };

export const legalRules = [
  legal(
    'ms-icon-no-moysklad-logo',
    'blocker',
    'M',
    'MS §3',
    w(
      'На логотипе нет знака МоегоСклада и подражания ему',
      'The icon has no MoySklad logo and no imitation of it',
      'Уберите с логотипа знак МоегоСклада.',
      'Remove the MoySklad mark from the icon.',
    ),
    CONTENT,
  ),
  legal(
    'ms-vendor-legal-form',
    'blocker',
    'SM',
    'MS §4 (2026)',
    w(
      'Новая редакция: разработчик зарегистрирован в России или СНГ, счёт в рублях, оферта принята',
      'Newer text: the vendor is registered in Russia or the CIS, has an account in roubles and accepted the offer',
      'Приведите данные разработчика в соответствие с условиями размещения.',
      'Bring the vendor data in line with the terms of placement.',
    ),
    PRICED,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  legal(
    'ms-vendor-legal-form-2023',
    'blocker',
    'SM',
    'SEED3',
    w(
      'Платное решение размещает только ИП или ООО — налоговый резидент России',
      'A paid solution is placed only by a sole trader or company that is a Russian tax resident',
      'Разместите решение от ИП или ООО — налогового резидента России либо сделайте его бесплатным.',
      'Place the solution as a sole trader or company that is a Russian tax resident, or make it free.',
    ),
    PRICED,
    {
      drift: [
        {
          since: '2026',
          says: text(
            'Допускаются организации и предприниматели России и стран СНГ со счётом в рублях.',
            'Companies and sole traders of Russia and the CIS with an account in roubles are let in.',
          ),
          source: 'MS §4',
        },
      ],
    },
  ),
];

export const pricingRules = [
  pricing(
    'ms-paid-by-default',
    'blocker',
    'SM',
    'MS §4',
    w(
      'Решение платное через биллинг МоегоСклада, если бесплатное размещение не согласовано',
      'Paid through MoySklad billing unless free placement was agreed',
      'Назначьте подписку или согласуйте бесплатное размещение письмом.',
      'Set a subscription or agree on free placement by mail.',
    ),
    PRICED,
  ),
  pricing(
    'ms-free-fully-works',
    'blocker',
    'M',
    'MS §4',
    w(
      'Бесплатное решение не требует оплаты на стороне; исключения — СМС и телефония',
      'A free solution needs no payment outside; SMS and telephony excepted',
      'Уберите необходимость платить на стороне.',
      'Remove the need to pay outside.',
    ),
    PRICED,
  ),
  pricing(
    'ms-full-function-by-subscription',
    'blocker',
    'M',
    'SEED3, условия размещения',
    w(
      'Подписка даёт всё обещанное, кроме услуг сторонних служб',
      'The subscription covers all that is promised, except third-party services',
      'Включите все обещанные функции в подписку.',
      'Include every promised function in the subscription.',
    ),
    PRICED,
  ),
  pricing(
    'ms-price-minimum-old',
    'blocker',
    'S',
    'SEED3, минимальная стоимость',
    w(
      'Цена не ниже минимума: CMS и конструкторы 500, доставка 1000, обмен с маркетплейсами 3000, комплексное 5000 рублей в месяц',
      'The price reaches the minimum: CMS and site builders 500, delivery 1000, marketplace exchange 3000, complex shop 5000 roubles a month',
      'Поднимите цену до минимальной для этой категории.',
      'Raise the price to the minimum of its category.',
    ),
    PRICED,
    {
      drift: [
        {
          since: '2026',
          says: text(
            'Вместо минимума рекомендация «от»: CMS 600, доставка 1000, маркетплейсы 2500, комплексное 5000, банк 1000, приватное 1300 ₽ в месяц.',
            'A recommended “from” instead of a minimum: CMS 600, delivery 1000, marketplaces 2500, complex 5000, bank 1000, private 1300 roubles a month.',
          ),
          source: 'MS §4',
        },
      ],
    },
  ),
  pricing(
    'ms-price-not-dumping',
    'major',
    'SM',
    'MS §4 (2026)',
    w(
      'Новая редакция: цена не явно ниже рекомендованной для категории',
      'Newer text: the price is not clearly below the one recommended for its category',
      'Приблизьте цену к рекомендованной для категории.',
      'Bring the price closer to the one recommended for its category.',
    ),
    PRICED,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  pricing(
    'ms-price-multiple-100',
    'major',
    'S',
    'MS §4 (2026)',
    w(
      'Цена в месяц кратна 100 рублям',
      'The monthly price is a multiple of 100 roubles',
      'Назначьте цену, кратную 100 рублям.',
      'Set a price that is a multiple of 100 roubles.',
    ),
    PRICED,
    {
      drift: [
        { until: '2025', says: text('Кратности старая редакция не требовала.', 'The older text asked for no multiple.'), source: 'SEED3' },
      ],
    },
  ),
  pricing(
    'ms-trial-1-14',
    'blocker',
    'S',
    'SEED3, пробный период; MS §4, §7',
    w(
      'Пробный период от 1 до 14 дней и только у одного тарифа',
      'A trial of 1 to 14 days, on one tariff only',
      'Назначьте пробный период от 1 до 14 дней одному тарифу.',
      'Give one tariff a trial of 1 to 14 days.',
    ),
    WITH_TRIAL,
  ),
  pricing(
    'ms-trial-on-going-paid',
    'blocker',
    'S',
    'SEED3, изменение стоимости',
    w(
      'Опубликованное бесплатное решение, ставшее платным, даёт пробный период от 7 до 14 дней',
      'A published free solution that turns paid gives a trial of 7 to 14 days',
      'Назначьте пробный период от 7 до 14 дней.',
      'Set a trial of 7 to 14 days.',
    ),
    { kinds: ['new-version', 'card-change', 'price-change', 'trial-change'] },
  ),
  pricing(
    'ms-change-of-published',
    'blocker',
    'SM',
    'SEED3, изменение стоимости; пробный период',
    w(
      'Цену и пробный период меняет модератор только у опубликованного решения; до публикации это делает разработчик сам',
      'The moderator changes price and trial of a published solution only; before publication the vendor does it himself',
      'Измените цену и пробный период в кабинете: решение ещё не опубликовано.',
      'Change price and trial in the cabinet: the solution is not published yet.',
    ),
    PRICE_OR_TRIAL,
    {
      drift: [
        {
          since: '2026',
          says: text(
            'Цену и пробный период опубликованного решения меняют новой версией.',
            'Price and trial of a published solution are changed by a new version.',
          ),
          source: 'MS §4',
        },
      ],
    },
  ),
  pricing(
    'ms-trial-new-users-only',
    'major',
    'M',
    'SEED3, пробный период',
    w(
      'Новый пробный период получают только новые пользователи; установленные экземпляры живут с прежним',
      'Only new users get the new trial; installed copies keep the one they had',
      'Подтвердите, что изменение не затронет установленные экземпляры.',
      'Confirm that installed copies are not affected.',
    ),
    { kinds: ['trial-change'] },
  ),
  pricing(
    'ms-trial-prolongation',
    'blocker',
    'M',
    'SEED3, продление пробного периода',
    w(
      'Продление: опубликовано и платно, один раз на аккаунт, до 14 дней, поверх текущего срока, не короче его, без оплаченной подписки',
      'Prolongation: published and paid, once per account, at most 14 days, over the running one and never shorter, without a paid subscription',
      'Откажитесь от продления: условия не выполнены.',
      'Do without the prolongation: its conditions are not met.',
    ),
    { kinds: ['trial-change'] },
  ),
  pricing(
    'ms-one-free-tariff',
    'blocker',
    'S',
    'MS §7',
    w('Бесплатный тариф не больше одного', 'At most one free tariff', 'Оставьте один бесплатный тариф.', 'Keep one free tariff.'),
    PRICED,
  ),
  pricing(
    'ms-tariff-names',
    'major',
    'S',
    'MS §7',
    w(
      'Названия тарифов коротки и понятны; от двух тарифов обязательны описания',
      'Tariff names are short and clear; from two tariffs on they have descriptions',
      'Назовите тарифы коротко и опишите каждый.',
      'Name the tariffs briefly and describe each.',
    ),
    PRICED,
  ),
  pricing(
    'ms-version-tariffs-locked',
    'blocker',
    'S',
    'MS §7',
    w(
      'Версия не удаляет опубликованных тарифов и не меняет их цен',
      'The version neither removes nor reprices published tariffs',
      'Верните опубликованные тарифы и их цены; ненужный тариф скройте.',
      'Restore the published tariffs and their prices; hide one that is not needed.',
    ),
    NEXT_VERSION,
  ),
  pricing(
    'ms-private-terms',
    'major',
    'SM',
    'MS §2',
    w(
      'Приватное решение: цена 1300 рублей, серверный тип, выбор окончателен',
      'Private solution: price 1300 roubles, server type, the choice is final',
      'Назначьте приватному решению цену 1300 рублей и подтвердите выбор.',
      'Set the price of the private solution to 1300 roubles and confirm the choice.',
    ),
    privateOnly,
  ),
];
