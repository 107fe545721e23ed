import { messages } from '../entry.ts';

export const common = messages({
  'app.title': { ru: 'Рабочее место модератора', en: 'Moderation Workstation' },

  'common.close': { ru: 'Закрыть', en: 'Close' },
  'common.cancel': { ru: 'Отмена', en: 'Cancel' },
  'common.dismiss': { ru: 'Скрыть', en: 'Dismiss' },
  'common.retry': { ru: 'Повторить', en: 'Try again' },
  'common.stop': { ru: 'Остановить', en: 'Stop' },
  'common.loading': { ru: 'Загрузка', en: 'Loading' },
  'common.notices': { ru: 'Уведомления', en: 'Notices' },
  'common.yes': { ru: 'Да', en: 'Yes' },
  'common.no': { ru: 'Нет', en: 'No' },
  'common.showAll': { ru: 'Показать полностью', en: 'Show all' },
  'common.showLess': { ru: 'Свернуть', en: 'Show less' },
  'common.opensInBrowser': { ru: 'Откроется в браузере после подтверждения', en: 'Opens in the browser after a confirmation' },
  'common.copied': { ru: 'Скопировано', en: 'Copied' },
  'common.copyFailed': {
    ru: 'Скопировать не удалось: выделите текст и нажмите Ctrl+C',
    en: 'Copying failed: select the text and press Ctrl+C',
  },

  'language.ru': { ru: 'Русский', en: 'Русский' },
  'language.en': { ru: 'English', en: 'English' },
  'theme.system': { ru: 'Как в системе', en: 'System' },
  'theme.light': { ru: 'Светлая', en: 'Light' },
  'theme.dark': { ru: 'Тёмная', en: 'Dark' },
  'theme.contrast': { ru: 'Контрастная', en: 'High contrast' },
  'density.comfortable': { ru: 'Свободная', en: 'Comfortable' },
  'density.compact': { ru: 'Плотная', en: 'Compact' },

  'time.workingDays': { ru: '{count} раб. дн.', en: { one: '{count} working day', other: '{count} working days' } },
  'time.hours': { ru: '{count} ч', en: '{count} h' },
  'time.minutes': { ru: '{count} мин', en: '{count} min' },
  'time.seconds': { ru: '{count} с', en: '{count} s' },
  'time.minutesSeconds': { ru: '{minutes} мин {seconds} с', en: '{minutes} min {seconds} s' },
  'time.waitingSince': {
    ru: 'Ждёт с: {moment}. Считаются часы с понедельника по пятницу',
    en: 'Waiting since {moment}. Counts Monday to Friday',
  },
  'size.bytes': { ru: '{count} Б', en: '{count} B' },
  'size.kilobytes': { ru: '{size} КБ', en: '{size} KB' },
  'size.megabytes': { ru: '{size} МБ', en: '{size} MB' },

  'fault.title': { ru: 'Эта часть окна остановилась', en: 'This part of the window stopped' },
  'fault.text': {
    ru: 'Записанное не пострадало. Нажмите, чтобы показать её заново.',
    en: 'Nothing that was saved is affected. Press to show it again.',
  },
  'fault.again': { ru: 'Показать заново', en: 'Show again' },

  'pane.views': { ru: 'Ширина списка представлений', en: 'Width of the views' },
  'pane.queue': { ru: 'Ширина очереди', en: 'Width of the queue' },
  'pane.side': { ru: 'Переписка и решение', en: 'Conversation and verdict' },

  'palette.title': { ru: 'Действия и заявки', en: 'Actions and submissions' },
  'palette.hint': { ru: 'Действие, решение, разработчик', en: 'Action, solution, vendor' },
  'palette.submission': { ru: 'Заявка', en: 'Submission' },
  'palette.nothing': { ru: 'Ничего не найдено', en: 'Nothing found' },

  'shortcuts.title': { ru: 'Клавиши', en: 'Keys' },
  'shortcuts.text': {
    ru: 'Важно место клавиши, а не буква на ней: в русской раскладке действуют те же. Буквы не действуют, пока вводится текст.',
    en: 'The place of the key counts, not the letter on it: the same keys work on a Russian layout. Letters do nothing while a text is typed.',
  },

  'start.text': {
    ru: 'Очередь заявок, тест установки, чек-лист и решение с доказательствами. Всё хранится на этом компьютере.',
    en: 'Queue of submissions, install test, checklist and a verdict with evidence. Everything is kept on this computer.',
  },
  'start.who': { ru: 'Кто работает', en: 'Who is working' },
  'start.name': { ru: 'Имя модератора', en: 'Name of the moderator' },
  'start.nameHelp': { ru: 'Записывается в историю, решения и пакеты', en: 'Written to the history, verdicts and bundles' },
  'start.nameNeeded': { ru: 'Введите имя: без него решение некому подписать', en: 'Enter a name: a verdict needs one to sign it' },
  'start.where': { ru: 'Где лежит рабочая папка', en: 'Where the workspace lies' },
  'start.chooseOther': { ru: 'Выбрать другую папку', en: 'Choose another folder' },
  'start.secretsFile': {
    ru: 'Тестовые данные шифруются, но ключ будет лежать рядом с ними: защищают его только права на файл.',
    en: 'Test data is encrypted, but the key will lie beside it: only file permissions protect it.',
  },
  'start.what': { ru: 'С чего начать', en: 'What to begin with' },
  'start.empty': { ru: 'Создать пустую', en: 'Create an empty one' },
  'start.emptyText': { ru: 'Заявки принимаются пакетами: файлами или папкой.', en: 'Submissions come as packages: files or a folder.' },
  'start.demo': { ru: 'Открыть учебную', en: 'Open the demo' },
  'start.demoText': {
    ru: 'Несколько десятков вымышленных заявок и работающие серверы разработчиков, один из них с ошибкой.',
    en: 'A few dozen fictional submissions and running vendor servers, one of them at fault.',
  },
  'start.continue': { ru: 'Продолжить', en: 'Continue' },

  'trouble.title': { ru: 'Рабочая папка не открылась', en: 'The workspace did not open' },
  'trouble.untouched': { ru: 'В папке ничего не изменено.', en: 'Nothing in the folder was changed.' },

  'settings.person': { ru: 'Модератор', en: 'Moderator' },
  'settings.looks': { ru: 'Вид', en: 'Appearance' },
  'settings.language': { ru: 'Язык', en: 'Language' },
  'settings.theme': { ru: 'Тема', en: 'Theme' },
  'settings.density': { ru: 'Плотность', en: 'Density' },
  'settings.resetPanes': { ru: 'Вернуть размеры частей окна', en: 'Reset pane sizes' },
  'settings.workspace': { ru: 'Рабочая папка', en: 'Workspace' },
  'settings.path': { ru: 'Путь', en: 'Path' },
  'settings.workstation': { ru: 'Рабочее место', en: 'Workstation' },
  'settings.secrets': { ru: 'Тестовые данные', en: 'Test data' },
  'settings.secrets.os': { ru: 'Зашифрованы, ключ хранит операционная система', en: 'Encrypted, the key is kept by the operating system' },
  'settings.secrets.file': {
    ru: 'Зашифрованы, но ключ лежит рядом с данными: его защищают только права на файл',
    en: 'Encrypted, but the key lies beside the data: only file permissions protect it',
  },
  'settings.version': { ru: 'Версия', en: 'Version' },
  'settings.versionText': { ru: '{version}, Electron {electron}', en: '{version}, Electron {electron}' },
});
