import { messages } from '../entry.ts';

export const helpInstallTest = messages({
  'help.test': { ru: 'Тест установки', en: 'Install test' },
  'help.test.phases': { ru: 'Этапы', en: 'Phases' },
  'help.test.phasesInstall': {
    ru: 'Адреса решения отвечают; решение ставится на портал, где его не было, и мастер проходится до конца.',
    en: 'The solution’s addresses answer; it is installed on a portal where it never was, and the wizard is gone through.',
  },
  'help.test.phasesUse': {
    ru: 'Решение открывают администратор и сотрудник, вводятся пробные данные, открываются виджеты, вызываются события портала.',
    en: 'Administrator and employee open the solution, sample data is entered, widgets are opened, events of the portal are raised.',
  },
  'help.test.phasesRemove': {
    ru: 'Решение удаляется; за сервером разработчика наблюдают: вызывать портал ему больше нечем.',
    en: 'The solution is removed; the vendor’s server is watched: it has nothing left to call the portal with.',
  },
  'help.test.phasesAgain': {
    ru: 'Решение ставится на тот же портал снова: оно должно работать, обработчики и виджеты — по одному, прежних данных нет.',
    en: 'The solution is installed on the same portal again: it has to work, with handlers and widgets once each and no earlier data.',
  },
  'help.test.results': { ru: 'Что значит результат', en: 'What a result means' },
  'help.test.observed': {
    ru: 'Наблюдалось: ошибка произошла на глазах у теста, она видна на снимке, в консоли или в HTTP-обмене шага.',
    en: 'Observed: the fault happened before the test’s eyes; a picture, the console or an HTTP exchange of the step shows it.',
  },
  'help.test.notObserved': {
    ru: 'Ожидалось, но не наблюдалось: требуемого за весь тест не случилось. Возможно, для этого нужно действие, которого тест не знает.',
    en: 'Expected but not observed: something required did not happen in the whole test. It may need an action that the test does not know.',
  },
  'help.test.couldNotLook': {
    ru: 'Не удалось проверить: тест не видел ни ошибки, ни её отсутствия. Пункт проверяет человек.',
    en: 'Could not look: the test saw neither the fault nor its absence. A person has to check the item.',
  },
  'help.test.incomplete': {
    ru: 'Не завершён: тест не дошёл до конца, причина названа сверху. Это ещё не замечание к решению.',
    en: 'Incomplete: the test did not come to its end, the reason stands at the top. That is no finding about the solution yet.',
  },
  'help.test.optionsTitle': { ru: 'Настройки запуска', en: 'Run options' },
  'help.test.optionClean': {
    ru: 'Удалить с данными: после переустановки прежних данных быть не должно. Без отметки — наоборот: введённое и параметры должны остаться.',
    en: 'Uninstall with data: no earlier data may be there after the reinstallation. Without the tick the opposite holds: what was entered and the options have to stay.',
  },
  'help.test.optionUpdate': {
    ru: 'Обновить с опубликованной версии: в конце ставится одобренная версия и обновляется до проверяемой. Есть у решений, которые уже одобряли.',
    en: 'Update from the published version: at the end the approved version is installed and updated to the tested one. Offered for solutions that were approved before.',
  },
  'help.test.optionSecond': {
    ru: 'Подключить второй портал: решение должно работать на нескольких порталах сразу.',
    en: 'Connect a second portal: the solution has to work on several portals at once.',
  },
  'help.test.optionProbes': {
    ru: 'Пробы: портал нарочно создаёт сбой — поддельное или опоздавшее событие, истёкший доступ, отказ 503, двойную установку.',
    en: 'Probes: the portal makes a fault on purpose: a forged or late event, expired access, a refusal with 503, an installation begun twice.',
  },
  'help.test.optionTrace': {
    ru: 'Полная трассировка: каждое действие браузера для просмотра в Playwright; файл лежит во вкладке «Файлы».',
    en: 'Full trace: every action of the browser for Playwright’s viewer; the file lies in the tab Files.',
  },
  'help.test.evidence': { ru: 'Доказательства', en: 'Evidence' },
  'help.test.evidenceStep': {
    ru: 'Выбранный шаг отбирает всё: снимок, консоль, сеть, HTTP-обмены с обоими телами, замечания. Секреты заменены ещё до записи.',
    en: 'A chosen step filters everything: picture, console, network, HTTP exchanges with both bodies, findings. Secrets are replaced before anything is written.',
  },
  'help.test.evidenceSupport': {
    ru: 'Журнал для поддержки собирает неудачные или отмеченные запросы со всеми параметрами, если ошибается сам портал.',
    en: 'The support log gathers failed or ticked requests with all parameters, for faults of the platform itself.',
  },
  'help.test.keys': { ru: 'Клавиши', en: 'Keys' },
  'help.test.keysText': {
    ru: 'T — запустить, пробел — пауза и продолжение. Шаг выбирает Enter, по ленте времени ходят стрелки. Все клавиши — по «?».',
    en: 'T runs the test, Space pauses and resumes. Enter chooses a step, the arrows walk along the line of time. “?” shows all keys.',
  },
});
