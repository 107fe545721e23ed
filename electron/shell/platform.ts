import { clipboard, dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { writeFile } from 'node:fs/promises';
import type { Platform } from '../ipc/platform.ts';
import { externalUrl } from './guards.ts';
import { setMenu } from './menu.ts';
import { ZOOM_STEPS } from './window.ts';

type Language = 'ru' | 'en';

const TEXTS = {
  ru: {
    packages: 'Пакеты заявок',
    evidence: 'Доказательство',
    attachment: 'Файл к сообщению',
    bundle: 'Пакет решения',
    folder: 'Папка с заявками',
    workspace: 'Рабочая папка',
    all: 'Все файлы',
    openOutside: (host: string) => `Открыть ${host} в браузере?`,
    openDetail: 'Ссылку указал разработчик. Она откроется вне рабочего места.',
    open: 'Открыть',
    cancel: 'Отмена',
  },
  en: {
    packages: 'Submission packages',
    evidence: 'Evidence',
    attachment: 'File for the message',
    bundle: 'Verdict bundle',
    folder: 'Folder with submissions',
    workspace: 'Workspace folder',
    all: 'All files',
    openOutside: (host: string) => `Open ${host} in the browser?`,
    openDetail: 'The vendor gave this link. It opens outside the workstation.',
    open: 'Open',
    cancel: 'Cancel',
  },
} as const;

/** Dialogs, clipboard and links, over the given window. */
export function createPlatform(window: BrowserWindow, language: () => Language, emit: (event: string, payload: unknown) => void): Platform {
  return {
    async chooseFiles(purpose) {
      const text = TEXTS[language()];
      const zip = { extensions: ['zip'] };
      const titles = {
        'import-packages': text.packages,
        evidence: text.evidence,
        attachment: text.attachment,
        'verify-bundle': text.bundle,
      };
      const result = await dialog.showOpenDialog(window, {
        title: titles[purpose],
        properties: purpose === 'import-packages' || purpose === 'attachment' ? ['openFile', 'multiSelections'] : ['openFile'],
        filters:
          purpose === 'evidence' || purpose === 'attachment'
            ? []
            : [
                { name: purpose === 'verify-bundle' ? text.bundle : text.packages, ...zip },
                { name: text.all, extensions: ['*'] },
              ],
      });
      return result.filePaths;
    },
    async chooseFolder(purpose) {
      const text = TEXTS[language()];
      const result = await dialog.showOpenDialog(window, {
        title: purpose === 'workspace' ? text.workspace : text.folder,
        properties: purpose === 'workspace' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      });
      return result.filePaths[0] ?? null;
    },
    async chooseSavePath(suggestedName) {
      const result = await dialog.showSaveDialog(window, { defaultPath: suggestedName });
      return result.canceled || result.filePath === '' ? null : result.filePath;
    },
    copyText(value) {
      void clipboard.writeText(value);
    },
    async openExternal(target) {
      const url = externalUrl(target);
      if (url === null) return false;
      const text = TEXTS[language()];
      const answer = await dialog.showMessageBox(window, {
        type: 'question',
        message: text.openOutside(url.protocol === 'mailto:' ? url.pathname : url.host),
        detail: `${text.openDetail}\n\n${url.href.slice(0, 500)}`,
        buttons: [text.cancel, text.open],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      if (answer.response !== 1) return false;
      await shell.openExternal(url.href);
      return true;
    },
    setMenu(sections) {
      setMenu(language(), sections, (action) => {
        emit('menu.chosen', { action });
      });
    },
    zoom(by) {
      const contents = window.webContents;
      const now = contents.getZoomFactor();
      const next =
        by === 0 ? 1 : by === 1 ? ZOOM_STEPS.find((step) => step > now + 0.01) : ZOOM_STEPS.findLast((step) => step < now - 0.01);
      if (next !== undefined) contents.setZoomFactor(next);
      return contents.getZoomFactor();
    },
    async print(to, name) {
      if (to === 'printer') {
        await new Promise<void>((resolve) => {
          window.webContents.print({ printBackground: true }, () => {
            resolve();
          });
        });
        return null;
      }
      const chosen = await dialog.showSaveDialog(window, { defaultPath: `${name}.pdf`, filters: [{ name: 'PDF', extensions: ['pdf'] }] });
      if (chosen.canceled || chosen.filePath === '') return null;
      const pdf = await window.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate:
          '<div style="width:100%;text-align:center;font-size:8px"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
      });
      await writeFile(chosen.filePath, pdf);
      return chosen.filePath;
    },
    emit,
  };
}
