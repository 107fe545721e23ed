import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { FieldDescription } from '../marketplace.ts';
import { languagesOf, type Card, type CardLanguage } from './card-schema.ts';

/** Labels as in the vendor's cabinet, in the order in which a moderator reads. */
const LANGUAGE: Readonly<Record<CardLanguage, LocalizedText>> = {
  ru: { ru: 'русский', en: 'Russian' },
  en: { ru: 'английский', en: 'English' },
};

function field(path: string, kind: FieldDescription['kind'], ru: string, en: string): FieldDescription {
  return { path, kind, label: { ru, en } };
}

/** Fields of a validated card; texts only in the languages that it has. */
export function cardFields(card: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const texts = languagesOf(card as Card).flatMap((language) => {
    const { ru, en } = LANGUAGE[language];
    return [
      field(`texts.${language}.name`, 'text', `Название (${ru})`, `Name (${en})`),
      field(`texts.${language}.slogan`, 'text', `Краткое описание (${ru})`, `Slogan (${en})`),
      field(`texts.${language}.description`, 'long-text', `Описание (${ru})`, `Description (${en})`),
      field(`texts.${language}.installation`, 'long-text', `Установка и настройка (${ru})`, `Installation and settings (${en})`),
      field(`texts.${language}.support`, 'long-text', `Техническая поддержка (${ru})`, `Support (${en})`),
    ];
  });
  return [
    ...texts,
    field('categories', 'list', 'Категории', 'Categories'),
    field('tags', 'list', 'Теги', 'Tags'),
    field('keywords', 'text', 'Ключевые слова', 'Keywords'),
    field('links.eula', 'link', 'Лицензионное соглашение', 'Licence agreement'),
    field('links.privacy', 'link', 'Политика конфиденциальности', 'Privacy policy'),
    field('links.contact', 'link', 'Связаться', 'Contact'),
    field('links.demo', 'link', 'Демонстрация', 'Demo'),
    field('links.service', 'link', 'Сайт внешнего сервиса', 'Site of the external service'),
    field('links.servicePrices', 'link', 'Цены внешнего сервиса', 'Prices of the external service'),
    field('pricing.monetised', 'boolean', 'Монетизируемое', 'Monetised'),
    field('pricing.externalServicePaid', 'boolean', 'Внешний сервис оплачивается отдельно', 'External service is paid for separately'),
    field('pricing.extraPaid', 'boolean', 'Есть дополнительный платный функционал', 'Has extra paid functions'),
  ];
}

export function versionFields(version: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const languages = Object.keys((version['whatsNew'] as object | undefined) ?? {}) as CardLanguage[];
  return [
    field('number', 'code', 'Номер версии', 'Version number'),
    ...languages.map((language) =>
      field(`whatsNew.${language}`, 'long-text', `Что нового (${LANGUAGE[language].ru})`, `What is new (${LANGUAGE[language].en})`),
    ),
    field('mode', 'code', 'Способ установки', 'Install mode'),
    field('appUrl', 'link', 'Ссылка на приложение', 'Application URL'),
    field('installUrl', 'link', 'Ссылка на установочное приложение', 'Installer URL'),
    field('eventUrl', 'link', 'Обработчик события установки', 'Install event handler'),
    field('settingsUrl', 'link', 'Адрес формы настроек', 'Settings form URL'),
    field('scopes', 'list', 'Права доступа', 'Permissions'),
    field('placements', 'list', 'Места встраивания', 'Widget places'),
    field('menuItem', 'boolean', 'Своя страница и пункт в главном меню', 'Own page and menu item'),
    field('mobile', 'boolean', 'Встраивается в мобильное приложение', 'Embeds into the mobile application'),
    field('userInstall', 'boolean', 'Может устанавливать любой пользователь', 'Any user may install'),
  ];
}
