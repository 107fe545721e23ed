import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import { problem, quoted, Refusal, type Wording } from './import-problem.ts';

/** What a manifest must say of itself. */
export interface ExpectedFormat {
  /** Name of the file, for the message. */
  readonly manifest: string;
  readonly format: string;
  readonly version: number;
  /** Said of any other file. */
  readonly otherwise: LocalizedText;
  /** Where the format is described. */
  readonly document: string;
}

/** Says first and alone that this is something else, or of another version: a list of fields would only mislead. */
export function checkFormat(value: unknown, expected: ExpectedFormat): Readonly<Record<string, unknown>> {
  const { manifest, format, document } = expected;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal([
      problem(manifest, {
        ru: { reason: 'Файл должен содержать один объект в фигурных скобках.', remedy: `Формат описан в ${document}.` },
        en: { reason: 'The file must hold one object in braces.', remedy: `The format is described in ${document}.` },
      }),
    ]);
  }
  const head = value as Readonly<Record<string, unknown>>;
  if (head['format'] !== format) {
    throw new Refusal([
      problem('format', {
        ru: {
          reason: expected.otherwise.ru,
          remedy: `В поле format должно стоять «${format}». Проверьте, тот ли файл выбран.`,
        },
        en: {
          reason: expected.otherwise.en,
          remedy: `The field format must hold "${format}". Check that the right file was chosen.`,
        },
      }),
    ]);
  }
  const version = head['formatVersion'];
  if (version !== expected.version) {
    const isNewer = typeof version === 'number' && Number.isInteger(version) && version > expected.version;
    const found = typeof version === 'number' || typeof version === 'string' ? quoted(String(version), 20) : null;
    throw new Refusal([
      problem('formatVersion', {
        ru: {
          reason:
            found === null
              ? 'Версия формата не указана.'
              : `Версия формата ${found} не поддерживается: читается версия ${expected.version}.`,
          remedy: isNewer
            ? 'Обновите рабочее место или попросите разработчика собрать пакет в версии 1.'
            : `Укажите formatVersion: ${expected.version} (числом) и соберите пакет по ${document}.`,
        },
        en: {
          reason:
            found === null
              ? 'The format version is missing.'
              : `Format version ${found} is not supported: version ${expected.version} is read.`,
          remedy: isNewer
            ? 'Update the workstation, or ask the vendor to build the package in version 1.'
            : `Write formatVersion: ${expected.version} (a number) and build the package by ${document}.`,
        },
      }),
    ]);
  }
  return head;
}

/** The value is none of those that the workstation knows; lists them. */
export function notOneOf(ru: string, en: string, known: readonly { readonly id: string }[]): Wording {
  const list = known.map((each) => each.id).join(', ');
  return { ru: { reason: `${ru}.`, remedy: `Известны: ${list}.` }, en: { reason: `${en}.`, remedy: `Known: ${list}.` } };
}

export const WRONG_MOMENT: Wording = {
  ru: { reason: 'Момент подачи в будущем или раньше 2000 года.', remedy: 'Проверьте дату и часовой пояс, а также часы этого компьютера.' },
  en: {
    reason: 'The moment of submission is in the future or before the year 2000.',
    remedy: 'Check the date and its time zone, and the clock of this computer.',
  },
};
