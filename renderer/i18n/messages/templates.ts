import { messages } from '../entry.ts';

/** Ready texts. */
export const templates = messages({
  'templates.title': { ru: 'Шаблоны ответов', en: 'Reply templates' },
  'templates.help': {
    ru: 'Слова в фигурных скобках — {open}что вписать{close}: пока они остались, сообщение и письмо не отправляются. Решение, версия, заявка, попытка, разработчик и модератор подставляются сами.',
    en: 'Words in braces are placeholders, {open}what to write{close}: while any is left, a message or letter cannot be sent. Solution, version, submission, attempt, vendor and moderator are filled in.',
  },
  'templates.insert': { ru: 'Вставить шаблон', en: 'Insert a template' },
  'templates.unfilled': { ru: 'Не заполнено: {name}', en: 'Not filled in: {name}' },
  'templates.new': { ru: 'Новый шаблон', en: 'New template' },
  'templates.edit': { ru: 'Изменить: {name}', en: 'Edit: {name}' },
  'templates.delete': { ru: 'Удалить: {name}', en: 'Delete: {name}' },
  'templates.name': { ru: 'Название', en: 'Name' },
  'templates.ru': { ru: 'Текст на русском', en: 'Russian text' },
  'templates.en': { ru: 'Текст на английском', en: 'English text' },
  'templates.rules': { ru: 'Пункты требований', en: 'Rules' },
  'templates.rulesHelp': {
    ru: 'Коды пунктов через пробел: шаблон предложат в замечании. Пусто — в сообщениях и письмах.',
    en: 'Ids of rules, separated by blanks: offered in a finding. Empty: in messages and letters.',
  },
  'templates.ready': { ru: 'входит в состав', en: 'built in' },
  'templates.save': { ru: 'Сохранить', en: 'Save' },
  'templates.nameNeeded': { ru: 'Введите название и текст', en: 'Write a name and a text' },
});
