import type { AutomaticCheck } from '../../marketplace.ts';
import { MANDATORY_LANGUAGE } from '../vocabulary.ts';
import { couldNotLook, cyrillicShare, fail, pass, read, sentencesOf, slipIn, wordsOf } from './check-texts.ts';

const PLACEHOLDER_NAME =
  /^(?:тест|test|проба|demo|демо|новое решение|без названия|название|приложение|untitled|sample|my app|app|asdf|йцук\w*|lorem.*|qwe\w*)[\s\d._-]*$/iu;
/** Placeholders that were left in; example addresses such as xxx.bitrix24.ru and field names in braces are no placeholders. */
const FILLER =
  /lorem ipsum|dolor sit amet|текст[- ]рыба|здесь (?:будет|должн[аоы]? быть) (?:текст|описание|инструкци|информаци|ссылк|картинк)\p{L}*|(?:заполнить|дописать|уточнить) позже|to be filled|placeholder text|your text here|(?<![\p{L}\d.-])[xх]{3,}(?![\p{L}\d.-]*\.\p{L})(?![\p{L}\d])|\[вставьте|\[insert|(?<!\p{L})(?:TODO|TBD)(?!\p{L})/iu;
const WRONG_BRAND = /bitrix[\s-]?24(?!\w|\.\w)|битрикс[\s-]24|b24 marketplace|битрикс24[\s.-]+маркет(?!плейс)|1[сc][\s-]битрикс24/giu;
/** English texts may write Bitrix24 in Latin letters; every other spelling is wrong. */
const RIGHT_LATIN = /^Bitrix24$/;
const KEYWORD_BRANDS =
  /(?:^|[,;\s])(?:битрикс\s?24|битрикс|bitrix\s?24|bitrix|б24|b24|amocrm|амосрм|мегаплан|megaplan|salesforce|hubspot)(?=$|[,;\s])/iu;
/**
 * Offers of the vendor's own goods. Solutions that work with their users' discounts and promo codes must be able to say
 * so: a discount counts only beside the vendor, a licence or a particular code.
 */
const SALES: readonly RegExp[] = [
  /(?<!\p{L})(?:купи|приобре|закаж|оплат)\p{L}*(?:\s+\p{L}+){0,2}\s+(?:у нас(?!\p{L})|на нашем сайте|в нашем (?:офисе|магазине))/iu,
  /(?<!\p{L})(?:купи|приобре|закаж)\p{L}*(?:\s+\p{L}+){0,2}\s+напрямую/iu,
  /(?<!\p{L})выставим (?:вам )?сч[её]т/iu,
  /[Сс]кидк\p{L}*\s+\d+\s*%\s+по промокоду\s+\p{Lu}[\p{Lu}\d-]{2,}/u,
  /(?<!\p{L})(?:скидк|акци[яию]|спецпредложени|специальн\p{L}+ предложени|промокод)\p{L}*[^.!?\n]{0,60}(?:(?<!\p{L})наш\p{L}*|у нас(?!\p{L})|лицензи\p{L}*|внедрени\p{L}*|продлени\p{L}* подписки)/iu,
  /(?<!\p{L})(?:лицензи|внедрени|продлени|подписк)\p{L}*[^.!?\n]{0,40}со скидк\p{L}*/iu,
  /\b(?:buy|order|purchase) (?:it )?(?:from us|directly|on our (?:web)?site)\b/iu,
  /\b(?:\d+\s?% (?:off|discount)|discount of \d+\s?%|promo code)[^.!?\n]{0,60}\b(?:our|licen[cs]e|subscription|implementation|first year)\b/iu,
];

function saleIn(text: string): string | undefined {
  for (const pattern of SALES) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words that have no innocent use on the card of a business application. */
const PROHIBITED = /(?<!\p{L})(?:порно\p{L}*|порнограф\p{L}*|porn(?:o|ography|ographic)?|наркошоп\p{L}*|нацис(?:т|тск)\p{L}*)(?!\p{L})/iu;

export const cardChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'card-fields-filled',
    run(input) {
      const { languages } = read(input);
      for (const { language, texts } of languages) {
        for (const field of ['name', 'description', 'installation', 'support'] as const) {
          if (texts[field].trim() === '')
            return fail(
              `Поле не заполнено: ${field} (${language}).`,
              `The field ${field} (${language}) is empty.`,
              `texts.${language}.${field}`,
            );
        }
      }
      if (!input.files.some((file) => file.role === 'icon')) return fail('Нет логотипа.', 'There is no logo.', 'media.icon');
      if (!input.files.some((file) => file.role === 'screenshot'))
        return fail('Нет скриншотов.', 'There are no screenshots.', 'media.screenshots');
      return pass('Обязательные поля заполнены.', 'The mandatory fields are filled in.');
    },
  },
  {
    ruleId: 'card-name-clear',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const name = texts.name.trim();
        if (name.length < 3 || PLACEHOLDER_NAME.test(name))
          return fail(`Название «${name}» похоже на заглушку.`, `The name “${name}” looks like a placeholder.`, `texts.${language}.name`);
      }
      return pass(
        'Название не похоже на заглушку; понятность оценивает модератор.',
        'The name is no placeholder; clarity is for the moderator to judge.',
      );
    },
  },
  {
    ruleId: 'card-name-no-foreign-marks',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        for (const field of ['name', 'slogan', 'description', 'installation', 'support'] as const) {
          const bare = texts[field].replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+/g, ' ');
          const wrong = [...bare.matchAll(WRONG_BRAND)].map((match) => match[0]).find((found) => !RIGHT_LATIN.test(found));
          if (wrong !== undefined)
            return fail(
              `Название продукта написано неверно: «${wrong}».`,
              `The product name is misspelled: “${wrong}”.`,
              `texts.${language}.${field}`,
            );
        }
      }
      return pass('Неверных написаний не найдено.', 'No misspelled product names were found.');
    },
  },
  {
    ruleId: 'card-categories-max5',
    run(input) {
      const count = read(input).card.categories.length;
      if (count > 5)
        return fail(
          `Категорий ${String(count)}, допустимо не больше 5.`,
          `There are ${String(count)} categories; 5 are allowed.`,
          'categories',
        );
      return pass(`Категорий: ${String(count)}.`, `Categories: ${String(count)}.`, 'categories');
    },
  },
  {
    ruleId: 'card-tags-max5',
    run(input) {
      const count = read(input).card.tags.length;
      if (count > 5)
        return fail(`Тегов ${String(count)}, допустимо не больше 5.`, `There are ${String(count)} tags; 5 are allowed.`, 'tags');
      return pass(`Тегов: ${String(count)}.`, `Tags: ${String(count)}.`, 'tags');
    },
  },
  {
    ruleId: 'card-lang-mandatory',
    run(input) {
      const language = MANDATORY_LANGUAGE[input.region] ?? 'ru';
      const texts = read(input).card.texts[language];
      if (texts === undefined || texts.description.trim() === '') {
        return language === 'ru'
          ? fail(
              'Нет описания на русском языке, обязательном для региона.',
              'The Russian description, mandatory for the region, is missing.',
              'texts.ru.description',
            )
          : fail(
              'Нет описания на английском языке, обязательном для региона.',
              'The English description, mandatory for the region, is missing.',
              'texts.en.description',
            );
      }
      return pass('Описание на обязательном языке есть.', 'The description in the mandatory language is present.');
    },
  },
  {
    ruleId: 'card-slogan-1-2-sentences',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const place = `texts.${language}.slogan`;
        const slogan = texts.slogan.trim();
        if (slogan === '') return fail('Краткое описание не заполнено.', 'The slogan is empty.', place);
        const count = sentencesOf(slogan).length;
        if (count > 2)
          return fail(
            `В кратком описании предложений: ${String(count)}, допустимо одно-два.`,
            `The slogan has ${String(count)} sentences; one or two are allowed.`,
            place,
          );
        const name = new Set(wordsOf(texts.name));
        const own = wordsOf(slogan).filter((word) => !name.has(word) && word.length > 2);
        if (own.length === 0) return fail('Краткое описание повторяет название.', 'The slogan repeats the name.', place);
      }
      return pass('Краткое описание укладывается в требования.', 'The slogan meets the requirements.');
    },
  },
  {
    ruleId: 'card-discloses-tariff',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const all = `${texts.description} ${texts.installation}`;
        if (!/тариф|(?:коммерческ|платн|бесплатн)\p{L}* (?:план|лицензи)|\bplans?\b|\btariffs?\b|subscription|подписк/iu.test(all)) {
          return fail(
            'Не указан тариф Битрикс24, на котором работает решение.',
            'The Bitrix24 plan on which the solution works is not stated.',
            `texts.${language}.description`,
          );
        }
      }
      return pass('Тариф упомянут.', 'The plan is mentioned.');
    },
  },
  {
    ruleId: 'card-keywords-2000',
    run(input) {
      const { keywords } = read(input).card;
      const { length } = [...keywords];
      if (length > 2000)
        return fail(
          `Ключевые слова длиной ${String(length)} знаков, допустимо 2000.`,
          `The keywords have ${String(length)} characters; 2000 are allowed.`,
          'keywords',
        );
      if (length > 60 && !keywords.includes(','))
        return fail('Ключевые слова не разделены запятыми.', 'The keywords are not separated by commas.', 'keywords');
      return pass(`Длина: ${String(length)} знаков.`, `Length: ${String(length)} characters.`, 'keywords');
    },
  },
  {
    ruleId: 'card-keywords-no-spam',
    run(input) {
      const { keywords } = read(input).card;
      const brand = KEYWORD_BRANDS.exec(keywords)?.[0].replace(/^[,;\s]+/, '');
      if (brand !== undefined) return fail(`В ключевых словах марка: «${brand}».`, `The keywords contain a brand: “${brand}”.`, 'keywords');
      const list = keywords
        .split(',')
        .map((word) => word.trim().toLocaleLowerCase('ru'))
        .filter((word) => word !== '');
      const twice = list.find((word, index) => list.indexOf(word) !== index);
      if (twice !== undefined) return fail(`Ключевое слово повторяется: «${twice}».`, `A keyword is repeated: “${twice}”.`, 'keywords');
      return pass(
        'Марок и повторов нет; соответствие функциям оценивает модератор.',
        'No brands and no repetitions; whether they match is for the moderator to judge.',
        'keywords',
      );
    },
  },
  {
    ruleId: 'card-install-steps',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        if (texts.installation.trim().length < 80) {
          return fail(
            'Описание установки слишком короткое, чтобы назвать все шаги и настройки.',
            'The installation text is too short to name every step and setting.',
            `texts.${language}.installation`,
          );
        }
      }
      return pass(
        'Описание установки есть; полноту оценивает модератор.',
        'An installation text exists; completeness is for the moderator to judge.',
      );
    },
  },
  {
    ruleId: 'card-fields-match-purpose',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        for (const field of ['name', 'slogan', 'description', 'installation', 'support'] as const) {
          const filler = FILLER.exec(texts[field])?.[0];
          if (filler !== undefined)
            return fail(`Осталась заготовка: «${filler}».`, `A placeholder was left in: “${filler}”.`, `texts.${language}.${field}`);
        }
        if (texts.description.trim() !== '' && texts.description.trim() === texts.installation.trim()) {
          return fail(
            'Описание и установка содержат один и тот же текст.',
            'Description and installation hold the same text.',
            `texts.${language}.installation`,
          );
        }
      }
      return pass('Заготовок и одинаковых полей нет.', 'No placeholders and no equal fields.');
    },
  },
  {
    ruleId: 'card-text-language',
    run(input) {
      const { languages, version } = read(input);
      for (const { language, texts } of languages) {
        const places: readonly (readonly [string, string, string])[] = [
          ...(['slogan', 'description', 'installation', 'support'] as const).map(
            (field) => [field, `texts.${language}.${field}`, texts[field]] as const,
          ),
          ['whatsNew', `whatsNew.${language}`, version.whatsNew[language] ?? ''],
        ];
        for (const [field, place, text] of places) {
          const share = cyrillicShare(text);
          if (share === null) continue;
          if (language === 'ru' ? share < 0.4 : share > 0.1) {
            return fail(
              `Текст поля ${field} не на языке карточки (${language}).`,
              `The text of ${field} is not in the language of the card (${language}).`,
              place,
            );
          }
        }
      }
      return pass('Тексты на языке карточки.', 'The texts are in the language of the card.');
    },
  },
  {
    ruleId: 'card-grammar',
    run(input) {
      const { languages, version } = read(input);
      for (const { language, texts } of languages) {
        for (const [place, text] of [
          ...(['name', 'slogan', 'description', 'installation', 'support'] as const).map(
            (field) => [`texts.${language}.${field}`, texts[field]] as const,
          ),
          [`whatsNew.${language}`, version.whatsNew[language] ?? ''] as const,
        ]) {
          const slip = slipIn(text);
          if (slip !== null) return fail(`Похоже на опечатку: ${slip.ru}`, `This looks like a slip: ${slip.en}`, place);
        }
      }
      return couldNotLook(
        'Повторов слов и смешения алфавитов не найдено; правописание смотрит модератор.',
        'No doubled words and no mixed alphabets were found; spelling is for the moderator to see.',
      );
    },
  },
  {
    ruleId: 'content-no-prohibited',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        for (const field of ['name', 'slogan', 'description', 'installation', 'support'] as const) {
          const found = PROHIBITED.exec(texts[field])?.[0];
          if (found !== undefined)
            return fail(
              `Недопустимое выражение: «${found}».`,
              `An expression that is not allowed: “${found}”.`,
              `texts.${language}.${field}`,
            );
        }
      }
      return couldNotLook(
        'Явно недопустимых слов в карточке не найдено; содержание и картинки смотрит модератор.',
        'No plainly prohibited words were found on the card; content and pictures are for the moderator to see.',
      );
    },
  },
  {
    ruleId: 'version-whats-new',
    run(input) {
      if (input.isFirstVersion) return pass('Первая версия: не требуется.', 'First version: not required.');
      const { version, languages } = read(input);
      for (const { language } of languages) {
        if ((version.whatsNew[language] ?? '').trim() === '')
          return fail(`«Что нового» не заполнено (${language}).`, `“What is new” is empty (${language}).`, `whatsNew.${language}`);
      }
      return pass('«Что нового» заполнено.', '“What is new” is filled in.');
    },
  },
  {
    ruleId: 'pricing-no-direct-sale',
    run(input) {
      const { languages, version } = read(input);
      for (const { language, texts } of languages) {
        for (const field of ['slogan', 'description', 'installation', 'support'] as const) {
          const found = saleIn(texts[field]);
          if (found !== undefined)
            return fail(`Предложение купить напрямую: «${found}».`, `An offer to buy directly: “${found}”.`, `texts.${language}.${field}`);
        }
        const news = saleIn(version.whatsNew[language] ?? '');
        if (news !== undefined)
          return fail(`Предложение купить напрямую: «${news}».`, `An offer to buy directly: “${news}”.`, `whatsNew.${language}`);
      }
      return pass('В карточке прямых предложений не найдено.', 'No direct offers were found on the card.');
    },
  },
];
