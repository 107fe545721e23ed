import { messages } from '../entry.ts';

/** First-run tour, messages page, print. */
export const tour = messages({
  'screen.messages': { ru: 'Ответы', en: 'Answers' },
  'messages.empty': { ru: 'Непрочитанных ответов нет', en: 'No unread answers' },
  'messages.emptyHelp': {
    ru: 'Ответы приходят пакетами сообщений или вносятся в переписке как «Его ответ».',
    en: 'Answers come as message packages, or are typed in as “Its answer” in a conversation.',
  },
  'messages.import': { ru: 'Принять ответы', en: 'Import answers' },
  'messages.unread': {
    ru: { one: '{count} непрочитанное', few: '{count} непрочитанных', many: '{count} непрочитанных', other: '{count} непрочитанных' },
    en: { one: '{count} unread', other: '{count} unread' },
  },
  'chat.arrived': { ru: 'Новые сообщения, {name}: {count}', en: 'New messages, {name}: {count}' },
  'claim.expiring': {
    ru: '«{name}» вернётся в очередь в {time}. Откройте заявку, чтобы продлить.',
    en: '“{name}” goes back to the queue at {time}. Open it to keep it.',
  },

  'palette.rule': { ru: 'Требование', en: 'Requirement' },

  'print.what': {
    ru: 'Карточка, версия, чек-лист, замечания, переписка и решение. Тестовые данные не печатаются.',
    en: 'Card, version, checklist, findings, conversation and verdict. Test data is not printed.',
  },
  'print.withNotes': { ru: 'С заметками команды', en: 'With team notes' },
  'print.paper': { ru: 'На бумагу', en: 'On paper' },
  'print.pdf': { ru: 'Сохранить PDF', en: 'Save as PDF' },
  'print.saved': { ru: 'Сохранено: {path}', en: 'Saved: {path}' },
  'print.findings': { ru: 'Замечания', en: 'Findings' },

  'tour.offer': { ru: 'Первый раз здесь?', en: 'First time here?' },
  'tour.offerText': {
    ru: 'Восемь шагов по пути одной заявки. Всё можно сразу пробовать.',
    en: 'Eight steps along the way of one submission. Try everything as you go.',
  },
  'tour.begin': { ru: 'Начать', en: 'Begin' },
  'tour.later': { ru: 'Не сейчас', en: 'Not now' },
  'tour.next': { ru: 'Дальше', en: 'Next' },
  'tour.back': { ru: 'Назад', en: 'Back' },
  'tour.end': { ru: 'Закончить', en: 'End the tour' },
  'tour.done': { ru: 'Готово', en: 'Done' },
  'tour.position': { ru: 'Шаг {at} из {of}', en: 'Step {at} of {of}' },
  'tour.queue': { ru: 'Очередь', en: 'Queue' },
  'tour.queueText': {
    ru: 'Заявки по порядку, самые старые сверху. J и K — вниз и вверх, Enter открывает. Слева представления с числом и возрастом самой старой.',
    en: 'Submissions in order, the oldest on top. J and K move, Enter opens. On the left the views with count and oldest age.',
  },
  'tour.claim': { ru: 'Взять в работу', en: 'Claim' },
  'tour.claimText': {
    ru: 'C закрепляет заявку за вами. Решить можно только свою заявку; кто взял чужую, видно до открытия.',
    en: 'C makes the submission yours. Only your own can be decided; whose it is stands in the queue already.',
  },
  'tour.card': { ru: 'Что подано', en: 'What is asked' },
  'tour.cardText': {
    ru: 'Карточка, какой её увидят покупатели. Отличия от одобренной отмечены; снимки открываются по щелчку и сравниваются рядом.',
    en: 'The card as buyers will see it. What differs from the approved one is marked; pictures open and compare side by side.',
  },
  'tour.checklist': { ru: 'Что проверяется', en: 'What is checked' },
  'tour.checklistText': {
    ru: '1 соответствует, 2 нет, 3 не применимо, 0 снять, N заметка, Ctrl+V доказательство. Контур — мнение машины, заливка — ваше.',
    en: '1 pass, 2 fail, 3 not applicable, 0 clear, N note, Ctrl+V evidence. An outline is the machine’s opinion, a filled mark is yours.',
  },
  'tour.test': { ru: 'Тест установки', en: 'Install test' },
  'tour.testText': {
    ru: 'T ставит решение на чистый портал, удаляет и ставит снова. Доказательства сами попадают к пунктам чек-листа.',
    en: 'T installs the solution on a clean portal, removes it and installs it again. Evidence lands on the checklist items by itself.',
  },
  'tour.chat': { ru: 'Переписка', en: 'Conversation' },
  'tour.chatText': {
    ru: 'Сообщения разработчику ждут в исходящих, пока вы их не передадите. Заметки другого цвета видит только команда.',
    en: 'Messages to the vendor wait in the outbox until you hand them over. Notes in another colour are for the team only.',
  },
  'tour.verdict': { ru: 'Решение', en: 'Verdict' },
  'tour.verdictText': {
    ru: 'A одобряет, R возвращает. Сначала видно, что произойдёт и кто узнает. U отменяет, пока решение не ушло.',
    en: 'A approves, R returns. What will happen and who is told comes first. U undoes it until it has left.',
  },
  'tour.palette': { ru: 'Всё остальное', en: 'Everything else' },
  'tour.paletteText': {
    ru: 'Ctrl+K находит любое действие, заявку и требование, в любой раскладке. ? показывает клавиши, F1 — порядок модерации.',
    en: 'Ctrl+K finds every action, submission and requirement, in either layout. ? shows the keys, F1 the procedure.',
  },
});
