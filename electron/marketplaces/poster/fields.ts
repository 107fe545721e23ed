import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { FieldDescription } from '../marketplace.ts';
import { languagesOf, type Card, type CardLanguage } from './card-schema.ts';

/** Labels as in the developer's account, in the order in which a moderator reads. */
const LANGUAGE: Readonly<Record<CardLanguage, LocalizedText>> = {
  ru: { ru: 'русский', en: 'Russian' },
  uk: { ru: 'украинский', en: 'Ukrainian' },
  en: { ru: 'английский', en: 'English' },
};

function field(path: string, kind: FieldDescription['kind'], ru: string, en: string): FieldDescription {
  return { path, kind, label: { ru, en } };
}

/** Fields of a validated card; texts only in the languages that it has, prices only as many as there are. */
export function cardFields(card: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const known = card as Card;
  const texts = languagesOf(known).flatMap((language) => {
    const { ru, en } = LANGUAGE[language];
    return [
      field(`texts.${language}.name`, 'text', `Название (${ru})`, `Name (${en})`),
      field(`texts.${language}.slogan`, 'text', `Краткое описание (${ru})`, `Short description (${en})`),
      field(`texts.${language}.description`, 'long-text', `Маркетинговое описание (${ru})`, `Marketing description (${en})`),
      field(`texts.${language}.instruction`, 'long-text', `Инструкция (${ru})`, `Instruction (${en})`),
      field(`texts.${language}.uninstallData`, 'long-text', `Данные после удаления (${ru})`, `Data after removal (${en})`),
    ];
  });
  const prices = (known.prices ?? []).flatMap((_, index) => {
    const number = index + 1;
    return [
      field(`prices.${index}.region`, 'text', `Цена ${number}: регион`, `Price ${number}: region`),
      field(`prices.${index}.amount`, 'number', `Цена ${number}: сумма`, `Price ${number}: amount`),
      field(`prices.${index}.currency`, 'code', `Цена ${number}: валюта`, `Price ${number}: currency`),
      field(`prices.${index}.period`, 'code', `Цена ${number}: период`, `Price ${number}: period`),
      field(`prices.${index}.trialDays`, 'number', `Цена ${number}: пробных дней`, `Price ${number}: trial days`),
    ];
  });
  return [
    ...texts,
    field('links.site', 'link', 'Сайт сервиса', 'Site of the service'),
    field('links.prices', 'link', 'Цены сервиса', 'Prices of the service'),
    field('links.privacy', 'link', 'Политика конфиденциальности', 'Privacy policy'),
    field('links.demoVideo', 'link', 'Демо-видео интеграции', 'Demo video'),
    field('links.videoInstruction', 'link', 'Видеоинструкция', 'Video instruction'),
    field('billing', 'code', 'Кто принимает оплату', 'Who takes the money'),
    ...prices,
    field('support.email', 'text', 'Почта для новых подключений', 'Mailbox for new installations'),
    field('support.phone', 'text', 'Телефон поддержки', 'Support phone'),
    field('support.hours', 'text', 'Часы и срок ответа', 'Hours and reaction time'),
    field('testAccess.needed', 'boolean', 'Нужен тестовый доступ к сервису', 'Test access to the service is needed'),
    field('testAccess.explanation', 'long-text', 'Тестовый доступ', 'Test access'),
    field('testClients', 'list', 'Клиенты, которые уже тестируют', 'Clients who test it already'),
    field('testedScenarios', 'long-text', 'Проверенные сценарии', 'Tested scenarios'),
    field('guidelineDepartures', 'long-text', 'Согласованные отступления от гайдлайна', 'Agreed departures from the guideline'),
    field('calls.introduction', 'boolean', 'Ознакомительный звонок состоялся', 'Introductory call took place'),
    field('calls.technical', 'boolean', 'Технический звонок состоялся', 'Technical call took place'),
  ];
}

export function versionFields(version: Readonly<Record<string, unknown>>): readonly FieldDescription[] {
  const languages = Object.keys((version['whatsNew'] as object | undefined) ?? {}) as CardLanguage[];
  const pos =
    version['pos'] === undefined
      ? []
      : [
          field('pos.bundleBytes', 'number', 'POS: размер бандла, байт', 'POS: size of the bundle, bytes'),
          field('pos.isProductionBuild', 'boolean', 'POS: собран для prod', 'POS: production build'),
          field('pos.testersOnly', 'boolean', 'POS: включён режим «только тестировщики»', 'POS: testers only'),
        ];
  return [
    field('number', 'code', 'Номер версии', 'Version number'),
    ...languages.map((language) =>
      field(`whatsNew.${language}`, 'long-text', `Что нового (${LANGUAGE[language].ru})`, `What is new (${LANGUAGE[language].en})`),
    ),
    field('mode', 'code', 'Способ подключения', 'How it is connected'),
    field('redirectUri', 'link', 'Redirect URI', 'Redirect URI'),
    field('manageUrl', 'link', 'Manage URL', 'Manage URL'),
    field('webhookUrl', 'link', 'Адрес вебхуков', 'Webhook URL'),
    field('webhookEntities', 'list', 'Сущности вебхуков', 'Webhook entities'),
    field('accesses', 'list', 'Доступы к API', 'API accesses'),
    ...pos,
  ];
}
