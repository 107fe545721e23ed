import type { CheckFinding, CheckInput, CheckResult, Speller } from '../marketplace.ts';
import { couldNotLook, finding, judge, pass } from './results.ts';
import { withoutAddresses, type TextField } from './texts.ts';

/** Words of this trade that the dictionaries do not have; lower case, in their basic form or as a stem with an asterisk. */
const TRADE: readonly string[] =
  'битрикс* мойсклад* моегосклада постер* маркетплейс* вебхук* эквайринг* онбординг* чат-бот* чатбот* лид лида лиды лидов лидам лидами лиде лиду лидом дашборд* воронк* таргет* смс sms email e-mail crm erp api rest oauth json xml excel whatsapp telegram viber вконтакте авито озон ozon wildberries вайлдберриз яндекс* сбер* тинькофф* сдэк* cdek dadata дадата амосрм amocrm bitrix24 bitrix moysklad poster webhook* chatbot* onboarding workflow* dashboard* plugin* плагин* скрипт* виджет* дескриптор* токен* логин* логир* телефони* колл-центр* коллтрекинг* автообзвон* апселл* кэшбек* кешбэк* кэшбэк* геолокац* мессенджер* смарт-процесс* смартпроцесс* юзер* интеграци* номенклатур* артикул* маркировк* эдо диадок* контур* кассир* фискализ* фискальн* чек-лист* чеклист* канбан* скрам* бэкап* парсер* прайс* товароучёт* товароучет* трекер* трекинг* трек-номер* ремаркетинг* фуллфилмент* фулфилмент* дропшиппинг* предзаказ* автозаказ* самовывоз* checkout upsell* backend frontend saas b2b b2c kpi qr utm roi seo faq pdf csv zip png jpeg gif html http https url sip voip ip-телефони* gdpr eula оплат автооплат* timesheet* kanban* backlog* stakeholder* inbox* autofill* changelog* multi-currency real-time'.split(
    ' ',
  );
const EXACT = new Set(TRADE.filter((word) => !word.endsWith('*')));
const STEMS = TRADE.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1));

function isTradeWord(word: string): boolean {
  const low = word.toLocaleLowerCase('ru');
  return EXACT.has(low) || STEMS.some((stem) => low.startsWith(stem));
}

/** Whether every part of a compound is known: "CRM-система", "отчёт-план". */
function isKnown(speller: Speller, word: string, language: 'ru' | 'en'): boolean {
  if (isTradeWord(word) || speller.knows(word, language)) return true;
  const parts = word.split('-');
  return parts.length > 1 && parts.every((part) => part === '' || isTradeWord(part) || speller.knows(part, language));
}

/**
 * Words that neither dictionary nor trade list knows. Only words of the text's own alphabet in small letters: names, brands,
 * abbreviations and words of codes are written with capitals, digits or foreign letters.
 * @param own words of the card that are names, such as the solution's own
 */
export function* misspellings(speller: Speller, fields: readonly TextField[], own: ReadonlySet<string>): Iterable<CheckFinding> {
  for (const { path, language, text } of fields) {
    const bare = withoutAddresses(text);
    const pattern =
      language === 'ru'
        ? /(?<![\p{L}\p{N}_@.#/-])[а-яё]{4,}(?:-[а-яё]+)*(?![\p{L}\p{N}_@-])/gu
        : /(?<![\p{L}\p{N}_@.#/'’-])[a-z]{4,}(?:-[a-z]+)*(?![\p{L}\p{N}_@'’-]|\.\w)/gu;
    const told = new Set<string>();
    for (const match of bare.matchAll(pattern)) {
      const word = match[0];
      if (told.has(word) || own.has(word) || isKnown(speller, word, language)) continue;
      const suggestions = speller.suggest(word, language);
      // A word that nothing comes near is a term or a name rather than a slip.
      if (suggestions.length === 0) continue;
      told.add(word);
      yield finding(`Возможно, опечатка: «${word}».`, `Possibly misspelled: “${word}”.`, path, {
        range: [match.index, match.index + word.length],
        suggestion: [`Может быть: ${suggestions.join(', ')}.`, `Maybe: ${suggestions.join(', ')}.`],
      });
    }
  }
}

export function judgeSpelling(input: CheckInput, fields: readonly TextField[], names: readonly string[]): CheckResult {
  const speller = input.looks?.speller ?? null;
  if (speller === null) return couldNotLook('Словари ещё не загружены.', 'The dictionaries are not loaded yet.');
  const own = new Set(names.flatMap((name) => name.toLocaleLowerCase('ru').match(/[\p{L}\p{N}]+/gu) ?? []));
  return judge(misspellings(speller, fields, own), pass('Словари знают все слова.', 'The dictionaries know every word.'));
}
