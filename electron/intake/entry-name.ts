import { LIMITS } from '../../shared/limits.ts';
import { plural, type Wording } from './import-problem.ts';

/** Names that Windows keeps for devices, whatever the extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const DRIVE = /^[A-Za-z]:/;
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/**
 * Whether a name can be what it claims to be: a relative path to a file, the same on every system.
 * Names are never used to write files; the rule exists so that nobody is misled when the files are saved later.
 *
 * @param name as written in the archive, the folder or the manifest
 * @returns null when it is fine, otherwise what is wrong and how to mend it
 */
export function nameFault(name: string): Wording | null {
  const rename = {
    ru: 'Назовите файл иначе: относительный путь внутри пакета, через «/», без особых знаков.',
    en: 'Give the file another name: a relative path inside the package, with "/", without special characters.',
  };
  const fault = (ru: string, en: string): Wording => ({ ru: { reason: ru, remedy: rename.ru }, en: { reason: en, remedy: rename.en } });

  if (name === '') return fault('Имя файла пустое.', 'The file name is empty.');
  if (name.length > LIMITS.packagePathChars) {
    const limit = LIMITS.packagePathChars;
    return fault(`Путь длиннее ${limit} ${plural(limit, 'знака', 'знаков', 'знаков')}.`, `The path is longer than ${limit} characters.`);
  }
  if (CONTROL.test(name))
    return fault('В имени есть невидимые или управляющие знаки.', 'The name contains invisible or control characters.');
  if (name.includes('\\')) return fault('В имени есть обратная косая черта.', 'The name contains a backslash.');
  if (name.startsWith('/') || DRIVE.test(name)) return fault('Путь абсолютный.', 'The path is absolute.');
  const parts = name.split('/');
  if (parts.length > LIMITS.packageDepth) {
    return fault(`Папки вложены глубже ${LIMITS.packageDepth} уровней.`, `Folders are nested deeper than ${LIMITS.packageDepth} levels.`);
  }
  for (const part of parts) {
    if (part === '')
      return fault('В пути есть пустая часть («//» или «/» в конце).', 'The path has an empty part ("//" or a trailing "/").');
    if (part === '.' || part === '..') return fault('В пути есть «.» или «..».', 'The path contains "." or "..".');
    if (/[. ]$/.test(part)) {
      return fault('Часть имени кончается точкой или пробелом.', 'A part of the name ends with a full stop or a space.');
    }
    if (/[<>:"|?*]/.test(part)) {
      return fault(
        'В имени есть знак, недопустимый в Windows: < > : " | ? *',
        'The name contains a character that Windows forbids: < > : " | ? *',
      );
    }
    if (WINDOWS_DEVICE.test(part)) return fault('Такое имя занято системой Windows.', 'Windows reserves this name.');
  }
  return null;
}

/** Names that differ only by this key are one file on some systems: composed form, letter case put aside. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** What archivers and systems leave behind; passed over without a word. */
export function isLitter(name: string): boolean {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  return parts[0] === '__MACOSX' || last === '.DS_Store' || last.startsWith('._') || /^(?:thumbs\.db|desktop\.ini)$/i.test(last);
}
