/** Forms by Intl.PluralRules category of the parameter `count`. */
export interface PluralMessage {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type Message = string | PluralMessage;

/** Both languages of a text stand side by side, so that neither can be forgotten. */
export interface Entry {
  readonly ru: Message;
  readonly en: Message;
}

export function messages<const T extends Readonly<Record<string, Entry>>>(entries: T): T {
  return entries;
}
