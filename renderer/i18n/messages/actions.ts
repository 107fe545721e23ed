import { messages } from '../entry.ts';

/** Titles of the action table: buttons, palette, shortcut sheet. */
export const actions = messages({
  'group.queue': { ru: 'Очередь', en: 'Queue' },
  'group.submission': { ru: 'Заявка', en: 'Submission' },
  'group.checklist': { ru: 'Чек-лист', en: 'Checklist' },
  'group.install-test': { ru: 'Тест установки', en: 'Install test' },
  'group.verdict': { ru: 'Решение', en: 'Verdict' },
  'group.go': { ru: 'Перейти', en: 'Go to' },
  'group.workspace': { ru: 'Рабочая папка', en: 'Workspace' },
  'group.view': { ru: 'Вид', en: 'View' },

  'action.queue.next': { ru: 'Следующая заявка', en: 'Next submission' },
  'action.queue.previous': { ru: 'Предыдущая заявка', en: 'Previous submission' },
  'action.queue.open': { ru: 'Открыть заявку', en: 'Open the submission' },
  'action.queue.skip': { ru: 'Отложить с причиной', en: 'Put aside with a reason' },
  'action.queue.passOver': { ru: 'Открыть следующую, не решая', en: 'Open the next without deciding' },
  'action.queue.select': { ru: 'Выбрать заявку', en: 'Select the submission' },
  'action.queue.selectNext': { ru: 'Выбрать и следующую', en: 'Select the next one too' },
  'action.queue.selectPrevious': { ru: 'Выбрать и предыдущую', en: 'Select the previous one too' },
  'action.queue.claimSelected': { ru: 'Взять выбранные в работу', en: 'Claim the selected' },
  'action.queue.skipSelected': { ru: 'Отложить выбранные', en: 'Put the selected aside' },
  'action.queue.releaseSelected': { ru: 'Отпустить выбранные', en: 'Release the selected' },
  'action.queue.approveSelected': { ru: 'Одобрить выбранные', en: 'Approve the selected' },
  'action.queue.returnSelected': { ru: 'Вернуть выбранные', en: 'Return the selected' },
  'action.queue.refuseSelected': { ru: 'Отказать выбранным', en: 'Refuse the selected' },
  'action.queue.withdrawSelected': { ru: 'Снять выбранные с публикации', en: 'Withdraw the selected' },
  'action.queue.clearSelection': { ru: 'Снять выбор', en: 'Clear the selection' },
  'action.queue.saveView': { ru: 'Сохранить отбор', en: 'Save this filter' },
  'action.queue.sort': { ru: 'Порядок очереди', en: 'Order of the queue' },
  'action.queue.sort.oldest': { ru: 'Порядок: сначала давние', en: 'Order: oldest first' },
  'action.queue.sort.newest': { ru: 'Порядок: сначала недавние', en: 'Order: newest first' },
  'action.queue.sort.name': { ru: 'Порядок: по решению', en: 'Order: by solution' },
  'action.queue.sort.vendor': { ru: 'Порядок: по разработчику', en: 'Order: by vendor' },
  'action.queue.sort.attempts': { ru: 'Порядок: по числу попыток', en: 'Order: most attempts first' },
  'action.queue.sort.due': { ru: 'Порядок: по сроку команды', en: 'Order: by the team’s term' },
  'action.queue.search': { ru: 'Искать в очереди', en: 'Search the queue' },

  'action.claim.take': { ru: 'Взять в работу', en: 'Claim' },
  'action.claim.release': { ru: 'Отпустить', en: 'Release' },
  'action.claim.takeOver': { ru: 'Перехватить', en: 'Take over' },
  'action.chat.write': { ru: 'Написать сообщение', en: 'Write a message' },

  'action.item.next': { ru: 'Следующий пункт', en: 'Next item' },
  'action.item.previous': { ru: 'Предыдущий пункт', en: 'Previous item' },
  'action.item.details': { ru: 'Подробности пункта', en: 'Item details' },
  'action.item.pass': { ru: 'Соответствует', en: 'Pass' },
  'action.item.fail': { ru: 'Не соответствует', en: 'Fail' },
  'action.item.notApplicable': { ru: 'Не применимо', en: 'Not applicable' },
  'action.item.clear': { ru: 'Снять отметку', en: 'Clear the mark' },
  'action.item.note': { ru: 'Заметка к пункту', en: 'Note on the item' },
  'action.item.evidence': { ru: 'Приложить доказательство', en: 'Attach evidence' },
  'action.checklist.runChecks': { ru: 'Проверить автоматически', en: 'Run automatic checks' },

  'action.test.run': { ru: 'Запустить тест', en: 'Run the test' },
  'action.test.pause': { ru: 'Пауза или продолжение теста', en: 'Pause or resume the test' },
  'action.test.stop': { ru: 'Остановить тест', en: 'Stop the test' },

  'action.verdict.approve': { ru: 'Одобрить', en: 'Approve' },
  'action.verdict.approveShort': { ru: 'Одобрить', en: 'Approve' },
  'action.verdict.return': { ru: 'Вернуть на доработку', en: 'Return for rework' },
  'action.verdict.returnShort': { ru: 'Вернуть', en: 'Return' },
  'action.verdict.refuse': { ru: 'Отказать в публикации', en: 'Refuse publication' },
  'action.verdict.withdraw': { ru: 'Снять с публикации', en: 'Withdraw from publication' },
  'action.verdict.undo': { ru: 'Отменить решение', en: 'Undo the verdict' },
  'action.bundle.export': { ru: 'Сохранить пакет решения', en: 'Export the verdict bundle' },

  'action.import.files': { ru: 'Принять пакеты', en: 'Import packages' },
  'action.import.folder': { ru: 'Принять папку', en: 'Import a folder' },
  'action.bundle.verify': { ru: 'Проверить пакет', en: 'Verify a bundle' },
  'action.workspace.choose': { ru: 'Выбрать другую рабочую папку', en: 'Choose another workspace folder' },

  'action.palette.open': { ru: 'Найти действие или заявку', en: 'Find an action or a submission' },
  'action.shortcuts.open': { ru: 'Клавиши', en: 'Keys' },
  'action.pane.next': { ru: 'Следующая часть окна', en: 'Next pane' },
  'action.pane.previous': { ru: 'Предыдущая часть окна', en: 'Previous pane' },
  'action.pane.toggleQueue': { ru: 'Показать или скрыть очередь', en: 'Show or hide the queue' },
  'action.pane.toggleSide': { ru: 'Показать или скрыть переписку', en: 'Show or hide the conversation' },
  'action.view.theme': { ru: 'Сменить тему', en: 'Switch the theme' },
  'action.view.density': { ru: 'Сменить плотность', en: 'Switch the density' },
  'action.view.language': { ru: 'Switch to English', en: 'Переключить на русский' },

  'action.submission.print': { ru: 'Печать заявки', en: 'Print the submission' },
  'action.view.zoomIn': { ru: 'Крупнее', en: 'Larger' },
  'action.view.zoomOut': { ru: 'Мельче', en: 'Smaller' },
  'action.view.zoomReset': { ru: 'Обычный размер', en: 'Actual size' },
  'action.tour.start': { ru: 'Экскурсия по рабочему месту', en: 'Tour of the workstation' },

  'menu.file': { ru: 'Файл', en: 'File' },
  'menu.edit': { ru: 'Правка', en: 'Edit' },
  'menu.submission': { ru: 'Заявка', en: 'Submission' },
  'menu.checklist': { ru: 'Чек-лист', en: 'Checklist' },
  'menu.view': { ru: 'Вид', en: 'View' },
  'menu.go': { ru: 'Переход', en: 'Go' },
  'menu.help': { ru: 'Справка', en: 'Help' },

  // What an action will do and who will be told: `effect.<id of the action>`.
  'effect.claim.take': {
    ru: 'Заявка закрепится за вами на 30 минут и дольше, пока вы в ней работаете. Команда увидит ваше имя, разработчик — нет.',
    en: 'The submission is yours for 30 minutes, and longer while you work in it. The team sees your name, the vendor does not.',
  },
  'effect.claim.release': {
    ru: 'Заявка вернётся в очередь на своё место; отметки сохранятся. Увидит команда, разработчик — нет.',
    en: 'The submission goes back to its place in the queue; marks stay. The team sees it, the vendor does not.',
  },
  'effect.claim.takeOver': {
    ru: 'Заявка перейдёт к вам; прежний модератор прочтёт вашу заметку. Разработчику не сообщается.',
    en: 'The submission passes to you; the moderator before you reads your note. The vendor is not told.',
  },
  'effect.queue.skip': {
    ru: 'Заявка останется на своём месте, вам она не будет предложена следующей; причина попадёт в историю.',
    en: 'The submission keeps its place and is not offered to you as the next; the reason goes into the history.',
  },
  'effect.queue.passOver': { ru: 'Ничего не изменится.', en: 'Nothing changes.' },
  'effect.queue.select': { ru: 'Ничего не изменится, пока не выбрано действие.', en: 'Nothing changes until an action is chosen.' },
  'effect.queue.selectNext': { ru: 'Ничего не изменится, пока не выбрано действие.', en: 'Nothing changes until an action is chosen.' },
  'effect.queue.selectPrevious': { ru: 'Ничего не изменится, пока не выбрано действие.', en: 'Nothing changes until an action is chosen.' },
  'effect.queue.claimSelected': {
    ru: 'Выбранные заявки закрепятся за вами; взятые другими останутся у них.',
    en: 'The selected submissions become yours; those of others stay with them.',
  },
  'effect.queue.skipSelected': {
    ru: 'Выбранные заявки останутся на своих местах, вам они не будут предложены следующими.',
    en: 'The selected submissions keep their places and are not offered to you as the next.',
  },
  'effect.queue.releaseSelected': {
    ru: 'Ваши из выбранных заявок вернутся на свои места в очереди. Разработчикам не сообщается.',
    en: 'Those of the selected that are yours go back to their places in the queue. Vendors are not told.',
  },
  'effect.queue.approveSelected': {
    ru: 'Сначала будет показано, что произойдёт с каждой заявкой и кто об этом узнает.',
    en: 'First it is shown what happens to each submission and who will be told.',
  },
  'effect.queue.returnSelected': {
    ru: 'Сначала будет показано, что произойдёт с каждой заявкой и кто об этом узнает.',
    en: 'First it is shown what happens to each submission and who will be told.',
  },
  'effect.queue.refuseSelected': {
    ru: 'Сначала будет показано, что произойдёт с каждой заявкой и кто об этом узнает.',
    en: 'First it is shown what happens to each submission and who will be told.',
  },
  'effect.queue.withdrawSelected': {
    ru: 'Сначала будет показано, что произойдёт с каждой заявкой и кто об этом узнает.',
    en: 'First it is shown what happens to each submission and who will be told.',
  },
  'effect.queue.clearSelection': { ru: 'Заявки не изменятся.', en: 'The submissions do not change.' },
  'effect.queue.saveView': {
    ru: 'Отбор увидят все, кто работает в этой папке.',
    en: 'Everybody who works in this workspace sees the filter.',
  },
  'effect.item.pass': {
    ru: 'Отметка видна команде и войдёт в пакет решения.',
    en: 'The team sees the mark; it goes into the verdict bundle.',
  },
  'effect.item.fail': {
    ru: 'Появится замечание; оно войдёт в письмо при возврате.',
    en: 'Makes a finding that goes into the letter of a return.',
  },
  'effect.item.notApplicable': {
    ru: 'Пункт не учитывается; отметка войдёт в пакет решения.',
    en: 'The item does not count; the mark goes into the verdict bundle.',
  },
  'effect.item.clear': { ru: 'Отметка снимется; заметка и доказательства останутся.', en: 'Takes the mark off; note and evidence stay.' },
  'effect.item.note': { ru: 'Заметку видит только команда.', en: 'Only the team sees the note.' },
  'effect.item.evidence': {
    ru: 'Файл сохранится как доказательство пункта и войдёт в пакет решения.',
    en: 'The file is kept as evidence of the item and goes into the verdict bundle.',
  },
  'effect.checklist.runChecks': {
    ru: 'Проверки пройдут заново; ваши отметки не изменятся.',
    en: 'The checks run again; your marks do not change.',
  },
  'effect.test.run': {
    ru: 'Решение установится на чистый портал, будет проверено, удалено и установлено снова. Сервер разработчика получит запросы портала.',
    en: 'Installs the solution on a clean portal, checks, removes and installs it again. The vendor’s server receives the portal’s requests.',
  },
  'effect.test.pause': {
    ru: 'Тест остановится после текущего шага и продолжится с него же.',
    en: 'The test stops after the present step and goes on from there.',
  },
  'effect.test.stop': {
    ru: 'Тест закончится без итога; собранное сохранится.',
    en: 'The test ends without a result; what it gathered stays.',
  },
  'effect.verdict.approve': {
    ru: 'Откроет подготовку решения: что произойдёт, что мешает, письмо. Разработчику уйдёт только подтверждённое вами.',
    en: 'Opens the preparation: what happens, what stands in the way, the letter. The vendor gets only what you confirm.',
  },
  'effect.verdict.return': {
    ru: 'Откроет письмо из замечаний. После подтверждения заявка вернётся разработчику, новая попытка встанет в конец очереди.',
    en: 'Opens the letter made of the findings. Once confirmed the submission goes back to the vendor; the next attempt joins the end of the queue.',
  },
  'effect.verdict.refuse': {
    ru: 'Откроет подготовку отказа. Причину сообщать не обязательно.',
    en: 'Opens the preparation of a refusal. No reason is owed.',
  },
  'effect.verdict.withdraw': {
    ru: 'Откроет подготовку снятия: решение исчезнет из каталога, разработчик получит письмо.',
    en: 'Opens the preparation of a withdrawal: the solution leaves the catalogue, the vendor gets a letter.',
  },
  'effect.undo.last': {
    ru: 'Отменит ваше последнее действие: отметку, заметку, замечание, черновик или неотправленное решение.',
    en: 'Undoes your last action: a mark, note, finding, draft, or a verdict that has not left.',
  },
  'effect.verdict.undo': {
    ru: 'Решение отменится, письмо не уйдёт, заявка снова у вас.',
    en: 'The verdict is undone, the letter does not leave, the submission is yours again.',
  },
  'effect.bundle.export': {
    ru: 'Запишет решение с доказательствами в один файл. Заметки команды не входят, пока вы их не включите.',
    en: 'Writes the verdict with its proof into one file. Team notes stay out unless you include them.',
  },
  'effect.bundle.verify': { ru: 'Проверит файл; ничего не изменит.', en: 'Checks a file; changes nothing.' },
  'effect.chat.write': {
    ru: 'Откроет переписку. Сообщение попадёт в исходящие только после отправки.',
    en: 'Opens the conversation. A message goes to the outbox only when you send it.',
  },
  'effect.submission.print': {
    ru: 'Лист заявки на бумагу или в PDF. Заметки команды не печатаются, пока вы их не включите.',
    en: 'A sheet of the submission on paper or as PDF. Team notes are not printed unless you include them.',
  },
  'effect.import.files': {
    ru: 'Заявки и ответы разработчиков попадут в рабочую папку; отклонённые пакеты останутся в списке с причиной.',
    en: 'Submissions and answers of vendors go into the workspace; refused packages are listed with the reason.',
  },
  'effect.import.folder': {
    ru: 'Примет все пакеты папки; отклонённые останутся в списке с причиной.',
    en: 'Takes all packages of a folder; refused ones are listed with the reason.',
  },
  'effect.workspace.choose': {
    ru: 'Эта рабочая папка закроется, откроется другая. Данные остаются на месте.',
    en: 'Closes this workspace and opens another. The data stay where they are.',
  },
});
