import { messages } from '../entry.ts';

export const verdict = messages({
  'verdict.findings': { ru: 'Замечания в письме', en: 'Findings in the letter' },
  'verdict.choose': { ru: 'Решение не принято', en: 'Not decided yet' },
  'verdict.chooseHelp': {
    ru: 'Сначала будет показано, что произойдёт и кто об этом узнает.',
    en: 'What will happen and who will be told is shown first.',
  },
  'verdict.kind.approve': { ru: 'Одобрено', en: 'Approved' },
  'verdict.kind.return': { ru: 'Возвращено на доработку', en: 'Returned for rework' },
  'verdict.kind.refuse': { ru: 'Отказано в публикации', en: 'Publication refused' },
  'verdict.kind.withdraw': { ru: 'Снято с публикации', en: 'Withdrawn from publication' },
  'verdict.done.approve': { ru: 'Одобрено', en: 'Approved' },
  'verdict.done.return': { ru: 'Возвращено', en: 'Returned' },
  'verdict.done.refuse': { ru: 'Отказано', en: 'Refused' },
  'verdict.done.withdraw': { ru: 'Снято', en: 'Withdrawn' },
  'verdict.blockers': { ru: 'Мешает решению', en: 'Blocks the verdict' },
  'verdict.warnings': { ru: 'Обратите внимание', en: 'Please note' },
  'verdict.showMore': {
    ru: { one: 'Ещё {count}', few: 'Ещё {count}', many: 'Ещё {count}', other: 'Ещё {count}' },
    en: { one: '{count} more', other: '{count} more' },
  },
  'verdict.jump': { ru: 'К пункту', en: 'To the item' },
  'verdict.blocked': {
    ru: {
      one: 'Решению мешает {count} пункт, он перечислен выше',
      few: 'Решению мешают {count} пункта, они перечислены выше',
      many: 'Решению мешают {count} пунктов, они перечислены выше',
      other: 'Решению мешают {count} пункта, они перечислены выше',
    },
    en: { one: '{count} thing listed above blocks the verdict', other: '{count} things listed above block the verdict' },
  },
  'verdict.noReasonOwed': { ru: 'При отказе причины объяснять не обязательно.', en: 'A refusal owes no reasons.' },
  'verdict.language': { ru: 'Язык письма', en: 'Language of the letter' },
  'verdict.letter': { ru: 'Письмо разработчику', en: 'Letter to the vendor' },
  'verdict.reason': { ru: 'Почему одобряете раньше', en: 'Why it is approved before' },
  'verdict.reasonNeeded': { ru: 'Запишите причину', en: 'Write the reason' },
  'verdict.letterHelp': {
    ru: 'Составлено по замечаниям. Текст можно изменить.',
    en: 'Compiled from the findings. The text can be changed.',
  },
  'verdict.draftSaved': { ru: 'Изменённый текст сохраняется сам.', en: 'The changed text is saved by itself.' },
  'verdict.recompile': { ru: 'Составить заново', en: 'Compile again' },
  'verdict.letterSent': { ru: 'Письмо', en: 'Letter' },
  'verdict.undoIn': { ru: 'Отменить решение ({count} с)', en: 'Undo the verdict ({count} s)' },
  'several.text': {
    ru: 'Каждый разработчик получит письмо по замечаниям своей заявки. Решения можно отменять по одному, пока они в исходящих.',
    en: 'Every vendor gets the letter of the findings of his own submission. The verdicts can be undone one by one while they are in the outbox.',
  },
  'several.decided': { ru: 'Будут решены', en: 'Will be decided' },
  'several.leftOut': { ru: 'Останутся без решения', en: 'Stay undecided' },
  'several.nothing': { ru: 'Ни одну из выбранных заявок нельзя решить так', en: 'None of the selected submissions can be decided so' },
  'several.confirm': {
    ru: { one: 'Решить {count} заявку', few: 'Решить {count} заявки', many: 'Решить {count} заявок', other: 'Решить {count} заявки' },
    en: { one: 'Decide {count} submission', other: 'Decide {count} submissions' },
  },
  'verdict.undone': { ru: 'Решение отменено', en: 'The verdict was undone' },
});
