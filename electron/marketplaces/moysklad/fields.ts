import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { FieldDescription } from '../marketplace.ts';
import { languagesOf, type Card, type CardLanguage } from './card-schema.ts';

/** Labels as in the developer's cabinet, in the order in which a moderator reads. */
const LANGUAGE: Readonly<Record<CardLanguage, LocalizedText>> = {
  ru: { ru: 'русский', en: 'Russian' },
  en: { ru: 'английский', en: 'English' },
};

function field(path: string, kind: FieldDescription['kind'], ru: string, en: string): FieldDescription {
  return { path, kind, label: { ru, en } };
}

/** Fields of a validated card; texts only in the languages that it has, tariffs one by one. */
export function cardFields(card: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const { pricing } = card as Card;
  const texts = languagesOf(card as Card).flatMap((language) => {
    const { ru, en } = LANGUAGE[language];
    return [
      field(`texts.${language}.name`, 'text', `Название (${ru})`, `Name (${en})`),
      field(`texts.${language}.slogan`, 'text', `Краткое описание (${ru})`, `Slogan (${en})`),
      field(`texts.${language}.description`, 'long-text', `Описание (${ru})`, `Description (${en})`),
    ];
  });
  const tariffs = pricing.tariffs.flatMap((tariff, index) => {
    const name = tariff.name === '' ? String(index + 1) : `«${tariff.name}»`;
    return [
      field(`pricing.tariffs.${index}.name`, 'text', `Тариф ${index + 1}`, `Tariff ${index + 1}`),
      field(`pricing.tariffs.${index}.description`, 'long-text', `Тариф ${name}: описание`, `Tariff ${name}: description`),
      field(`pricing.tariffs.${index}.pricePerMonth`, 'number', `Тариф ${name}: ₽ в месяц`, `Tariff ${name}: RUB a month`),
      field(`pricing.tariffs.${index}.trialDays`, 'number', `Тариф ${name}: пробных дней`, `Tariff ${name}: trial days`),
      field(`pricing.tariffs.${index}.hidden`, 'boolean', `Тариф ${name}: скрыт`, `Tariff ${name}: hidden`),
    ];
  });
  return [
    ...texts,
    field('alias', 'code', 'Алиас', 'Alias'),
    field('categories', 'list', 'Категории', 'Categories'),
    field('contacts.email', 'text', 'E-mail для клиентов', 'E-mail for customers'),
    field('contacts.phone', 'text', 'Телефон', 'Telephone'),
    field('contacts.telegram', 'text', 'Telegram', 'Telegram'),
    field('contacts.site', 'link', 'Сайт', 'Site'),
    field('contacts.notifyEmail', 'text', 'E-mail для уведомлений', 'E-mail for notifications'),
    field('links.video', 'link', 'Видео', 'Video'),
    field('links.service', 'link', 'Сайт внешнего сервиса', 'Site of the external service'),
    field('links.servicePrices', 'link', 'Цены внешнего сервиса', 'Prices of the external service'),
    field('pricing.free', 'boolean', 'Бесплатное', 'Free'),
    field('pricing.freeAgreed', 'boolean', 'Бесплатное размещение согласовано', 'Free placement agreed'),
    field('pricing.externalPayment', 'code', 'Оплата вне МоегоСклада', 'Payment outside MoySklad'),
    ...tariffs,
    field('legal.form', 'code', 'Правовая форма разработчика', 'Legal form of the vendor'),
    field('legal.country', 'code', 'Страна разработчика', 'Country of the vendor'),
    field('legal.offerAccepted', 'boolean', 'Оферта принята', 'Offer accepted'),
  ];
}

export function versionFields(version: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const languages = Object.keys((version['whatsNew'] as object | undefined) ?? {}) as CardLanguage[];
  return [
    field('number', 'code', 'Номер версии', 'Version number'),
    ...languages.map((language) =>
      field(
        `whatsNew.${language}`,
        'long-text',
        `Список изменений (${LANGUAGE[language].ru})`,
        `List of changes (${LANGUAGE[language].en})`,
      ),
    ),
    field('mode', 'code', 'Способ установки', 'Install mode'),
    field('appId', 'code', 'appId', 'appId'),
    field('appUid', 'code', 'appUid', 'appUid'),
    field('published.appId', 'code', 'appId опубликованной версии', 'appId of the published version'),
    field('published.appUid', 'code', 'appUid опубликованной версии', 'appUid of the published version'),
    field('paid', 'boolean', 'Подписка может закончиться', 'Has a subscription that can end'),
    field('testServer', 'boolean', 'Дескриптор ведёт на тестовый сервер', 'The descriptor points to a test server'),
    field('descriptor', 'long-text', 'Дескриптор', 'Descriptor'),
  ];
}
