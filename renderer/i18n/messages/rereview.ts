import { messages } from '../entry.ts';

/** Comparison with earlier states, kept marks, findings of earlier attempts. */
export const rereview = messages({
  'tab.compare': { ru: 'Изменения', en: 'Changes' },
  'compare.with': { ru: 'Сравнить', en: 'Compare' },
  'compare.with.approved': { ru: 'С одобренным', en: 'With the approved state' },
  'compare.with.seen': { ru: 'С прошлой попыткой', en: 'With the last attempt' },
  'compare.nothing': { ru: 'Сравнивать не с чем', en: 'Nothing to compare with' },
  'compare.nothingHelp': {
    ru: 'В этом регионе решение ещё не одобряли и не возвращали.',
    en: 'The solution was neither approved nor returned in this region yet.',
  },
  'compare.same': { ru: 'Отличий нет', en: 'No differences' },
  'compare.sameHelp': {
    ru: 'Поля и файлы те же. Сервер разработчика мог измениться: проведите тест установки.',
    en: 'Fields and files are the same. The vendor’s server may have changed: run the install test.',
  },
  'compare.onlySpaces': { ru: 'изменились только пробелы', en: 'only spaces changed' },
  'compare.word.added': { ru: 'добавлено:', en: 'added:' },
  'compare.word.removed': { ru: 'удалено:', en: 'removed:' },
  'compare.file.changed': { ru: 'заменён', en: 'replaced' },
  'compare.file.added': { ru: 'добавлен', en: 'added' },
  'compare.file.removed': { ru: 'убран', en: 'removed' },
  'compare.file.same': { ru: 'без изменений', en: 'unchanged' },
  'compare.before': { ru: 'Было', en: 'Before' },
  'compare.now': { ru: 'Стало', en: 'Now' },
  'compare.absent': { ru: 'нет', en: 'none' },
  'compare.difference': { ru: 'Отличия', en: 'Difference' },
  'compare.differenceOf': { ru: 'Отличия изображения {name}', en: 'Difference of the picture {name}' },
  'compare.scaled': { ru: 'после приведения к одному размеру', en: 'after scaling to one size' },
  'compare.differenceNone': { ru: 'видимых отличий нет', en: 'no visible difference' },
  'compare.differenceShare': { ru: 'отличается {share} % точек', en: '{share} % of the pixels differ' },
  'compare.differenceFailed': { ru: 'Сравнить не удалось.', en: 'Could not compare.' },
  'compare.rest': {
    ru: {
      one: 'Без изменений: {count} поле или файл',
      few: 'Без изменений: {count} поля и файла',
      many: 'Без изменений: {count} полей и файлов',
      other: 'Без изменений: {count} поля и файла',
    },
    en: { one: 'Unchanged: {count} field or file', other: 'Unchanged: {count} fields and files' },
  },
  'compare.reasons': { ru: 'Почему нужна проверка', en: 'Why it must be looked at' },

  'area.earlier': { ru: 'Замечания прошлых попыток', en: 'Findings of earlier attempts' },
  'standing.says-fixed': { ru: 'разработчик сообщает, что исправлено', en: 'the vendor says it is fixed' },
  'standing.unchanged': { ru: 'ничего не изменилось', en: 'nothing has changed' },
  'standing.returned': { ru: 'замечание повторяется', en: 'the finding is there again' },
  'standing.fixed': { ru: 'исправлено', en: 'fixed' },
  'earlier.told': { ru: 'Замечание попытки {attempt}', en: 'Finding of attempt {attempt}' },
  'earlier.noWords': { ru: 'без пояснения', en: 'without words' },
  'kept.badge': { ru: 'с попытки {attempt}', en: 'from attempt {attempt}' },
  'kept.help': {
    ru: 'Отметка перенесена: поля и файлы, от которых она зависит, не изменились.',
    en: 'The mark was kept: the fields and files that it depends on have not changed.',
  },
});
