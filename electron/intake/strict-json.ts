import { LIMITS } from '../../shared/limits.ts';
import { quoted, refuse, sizeText, type Wording } from './import-problem.ts';

/**
 * Reads JSON that a stranger wrote. JSON.parse alone keeps the last of two equal keys silently, accepts any depth and
 * says where it failed only by an offset; here each of these is a refusal that names line and column.
 *
 * @param bytes the whole file, at most LIMITS.manifestBytes
 * @param place the file's name, used in messages
 * @returns plain values only: no key "__proto__", no lone surrogates, no NUL, finite numbers
 * Throws Refusal.
 */
export function parseStrictJson(bytes: Uint8Array, place: string): unknown {
  if (bytes.byteLength > LIMITS.manifestBytes) {
    const limit = sizeText(LIMITS.manifestBytes);
    refuse(place, {
      ru: {
        reason: `Файл больше ${limit.ru}.`,
        remedy: 'Оставьте в нём только описание заявки; картинки и документы положите рядом отдельными файлами.',
      },
      en: {
        reason: `The file is larger than ${limit.en}.`,
        remedy: 'Keep only the description of the submission in it; put pictures and documents beside it as separate files.',
      },
    });
  }
  let text: string;
  try {
    // The decoder drops a leading byte order mark by itself.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse(place, {
      ru: {
        reason: 'Файл не в кодировке UTF-8.',
        remedy: 'Сохраните его в UTF-8 (не в Windows-1251 и не в UTF-16) и соберите пакет снова.',
      },
      en: { reason: 'The file is not UTF-8.', remedy: 'Save it as UTF-8 (not as Windows-1251 or UTF-16) and build the package again.' },
    });
  }
  return new Reader(text, place).document();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;

class Reader {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly place: string;

  constructor(text: string, place: string) {
    this.text = text;
    this.place = place;
  }

  document(): unknown {
    this.space();
    if (this.at === this.text.length) {
      this.fail(
        this.at,
        'Файл пуст.',
        'The file is empty.',
        'Запишите в него описание заявки.',
        'Write the description of the submission into it.',
      );
    }
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.syntax();
    return value;
  }

  private value(): unknown {
    switch (this.text[this.at]) {
      case '{':
        return this.nested(() => this.object());
      case '[':
        return this.nested(() => this.array());
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > LIMITS.jsonDepth) {
      this.fail(
        this.at,
        `Вложенность больше ${LIMITS.jsonDepth} уровней.`,
        `Nested deeper than ${LIMITS.jsonDepth} levels.`,
        'Уберите лишнюю вложенность: в формате пакета столько уровней не бывает.',
        'Remove the superfluous nesting: the package format never goes that deep.',
      );
    }
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    this.at += 1;
    this.space();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return result;
    }
    for (;;) {
      const start = this.at;
      if (this.text[start] !== '"') this.syntax();
      const key = this.string();
      if (seen.has(key)) {
        this.fail(
          start,
          `Ключ «${quoted(key)}» записан дважды в одном объекте.`,
          `The key "${quoted(key)}" occurs twice in one object.`,
          'Оставьте один из двух: неизвестно, какому из значений верить.',
          'Keep one of the two: it cannot be known which value is meant.',
        );
      }
      if (key === '__proto__') {
        this.fail(
          start,
          'Ключ «__proto__» недопустим.',
          'The key "__proto__" is not allowed.',
          'Удалите его: в формате пакета такого поля нет.',
          'Remove it: the package format has no such field.',
        );
      }
      seen.add(key);
      this.space();
      if (this.text[this.at] !== ':') this.syntax();
      this.at += 1;
      this.space();
      result[key] = this.value();
      this.space();
      const next = this.text[this.at];
      if (next !== ',' && next !== '}') this.syntax();
      this.at += 1;
      if (next === '}') return result;
      this.space();
    }
  }

  private array(): unknown[] {
    const result: unknown[] = [];
    this.at += 1;
    this.space();
    if (this.text[this.at] === ']') {
      this.at += 1;
      return result;
    }
    for (;;) {
      result.push(this.value());
      this.space();
      const next = this.text[this.at];
      if (next !== ',' && next !== ']') this.syntax();
      this.at += 1;
      if (next === ']') return result;
      this.space();
    }
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    let hasEscapes = false;
    for (;;) {
      PLAIN.lastIndex = this.at;
      PLAIN.test(this.text);
      this.at = PLAIN.lastIndex;
      const stop = this.text[this.at];
      if (stop === '"') break;
      // A raw control character or the end of the text.
      if (stop !== '\\') this.syntax();
      hasEscapes = true;
      this.at += 2;
    }
    this.at += 1;
    let value = this.text.slice(start + 1, this.at - 1);
    if (hasEscapes) {
      try {
        value = JSON.parse(this.text.slice(start, this.at)) as string;
      } catch {
        this.syntax(start);
      }
    }
    // With the u flag a well-formed pair is one character, so this finds lone halves only.
    if (/[\p{Cs}\0]/u.test(value)) {
      this.fail(
        start,
        'В тексте есть знак, который нельзя сохранить (нулевой знак или половина составного).',
        'The text contains a character that cannot be stored (NUL or half of a surrogate pair).',
        'Наберите этот текст заново.',
        'Type that text again.',
      );
    }
    return value;
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.syntax();
    const value = Number(found[0]);
    if (!Number.isFinite(value)) {
      this.fail(this.at, 'Число слишком велико.', 'The number is too large.', 'Проверьте это число.', 'Check that number.');
    }
    this.at = NUMBER.lastIndex;
    return value;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.syntax();
    this.at += word.length;
    return value;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  private syntax(at = this.at): never {
    const found = at >= this.text.length ? null : quoted(this.text[at] ?? '');
    this.fail(
      at,
      found === null ? 'Файл обрывается: запись JSON не закончена.' : `Запись JSON нарушена: неожиданный знак «${found}».`,
      found === null ? 'The file breaks off: the JSON is not complete.' : `The JSON is broken: unexpected character "${found}".`,
      'Исправьте это место. Частые причины: лишняя или пропущенная запятая, незакрытая скобка или кавычка.',
      'Mend that place. Common causes: a superfluous or missing comma, an unclosed bracket or quotation mark.',
    );
  }

  private fail(at: number, ru: string, en: string, ruRemedy: string, enRemedy: string): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    const wording: Wording = {
      ru: { reason: `${ru.slice(0, -1)} (строка ${line}, знак ${column}).`, remedy: ruRemedy },
      en: { reason: `${en.slice(0, -1)} (line ${line}, column ${column}).`, remedy: enRemedy },
    };
    refuse(this.place, wording);
  }
}
