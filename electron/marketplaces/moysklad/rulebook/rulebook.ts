import type { LocalizedText, Rulebook } from '../../../../shared/domain/rulebook.ts';
import { text as t, withExtras } from '../../make-rule.ts';
import { cardRules, mediaRules, supportRules } from './card-media.ts';
import { functionRules, interfaceRules, securityRules } from './function-security.ts';
import { legalRules, pricingRules } from './legal-pricing.ts';
import { installRules, reinstallRules, rightsRules, uninstallRules } from './lifecycle.ts';

const TEMPLATES: Readonly<Record<string, readonly LocalizedText[]>> = {
  'ms-rights-minimal': [t('Решение не пользуется правом {право}. Уберите его.', 'The solution does not use the right {right}. Remove it.')],
  'ms-settings-in-main-window': [
    t(
      'Настройка {какая} доступна только на внешнем сайте {адрес}.',
      'The setting {which} is available only on the outside site {address}.',
    ),
  ],
  'ms-price-minimum-old': [
    t(
      'Для категории «{категория}» цена не может быть ниже {минимум} рублей в месяц.',
      'In the category “{category}” the price cannot be below {minimum} roubles a month.',
    ),
  ],
  'ms-trial-prolongation': [t('Пробный период продлить нельзя: {причина}.', 'The trial cannot be prolonged: {reason}.')],
  'ms-install-put-200': [t('На запрос активации сервер ответил: {ответ}.', 'The server answered the activation with: {answer}.')],
  'ms-reinstall-works': [t('Повторная установка не удалась: {что произошло}.', 'The reinstallation failed: {what happened}.')],
  'ms-errors-in-russian': [t('Показано сообщение: «{текст}».', 'The message shown is: “{text}”.')],
  'ms-card-description': [t('В описании не сказано: {чего не хватает}.', 'The description does not say: {what is missing}.')],
};

/** Requirements of the MoySklad catalogue in the order in which a moderator works through them (domain/moysklad.md iii). */
export const rulebook: Rulebook = {
  marketplace: 'moysklad',
  version: '2026-11-27.1',
  rules: withExtras({ templates: TEMPLATES }, [
    ...installRules,
    ...uninstallRules,
    ...reinstallRules,
    ...cardRules,
    ...mediaRules,
    ...supportRules,
    ...legalRules,
    ...pricingRules,
    ...rightsRules,
    ...functionRules,
    ...interfaceRules,
    ...securityRules,
  ]),
};
