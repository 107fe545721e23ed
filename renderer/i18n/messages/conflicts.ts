import { messages } from '../entry.ts';

/** Undo, and what two people changed at the same time. */
export const conflicts = messages({
  'action.undo.last': { ru: 'Отменить последнее своё действие', en: 'Undo your last action' },
  'undo.nothing': { ru: 'Отменять нечего', en: 'Nothing to undo' },
  'undo.mark': {
    ru: 'Отменена отметка «{from}», снова «{to}»: {rule} ({name})',
    en: 'Mark "{from}" undone, "{to}" again: {rule} ({name})',
  },
  'undo.note': { ru: 'Заметка снова «{to}»: {rule} ({name})', en: 'The note is "{to}" again: {rule} ({name})' },
  'undo.noteEmptied': { ru: 'Заметка убрана: {rule} ({name})', en: 'The note is removed: {rule} ({name})' },
  'undo.finding': { ru: 'Слова замечания снова «{to}»: {rule} ({name})', en: 'The finding reads "{to}" again: {rule} ({name})' },
  'undo.findingEmptied': { ru: 'Слова замечания убраны: {rule} ({name})', en: 'The words of the finding are removed: {rule} ({name})' },
  'undo.draft': { ru: 'Черновик снова: «{to}»', en: 'The draft is "{to}" again' },
  'undo.draftEmptied': { ru: 'Черновик снова пуст', en: 'The draft is empty again' },
  'undo.verdict': { ru: 'Решение отменено: {verdict} ({name})', en: 'Verdict undone: {verdict} ({name})' },

  'conflict.mark': { ru: 'Отметку изменил кто-то ещё', en: 'Somebody else changed the mark' },
  'conflict.note': { ru: 'Заметку изменил кто-то ещё', en: 'Somebody else changed the note' },
  'conflict.finding': { ru: 'Замечание изменил кто-то ещё', en: 'Somebody else changed the finding' },
  'conflict.draft': { ru: 'Черновик изменён в другом окне', en: 'The draft was changed in another window' },
  'conflict.mine': { ru: 'У вас', en: 'Yours' },
  'conflict.theirs': { ru: 'Другой вариант', en: 'The other version' },
  'conflict.theirsBy': { ru: 'Другой вариант: {name}', en: 'The other version, by {name}' },
  'conflict.empty': { ru: 'пусто', en: 'empty' },
  'conflict.keepMine': { ru: 'Оставить своё', en: 'Keep mine' },
  'conflict.takeTheirs': { ru: 'Взять другой', en: 'Take the other' },
  'conflict.keepBoth': { ru: 'Оставить оба', en: 'Keep both' },
});
