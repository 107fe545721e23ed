import type { CheckFinding } from '../marketplace.ts';
import { finding } from './results.ts';
import type { TextField } from './texts.ts';

export const MAIL = /^[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}$/u;
/** Country code and at least ten digits in all; brackets, spaces and dashes as people write them. */
export const PHONE = /^\+?\d(?:[\s()-]*\d){9,14}$/;

/** "9:00–18:00", "с 9 до 18", "9-18", "10.00 to 19.00", "круглосуточно", "24/7", "9 am". */
const HOURS =
  /(?<![\d.:])\d{1,2}[:.]\d{2}\s*(?:до|to|[-–—])\s*\d{1,2}[:.]\d{2}|(?:с|from)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:час\p{L}*\s*)?(?:до|to|till|until)\s*\d{1,2}|(?<![\d+()-])\d{1,2}\s?[-–—]\s?(?:1[2-9]|2[0-4])(?![\d-])|круглосуточно|24\s*[/×x]\s*7|around the clock|\d{1,2}\s*(?:am|pm)(?!\p{L})/iu;
const TIME_WORD =
  '(?:мин(?:ут\\p{L}*|\\.)|час\\p{L}*|ч\\.|дн\\p{L}*|день|суток|сутки|раб\\p{L}*\\.?|minutes?|hours?|days?|business|working)';
const AMOUNT = '(?:\\d+|одн\\p{L}+|дву?х|два|тр[её]х|три|четыр\\p{L}+|пят\\p{L}+|полу|one|two|three|four)';
/** A word about answering, and behind it within the sentence an amount of time: "ответ в течение 4 часов", "reply within a day". */
const REACTION = new RegExp(
  `(?:реакци|ответ|отвеч|рассм[ао]тр|обработ|respon|repl|answer)\\p{L}*[^\\n]{0,80}?(?:${AMOUNT}[-–—\\s\\d]*(?:-?[хй]\\s+)?(?:\\p{L}+\\.?\\s+)?${TIME_WORD}|(?:в течение|within)\\s+(?:(?:a|one|рабочего|одного|ближайшего)\\s+)*(?:дня|часа|суток|day|hour|business day|working day)|в (?:тот же|день обращения|рабочий) день|the same day)`,
  'iu',
);

export const CHANNEL = /[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d\s()-]{8,}\d|https?:\/\/\S+|(?<!\w)t\.me\/|чат/iu;

export const namesHours = (text: string): boolean => HOURS.test(text);
export const namesReaction = (text: string): boolean => REACTION.test(text);

/** Mail addresses and phones of a text that are not well formed, as "help@scheta" or "+7 495 000". */
export function* malformedContacts(fields: readonly TextField[]): Iterable<CheckFinding> {
  for (const { path, text } of fields) {
    for (const match of text.matchAll(/(?<![\p{L}\p{N}/])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]*/gu)) {
      const mail = match[0].replace(/[.-]+$/u, '');
      // "@name" of a messenger is no mail; neither is a letter in front of it.
      if (MAIL.test(mail)) continue;
      yield finding(`Адрес почты записан с ошибкой: ${mail}`, `The mail address is malformed: ${mail}`, path, {
        range: [match.index, match.index + mail.length],
      });
    }
    for (const match of text.matchAll(/(?<![\p{L}\p{N}])\+\d[\d\s()–-]*\d/gu)) {
      const digits = match[0].replace(/\D/g, '');
      if (digits.length >= 10 && digits.length <= 15) continue;
      yield finding(`Телефон записан с ошибкой: ${match[0]}`, `The phone number is malformed: ${match[0]}`, path, {
        range: [match.index, match.index + match[0].length],
        suggestion: ['Укажите код страны и весь номер.', 'Give the country code and the whole number.'],
      });
    }
  }
}
