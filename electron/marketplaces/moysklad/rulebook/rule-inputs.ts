import { materialChange as change } from '../../make-rule.ts';
import type { MaterialChange, RuleInput } from '../../marketplace.ts';

const ICON = ['files.icon'];
const SHOTS = ['files.screenshot'];
const MANUAL = ['files.instruction'];
const TEXTS = ['card.texts', 'version.whatsNew'];
const PRICE = ['card.pricing', 'card.categories'];
const DESCRIPTOR = ['version.descriptor', 'version.mode'];

/**
 * Rules that are judged by card, descriptor and files alone. All others are left out on purpose: what was seen in a running
 * solution, behind a link, in a certificate, in the vendor's papers or against what is published can change without a trace here.
 */
export const RULE_INPUTS: Readonly<Record<string, readonly RuleInput[]>> = {
  'ms-card-description': ['card.texts.*.description', 'card.pricing'],
  'ms-alias-final': ['card.alias'],
  'ms-manual-present': MANUAL,
  'ms-manual-zip': MANUAL,
  'ms-manual-head': MANUAL,
  'ms-manual-images': MANUAL,
  'ms-text-language': TEXTS,
  'ms-texts-finished': TEXTS,
  'ms-texts-spelling': TEXTS,
  'ms-icon-format-size': ICON,
  'ms-icon-background': ICON,
  'ms-icon-no-screens': ICON,
  'ms-icon-no-moysklad-logo': ICON,
  'ms-images-format': SHOTS,
  'ms-images-count': SHOTS,
  'ms-images-distinct': SHOTS,
  'ms-notify-email': ['card.contacts.notifyEmail'],
  'ms-vendor-contacts': ['card.contacts'],
  'ms-paid-by-default': ['card.pricing'],
  'ms-price-minimum-old': PRICE,
  'ms-price-not-dumping': PRICE,
  'ms-price-multiple-100': ['card.pricing'],
  'ms-trial-1-14': ['card.pricing'],
  'ms-one-free-tariff': ['card.pricing'],
  'ms-tariff-names': ['card.pricing'],
  'ms-descriptor-schema-v2': DESCRIPTOR,
  'ms-descriptor-one-widget-per-point': DESCRIPTOR,
  'ms-rights-consistent': DESCRIPTOR,
  // Whether a right that only "admin" gives is needed depends on what the solution says it does.
  'ms-scope-custom': ['version.descriptor', 'card.texts'],
  'ms-version-prod-url': ['version.descriptor', 'version.testServer'],
};

/** What a new version or a request changes, and what follows (MS §7; SEED3 for prices and trials). */
export const MATERIAL_CHANGES: readonly MaterialChange[] = [
  change(
    'descriptor',
    'MS §5.3, §7',
    ['version.descriptor', 'version.mode', 'version.testServer'],
    'Изменился дескриптор: адреса, права или места встраивания. Нужен тест установки; работают ли прежние установки со старыми правами?',
    'The descriptor changed: addresses, rights or places. An install test is needed; do earlier installations work with their old rights?',
  ),
  change(
    'credentials',
    'MS §7',
    ['version.appId', 'version.appUid', 'version.published'],
    'У версии другие appId или appUid: сервер должен обслуживать опубликованную и новую версию вместе.',
    'The version has another appId or appUid: the server must serve the published and the new version together.',
  ),
  change(
    'trial',
    'SEED3, «Пробный период платных приложений»',
    ['card.pricing.tariffs.*.trialDays'],
    'Изменился пробный период: после публикации его меняет модератор, и действует он только для новых пользователей.',
    'The trial changed: after publication the moderator changes it, and it holds for new users only.',
  ),
  change(
    'price',
    'SEED3, «Изменение стоимости приложения»',
    ['card.pricing', 'card.links.servicePrices', 'version.paid'],
    'Изменилась оплата: опубликованные тарифы нельзя удалить или переоценить версией, а бесплатное решение, став платным, даёт пробный период.',
    'What users pay changed: a version can neither remove nor reprice published tariffs, and a free solution that turns paid must give a trial.',
  ),
  change(
    'version',
    'MS §7',
    ['version.number'],
    'Новая версия: перед публикацией она должна успешно установиться.',
    'A new version: it must install successfully before it is published.',
  ),
  change(
    'legal',
    'SEED3, «Условия размещения приложений»',
    ['card.legal'],
    'Изменились данные разработчика: платное решение размещает не каждый.',
    'Data of the vendor changed: not everybody may place a paid solution.',
  ),
  change(
    'description',
    'MS §7',
    ['card.texts', 'version.whatsNew'],
    'Изменились тексты карточки: тест установки нужен, полный разбор решения — нет.',
    'Texts of the card changed: an install test is needed, a full review of the solution is not.',
  ),
  change(
    'contacts',
    'MS §7',
    ['card.contacts'],
    'Изменились контакты или почта для уведомлений.',
    'Contacts or the mailbox for notifications changed.',
  ),
  change(
    'links',
    'MS §3',
    ['card.links.video', 'card.links.service'],
    'Изменились ссылки: откройте каждую.',
    'The links changed: open each of them.',
  ),
  change(
    'pictures',
    'MS §3, §7',
    ['files.icon', 'files.screenshot'],
    'Изменились логотип или изображения.',
    'The icon or the images changed.',
  ),
  change('instruction', 'MS §7', ['files.instruction'], 'Изменилась инструкция: пройдите по ней.', 'The instruction changed: follow it.'),
  change('video', 'MS §7', ['files.attachment'], 'Изменились видео или приложенные файлы.', 'The video or the enclosed files changed.'),
  change(
    'place',
    'MS §4, §7',
    ['card.categories', 'card.alias'],
    'Изменились категории или алиас: от категории зависит цена, а алиас после публикации не меняется.',
    'Categories or the alias changed: the price depends on the category, and the alias cannot change after publication.',
  ),
];
