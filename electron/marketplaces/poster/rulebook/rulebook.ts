import type { LocalizedText, Rulebook } from '../../../../shared/domain/rulebook.ts';
import { text as t, withExtras } from '../../make-rule.ts';
import { cardRules, mediaRules, pricingRules, supportRules } from './card-media.ts';
import { installRules, reinstallRules, rightsRules, securityRules, uninstallRules } from './connection-security.ts';
import { functionRules, interfaceRules } from './function.ts';

const TEMPLATES: Readonly<Record<string, readonly LocalizedText[]>> = {
  'po-instruction-gif': [t('В инструкции нет GIF: {подключения или работы}.', 'The instruction has no GIF of {connecting or working}.')],
  'po-rights-minimal': [t('Доступ «{доступ}» не используется. Уберите его.', 'The access “{access}” is not used. Remove it.')],
  'po-prod-mode': [t('На странице {страница} видна отладочная информация: {какая}.', 'The page {page} shows debug output: {what}.')],
  'po-no-data-damage': [t('После работы интеграции изменилось: {что}.', 'After the integration had worked this was changed: {what}.')],
  'po-connect-simple': [t('На шаге {шаг} непонятно, что делать: {почему}.', 'At the step {step} it is not clear what to do: {why}.')],
  'po-guideline-followed': [t('Отступление от гайдлайна: {какое}.', 'Departure from the guideline: {which}.')],
};

/** Requirements of the Poster catalogue in the order in which a moderator works through them (domain/poster.md iii). */
export const rulebook: Rulebook = {
  marketplace: 'poster',
  version: '2026-11-27.2',
  rules: withExtras({ templates: TEMPLATES }, [
    ...installRules,
    ...uninstallRules,
    ...reinstallRules,
    ...cardRules,
    ...mediaRules,
    ...supportRules,
    ...pricingRules,
    ...rightsRules,
    ...functionRules,
    ...interfaceRules,
    ...securityRules,
  ]),
};
