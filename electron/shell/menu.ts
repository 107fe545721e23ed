import { Menu, type MenuItemConstructorOptions } from 'electron';

type Language = 'ru' | 'en';

const TEXTS = {
  ru: {
    file: 'Файл',
    importFiles: 'Импортировать пакеты…',
    importFolder: 'Импортировать папку…',
    refused: 'Отклонённые пакеты',
    verify: 'Проверить пакет решения…',
    chooseWorkspace: 'Выбрать рабочую папку…',
    quit: 'Выйти',
    edit: 'Правка',
    undo: 'Отменить ввод',
    redo: 'Повторить ввод',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    selectAll: 'Выделить всё',
    submission: 'Заявка',
    claim: 'Взять в работу',
    release: 'Отпустить',
    runTest: 'Тест установки',
    approve: 'Одобрить',
    return: 'Вернуть на доработку',
    view: 'Вид',
    palette: 'Палитра команд',
    queue: 'Очередь',
    outbox: 'Исходящие',
    portals: 'Порталы',
    zoomIn: 'Крупнее',
    zoomOut: 'Мельче',
    zoomReset: 'Обычный размер',
    fullScreen: 'Во весь экран',
    settings: 'Настройки',
    help: 'Справка',
    procedure: 'Порядок модерации',
    shortcuts: 'Клавиши',
  },
  en: {
    file: 'File',
    importFiles: 'Import packages…',
    importFolder: 'Import a folder…',
    refused: 'Refused packages',
    verify: 'Verify a verdict bundle…',
    chooseWorkspace: 'Choose the workspace folder…',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo typing',
    redo: 'Redo typing',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    submission: 'Submission',
    claim: 'Claim',
    release: 'Release',
    runTest: 'Install test',
    approve: 'Approve',
    return: 'Return for rework',
    view: 'View',
    palette: 'Command palette',
    queue: 'Queue',
    outbox: 'Outbox',
    portals: 'Portals',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    zoomReset: 'Actual size',
    fullScreen: 'Full screen',
    settings: 'Settings',
    help: 'Help',
    procedure: 'Moderation procedure',
    shortcuts: 'Keys',
  },
} as const satisfies Record<Language, Record<string, string>>;

/**
 * Sets the native menu. Items of the product only name an action: the window's action table decides what it does and
 * whether it is available, so that menu, palette, buttons and keys cannot differ.
 */
export function setMenu(language: Language, isDeveloper: boolean, choose: (action: string) => void): void {
  const text = TEXTS[language];
  const item = (label: string, action: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      choose(action);
    },
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: text.file,
      submenu: [
        item(text.importFiles, 'import.files', 'CmdOrCtrl+O'),
        item(text.importFolder, 'import.folder', 'CmdOrCtrl+Shift+O'),
        item(text.refused, 'go.refused'),
        { type: 'separator' },
        item(text.verify, 'bundle.verify'),
        { type: 'separator' },
        item(text.settings, 'go.settings', 'CmdOrCtrl+,'),
        item(text.chooseWorkspace, 'workspace.choose'),
        { type: 'separator' },
        { role: 'quit', label: text.quit },
      ],
    },
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        { type: 'separator' },
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll },
      ],
    },
    {
      label: text.submission,
      submenu: [
        item(text.claim, 'claim.take'),
        item(text.release, 'claim.release'),
        { type: 'separator' },
        item(text.runTest, 'test.run'),
        { type: 'separator' },
        item(text.approve, 'verdict.approve'),
        item(text.return, 'verdict.return'),
      ],
    },
    {
      label: text.view,
      submenu: [
        item(text.palette, 'palette.open', 'CmdOrCtrl+K'),
        item(text.queue, 'go.queue'),
        item(text.outbox, 'go.outbox'),
        item(text.portals, 'go.portals'),
        { type: 'separator' },
        { role: 'zoomIn', label: text.zoomIn },
        { role: 'zoomOut', label: text.zoomOut },
        { role: 'resetZoom', label: text.zoomReset },
        { role: 'togglefullscreen', label: text.fullScreen },
        ...(isDeveloper ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { label: text.help, submenu: [item(text.procedure, 'go.help', 'F1'), item(text.shortcuts, 'shortcuts.open')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
