import type { FieldDetails } from '../../../shared/ipc/contract.ts';

export interface FieldGroup {
  /** A language code for texts of one language, '' for what all languages share. */
  readonly language: string;
  readonly fields: readonly FieldDetails[];
}

const LANGUAGE_PATH = /^(?:texts\.([a-z]{2})\.|whatsNew\.([a-z]{2})$)/;

/** Fields in their own order, grouped by the language that their path names: "texts.ru.description". */
export function groupByLanguage(fields: readonly FieldDetails[]): readonly FieldGroup[] {
  const groups = new Map<string, FieldDetails[]>();
  for (const field of fields) {
    const language = languageOf(field.path);
    const group = groups.get(language);
    if (group === undefined) groups.set(language, [field]);
    else group.push(field);
  }
  return [...groups].map(([language, of]) => ({ language, fields: of }));
}

function languageOf(path: string): string {
  const match = LANGUAGE_PATH.exec(path);
  return match?.[1] ?? match?.[2] ?? '';
}

export function isEmptyValue(value: FieldDetails['value']): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
