import { messages } from '../entry.ts';

/** Regions of one solution, what they share, and the team's own day. */
export const regions = messages({
  'regions.title': { ru: 'Регионы', en: 'Regions' },
  'regions.this': { ru: 'эта заявка', en: 'this submission' },
  'regions.other': { ru: 'версия {version}, {state}', en: 'version {version}, {state}' },
  'elsewhere.title': { ru: 'В других регионах', en: 'In other regions' },
  'elsewhere.share': { ru: 'Приложить здесь', en: 'Use here' },
  'elsewhere.shareNamed': { ru: 'Приложить здесь: {name}', en: 'Use here: {name}' },
  'due.title': { ru: 'Срок команды', en: 'Team’s term' },
  'due.day': { ru: 'Решить до', en: 'Decide by' },
  'due.help': {
    ru: 'Видит только команда: в письма, пакеты решений, на печать и в выгрузки срок не попадает.',
    en: 'Seen by the team only: never in letters, bundles, print or exports.',
  },
  'due.badge': { ru: 'решить до {day}', en: 'decide by {day}' },
  'action.go.dueDay': { ru: 'Назначить срок команды', en: 'Set the team’s term' },
});
