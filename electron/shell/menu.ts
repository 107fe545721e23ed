import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuSection } from '../ipc/platform.ts';

type Language = 'ru' | 'en';

/** Only what the system itself does; every item of the product comes from the window's action table. */
const TEXTS = {
  ru: {
    quit: 'Выйти',
    edit: 'Правка',
    undo: 'Отменить ввод',
    redo: 'Повторить ввод',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    selectAll: 'Выделить всё',
    fullScreen: 'Во весь экран',
  },
  en: {
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo typing',
    redo: 'Redo typing',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    fullScreen: 'Full screen',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** @param choose told the action of a chosen item; the window decides whether it can be done. */
export function setMenu(language: Language, sections: readonly MenuSection[], choose: (action: string) => void): void {
  const text = TEXTS[language];
  const edit: MenuItemConstructorOptions = {
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
  };
  const own = sections.map(({ id, title, items }): MenuItemConstructorOptions => {
    const submenu = items.map((item): MenuItemConstructorOptions =>
      item === null
        ? { type: 'separator' }
        : {
            id: item.action,
            label: item.label,
            enabled: item.isEnabled,
            ...(item.accelerator === null ? {} : { accelerator: item.accelerator }),
            click: () => {
              choose(item.action);
            },
          },
    );
    if (id === 'file') submenu.push({ type: 'separator' }, { role: 'quit', label: text.quit });
    if (id === 'view') {
      submenu.push({ type: 'separator' }, { role: 'togglefullscreen', label: text.fullScreen });
      if (!app.isPackaged) submenu.push({ role: 'toggleDevTools' });
    }
    return { label: title, submenu };
  });
  const [file, ...rest] = own;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      ...(file === undefined ? [] : [file]),
      edit,
      ...rest,
    ]),
  );
}
