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
  'action.queue.skip': { ru: 'Пропустить и открыть следующую', en: 'Skip and open the next' },
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
});
