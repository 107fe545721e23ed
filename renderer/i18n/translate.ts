import { catalogue } from './catalogue.ts';
import type { Entry, Message, PluralMessage } from './entry.ts';

export type Locale = 'ru' | 'en';

export type MessageKey = keyof typeof catalogue;

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<M> = M extends string ? NamesIn<M> : M extends PluralMessage ? 'count' | NamesIn<Extract<M[keyof M], string>> : never;
/** Parameters that the Russian text of a key names; a test holds the English one to the same. */
export type ParametersOf<K extends MessageKey> = NamesOf<(typeof catalogue)[K]['ru']>;
type Arguments<K extends MessageKey> = [ParametersOf<K>] extends [never]
  ? []
  : [parameters: Readonly<Record<ParametersOf<K>, string | number>>];

export interface Translator {
  <K extends MessageKey>(key: K, ...parameters: Arguments<K>): string;
}

/** Keys that need no parameters: the ones that data may name. */
export type PlainKey = { [K in MessageKey]: [ParametersOf<K>] extends [never] ? K : never }[MessageKey];

const LOCALE_TAGS = { ru: 'ru-RU', en: 'en-GB' } as const satisfies Record<Locale, string>;

export interface I18n {
  readonly locale: Locale;
  readonly tag: string;
  readonly t: Translator;
  /** Text with parameters that were collected at run time, e.g. by a toast. */
  readonly loose: (key: MessageKey, parameters: Readonly<Record<string, string | number>>) => string;
  /** The half of a bilingual text that the person reads. */
  readonly pick: (text: { readonly ru: string; readonly en: string }) => string;
  readonly number: (value: number) => string;
  readonly plural: (count: number) => Intl.LDMLPluralRule;
}

function build(locale: Locale): I18n {
  const tag = LOCALE_TAGS[locale];
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  const plural = (count: number): Intl.LDMLPluralRule => (rules ??= new Intl.PluralRules(tag)).select(count);
  const number = (value: number): string => (numbers ??= new Intl.NumberFormat(tag)).format(value);

  const loose = (key: MessageKey, parameters: Readonly<Record<string, string | number>>): string => {
    const message: Message = (catalogue[key] as Entry)[locale];
    let template: string;
    if (typeof message === 'string') template = message;
    else {
      const form = plural(Number(parameters['count'] ?? 0));
      template =
        (form === 'one' ? message.one : form === 'few' ? message.few : form === 'many' ? message.many : undefined) ?? message.other;
    }
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = parameters[name];
      return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
    });
  };

  return {
    locale,
    tag,
    loose,
    t: (key, ...parameters) => loose(key, parameters[0] ?? {}),
    pick: (text) => (locale === 'ru' ? text.ru || text.en : text.en || text.ru),
    number,
    plural,
  };
}

const built: Partial<Record<Locale, I18n>> = {};

/** @returns the texts, numbers and plurals of one language; the same object on every call. */
export function i18nFor(locale: Locale): I18n {
  return (built[locale] ??= build(locale));
}

/** @returns the key itself when the catalogue has it, so that codes from the main process can name texts. */
export function knownKey(key: string): PlainKey | null {
  return Object.hasOwn(catalogue, key) ? (key as PlainKey) : null;
}
