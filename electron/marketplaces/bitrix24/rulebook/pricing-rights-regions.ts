import { rulesOf } from '../../make-rule.ts';

const pricing = rulesOf('pricing');
const rights = rulesOf('rights');
const region = rulesOf('region');

export const pricingRules = [
  pricing('card-discloses-external-payment', 'blocker', 'SM', 'RU-CR; RU-CL', {
    ru: 'Названы внешние сервисы и то, как за них платят',
    en: 'External services and how they are paid for are stated',
    expectedRu: 'Назовите внешние сервисы и условия их оплаты.',
    expectedEn: 'Name the external services and how they are paid for.',
  }),
  pricing('pricing-status-correct', 'major', 'M', 'RU-PR C; monetization/*', {
    ru: 'Признак монетизации верен: адаптеры внешних сервисов и перенос данных не монетизируются',
    en: 'The monetisation status is right: adapters of external services and data migrators are not monetised',
    expectedRu: 'Исправьте признак монетизации.',
    expectedEn: 'Correct the monetisation status.',
  }),
  pricing('pricing-external-tick', 'major', 'SM', 'RU-CR; RU-CL', {
    ru: 'Отмечено, что пользователи платят за внешний сервис, если это так',
    en: 'The tick “users pay for an external service” is set where that is so',
    expectedRu: 'Отметьте в карточке оплату внешнего сервиса.',
    expectedEn: 'Tick the payment for an external service on the card.',
  }),
  pricing('pricing-extra-paid-tick', 'major', 'SM', 'RU-CR; RU-CL', {
    ru: 'Отмечен дополнительный платный функционал, цены ясно указаны в описании',
    en: 'Extra paid functions are ticked and their prices are clear in the description',
    expectedRu: 'Отметьте дополнительный платный функционал и укажите его цены.',
    expectedEn: 'Tick the extra paid functions and state their prices.',
  }),
  pricing('pricing-usable-without-extra', 'major', 'M', 'RU monetization', {
    ru: 'Монетизируемым решением можно пользоваться без обязательных доплат',
    en: 'A monetised solution is usable without further mandatory payment',
    expectedRu: 'Сделайте базовую возможность полезной без доплат: она не должна быть демонстрацией.',
    expectedEn: 'Make the base useful without extra payment: it must not be a demo.',
  }),
  pricing('pricing-no-direct-sale', 'blocker', 'SRM', 'RU-CR D.5-6, 2', {
    ru: 'Нет предложений, акций и скидок купить напрямую у партнёра',
    en: 'No offers, promotions or discounts to buy directly from the partner',
    expectedRu: 'Уберите предложения купить напрямую из карточки, версии и интерфейса.',
    expectedEn: 'Remove offers to buy directly from card, version and interface.',
  }),
];

export const rightsRules = [
  rights('rights-scopes-minimal', 'blocker', 'SR', 'RU-CR C; RU-CL', {
    ru: 'Запрошены только права, которыми пользуется эта версия',
    en: 'Only permissions used by this version are asked for',
    expectedRu: 'Уберите права, которыми версия не пользуется.',
    expectedEn: 'Remove the permissions that the version does not use.',
  }),
  rights('rights-user-scope-min', 'major', 'SR', 'RU-CR C', {
    ru: 'Вместо полного доступа к пользователям запрошен user_brief, если основная функция не требует большего',
    en: 'user_brief instead of wider access to users, unless the core function needs more',
    expectedRu: 'Замените права user и user_basic на user_brief или объясните, зачем нужны более широкие.',
    expectedEn: 'Replace user and user_basic by user_brief, or explain why more is needed.',
  }),
  rights('rights-widgets-declared', 'major', 'SR', 'RU-CR C; RU-CL', {
    ru: 'Объявленные места встраивания совпадают с настоящими',
    en: 'The widget places declared equal those really bound',
    expectedRu: 'Приведите список мест встраивания в соответствие с тем, что решение встраивает.',
    expectedEn: 'Make the list of widget places equal to what the solution binds.',
  }),
  rights('rights-user-install', 'major', 'R', 'RU-CR C', {
    ru: '«Может устанавливать любой пользователь» отмечено, только если всё работает с правами сотрудника',
    en: '“Any user may install” is ticked only if everything works with an ordinary user’s rights',
    expectedRu: 'Снимите отметку или обеспечьте работу с правами обычного сотрудника.',
    expectedEn: 'Remove the tick or make everything work with an ordinary user’s rights.',
  }),
];

export const regionRules = [
  region(
    'region-west-english',
    'blocker',
    'SM',
    'RU-CR A; faq',
    {
      ru: 'Запад: тексты, интерфейс, ссылки и документы на английском, международные домен, почта и телефон, цены в долларах или евро',
      en: 'West: texts, interface, links and documents in English, international domain, mail and phone, prices in USD or EUR',
      expectedRu: 'Переведите решение и документы на английский, укажите международные контакты и цены в долларах или евро.',
      expectedEn: 'Translate solution and documents into English, give international contacts and prices in USD or EUR.',
    },
    { regions: ['west'] },
  ),
  region(
    'region-by-neutral',
    'blocker',
    'SM',
    'RU-CR A',
    {
      ru: 'Беларусь: текст только о продукте, без призывов и ссылок при упоминании марок, без чужих логотипов',
      en: 'Belarus: purely informative text, no appeals or links when naming brands, no third-party logos',
      expectedRu: 'Уберите призывы, ссылки рядом с марками и чужие логотипы.',
      expectedEn: 'Remove appeals, links next to brands and third-party logos.',
    },
    { regions: ['by'] },
  ),
];
