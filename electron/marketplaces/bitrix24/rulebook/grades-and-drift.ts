import type { LocalizedText, Rule, RuleDrift } from '../../../../shared/domain/rulebook.ts';
import { text } from '../../make-rule.ts';

/** Grades that depend on region, kind or type (RU-CR A and the regulations of the types; the grading is our own). */
export const GRADES: Readonly<Record<string, NonNullable<Rule['severityFor']>>> = {
  // West publishes nothing in Russian: what is a fault elsewhere keeps a card from being published there.
  'shots-language': [{ when: { regions: ['west'] }, severity: 'blocker' }],
  'support-lang-links': [{ when: { regions: ['west'] }, severity: 'blocker' }],
  'card-text-language': [{ when: { regions: ['west'] }, severity: 'blocker' }],
  // The neutral texts of Belarus.
  'card-name-no-foreign-marks': [{ when: { regions: ['by'] }, severity: 'major' }],
  'icon-quality-marks': [{ when: { regions: ['by'] }, severity: 'blocker' }],
  // Telephony sells by its tariffs, and its card is judged by a regulation of its own.
  'card-install-steps': [{ when: { solutionTypes: ['telephony'] }, severity: 'blocker' }],
  'pricing-external-tick': [{ when: { solutionTypes: ['telephony', 'connector'] }, severity: 'blocker' }],
  'card-category-proved': [{ when: { kinds: ['card-change'] }, severity: 'minor' }],
  'legal-contact-demo-links': [{ when: { regions: ['west'] }, severity: 'major' }],
};

/** Where versions and languages of the sources differ (domain/bitrix24.md, "Version drift"). */
export const DRIFT: Readonly<Record<string, readonly RuleDrift[]>> = {
  'pricing-status-correct': [
    {
      until: '2026-07',
      says: text(
        'Платное и бесплатное решение различались подпиской; бесплатное ставилось без неё.',
        'Paid and free solutions differed by subscription; a free one could be installed without it.',
      ),
      source: 'SEED1',
    },
    {
      since: '2026-08',
      says: text(
        'Различаются монетизируемые и немонетизируемые решения; в России для установки нужна действующая или пробная подписка Маркетплейса.',
        'Monetised and non-monetised solutions are told apart; in Russia installing needs a paid or trial Marketplace subscription.',
      ),
      source: 'RU-PR 2026-08',
    },
  ],
  'support-chat-only-product': [
    {
      since: '2026-08',
      says: text('Требования к чату поддержки появились в этой редакции.', 'The rules for the support chat came with this edition.'),
      source: 'RU-PR 2026-08 §7.5–8',
    },
  ],
  'func-not-game': [
    {
      says: text('Английский текст требований такого запрета не содержит.', 'The English text of the requirements has no such ban.'),
      source: 'EN common-requirements',
    },
  ],
  'sec-scanner-clean': [
    {
      says: text(
        'Свежая версия CMS 1С-Битрикс и чистый сервер названы отдельно только в русском тексте.',
        'A current 1C-Bitrix CMS and an uninfected server are named apart in the Russian text only.',
      ),
      source: 'EN common-requirements',
    },
  ],
  'privacy-law': [
    {
      says: text(
        'Русский текст ссылается на 152-ФЗ, английский говорит о применимом законодательстве вообще.',
        'The Russian text refers to 152-FZ, the English one to applicable law in general.',
      ),
      source: 'EN common-requirements',
    },
  ],
  'update-rebinds': [
    {
      since: '2026-08',
      says: text(
        'Подписки на ONAPPINSTALL при обновлении удаляются и создаются заново только для решений без интерфейса.',
        'Subscriptions to ONAPPINSTALL are dropped on update and made again only for solutions without interface.',
      ),
      source: 'PR370 (rest 26.800)',
    },
  ],
  'review-reply': [
    {
      until: '2026-07',
      says: text(
        'Покупатель не мог изменить отзыв сам: текст заменял сотрудник.',
        'A buyer could not edit a review himself: staff replaced the text.',
      ),
      source: 'SEED4',
    },
  ],
};

const t = text;

/** Paragraphs that moderators write most; words in braces are filled in before the letter goes out. */
export const TEMPLATES: Readonly<Record<string, readonly LocalizedText[]>> = {
  'card-fields-filled': [t('Не заполнено поле «{название поля}».', 'The field “{name of the field}” is empty.')],
  'card-install-steps': [
    t(
      'В описании установки не хватает шага: {какого}. Укажите, где находятся настройки и что они значат.',
      'The installation text lacks a step: {which}. Say where the settings are and what they mean.',
    ),
  ],
  'card-discloses-tariff': [
    t(
      'Решение использует {функция}, доступную не на всех тарифах. Укажите в описании, какой тариф нужен.',
      'The solution uses {function}, which not every plan has. State the plan needed in the description.',
    ),
  ],
  'func-external-service-testable': [
    t(
      'С переданным доступом не удалось подключить второй портал: {что произошло}. Решение должно подключаться к любому порталу модератора.',
      'With the access given a second portal could not be connected: {what happened}. The solution must connect to any portal of the moderator.',
    ),
  ],
  'func-matches-claim': [
    t(
      'В описании обещано: {обещание}. При проверке: {что произошло}.',
      'The description promises: {promise}. In the test: {what happened}.',
    ),
  ],
  'install-clean-portal': [
    t(
      'На чистом портале установка не завершилась: {что произошло}.',
      'On a clean portal the installation did not finish: {what happened}.',
    ),
  ],
  'uninstall-data-removed': [
    t(
      'После удаления с данными сохранилось: {что сохранилось}. Удалите сохранённые пользовательские и авторизационные данные портала.',
      'After removal with data this was still there: {what}. Erase the stored user and authorisation data of the portal.',
    ),
  ],
  'reinstall-works': [
    t(
      'Повторная установка на тот же портал не удалась: {что произошло}.',
      'The second installation on the same portal failed: {what happened}.',
    ),
  ],
  'legal-eula-name-licensor': [
    t(
      'В соглашении названо «{как в соглашении}», в карточке — «{как в карточке}».',
      'The agreement says “{in the agreement}”, the card “{on the card}”.',
    ),
  ],
  'shots-in-context': [t('На снимке {номер} не видно окна Битрикс24.', 'Picture {number} does not show the Bitrix24 window.')],
  'shots-realistic-data': [
    t('На снимке {номер} пустая форма или пробные данные: {что именно}.', 'Picture {number} shows an empty form or test data: {what}.'),
  ],
  'rights-scopes-minimal': [
    t('Версия не пользуется правом {право}. Уберите его.', 'The version does not use the permission {permission}. Remove it.'),
  ],
  'ui-no-js-errors': [
    t('На странице {страница} ошибка JavaScript: {текст ошибки}.', 'On the page {page} there is a JavaScript error: {error text}.'),
  ],
  'pricing-no-direct-sale': [
    t('В {где} предлагается покупка напрямую: {цитата}.', 'In {where} a direct purchase is offered: {quotation}.'),
  ],
};
