import { messages } from '../entry.ts';

/** What happened and what to do, for every code of shared/domain/errors.ts; and why an action is not possible. */
export const errors = messages({
  'error.title': { ru: 'Не получилось', en: 'It did not work' },
  'error.code': { ru: 'Код: {code}', en: 'Code: {code}' },
  'error.invalid-request': {
    ru: 'Такие данные не принимаются. Проверьте введённое.',
    en: 'This input is not accepted. Check what was entered.',
  },
  'error.untrusted-sender': {
    ru: 'Запрос пришёл не из этого окна и отклонён.',
    en: 'The request did not come from this window and was refused.',
  },
  'error.internal': {
    ru: 'Внутренняя ошибка. Записанное не пострадало; повторите.',
    en: 'Internal fault. Nothing saved is affected; try again.',
  },
  'error.not-found': { ru: 'Этого больше нет. Обновите список.', en: 'This no longer exists. Refresh the list.' },
  'error.conflict': {
    ru: 'Заявка изменилась, пока была открыта. Посмотрите новое состояние и повторите.',
    en: 'The submission changed while it was open. Look at its new state and try again.',
  },
  'error.not-allowed': { ru: 'В этом состоянии заявки так нельзя.', en: 'The state of the submission does not allow it.' },
  'error.not-claimed': { ru: 'Сначала возьмите заявку в работу.', en: 'Claim the submission first.' },
  'error.claimed-by-other': {
    ru: 'Заявка в работе у другого модератора. Её можно перехватить.',
    en: 'Another moderator has claimed it. It can be taken over.',
  },
  'error.blocked': {
    ru: 'Решение пока невозможно: посмотрите, что ему мешает.',
    en: 'The verdict is not possible yet: see what blocks it.',
  },
  'error.workspace-missing': {
    ru: 'Рабочая папка не найдена. Выберите другую или создайте новую.',
    en: 'The workspace was not found. Choose another or create one.',
  },
  'error.workspace-newer': {
    ru: 'Рабочую папку создала более новая версия программы. Обновите программу.',
    en: 'A newer version of the application made this workspace. Update the application.',
  },
  'error.workspace-foreign': {
    ru: 'В этой папке лежит что-то другое. Выберите пустую папку или рабочую папку.',
    en: 'This folder holds something else. Choose an empty folder or a workspace.',
  },
  'error.workspace-read-only': {
    ru: 'В рабочую папку нельзя записать. Проверьте права и место.',
    en: 'The workspace cannot be written to. Check permissions and space.',
  },
  'error.storage-busy': {
    ru: 'База занята другой программой. Закройте её и повторите.',
    en: 'Another program holds the database. Close it and try again.',
  },
  'error.storage-full': {
    ru: 'На диске нет места. Освободите место и повторите; записанное цело.',
    en: 'The disk is full. Free some space and try again; what was saved is intact.',
  },
  'error.storage-corrupt': {
    ru: 'База повреждена. Восстановите рабочую папку из копии.',
    en: 'The database is damaged. Restore the workspace from a backup.',
  },
  'error.secret-unreadable': {
    ru: 'Тестовые данные не расшифровать: ключ утрачен или заменён.',
    en: 'The test data cannot be decrypted: the key is lost or was replaced.',
  },
  'error.package-refused': {
    ru: 'Пакет не принят. Причины — в списке отклонённых.',
    en: 'The package was refused. The reasons are in the refused list.',
  },
  'error.package-duplicate': { ru: 'Эта заявка уже принята.', en: 'This submission was already imported.' },
  'error.cancelled': { ru: 'Отменено.', en: 'Cancelled.' },
  'error.portal-not-clean': {
    ru: 'Решение уже устанавливалось на этом портале. Возьмите чистый портал.',
    en: 'The solution was installed on this portal before. Take a clean portal.',
  },
  'error.portal-busy': {
    ru: 'На портале идёт другой тест. Возьмите другой портал или дождитесь.',
    en: 'Another test is running on the portal. Take another portal or wait.',
  },
  'error.port-taken': { ru: 'Порт портала занят другой программой.', en: 'Another program uses the port of the portal.' },
  'error.run-active': { ru: 'Тест этой заявки уже идёт.', en: 'A test of this submission is already running.' },
  'error.vendor-unreachable': { ru: 'Сервер разработчика недоступен.', en: 'The vendor server cannot be reached.' },
  'error.vendor-timeout': { ru: 'Сервер разработчика не ответил вовремя.', en: 'The vendor server did not answer in time.' },
  'error.vendor-redirect-loop': { ru: 'Сервер разработчика перенаправляет по кругу.', en: 'The vendor server redirects in a circle.' },
  'error.vendor-server-error': { ru: 'Сервер разработчика ответил ошибкой.', en: 'The vendor server answered with an error.' },
  'error.browser-crashed': { ru: 'Браузер теста упал. Запустите тест ещё раз.', en: 'The test browser crashed. Run the test again.' },
  'error.browser-unavailable': { ru: 'Браузер теста не запустился.', en: 'The test browser did not start.' },
  'error.run-timeout': { ru: 'Тест шёл слишком долго и остановлен.', en: 'The test took too long and was stopped.' },
  'error.step-failed': { ru: 'Шаг теста не выполнен.', en: 'A step of the test failed.' },
  'error.bundle-invalid': { ru: 'Это не пакет решения или он повреждён.', en: 'This is not a verdict bundle, or it is damaged.' },
  'error.unavailable': { ru: 'Сейчас недоступно. Повторите позже.', en: 'Not available now. Try again later.' },

  'reason.not-allowed': { ru: 'В этом состоянии заявки недоступно', en: 'Not possible in this state of the submission' },
  'reason.not-claimed': { ru: 'Сначала возьмите заявку в работу', en: 'Claim the submission first' },
  'reason.claimed-by-other': { ru: 'Заявка в работе у другого модератора', en: 'Claimed by another moderator' },
  'reason.decided': { ru: 'Решение уже принято', en: 'Already decided' },
  'reason.left-outbox': { ru: 'Решение уже ушло из исходящих', en: 'The verdict has left the outbox' },
  'reason.not-published': { ru: 'Решение не опубликовано', en: 'The solution is not published' },
  'reason.run-active': { ru: 'Тест уже идёт', en: 'A test is already running' },
  'reason.not-installable': { ru: 'Эту заявку нельзя установить на портал', en: 'This submission cannot be installed on a portal' },
  'reason.no-item': { ru: 'Выберите пункт чек-листа', en: 'Choose a checklist item' },
  'reason.import-active': { ru: 'Приём пакетов уже идёт', en: 'An import is already running' },
});
